"""Minimalist: the big shapes only, each in one flat ink with a clean edge; a breath of paper grain where texture is asked."""

from __future__ import annotations

from engine.contracts import Fields, Tensor
from engine.draw.easel import Easel
from engine.draw.noise import Noise, visible
from engine.registry import style

GRAIN = 210.0


def _tone(fields: Fields) -> Tensor:
    return fields.regions


@style("minimalist", tone=_tone, flat=True)
def minimalist(easel: Easel) -> Tensor:
    picture = easel.inks.paint_crisp(easel.rank, softness=0.0)
    picture = easel.inks.over(picture, easel.inks.accent, easel.fields.accent)
    grain = Noise(easel.chance, "grain").plane(easel.grid, GRAIN) * visible(GRAIN, easel.grid.pixel)
    return easel.inks.shaded(picture, grain * (0.014 * easel.knobs.texture))
