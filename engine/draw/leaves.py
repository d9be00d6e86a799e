"""Leaves and flowers for a collage: blades with a midrib, side veins and notches, and rings of petals folded about their heart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import torch

from engine.draw.collage import Collage, Cut

Leaf = tuple[float, ...]
"""(x, y) of the middle; cosine and sine of the direction; length, half width, bend, notch, lobes; tone, light, depth, accent."""
Ring = tuple[float, ...]
"""(x, y) of the heart; radius, petals, turn (radians), point, tone, light, depth, accent."""
LONG = 0.55
"""Leaves longer than this are painted in two boxes."""
BATCH = 80_000
"""Pixels of boxes worked on together: some ten planes of them stay in a core's own cache."""
WIDEST = 0.68
"""Half the width of a blade where it is widest, beside the half width that it is given."""
TIPS = 0.7
"""How much paler than its middle a petal is at its tip, and how much darker at the heart, beside its light: inks change across a
flower in rings, not from petal to petal."""


def leaf(
    foot: tuple[float, float], angle: float, length: float, shape: tuple[float, float, float, float], tones: tuple[float, ...]
) -> Leaf:
    """A leaf by its foot. shape: half width and bend (both beside the length), notch in [0, 1], lobes a side.

    tones: tone, light, depth, accent.
    """
    cosine, sine = math.cos(angle), math.sin(angle)
    half, bend, notch, lobes = shape
    return (
        foot[0] + 0.5 * length * cosine,
        foot[1] + 0.5 * length * sine,
        cosine,
        sine,
        length,
        half * length,
        bend * length,
        notch,
        lobes,
        *tones,
    )


def paste_leaves(collage: Collage, leaves: Sequence[Leaf], detail: float) -> None:
    """Leaves of about one size, the farthest first. The width is u (1 - u) (1.5 - 0.9 u) along the midrib, which a parabola bends."""
    parts = 2 if any(one[4] > LONG for one in leaves) else 1
    for batch, half_width, half_height in _batches([part for one in leaves for part in _parts(one, parts)], parts, collage.grid.pixel):
        cut = collage.cut(batch, half_width, half_height)
        if cut is not None:
            _paste_batch(collage, cut, detail)


def _paste_batch(collage: Collage, cut: Cut, detail: float) -> None:
    cosine, sine, length, half, bend, notch, lobes, tone, light, depth, accent, start = cut.numbers
    along = torch.add(cut.x * (cosine / length) + start, cut.y * (sine / length))
    body = (1 - along).mul_(along)
    across = torch.sub(cut.y * cosine, cut.x * sine).addcmul_(body, bend)
    side = across.abs()
    wave = (along * lobes).addcmul_(side, -1.1 / half).frac_().sub_(0.5).abs_()
    width = body.mul_((along * (-3.6)).add_(6.0).clamp_(min=1.2)).mul_(half * 0.62)
    width.addcmul_(width, (wave * wave).square_().mul_(-16 * notch).mul_((body * 5).clamp_(0, 1)))
    distance = torch.sub(side, width).mul_(0.8)
    tones = distance.new_empty((distance.shape[0], 2, *distance.shape[1:]))
    plan = torch.mul(across.mul_(1 / 0.012).clamp_(-1, 1), 0.5 * light, out=tones[:, 1]).add_(tone)
    veins = wave.mul_(wave).mul_(light * (0.6 + 2.6 * detail))
    modelled = torch.add(plan, veins, out=tones[:, 0]).addcmul_(along, light)
    modelled.addcmul_(side, light * (-0.5) / half).sub_(0.5 * light)
    modelled.addcmul_((side * (-1 / 0.006)).add_(1.0).clamp_(min=0), light * 0.8)
    collage.paste(cut, distance, tones, depth, (cosine, sine), accent)


def _batches(parts: Sequence[Leaf], count: int, pixel: float) -> Iterator[tuple[Sequence[Leaf], float, float]]:
    """Neighbours in the order, and half the width and height of a box that holds each: as many as fit BATCH pixels."""
    first, wide, tall = 0, 0.0, 0.0
    for index, part in enumerate(parts):
        along, across = part[4] / 2 / count, WIDEST * part[5] + abs(part[6]) * 0.25
        here = abs(part[2]) * along + abs(part[3]) * across, abs(part[3]) * along + abs(part[2]) * across
        if index > first and (index + 1 - first) * max(wide, here[0]) * max(tall, here[1]) * 4 > BATCH * pixel * pixel:
            yield parts[first:index], wide, tall
            first, wide, tall = index, 0.0, 0.0
        wide, tall = max(wide, here[0]), max(tall, here[1])
    yield parts[first:], wide, tall


def _parts(one: Leaf, count: int) -> list[tuple[float, ...]]:
    """A long leaf in `count` boxes along it, which together hold far fewer pixels than one box about all of it."""
    x, y, cosine, sine, length, *rest = one
    places = [(index + 0.5) / count for index in range(count)]
    return [(x + (at - 0.5) * length * cosine, y + (at - 0.5) * length * sine, cosine, sine, length, *rest, at) for at in places]


def ring(place: tuple[float, float], radius: float, petals: int, turn: float, point: float, tones: tuple[float, ...]) -> Ring:
    """A ring of petals about a heart. point: -0.4 cleft as a cherry's, 0 round, 1 pointed. tones: tone, light, depth, accent."""
    return (*place, radius, float(petals), turn, point, *tones)


def paste_rings(collage: Collage, rings: Sequence[Ring]) -> None:
    """Rings of petals of about one size, the lowest first: one petal, folded round the heart."""
    radius = max(one[2] for one in rings)
    cut = collage.cut(rings, radius, radius)
    if cut is None:
        return
    radius, petals, turn, point, tone, light, depth, accent = cut.numbers
    out = torch.sqrt(torch.add(cut.x * cut.x, cut.y * cut.y))
    place = torch.atan2(cut.y, cut.x).sub_(turn).mul_(petals * (0.5 / math.pi))
    which = place.round()
    fold = place.sub_(which)
    gap = (fold * fold).mul_(4)
    reach = gap.mul(0.34).add_(0.16 - point).mul_(gap).addcmul_(fold.abs(), 2 * point)
    distance = (out / radius).add_(reach).sub_(1).mul_(radius).mul_(0.85)
    own = which.mul_(0.381966).frac_().abs_().mul_(light * 0.2).add_(tone - light * TIPS)
    tones = distance.new_empty((distance.shape[0], 2, *distance.shape[1:]))
    plan = torch.addcmul(own, (fold * 40).clamp_(-1, 1), 0.12 * light, out=tones[:, 1]).addcmul_(out, light * 2 * TIPS / radius)
    torch.addcmul(plan, gap, light * (-0.6), out=tones[:, 0])
    collage.paste(cut, distance, tones, depth, (0.6, 0.8), accent)


def paste_discs(collage: Collage, discs: Sequence[tuple[float, ...]]) -> None:
    """Hearts, buds and berries. Each: x, y, radius, tone, light, depth, accent."""
    reach = max(one[2] for one in discs)
    cut = collage.cut(discs, reach, reach)
    if cut is None:
        return
    radius, tone, light, depth, accent = cut.numbers
    distance = torch.sqrt(torch.add(cut.x * cut.x, cut.y * cut.y)).sub_(radius)
    tones = distance.new_empty((distance.shape[0], 2, *distance.shape[1:]))
    tones[:, 1] = tone
    torch.add((cut.x * (-light / radius)).add_(tone), cut.y * (-light / radius), out=tones[:, 0])
    collage.paste(cut, distance, tones, depth, (0.7, 0.7), accent)
