"""What the palette editor holds and shows, and what a hand does to it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page


def held(page: Page) -> dict[str, Any]:
    return page.evaluate("hueprint.palette.get()")


def colours(page: Page) -> list[str]:
    return page.evaluate("hueprint.palette.swatches.map(({ hex }) => hex)")


def shares(page: Page) -> list[int]:
    """The shares as shown."""
    return [int(field.input_value().removesuffix("%")) for field in page.locator(".hp-pal-share").all()]


def paste_list(page: Page, text: str) -> None:
    page.get_by_role("button", name="Paste", exact=True).click()
    page.get_by_label("Colours to use").fill(text)
    page.get_by_role("button", name="Use these colours").click()


def message(page: Page) -> Locator:
    """Its sentence, to be waited for: what a click has it say or take back comes a moment after the button is let go."""
    return page.locator(".hp-pal-message")


def clear_message(page: Page) -> None:
    page.evaluate("document.querySelector('.hp-pal-message').textContent = ''")
