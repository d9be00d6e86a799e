"""Recipes at random, and what may happen to a link or a picture on its way: for benchmarks/links.py and the tests."""

from __future__ import annotations

import random
import string
import struct
from typing import Any

from engine import ImageGenerator
from engine.contracts import KNOBS, MAX_SEED

State = dict[str, Any]
HOSTILE = (
    b"<img src=x onerror=window.hit=1>", b'"__proto__":{"hit":1},', b"${alert(1)}", b"{{constructor.constructor('window.hit=1')()}}",
    b"javascript:window.hit=1", b"../../etc/passwd", b"\x00\xff\xfe", b"1e999", b"NaN", b"[" * 64, b'"seed":2147483648,',
)  # fmt: skip
WORDS = ("", "", "a quiet harbour at dusk", "Grün & “weiß” <b>", "海と山 🎨", "x" * 500, 'tab\tquote"back\\slash')


def random_state(generator: ImageGenerator, chance: random.Random) -> State:
    """A state of the page with everything it may hold but a photograph: blends, long floats, colours of one's own, sliders of the theme,
    tiling, words, a moment of the loop, edits, and more of the scene."""
    catalogue = generator.catalogue
    theme, style = _named(generator.themes, chance), _named(generator.styles, chance)
    themes = [theme] if isinstance(theme, str) else list(theme)
    own = {option.name for name in themes for option in catalogue.options_of(name)}
    edits = [_edit(generator, chance) for _ in range(chance.choice((0, 0, 1, 2)))]
    preset = chance.random() < 0.4
    frame = _frame(chance) if chance.random() < 0.25 else None
    repeats = not frame and all(catalogue.tiles(name) for name in themes) and not any("theme" in edit["inside"] for edit in edits)
    return {
        "theme": theme,
        "style": style,
        "palette": chance.choice(generator.palettes) if preset else _swatches(chance),
        "background": chance.choice((None, _hex(chance))),
        "accent": chance.choice((None, _hex(chance))),
        "knobs": {name: chance.choice((0.5, round(chance.random(), 2), chance.random())) for name in KNOBS},
        "options": {name: chance.random() for name in sorted(own) if chance.random() < 0.5},
        "seed": chance.choice((0, MAX_SEED, chance.randrange(MAX_SEED))),
        "tile": chance.choice(("none", "x", "y", "both")) if repeats else "none",
        "words": chance.choice(WORDS),
        "phase": chance.choice((0, 0, chance.random())),
        "edits": edits,
        "frame": frame,
        "size": [chance.randrange(32, 97), chance.randrange(32, 97)],
    }


def preferences_of(state: State) -> dict[str, Any]:
    """What the engine is asked for."""
    return {name: value for name, value in state.items() if name != "size"}


def _frame(chance: random.Random) -> State:
    place = {"x": chance.uniform(-1, 1), "y": chance.uniform(-1, 1)}
    return {"aspect": chance.uniform(0.5, 2), **place, "height": chance.uniform(0.8, 2)}


def _edit(generator: ImageGenerator, chance: random.Random) -> State:
    said = {
        "theme": _named(generator.themes, chance),
        "style": _named(generator.styles, chance),
        "palette": chance.choice((chance.choice(generator.palettes), _swatches(chance))),
        "seed": chance.randrange(MAX_SEED),
        "knobs": {"detail": chance.random()},
    }
    inside = {name: said[name] for name in said if chance.random() < 0.5}
    mask = [_shape(chance) for _ in range(chance.choice((1, 1, 3)))]
    return {"mask": mask, "feather": chance.uniform(0, 0.25), "inside": inside, "on": chance.random() < 0.8}


def _shape(chance: random.Random) -> State:
    kind, x, y = chance.choice(("brush", "rectangle", "ellipse", "region")), chance.uniform(-0.6, 0.4), chance.uniform(-0.5, 0.3)
    if kind == "brush":
        points = [[chance.uniform(-0.7, 0.7), chance.uniform(-0.5, 0.5)] for _ in range(chance.randrange(1, 40))]
        return {"kind": kind, "points": points, "radius": chance.uniform(0.01, 0.3)}
    if kind == "region":
        return {"kind": kind, "x": x, "y": y, "tolerance": chance.uniform(0, 0.4)}
    return {"kind": kind, "left": x, "top": y, "right": x + chance.uniform(0.05, 0.5), "bottom": y + chance.uniform(0.05, 0.5)}


def _named(names: list[str], chance: random.Random) -> str | dict[str, float]:
    if chance.random() < 0.5:
        return chance.choice(names)
    return {name: chance.uniform(0.05, 3) for name in chance.sample(names, chance.randrange(2, 5))}


def _hex(chance: random.Random) -> str:
    return f"#{chance.randrange(1 << 24):06x}"


def _swatches(chance: random.Random) -> list[dict[str, Any]]:
    return [{"hex": _hex(chance), "weight": chance.uniform(0.05, 2)} for _ in range(chance.randrange(2, 13))]


def mutated(text: str, chance: random.Random) -> str:
    """A link as a careless hand, a mail program or a spiteful one leaves it; never the same text."""
    place, other = chance.randrange(len(text)), chance.randrange(len(text))
    low, high = sorted((place, other))
    letter = chance.choice(string.ascii_letters + string.digits + "-_.%<>&+/ ")
    changed = chance.choice(
        (
            text[:place] + letter + text[place + 1 :],
            text[:place] + letter + text[place:],
            text[:place] + text[place + 1 :],
            text[: max(4, place)],
            text[:low] + text[high:],
            text[:low] + text[low:high][::-1] + text[high:],
            text + letter,
            text + text[4:],
            text.swapcase(),
            text.replace("h1", f"h{chance.randrange(2, 99)}", 1),
            "#h1." + chance.choice(HOSTILE).decode("latin-1") + text[4:],
        )
    )
    return changed if changed != text else text + "A"


def tampered(picture: bytes, chance: random.Random) -> bytes:
    """A picture file damaged or edited, mostly where its recipe stands."""
    start = max(0, picture.find(b'{"version"'))
    end = picture.find(b'"}', picture.find(b'"check"')) + 2 or len(picture)
    data = bytearray(picture)
    act = chance.randrange(7)
    if act == 0:
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(start, end)] = chance.randrange(256)
    elif act == 1:
        digits = [place for place in range(start, end - 20) if chr(data[place]).isdigit()]
        place = chance.choice(digits)
        data[place] = ord(chance.choice([digit for digit in "0123456789" if digit != chr(data[place])]))
    elif act == 2:
        return picture[: chance.randrange(12, len(picture))]
    elif act == 3:
        hostile = chance.choice(HOSTILE)
        place = chance.randrange(start, end - len(hostile))
        data[place : place + len(hostile)] = hostile
    elif act == 4:
        del data[start + chance.randrange(end - start) : end]
    elif act == 5:
        place = chance.randrange(8, min(start, len(data) - 4))
        data[place : place + 4] = struct.pack(">I", chance.randrange(1 << 32))
    else:
        data = bytearray(picture.replace(b'"seed":', b'"sEed":').replace(b'"check"', chance.choice((b'"chEck"', b'"check"'))))
    return bytes(data)
