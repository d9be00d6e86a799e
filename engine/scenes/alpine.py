"""Alpine: snow peaks with a lit and a shaded side, ridge behind ridge in the air between, conifers in front.

Layouts by seed: a range, one great peak, a lake that mirrors the range. Crests are Musgrave's ridged noise (Ebert et al. 2003).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, ridged, smoothstep
from engine.draw.profile import Profile
from engine.draw.shapes import beneath, disc
from engine.draw.trees import conifers
from engine.registry import scene

LAYOUTS = ("range", "peak", "lake")
STEP_PIXEL = 1 / 2400
"""Crests are drawn as finely as an 8K export shows them."""
CONES = 41
"""Enough for 21:9 seen by the widest camera."""


@dataclass(frozen=True)
class _Air:
    """What every ridge shares: where the sun stands, the rock's texture and the lie of the mist."""

    side: float
    rock: Tensor
    mist: Tensor


@scene("alpine", far="light")
def alpine(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    horizon = {"range": 0.02, "peak": 0.10, "lake": 0.03}[layout] + chance.uniform("horizon", -0.02, 0.04)
    side = chance.sign("side")
    layers = Layers(grid, depth=1.0, angle=0.15 * Noise(chance, "wind").plane(grid, 1.5))
    sky = layers.rows(bottom=horizon + 0.16)
    sky.fill(*_sky(sky.grid, chance, side, horizon))
    _sun(sky, chance, side, horizon)
    air = _Air(
        side,
        fbm(grid, chance.of("rock"), 9.0, 1.5 + 2.5 * knobs.detail, 0.62, stretch=0.6),
        smoothstep(-0.8, 1.6, fbm(grid, chance.of("mist"), 2.2, 2, stretch=3.5)),
    )
    if layout == "peak":
        _ridge(layers, chance.of("far"), knobs, air, horizon, 0.80, tall=0.10, snow=0.35)
        _ridge(layers, chance.of("peak"), knobs, air, horizon + 0.10, 0.60, tall=0.16, snow=1.0, summit=0.36)
    else:
        _ridge(layers, chance.of("far"), knobs, air, horizon + 0.02, 0.80, tall=0.20, snow=0.8)
        _ridge(layers, chance.of("middle"), knobs, air, horizon + 0.12, 0.52, tall=0.24, snow=0.5)
    if layout == "lake":
        _lake(layers, chance, knobs, horizon + 0.20)
    else:
        _ridge(layers, chance.of("near"), knobs, air, horizon + 0.24, 0.28, tall=0.15, snow=0.0)
    conifers(layers, chance.of("trees"), knobs, side=-side, ground=0.43, value=0.06)
    return layers.fields()


def _sky(grid: Grid, chance: Chance, side: float, horizon: float) -> tuple[Tensor, Tensor]:
    """Brightest about the sun and duller away from it, so that snow stands out against it: (modelled, value plan)."""
    x, y = _sun_place(grid, chance, side, horizon)
    around = torch.sqrt(((grid.x - x) * 0.8) ** 2 + (grid.y - y) ** 2 + 0.004)
    away = torch.lerp(around, torch.sqrt((grid.y - y) ** 2 + 0.012) * 1.1 + 0.12 * around, chance.uniform("bands"))
    clouds = smoothstep(0.5, 1.7, fbm(grid, chance.of("clouds"), 3.4, 3, stretch=4.5)) * smoothstep(0.0, 0.4, horizon - grid.y)
    gradient = 0.92 - 0.22 * away.clamp(max=1.2)
    return gradient + 0.10 * clouds, gradient + 0.035 * clouds


def _sun_place(grid: Grid, chance: Chance, side: float, horizon: float) -> tuple[float, float]:
    return side * grid.aspect * chance.uniform("x", 0.15, 0.25), horizon - chance.uniform("y", 0.22, 0.30)


def _sun(layers: Layers, chance: Chance, side: float, horizon: float) -> None:
    """A disc near a third of the width, over the far ridges, and its glow."""
    grid = layers.grid
    x, y = _sun_place(grid, chance, side, horizon)
    distance = disc(grid, x, y, chance.uniform("radius", 0.056, 0.080))
    layers.tint(distance.clamp(min=0).mul_(-7.0).exp_().mul_(0.08))
    layers.lay(distance, 0.99, 0.99)
    layers.accent(distance)


def _crest(chance: Chance, knobs: Knobs, grid: Grid, base: float, tall: float, summit: float) -> Profile:
    """The skyline of one range: leaning cones with ridged noise on their flanks; the first cone is the summit, when one is asked."""
    steep = 0.55 + 0.9 * knobs.energy
    spread = 0.24 + 0.12 * chance.uniform("spread")
    top = -chance.uniform("summit", 0.02, 0.14) * chance.sign("summit side") * grid.aspect

    def line(x: Tensor) -> Tensor:
        own = chance.uniforms("cones", CONES, 3).to(x.device)
        middle = (torch.arange(CONES, device=x.device) - CONES // 2 + own[:, 0] * 0.7 - 0.35) * spread
        high, wide = tall * (0.35 + 0.65 * own[:, 1]), 1.1 + 0.8 * own[:, 2]
        cones = steep * high[:, None] - (x - middle[:, None]).abs() * (steep / wide)[:, None]
        height = cones.amax(0, keepdim=True).clamp_min(-0.05)
        if summit:
            height = torch.maximum(height, summit * steep * (1 - (x - top).abs() / 0.62))
        rough = ridged(x, STEP_PIXEL, chance, 3.1, 2.0 + 3.6 * knobs.detail, 0.5) - 0.5
        swell = Noise(chance, "swell").at(x, 0.0, 0.7) * 0.025
        return base - height - rough * (0.05 + 0.07 * knobs.energy) * (0.35 + tall) + swell

    return Profile.of(grid, line)


def _ridge(
    layers: Layers, chance: Chance, knobs: Knobs, air: _Air, base: float, value: float, *, tall: float, snow: float, summit: float = 0.0
) -> None:
    """One range: a lit and a shaded side parted along wandering spines, snow above, haze at its foot."""
    crest = _crest(chance, knobs, layers.grid, base, tall, summit)
    part = layers.rows(top=float(crest.values.min()))
    grid, rock = part.grid, part.crop(air.rock)
    line = crest.at(grid.x)
    below = (grid.y - line).clamp_(0, 0.6)
    distance = beneath(grid, line, crest.slope().at(grid.x).clamp(-2.5, 2.5))

    wander = (below * 0.12).add_(0.05).mul_(Noise(chance, "spine").plane(grid, 7.0, 1.6)).add_(rock, alpha=0.018)
    turn = crest.slope(smooth=5).at(below.sqrt().mul_(0.9).mul_(wander).add_(grid.x)) * air.side
    lit = smoothstep(-0.02, 0.10, turn)

    gap = 1.3 * (0.30 * value * (1 - value) + 0.05)
    plan = (lit * gap).add_(value - gap / 2)
    veins = 0.030 + 0.03 * knobs.detail
    if snow:
        cap = smoothstep(0.0, 0.012, (rock * 0.030).add_(lit, alpha=0.04).add_(0.09).mul_(snow).sub_(below))
        plan += (lit * 0.56).add_(0.27).mul_(0.97 - value).mul_(cap)
        modelled = plan + (1 - 0.6 * cap).mul_(rock).mul_(veins)
    else:
        modelled = plan + veins * rock
    haze = smoothstep(0.03, 0.30, below).mul_((part.crop(air.mist) * (0.55 * (0.4 + value) * value)).add_(0.15 * value))
    modelled.lerp_(torch.tensor(0.95, device=grid.device), haze)
    flow = torch.sign(turn).mul_(0.9 * air.side).add_(rock, alpha=0.25)
    part.cover_accent(part.lay(distance, modelled, plan, 0.15 + 0.85 * value, flow))


def _lake(layers: Layers, chance: Chance, knobs: Knobs, shore: float) -> None:
    """Still water: everything above the shore mirrored, darkened and drawn out by ripples."""
    layers = layers.rows(top=shore - 0.02)
    grid = layers.grid
    distance = (shore + 0.006 * Noise(chance, "shore").at(grid.x, 0.0, 3.0) - grid.y).expand(grid.shape)
    depth = ((grid.y - shore) / 0.3).clamp(0, 1)
    ripple = fbm(grid, chance.of("ripple"), 26.0, 2.5, stretch=7.0) * (0.25 + 0.75 * depth)
    mirrored = fbm(grid, chance.of("mirror"), 2.0, 2, stretch=0.8)
    plan = 0.80 - 0.36 * depth + 0.10 * smoothstep(0.1, 0.5, mirrored + 0.25 * ripple * knobs.energy)
    modelled = plan + ripple * (0.03 + 0.07 * knobs.energy)
    layers.cover_accent(layers.lay(distance, modelled, plan, 0.5 - 0.4 * depth, 0.04 * ripple))
