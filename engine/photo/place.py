"""How far away things are in a photograph, guessed as painters teach it: higher up, paler, calmer and without detail is farther."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.photo.guided import blurred, boxed
from engine.photo.regions import areas, means

FOOT = 0.5
"""How much a region counts as standing where its foot does."""


def depths(colours: Tensor, detail: Tensor, label: Tensor) -> Tensor:
    """(3, h, w) OKLab, (h, w) how much detail a place has, (h, w) regions -> (h, w) in [0, 1], 1 the farthest."""
    height, width = label.shape
    rows = torch.linspace(1, 0, height, device=label.device)[:, None].expand(height, width)
    count = int(label.max()) + 1
    foot = torch.ones(count, device=label.device).scatter_reduce_(0, label.flatten(), rows.flatten(), "amin")
    own = torch.stack((rows, detail, colours[0], torch.hypot(colours[1], colours[2])))
    up, busy, light, vivid = means(own, label)
    stands = torch.lerp(up, foot, FOOT * (1 - areas(label, count) / label.numel() * 6).clamp(0, 1))
    haze = (light - 0.5) * 0.35 - vivid * 0.4 - busy.div(busy.max().clamp_min(1e-4)) * 0.2
    far = (stands + haze * stands.clamp(0, 1)).clamp(0, 1)
    sky = _sky(label, up, busy, light, count)
    far = torch.maximum(far * 0.9, sky)
    plane = torch.lerp(far[label], rows * 0.9, 0.3 * (1 - sky[label]))
    return _spread(blurred(plane[None], 0.006 * height)[0])


def busyness(lightness: Tensor) -> Tensor:
    """(h, w) -> (h, w): local standard deviation of lightness over a hundredth of the height."""
    reach = max(1, round(0.01 * lightness.shape[0]))
    mean, square = boxed(torch.stack((lightness, lightness.square())), reach)
    varied: Tensor = square - mean.square()
    return varied.clamp_min_(0).sqrt_()


def _sky(label: Tensor, up: Tensor, busy: Tensor, light: Tensor, count: int) -> Tensor:
    """(n,) 1 for regions that reach the upper border, lie high, are calm and not dark."""
    touches = torch.bincount(label[:2].flatten(), minlength=count) > 0.04 * label.shape[1]
    calm = (1 - busy / 0.05).clamp(0, 1)
    found: Tensor = touches * ((up - 0.5) * 6).clamp(0, 1) * calm * ((light - 0.42) * 8).clamp(0, 1)
    return found


def _spread(plane: Tensor) -> Tensor:
    """Stretched to [0, 1]."""
    low, high = torch.quantile(plane, torch.tensor([0.01, 0.99], device=plane.device))
    stretched: Tensor = (plane - low) / (high - low).clamp_min(1e-3)
    return stretched.clamp_(0, 1)
