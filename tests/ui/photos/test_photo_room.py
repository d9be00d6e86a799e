"""The photo room: a photograph painted live, its own sliders, itself over the picture, kept and given back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from engine.store.picture_file import bytes_to_recipe
from tests.engine.photo.files import JPEG, SVG
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

DROP = """([bytes, type]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], "a.jpg", { type }));
    document.querySelector("#preview").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""


WATCH = """() => {
    const original = document.querySelector(".hp-original");
    new MutationObserver(() => original.hidden || (window.originalSeen = true)).observe(original, { attributes: true });
}"""


def drop(page: Page, data: bytes, kind: str = "image/jpeg") -> None:
    page.evaluate(DROP, [list(data), kind])


def slide(page: Page, selector: str, value: float) -> None:
    page.evaluate(
        "([of, value]) => { const range = document.querySelector(of); range.value = value; range.dispatchEvent(new Event('input')); }",
        [selector, value],
    )


def stored(page: Page) -> int:
    """How many photographs this browser keeps, once those that came are written down."""
    count: int = page.evaluate("hueprint.photoShelf.all().then((all) => all.length)")
    return count


def forgiven(studio: Studio, status: str, least: int = 1) -> None:
    """At the end: the console tells of nothing but answers of this status, of so many at least."""
    studio.page.goto("about:blank")  # nothing more is asked for
    assert len(studio.complaints) >= least and all(status in complaint for complaint in studio.complaints)
    studio.complaints.clear()


def test_the_button_on_top_opens_a_photograph_there(studio: Studio) -> None:
    page = studio.page
    own = studio.asked["palette"]
    page.click("#rooms-photo")
    page.set_input_files("#open-file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    assert studio.shows(lambda asked: asked.get("photo") is not None)["palette"] == own


def test_a_photograph_is_painted_live_with_its_own_sliders_and_undone(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-photo")
    page.evaluate(WATCH)
    drop(page, JPEG)
    asked = studio.shows(lambda asked: asked.get("photo") is not None)
    assert page.evaluate("window.originalSeen"), "it is seen itself until it is painted"
    page.wait_for_selector(".hp-original", state="hidden")
    assert (asked["photo"]["light"], asked.get("theme")) == (0.5, None)
    assert page.is_hidden("#theme") and page.is_visible("#photo-light")
    assert page.evaluate("hueprint.state.now.size[0] / hueprint.state.now.size[1]") == pytest.approx(1.5, abs=0.01)
    slide(page, "#range-photo-colour", 1)
    studio.shows(lambda asked: asked["photo"]["colour"] == 1)
    page.click("#photo-way [data-way=colours]")
    studio.shows(lambda asked: asked["photo"]["recolour"])
    assert page.is_hidden("#style") and page.is_hidden("#seed") and page.is_visible("[data-knob=contrast]"), (
        "what says nothing is not shown"
    )
    page.keyboard.press("ArrowLeft")
    studio.shows(lambda asked: not asked["photo"]["recolour"])
    assert page.is_visible("#style") and page.is_visible("#seed")
    page.keyboard.press("ArrowRight")
    studio.shows(lambda asked: asked["photo"]["recolour"])
    slide(page, "#photo-compare", 60)
    expect(page.locator(".hp-original")).to_be_visible()
    assert "40%" in page.evaluate("document.querySelector('.hp-original').style.cssText")
    page.click("#zoom-in")
    boxes = [page.locator(selector).bounding_box() for selector in (".hp-original", "#preview canvas")]
    assert boxes[0] == pytest.approx(boxes[1], abs=1), "near by it lies where the picture does"
    page.click("#zoom")
    page.click("#rooms-studio")
    assert page.is_hidden(".hp-original") and page.is_visible("#photo-light"), "the photograph stays, its panel too"
    page.press("#photo-remove", "Enter")
    expect(page.locator("#theme .hp-tiles [tabindex='0']")).to_be_focused()
    studio.shows(lambda asked: asked.get("theme") == "alpine")
    page.click("#undo")
    studio.shows(lambda asked: asked.get("photo") is not None)
    assert studio.complaints == []


def test_it_is_kept_and_downloaded_with_a_recipe_that_names_it(studio: Studio, pictures: Path) -> None:
    page = studio.page
    page.click("#rooms-photo")
    page.set_input_files("#photo-file", files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": JPEG}])
    studio.shows(lambda asked: asked.get("photo") is not None)
    page.evaluate("hueprint.state.change({ size: [96, 64] })")
    studio.rest()
    before = set(pictures.glob("**/*.png"))
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename.startswith("hueprint-photo-")
    data = download.value.path().read_bytes()
    recipe = bytes_to_recipe(data)
    assert recipe.preferences.photo is not None and Image.open(io.BytesIO(data)).size == (96, 64)
    page.click("#save")
    page.wait_for_function("hueprint.kept.shelf.items.length === 1")
    (kept,) = set(pictures.glob("**/*.png")) - before
    assert bytes_to_recipe(kept.read_bytes()) == recipe


def test_no_figures_of_another_picture_stand_under_the_photograph_itself(studio: Studio) -> None:
    page = studio.page
    held: list[Route] = []
    page.click("#rooms-photo")
    page.route("**/photos", lambda route: held.append(route))
    drop(page, JPEG)
    page.wait_for_selector(".hp-original", state="visible")
    assert page.is_hidden("#figures .hp-figures")
    studio.until(lambda: held)
    held.pop().continue_()
    studio.shows(lambda asked: asked.get("photo") is not None)
    page.wait_for_selector("#figures .hp-figures", state="visible")
    assert page.is_hidden(".hp-original")


def test_a_photograph_that_the_studio_has_forgotten_is_sent_again(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-photo")
    drop(page, JPEG)
    photo = studio.shows(lambda asked: asked.get("photo") is not None)["photo"]
    page.evaluate("sha256 => fetch(`photos/${hueprint.photos.handle(sha256)}`, { method: 'DELETE' })", photo["sha256"])
    slide(page, "#range-photo-light", 0.9)
    studio.shows(lambda asked: asked["photo"]["light"] == 0.9)
    assert page.query_selector(".hp-toast.hp-error") is None
    forgiven(studio, "410", 0)  # a tile may have been asked for in between


def test_a_is_painted_of_a_photograph_that_the_studio_has_forgotten(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-photo")
    drop(page, JPEG)
    photo = studio.shows(lambda asked: asked.get("photo") is not None)["photo"]
    page.click("#photo-remove")
    page.click("#rooms-studio")
    studio.rest()
    page.evaluate("sha256 => fetch(`photos/${hueprint.photos.handle(sha256)}`, { method: 'DELETE' })", photo["sha256"])
    page.keyboard.press("m")
    page.wait_for_selector(".hp-before img[src^=blob]")
    page.keyboard.press("m")
    assert page.query_selector(".hp-toast.hp-error") is None
    forgiven(studio, "410")


def test_a_step_whose_photograph_is_gone_says_so_and_changes_nothing(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-photo")
    drop(page, JPEG)
    studio.shows(lambda asked: asked.get("photo") is not None)
    page.wait_for_function("hueprint.history.shelf.items[0]?.recipe.preferences.photo")
    page.press("#photo-remove", "Enter")
    expect(page.locator("#photo-choose")).to_be_focused()
    asked = studio.shows(lambda asked: asked.get("photo") is None)
    page.evaluate("async () => { for (const { sha256 } of await hueprint.photoShelf.all()) await hueprint.photoShelf.drop(sha256); }")
    page.reload()
    studio.rest()
    page.click("#tab-history")
    gone = page.evaluate("hueprint.history.shelf.items.find(({ recipe }) => recipe.preferences.photo).id")
    page.click(f"#strip-history [data-id='{gone}'] > :first-child")
    assert studio.toast().startswith("This browser no longer has the photograph")
    studio.rest()
    assert studio.asked == asked


def test_a_photograph_outlives_a_reload_with_every_step_of_undo(studio: Studio) -> None:
    page = studio.page
    studio.pick("theme", "ocean")
    page.click("#rooms-photo")
    drop(page, JPEG)
    studio.shows(lambda asked: asked.get("photo") is not None)
    studio.rest()
    assert stored(page) == 1
    before, steps = studio.pixels(), page.evaluate("hueprint.state.trail.past.length")
    page.reload()
    studio.rest()
    assert studio.pixels() == before
    assert page.evaluate("hueprint.state.trail.past.length") == steps == 2
    page.click("#photo-remove")
    studio.shows(lambda asked: asked.get("theme") == "ocean")


def test_exploring_shows_the_photograph_and_a_theme_takes_its_place(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-photo")
    drop(page, JPEG)
    studio.shows(lambda asked: asked.get("photo") is not None)
    page.click("#rooms-explore")
    handle = page.evaluate("hueprint.photos.handle(hueprint.state.now.photo.sha256)")
    with page.expect_request(lambda asked: asked.url.endswith("/thumbnails") and handle in (asked.post_data or "")):
        page.click("#explore-mode [data-mode=style]")
    tile = page.locator("#explore-board .hp-ex-tile.hp-painted:has-text('Ink')").first
    tile.wait_for()
    tile.click()
    asked = studio.shows(lambda asked: asked["style"] == "ink")
    assert asked["photo"] and page.locator("#explore-board .hp-ex-tile[aria-pressed=true]").count() == 1
    page.evaluate("sha256 => fetch(`photos/${hueprint.photos.handle(sha256)}`, { method: 'DELETE' })", asked["photo"]["sha256"])
    page.click("#explore-mode [data-mode=around]")
    page.locator("#explore-board .hp-ex-tile.hp-painted").first.wait_for()
    page.click("#explore-mode [data-mode=theme]")
    assert page.locator("#explore-board .hp-ex-tile[aria-pressed=true]").count() == 0
    theme = page.locator("#explore-board .hp-ex-tile.hp-painted:has-text('Ocean')").first
    theme.wait_for()
    theme.click()
    studio.shows(lambda asked: asked.get("theme") == "ocean" and asked.get("photo") is None)
    page.click("#undo")
    studio.shows(lambda asked: asked.get("photo") is not None)
    forgiven(studio, "410")


def test_who_takes_a_style_of_a_recoloured_photograph_has_it_painted(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-photo")
    drop(page, JPEG)
    page.click("#photo-way [data-way=colours]")
    studio.shows(lambda asked: asked["photo"]["recolour"])
    page.click("#rooms-explore")
    page.click("[data-mode=style]")
    page.locator("#explore-board .hp-ex-tile").filter(has_text="Mosaic").click()
    asked = studio.shows(lambda asked: asked["style"] == "mosaic")
    assert not asked["photo"]["recolour"]


def test_a_photograph_comes_without_the_edits_of_the_picture_before(studio: Studio) -> None:
    page = studio.page
    box = {"kind": "rectangle", "left": -0.3, "top": -0.2, "right": 0.2, "bottom": 0.2}
    page.evaluate("box => hueprint.state.change({ edits: [{ mask: [box], feather: 0.1, inside: { seed: 3 }, on: true }] })", box)
    page.click("#rooms-photo")
    drop(page, JPEG)
    assert not studio.shows(lambda asked: asked.get("photo") is not None).get("edits")
    page.click("#undo")
    assert len(studio.shows(lambda asked: asked.get("photo") is None)["edits"]) == 1


def test_what_is_no_photograph_says_so_and_changes_nothing(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-photo")
    before = page.evaluate("hueprint.state.now")
    drop(page, SVG, "image/svg+xml")
    page.wait_for_selector(".hp-toast.hp-error")
    assert "SVG" in (page.text_content(".hp-toast.hp-error") or "")
    assert page.evaluate("hueprint.state.now") == before
    forgiven(studio, "422")


def test_a_link_to_a_photograph_opens_without_it_and_says_so(studio: Studio, visit: Callable[..., Studio]) -> None:
    page = studio.page
    page.click("#rooms-photo")
    drop(page, JPEG)
    studio.shows(lambda asked: asked.get("photo") is not None)
    address = page.evaluate("hueprint.link.hash(hueprint.state.now)")
    other = visit(address)
    assert other.asked.get("photo") is None and other.asked["theme"]
    assert "photograph" in (other.page.text_content("#toasts") or "")


def test_back_to_a_theme_is_back_to_its_size_unless_another_was_chosen(studio: Studio) -> None:
    page = studio.page
    page.click("#size [data-width='1920'][data-height='1080']")
    page.click("#rooms-photo")
    for by_hand in (None, [500, 500]):
        drop(page, JPEG)
        studio.shows(lambda asked: asked.get("photo") is not None)
        assert (
            studio.toast().startswith("The picture has the photograph's shape now: ") and "larger than the photograph's" in studio.toast()
        )
        assert page.evaluate("hueprint.state.now.size") != [1920, 1080]
        if by_hand:
            page.evaluate("size => hueprint.state.change({ size })", by_hand)
        else:
            page.reload()
            studio.rest()
            page.click("#rooms-photo")
        page.click("#photo-remove")
        studio.shows(lambda asked: asked.get("photo") is None)
        assert page.evaluate("hueprint.state.now.size") == (by_hand or [1920, 1080])
