"""Do loops close without a leap, and do blends move steadily? Every theme and every style, more than the tests have time for.

    python -m benchmarks.motion loops [--all] [--side 96] [--seeds 1] [--themes ocean] [--styles ink]
    python -m benchmarks.motion themes [--in minimalist,oil] [--side 96]
    python -m benchmarks.motion styles [--on alpine,flow] [--side 96]

loops: 48 frames; the largest change between neighbours over the median one (less than 3), and whether frame 48 is frame 0, for every
theme in two flat styles and every style on three themes, or with --all every theme in every style. themes, styles: between any two, the
largest of 20 steps as a part of the whole way (at most 0.15). Prints what breaks its bound, then the worst and the number of broken ones.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
from collections.abc import Iterator
from typing import Any

import torch

from benchmarks.variety import largest_step
from engine import ImageGenerator, Size
from engine.backends.canvas import Canvas

FRAMES, LEAP, STEP = 48, 3.0, 0.15
FLAT = ("minimalist", "halftone")
"""Loops of every theme are measured in these."""
MOVING = ("ocean", "flow", "city")
"""Loops of every style are measured on these."""


def leap(generator: ImageGenerator, asked: dict[str, Any], side: int, count: int = FRAMES) -> float:
    """The largest change between neighbouring frames of a loop of so many, beside the median change; infinite where it is open."""
    canvas, size = Canvas(generator.catalogue, remembered=0), Size(width=side, height=side)
    condition = generator.condition(asked)
    frames = [canvas.paint(condition, size, frame / count).to(torch.float32) for frame in range(count)]
    if not torch.equal(canvas.paint(condition, size, 1.0).to(torch.float32), frames[0]):
        return float("inf")
    changes = [float((one - other).abs().mean()) for one, other in itertools.pairwise([*frames, frames[0]])]
    return max(changes) / max(statistics.median(changes), 1e-9)


def loops(generator: ImageGenerator, options: argparse.Namespace) -> Iterator[tuple[str, float]]:
    """What was measured and its leap."""
    themes, styles = (named(options.themes, generator.themes), named(options.styles, generator.styles))
    some = [*itertools.product(themes, FLAT), *itertools.product(MOVING, styles)]
    pairs = itertools.product(themes, styles) if options.all else dict.fromkeys(some)
    for (theme, style), seed in itertools.product(pairs, range(options.seeds)):
        asked = {"theme": theme, "style": style, "palette": "ember", "seed": seed + 2}
        yield f"{theme} {style} seed {seed + 2}", leap(generator, asked, options.side)


def blends(generator: ImageGenerator, options: argparse.Namespace) -> Iterator[tuple[str, float]]:
    """Every pair of themes (styles) in each of some styles (on each of some themes)."""
    kind, other, places = ("theme", "style", options.of_styles) if options.what == "themes" else ("style", "theme", options.on)
    names = generator.themes if kind == "theme" else generator.styles
    for place, (first, second) in itertools.product(places.split(","), itertools.combinations(names, 2)):
        base = {other: place, "palette": "glacier", "seed": 3}
        yield f"{first} to {second}, {other} {place}", largest_step(generator, kind, first, second, base, options.side)


def named(asked: str, known: list[str]) -> list[str]:
    return asked.split(",") if asked else known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("loops", "themes", "styles"))
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--themes", default="", help="loops: of these themes, with commas; default all")
    parser.add_argument("--styles", default="", help="loops: of these styles, with commas; default all")
    parser.add_argument("--all", action="store_true", help="loops: every theme in every style")
    parser.add_argument("--in", dest="of_styles", default="minimalist,oil", help="themes: blended in these styles")
    parser.add_argument("--on", default="alpine,flow", help="styles: blended on these themes")
    options = parser.parse_args()
    generator = ImageGenerator()
    bound, measure = (LEAP, loops) if options.what == "loops" else (STEP, blends)
    found = {}
    for name, value in measure(generator, options):
        found[name] = value
        if value > bound:
            print(f"  {name}: {value:.3f}", flush=True)
    worst = max(found, key=lambda name: found[name])
    broken = sum(value > bound for value in found.values())
    print(json.dumps({"measured": len(found), "broken": broken, "worst": round(found[worst], 3), "of": worst}))


if __name__ == "__main__":
    main()
