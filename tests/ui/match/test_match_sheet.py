"""The sheet of the photo room: references come in, a picture grows, is compared, kept, painted on; more like one; called off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.store.picture_file import bytes_to_recipe
from tests.engine.match.pictures import bricks, stripes
from tests.engine.photo.files import JPEG, saved
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


def files(*names: str) -> list[dict[str, object]]:
    pictures = {"bricks": bricks(), "stripes": stripes()}
    return [{"name": f"{name}.png", "mimeType": "image/png", "buffer": saved(pictures[name], "PNG")} for name in names]


def opened(studio: Studio, *references: str) -> Page:
    """The sheet, with small pictures to make."""
    page = studio.page
    page.click("#rooms-photo")
    page.click("#match-open")
    page.evaluate("document.querySelector('#match-size').append(new Option('128', '128', true, true))")
    page.set_input_files("#match-files", files=files(*references))
    page.wait_for_function("!document.querySelector('#match-start').disabled")
    return page


def comes_to(page: Page, status: str) -> None:
    page.wait_for_function("wanted => document.querySelector('#match').dataset.status === wanted", arg=status)


def test_a_photograph_is_matched_compared_kept_and_painted_on(studio: Studio, pictures: Path) -> None:
    page = studio.page
    page.click("#rooms-photo")
    page.set_input_files("#photo-file", files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": JPEG}])
    photo = studio.shows(lambda asked: asked.get("photo") is not None)["photo"]["sha256"]
    opened(studio, "bricks", "stripes")
    assert page.inner_text(".hp-match-count") == "2 of 6"
    page.click("#match-start")
    comes_to(page, "done")
    assert page.is_visible(".hp-match-now") and page.is_hidden(".hp-match-before")
    page.evaluate("() => { const at = document.querySelector('#match-compare'); at.value = 60; at.dispatchEvent(new Event('input')); }")
    assert page.is_visible(".hp-match-before")
    before = set(pictures.glob("**/*.png"))
    page.click("#match-keep")
    page.wait_for_selector("#strip-kept li")
    (kept,) = set(pictures.glob("**/*.png")) - before
    made = bytes_to_recipe(kept.read_bytes()).preferences.photo
    assert made.match.photo == photo and len(made.match.references) == 2
    page.click("#match-use")
    assert studio.shows(lambda asked: asked.get("photo", {}).get("sha256") not in {None, photo})
    assert studio.complaints == []


def test_more_like_a_reference_without_a_photograph_and_called_off(studio: Studio) -> None:
    page = opened(studio, "stripes")
    assert page.get_attribute("[data-from=references]", "aria-checked") == "true" and page.is_disabled("[data-from=photo]")
    page.select_option("#match-shape", "1.7778")
    page.click("#match-start")
    comes_to(page, "done")
    assert page.evaluate("['naturalWidth', 'naturalHeight'].map((side) => document.querySelector('.hp-match-now')[side])") == [128, 72]
    page.select_option("#match-size", "1024")
    page.click("#match-again")
    comes_to(page, "running")
    page.click("#match-cancel")
    comes_to(page, "idle")
    assert page.inner_text(".hp-match-told") == "Called off."
    page.click(".hp-match-references figure button")
    assert page.inner_text(".hp-match-count") == "0 of 6" and page.is_disabled("#match-start")
    page.set_input_files("#match-files", files=[{"name": "a.png", "mimeType": "image/png", "buffer": b"nothing"}])
    page.wait_for_selector(".hp-match-told.hp-error")
    assert page.inner_text(".hp-match-count") == "0 of 6"
    studio.complaints.clear()  # the browser notes that the file was refused
