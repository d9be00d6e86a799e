"""Figures made of capsules (segments with round ends): cacti, animals, far figures. All of a figure's limbs in one tensor."""

from __future__ import annotations

import torch

from engine.contracts import Tensor

Limb = tuple[float, float, float, float, float]
"""x and y of both ends, and the radius."""
LEAST = 1e-12
"""The root of an exact 0 costs ten times that of any other number."""


def capsules(x: Tensor, y: Tensor, limbs: list[Limb]) -> Tensor:
    """(H, W) signed distance to the union of the limbs; x and y broadcast to (H, W), in the limbs' own unit."""
    level = [one for one in limbs if one[0] == one[2] or one[1] == one[3]]
    slanted = [one for one in limbs if one not in level]
    parts = [way(x, y, some) for way, some in ((_level, level), (_slanted, slanted)) if some]
    return parts[0] if len(parts) == 1 else torch.minimum(parts[0], parts[1], out=parts[0])


def _level(x: Tensor, y: Tensor, limbs: list[Limb]) -> Tensor:
    """Of limbs that lie level or stand upright: both parts of the way to the nearest point of one hang on one coordinate each."""
    x0, y0, x1, y1, radius = torch.tensor(limbs, device=x.device).T[..., None, None]
    u = x - torch.minimum(torch.maximum(x, torch.minimum(x0, x1)), torch.maximum(x0, x1))
    v = y - torch.minimum(torch.maximum(y, torch.minimum(y0, y1)), torch.maximum(y0, y1))
    return torch.add(u.mul_(u), v.mul_(v)).add_(LEAST).sqrt_().sub_(radius).amin(0)


def _slanted(x: Tensor, y: Tensor, limbs: list[Limb]) -> Tensor:
    x0, y0, x1, y1, radius = torch.tensor(limbs, device=x.device).T[..., None, None]
    dx, dy = x1 - x0, y1 - y0
    size = (dx * dx + dy * dy).clamp_min(1e-9)
    u, v = x - x0, y - y0
    along = torch.addcmul(u * (dx / size), v, dy / size).clamp_(0, 1)
    u, v = torch.addcmul(u, along, dx, value=-1), torch.addcmul(v, along, dy, value=-1)
    return u.mul_(u).addcmul_(v, v).sqrt_().sub_(radius).amin(0)
