"""Ink: East Asian brush and wash. Few clear graded tones, contours that swell and break into flying white, texture strokes, a seal.

The repertory (contour, cun texture strokes, po mo splashed wash, feibai flying white) is that of the Mustard Seed Garden Manual (1679);
for touches along a form's direction see Strassmann (1986, Hairy brushes) and Way et al. (2001, Chinese painting rendering).
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.brush_line import brush_line
from engine.draw.dampness import dampness
from engine.draw.easel import Easel
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.paper import Paper, relief
from engine.draw.pigment import paper_of
from engine.draw.seal import seal
from engine.draw.soften import spread
from engine.draw.touches import touches
from engine.draw.washes import Washes, rim_of
from engine.draw.wobble import wobbled
from engine.registry import style

BLEED = 0.010
FIBRES = 150.0
LINES = 0.035
"""About how much of the picture its lines cover: the darkest wash gives it up, so that the shares hold."""


def _tone(fields: Fields, _: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.6)


@style("ink", tone=_tone, halo=0.012)
def ink(easel: Easel) -> Tensor:
    grid, chance, knobs, inks = easel.grid, easel.chance, easel.knobs, easel.inks
    stack = torch.stack((easel.rank, easel.fields.edges, easel.fields.depth))
    (rank, edges, depth), accent = wobbled(stack, easel.fields.accent, grid, chance.of("hand"), 0.0008 + 0.003 * knobs.energy, 8.0)
    rank.add_(fbm(grid, chance.of("unsure"), 5.0, 2), alpha=0.004 + 0.016 * knobs.energy).mul_(1 - LINES).add_(LINES)
    paper = Paper.under(grid, chance.of("paper"), chance, easel.fields.flow, FIBRES)
    weight = (1 - depth).square_().mul_(0.0105).add_(0.0020)
    lines = brush_line(grid, chance.of("contour"), edges, weight, knobs.texture, paper.height)
    stamped = smoothstep(1.75, 1.45, torch.add(paper.trace, paper.height, alpha=0.3)).mul_(accent)
    stamped = torch.maximum(stamped, seal(grid, easel.plan, chance.of("seal")))
    flying = paper.skipped(knobs.texture)
    laid = rim_of(lines)
    for cover in (stamped, flying):
        torch.maximum(laid, rim_of(cover), out=laid)
    washes, form = _washes(easel, rank)
    density = _density(easel, form, edges, paper).mul_(1 - laid)
    picture = washes.pure(laid).painted(inks, density)
    for colour, cover in ((paper_of(inks), flying), (inks.accent, stamped), (inks.dark, lines)):
        picture.lerp_(colour[:, None, None], cover)
    return inks.shaded(picture, relief(paper.height, grid, FIBRES).mul_(0.001 + 0.011 * knobs.texture))


def _washes(easel: Easel, rank: Tensor) -> tuple[Washes, Tensor]:
    """Crisp on one side, running out on the other; in front, touches along the form, each in the next darker ink."""
    grid, chance, plan = easel.grid, easel.chance, easel.plan
    damp = dampness(plan, chance, 0.08 + 0.26 * easel.knobs.energy)
    run, wet = spread(plan, torch.stack((plan.rank, damp)), grid, BLEED)
    run.add_(Noise(chance, "feather").plane(grid, 26.0), alpha=0.018).mul_(1 - LINES).add_(LINES)
    washes, form = Washes.laid(easel.inks, rank, run.clamp_(0, 1), wet, 0.05)
    clustered = smoothstep(-0.5, 0.9, Noise(chance, "clusters").plane(plan.grid, 3.5))
    formed = smoothstep(0.97, 0.75, plan.fields.depth) * smoothstep(1.0, 0.6, plan.rank)
    cun = touches(grid, plan, chance, 0.031, 0.0023, formed * clustered * (0.2 + 2.2 * easel.knobs.detail))
    return washes.darker(cun), form


def _density(easel: Easel, form: Tensor, edges: Tensor, paper: Paper) -> Tensor:
    """Ink is dense where the brush was set down, by the contour, and thins out along its way. Changes `form`."""
    grid, chance, knobs = easel.grid, easel.chance, easel.knobs
    grain = 0.04 + 0.3 * knobs.texture
    density = form.sub_(0.5).mul_(0.5).add_((edges * (-1 / 0.028)).add_(1).clamp_(min=0), alpha=0.45)
    density.add_(fbm(grid, chance.of("pool"), 2.2, 2, 0.5, stretch=1.6), alpha=0.25).sub_(0.35)
    return density.add_(paper.trace, alpha=0.6 * grain).sub_(paper.height, alpha=0.4 * grain).clamp_(-1, 1)
