"""A designer's ten minutes in one: some ninety steps across all rooms of the studio in real Chromium, with reloads, a dropped connection
and a server restart in the middle. Ends well only if every kept picture, star, history entry, step of undo, edit, photograph and setting
is in place, and the picture is the same.

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

from engine import ImageGenerator, Preferences, Recipe
from engine.store import bytes_to_recipe, open_store
from ui.live import Limits
from ui.server import Server, ServerOptions

FLAGS = [f"--{flag}" for flag in ("no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-sync")]
AT_REST = """() => {
    const { live, state } = window.hueprint || {};
    if (!live?.isSettled) return false;
    const [width, height] = state.now.size;
    return live.frame.id === live.show(state.preferences(), { aspect: width / height });
}"""
SOCKETS = """window.opened = [];
const Plain = WebSocket;
window.WebSocket = class extends Plain { constructor(...all) { super(...all); opened.push(this); } };"""
MEMORY = """() => ({
    now: JSON.stringify(hueprint.state.now),
    asked: JSON.stringify([hueprint.state.preferences(), hueprint.state.now.size]),
    undo: hueprint.state.trail.past.length,
    redo: hueprint.state.trail.future.length,
    kept: hueprint.kept.shelf.items.map(({ id, recipe, starred, url }) => [id, JSON.stringify(recipe), Boolean(starred), url]),
    history: hueprint.history.shelf.items.map(({ id, recipe }) => [id, JSON.stringify(recipe)]),
    format: hueprint.memory.get("format"),
    surroundings: hueprint.memory.get("surroundings"),
    strip: document.querySelector("#kept [aria-selected=true]").id,
    hash: location.hash,
})"""
KEPT = 5
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
        """Long enough for the history and the address to follow, be it after the picture was painted once more for a larger room."""
        self.page.wait_for_timeout(2000)

    @property
    def asked(self) -> Preferences:
        """The preferences of the picture on screen."""
        return Recipe.model_validate_json(self.page.get_attribute("#preview", "data-recipe") or "{}").preferences

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


def all_rooms(hand: Hand, photograph: Path) -> None:
    """Take a variation, mix on the pad, draw, see wider, animate, and paint a photograph."""
    page = hand.page
    hand.click("#rooms-explore")
    page.locator("#explore-board .hp-painted").first.wait_for()
    hand.click("#explore-board .hp-ex-tile:nth-child(4)", "#explore-mode [data-mode=pad]", "#pad-snap")
    hand.take(lambda: page.locator(".hp-pad").click(position={"x": 200, "y": 90}))
    hand.linger()
    hand.click("#rooms-edit")
    hand.take(lambda: draw(hand, (0.3, 0.3), (0.6, 0.5)))
    hand.take(lambda: page.select_option("#edit-theme", "ocean"), lambda: page.select_option("#edit-palette", "lagoon"))
    hand.click("[data-tool=ellipse]")
    hand.take(lambda: draw(hand, (0.1, 0.6), (0.3, 0.9)))
    hand.click("#edit-wider-right", "#undo", "#redo", "#rooms-animate")
    hand.take(lambda: page.locator("#animate-phase").fill("0.4"))
    hand.linger()
    hand.keep()
    hand.click("#rooms-photo")
    hand.take(lambda: page.set_input_files("#photo-file", photograph))
    page.wait_for_function("hueprint.state.now.photo")
    hand.drag("photo-colour", 0.8)
    hand.click("#style [data-name=oil]", "#rooms-edit", "[data-tool=rectangle]")
    hand.take(lambda: draw(hand, (0.2, 0.2), (0.5, 0.6)))
    hand.linger()
    hand.keep()
    hand.click("#rooms-photo")
    hand.linger()  # there is more room for the picture here: it is painted again, larger


def draw(hand: Hand, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag across the picture, in its parts."""
    box = hand.page.locator(".hp-edit-layer").bounding_box() or {}
    places = [(box["x"] + u * box["width"], box["y"] + v * box["height"]) for u, v in (start, end)]
    hand.page.mouse.move(*places[0])
    hand.page.mouse.down()
    hand.page.mouse.move(*places[1], steps=4)
    hand.page.mouse.up()


def a_photograph(folder: Path) -> Path:
    """A picture without a recipe, as a camera's file is."""
    painting = (generator := ImageGenerator(processes=0)).paint(
        generator.recipe({"theme": "canyon", "style": "oil", "seed": 4}, (480, 360))
    )
    file = folder / "photograph.jpg"
    painting.image.save(file)
    return file


def pictures_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.suffix in {".png", ".jpg", ".webp"}]


def bring_back(hand: Hand, folder: Path) -> list[str]:
    """The file kept in the Animate room comes back through the sheet, whole: its edits, frame and moment; then one step back."""
    kept = sorted(pictures_in(folder), key=lambda path: path.stat().st_mtime)[-2]
    hand.click("#rooms-studio")  # in Photo whatever is opened is a photograph
    hand.page.set_input_files("#open-file", kept)
    hand.page.wait_for_selector("#arrival[open]")
    hand.click("#arrival [data-part=all]", "#arrival .hp-primary")
    asked, shown = bytes_to_recipe(kept.read_bytes()).preferences, hand.asked
    lost = [f"{name} of a file that came back" for name in type(asked).model_fields if getattr(shown, name) != getattr(asked, name)]
    hand.click("#undo")
    return lost


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
    with tempfile.TemporaryDirectory() as elsewhere:
        all_rooms(hand, a_photograph(Path(elsewhere)))
    before, pixels = hand.memory, hand.page.evaluate(PIXELS)
    hand.take(hand.page.reload)
    compare("a reload with a photograph", before, hand.memory)
    lost.extend(["the photograph after a reload"] if hand.page.evaluate(PIXELS) != pixels else [])
    studio.stop()
    hand.page.evaluate("hueprint.state.change({ seed: 78 })")
    studio.start()
    hand.take(hand.rest)
    lost.extend(bring_back(hand, folder))
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
    lost.extend(f"{name} in another tab" for name in ("asked", "kept", "history", "format") if theirs[name] != memory[name])
    if len(memory["kept"]) != KEPT or sum(starred for _, _, starred, _ in memory["kept"]) != 2:
        lost.append(f"kept pictures: {[entry[2] for entry in memory['kept']]}")
    if len(memory["history"]) < 8:
        lost.append(f"history: {len(memory['history'])} entries")
    for _, _, _, url in memory["kept"]:
        if not (folder / str(url).rsplit("/", 1)[-1].split("?")[0]).is_file():
            lost.append(f"the file {url}")
    recipes = [bytes_to_recipe(path.read_bytes()) for path in pictures_in(folder)]
    if len(recipes) != KEPT:
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
    print(
        f"{hand.steps} steps in {time.perf_counter() - started:.0f} s, three reloads, a dropped connection and a server restart among them"
    )
    print("lost: " + ("; ".join(lost) or "nothing"))
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
