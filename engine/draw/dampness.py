"""Where the paper was wet: a given part of every picture, and where little is drawn, so that fine things stay legible."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Plan
from engine.draw.noise import Noise, smoothstep
from engine.draw.soften import spread

SAMPLE = 4
"""Every so-manieth pixel of the plan is asked for the threshold."""


def dampness(plan: Plan, chance: Chance, part: float) -> Tensor:
    """(h, w) on the plan, in [0, 1]: 0 on dry paper, 1 on wet; about `part` of the picture is past the middle.

    Patches of noise, a little rather in the distance, away from fine drawing and from the accent.
    """
    fine = (plan.rank - spread(plan, plan.rank, plan.grid, 0.012)).abs() * 9.0
    leaning = spread(plan, plan.fields.depth * 0.4 - fine - plan.fields.accent * 1.5, plan.grid, 0.035)
    leaning = leaning + Noise(chance, "wet").plane(plan.grid, 2.1) + 0.45 * Noise(chance, "wetter").plane(plan.grid, 6.5)
    asked = torch.sort(leaning[::SAMPLE, ::SAMPLE].flatten()).values
    level = asked[min(len(asked) - 1, int(len(asked) * (1 - part)))]
    return smoothstep(level - 0.4, level + 0.4, leaning)
