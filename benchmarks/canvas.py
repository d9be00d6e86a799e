"""What the canvas costs: milliseconds for every theme x style, per pixel at 4K, and the memory of an export.

    python -m benchmarks.canvas [--size 512] [--processes 2] [--runs 3] [--device cpu] [--export | --stages]

Three states: a new seed each time (nothing at hand), a slider of the scene moved (the seed's noise at hand), and the palette changed
(the scene at hand). --processes: that paint beside this one, as a server has them; 0: this one alone. --stages takes each theme and
style apart instead (`benchmarks.stages`); `benchmarks.calls` counts instead of timing.

Machines are noisy: each figure is the median of --runs, and the last column is its ratio to one reference operation (a bilinear
grid_sample of a 512 x 512 plane) timed in the same run.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import stages
from benchmarks.clock import median_ms, reference_ms
from engine import ImageGenerator, Size
from engine.backends.canvas import Canvas
from engine.backends.crew import Crew
from engine.contracts import Condition
from engine.draw.noise import forget

EXPORT = (3840, 2160)
Found = dict[tuple[str, str], float]


Change = Callable[[int], dict[str, Any]]
CHANGES: dict[str, Change] = {
    "a new seed": lambda turn: {"seed": 3 + turn},
    "a slider of the scene": lambda turn: {"knobs": {"energy": 0.3 + 0.01 * (turn % 40)}},
    "another palette": lambda turn: {"palette": PALETTES[turn % len(PALETTES)]},
}
PALETTES = ("ember", "glacier", "moss", "orchid")


def combinations(generator: ImageGenerator, canvas: Canvas, size: Size, arguments: argparse.Namespace, change: Change) -> Found:
    """Milliseconds of each theme x style, the picture changed before each painting."""
    turns, found = itertools.count(), {}
    for theme, style in itertools.product(generator.themes, generator.styles):
        asked = {"theme": theme, "style": style, "palette": "ember", "seed": 3}
        found[theme, style] = median_ms(
            lambda asked=asked: canvas.paint(generator.condition(asked | change(next(turns))), size), arguments.runs, arguments.device
        )
    return found


@contextmanager
def painting(generator: ImageGenerator, arguments: argparse.Namespace) -> Iterator[Canvas]:
    """The canvas that is timed, its processes ready."""
    crew = Crew(arguments.processes // 2) if arguments.processes > 1 and arguments.device == "cpu" else None
    if crew:
        crew.start()
        while not crew.ready:
            time.sleep(0.1)
    try:
        yield Canvas(generator.catalogue, arguments.device, threads=1, crew=crew)
    finally:
        if crew:
            crew.close()


def batch(generator: ImageGenerator, arguments: argparse.Namespace, most: int = 24) -> float:
    """Eight variations at 256 x 256 over one picture at 512 x 512, the median of some combinations, both with the same processes."""
    painter = ImageGenerator(device=arguments.device, processes=arguments.processes)
    painter.start()
    while not painter.ready:
        time.sleep(0.1)
    ratios, turns = [], itertools.count()
    for theme, style in list(itertools.product(generator.themes, generator.styles))[
        :: len(generator.themes) * len(generator.styles) // most
    ]:
        asked = {"theme": theme, "style": style}

        def one(asked: dict[str, Any] = asked) -> None:
            painter.preview(asked | {"seed": 1000 + next(turns)}, (512, 512))

        def eight(asked: dict[str, Any] = asked) -> None:
            painter.variations(asked | {"seed": 9 * next(turns)}, 8, (256, 256))

        ratios.append(median_ms(eight, arguments.runs, arguments.device) / median_ms(one, arguments.runs, arguments.device))
    painter.close()
    return statistics.median(ratios)


def table(generator: ImageGenerator, found: Found) -> str:
    rows = ["| ms | " + " | ".join(generator.styles) + " |", "|---" * (len(generator.styles) + 1) + "|"]
    rows += [f"| {theme} | " + " | ".join(f"{found[theme, style]:.0f}" for style in generator.styles) + " |" for theme in generator.themes]
    return "\n".join(rows)


MEMORY = """
from pathlib import Path
from engine import ImageGenerator


def peak():
    return int(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")).split()[1])


generator = ImageGenerator()
asked = {{"theme": {theme!r}, "style": {style!r}, "palette": "ember", "seed": 3}}
generator.generate_image(asked, size=(64, 64))
Path("/proc/self/clear_refs").write_text("5")
idle = peak()
generator.generate_image(asked, size={size})
print((peak() - idle) / 1024)
"""
"""A peak is inherited from the process that started this one, so it is set back to what is held now (clear_refs, 5: proc(5))."""


def export_memory(theme: str, style: str) -> float:
    """MiB that a 4K export adds to what a fresh process holds that has painted a small picture: by the kernel's high-water mark."""
    code = MEMORY.format(theme=theme, style=style, size=EXPORT)
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def export(generator: ImageGenerator, runs: int, device: str) -> list[dict[str, float | str]]:
    """For each style on two themes: milliseconds a megapixel at 512 and at 4K, their ratio, and the export's memory."""
    canvas = Canvas(generator.catalogue, device, remembered=0)  # an export is painted from nothing, so the preview must be too
    rows = []

    def paint(condition: Condition, size: Size) -> None:
        forget()
        canvas.paint(condition, size)

    for theme, style in itertools.product(generator.themes[:2], generator.styles):
        condition = generator.condition({"theme": theme, "style": style, "palette": "ember", "seed": 3})
        small = median_ms(lambda condition=condition: paint(condition, Size(width=512, height=512)), runs * 2, device) / 0.262144
        large = median_ms(lambda condition=condition: paint(condition, Size.parse(EXPORT)), max(1, runs // 2), device) / 8.2944
        cost = {"ms_per_mp_512": round(small, 1), "ms_per_mp_4k": round(large, 1), "ratio": round(large / small, 2)}
        rows.append({"theme": theme, "style": style, **cost, "memory_mib": round(export_memory(theme, style))})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--states", default="", help=f"with commas, of: {', '.join(CHANGES)}; default all")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--batch", action="store_true", help="only eight variations at 256 beside one picture at 512")
    parser.add_argument("--export", action="store_true", help="time and weigh 3840 x 2160 too")
    parser.add_argument("--stages", action="store_true", help="each theme and style by itself, at three sizes, on one painter and on two")
    arguments = parser.parse_args()
    generator = ImageGenerator(device=arguments.device)
    if arguments.stages:
        stages.report(generator, arguments.device, arguments.runs)
        return
    if arguments.batch:
        print(json.dumps({"eight_at_256_over_one_at_512": round(batch(generator, arguments), 2), "processes": arguments.processes}))
        return
    reference = reference_ms(arguments.device)
    size = Size(width=arguments.size, height=arguments.size)
    with painting(generator, arguments) as canvas:
        for name in arguments.states.split(",") if arguments.states else CHANGES:
            found = combinations(generator, canvas, size, arguments, CHANGES[name])
            print(f"{name}\n{table(generator, found)}")
            middle, worst = statistics.median(found.values()), max(found.values())
            summary = {"size": arguments.size, "processes": arguments.processes, "median_ms": round(middle, 1), "worst_ms": round(worst, 1)}
            print(
                json.dumps(summary | {"reference_ms": round(reference, 2), "median_in_references": round(middle / reference, 1)}),
                flush=True,
            )
    if arguments.export:
        for row in export(generator, arguments.runs, arguments.device):
            print(json.dumps(row))
    print(json.dumps({"peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))


if __name__ == "__main__":
    main()
