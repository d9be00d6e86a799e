"""Ink: East Asian brush and wash. Few clear graded tones, contours that swell and break into flying white, texture strokes, a seal.

The repertory (contour, cun texture strokes, po mo splashed wash, feibai flying white) is that of the Mustard Seed Garden Manual (1679);
for touches along a form's direction see Strassmann (1986, Hairy brushes) and Way et al. (2001, Chinese painting rendering).
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.around import blurred
from engine.draw.brush_line import brush_line, dry_noise, fitted, pressure_noise
from engine.draw.chance import Chance
from engine.draw.dampness import Dampness
from engine.draw.dry_brush import skipped
from engine.draw.easel import Easel
from engine.draw.key_line import beside
from engine.draw.noise import Noise, planes, smoothstep, visible
from engine.draw.paper import height, relief
from engine.draw.pigment import Pigments
from engine.draw.seal import seal
from engine.draw.soften import spread
from engine.draw.touches import touches
from engine.draw.washes import Washes, rim_of
from engine.draw.wobble import Strayed, hand
from engine.registry import style

BLEED = 0.010
FIBRES = 150.0
HAIRS = 125.0
"""Hairs of a broad brush a picture height."""
DRY = 3.2
"""How much of where strokes end the brush is dry, at most texture."""
LINES = 0.9
"""How much of the darkest ink its lines may use up: the darkest wash gives it up, so that the shares hold."""


def _tone(fields: Fields, _: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.6)


@style("ink", tone=_tone, halo=0.012)
def ink(easel: Easel) -> Tensor:
    grid, chance, knobs, inks = easel.grid, easel.chance, easel.knobs, easel.inks
    pigments, contour = Pigments.of(inks), chance.of("contour")
    shifts = hand(grid, chance.of("hand"), 8.0)
    strayed = Strayed.by(grid, shifts, 0.0008 + 0.003 * knobs.energy)
    rank, (accent, box) = strayed.drawn(easel.rank), strayed.drawn_rare(easel.fields.accent)
    pressure, dry, paper, trace = _noises(easel, contour)
    thin, taken = fitted(easel.plan, LINES * inks.shares[0])
    rank = beside(rank, taken).add_(pressure, alpha=0.008 + 0.032 * knobs.energy)
    lines = brush_line(grid, contour, easel.fields, strayed, pressure, dry, knobs.texture, thin)
    stamps = [(accent, box)]
    if not any(grid.tile):  # nobody signs each repeat of a cloth
        stamps.append(seal(grid, chance.of("seal"), paper))
    laid = rim_of(lines)
    for cover, where in stamps:
        torch.maximum(laid[where], rim_of(cover), out=laid[where])
    washes, form = _washes(easel, pigments, rank, taken, shifts[0])
    density = _density(easel, form, dry, paper, trace)
    picture = washes.pure(laid).painted(pigments, density.addcmul_(density, laid, value=-1))
    for cover, where in stamps:
        picture[:, *where].lerp_(inks.accent[:, None, None], cover)
    picture.lerp_(inks.dark[:, None, None], lines)
    return inks.shaded(picture, relief(paper, grid, 0.001 + 0.011 * knobs.texture, FIBRES))


def _noises(easel: Easel, contour: Chance) -> list[Tensor]:
    """(H, W) each: the brush's pressure, where it is dry, the paper's height, and the trace of a broad brush's hairs, level where the
    flow is, upright elsewhere."""
    grid, chance = easel.grid, easel.chance
    seen = visible(HAIRS, grid.pixel)
    level, upright = Noise(chance, "level").octave(HAIRS, seen, 26.0), Noise(chance, "upright").octave(HAIRS / 18.0, seen, 1 / 18.0)
    of_paper = height(grid, chance.of("paper"), FIBRES)
    *others, lying, trace = planes(grid, [pressure_noise(contour), dry_noise(contour), of_paper, [level], [upright]])
    return [*others, trace.lerp_(lying, easel.fields.flow[0].square())]


def _washes(easel: Easel, pigments: Pigments, rank: Tensor, taken: Tensor, feather: Tensor) -> tuple[Washes, Tensor]:
    """Crisp on one side, running out on the other; in front, touches along the form, each in the next darker ink."""
    grid, chance, plan = easel.grid, easel.chance, easel.plan
    damp = Dampness.of(plan, chance, 0.08 + 0.26 * easel.knobs.energy)
    soaked = blurred(plan.grid, pigments.soaked_at(beside(plan.rank, taken)), grid, BLEED)
    soaked.add_(feather, alpha=0.09).clamp_(0, pigments.count - 1)
    washes, form = Washes.laid(pigments, rank, soaked, spread(damp.grid, damp.wet, grid, BLEED), easel.inks.softness(0.05))
    clustered = spread(damp.grid, smoothstep(-0.5, 0.9, damp.patches.neg()), plan.grid, 0.0)
    formed = smoothstep(0.97, 0.75, plan.fields.depth) * smoothstep(1.0, 0.6, plan.rank)
    cun = touches(grid, plan, chance, 0.031, 0.0023, formed * clustered * (0.2 + 2.2 * easel.knobs.detail))
    skips = skipped(grid, plan, chance.of("dry brush"), pigments, clustered * (DRY * easel.knobs.texture), washes.place)
    return washes.lighter(skips.sub_(cun), pigments.count - 1), form


def _density(easel: Easel, form: Tensor, dry: Tensor, paper: Tensor, trace: Tensor) -> Tensor:
    """Ink is dense where the brush was set down, by the contour, and thins out along its way. Changes `form`."""
    grain = 0.04 + 0.3 * easel.knobs.texture
    by_contour = easel.fields.edges.clamp(max=0.028)
    density = form.mul_(0.5).add_(0.45 - 0.35 - 0.25).add_(by_contour, alpha=-0.45 / 0.028).sub_(dry, alpha=0.25)
    return density.add_(trace, alpha=0.6 * grain).sub_(paper, alpha=0.4 * grain).clamp_(-1, 1)
