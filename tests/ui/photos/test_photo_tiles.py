"""With a photograph in hand the tiles of styles and looks show it, and with a theme again the theme; a look of one's own dresses it too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.engine.photo.files import JPEG
from tests.ui.photos.test_photo_room import drop, stored
from tests.ui.studio import PATIENCE_MS, Studio

pytestmark = pytest.mark.browser

BEHIND = "selector => getComputedStyle(document.querySelector(`${selector} .hp-thumb`)).backgroundImage"
STYLE, LOOK = "#style [data-name]", "#looks [data-look=great-wave]"


def behind(studio: Studio, selector: str, before: str = "none") -> str:
    """What a tile shows, once it is something else than before."""
    studio.page.wait_for_function(f"([selector, before]) => ({BEHIND})(selector) !== before", arg=[selector, before], timeout=PATIENCE_MS)
    shown: str = studio.page.evaluate(BEHIND, selector)
    return shown


def test_tiles_show_the_photograph_in_hand(visit: Callable[..., Studio]) -> None:
    studio = visit()
    page = studio.page
    themed = {tile: behind(studio, tile) for tile in (STYLE, LOOK)}
    page.click("#rooms-photo")
    with page.expect_request(lambda request: request.url.endswith("/thumbnails") and '"photo"' in (request.post_data or "")):
        drop(page, JPEG)
    pictured = {tile: behind(studio, tile, before) for tile, before in themed.items()}
    page.click("#photo-remove")
    for tile, before in pictured.items():
        behind(studio, tile, before)
    assert studio.complaints == []


def test_a_look_of_ones_own_keeps_the_photograph_after_a_reload_too(visit: Callable[..., Studio]) -> None:
    studio = visit()
    page = studio.page
    studio.pick("style", "ink")
    page.click("#looks-save")
    page.click("#rooms-photo")
    drop(page, JPEG)
    studio.shows(lambda asked: asked.get("photo") is not None)
    assert stored(page) == 1
    page.reload()
    studio.rest()
    studio.pick("style", "minimalist")
    studio.shows(lambda asked: asked["style"] == "minimalist")
    page.click("#looks [data-look^=own-]")
    assert studio.shows(lambda asked: asked["style"] == "ink").get("photo") is not None
