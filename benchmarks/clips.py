"""Loops made and read back: are they what was asked for, do they close, what do they take?

    python -m benchmarks.clips [--theme ocean] [--style watercolour] [--side 512] [--seconds 4] [--fps 24] [--kinds mp4,webm,webp,gif]

For each kind of file: frames, seconds and size as read back; the step from the last frame to the first beside the median step; seconds to
make it, of the processor too, and as estimated before; megabytes of the process at the first frame and at the last; on-palette share.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from engine import ImageGenerator
from engine.animate import CLIP_KINDS
from engine.animate.reading import all_frames, contents


def measured(generator: ImageGenerator, kind: str, options: argparse.Namespace) -> dict[str, object]:
    """One loop."""
    asked = {"theme": options.theme, "style": options.style, "palette": "ember", "seed": 7}
    recipe = generator.moving(asked, kind, (options.side, options.side), seconds=options.seconds, fps=options.fps)
    expected, held = generator.estimate(recipe, kind).seconds, list[int]()
    began, cpu = time.perf_counter(), processor()
    clip = generator.animate(recipe, kind, tell=lambda _: held.append(resident()) is None)
    took, used, read = time.perf_counter() - began, processor() - cpu, contents(clip.file)
    frames = [np.asarray(frame).astype(np.int16) for frame in all_frames(clip.file)]
    steps = [float(np.abs(one - other).mean()) for one, other in pairwise([*frames, frames[0]])]
    return {
        "kind": kind,
        "frames": read.frames,
        "seconds": round(read.seconds, 3),
        "size": read.size,
        "last to first": round(steps[-1], 2),
        "median step": round(statistics.median(steps), 2),
        "made in s": round(took, 1),
        "processor s": round(used, 1),
        "estimated s": expected,
        "MB": [held[0], held[-1]],
        "file MB": round(len(clip.file) / 1e6, 2),
        "on palette": round(clip.fidelity.on_palette_share, 4),
    }


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def resident() -> int:
    """Megabytes of memory that the process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() >> 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--theme", default="ocean")
    parser.add_argument("--style", default="watercolour")
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--fps", type=int, default=24)
    parser.add_argument("--kinds", default=",".join(kind.id for kind in CLIP_KINDS))
    options = parser.parse_args()
    generator = ImageGenerator()
    generator.preview({"theme": options.theme, "style": options.style})  # what is learnt once is no part of a loop
    for kind in options.kinds.split(","):
        print(json.dumps(measured(generator, kind, options)), flush=True)


if __name__ == "__main__":
    main()
