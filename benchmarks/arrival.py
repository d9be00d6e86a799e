"""A first visit in real Chromium: how long until a picture is there, and how many bytes the page takes, beside a bare Gradio page.

    python -m benchmarks.arrival [--visits 5] [--weights]

Server warm, browser cold: every visit has an empty cache. Bytes are what crossed the network (compressed), until the page has rested.
Prints the median visit. --weights lists the heaviest files of the last one.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr
from playwright.sync_api import Browser, sync_playwright

from benchmarks.live import FLAGS, free_port, until_ready
from engine import ImageGenerator
from engine.store import open_store
from ui.server import Server, ServerOptions

SHOWN = "() => { const box = document.querySelector('#preview'); return Boolean(box?.dataset.frame); }"
FINAL = "() => document.querySelector('#preview')?.dataset.final === 'true'"
MOUNTED = "() => Boolean(document.querySelector('.gradio-container button'))"
REST_MS = 2500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--weights", action="store_true", help="list the heaviest files")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        with bare() as address:
            stock = [visit(chromium, address, [MOUNTED]) for _ in range(options.visits)]
        with hueprint() as address:
            visit(chromium, address, [FINAL])  # paints the thumbnails, once for all visitors
            own = [visit(chromium, address, [SHOWN, FINAL]) for _ in range(options.visits)]
    shown, final = (statistics.median(one["ms"][at] for one in own) for at in (0, 1))
    up = statistics.median(one["ms"][0] for one in stock)
    weights = [statistics.median(sum(one["files"].values()) for one in visits) for visits in (own, stock)]
    print(f"first picture {shown:.0f} ms, at full size {final:.0f} ms; a bare Gradio page is up after {up:.0f} ms")
    print(f"transferred {weights[0] / 1024:.0f} KiB, a bare Gradio page {weights[1] / 1024:.0f} KiB: {weights[0] / weights[1]:.2f} of it")
    if options.weights:
        for path, size in sorted(own[-1]["files"].items(), key=lambda file: -file[1])[:25]:
            print(f"{size / 1024:8.0f} KiB  {path}")


@contextmanager
def hueprint() -> Iterator[str]:
    generator = ImageGenerator(processes=2)
    server = Server(generator, open_store(kind="memory"), ServerOptions(port=free_port()))
    server.start()
    until_ready(generator)
    try:
        yield server.address
    finally:
        server.close()


@contextmanager
def bare() -> Iterator[str]:
    """The least that is a Gradio page: one button."""
    with gr.Blocks(analytics_enabled=False) as page:
        gr.Button("Hello")
    _, address, _ = page.launch(server_port=free_port(), ssr_mode=False, prevent_thread_lock=True, quiet=True)
    try:
        yield address
    finally:
        page.close(verbose=False)


def visit(chromium: Browser, address: str, steps: list[str]) -> dict[str, Any]:
    """Milliseconds from navigation until each step holds, and the bytes of every file by its path."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    watching = context.new_cdp_session(page)
    watching.send("Network.enable")
    paths: dict[str, str] = {}
    files: dict[str, float] = {}
    watching.on("Network.requestWillBeSent", lambda event: paths.update({event["requestId"]: event["request"]["url"]}))
    watching.on("Network.loadingFinished", _adder(paths, files, address))
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    times = []
    for step in steps:
        page.wait_for_function(step, polling="raf", timeout=60_000)
        times.append(1000 * (time.perf_counter() - began))
    page.wait_for_timeout(REST_MS)
    context.close()
    return {"ms": times, "files": files}


def _adder(paths: dict[str, str], files: dict[str, float], address: str) -> Callable[[dict[str, Any]], None]:
    def add(event: dict[str, Any]) -> None:
        path = paths.get(event["requestId"], "?").removeprefix(address)
        files[path] = files.get(path, 0) + event["encodedDataLength"]

    return add


if __name__ == "__main__":
    main()
