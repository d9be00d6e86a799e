"""Low-poly: the picture folded from flat facets, small where there is much to tell, and cut along its outlines.

Facets that follow a picture's edges: Lawonn and Günther, "Stylized image triangulation" (2019); here a facet that an outline
crosses is cut along it, so that silhouettes hold whatever the mesh; what two pieces cannot tell is drawn in its own outlines and
shaded as the facet it lies on.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.blocks import Blocks
from engine.draw.chance import Chance
from engine.draw.easel import Easel, Plan
from engine.draw.greatest import greatest
from engine.draw.noise import smoothstep
from engine.draw.tints import above, tinted
from engine.draw.triangles import Cuts, Mesh, draw
from engine.registry import FROM_PLAN, style

BLOCK = 1 / 96
LEVELS = 3
TABLE = 64
LIGHT = (-0.55, -0.83)
"""Towards the light, from the upper left."""
SAMPLES = ((1, 1, 1), (4, 1, 1), (1, 4, 1), (1, 1, 4), (4, 4, 1), (1, 4, 4), (4, 1, 4))
"""Where a facet looks at the picture, as weights of its corners."""
SOFTNESS = 0.6
SLENDER = 7
"""What is no wider than so many pixels of the plan is slender."""
WAYS = ((0.0, 0.0), *((math.cos(way * math.pi / 4), math.sin(way * math.pi / 4)) for way in range(8)))
SNAP, FAINT = 0.45, 0.12
"""How far a vertex looks for slender things, as a part of a side, and how faint they may be to hold it where it is."""
UNTOLD, MET = (0.05, 0.056), (0.09, 0.1)
"""From what mean difference in rank on a facet's pieces do not tell what is there, and wholly so; and the
steps along a side between which it is an outline."""
SCARCE = 0.05
"""Of an ink that is to cover less, outlines that pass it would show too much: facets alone are painted."""
STEPS = 8
"""Looks along a side for the jump of an outline."""
UNSURE = 0.1
"""Where a facet's weakest jump is nearly its second, another corner would be cut off a moment later: the less is it cut."""


def _tone(fields: Fields, _: Knobs) -> Tensor:
    return torch.lerp(fields.lightness, fields.regions, 0.9)


@style("low-poly", tone=_tone, flat=True, unseen=("edges", "flow"), afar=FROM_PLAN)
def low_poly(easel: Easel) -> Tensor:
    grid, inks, plan = easel.grid, easel.inks, easel.plan
    facets, colours = grid.once(("facets", easel.chance.path), lambda: _folded(easel))
    blocks = Blocks.of(grid, BLOCK)
    if float(inks.kept("scarcest", lambda: inks.shares.cpu().amin())) < SCARCE or not bool((facets.fine > 0).any()):
        return blocks.plane(draw(facets.mesh, facets.numbers, facets.cuts, colours, blocks), grid.shape)
    shaded = facets.fine * (1 + facets.slope * (0.05 * easel.knobs.texture))
    colours = torch.cat((colours, shaded.expand(2, 1, -1)), dim=1)
    drawn = blocks.plane(draw(facets.mesh, facets.numbers, facets.cuts, colours, blocks), grid.shape)
    covers = grid.once(("above", easel.chance.path), lambda: above(inks, plan))
    tints = inks.shaded(tinted(inks, plan, covers, grid), drawn[3] - 1)
    return drawn[:3].lerp_(tints, drawn[3].sub_(0.5).mul_(8).add_(0.5).clamp_(0, 1))


@dataclass(frozen=True)
class _Facets:
    """The mesh, and the F of its facets that may be seen: their numbers, (3, 2, F) corners and cuts.

    tone, accent: (2, F) of the cut-off corners and of the rest: as the picture's rank, and in [0, 1]. split: (F,) in [0, 1] how
    far the pieces differ. slope: (F,) how much a facet faces the light, about [-1, 1].
    fine: (F,) in [0, 1] whether its two pieces do not tell what is there: then it is painted in the picture's own outlines.
    """

    mesh: Mesh
    numbers: Tensor
    corners: Tensor
    cuts: Cuts
    split: Tensor
    tone: Tensor
    accent: Tensor
    slope: Tensor
    fine: Tensor


def _folded(easel: Easel) -> tuple[_Facets, Tensor]:
    """The picture's facets and (2, 3, F) their colours, whatever the window."""
    facets = _facets(easel)
    return facets, _colours(easel, facets)


def _facets(easel: Easel) -> _Facets:
    """The mesh from coarse to fine: each level is let loose only where its facets would differ."""
    knobs, plan = easel.knobs, easel.plan
    spacing = 0.115 * 2 ** (1.3 * (0.5 - knobs.detail))
    planes = torch.stack((plan.rank, plan.fields.accent))
    mesh = Mesh.over(plan.grid.aspect, spacing, plan.rank.device, plan.grid.tile)
    free, loose = (torch.ones(shape, device=plan.rank.device) for shape in (mesh.vertices.shape[1:], 2 * mesh.cells[0] * mesh.cells[1]))
    height, tone, slope = torch.zeros_like(free), torch.zeros_like(loose), torch.zeros_like(loose)
    for level in range(LEVELS):
        if level:
            free = mesh.sides(loose)
            free[::2, ::2] = 0
            tone, slope, loose = mesh.inherited(torch.stack((tone, slope, loose)))
            height, mesh = mesh.between(height), mesh.refined()
        random = _random(easel.chance.of(f"level {level}"), mesh)
        mesh = mesh.moved((random[:2] - 0.5) * (mesh.spacing * (0.35 + 0.4 * knobs.energy)) * free)
        height = height + (random[2] - 0.5) * free * mesh.spacing
        if level == LEVELS - 1:
            mesh = _snapped(plan, mesh)
        corners = mesh.corners()
        within = _within(corners, plan.grid.aspect, spacing)
        corners, there = corners[:, :, within], loose[within]
        seen = _seen(plan, planes, corners)
        tone[within] = torch.lerp(tone[within], seen[0].median(0).values, there)
        slope[within] = torch.lerp(slope[within], _slope(corners, _heights(height)[:, within]), there)
        loose[within] = there * _busy(seen)
    cuts, split, steep = _cuts(plan, planes, corners)
    own, accent = plan.sample(planes, cuts.hearts[:, 0], cuts.hearts[:, 1])
    tone = torch.lerp(tone[within], own, split)
    fine = _untold(corners, cuts, tone, seen[0]).mul_(steep)
    return _Facets(mesh, within, corners, cuts, split, tone, smoothstep(0.45, 0.55, accent), slope[within], fine)


def _untold(corners: Tensor, cuts: Cuts, tone: Tensor, seen: Tensor) -> Tensor:
    """(F,) in [0, 1]: whether what a facet's pieces are painted in (2, F) is far from what is seen there (samples, F)."""
    x, y = (_weights(corners.device) @ corners.flatten(1)).view(len(SAMPLES), 2, -1).unbind(1)
    a, b, c = cuts.lines.T
    beyond = torch.addcmul(c, a, x).addcmul_(b, y) > 0
    return smoothstep(*UNTOLD, (seen - torch.where(beyond, tone[0], tone[1])).abs_().mean(0))


def _slender(plan: Plan) -> Tensor:
    """(H, W) how much lighter or darker slender things are than what lies about them: the larger of both top-hat transforms."""
    across, down = (2 * SLENDER if period else 0 for period in plan.grid.tile)
    rank = functional.pad(plan.rank[None, None], (across, across, down, down), mode="circular")[0, 0]
    both = torch.stack((rank, -rank))
    opened = _dilated(-_dilated(-both))
    tall, wide = plan.rank.shape
    return both.sub_(opened).amax(0)[down : down + tall, across : across + wide]


def _dilated(planes: Tensor) -> Tensor:
    """(C, H, W) the greatest value within SLENDER pixels' width and height."""
    reach = SLENDER // 2
    return greatest(functional.pad(planes, (reach, reach, reach, reach), mode="replicate"), SLENDER)


def _snapped(plan: Plan, mesh: Mesh) -> Mesh:
    """The mesh with vertices drawn onto slender things near them, so that facets meet along a trunk or a stem instead of straddling it.

    A mean of the ways there, weighted by how slender what lies there is, and not the best of them: so vertices move continuously.
    """
    ways = torch.tensor(WAYS, device=plan.rank.device).T[..., None, None] * (SNAP * mesh.spacing)
    places = mesh.vertices[:, None] + ways
    weights = plan.sample(_slender(plan), places[0], places[1]).pow_(3)
    return mesh.moved((ways * weights).sum(1) / (weights.sum(0) + FAINT**3))


def _within(corners: Tensor, aspect: float, margin: float) -> Tensor:
    """(n,) numbers of the facets that reach into the picture or a margin around it: others are never seen."""
    outside = corners.abs().amin(0)
    return torch.nonzero((outside[0] < aspect / 2 + margin) & (outside[1] < 0.5 + margin))[:, 0]


def _heights(height: Tensor) -> Tensor:
    """(J, I) of the vertices -> (3, F) of the facets' corners."""
    return Mesh(height[None], 1.0, (0, 0), 1.0).corners()[:, 0]


def _random(chance: Chance, mesh: Mesh) -> Tensor:
    """(3, J, I) in [0, 1): a vertex's own numbers, the same wherever the mesh begins."""
    table = chance.uniforms("vertices", 3, TABLE, TABLE).to(mesh.vertices.device)
    i, j = mesh.numbers()
    return table[:, j % TABLE, i % TABLE]


def _seen(plan: Plan, planes: Tensor, corners: Tensor) -> Tensor:
    """(2, samples, F): rank and accent at several places of every facet."""
    places = (_weights(corners.device) @ corners.flatten(1)).view(len(SAMPLES), 2, -1)
    return plan.sample(planes, places[:, 0], places[:, 1])


@functools.cache
def _weights(device: torch.device) -> Tensor:
    """(samples, 3) SAMPLES, each summing to 1."""
    total = torch.tensor(SAMPLES, device=device, dtype=torch.float32)
    return total / total.sum(1, keepdim=True)


def _busy(seen: Tensor) -> Tensor:
    """(F,) in [0, 1]: how much smaller facets would differ from this one."""
    spread = seen.amax(1) - seen.amin(1)
    return torch.maximum(smoothstep(0.08, 0.26, spread[0]), smoothstep(0.05, 0.4, spread[1]))


def _cuts(plan: Plan, planes: Tensor, corners: Tensor) -> tuple[Cuts, Tensor, Tensor]:
    """Cuts along the outlines, (F,) in [0, 1] how much of an outline there is to cut along, and (F,) whether any side meets one."""
    along = torch.arange(STEPS, device=corners.device)[:, None, None] / (STEPS - 1)
    places = torch.lerp(corners[None], corners.roll(-1, 0)[None], along[..., None])
    seen = plan.sample(planes.sum(0), places[:, :, 0], places[:, :, 1])
    change = (seen[1:] - seen[:-1]).abs_()
    weight = (change * change).mul_(change).add_(1e-7)
    middle = (along[1:] + along[:-1]) / 2
    where = (weight * middle).sum(0) / weight.sum(0)
    jump = change.amax(0)
    told = jump.median(0).values
    sure = smoothstep(0.0, UNSURE, 1 - jump.amin(0) / told.clamp_min(1e-6))
    met = smoothstep(*MET, jump.amax(0))
    return Cuts.between(corners, where, jump), smoothstep(0.025, 0.05, told).mul_(sure), met


def _slope(p: Tensor, z: Tensor) -> Tensor:
    """(F,) how much each facet with corners p (3, 2, F) and their heights z (3, F) faces the light."""
    x, y = (p[1:] - p[0]).unbind(1)
    turn = (x[0] * y[1]).addcmul_(y[0], x[1], value=-1)
    turn = torch.where(turn.abs() < 1e-9, 1e-9, turn)
    away, rise = torch.sub(y * LIGHT[0], x, alpha=LIGHT[1]), z[1:] - z[0]
    return (rise[0] * away[1]).addcmul_(rise[1], away[0], value=-1).div_(turn).mul_(-0.9).tanh_()


def _colours(easel: Easel, facets: _Facets) -> Tensor:
    """(2, 3, F) OKLab. The pieces are ranked by the area they cover, so that the shares come out as asked.

    Facets along an outline take pure inks, so that its border mixes two inks and no more.
    """
    inks, knobs = easel.inks, easel.knobs
    lit = (facets.tone + facets.slope * (0.02 + 0.14 * knobs.texture)).flatten()
    share = torch.stack((facets.cuts.share, 1 - facets.cuts.share)) * (1 - 0.999 * facets.accent)
    rank = _ranked(lit, (share * _area(facets.corners, facets.mesh.spacing, easel.plan.grid.aspect)).flatten())
    soft, pure = (inks.position(rank.reshape(2, -1), softness) for softness in (SOFTNESS, 0.0))
    colours = inks.blend(torch.lerp(soft, pure.round(), facets.split))
    colours = torch.lerp(colours, inks.accent[:, None, None], facets.accent)
    return inks.shaded(colours, facets.slope * (0.05 * knobs.texture)).movedim(0, 1)


def _ranked(tone: Tensor, area: Tensor) -> Tensor:
    """(F,) tones and areas -> (F,) in [0, 1]: how much area is darker, ties counted by half, so that equal tones stay equal."""
    tones, order = tone.sort(stable=True)
    reached = functional.pad(area[order].double().cumsum(0), (1, 0))
    begins = torch.ones(len(tones) + 1, dtype=torch.bool, device=tone.device)
    begins[1:-1] = tones[1:] > tones[:-1]
    bounds = reached[torch.nonzero(begins)[:, 0]] / (2 * reached[-1])
    darker = torch.empty_like(tone)
    darker[order] = (bounds[1:] + bounds[:-1])[begins[:-1].cumsum(0) - 1].float()
    return darker


def _area(p: Tensor, spacing: float, aspect: float) -> Tensor:
    """(F,) about how much of the picture each facet with corners p (3, 2, F) covers."""
    x, y = (p[1:] - p[0]).unbind(1)
    area = (x[0] * y[1]).addcmul_(y[0], x[1], value=-1).abs_()
    half = torch.tensor((0.5 * aspect, 0.5), device=p.device)[:, None]
    across, down = (half - p.mean(0).abs_()).mul_(1 / spacing).add_(0.5).clamp_(0, 1)
    return area.mul_(across).mul_(down)
