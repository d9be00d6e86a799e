"""Small pictures of every theme in every style, for a probe to look at: painted once, kept under build/ until the code changes."""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from engine import ImageGenerator
from engine.palette.oklab import srgb_to_oklab

Bytes = npt.NDArray[np.uint8]
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Gallery:
    """What hangs there: lightness (N, H, W) uint8 of OKLab, and the theme, style and seed of each picture."""

    lightness: Bytes
    themes: tuple[str, ...]
    styles: tuple[str, ...]
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Hanging:
    """What to paint: each theme x style with each of these seeds, the palettes in turn; side in pixels."""

    seeds: Sequence[int]
    palettes: tuple[str, ...]
    side: int

    def palette(self, pair: int, seed: int) -> str:
        """Neither a theme nor a style keeps to some of the palettes: 5 and 7 share no factor with their number."""
        return self.palettes[(5 * pair + 7 * seed) % len(self.palettes)]


def hung(generator: ImageGenerator, plan: Hanging, kept: Path = ROOT / "build" / "gallery") -> Gallery:
    """The pictures, those that lie in `kept` from there."""
    kept.mkdir(parents=True, exist_ok=True)
    rows, names = [], []
    for pair, (theme, style) in enumerate(itertools.product(generator.themes, generator.styles)):
        code = _digest(theme, style)
        for seed in plan.seeds:
            palette = plan.palette(pair, seed)
            file = kept / f"{theme}.{style}.{palette}.{seed}.{plan.side}.{code}.npy"
            if not file.exists():
                np.save(file, _painted(generator, {"theme": theme, "style": style, "seed": seed, "palette": palette}, plan.side))
            rows.append(np.load(file))
            names.append((theme, style, seed))
    themes, styles, seeds = zip(*names, strict=True)
    return Gallery(np.stack(rows), themes, styles, seeds)


def _painted(generator: ImageGenerator, asked: dict[str, str | int], side: int) -> Bytes:
    """(H, W) OKLab lightness."""
    picture = np.array(generator.preview(asked, (side, side)).image)
    planes = torch.from_numpy(picture).permute(2, 0, 1).float() / 255
    return (srgb_to_oklab(planes)[0] * 255).round().clamp(0, 255).byte().numpy()


@functools.cache
def _digest(theme: str, style: str) -> str:
    """Of all the code and data that this theme in this style is painted from: other themes and styles may change meanwhile."""
    others = [file for file in sorted((ROOT / "engine").rglob("*.py")) if file.parent.name not in {"scenes", "styles"}]
    own = [ROOT / "engine" / kind / f"{name.replace('-', '_')}.py" for kind, name in (("scenes", theme), ("styles", style))]
    found = hashlib.sha256()
    for file in [*others, *own, *sorted((ROOT / "presets").glob("*.yaml"))]:
        found.update(file.read_bytes())
    return found.hexdigest()[:12]
