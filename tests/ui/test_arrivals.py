"""Pictures that come back: ours give their settings, shown before they are taken; others their colours; tampered ones a sentence."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from engine import ImageGenerator
from engine.store import picture_to_bytes
from engine.store.picture_file import sealed
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

ASKED = {"theme": "ocean", "style": "halftone", "palette": "lagoon", "seed": 77, "knobs": {"detail": 0.8}, "accent": "#ff5533"}


@pytest.fixture(scope="module")
def ours(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A picture made here, in each format, and its sidecar."""
    folder = tmp_path_factory.mktemp("ours")
    painting = generator.paint(generator.recipe(ASKED, (96, 64)))
    files = {f"p.{kind}": picture_to_bytes(painting.image, painting.recipe, kind) for kind in ("png", "jpg", "webp")}
    files["p.png.json"] = sealed(painting.recipe)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in files}


def bring(studio: Studio, file: Path) -> dict[str, str]:
    """Open a picture; what the sheet says would change."""
    studio.page.set_input_files("#open-file", file)
    studio.page.locator("#arrival[open]").wait_for()
    return listed(studio)


def listed(studio: Studio) -> dict[str, str]:
    rows: list[list[str]] = studio.page.locator("#arrival dl").evaluate(
        "list => [...list.querySelectorAll('dt')].map((dt) => [dt.textContent, dt.nextSibling.querySelector('b').textContent])"
    )
    return dict(rows)


def test_a_picture_made_here_brings_all_its_settings_back(studio: Studio, ours: dict[str, Path]) -> None:
    for name in ("p.png", "p.jpg", "p.webp", "p.png.json"):
        told = bring(studio, ours[name])
        assert told == {
            "Theme": "Ocean", "Style": "Halftone", "Palette": "Lagoon", "Accent": "#ff5533", "Seed": "77",
            "Detail": "0.80", "Size": "96 × 64",
        }, name  # fmt: skip
        studio.page.keyboard.press("Enter")
        asked = studio.shows(lambda asked: asked["seed"] == 77)
        assert (asked["theme"], asked["style"], asked["accent"], asked["knobs"]["detail"]) == ("ocean", "halftone", "#ff5533", 0.8)
        assert studio.page.evaluate("hueprint.state.now.size") == [96, 64]
        studio.page.click("#undo")
        studio.shows(lambda asked: asked["theme"] == "alpine")


def test_one_part_alone_is_shown_and_taken(studio: Studio, ours: dict[str, Path]) -> None:
    page = studio.page
    seed = studio.asked["seed"]
    bring(studio, ours["p.png"])
    for part, expected in (
        ("seed", {"Seed": "77"}),
        ("style", {"Style": "Halftone"}),
        ("knobs", {"Detail": "0.80"}),
        ("theme", {"Theme": "Ocean"}),
    ):
        page.click(f"#arrival [data-part={part}]")
        assert listed(studio) == expected
    page.click("#arrival [data-part=palette]")
    page.wait_for_function("document.querySelector('.hp-arrival-after img').naturalWidth === 300")
    page.click("#arrival .hp-primary")
    asked = studio.shows(lambda asked: asked["palette"][0]["hex"] == "#062a33")
    assert (asked["theme"], asked["seed"], asked["accent"]) == ("alpine", seed, "#ff5533")
    bring(studio, ours["p.jpg"])
    page.click("#arrival [data-part=palette]")
    assert page.locator(".hp-arrival-none").is_visible()
    assert page.locator("#arrival .hp-primary").is_disabled()
    page.keyboard.press("Escape")
    expect(page.locator("#arrival[open]")).to_have_count(0)


DROP = """([bytes, name, type]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


def drop(studio: Studio, data: bytes, name: str, kind: str = "image/png") -> None:
    studio.page.evaluate(DROP, [list(data), name, kind])


def test_a_tampered_picture_is_told_and_changes_nothing(visit: Callable[..., Studio], ours: dict[str, Path]) -> None:
    studio = visit()
    before = studio.page.evaluate("JSON.stringify(hueprint.state.now)")
    drop(studio, ours["p.png"].read_bytes().replace(b'"seed":77', b'"seed":78'), "<img src=x onerror=window.hit=1>.png")
    assert studio.toast().startswith("<img src=x onerror=window.hit=1>.png cannot be read. It was damaged or changed")
    assert studio.page.evaluate("[JSON.stringify(hueprint.state.now), window.hit]") == [before, None]


def test_a_picture_of_others_gives_its_colours_and_so_does_a_palette_file(studio: Studio) -> None:
    image = Image.new("RGB", (64, 64), "#336699")
    image.paste("#ffcc33", (0, 0, 32, 64))
    file = io.BytesIO()
    image.save(file, "PNG")
    drop(studio, file.getvalue(), "theirs.png")
    hexes: Any = "hueprint.palette.swatches.map(({ hex }) => hex).join()"
    studio.page.wait_for_function(f"{hexes} === '#336699,#ffcc33'")
    drop(studio, b"GIMP Palette\n10 20 30\n200 210 220\n", "a.gpl", "")
    studio.page.wait_for_function(f"{hexes} === '#0a141e,#c8d2dc'")
    drop(studio, json.dumps(["#111111", "#eeeeee"]).encode(), "colours.json", "application/json")
    studio.page.wait_for_function(f"{hexes} === '#111111,#eeeeee'")


def test_what_there_is_to_say_of_a_file_is_a_toast_that_names_it(visit: Callable[..., Studio]) -> None:
    page = visit(width=390, height=844).page
    for name, kind, data, told in (
        ("notes.txt", "text/plain", b"hello", "There are no colours in notes.txt; choose a picture,"),
        ("a.json", "application/json", b'{"a":1}', "There are no colours in a.json; choose a picture,"),
        ("doc.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj", "There are no colours in doc.pdf;"),
        ("scan.pdf", "application/pdf", b"%PDF-1.4\n\xff\xfe\x00 1 0 obj", "There are no colours in scan.pdf;"),
        ("empty.png", "image/png", b"", "empty.png is empty."),
        ("no.png", "image/png", b"hello, I am no picture", "no.png is not a picture that can be read;"),
        ("many.txt", "text/plain", " ".join(f"#{n:02x}0000" for n in range(40)).encode(), "many.txt holds 40 colours;"),
        ("page.txt", "text/plain", b"We like #112233 beside #ddeeff, as ever.", "Only 2 hex codes of page.txt were taken;"),
        (f"{'long' * 20}.txt", "text/plain", b"hello", f"There are no colours in {'long' * 10}…;"),
    ):
        page.set_input_files("#open-file", {"name": name, "mimeType": kind, "buffer": data})
        page.wait_for_function("told => document.querySelector('#toasts')?.textContent.startsWith(told)", arg=told)
    expect(page.locator(".hp-pal-message")).to_be_empty()
