"""A designer's ten minutes in one: sixty steps across the studio in real Chromium, with reloads, a dropped connection and a server
restart in the middle. Ends well only if every kept picture, star, history entry, step of undo and setting is in place,
and the picture is the same.

python -m benchmarks.designer

Prints what was checked and how long it took; exits with 1 when anything was lost.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from playwright.sync_api import BrowserContext, Page, sync_playwright

from engine import ImageGenerator
from engine.store import bytes_to_recipe, open_store
from ui.live import Limits
from ui.server import Server, ServerOptions

FLAGS = [f"--{flag}" for flag in ("no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-sync")]
AT_REST = """() => {
    const { live, state } = window.hueprint || {};
    if (!live?.frame?.final) return false;
    const [width, height] = state.now.size;
    return live.frame.id === live.show(state.preferences(), { aspect: width / height });
}"""
SOCKETS = """window.opened = [];
const Plain = WebSocket;
window.WebSocket = class extends Plain { constructor(...all) { super(...all); opened.push(this); } };"""
MEMORY = """() => ({
    now: JSON.stringify(hueprint.state.now),
    undo: hueprint.state.trail.past.length,
    redo: hueprint.state.trail.future.length,
    kept: hueprint.kept.shelf.items.map(({ id, recipe, starred, url }) => [id, JSON.stringify(recipe), Boolean(starred), url]),
    history: hueprint.history.shelf.items.map(({ id, recipe }) => [id, JSON.stringify(recipe)]),
    format: hueprint.memory.get("format"),
    surroundings: hueprint.memory.get("surroundings"),
    strip: document.querySelector("#kept [aria-selected=true]").id,
    hash: location.hash,
})"""
PIXELS = "document.querySelector('#preview canvas').toDataURL()"


class Studio:
    """The server, which can be stopped and started again on its port with the same folder of pictures."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self._folder = folder
        self.start()

    def start(self) -> None:
        store = open_store(kind="local", folder=self._folder, base_url="/pictures/")
        limits = Limits(draft_pixels=96, final_pixels=192)
        self._server = Server(ImageGenerator(), store, ServerOptions(port=self._port, live=limits))
        self._server.start()
        self.address = self._server.address

    def stop(self) -> None:
        self._server.close()


class Hand:
    """Takes steps on the page and counts them; after each the newest picture must come to rest."""

    def __init__(self, context: BrowserContext, studio: Studio) -> None:
        self.page: Page = context.new_page()
        self.studio, self.steps, self.complaints = studio, 0, list[str]()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(studio.address)
        self.rest()

    def rest(self) -> None:
        self.page.wait_for_function(AT_REST, timeout=60_000)

    def take(self, *acts: Callable[[], Any]) -> None:
        for act in acts:
            act()
            self.steps += 1
            self.rest()

    def press(self, *keys: str) -> None:
        self.page.evaluate("document.activeElement.blur()")
        self.take(*(lambda key=key: self.page.keyboard.press(key) for key in keys))

    def click(self, *selectors: str) -> None:
        self.take(*(lambda selector=selector: self.page.click(selector) for selector in selectors))

    def drag(self, name: str, value: float) -> None:
        def move() -> None:
            self.page.locator(f"#{name} input[type=range]").fill(str(value))
            self.page.locator(f"#{name} input[type=range]").dispatch_event("change")

        self.take(move)

    def keep(self) -> None:
        count = self.page.locator("#strip-kept li").count()
        self.press("s")
        self.page.wait_for_function("count => document.querySelectorAll('#strip-kept li').length > count", arg=count)

    def linger(self) -> None:
        """Long enough for the history and the address to follow."""
        self.page.wait_for_timeout(1100)

    @property
    def memory(self) -> dict[str, Any]:
        return self.page.evaluate(MEMORY)


def first_half(hand: Hand) -> None:
    """Choose, mix, slide, colour, keep."""
    hand.click("#size button[title^='1080 × 1080']", "#theme [data-name=ocean]", "#style [data-name=halftone]")
    hand.take(lambda: hand.page.click("#style [data-name=ink]", modifiers=["Shift"]))
    hand.drag("knob-detail", 0.8)
    hand.drag("knob-contrast", 0.35)
    hand.press("d", "]", "]")
    hand.keep()
    hand.linger()
    hand.click("#strip-kept li:first-child .hp-star", "#format button:has-text('WebP')")
    hand.press("r")
    hand.linger()
    hand.press("p")
    hand.take(lambda: hand.page.keyboard.type("glacier"), lambda: hand.page.keyboard.press("Enter"))
    hand.click("#theme [data-name=city]", "[data-panel=nudge]", "[data-nudge=warmer]", "[data-nudge=livelier]")
    hand.linger()
    hand.keep()
    hand.press("c", "v")
    hand.take(lambda: hand.page.evaluate("hueprint.sight.set('')"))
    hand.press("b", "Control+z", "Control+z", "Control+Shift+z")


def second_half(hand: Hand) -> None:
    """Paste, export, explore, come back, keep."""
    page = hand.page
    hand.click("[data-do=paste]")
    hand.take(lambda: page.fill(".hp-pal-paste textarea", "oklch(30% 0.08 260) 40%, #e8663f 35%, lab(95% 2 12)"))
    hand.click(".hp-pal-paste .hp-primary", "#theme [data-name=cosmos]")
    hand.drag("knob-energy", 0.9)
    hand.take(lambda: page.dblclick("#knob-energy label"))
    hand.take(lambda: page.fill("#seed-number", "4242"), lambda: page.keyboard.press("Enter"))
    hand.linger()
    hand.keep()
    hand.press("2", "1")
    hand.click("#style [data-name=woodblock]", "[data-do=ramp]", "#palette [data-do=reroll]")
    hand.linger()
    hand.click("#undo", "#undo", "#looks [data-look]:nth-child(3)")
    hand.linger()
    hand.press("h")
    hand.click("#strip-history li:nth-child(2) .hp-back", "#tab-kept")
    hand.take(lambda: page.fill("#kept input[type=search]", "ocean"), lambda: page.fill("#kept input[type=search]", ""))
    hand.click("#strip-kept li:last-child .hp-recall", "#strip-kept li:nth-child(2) .hp-star", "#undo")
    hand.press("?", "Escape")


def pictures_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.suffix in {".png", ".jpg", ".webp"}]


def bring_back(hand: Hand, folder: Path) -> None:
    """A kept file comes back through the sheet: its palette alone."""
    newest = max(pictures_in(folder), key=lambda path: path.stat().st_mtime)
    hand.page.set_input_files("#open-file", newest)
    hand.page.wait_for_selector("#arrival[open]")
    hand.click("#arrival [data-part=palette]", "#arrival [data-close]:not([aria-label])")


def walk(context: BrowserContext, folder: Path) -> tuple[Hand, list[str]]:
    """-> (the hand, what was lost, in words)."""
    context.add_init_script(SOCKETS)
    studio = Studio(folder)
    hand, lost = Hand(context, studio), list[str]()

    def compare(what: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        lost.extend(f"{name} after {what}: {before[name]} -> {after[name]}" for name in before if before[name] != after[name])

    first_half(hand)
    hand.linger()
    before, pixels = hand.memory, hand.page.evaluate(PIXELS)
    hand.take(hand.page.reload)
    compare("a reload", before, hand.memory)
    lost.extend(["the picture after a reload"] if hand.page.evaluate(PIXELS) != pixels else [])

    context.set_offline(True)
    hand.page.evaluate("opened.at(-1).close()")
    hand.page.evaluate("hueprint.state.change({ seed: 77 })")
    hand.page.wait_for_timeout(500)
    context.set_offline(False)
    hand.take(lambda: hand.page.evaluate("hueprint.live.retry()"))
    lost.extend(["the change made while the connection was down"] if hand.memory["now"].find('"seed":77') < 0 else [])

    second_half(hand)
    studio.stop()
    hand.page.evaluate("hueprint.state.change({ seed: 78 })")
    studio.start()
    hand.take(hand.rest)
    bring_back(hand, folder)
    hand.linger()
    before, pixels = hand.memory, hand.page.evaluate(PIXELS)
    hand.take(hand.page.reload)
    compare("the server's restart and a reload", before, hand.memory)
    lost.extend(["the picture after the restart"] if hand.page.evaluate(PIXELS) != pixels else [])
    lost.extend(final_state(hand, context, folder))
    studio.stop()
    return hand, lost


def final_state(hand: Hand, context: BrowserContext, folder: Path) -> list[str]:
    """What a second tab of the same browser finds, whether every kept file is there with its recipe, and whether undo goes all the way."""
    memory, lost = hand.memory, list[str]()
    other = context.new_page()
    other.goto(hand.studio.address + memory["hash"])
    other.wait_for_function(AT_REST, timeout=60_000)
    theirs = other.evaluate(MEMORY)
    lost.extend(f"{name} in another tab" for name in ("now", "kept", "history", "format") if theirs[name] != memory[name])
    if len(memory["kept"]) != 3 or sum(starred for _, _, starred, _ in memory["kept"]) != 2:
        lost.append(f"kept pictures: {[entry[2] for entry in memory['kept']]}")
    if len(memory["history"]) < 8:
        lost.append(f"history: {len(memory['history'])} entries")
    for _, _, _, url in memory["kept"]:
        if not (folder / str(url).rsplit("/", 1)[-1].split("?")[0]).is_file():
            lost.append(f"the file {url}")
    recipes = [bytes_to_recipe(path.read_bytes()) for path in pictures_in(folder)]
    if len(recipes) != 3:
        lost.append(f"{len(recipes)} files")
    for _ in range(memory["undo"]):
        hand.page.evaluate("hueprint.state.undo()")
    if '"theme":"alpine"' not in hand.memory["now"]:
        lost.append("the first step of undo")
    return [*lost, *hand.complaints]


def main() -> None:
    torch.set_num_threads(1)
    logging.disable(logging.WARNING)
    started = time.perf_counter()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        hand, lost = walk(browser.new_context(viewport={"width": 1440, "height": 900}), Path(folder))
        browser.close()
    print(f"{hand.steps} steps in {time.perf_counter() - started:.0f} s, two reloads, a dropped connection and a server restart among them")
    print("lost: " + ("; ".join(lost) or "nothing"))
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
