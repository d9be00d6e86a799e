"""Matching to a reference, beside a plain implementation of the paper's schedule: patch distance, likeness to the photograph, seconds.

    python -m benchmarks.match [--photos FOLDER] [--references FOLDER] [--size 512] [--plain 128] [--pairs 3] [--sheet sheet.jpg]

Of every photograph with every reference: the sliced Wasserstein distance of all 7 x 7 patches (1024 directions, full size) before and
after, how much of the photograph's structure is there (the structure term of SSIM on lightness, 128 pixels long, 11 x 11), and seconds, by
the clock and of processor time, at each content asked for. What is not given is painted here.

Then, for the first --pairs of them, Elnekave and Weiss's schedule as published: Adam, 300 steps a scale, scales of 0.85, 64 directions of
7 x 7 patches a step, sorted; and its full size alone, as their style_transfer.py goes, which keeps more of the photograph. Both run whole
at --plain pixels, beside ours at several contents. Whoever keeps less of the photograph comes nearer to the reference, so ours is also
told where it keeps at least the structure that each of theirs keeps. At a larger --size the schedule's time is that of three steps at every
scale, times 100, and said so. `--plain 512` measures it whole there, for half an hour a pair; `--contents ""` leaves the first part out.
"""

from __future__ import annotations

import argparse
import itertools
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from torch.nn import functional

from engine import ImageGenerator
from engine.contracts import Tensor
from engine.match.asked import covering, size_like, to_image, to_planes
from engine.match.distance import patch_distance
from engine.match.scales import fitted, resized, scaled
from engine.photo.upload import read_photograph
from engine.photograph import Photograph

STEPS, DIRECTIONS, RATIO, FIRST, RATE = 300, 64, 0.85, 32, 0.01
TIMED = 3
CURVE = 0.0, 0.1, 0.2, 0.35, 0.5, 1.0
"""Contents that ours is told at, beside the schedule."""
CPU = torch.device("cpu")
LUMA = torch.tensor((0.299, 0.587, 0.114))[:, None, None]


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of processor time over all threads."""

    clock: float
    processor: float

    @classmethod
    def on(cls, work: Callable[[], object]) -> Spent:
        clock, processor = time.perf_counter(), time.process_time()
        work()
        return cls(time.perf_counter() - clock, time.process_time() - processor)

    def over(self, less: Spent) -> str:
        return f"{self.clock / less.clock:.0f} times faster by the clock, {self.processor / less.processor:.0f} by processor time"

    def __str__(self) -> str:
        return f"{self.clock:7.1f} s ({self.processor:7.1f} s of processors)"


def main() -> None:
    """Print a row a picture; then the comparison."""
    asked = arguments()
    generator = ImageGenerator()
    photos, references = pictures(asked.photos, generator, "photographic"), pictures(asked.references, generator, "watercolour")
    contents = [float(part) for part in asked.contents.split(",") if part]
    cells: list[list[Image.Image]] = []
    for photo, reference in itertools.product(photos, references) if contents else ():
        cells.append(
            [row(generator, photos[photo], references[reference], asked.size, content, f"{photo} {reference}") for content in contents]
        )
    if asked.sheet and cells:
        write_sheet(asked.sheet, cells, len(references))
    for photo, reference in list(itertools.product(photos, references))[:: len(references) + 1][: asked.pairs]:
        compare(generator, photos[photo], references[reference], asked, f"{photo} {reference}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--references", type=Path)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--plain", type=int, default=128)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--contents", default="0.5")
    parser.add_argument("--sheet", type=Path)
    return parser.parse_args()


def pictures(folder: Path | None, generator: ImageGenerator, style: str) -> dict[str, Photograph]:
    """Those of the folder; with one painted here, or two where there is no folder."""
    named = {file.stem: read_photograph(file.read_bytes()) for file in sorted(folder.glob("*.*"))} if folder else {}
    for theme in ("orchard", "city")[: 0 if folder and style == "photographic" else 1 if folder else 2]:
        image = generator.generate_image({"theme": theme, "style": style, "palette": "ember", "seed": 3}, (768, 576))
        named[f"{style}-{theme}"] = read_photograph(image)
    return named


def row(generator: ImageGenerator, photo: Photograph, reference: Photograph, size: int, content: float, name: str) -> Image.Image:
    """One picture and its figures."""
    made: list[Image.Image] = []
    first: list[float] = []
    began = time.perf_counter()

    def tell(part: float, seen: Tensor | None) -> bool:
        if seen is not None and seen.shape[1] * seen.shape[2] >= 90 * 90 and not first:
            first.append(time.perf_counter() - began)
        return True

    spent = Spent.on(
        lambda: made.append(generator.match([reference], photo, size=size_like(photo, size), content=content, tell=tell).image)
    )
    own, theirs = planes(made[0]), fitted([to_planes(reference, CPU)], size)
    before = covering(to_planes(photo, CPU), (own.shape[1], own.shape[2]))
    print(
        f"{name:36} content {content:.2f}  distance {patch_distance(before, theirs):.4f} -> {patch_distance(own, theirs):.5f}"
        f"  structure {structure(own, before):.2f}  {spent}, a preview after {first[0] if first else math.nan:.1f} s",
        flush=True,
    )
    return made[0]


def compare(generator: ImageGenerator, photo: Photograph, reference: Photograph, asked: argparse.Namespace, name: str) -> None:
    """Ours and the plain schedule, on one pair."""
    size = size_like(photo, asked.plain)
    theirs = fitted([to_planes(reference, CPU)], asked.plain)
    before = covering(to_planes(photo, CPU), (size[1], size[0]))
    print(f"\n{name}, {size[0]} x {size[1]}")
    ours = [Measured.of(lambda c=content: matched(generator, reference, photo, size, c), before, theirs) for content in CURVE]
    for content, one in zip(CURVE, ours, strict=True):
        print(f"  {f'this, content {content:g}':20} {one}", flush=True)
    slowest = max((one.spent for one in ours), key=lambda spent: spent.clock)
    for called, first in (("plain schedule", FIRST), ("its full size alone", asked.plain)):
        plain = Measured.of(lambda f=first: in_bytes(schedule(before, theirs[0], STEPS, f)), before, theirs)
        near = at_structure([(one.distance, one.structure) for one in ours], plain.structure)
        print(f"  {called:20} {plain}\n    where this keeps as much: {near:.5f}, {near / plain.distance:.2f} of its distance; ", end="")
        print(f"this is {plain.spent.over(slowest)}", flush=True)
    if asked.size > asked.plain:
        compare_time(generator, photo, reference, asked.size)


def matched(generator: ImageGenerator, reference: Photograph, photo: Photograph, size: tuple[int, int], content: float) -> Tensor:
    return planes(generator.match([reference], photo, size=size, content=content).image)


@dataclass(frozen=True)
class Measured:
    """One picture: its distance from the references, how much of the photograph's structure it keeps, and what it took."""

    distance: float
    structure: float
    spent: Spent

    @classmethod
    def of(cls, work: Callable[[], Tensor], before: Tensor, theirs: list[Tensor]) -> Measured:
        made: list[Tensor] = []
        spent = Spent.on(lambda: made.append(work()))
        return cls(patch_distance(made[0], theirs), structure(made[0], before), spent)

    def __str__(self) -> str:
        return f"distance {self.distance:.5f}  structure {self.structure:.2f}  {self.spent}"


def at_structure(curve: list[tuple[float, float]], kept: float) -> float:
    """(distance, structure) of rising contents -> the least distance where at least so much structure is kept, on the lines between them.

    Not a number where no content keeps so much.
    """
    enough = [distance for distance, structure in curve if structure >= kept]
    for (near, less), (far, more) in itertools.pairwise(curve):
        if less < kept <= more:
            enough.append(near + (far - near) * (kept - less) / (more - less))
    return min(enough, default=math.nan)


def compare_time(generator: ImageGenerator, photo: Photograph, reference: Photograph, size: int) -> None:
    """How long ours takes and the schedule would."""
    large = covering(to_planes(photo, CPU), size_like(photo, size)[::-1])
    ahead = Spent.on(lambda: schedule(large, fitted([to_planes(reference, CPU)], size)[0], TIMED))
    ours = Spent.on(lambda: generator.match([reference], photo, size=size_like(photo, size)))
    whole = Spent(ahead.clock * STEPS / TIMED, ahead.processor * STEPS / TIMED)
    print(f"  at {size}: this {ours}; plain, from {TIMED} steps a scale, {whole}: this is {whole.over(ours)}", flush=True)


def schedule(photo: Tensor, reference: Tensor, steps: int, first: int = FIRST) -> Tensor:
    """(3, H, W), the reference likewise -> (3, H, W): Elnekave and Weiss, ECCV 2022, as they publish it.

    first: pixels of the longer side of the first scale. On two threads.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    chance, longer, picture = torch.Generator().manual_seed(0), max(photo.shape[1:]), photo
    count = max(0, math.floor(math.log(first / longer) / math.log(RATIO)))
    for by in [RATIO**number for number in range(count, 0, -1)] + [1.0]:
        shape = max(8, round(photo.shape[1] * by)), max(8, round(photo.shape[2] * by))
        picture = descended(resized(picture, shape), scaled(reference, by), steps, chance)
    torch.set_num_threads(threads)
    return picture.clamp(0, 1)


def descended(start: Tensor, reference: Tensor, steps: int, chance: torch.Generator) -> Tensor:
    """(3, H, W), the reference likewise -> (3, H, W): one scale of the schedule."""
    picture = start.clone().requires_grad_(True)
    climb = torch.optim.Adam([picture], lr=RATE)
    for _ in range(steps):
        filters = torch.randn(DIRECTIONS, 3 * 7 * 7, generator=chance)
        filters = (filters / filters.norm(dim=1, keepdim=True)).view(DIRECTIONS, 3, 7, 7)
        own = functional.conv2d(picture[None], filters)[0].flatten(1).sort(1).values
        target = functional.conv2d(reference[None], filters)[0].flatten(1).sort(1).values
        target = functional.interpolate(target[None], own.shape[1], mode="linear", align_corners=True)[0]
        climb.zero_grad()
        (own - target).abs().mean().backward()
        climb.step()
    return picture.detach()


def structure(picture: Tensor, photo: Tensor) -> float:
    """-1 to 1: the mean correlation of the two lightnesses in windows of 11 x 11, both 128 pixels long (Wang et al., 2004)."""
    by = 128 / max(photo.shape[1:])
    one, other = ((scaled(each, by) * LUMA).sum(0)[None, None] for each in (picture, photo))
    means = [functional.avg_pool2d(each, 11, 1) for each in (one, other, one * one, other * other, one * other)]
    spread = (means[2] - means[0] ** 2).clamp_min(0).sqrt() * (means[3] - means[1] ** 2).clamp_min(0).sqrt()
    return float(((means[4] - means[0] * means[1] + 2e-4) / (spread + 2e-4)).mean())


def in_bytes(picture: Tensor) -> Tensor:
    """As it would be delivered."""
    return planes(to_image(picture))


def planes(image: Image.Image) -> Tensor:
    return to_planes(read_photograph(image), CPU)


def write_sheet(file: Path, cells: list[list[Image.Image]], columns: int, side: int = 256) -> None:
    """All pictures: a row a photograph (and a content), a column a reference."""
    contents = len(cells[0])
    sheet = Image.new("RGB", (columns * side, len(cells) // columns * contents * side), "white")
    for number, pair in enumerate(cells):
        for which, image in enumerate(pair):
            small = image.copy()
            small.thumbnail((side - 4, side - 4))
            sheet.paste(small, (number % columns * side, (number // columns * contents + which) * side))
    sheet.save(file)


if __name__ == "__main__":
    main()
