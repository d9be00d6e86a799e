"""Someone under an open umbrella, seen from behind, with their image in the wet ground."""

from __future__ import annotations

import math

import torch

from engine.contracts import Tensor
from engine.draw.collage import Collage, Cut

DOME = (0.30, 0.22, -0.66)
"""Half width, height and level of the umbrella's rim, beside the figure's height to the top of the umbrella."""
SCALLOP = 0.15
"""Between two tips of its ribs."""
TALL, WIDE = 0.96, 0.36


def umbrella(collage: Collage, x: float, foot: float, size: float, lean: float, t: float) -> None:
    """Paste the figure's image, the figure, and the umbrella as the accent. foot: where it stands; size: heights it is tall; lean: of
    the umbrella, how far right its top goes beside up."""
    bob = 0.006 * math.sin(2 * math.pi * t)
    image = collage.cut([(x, foot + 0.30 * size)], WIDE * size, 0.32 * size)
    if image is not None:
        u, v = image.x / size, (image.y / size + 0.30) * (-1.35)
        shaken = u + torch.sin(v * 44 + 2 * math.pi * t) * (v * 0.035)
        body = torch.minimum(_figure(shaken, v), _dome(shaken - lean * (v + 0.6), v))
        _lay(collage, image, body, size, 0.10, 0.0, outline=False, opacity=0.62)
    cut = collage.cut([(x, foot - 0.48 * size)], WIDE * size, 0.50 * size)
    if cut is None:
        return
    u, v = cut.x / size, cut.y / size - 0.48
    _lay(collage, cut, _figure(u, v), size, 0.03, 0.0)
    over = u - lean * (v + 0.6)
    v = v - bob
    dome = _dome(over, v)
    _lay(collage, cut, dome, size, 0.80, 1.0)
    _lay(collage, cut, _ribs(over, v).maximum(dome), size, 0.05, 0.0, outline=False)


def _figure(u: Tensor, v: Tensor) -> Tensor:
    """Head, coat and legs; v: 0 at the feet, -1 about the umbrella's top."""
    aside = u.abs()
    head = torch.hypot(u, v + 0.60).sub_(0.056)
    coat = torch.maximum(aside - (v + 0.54) * 0.15 - 0.080, (v + 0.345).abs() - 0.195)
    coat = torch.maximum(coat, aside * 0.5 - (v + 0.54) - 0.012)
    legs = torch.maximum((aside - 0.048).abs() - 0.026, (v + 0.08).abs() - 0.08)
    return torch.minimum(torch.minimum(head, coat), legs)


def _dome(u: Tensor, v: Tensor) -> Tensor:
    """Half an ellipse over a scalloped rim, a spike on top."""
    wide, tall, rim = DOME
    up = (v - rim) / tall
    round_ = ((u / wide).square() + up * up).add_(1e-6).sqrt_().sub_(1).mul_(tall)
    edge = (u / SCALLOP + 0.5).frac().abs_().sub_(0.5).square_().mul_(0.13).add_(rim - 0.0325 + 0.03).neg_().add_(v)
    spike = torch.maximum(u.abs() - 0.006, (v + 0.89).abs() - 0.035)
    return torch.minimum(torch.maximum(round_, edge), spike)


def _ribs(u: Tensor, v: Tensor) -> Tensor:
    """The dome's seams: meridians, closer together towards its sides."""
    wide, tall, rim = DOME
    across = u * (1 / wide) * (1 - ((v - rim) / tall).square()).clamp_(min=0.02).rsqrt_()
    return torch.minimum(across.abs(), (across.abs() - 0.5).abs_()).mul_(0.5 * wide).sub_(0.004)


def _lay(
    collage: Collage, cut: Cut, distance: Tensor, size: float, tone: float, accent: float, outline: bool = True, opacity: float = 1.0
) -> None:
    tones = distance.new_full((1, 2, *distance.shape[1:]), tone)
    collage.paste(cut, distance.mul(size), tones, 0.2, (0.1, 1.0), accent, opacity, outline=outline)
