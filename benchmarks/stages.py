"""What each theme and each style costs, stage by stage, at three sizes, on one painter and on two.

    python -m benchmarks.stages [--device cpu] [--runs 5] [--themes alpine,rain] [--styles ink] [--sizes 512x512,1024x1024,3840x2160]

For a theme: its scene on the small pass, its scene on the picture, and the whole picture in the first style. For a style: its painting
alone and the whole picture of the first theme. Nothing is at hand from the picture before. Milliseconds, the least of the runs (these
machines are noisy), and beside them how many of one reference operation they are (a bilinear grid_sample of a 512 x 512 plane).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace

import torch

from benchmarks.clock import reference_ms
from engine import ImageGenerator, Size
from engine.backends.canvas import Canvas
from engine.backends.studio import Studio
from engine.backends.tiling import bands_or_tiles
from engine.commands.arguments import to_size
from engine.contracts import Condition
from engine.draw.easel import Easel
from engine.draw.noise import forget

SIZES = ((512, 512), (1024, 1024), (3840, 2160))
THREADS = (1, 2)


class Stages:
    """One canvas of each number of painters, and the clock."""

    def __init__(self, generator: ImageGenerator, device: str, runs: int) -> None:
        self._generator, self._device, self._runs = generator, device, runs
        self._canvases = [Canvas(generator.catalogue, device, threads=count, remembered=0) for count in THREADS]

    def condition(self, theme: str, style: str) -> Condition:
        return self._generator.condition({"theme": theme, "style": style, "palette": "ember", "seed": 3})

    def whole(self, condition: Condition, size: Size) -> list[float]:
        """The whole picture, for each number of painters."""
        return [self._least(lambda canvas=canvas: canvas.paint(condition, size), size) for canvas in self._canvases]

    def scene(self, condition: Condition, size: Size) -> list[float]:
        """The scene on the small pass and on all of the picture's tiles."""
        studio, small = self._canvases[0].studio(condition), Size(width=176, height=176)
        return [self._least(lambda one=one: self._draw(studio, one), one) for one in (small, size)]

    def style(self, condition: Condition, size: Size) -> list[float]:
        """The style alone, on all of the picture's pieces."""
        canvas = self._canvases[0]
        studio = canvas.studio(condition)
        style, name = studio.styles[0].style, studio.styles[0].name
        (known,) = canvas.briefs(studio, size.aspect)
        total = 0.0
        for box in bands_or_tiles(size):
            grid, _ = canvas.window(studio, size, box)
            drawn = studio.scene_fields(grid)
            rank = known.ranking.rank(studio.tone(style, drawn, grid))
            seen = replace(grid, notes=studio.notes[name])
            easel = Easel(seen, drawn, rank, known.plan, studio.inks, studio.knobs, studio.chance.of(name))
            total += self._least(lambda easel=easel: style.paint(easel), size)
        return [total]

    def _draw(self, studio: Studio, size: Size) -> None:
        studio.notes.clear()
        for box in bands_or_tiles(size):
            studio.scene_fields(self._canvases[0].window(studio, size, box)[0])

    def _least(self, work: Callable[[], object], size: Size) -> float:
        times = []
        for _ in range(self._runs if size.pixels < 2_000_000 else max(1, self._runs // 3)):
            forget()
            started = time.perf_counter()
            work()
            if self._device == "cuda":
                torch.cuda.synchronize()
            times.append((time.perf_counter() - started) * 1e3)
        return min(times)


def table(heads: list[str], rows: dict[str, list[float]], reference: float) -> str:
    """Markdown: milliseconds, and in brackets how many references."""
    lines = [f"| ms (references of {reference:.2f} ms) | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(f"{ms:.1f} ({ms / reference:.0f})" for ms in found) + " |" for name, found in rows.items()]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--themes", default="", help="ids, with commas; default all")
    parser.add_argument("--styles", default="", help="ids, with commas; default all")
    parser.add_argument("--sizes", default=",".join(f"{width}x{height}" for width, height in SIZES))
    options = parser.parse_args()
    chosen = (tuple(filter(None, text.split(","))) for text in (options.themes, options.styles))
    sizes = tuple(map(to_size, options.sizes.split(",")))
    report(ImageGenerator(device=options.device), options.device, options.runs, *chosen, sizes=sizes)


def report(
    generator: ImageGenerator,
    device: str,
    runs: int,
    themes: tuple[str, ...] = (),
    styles: tuple[str, ...] = (),
    sizes: tuple[tuple[int, int], ...] = SIZES,
) -> None:
    """Print the tables. No themes or styles: all of them."""
    stages, reference = Stages(generator, device, runs), reference_ms(device)
    whole = [f"whole picture, {count} painter{'s' * (count > 1)}" for count in THREADS]
    for width, height in sizes:
        size = Size(width=width, height=height)
        with torch.no_grad():
            drawn = {name: stages.condition(name, generator.styles[0]) for name in themes or generator.themes}
            rows = {name: stages.scene(one, size) + stages.whole(one, size) for name, one in drawn.items()}
            print(f"\n{width} x {height}\n\n" + table(["scene, small pass", "scene, picture", *whole], rows, reference))
            painted = {name: stages.condition(generator.themes[0], name) for name in styles or generator.styles}
            rows = {name: stages.style(one, size) + stages.whole(one, size) for name, one in painted.items()}
            print("\n" + table(["style", *whole], rows, reference))


if __name__ == "__main__":
    main()
