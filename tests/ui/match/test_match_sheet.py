"""The sheet of the photo room: references come in, a picture grows, is compared, kept, painted on; more like one; called off."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from engine.store.picture_file import bytes_to_recipe
from tests.engine.match.pictures import bricks, stripes
from tests.engine.photo.files import JPEG, saved
from tests.ui.studio import PATIENCE_MS, Studio

pytestmark = pytest.mark.browser


def files(*names: str) -> list[dict[str, object]]:
    pictures = {"bricks": bricks(), "stripes": stripes()}
    return [{"name": f"{name}.png", "mimeType": "image/png", "buffer": saved(pictures[name], "PNG")} for name in names]


def opened(studio: Studio, *references: str, side: int = 64) -> Page:
    """The sheet, with small pictures to make."""
    page = studio.page
    page.click("#rooms-photo")
    page.click("#match-open")
    page.evaluate("side => document.querySelector('#match-size').append(new Option(side, side, true, true))", side)
    page.set_input_files("#match-files", files=files(*references))
    page.wait_for_function("!document.querySelector('#match-start').disabled")
    return page


def comes_to(page: Page, status: str) -> None:
    """A match is work for many seconds, and on a busy machine for minutes."""
    is_there = "wanted => document.querySelector('#match').dataset.status === wanted"
    page.wait_for_function(is_there, arg=status, timeout=5 * PATIENCE_MS)


def test_a_photograph_is_matched_compared_kept_and_painted_on(studio: Studio, pictures: Path) -> None:
    page = studio.page
    page.click("#rooms-photo")
    page.set_input_files("#photo-file", files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": JPEG}])
    photo = studio.shows(lambda asked: asked.get("photo") is not None)["photo"]["sha256"]
    opened(studio, "bricks", "stripes")
    assert page.inner_text(".hp-match-count") == "2 of 6"
    page.click("#match-start")
    comes_to(page, "done")
    expect(page.locator(".hp-match-now")).to_be_visible()
    assert page.is_hidden(".hp-match-before")
    page.evaluate("() => { const at = document.querySelector('#match-compare'); at.value = 60; at.dispatchEvent(new Event('input')); }")
    expect(page.locator(".hp-match-before")).to_be_visible()
    before = set(pictures.glob("**/*.png"))
    page.click("#match-keep")
    page.wait_for_selector("#strip-kept li")
    (kept,) = set(pictures.glob("**/*.png")) - before
    made = bytes_to_recipe(kept.read_bytes()).preferences.photo
    assert made.match.photo == photo and len(made.match.references) == 2
    assert page.inner_text("#match-start") == "Match again" and page.is_visible("#match-start")
    labels = page.locator("#match .hp-sheet-buttons button:visible")
    assert labels.count() == 3
    for label in labels.all():
        assert label.evaluate("of => of.scrollWidth <= of.clientWidth && getComputedStyle(of).whiteSpace === 'nowrap'")
    page.click("#match-use")
    assert studio.shows(lambda asked: asked.get("photo", {}).get("sha256") not in {None, photo})
    assert studio.complaints == []


def shown(page: Page) -> list[int]:
    """The picture on screen as three by two pixels of four channels."""
    return page.evaluate(
        """() => {
            const small = Object.assign(document.createElement("canvas"), { width: 3, height: 2 }).getContext("2d");
            small.imageSmoothingQuality = "high";
            small.drawImage(document.querySelector("#preview canvas"), 0, 0, 3, 2);
            return [...small.getImageData(0, 0, 3, 2).data];
        }"""
    )


def opens(studio: Studio, kept: Path) -> None:
    """From the library, pixel by pixel as it was kept."""
    page = studio.page
    page.evaluate("hueprint.library.open()")
    assert page.inner_text("#library li .hp-name") == "Matched photograph"
    page.click("#library li .hp-lib-open")
    assert studio.shows(lambda asked: asked.get("photo", {}).get("plain"))
    studio.rest()
    image = Image.open(kept).convert("RGB")
    assert page.evaluate("hueprint.state.now.size") == list(image.size)
    small = np.asarray(image.resize((3, 2), Image.Resampling.BOX), float)
    seen = np.asarray(shown(page), float).reshape(2, 3, 4)[..., :3]
    assert np.abs(small - seen).max() < 24


def test_a_kept_match_opens_as_itself_and_goes_into_the_zip_as_it_was_kept(studio: Studio, pictures: Path) -> None:
    page = studio.page
    page.click("#rooms-photo")
    page.set_input_files("#photo-file", files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": JPEG}])
    studio.shows(lambda asked: asked.get("photo") is not None)
    opened(studio, "bricks")
    page.click("#match-start")
    comes_to(page, "done")
    before = set(pictures.glob("**/*.png"))
    page.click("#match-keep")
    page.wait_for_function("document.querySelector('.hp-match-told').textContent.startsWith('Kept')")
    (kept,) = set(pictures.glob("**/*.png")) - before
    page.click("#match [data-close]")
    opens(studio, kept)
    page.evaluate("hueprint.library.open()")
    page.keyboard.press("Control+a")
    with page.expect_download() as came:
        page.click("[data-do=zip]")
    archive = zipfile.ZipFile(Path(came.value.path()))
    (name,) = archive.namelist()
    assert name.startswith("hueprint-matched-") and archive.read(name) == kept.read_bytes()
    page.evaluate("hueprint.state.change({ photo: null })")
    page.evaluate("async () => { for (const { sha256 } of await hueprint.photoShelf.all()) await hueprint.photoShelf.drop(sha256); }")
    page.reload()
    studio.rest()
    assert page.evaluate("hueprint.photos.made(hueprint.kept.shelf.items[0].recipe.preferences) === undefined"), "nothing of it is at hand"
    page.click("#rooms-studio")
    studio.pick("style", "ink")
    page.keyboard.press("m")
    page.select_option("#compare-with", page.evaluate("hueprint.kept.shelf.items[0].id"))
    page.wait_for_function("hueprint.photos.made(hueprint.kept.shelf.items[0].recipe.preferences) !== undefined")
    expect(page.locator("#compare-with")).to_have_value(page.evaluate("hueprint.kept.shelf.items[0].id"))
    page.wait_for_selector("#preview:not(.hp-a-comes) .hp-before img[src^=blob]")
    page.keyboard.press("m")
    opens(studio, kept)


def test_more_like_a_reference_without_a_photograph_and_called_off(studio: Studio) -> None:
    page = opened(studio, "stripes", side=128)
    assert page.get_attribute("[data-from=references]", "aria-checked") == "true" and page.is_disabled("[data-from=photo]")
    page.select_option("#match-shape", "1.7778")
    page.click("#match-start")
    comes_to(page, "done")
    page.wait_for_function("document.querySelector('.hp-match-now').complete")
    assert page.evaluate("['naturalWidth', 'naturalHeight'].map((side) => document.querySelector('.hp-match-now')[side])") == [128, 72]
    page.select_option("#match-size", "1024")
    page.click("#match-start")
    comes_to(page, "running")
    assert page.evaluate("[40, 302].map(hueprint.waiting.inWords)") == ["40 s", "5 minutes"]
    page.wait_for_function("/^About \\d+ (s|minutes) left$/.test(document.querySelector('.hp-match-told').textContent)")
    page.keyboard.press("Escape")
    page.wait_for_function("/^Matching… \\d+ (s|minutes)$/.test(document.querySelector('#match-open').textContent)")
    page.click("#match-open")
    page.click("#match-cancel")
    comes_to(page, "idle")
    assert page.inner_text(".hp-match-told") == "Called off."
    assert page.text_content("#match-open") == "Match a reference"
    page.click(".hp-match-references figure button")
    assert page.inner_text(".hp-match-count") == "0 of 6" and page.is_disabled("#match-start")
    page.set_input_files("#match-files", files=[{"name": "a.png", "mimeType": "image/png", "buffer": b"nothing"}])
    page.wait_for_selector(".hp-match-told.hp-error")
    assert page.inner_text(".hp-match-count") == "0 of 6"
    studio.forgive("422")
