"""Does a repeating picture show where it is joined? The step across the border beside the mean step between neighbours within.

    python -m benchmarks.seams [--seeds 3] [--size 256x192] [--themes flow] [--styles ink]

Every theme that repeats x every style x tile x, y and both. A seamless picture has 1 on average; one whose border runs where little is
cut has less. Prints, for every style, the mean over all and the largest single one.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from engine import ImageGenerator

BOUND = 1.1
Picture = npt.NDArray[np.float32]


def seam(picture: Picture) -> float:
    """(H, W, 3): how far the first column stands from the last, beside the mean of all other neighbours."""
    steps = np.abs(np.roll(picture, -1, 1) - picture).mean((0, 2))
    return float(steps[-1] / steps[:-1].mean())


def seams(generator: ImageGenerator, asked: dict[str, object], size: tuple[int, int]) -> dict[str, float]:
    """The seam along each axis that repeats."""
    picture = np.asarray(generator.generate_image(asked, size), dtype=np.float32)
    found = {"x": picture, "y": picture.transpose(1, 0, 2)}
    return {axis: seam(one) for axis, one in found.items() if asked["tile"] in (axis, "both")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--size", default="256x192")
    parser.add_argument("--themes", default="", help="ids, with commas; default all that repeat")
    parser.add_argument("--styles", default="", help="ids, with commas; default all")
    options = parser.parse_args()
    generator = ImageGenerator()
    themes = options.themes.split(",") if options.themes else [name for name in generator.themes if generator.catalogue.tiles(name)]
    styles = options.styles.split(",") if options.styles else generator.styles
    wide, tall = map(int, options.size.split("x"))
    found = defaultdict[str, dict[str, float]](dict)
    for theme, tile, seed, style in itertools.product(themes, ("x", "y", "both"), range(options.seeds), styles):
        asked = {"theme": theme, "style": style, "palette": "ember", "seed": seed, "tile": tile}
        for axis, one in seams(generator, asked, (wide, tall)).items():
            found[style][f"{theme} seed {seed} tile {tile} along {axis}"] = one
    for style, ratios in found.items():
        worst = max(ratios, key=lambda name: ratios[name])
        print(f"{style:16}mean {statistics.mean(ratios.values()):.2f}  largest {ratios[worst]:.2f} ({worst})")
    every = [one for ratios in found.values() for one in ratios.values()]
    print(json.dumps({"seams": len(every), "over": sum(one > BOUND for one in every), "mean": round(statistics.mean(every), 3)}))


if __name__ == "__main__":
    main()
