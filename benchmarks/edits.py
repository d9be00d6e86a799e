"""Edits over every theme, each in another style: what changes outside the mask, and the gradient across its border beside what it was.

    python -m benchmarks.edits

Seam: the mean length of the OKLab step to the right and below within a hundredth of the height of the border, edited over untouched.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from engine import ImageGenerator
from engine.draw.grid import Grid
from engine.draw.masking import depth
from engine.mask import Brush, Ellipse, Rectangle
from engine.palette.oklab import srgb_to_oklab

SIZE = (450, 300)
MASKS = (
    Ellipse(left=-0.4, top=-0.3, right=0.3, bottom=0.3),
    Rectangle(left=-0.2, top=-0.35, right=0.5, bottom=0.2),
    Brush(points=((-0.5, -0.2), (-0.1, 0.1), (0.4, -0.1)), radius=0.12),
)
INSIDE = {
    "another seed": {"seed": 77},
    "another theme": {"theme": "islands"},
    "another style": {"style": "stitch"},
    "another palette": {"palette": "lagoon"},
    "all of them": {"theme": "light", "style": "halftone", "palette": "glacier", "seed": 5},
}
NEAR = 0.01


def gradient(image: Image.Image) -> npt.NDArray[np.float64]:
    """(H, W) lengths."""
    colours = srgb_to_oklab(torch.from_numpy(np.asarray(image).astype(np.float32) / 255).permute(2, 0, 1)).numpy()
    steps = np.zeros(colours.shape[1:])
    steps[:, :-1] += np.linalg.norm(np.diff(colours, axis=2), axis=0)
    steps[:-1] += np.linalg.norm(np.diff(colours, axis=1), axis=0)
    return steps


def main() -> None:
    """Prints a line for each kind of change."""
    generator, grid = ImageGenerator(), Grid.window(SIZE)
    deep = [depth(mask, grid).numpy() for mask in MASKS]
    pairs = [(theme, generator.styles[place * 4 % len(generator.styles)]) for place, theme in enumerate(generator.themes)]
    for name, inside in INSIDE.items():
        seams, outside, on_palette, errors = list[float](), 0, list[float](), list[float]()
        for theme, style in pairs:
            base = {"theme": theme, "style": style, "palette": "ember", "seed": 4}
            before = generator.preview(base, SIZE).image
            for mask, depths in zip(MASKS, deep, strict=True):
                after = generator.edit(base, mask, inside, SIZE)
                near = np.abs(depths) < NEAR
                seams.append(float(gradient(after.image)[near].mean() / max(gradient(before)[near].mean(), 1e-6)))
                outside += int((np.asarray(before) != np.asarray(after.image)).any(-1)[depths <= 0].sum())
                on_palette.append(after.fidelity.on_palette_share)
                errors.append(after.fidelity.share_error)
        print(
            f"{name:16} {len(seams)} edits: {outside} pixels changed outside; seam {np.mean(seams):.3f}, at most {max(seams):.3f}; "
            f"on palette at least {min(on_palette):.2%}, share error at most {max(errors):.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
