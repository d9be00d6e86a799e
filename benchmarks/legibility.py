"""Can a plain linear probe name the theme and the style of a picture it has never seen?

    python -m benchmarks.legibility [--side 256] [--unseen 4] [--pairs 12]

Logistic regression (scikit-learn) on simple features (benchmarks/features.py: downsampled lightness and histograms of gradient
orientation). Taught with twelve seeds of every theme in every style (for themes with their mirror images and their middles enlarged too),
asked about other seeds in other palettes. The strength of its penalty is chosen by cross-validation over the twelve seeds; no picture of
an unseen seed or palette is looked at before it is asked about. Prints both shares of right answers, what was most often taken for what,
and how long it took. Pictures are painted once and kept under build/gallery until the code that paints them changes: the first run takes
some fifteen minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections import Counter
from collections.abc import Callable

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from torch.nn import functional

from benchmarks.features import Rows, composition, texture
from benchmarks.gallery import Bytes, Gallery, Hanging, hung
from engine import ImageGenerator

TAUGHT = (0, 1, 3, 5, 7, 8, 9, 10, 33, 37, 42, 72)
"""Twelve seeds that between them show every layout of every theme at least twice: nobody can name what was never shown."""
FIRST_UNSEEN = 200
UNSEEN_PALETTES = (
    "bauhaus", "lagoon", "indigo-print", "peat", "mint", "seaglass", "garnet", "nocturne", "oxblood", "kraft", "launch", "delft",
)  # fmt: skip
"""Of every family one or two; all others are taught with."""
PENALTIES = (0.001, 0.002, 0.004)
FOLDS, STEPS, BATCH = 3, 120, 64


def described(shown: Bytes, features: Callable[[Bytes], Rows]) -> Rows:
    return np.concatenate([features(shown[first : first + BATCH]) for first in range(0, len(shown), BATCH)])


def seen_otherwise(shown: Bytes) -> list[tuple[Bytes, int]]:
    """(N, H, W) -> pictures of the same things, and the step along their rows: -1 for a mirror."""
    middles = np.concatenate([enlarged(shown[first : first + BATCH]) for first in range(0, len(shown), BATCH)])
    return [(shown, -1), (middles, 1), (middles, -1)]


def enlarged(shown: Bytes) -> Bytes:
    """(N, H, W) -> the middle of each, as large as the whole."""
    edge = shown.shape[1] // 10
    middle = torch.from_numpy(shown[:, None, edge:-edge, edge:-edge].astype(np.float32))
    return functional.interpolate(middle, shown.shape[1:], mode="bilinear")[:, 0].round().to(torch.uint8).numpy()


def probe(penalty: float) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=penalty, max_iter=STEPS, tol=1e-3))


def preferred(rows: Rows, names: tuple[str, ...], seeds: tuple[int, ...]) -> tuple[float, float]:
    """The penalty that cross-validation over seeds prefers, and its share of right answers there."""
    folds = GroupKFold(FOLDS)
    right = {penalty: float(cross_val_score(probe(penalty), rows, names, groups=seeds, cv=folds).mean()) for penalty in PENALTIES}
    best = max(right, key=lambda penalty: right[penalty])
    return best, right[best]


def examined(kind: str, features: Callable[[Bytes], Rows], shown: Gallery, unseen: Gallery, pairs: int) -> float:
    """Teach, ask, print; the share of right answers."""
    names, questions = (shown.themes, unseen.themes) if kind == "theme" else (shown.styles, unseen.styles)
    rows = described(shown.lightness, features)
    penalty, expected = preferred(rows, names, shown.seeds)
    if kind == "theme":  # a style's marks are the same in a mirror, and no longer its own enlarged
        others = [described(plain[:, :, ::step], features) for plain, step in seen_otherwise(shown.lightness)]
        rows, names = np.concatenate((rows, *others)), names * (1 + len(others))
    learnt = probe(penalty).fit(rows, names)
    answers = learnt.predict(described(unseen.lightness, features))
    wrong = [(name, answer, seed) for name, answer, seed in zip(questions, answers, unseen.seeds, strict=True) if name != answer]
    found = 1 - len(wrong) / len(questions)
    print(f"{kind}: {found:.1%} right of {len(questions)} ({expected:.1%} in cross-validation)")
    for (name, answer), count in Counter((name, answer) for name, answer, _ in wrong).most_common(pairs):
        seeds = ", ".join(f"{seed}: {times}" for seed, times in Counter(s for n, a, s in wrong if (n, a) == (name, answer)).most_common(3))
        print(f"  {count:3} x {name} taken for {answer} (seeds {seeds})")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=256, help="pixels of a picture")
    parser.add_argument("--unseen", type=int, default=4, help="seeds to ask about")
    parser.add_argument("--pairs", type=int, default=12, help="how many confusions to print")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)  # stopped early it only leans more towards small weights
    started, generator = time.perf_counter(), ImageGenerator()
    known = tuple(name for name in generator.palettes if name not in UNSEEN_PALETTES)
    shown = hung(generator, Hanging(TAUGHT, known, options.side))
    unseen = hung(generator, Hanging(range(FIRST_UNSEEN, FIRST_UNSEEN + options.unseen), UNSEEN_PALETTES, options.side))
    print(f"{len(shown.themes)} pictures taught, {len(unseen.themes)} asked about; at hand after {time.perf_counter() - started:.0f} s")
    asked = {"theme": composition, "style": texture}
    found = {kind: examined(kind, features, shown, unseen, options.pairs) for kind, features in asked.items()}
    print(json.dumps({kind: round(share, 4) for kind, share in found.items()} | {"seconds": round(time.perf_counter() - started)}))


if __name__ == "__main__":
    main()
