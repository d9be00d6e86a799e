"""Milliseconds to restyle a photograph of 1024 pixels in every style: the first time, with its study at hand, and from slider to slider.

    python -m benchmarks.restyle [--photo photo.jpg] [--threads 2]

Beside it stands a scene at the same size. A photograph that is not given is drawn here: sky, ground, a house, grain.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from engine import ImageGenerator
from engine.photo.study import Study
from engine.photo.upload import read_photograph
from engine.photograph import Photograph

SIDE = (1024, 683)
ROUNDS = 3


def main() -> None:
    """Print one row a style, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photo", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--styles", default="")
    asked = parser.parse_args()
    photograph = read_photograph(asked.photo.read_bytes() if asked.photo else drawn())
    generator = ImageGenerator(threads=asked.threads)
    generator.paint(generator.recipe({}, SIDE))
    print(f"study of {photograph.pixels.shape[1]} x {photograph.pixels.shape[0]}: {timed(lambda: Study.of(photograph)):.0f} ms")
    print(
        f"{'style':15}{'first':>8}{'again':>8}{'palette':>8}{'colours':>8}{'scene':>8}   ms, {SIDE[0]} x {SIDE[1]}, {asked.threads} threads"
    )
    rows = [row(generator, photograph, style) for style in (asked.styles.split(",") if asked.styles else generator.styles)]
    print(f"{'median':15}" + "".join(f"{statistics.median(column):8.0f}" for column in zip(*rows, strict=True)))


def row(generator: ImageGenerator, photograph: Photograph, style: str) -> list[float]:
    """The first picture of a photograph never seen (the study included); the same again; another palette; another slider; a scene."""
    fresh = Photograph(photograph.pixels, f"{abs(hash(style)):064x}"[:64])
    first = timed(lambda: generator.restyle(fresh, {"style": style, "palette": "ember"}, SIDE), 1)
    again = timed(lambda: generator.restyle(fresh, {"style": style, "palette": "ember", "knobs": {"texture": 0.6}}, SIDE))
    names = iter(generator.palettes * ROUNDS)
    palette = timed(lambda: generator.restyle(fresh, {"style": style, "palette": next(names)}, SIDE))
    steps = iter(np.linspace(0.1, 0.9, ROUNDS))
    colours = timed(lambda: generator.restyle(fresh, {"style": style, "palette": "ember"}, SIDE, colour=float(next(steps))))
    scene = timed(lambda: generator.paint(generator.recipe({"theme": "alpine", "style": style, "palette": "ember"}, SIDE)))
    figures = [first, again, palette, colours, scene]
    print(f"{style:15}" + "".join(f"{figure:8.0f}" for figure in figures))
    return figures


def timed(work: object, rounds: int = ROUNDS) -> float:
    """Median milliseconds."""
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()  # type: ignore[operator]
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent)


def drawn() -> Image.Image:
    """1024 x 683: what a photograph has, in the plainest form."""
    image = Image.new("RGB", SIDE, (150, 190, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 400, *SIDE), fill=(60, 90, 50))
    draw.rectangle((180, 260, 420, 520), fill=(190, 60, 40))
    draw.polygon([(140, 260), (300, 130), (460, 260)], fill=(70, 40, 40))
    grain = np.random.default_rng(1).normal(0, 14, (SIDE[1], SIDE[0], 1))
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


if __name__ == "__main__":
    main()
