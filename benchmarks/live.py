"""How soon the picture follows the hand, in real Chromium, beside Gradio's stock path with the same engine in the same run.

python -m benchmarks.live                         512-pixel drafts, no delay
python -m benchmarks.live --delay 60 --size 384   through a proxy that adds a 60 ms round trip
python -m benchmarks.live --looks 20 --size 384   single moves and colours in 20 looks drawn at random

Hueprint: the real page; `input` events on the detail slider, or a colour changed. Latency is from the event to its picture decoded, as a
page can tell it on both sides, and for Hueprint drawn too (one at a time, at rest in between); frames a second while the slider moves 60
times a second; age at rest is from the last event to its picture.
Stock: gr.Slider.input -> gr.Image through the queue, latest event wins (trigger_mode="always_last"), the same recipe at the same size;
gr.Image as it comes, which sends WebP, and told to send JPEG, as Hueprint does.
Prints a table, and the same as JSON with --json.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import math
import os
import random
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.delay_proxy import delayed
from engine import ImageGenerator
from engine.commands.arguments import to_size
from engine.store import open_store
from ui.live import Limits
from ui.server import Server, ServerOptions

Figures = dict[str, float]
STOCK: dict[str, dict[str, Any]] = {"stock": {}, "stock, JPEG": {"format": "jpeg"}}
"""What gr.Image is told."""
OWN = {"drawn_ms", "paint_ms", "full_ms", "full_side", "age_at_rest_ms"}
"""Figures of Hueprint alone: the stock page paints one size, and cannot tell when a picture is drawn nor which state it shows."""
PROBE = (Path(__file__).parent / "live_probe.js").read_text("utf-8")
FLAGS = [f"--{flag}" for flag in ("no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-sync")]


def main() -> None:
    options = read_options()
    logging.disable(logging.WARNING)
    generator = ImageGenerator(processes=options.processes)
    looks = [{"theme": options.theme or generator.themes[0], "style": options.style or generator.styles[0]}]
    if options.looks:
        every = list(itertools.product(generator.themes, generator.styles))
        looks = [{"theme": theme, "style": style} for theme, style in random.Random(options.draw).sample(every, options.looks)]
    shown = dict(looks[0])
    results = {"options": {**vars(options), **looks[0]}, "hueprint": measure_page(hueprint(generator, options), options, looks, shown)}
    for kind in STOCK:
        page = stock(ImageGenerator(processes=options.processes), options, shown, kind)
        results[kind] = {name: ms for name, ms in measure_page(page, options, looks, shown).items() if name not in OWN}
        results[kind]["ratio"] = round(results[kind]["p50_ms"] / results["hueprint"]["p50_ms"], 2)
    print(table(results))
    if options.json:
        print(json.dumps(results))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=512, help="side of the draft in pixels (default 512)")
    parser.add_argument("--moves", type=int, default=60, help="single moves to time (default 60)")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to drag (default 5)")
    parser.add_argument("--delay", type=float, default=0.0, help="network round trip to add, in ms (default 0)")
    parser.add_argument("--theme", default="", help="default: the catalogue's first")
    parser.add_argument("--style", default="", help="default: the catalogue's first")
    parser.add_argument("--looks", type=int, default=0, help="single moves and colours in so many looks drawn at random instead")
    parser.add_argument("--draw", type=int, default=1, help="the seed they are drawn with (default 1)")
    parser.add_argument("--window", type=to_size, default=(1280, 900), help="the page's, which the full picture follows (default 1280x900)")
    parser.add_argument("--processes", type=int, default=2, help="that paint beside the server, for both paths (default 2)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON too")
    return parser.parse_args()


@contextmanager
def hueprint(generator: ImageGenerator, options: argparse.Namespace) -> Iterator[tuple[int, str]]:
    """The real server, with drafts of exactly the asked size; (port, selector of the slider)."""
    port = free_port()
    limits = Limits(draft_pixels=options.size, draft_ceiling=options.size, draft_floor=options.size)
    server = Server(generator, open_store(kind="memory"), ServerOptions(port=port, live=limits))
    server.start()
    until_ready(generator)
    try:
        yield port, "#knob-detail input[type=range]"
    finally:
        server.close()


@contextmanager
def stock(generator: ImageGenerator, options: argparse.Namespace, look: dict[str, str], kind: str) -> Iterator[tuple[int, str]]:
    """The least that a Gradio app needs to show the same picture; (port, selector of the slider). look: what it paints, as it is then.
    kind: of STOCK."""

    def paint(detail: float) -> Image.Image:
        preferences = {**look, "knobs": {"detail": detail}}
        return generator.paint(generator.recipe(preferences, (options.size, options.size))).image

    with gr.Blocks(analytics_enabled=False) as page:
        slider = gr.Slider(0, 1, 0.5, step=0.01, elem_id="knob-detail")
        picture = gr.Image(elem_id="preview", **STOCK[kind])
        slider.input(paint, slider, picture, trigger_mode="always_last", show_progress="hidden", concurrency_limit=1)
    port = free_port()
    generator.start()
    until_ready(generator)
    page.queue().launch(server_port=port, ssr_mode=False, prevent_thread_lock=True, quiet=True, enable_monitoring=False)
    try:
        yield port, "#knob-detail input[type=range]"
    finally:
        page.close(verbose=False)
        generator.close()


def until_ready(generator: ImageGenerator) -> None:
    """Wait for the painting processes, as a visitor to a server that has run for a while need not."""
    while not generator.ready:
        time.sleep(0.1)


def measure_page(served: Any, options: argparse.Namespace, looks: list[dict[str, str]], shown: dict[str, str]) -> Figures:
    """Open the page through the (possibly delaying) way and time it: single moves and colours in every look, a drag in the first.

    shown: made to be each look before it is measured, for the stock page to paint.
    """
    with served as (port, slider), delayed(port, options.delay / 1000) as way, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        width, height = options.window
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.goto(f"http://127.0.0.1:{way}/")
        page.wait_for_selector(slider)
        page.evaluate(PROBE)

        def show(look: dict[str, str]) -> None:
            shown.update(look)
            page.evaluate("(look) => probe.ready(look)", look)

        show(looks[0])
        page.wait_for_timeout(3000)  # the page's thumbnails are painted once, after the first picture
        is_ours, each = page.evaluate("'hueprint' in window"), math.ceil(options.moves / len(looks))
        dragged, taken, colours = drag(page, slider, options.seconds), list[Figures](), list[Figures]()
        for look in looks:
            show(look)
            taken += moved(page, slider, each)
            colours += recoloured(page, each) if is_ours else []
        palette = {"palette_ms": round(statistics.median(one["ms"] for one in colours), 1)} if colours else {}
        return {**latency(taken), **dragged, **palette}


def moved(page: Page, slider: str, count: int) -> list[Figures]:
    """One move at a time, each after the picture of the one before; the first few do not count."""
    taken: list[Figures] = page.evaluate("([slider, moves]) => probe.moves(slider, moves)", [slider, count + 3])
    return taken[3:]


def latency(taken: list[Figures]) -> Figures:
    """Of single moves."""
    times = sorted(one["ms"] for one in taken)
    return {
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 1),
        "drawn_ms": round(statistics.median(one["drawn"] for one in taken), 1),
        "paint_ms": round(statistics.median(one["paint"] for one in taken), 1),
        "side": round(statistics.median(one["side"] for one in taken)),
        "full_ms": round(statistics.median(one["full"] for one in taken), 1),
        "full_side": round(statistics.median(one["fullSide"] for one in taken)),
    }


def recoloured(page: Page, count: int) -> list[Figures]:
    """One change of a colour at a time, likewise."""
    taken: list[Figures] = page.evaluate("(moves) => probe.palettes(moves)", count + 3)
    return taken[3:]


def drag(page: Page, slider: str, seconds: float) -> Figures:
    """Sixty moves a second for so long, then rest."""
    taken = page.evaluate("([slider, seconds]) => probe.drag(slider, seconds)", [slider, seconds])
    return {name: round(value, 1) for name, value in taken.items()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def table(results: dict[str, Any]) -> str:
    rows = [
        ("input to picture decoded, p50", "p50_ms", "ms"),
        ("input to picture decoded, p95", "p95_ms", "ms"),
        ("input to picture drawn, p50", "drawn_ms", "ms"),
        ("of which painted and encoded", "paint_ms", "ms"),
        ("side of the picture", "side", "px"),
        ("input to full picture, p50", "full_ms", "ms"),
        ("side of the full picture", "full_side", "px"),
        ("another colour decoded, p50", "palette_ms", "ms"),
        ("new frames a second, dragging", "frames_per_second", ""),
        ("age at rest of the last state", "age_at_rest_ms", "ms"),
        ("its p50 beside Hueprint's", "ratio", "times"),
    ]
    columns = ["hueprint", *STOCK]
    lines = [f"{'':32}" + "".join(f"{column:>14}" for column in ("Hueprint", *STOCK))]
    for label, key, unit in rows:
        lines.append(f"{label:32}" + "".join(f"{results[column].get(key, ''):>14}" for column in columns) + f" {unit}")
    return "\n".join(lines)


if __name__ == "__main__":
    threading.excepthook = lambda _: None  # a closing server's threads have nothing to add to the table
    main()
