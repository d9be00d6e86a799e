"""A caller who asks too often is told to wait (429), and the page does: what it shows comes later, and is not left blank."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from engine import ImageGenerator
from tests.ui.studio import Studio, studio_in
from tests.ui.test_access import SECRET, opened
from tests.ui.test_edit_proposals import ELLIPSE, painted
from ui.access.policy import Policy

pytestmark = pytest.mark.browser

SPEND = "async () => { while ((await fetch('thumbnails', { method: 'POST', body: '{}' })).status !== 429); }"


@pytest.fixture
def slow(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Studio]:
    """The page of a studio that answers one request in two seconds."""
    with opened(generator, tmp_path_factory.mktemp("kept"), Policy(SECRET, per_minute=30)) as address:
        context = browser.new_context()
        yield studio_in(context.new_page(), address)
        context.close()


def test_tiles_come_once_there_is_room_for_them(slow: Studio) -> None:
    page = slow.page
    refused: list[str] = []
    page.on("response", lambda answer: answer.status == 429 and refused.append(answer.request.post_data or ""))
    page.evaluate("hueprint.rooms.go('edit')")
    page.evaluate(SPEND)
    page.evaluate(ELLIPSE)
    slow.until(lambda: page.evaluate(SPEND) or any('"edits"' in body for body in refused))  # no room is left until they have asked
    assert len(painted(page)) == 6
