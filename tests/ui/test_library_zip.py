"""The library's way out: pictures selected come as one ZIP, each with its recipe inside, as it was kept or as is asked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Download, Route

from engine.store import bytes_to_recipe
from tests.engine.photo.files import JPEG
from tests.ui.library_sheet import tile
from tests.ui.studio import Studio
from tests.ui.test_accessibility import DROP

pytestmark = pytest.mark.browser


def packed(download: Download) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(Path(download.path()).read_bytes()))
    assert archive.testzip() is None
    return archive


def test_those_selected_come_as_one_zip_each_with_its_recipe_at_the_size_asked(library: Studio) -> None:
    page = library.page
    page.evaluate("hueprint.state.change({ size: [320, 240] })")
    page.evaluate("document.querySelector('#library').close()")
    page.keyboard.press("j")
    page.evaluate("hueprint.kept.add({ ...hueprint.kept.shelf.get('a'), id: 'g' })")
    for name in ("c", "a", "g"):
        tile(page, name).click(modifiers=["Control"])
    page.select_option("#library-size", "now")
    with page.expect_download() as came:
        page.click("[data-do=zip]")
    archive = packed(came.value)
    assert came.value.suggested_filename == "hueprint-3-pictures.zip"
    names = ["hueprint-dark-ink-2-320x240.png", "hueprint-ocean-ink-0-320x240.png", "hueprint-ocean-ink-0-320x240-2.png"]
    assert archive.namelist() == names
    files = [archive.read(name) for name in names]
    assert [Image.open(io.BytesIO(file)).size for file in files] == [(320, 240)] * 3
    assert [bytes_to_recipe(file).preferences.seed for file in files] == [2, 0, 0]
    assert page.locator(".hp-lib-said").inner_text() == "3 pictures downloaded"
    page.select_option("#library-size", "own")
    with page.expect_download() as came:
        page.click("[data-do=zip]")
    assert packed(came.value).namelist()[:2] == ["hueprint-dark-ink-2-200x300.png", "hueprint-ocean-ink-0-300x200.png"]


def test_a_zip_holds_what_was_kept_as_it_was_kept_unless_another_kind_is_asked(library: Studio) -> None:
    page = library.page
    page.evaluate("hueprint.kept.shelf.put({ ...hueprint.kept.shelf.get('a'), name: 'x.webp' })")
    for name in ("c", "a"):
        tile(page, name).click(modifiers=["Control"])
    with page.expect_download() as came:
        page.click("[data-do=zip]")
    archive = packed(came.value)
    assert archive.namelist() == ["hueprint-dark-ink-2-200x300.png", "hueprint-ocean-ink-0-300x200.webp"]
    assert [Image.open(io.BytesIO(archive.read(name))).format for name in archive.namelist()] == ["PNG", "WEBP"]
    page.keyboard.press("Escape")
    page.click("#library [data-close]")
    page.click("#format [data-format=jpeg]")
    page.evaluate("hueprint.state.change({ size: [240, 160] })")
    page.keyboard.press("j")
    page.keyboard.press("Control+a")
    page.select_option("#library-size", label="240 × 160 JPEG")
    with page.expect_download() as came:
        page.click("[data-do=zip]")
    assert all(name.endswith("-240x160.jpg") for name in packed(came.value).namelist())


def test_a_picture_that_cannot_be_painted_is_told_and_costs_the_others_nothing(library: Studio) -> None:
    page = library.page
    page.evaluate(
        """() => {
            const { recipe, ...picture } = hueprint.kept.shelf.get("a");
            hueprint.kept.add({ ...picture, id: "g", recipe: { ...recipe, preferences: { ...recipe.preferences, theme: "nowhere" } } });
        }"""
    )
    page.select_option("#library-size", "own")
    page.keyboard.press("Control+a")
    with page.expect_download() as came:
        page.click("[data-do=zip]")
    assert len(packed(came.value).namelist()) == 6
    said = page.locator(".hp-lib-said").inner_text()
    assert said.startswith("6 pictures downloaded, 1 could not be painted: ")
    library.forgive("422")


def test_photographs_come_along_and_a_clip_as_its_first_moment(library: Studio) -> None:
    page = library.page
    page.evaluate(DROP, list(JPEG))
    library.shows(lambda asked: asked.get("photo") is not None)
    page.evaluate(
        """() => {
            const recipe = { ...hueprint.recipe.of(hueprint.state.now), size: { width: 240, height: 160 } };
            hueprint.kept.add({ id: "p", recipe, url: "", thumbnail: hueprint.kept.thumbnail() });
            const clip = { ...hueprint.kept.shelf.get("a").recipe, motion: { seconds: 2, fps: 12, looks: [], hold: 0 } };
            hueprint.kept.add({ id: "m", recipe: clip, url: "", thumbnail: hueprint.kept.thumbnail() });
        }"""
    )
    page.select_option("#library-size", "own")
    for name in ("p", "m"):
        tile(page, name).click(modifiers=["Control"])
    with page.expect_download() as came:
        page.click("[data-do=zip]")
    archive = packed(came.value)
    photo, clip = (bytes_to_recipe(archive.read(name)) for name in archive.namelist())
    assert photo.preferences.photo is not None
    assert (clip.preferences.seed, clip.motion) == (0, None)


def test_a_zip_on_its_way_says_how_far_it_is_and_is_called_off(library: Studio) -> None:
    page = library.page
    calls: list[str] = []
    page.route("**/generate_image", lambda route: calls.append("asked") if len(calls) else (calls.append("asked"), route.continue_())[0])
    page.keyboard.press("Control+a")
    page.select_option("#library-size", "own")
    page.click("[data-do=zip]")
    page.wait_for_function("document.querySelector('.hp-lib-far').textContent === '2 of 6'")
    library.until(lambda: len(calls) == 2)
    assert page.locator("#library [role=progressbar]").get_attribute("aria-valuenow") == "17"
    assert page.evaluate("document.activeElement.className").endswith("hp-lib-cancel")
    page.evaluate("() => { window.asked = []; window.fetch = (address) => asked.push(address) && new Promise(() => {}); }")
    page.keyboard.press("Enter")
    assert page.locator(".hp-lib-said").inner_text() == "Called off; nothing was downloaded"
    assert page.evaluate("document.activeElement.dataset.do") == "zip" and not page.locator(".hp-lib-zip").is_visible()
    asked = page.evaluate("new Promise((resume) => setTimeout(() => resume(asked)))")
    assert "generate_image" not in asked and len(calls) == 2, "nothing more is asked for"
    page.unroute("**/generate_image")


def test_what_a_busy_studio_promised_is_called_off_there_too(library: Studio) -> None:
    page = library.page
    promised = {"status": 202, "headers": {"Retry-After": "0.1"}, "json": {"status": "processing", "job": "/jobs/one"}}
    page.route("**/generate_image", lambda route: route.fulfill(**promised))
    page.route("**/jobs/one", lambda route: route.fulfill(json={"status": "processing"}))
    tile(page, "a").click(modifiers=["Control"])
    with page.expect_request(lambda request: request.url.endswith("/jobs/one")):
        page.click("[data-do=zip]")
    with page.expect_request(lambda request: request.url.endswith("/jobs/one") and request.method == "DELETE"):
        page.click(".hp-lib-cancel")
    page.unroute_all()


def test_a_zip_goes_on_when_the_sheet_is_shut(library: Studio) -> None:
    page = library.page
    held: list[Route] = []
    page.route("**/generate_image", lambda route: route.continue_() if held else held.append(route))  # none comes before it is shut
    page.select_option("#library-size", "own")
    page.keyboard.press("Control+a")
    with page.expect_download() as came:
        page.click("[data-do=zip]")
        page.click("#library [data-close]")
        library.until(lambda: held)
        held[0].continue_()
    assert len(packed(came.value).namelist()) == 6
    assert library.toast() == "6 pictures downloaded"
