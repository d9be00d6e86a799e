"""Does a shared link give the same picture, to the byte; and what do damaged links and tampered pictures do?

python -m benchmarks.links                         200 recipes, 500 mutated links, 200 tampered pictures, 5 whole trips through a browser
python -m benchmarks.links --recipes 20 --json     fewer; and the counts as JSON

The links are made by the page of one server and read by the page of another, started afterwards, in a new browser profile, with the page's
own scripts; both states are painted and written as PNG, and the files compared. A whole trip opens the link and presses Download.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import torch
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.tampering import mutated, preferences_of, random_state, tampered
from engine import ImageGenerator, Painting
from engine.store import open_store, picture_to_bytes
from ui.live import Limits
from ui.server import Server, ServerOptions

FLAGS = [f"--{flag}" for flag in ("no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-sync")]
MAKE = "states => states.map((state) => hueprint.link.hash(state))"
READ = """hashes => hashes.map((hash) => {
    try {
        const { patch, say } = hueprint.link.read(hash);
        if (!patch) return { say };
        const state = { ...hueprint.state.initial(hueprint.state.offer), ...patch };
        return { say, preferences: hueprint.state.preferences(state), size: state.size };
    } catch (error) {
        return { crash: String(error) };
    }
})"""
ASKED = "states => states.map((state) => ({ preferences: hueprint.state.preferences(state), size: state.size }))"
UNHARMED = "[window.hit ?? null, ({}).hit ?? null, document.querySelectorAll('img[src=x]').length]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipes", type=int, default=200)
    parser.add_argument("--links", type=int, default=500)
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--trips", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the counts as JSON too")
    options = parser.parse_args()
    torch.set_num_threads(1)
    logging.disable(logging.WARNING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        counts = measure(browser, options)
        browser.close()
    print(table(counts))
    if options.json:
        print(json.dumps(counts))


def measure(browser: Browser, options: argparse.Namespace) -> dict[str, Any]:
    chance, generator = random.Random(options.seed), ImageGenerator()
    states = [random_state(generator, chance) for _ in range(options.recipes)]
    with server() as address, page_at(browser, address) as page:
        hashes, asked = page.evaluate(MAKE, states), page.evaluate(ASKED, states)
        sent = [whole_trip(browser, address + link)[0] for link in hashes[: options.trips]]
    with server() as address, page_at(browser, address) as page:
        read = page.evaluate(READ, hashes)
        links = [mutated(chance.choice(hashes), chance) for _ in range(options.links)]
        return {
            "same recipe": sum(one["say"] == "" and same(one, other) for one, other in zip(read, asked, strict=True)),
            "same bytes": sum(png(generator, one) == png(generator, other) for one, other in zip(read, asked, strict=True)),
            "recipes": len(states),
            "longest link": max(map(len, hashes)),
            "whole trips the same": sum(whole_trip(browser, address + link)[0] == file for link, file in zip(hashes, sent, strict=False)),
            "trips": len(sent),
            "links": mutated_links(page, links, asked),
            "pictures": tampered_pictures(address, generator, options.pictures, chance),
            "unharmed": page.evaluate(UNHARMED) == [None, None, 0],
        }


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.get("preferences") == other["preferences"] and one.get("size") == other["size"]


def painted(generator: ImageGenerator, asked: dict[str, Any]) -> Painting:
    return generator.paint(generator.recipe(asked["preferences"], tuple(asked["size"])))


def png(generator: ImageGenerator, asked: dict[str, Any]) -> bytes:
    painting = painted(generator, asked)
    return picture_to_bytes(painting.image, painting.recipe, "png")


def mutated_links(page: Page, links: list[str], genuine: list[dict[str, Any]]) -> dict[str, int]:
    """How the page's own script answers each: refused in a sentence, the recipe it was, or, never, another or a crash."""
    counts: Counter[str] = Counter(refused=0, unchanged=0, other=0, crashed=0)
    for answer in page.evaluate(READ, links):
        if "crash" in answer:
            counts["crashed"] += 1
        elif "preferences" not in answer:
            counts["refused" if answer["say"] else "other"] += 1
        else:
            counts["unchanged" if any(same(answer, one) for one in genuine) else "other"] += 1
    return dict(counts)


def tampered_pictures(address: str, generator: ImageGenerator, count: int, chance: random.Random) -> dict[str, int]:
    """How the server answers each: refused in a sentence, no recipe found, the recipe it was, or, never, another or a crash."""
    counts: Counter[str] = Counter(refused=0, without=0, unchanged=0, other=0, crashed=0)
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        for _ in range(count):
            state = random_state(generator, chance)
            painting = painted(generator, {"preferences": preferences_of(state), "size": state["size"]})
            data = tampered(picture_to_bytes(painting.image, painting.recipe, chance.choice(("png", "jpeg", "webp"))), chance)
            answer = client.post("recipe", content=data, headers={"Content-Type": "application/octet-stream"})
            counts[outcome(answer, painting.recipe.model_dump(mode="json"))] += 1
    return dict(counts)


def outcome(answer: httpx.Response, recipe: dict[str, Any]) -> str:
    told = answer.json()
    if answer.status_code == 200:
        return "without" if told["recipe"] is None else "unchanged" if told["recipe"] == recipe else "other"
    return "refused" if answer.status_code == 422 and told["error"]["message"].endswith((".", "?")) else "crashed"


def whole_trip(browser: Browser, address: str) -> tuple[bytes, str]:
    """Open a link in a new profile, wait for its picture, press Download: (the file, its name)."""
    with page_at(browser, address) as page:
        with page.expect_download() as download:
            page.click("#download")
        return download.value.path().read_bytes(), download.value.suggested_filename


@contextmanager
def server() -> Iterator[str]:
    """A studio of its own, with a new engine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    limits = Limits(draft_pixels=64, final_pixels=96)
    running = Server(ImageGenerator(), open_store(kind="memory", base_url="/pictures/"), ServerOptions(port=port, live=limits))
    running.start()
    try:
        yield running.address
    finally:
        running.close()


@contextmanager
def page_at(browser: Browser, address: str) -> Iterator[Page]:
    """The studio in a profile of its own, first picture shown."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#preview[data-final=true]", timeout=60_000)
    yield page
    context.close()


def table(counts: dict[str, Any]) -> str:
    links, pictures = counts["links"], counts["pictures"]
    same, trips, recipes = counts["same bytes"], counts["whole trips the same"], counts["recipes"]
    return "\n".join(
        (
            f"links: {counts['same recipe']} of {recipes} give the same recipe to the last bit, {same} the same PNG to the byte",
            f"whole trips through a browser: {trips} of {counts['trips']} download the same file",
            f"longest link: {counts['longest link']} characters",
            "mutated links: " + ", ".join(f"{value} {name}" for name, value in links.items()),
            "tampered pictures: " + ", ".join(f"{value} {name}" for name, value in pictures.items()),
            f"nothing of them ran: {counts['unharmed']}",
        )
    )


if __name__ == "__main__":
    main()
