"""Do seeds differ, do blends move steadily, is the export the preview?

    python -m benchmarks.variety [--side 96] [--pairs 12] [--pictures 24 | --all] [--preview 512] [--times 4]

Seeds: the mean distance of two seeds of one theme and style, beside that of two themes in one style and seed (at least half of it).
Blends: the largest of 20 steps between two themes or two styles as a part of the whole way (at most 0.15), for random pairs.
Export: mean absolute difference of the 512-pixel picture and the 2048-pixel one averaged down, median and worst of random combinations
or of all (at most 0.02 and 0.04; all take some twenty minutes). Distance: mean absolute difference of sRGB values in [0, 1].
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
from typing import Any

import numpy as np
import numpy.typing as npt

from engine import ImageGenerator

Picture = npt.NDArray[np.float32]
STEPS = 20


def painted(generator: ImageGenerator, asked: dict[str, Any], side: int) -> Picture:
    """(side, side, 3) in [0, 1]."""
    return np.asarray(generator.generate_image(asked, size=(side, side)), dtype=np.float32) / 255


def apart(first: Picture, second: Picture) -> float:
    return float(np.abs(first - second).mean())


def seeds_beside_themes(generator: ImageGenerator, side: int) -> float:
    """The mean distance between two seeds over that between two themes; every theme, every style."""
    of_seeds, of_themes = [], []
    for style in generator.styles:
        shown = {
            (theme, seed): painted(generator, {"theme": theme, "style": style, "palette": "ember", "seed": seed}, side)
            for theme, seed in itertools.product(generator.themes, (1, 2))
        }
        of_seeds += [apart(shown[theme, 1], shown[theme, 2]) for theme in generator.themes]
        of_themes += [apart(shown[first, 1], shown[second, 1]) for first, second in itertools.combinations(generator.themes, 2)]
    return statistics.mean(of_seeds) / statistics.mean(of_themes)


def largest_step(generator: ImageGenerator, kind: str, first: str, second: str, base: dict[str, Any], side: int) -> float:
    """The largest of 20 steps from one to the other as a part of the sum of all."""
    shares = [step / STEPS for step in range(STEPS + 1)]
    blends = [{first: 1 - share, second: share} if 0 < share < 1 else (second if share else first) for share in shares]
    shown = [painted(generator, base | {kind: blend}, side) for blend in blends]
    steps = [apart(one, other) for one, other in itertools.pairwise(shown)]
    return max(steps) / sum(steps)


def exported(generator: ImageGenerator, asked: dict[str, Any], side: int, times: int) -> float:
    """Distance of the picture `side` pixels wide from one `times` as wide, averaged down."""
    small, large = painted(generator, asked, side), painted(generator, asked, side * times)
    return apart(small, large.reshape(side, times, side, times, 3).mean((1, 3)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--all", action="store_true", help="of exports look at every theme in every style")
    parser.add_argument("--preview", type=int, default=512, help="pixels of a preview's side")
    parser.add_argument("--times", type=int, default=4, help="how many times as wide the export is")
    options = parser.parse_args()
    generator, draw = ImageGenerator(), random.Random(5)
    print(json.dumps({"seeds_beside_themes": round(seeds_beside_themes(generator, options.side), 3)}))
    for kind, names in (("theme", generator.themes), ("style", generator.styles)):
        found = {}
        for _ in range(options.pairs):
            first, second = draw.sample(names, 2)
            base = {"theme": draw.choice(generator.themes), "style": draw.choice(generator.styles), "palette": "glacier", "seed": 3}
            found[f"{first} to {second}"] = largest_step(generator, kind, first, second, base, options.side)
        worst = max(found, key=lambda name: found[name])
        print(
            json.dumps(
                {f"{kind}_blend_largest_step": round(found[worst], 3), "of": worst, "median": round(statistics.median(found.values()), 3)}
            )
        )
    every = list(itertools.product(generator.themes, generator.styles))
    chosen = every if options.all else draw.sample(every, min(options.pictures, len(every)))
    base = {"palette": "ember", "seed": 4}
    away = {
        f"{theme} {style}": exported(generator, base | {"theme": theme, "style": style}, options.preview, options.times)
        for theme, style in chosen
    }
    worst_few = sorted(away, key=lambda pair: away[pair], reverse=True)[:8]
    median = statistics.median(away.values())
    print(json.dumps({"export_median": round(median, 4), "export_worst": {pair: round(away[pair], 4) for pair in worst_few}}))


if __name__ == "__main__":
    main()
