"""Low-poly: the picture folded from flat facets, their corners drawn to its outlines, small where there is much to tell.

Vertices are pulled onto edges as in image triangulation (Gai & Wang 2009; Lawonn & Guenther, "Stylized image triangulation", 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import EDGE_REACH, Fields, Tensor
from engine.draw.blocks import Blocks
from engine.draw.chance import Chance
from engine.draw.easel import Easel, Plan
from engine.draw.noise import smoothstep
from engine.draw.triangles import Mesh, draw
from engine.palette.inks import look_up
from engine.registry import style

BLOCK = 1 / 128
LEVELS = 3
TABLE = 64
LIGHT = (-0.55, -0.83)
"""Towards the light, from the upper left."""
SAMPLES = ((1, 1, 1), (4, 1, 1), (1, 4, 1), (1, 1, 4), (4, 4, 1), (1, 4, 4), (4, 1, 4))
"""Where a facet looks at the picture, as weights of its corners."""


def _tone(fields: Fields) -> Tensor:
    return torch.lerp(fields.lightness, fields.regions, 0.5)


@style("low-poly", tone=_tone, flat=True)
def low_poly(easel: Easel) -> Tensor:
    facets = _facets(easel)
    blocks = Blocks.of(easel.grid, BLOCK)
    return blocks.plane(draw(facets.mesh, _colours(easel, facets), blocks), easel.grid.shape)


@dataclass(frozen=True)
class _Facets:
    """mesh, and (F,) of its facets: tone as the picture's rank, accent 0 or 1, slope how much a facet faces the light, about [-1, 1]."""

    mesh: Mesh
    tone: Tensor
    accent: Tensor
    slope: Tensor


def _facets(easel: Easel) -> _Facets:
    """The mesh from coarse to fine: each level is let loose only where its facets would differ."""
    knobs, plan = easel.knobs, easel.plan
    spacing = 0.115 * 2 ** (1.3 * (0.5 - knobs.detail))
    planes = torch.stack((plan.rank, plan.fields.accent, plan.fields.edges, *_downhill(plan)))
    mesh = Mesh.over(plan.grid.aspect, spacing, plan.rank.device)
    free = torch.ones(mesh.vertices.shape[1:], device=plan.rank.device)
    height = torch.zeros_like(free)
    tone = loose = None
    for level in range(LEVELS):
        if level:
            assert loose is not None and tone is not None
            free, tone, loose = mesh.sides(loose), mesh.inherited(tone), mesh.inherited(loose)
            height = Mesh(height[None], 1.0, (0, 0)).refined().vertices[0]
            mesh = mesh.refined()
            free[::2, ::2] = 0
        random = _random(easel.chance.of(f"level {level}"), mesh)
        mesh = mesh.moved(_leaning(plan, planes, mesh, random, free, 0.3 + 0.5 * knobs.energy))
        height = height + (random[2] - 0.5) * free * mesh.spacing
        seen = _seen(plan, planes[:2], mesh)
        own = seen[0].median(0).values
        tone = own if tone is None else torch.lerp(tone, own, loose)
        accent = (seen[1].median(0).values > 0.5).float()
        busy = _busy(seen)
        loose = busy if loose is None else loose * busy
    return _Facets(mesh, tone, accent, _slope(mesh, height))


def _downhill(plan: Plan) -> tuple[Tensor, Tensor]:
    """Unit vectors of the plan, towards the nearest outline."""
    edges = plan.fields.edges
    gy, gx = torch.gradient(edges)
    length = torch.rsqrt(gx * gx + gy * gy + 1e-12)
    return -gx * length, -gy * length


def _random(chance: Chance, mesh: Mesh) -> Tensor:
    """(3, J, I) in [0, 1): a vertex's own numbers, the same wherever the mesh begins."""
    table = chance.uniforms("vertices", 3, TABLE, TABLE).to(mesh.vertices.device)
    _, rows, columns = mesh.vertices.shape
    j = (torch.arange(rows, device=table.device) + mesh.first[1]) % TABLE
    i = (torch.arange(columns, device=table.device) + mesh.first[0]) % TABLE
    return table[:, j][:, :, i]


def _leaning(plan: Plan, planes: Tensor, mesh: Mesh, random: Tensor, free: Tensor, jitter: float) -> Tensor:
    """(2, J, I) how far vertices move: a jitter of their own, then onto the nearest outline within reach."""
    most = 0.36 * mesh.spacing
    move = (random[:2] - 0.5) * (2 * most * jitter) * free
    for _ in range(2):
        place = mesh.vertices + move
        _, _, distance, dx, dy = plan.sample(planes, place[0], place[1])
        pull = distance * (distance < min(most, EDGE_REACH * 0.9))
        move = move + torch.stack((dx, dy)) * (pull * free)
    length = torch.linalg.vector_norm(move, dim=0).clamp_min(1e-9)
    return move * (length.clamp(max=most) / length)


def _seen(plan: Plan, planes: Tensor, mesh: Mesh) -> Tensor:
    """(2, samples, F): rank and accent at several places of every facet."""
    weights = torch.tensor(SAMPLES, device=planes.device, dtype=torch.float32)
    weights = weights / weights.sum(1, keepdim=True)
    x, y = (weights @ corners for corners in mesh.corners().unbind(1))
    return plan.sample(planes, x, y)


def _busy(seen: Tensor) -> Tensor:
    """(F,) in [0, 1]: how much smaller facets would differ from this one."""
    spread = seen.amax(1) - seen.amin(1)
    return torch.maximum(smoothstep(0.08, 0.26, spread[0]), smoothstep(0.05, 0.4, spread[1]))


def _slope(mesh: Mesh, height: Tensor) -> Tensor:
    """(F,) how much each facet of a surface of those heights faces the light."""
    p = mesh.corners()
    z = Mesh(height[None].expand(2, -1, -1), 1.0, (0, 0)).corners()[:, 0]
    ux, uy, vx, vy = p[1, 0] - p[0, 0], p[1, 1] - p[0, 1], p[2, 0] - p[0, 0], p[2, 1] - p[0, 1]
    turn = ux * vy - uy * vx
    turn = torch.where(turn.abs() < 1e-9, 1e-9, turn)
    uz, vz = z[1] - z[0], z[2] - z[0]
    gx, gy = (uz * vy - vz * uy) / turn, (vz * ux - uz * vx) / turn
    return torch.tanh((gx * LIGHT[0] + gy * LIGHT[1]) * -0.9)


def _colours(easel: Easel, facets: _Facets) -> Tensor:
    """(3, F) OKLab. Facets are ranked by the area they cover, so that the shares come out as asked."""
    inks, knobs = easel.inks, easel.knobs
    lit = facets.tone + facets.slope * (0.02 + 0.14 * knobs.texture)
    order = lit.sort(stable=True).indices
    area = _area(facets.mesh, easel.plan.grid.aspect)[order].double()
    rank = torch.empty_like(lit)
    rank[order] = ((area.cumsum(0) - 0.5 * area) / area.sum()).float()
    colours = look_up(inks.table(0.85), rank)
    colours = torch.lerp(colours, inks.accent[:, None], facets.accent)
    return inks.shaded(colours, facets.slope * (0.05 * knobs.texture))


def _area(mesh: Mesh, aspect: float) -> Tensor:
    """(F,) about how much of the picture each facet covers."""
    p = mesh.corners()
    area = ((p[1, 0] - p[0, 0]) * (p[2, 1] - p[0, 1]) - (p[1, 1] - p[0, 1]) * (p[2, 0] - p[0, 0])).abs()
    x, y = p.mean(0)
    across = ((aspect / 2 - x.abs()) / mesh.spacing + 0.5).clamp(0, 1)
    return area * across * ((0.5 - y.abs()) / mesh.spacing + 0.5).clamp(0, 1)
