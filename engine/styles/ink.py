"""Ink: East Asian brush and wash. Few clear graded tones, contours that swell and break into flying white, texture strokes, a seal.

The repertory (contour, cun texture strokes, po mo splashed wash, feibai flying white) is that of the Mustard Seed Garden Manual (1679);
for touches along a form's direction see Strassmann (1986, Hairy brushes) and Way et al. (2001, Chinese painting rendering).
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Tensor
from engine.draw.brush_line import brush_line
from engine.draw.dampness import dampness
from engine.draw.easel import Easel
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.paper import dry_brush, relief, sweep, tooth
from engine.draw.pigment import paper_of, wash, wash_table
from engine.draw.seal import seal
from engine.draw.soften import spread
from engine.draw.touches import touches
from engine.draw.washes import Washes, rim_of, within
from engine.draw.wobble import wobbled
from engine.registry import style

BLEED = 0.010
FIBRES = 150.0
LINES = 0.035
"""About how much of the picture its lines cover: the darkest wash gives it up, so that the shares hold."""


def _tone(fields: Fields) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.6)


@style("ink", tone=_tone, halo=0.012)
def ink(easel: Easel) -> Tensor:
    grid, chance, knobs, inks = easel.grid, easel.chance, easel.knobs, easel.inks
    stack = torch.stack((easel.rank, easel.fields.accent, easel.fields.edges, easel.fields.depth))
    rank, accent, edges, depth = wobbled(stack, grid, chance.of("hand"), 0.0008 + 0.003 * knobs.energy, 8.0)
    rank = LINES + (1 - LINES) * (rank + (0.004 + 0.016 * knobs.energy) * fbm(grid, chance.of("unsure"), 5.0, 2))
    paper = tooth(grid, chance.of("paper"), FIBRES)
    hairs = sweep(grid, chance, easel.fields.flow)
    lines = brush_line(grid, chance.of("contour"), edges, 0.0020 + 0.0105 * (1 - depth).square(), knobs.texture, paper)
    stamped = torch.maximum(accent * smoothstep(1.75, 1.45, hairs + 0.3 * paper), seal(grid, easel.plan, chance.of("seal")))
    flying = dry_brush(grid, chance, hairs, paper, knobs.texture)
    laid = rim_of(lines).maximum(rim_of(stamped)).maximum(rim_of(flying))
    washes = _washes(easel, rank).pure(laid)
    density = _density(easel, within(inks, rank), edges, hairs, paper) * washes.quiet
    table = wash_table(inks)
    picture = torch.lerp(wash(table, washes.low, density), wash(table, washes.high, density), washes.share)
    for colour, cover in ((paper_of(inks), flying), (inks.accent, stamped), (inks.dark, lines)):
        picture = torch.lerp(picture, colour[:, None, None], cover)
    return inks.shaded(picture, relief(paper, grid, FIBRES) * (0.001 + 0.011 * knobs.texture))


def _washes(easel: Easel, rank: Tensor) -> Washes:
    """Crisp on one side, running out on the other; in front, touches along the form, each in the next darker ink."""
    grid, chance, plan = easel.grid, easel.chance, easel.plan
    damp = dampness(plan, chance, 0.08 + 0.26 * easel.knobs.energy)
    run, wet = spread(plan, torch.stack((plan.rank, damp)), grid, BLEED)
    run.add_(Noise(chance, "feather").plane(grid, 26.0), alpha=0.018).mul_(1 - LINES).add_(LINES)
    washes = Washes.laid(easel.inks, rank, run.clamp_(0, 1), wet, 0.05)
    clustered = smoothstep(-0.5, 0.9, Noise(chance, "clusters").plane(plan.grid, 3.5))
    formed = smoothstep(0.97, 0.75, plan.fields.depth) * smoothstep(1.0, 0.6, plan.rank)
    cun = touches(grid, plan, chance, 0.031, 0.0023, formed * clustered * (0.2 + 2.2 * easel.knobs.detail))
    return washes.darker(cun)


def _density(easel: Easel, form: Tensor, edges: Tensor, hairs: Tensor, paper: Tensor) -> Tensor:
    """Ink is dense where the brush was set down, by the contour, and thins out along its way."""
    grid, chance, knobs = easel.grid, easel.chance, easel.knobs
    pool = fbm(grid, chance.of("pool"), 2.2, 2, 0.5, stretch=1.6)
    graded = (form - 0.5) * 0.5 + (1 - edges * (1 / 0.028)).clamp_(0, 1) * 0.45
    return (graded + 0.25 * pool - 0.35 + (0.04 + 0.3 * knobs.texture) * (0.6 * hairs - 0.4 * paper)).clamp_(-1, 1)
