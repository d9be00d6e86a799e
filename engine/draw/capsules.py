"""Figures made of capsules (segments with round ends): cacti, animals, far figures. All of a figure's limbs in one tensor."""

from __future__ import annotations

import torch

from engine.contracts import Tensor

Limb = tuple[float, float, float, float, float]
"""x and y of both ends, and the radius."""


def capsules(x: Tensor, y: Tensor, limbs: list[Limb]) -> Tensor:
    """(H, W) signed distance to the union of the limbs; x and y broadcast to (H, W), in the limbs' own unit."""
    x0, y0, x1, y1, radius = torch.tensor(limbs, device=x.device).T[..., None, None]
    dx, dy = x1 - x0, y1 - y0
    size = (dx * dx + dy * dy).clamp_min(1e-9)
    u, v = x - x0, y - y0
    along = torch.addcmul(u * (dx / size), v, dy / size).clamp_(0, 1)
    u, v = torch.addcmul(u, along, dx, value=-1), torch.addcmul(v, along, dy, value=-1)
    return u.mul_(u).addcmul_(v, v).sqrt_().sub_(radius).amin(0)
