"""Minimalist: the big shapes only, each in one flat ink with a clean edge; a breath of paper grain where texture is asked."""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.easel import Easel
from engine.draw.noise import Noise, visible
from engine.registry import style

GRAIN = 210.0


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    """The big shapes; the more detail is asked, the more of their modelling becomes shapes of its own."""
    return torch.lerp(fields.regions, fields.lightness, 0.5 * knobs.detail**3)


@style("minimalist", tone=_tone, flat=True, parts=True, unseen=("edges", "flow"))
def minimalist(easel: Easel) -> Tensor:
    picture = easel.inks.paint_crisp(easel.rank, softness=0.0)
    picture = easel.inks.over(picture, easel.inks.accent, easel.fields.accent)
    grain = Noise(easel.chance, "grain").plane(easel.grid, GRAIN) * visible(GRAIN, easel.grid.pixel)
    return easel.inks.shaded(picture, grain * (0.024 * easel.knobs.texture**3))
