"""The studio's page as a picture: on a desk and on a phone, and beneath them three of its rooms; for the README, and to be looked at.

python -m benchmarks.page docs/studio.jpg
"""

from __future__ import annotations

import argparse
import io
import logging
import os
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.arrival import hueprint
from benchmarks.live import FLAGS

REST_MS = 60_000
SETTLED = "() => window.hueprint?.live?.isSettled && [...document.querySelectorAll('.hp-late')].every((tile) => !tile.offsetWidth)"
LOOKS = ("great-wave", "night-drive", "birches", "first-light")
"""Kept one after the other, so that there is a library; the first is kept last, and is the picture in hand."""
DESK, PHONE = (1440, 900), (390, 844)
GAP, GROUND = 24, "#8a8a8a"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with sync_playwright() as playwright, hueprint() as address:
        chromium = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        wide = photographed(chromium, address, DESK, "light", in_studio)
        phone = photographed(chromium, address, PHONE, "dark", in_studio)
        rooms = [photographed(chromium, address, DESK, "dark", prepare) for prepare in (in_explore, in_edit, in_library)]
    mounted(wide, phone, rooms).save(options.file, quality=88)


def photographed(chromium: Browser, address: str, screen: tuple[int, int], scheme: str, prepare: Callable[[Page], None]) -> Image.Image:
    """(screen) of a first visit on which a few looks were kept."""
    width, height = screen
    is_phone = width < height
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, is_mobile=is_phone, has_touch=is_phone, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(SETTLED, timeout=REST_MS)
    for kept, look in enumerate(reversed(LOOKS), 1):
        page.evaluate("id => document.querySelector(`[data-look='${id}']`).click()", look)
        page.wait_for_timeout(500)
        page.wait_for_function(SETTLED, timeout=REST_MS)
        page.keyboard.press("s")
        page.wait_for_function("count => hueprint.kept.shelf.items.length === count", arg=kept, timeout=REST_MS)
    prepare(page)
    page.wait_for_timeout(8_000)  # words have gone, tiles have come
    page.wait_for_function(SETTLED, timeout=REST_MS)
    shot = page.screenshot()
    context.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def in_studio(page: Page) -> None:
    page.mouse.move(2, 2)


def in_explore(page: Page) -> None:
    page.click("#rooms-explore")


def in_edit(page: Page) -> None:
    """A rectangle over the middle, with the first style proposed for it."""
    page.click("#rooms-edit")
    page.click("[data-tool=rectangle]")
    box = page.locator("#preview canvas").first.bounding_box() or {}
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in ((0.5, 0.25), (0.9, 0.9))]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=8)
    page.mouse.up()
    page.click("#edit-kind [data-kind=style]")


def in_library(page: Page) -> None:
    page.keyboard.press("j")


def mounted(wide: Image.Image, phone: Image.Image, rooms: list[Image.Image]) -> Image.Image:
    """Desk and phone at one height; beneath them the rooms, as wide together."""
    phone = phone.resize((round(phone.width * wide.height / phone.height), wide.height), Image.Resampling.LANCZOS)
    width = wide.width + GAP + phone.width
    side = (width - GAP * (len(rooms) - 1)) // len(rooms)
    small = [room.resize((side, round(room.height * side / room.width)), Image.Resampling.LANCZOS) for room in rooms]
    sheet = Image.new("RGB", (width + 2 * GAP, wide.height + small[0].height + 3 * GAP), GROUND)
    sheet.paste(wide, (GAP, GAP))
    sheet.paste(phone, (2 * GAP + wide.width, GAP))
    for place, room in enumerate(small):
        sheet.paste(room, (GAP + place * (side + GAP), wide.height + 2 * GAP))
    return sheet


if __name__ == "__main__":
    main()
