"""Birds that soar in rings on warm air, far off: what moves, and tells how large the rest is, where only rock and sand stand."""

from __future__ import annotations

import math

from engine.draw.capsules import Limb, capsules
from engine.draw.chance import Chance
from engine.draw.layers import Layers

WING = ((0.0, 0.02, 0.52, -0.20, 0.085), (0.52, -0.20, 1.0, -0.02, 0.05))
BODY = (0.0, -0.02, 0.0, 0.08, 0.11)
"""A wing, to the right, and the body between, seen from ahead: half a span is 1, up is negative."""
BEATS = 2
"""Slow strokes a ring."""


def birds(
    layers: Layers, chance: Chance, count: int, x: float, y: float, reach: tuple[float, float], size: float, tone: float, t: float
) -> None:
    """Lay `count` birds of half a span `size` that go round (x, y), `reach` to either side and up and down, once a loop."""
    limbs = list[Limb]()
    for index in range(count):
        limbs += _bird(chance.of(f"bird {index}"), index / count, reach, size / (1 + 0.25 * index), t)
    wide, tall = (max(abs(limb[first]) + limb[4] for limb in limbs for first in (axis, axis + 2)) for axis in (0, 1))
    part = layers.rows(y - tall, y + tall, x - wide, x + wide)
    body = capsules(part.grid.x - x, part.grid.y - y, limbs)
    part.cover_accent(part.lay(body, tone, tone, 0.7, 0.0))


def _bird(chance: Chance, late: float, reach: tuple[float, float], size: float, t: float) -> list[Limb]:
    """One bird's limbs about the middle of its ring; it banks into the turn and beats its wings now and then."""
    turn = 2 * math.pi * (t + late + chance.uniform("late", -0.1, 0.1))
    ring = chance.uniform("ring", 0.7, 1.0)
    x, y = ring * reach[0] * math.cos(turn), ring * reach[1] * math.sin(turn)
    bank = 0.35 * math.cos(turn)
    lift = 1.0 + 0.9 * math.sin(BEATS * turn)
    cosine, sine = math.cos(bank), math.sin(bank)

    def placed(limb: Limb, way: float, lift: float) -> Limb:
        ends = [(way * limb[first], lift * limb[first + 1]) for first in (0, 2)]
        (x0, y0), (x1, y1) = [(x + size * (u * cosine - v * sine), y + size * (u * sine + v * cosine)) for u, v in ends]
        return x0, y0, x1, y1, size * limb[4]

    return [placed(BODY, 1.0, 1.0), *(placed(limb, way, lift) for way in (-1.0, 1.0) for limb in WING)]
