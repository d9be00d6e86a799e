"""A reference in tones: its dark parts grown over its light ones, and its light ones over the dark, as a weaver tells a picture.

A weave that is the same all over has a motif and no light or dark places. Grown a little, the same motif in the same colours is darker or
lighter as a whole, and a photograph's shapes fall into it.
"""

from __future__ import annotations

from collections.abc import Sequence

from torch.nn import functional

from engine.contracts import Tensor
from engine.match.colour import light
from engine.match.weight import shapes

FROM, RISE, FURTHEST = 0.3, 5.0, 1.0
"""The content from which tones help, how fast they part, and how far: the whole way to the darker and the lighter half from
0.5 on. Below, the references' own patches count for more."""
ENOUGH, FEW = 0.66, 0.3
"""Of the spread of light, what lies in shapes where there are tones enough, as in paintings (0.68 and more), and where they are worth all
that tones can do: a weave; a mosaic (0.48) is half-way."""
MOST = 12
"""Pixels that a part may grow by."""
LEAST = 0.004
"""Of light, a grey level: less is not worth a reference more."""


def strength(content: float, references: Sequence[Tensor]) -> float:
    """How far tones part, as `toned` asks: not at all where little of the photograph is wanted, or where the references have their own."""
    lacking = min(1.0, max(0.0, (ENOUGH - shapes(references)) / (ENOUGH - FEW)))
    return lacking * min(FURTHEST, RISE * max(0.0, content - FROM))


def toned(references: Sequence[Tensor], by: float) -> list[Tensor]:
    """(3, H, W) each -> themselves, and each darker and lighter; themselves alone where `by` is next to nothing.

    by: how far the mean of the light goes towards that of the darker half, or of the lighter, 0 to 1.
    """
    grown = [_grown(one, dark, by) for one in references for dark in (True, False)]
    return [*references, *(one for one in grown if one is not None)]


def _grown(picture: Tensor, dark: bool, by: float) -> Tensor | None:
    own = light(picture)
    half = own < own.mean() if dark else own > own.mean()
    wanted = abs(float(own[half].mean() - own.mean())) * by if bool(half.any()) else 0.0
    if wanted < LEAST:
        return None
    for _ in range(MOST):
        larger = _by_a_pixel(picture, dark)
        gone, further = (abs(float(light(each).mean() - own.mean())) for each in (picture, larger))
        if further >= wanted:
            return picture.lerp(larger, (wanted - gone) / (further - gone))
        picture = larger
    return picture


def _by_a_pixel(picture: Tensor, dark: bool) -> Tensor:
    """Every pixel becomes the darkest of those beside it, or the lightest."""
    own = light(picture)
    ranked = functional.pad((-own if dark else own)[None, None], (1, 1, 1, 1), mode="replicate")
    _, chosen = functional.max_pool2d(ranked, 3, 1, return_indices=True)
    within = functional.pad(picture[None], (1, 1, 1, 1), mode="replicate")[0].flatten(1)
    return within.index_select(1, chosen.flatten()).view_as(picture)
