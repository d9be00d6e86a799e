"""A busy studio, seen from the page: it comes back for its picture, and old links are renewed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


def test_keep_and_download_come_back_for_their_picture(studio: Studio) -> None:
    def later(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "prefer": "respond-async"})

    studio.page.route("**/generate_image", later)
    studio.page.evaluate("hueprint.state.change({ size: [320, 200], seed: 51001 })")
    studio.rest()
    studio.page.click("#save")
    studio.kept().first.wait_for()
    with studio.page.expect_download() as got:
        studio.page.click("#download")
    assert got.value.suggested_filename.endswith("320x200.png")


def test_an_expired_link_is_renewed_by_who_kept_the_picture(studio: Studio) -> None:
    studio.page.evaluate("hueprint.state.change({ size: [300, 200], seed: 51002 })")
    studio.rest()
    studio.page.click("#save")
    studio.kept().first.wait_for()
    studio.page.evaluate(
        """() => {
            const [kept] = hueprint.kept.shelf.items;
            hueprint.kept.shelf.remove(kept.id);
            hueprint.kept.add({ ...kept, url: kept.url.replace(/until=[0-9]+/, "until=1") });
        }"""
    )
    studio.kept().first.hover()
    with studio.page.context.expect_page() as opened:
        studio.page.locator("#kept li a").first.click()
    image = opened.value.locator("img")
    studio.until(lambda: image.evaluate("image => image.naturalWidth"), lambda width: width == 300)
    opened.value.close()


def test_the_page_says_how_many_share_the_machine(studio: Studio, visit: Callable[..., Studio]) -> None:
    people = studio.page.locator("#figures [data-figure=people]")
    visit().page.evaluate("hueprint.state.change({ seed: 51003 })")
    studio.page.evaluate("hueprint.state.change({ seed: 51004 })")
    people.wait_for()
    assert int(people.inner_text()) >= 2


def test_a_picture_that_does_not_come_says_why_and_comes_once_the_network_is_back(visit: Callable[..., Studio]) -> None:
    studio = visit()
    page = studio.page
    page.context.set_offline(True)
    page.evaluate("hueprint.state.change({ seed: 51005 })")
    page.wait_for_selector("#preview .hp-late", state="visible")
    page.wait_for_function("document.querySelector('#status').textContent.startsWith('No network')")
    page.context.set_offline(False)
    studio.shows(lambda asked: asked["seed"] == 51005)
    studio.rest()
    expect(page.locator("#preview .hp-late")).to_be_hidden()
    expect(page.locator("#status")).to_have_text("")
