"""The spot that catches the eye: the region that differs most from what is around it and from the whole, as small as an accent is.

Cheng et al., "Global contrast based salient region detection" (2011): contrast to all other regions, nearer ones counting more.
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Tensor
from engine.photo.regions import areas, borders, means

LEAST, WISHED, MOST = 0.010, 0.015, 0.025
"""Of the picture's area: what the accent covers, where there is something of that size."""
SMALLEST = 0.0016
"""Regions smaller than that are specks, not things."""
CUT = 0.75
"""How much less what the frame cuts can be what the picture is about."""
TRIED, AROUND, ALIKE = 8, 40, (0.9, 3.0)
"""Regions that are tried; their neighbours that may join them; how unlike in colour and place those are, beside the region alone."""
NEAR = 0.35
"""Over how many picture heights a region's surroundings are counted."""


def accent(colours: Tensor, label: Tensor) -> Tensor:
    """(3, h, w) OKLab, (h, w) regions -> (h, w) bool: 0.2 to 2.5% of the picture, whole regions; rather little than scraps."""
    count = int(label.max()) + 1
    size = areas(label, count) / label.numel()
    x, y = _places(label)
    own = means(torch.cat((colours, x[None], y[None])), label)
    score = (
        _contrast(own, size)
        * _standing(colours, label, count)
        * _middle(own[3], own[4])
        * _within(label, count)
        * _compact(label, own, size, x, y)
    )
    fits = (size >= SMALLEST) & (size <= MOST)
    order = torch.argsort(torch.where(fits, score, score.new_tensor(-1.0)), descending=True)[:TRIED].tolist()
    found = [(first, _grown(first, own, size, alike)) for first in order if bool(fits[first]) for alike in (0.0, *ALIKE)]
    if not found:
        return _part(label, score, own, x, y)
    moments = torch.stack((torch.ones_like(size), own[3], own[4], means((x * x + y * y)[None], label)[0])) * size
    aspect = label.shape[1] / label.shape[0]
    return max(found, key=lambda one: float(score[one[0]]) * _solid(moments[:, one[1]].sum(1), aspect))[1][label]


def _solid(moments: Tensor, aspect: float) -> float:
    """(4,) sums of 1, x, y and x^2 + y^2 over a spot, in parts of the picture -> 0 to 1: less for scraps than for one round thing, and
    less for what is smaller than an accent."""
    size, x, y, square = map(float, moments.tolist())
    spread = (square - (x * x + y * y) / size) / size
    roundness: float = min(1.0, size * aspect / (2 * math.pi * max(spread, 1e-6)))
    return roundness * math.sqrt(min(1.0, size / LEAST))


def focus(score: Tensor) -> tuple[float, float]:
    """(h, w) bool -> the middle of it, in parts of the width and the height."""
    x, y = _places(score)
    weight = score.float().sum().clamp_min(1)
    height, width = score.shape
    return float((x * score).sum() / weight) * height / width + 0.5, float((y * score).sum() / weight) + 0.5


def _places(label: Tensor) -> tuple[Tensor, Tensor]:
    height, width = label.shape
    y = (torch.arange(height, device=label.device) + 0.5) / height - 0.5
    x = ((torch.arange(width, device=label.device) + 0.5) - width / 2) / height
    return x.expand(height, width), y[:, None].expand(height, width)


def _contrast(own: Tensor, size: Tensor) -> Tensor:
    """(n,) how much a region's colour differs from the others', by their area and nearness; hue counts more than light."""
    colour = own[:3] * torch.tensor([0.5, 2.6, 2.6], device=own.device)[:, None]
    apart = torch.cdist(colour.T, colour.T)
    away = torch.cdist(own[3:].T, own[3:].T)
    near = torch.exp(-(away / NEAR)) * size
    return (apart * near).sum(1) / near.sum(1)


def _standing(colours: Tensor, label: Tensor, count: int) -> Tensor:
    """(n,) how clearly a region stands out, all round: the mean over its border of how far colours step there."""
    sides, border = borders(colours * torch.tensor([1.0, 2.0, 2.0], device=colours.device)[:, None, None], label.flatten())
    steps = border[1:].square().sum(0).sqrt_().clamp_(max=0.5).repeat(2)
    both = sides.flatten()
    total = torch.zeros(count, device=label.device).index_add_(0, both, steps)
    return total / torch.zeros_like(total).index_add_(0, both, torch.ones_like(steps)).clamp_min(1)


def _within(label: Tensor, count: int) -> Tensor:
    """(n,) 1, and little for what the frame cuts."""
    frame = torch.cat((label[0], label[-1], label[:, 0], label[:, -1]))
    return 1 - CUT * (torch.bincount(frame, minlength=count) > 0).float()


def _middle(x: Tensor, y: Tensor) -> Tensor:
    """(n,) less towards the borders."""
    return torch.exp(-1.2 * (x.square() * 0.7 + y.square()))


def _compact(label: Tensor, own: Tensor, size: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """(n,) 1 for round things, less for what straggles."""
    strayed = (x - own[3][label]).square() + (y - own[4][label]).square()
    spread = means(strayed[None], label)[0]
    aspect = label.shape[1] / label.shape[0]
    return (size * aspect / (2 * torch.pi * spread.clamp_min(1e-6))).clamp(0, 1)


def _grown(first: int, own: Tensor, size: Tensor, alike: float) -> Tensor:
    """(n,) bool: the region, and, while there is too little of it, those most like it and near it that still fit."""
    colour, place = own[:3] - own[:3, first, None], own[3:] - own[3:, first, None]
    unlike = colour.square().sum(0).sqrt() * 3 + place.square().sum(0).sqrt() * 5
    taken, total = [first], float(size[first])
    for other in torch.argsort(unlike).tolist()[1:AROUND]:
        if total >= LEAST or float(unlike[other]) > alike:
            break
        if total + float(size[other]) <= MOST:
            taken.append(other)
            total += float(size[other])
    chosen = torch.zeros(len(size), dtype=torch.bool, device=size.device)
    chosen[taken] = True
    return chosen


def _part(label: Tensor, score: Tensor, own: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Where no region is of an accent's size: of the most striking one, a disc's worth about its middle."""
    best = int(torch.argmax(score))
    inside = label == best
    away = (x - own[3, best]).square() + (y - own[4, best]).square() + (~inside) * 1e3
    nearest = torch.sort(away.flatten()).values[int(WISHED * label.numel())]
    return (away <= nearest) & inside
