"""Colours that belong together: palettes built around one colour, and new colours around the ones a person wants to keep.

All in OKLCH (OKLab's lightness, chroma, hue in degrees). A colour outside sRGB keeps its lightness and hue and gives up chroma.
Every palette is one to paint with: its inks climb a ladder of lightness, it has leading and rare colours, and the colour it was
built from is in it, untouched.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import torch

from engine.contracts import MAX_COLOURS, MIN_COLOURS, Swatch, Tensor
from engine.errors import InvalidPreferencesError, UnknownNameError
from engine.palette.oklab import hex_to_oklab, oklab_to_hex, oklab_to_linear
from engine.values import colour_to_hex

Lch = tuple[float, float, float]

GREY = 0.02
"""Chroma under which a colour has no hue to speak of."""
HUE_FOR_GREY = 250.0
LEAST_PARTNER_CHROMA = 0.07
LADDER = (0.23, 0.42, 0.61, 0.78, 0.94)
LONG_LADDER = (0.22, 0.39, 0.53, 0.66, 0.80, 0.94)
DISTINCT = 0.09
"""OKLab distance from which two inks read as two colours in a picture."""


@dataclass(frozen=True)
class Harmony:
    """How a palette grows from a colour. `partners`: hues of the middle inks, in degrees from it. `drift`: the hue's turn in degrees
    from the darkest to the lightest ink. `fade`: 0 keeps the colour's chroma at all lightnesses, 1 loses it towards black and white."""

    partners: tuple[float, ...]
    ladder: tuple[float, ...] = LADDER
    drift: float = 0.0
    fade: float = 0.7


HARMONIES: Mapping[str, Harmony] = {
    "complementary": Harmony((180.0, 180.0)),
    "analogous": Harmony((32.0, -32.0), drift=24.0),
    "triadic": Harmony((120.0, 240.0)),
    "split": Harmony((150.0, 210.0)),
    "tetradic": Harmony((90.0, 180.0, 270.0), LONG_LADDER),
    "monochrome": Harmony((0.0,), drift=50.0, fade=0.55),
    "shades": Harmony((0.0,), LONG_LADDER, fade=1.0),
}


def harmonise(colour: str, kind: str) -> tuple[Swatch, ...]:
    """A colour in any written form and a name from HARMONIES -> 5 or 6 swatches, dark to light, shares summing to 1.

    The colour itself is among them and has the largest share. Raises InvalidPreferencesError, UnknownNameError.
    """
    if kind not in HARMONIES:
        raise UnknownNameError("harmony", kind, HARMONIES)
    try:
        base = colour_to_hex(colour)
    except ValueError as error:
        raise InvalidPreferencesError(f"Harmony: {error}.") from None
    harmony = HARMONIES[kind]
    lightness, chroma, hue = hex_to_lch(base)
    rungs = [rung for rung in harmony.ladder if rung != min(harmony.ladder, key=lambda rung: abs(rung - lightness))]
    hues = _partner_hues(rungs, lightness, hue, chroma, harmony)
    inks = [(rung, _partner_chroma(rung, chroma, lightness, harmony), hues[rung]) for rung in rungs]
    colours = [(lightness, base), *zip(rungs, to_hexes(inks), strict=True)]
    return _weighted([name for _, name in sorted(colours)], lead=base)


def _partner_hues(rungs: Sequence[float], lightness: float, hue: float, chroma: float, harmony: Harmony) -> dict[float, float]:
    """The harmony's hues go to the rungs nearest the colour that can hold chroma; the ends of the ladder stay in its own hue."""
    if chroma < GREY:
        hue = HUE_FOR_GREY
    middle = sorted(rungs, key=lambda rung: (rung in (min(harmony.ladder), max(harmony.ladder)), abs(rung - lightness)))
    turned = {rung: hue + harmony.drift * (rung - lightness) for rung in rungs}
    for rung, partner in zip(middle, harmony.partners, strict=False):
        turned[rung] += partner
    return turned


def _partner_chroma(rung: float, chroma: float, lightness: float, harmony: Harmony) -> float:
    if set(harmony.partners) != {0.0}:
        chroma = max(chroma, LEAST_PARTNER_CHROMA)
    room = 1 - lightness if rung > lightness else lightness
    distance = abs(rung - lightness) / max(room, 0.25)
    return chroma * (1 - harmony.fade * min(distance, 1.0))


def _weighted(colours: Sequence[str], lead: str) -> tuple[Swatch, ...]:
    """Shares as a designer gives them: the lead 0.34, the ends a field each, the rest between them."""
    raw = [0.34 if name == lead else 0.2 if place in (0, len(colours) - 1) else 0.13 for place, name in enumerate(colours)]
    return tuple(Swatch(hex=name, weight=round(weight / sum(raw), 4)) for name, weight in zip(colours, raw, strict=True))


SCHEMES = ((0, 18, -18), (0, 30, -40, 180), (0, 150, 210), (0, 120, 240), (0, 60, 25), (0, 180, 165))
TRIES = 12


def reroll(swatches: Sequence[Swatch], locked: Collection[int], seed: int) -> tuple[Swatch, ...]:
    """New colours for every swatch whose index is not locked; order, shares and locked colours stay. The seed decides.

    Raises InvalidPreferencesError for a palette of the wrong size or a lock beside it.
    """
    if not MIN_COLOURS <= len(swatches) <= MAX_COLOURS:
        raise InvalidPreferencesError(f"A palette holds {MIN_COLOURS} to {MAX_COLOURS} colours; this one has {len(swatches)}.")
    if any(not 0 <= index < len(swatches) for index in locked):
        raise InvalidPreferencesError(f"Locked colours are numbered 0 to {len(swatches) - 1}.")
    free = [index for index in range(len(swatches)) if index not in locked]
    if not free:
        return tuple(swatches)
    chance = random.Random(seed)
    kept = [hex_to_lch(swatches[index].hex) for index in sorted(locked)]
    tries = [_propose(kept, len(free), chance) for _ in range(TRIES)]
    best = max(tries, key=lambda inks: min(_least_distance(kept, inks), DISTINCT))
    return _placed(swatches, free, to_hexes(best))


def _propose(kept: Sequence[Lch], count: int, chance: random.Random) -> list[Lch]:
    """`count` new inks on the rungs of lightness the kept ones leave open, in one hue scheme around the most vivid kept ink."""
    lead = max(kept, key=lambda ink: ink[1], default=(0.5, 0.0, 0.0))
    hue = lead[2] if lead[1] >= GREY else chance.uniform(0, 360)
    strength = max(lead[1], chance.uniform(0.06, 0.17))
    scheme = chance.choice(SCHEMES)
    inks = []
    for lightness in _open_rungs([ink[0] for ink in kept], count, chance):
        ends = 1 - abs(2 * lightness - 1.1) ** 2
        turn = chance.choice(scheme) + chance.uniform(-8, 8)
        inks.append((lightness, strength * max(ends, 0.12) * chance.uniform(0.6, 1.1), hue + turn))
    return inks


def _open_rungs(taken: Sequence[float], count: int, chance: random.Random) -> list[float]:
    """Lightnesses for `count` new inks: an uneven ladder over the whole palette, without the rungs nearest the kept inks."""
    total = count + len(taken)
    bend = chance.uniform(0.75, 1.3)
    low, high = chance.uniform(0.16, 0.3), chance.uniform(0.88, 0.96)
    rungs = [low + (high - low) * (step / (total - 1)) ** bend for step in range(total)]
    for lightness in taken:
        rungs.remove(min(rungs, key=lambda rung: abs(rung - lightness)))
    return rungs


def _least_distance(kept: Sequence[Lch], inks: Sequence[Lch]) -> float:
    """The smallest OKLab distance between two inks of the palette that involves a new one."""
    new = into_gamut(inks).T
    old = torch.tensor([_to_lab(ink) for ink in kept]).reshape(-1, 3)
    apart = torch.cdist(new, torch.cat((new, old)))
    apart[:, : len(new)].fill_diagonal_(math.inf)
    return float(apart.min())


def _placed(swatches: Sequence[Swatch], free: Sequence[int], colours: Sequence[str]) -> tuple[Swatch, ...]:
    """New colours, dark to light, go where the old ones stood in the same order of lightness: a sorted bar stays sorted."""
    order = sorted(free, key=lambda index: hex_to_lch(swatches[index].hex)[0])
    fresh = dict(zip(order, colours, strict=True))
    return tuple(Swatch(hex=fresh.get(index, old.hex), weight=old.weight) for index, old in enumerate(swatches))


def hex_to_lch(colour: str) -> Lch:
    """`#rrggbb` -> OKLCH: lightness [0, 1], chroma [0, 0.33], hue [0, 360) degrees."""
    lightness, a, b = hex_to_oklab(colour).tolist()
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _to_lab(ink: Lch) -> Lch:
    lightness, chroma, hue = ink
    return lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


def into_gamut(inks: Sequence[Lch]) -> Tensor:
    """OKLCH inks -> (3, N) OKLab inside sRGB: lightness and hue kept, the largest chroma that fits, found by halving."""
    lab = torch.tensor([_to_lab(ink) for ink in inks], dtype=torch.float32).T
    low, high = torch.zeros(lab.shape[1]), torch.ones(lab.shape[1])
    for step in range(16):
        share = high if step == 0 else (low + high) / 2
        linear = oklab_to_linear(torch.stack((lab[0], lab[1] * share, lab[2] * share)))
        fits = ((linear > -1e-4) & (linear < 1 + 1e-4)).all(0)
        low, high = torch.where(fits, share, low), torch.where(fits, high, share)
    return torch.stack((lab[0], lab[1] * low, lab[2] * low))


def to_hexes(inks: Sequence[Lch]) -> list[str]:
    """OKLCH inks -> `#rrggbb` each, chroma reduced to fit sRGB."""
    return [oklab_to_hex(lab) for lab in into_gamut(inks).T]
