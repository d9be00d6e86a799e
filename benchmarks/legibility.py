"""Can a plain linear probe name the theme and the style of a picture it has never seen?

    python -m benchmarks.legibility [--size 192] [--seeds 12] [--unseen 4]

Logistic regression (scikit-learn) on simple features: lightness downsampled to 16 x 16, and histograms of gradient orientation,
weighted by its size, over 4 x 4 cells at three scales (Dalal and Triggs 2005) with their mean gradient. Trained on `--seeds` seeds of
every theme x style over some palettes, asked about other seeds in other palettes. Prints both shares of right answers and the pairs
most often confused.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import Counter

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch.nn import functional

from engine import ImageGenerator
from engine.palette.oklab import srgb_to_oklab

Planes = npt.NDArray[np.float32]
CELLS, ORIENTATIONS = 4, 8
SCALES = (1, 2, 4)
TAUGHT = ("ember", "glacier", "moss", "noir")
ASKED = ("lagoon", "bauhaus")


def features(picture: npt.NDArray[np.uint8]) -> Planes:
    """(H, W, 3) uint8 -> (n,) float32."""
    planes = torch.from_numpy(picture.copy()).permute(2, 0, 1).float() / 255
    lightness = srgb_to_oklab(planes)[:1][None]
    parts = [functional.adaptive_avg_pool2d(lightness, 16).flatten()]
    for scale in SCALES:
        shown = functional.avg_pool2d(lightness, scale)[0, 0]
        dy, dx = torch.gradient(shown)
        size, angle = torch.hypot(dx, dy), torch.remainder(torch.atan2(dy, dx), np.pi) * (ORIENTATIONS / np.pi)
        bins = functional.one_hot(angle.long().clamp(0, ORIENTATIONS - 1), ORIENTATIONS).permute(2, 0, 1) * size
        cells = functional.adaptive_avg_pool2d(bins[None], CELLS)[0].flatten(1)
        parts += [(cells / (cells.sum(0) + 1e-4)).flatten(), (cells.sum(0) + 1e-4).log(), (size > 0.02).float().mean()[None]]
    return torch.cat(parts).numpy()


def gallery(generator: ImageGenerator, seeds: range, palettes: tuple[str, ...], side: int) -> tuple[Planes, list[str], list[str]]:
    """Features, themes and styles of one picture each of every theme x style x seed, palettes in turn."""
    rows, themes, styles = [], [], []
    for turn, (theme, style, seed) in enumerate(itertools.product(generator.themes, generator.styles, seeds)):
        asked = {"theme": theme, "style": style, "seed": seed, "palette": palettes[(turn + seed) % len(palettes)]}
        rows.append(features(np.asarray(generator.preview(asked, (side, side)).image)))
        themes.append(theme)
        styles.append(style)
    return np.stack(rows), themes, styles


def right(probe: object, shown: Planes, names: list[str]) -> tuple[float, list[tuple[str, int]]]:
    """The share of right answers, and what was taken for what most often."""
    answers = probe.predict(shown)  # type: ignore[attr-defined]
    wrong = Counter(f"{name} taken for {answer}" for name, answer in zip(names, answers, strict=True) if name != answer)
    return 1 - wrong.total() / len(names), wrong.most_common(8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=192)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--unseen", type=int, default=4)
    options = parser.parse_args()
    generator = ImageGenerator()
    taught = gallery(generator, range(options.seeds), TAUGHT, options.size)
    asked = gallery(generator, range(100, 100 + options.unseen), ASKED, options.size)
    found = {}
    for kind, names, questions in (("theme", taught[1], asked[1]), ("style", taught[2], asked[2])):
        probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=400, C=0.02)).fit(taught[0], names)
        found[kind], confused = right(probe, asked[0], questions)
        print(f"{kind}: {found[kind]:.1%} right of {len(questions)}; {', '.join(f'{pair} {count} x' for pair, count in confused)}")
    print(json.dumps({kind: round(share, 4) for kind, share in found.items()}))


if __name__ == "__main__":
    main()
