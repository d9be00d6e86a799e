"""Desert: dunes parted by a winding crest into a lit side and a shaded one, under a low sun.

Layouts by seed: one great dune, a sea of dunes that a caravan crosses, saguaros on a plain before tables of rock. A dune's flanks
lie at the angle of repose near the crest and run out flat (Bagnold, "The Physics of Blown Sand and Desert Dunes", 1941).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.affine import affine
from engine.draw.birds import birds
from engine.draw.capsules import Limb, capsules
from engine.draw.chance import Chance
from engine.draw.drift import drifting, drifting_series
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.lines import lines
from engine.draw.noise import Noise, planes, smoothstep
from engine.draw.shapes import disc
from engine.draw.stand import stand
from engine.registry import Option, scene

LAYOUTS = ("dune", "caravan", "saguaro")
OPTIONS = (
    Option("sun", "A higher sun"),
    Option("winding", "More winding crests"),
    Option("ripples", "Deeper ripples in the sand"),
)
CAMEL: list[Limb] = [
    (-0.26, -0.60, 0.20, -0.62, 0.13),
    (-0.08, -0.74, -0.02, -0.74, 0.13),
    (0.22, -0.58, 0.46, -0.90, 0.055),
    (0.45, -0.93, 0.60, -0.88, 0.05),
    (-0.34, -0.62, -0.42, -0.40, 0.02),
]
"""One hump, facing right, a unit tall, without its legs."""
LEGS = ((-0.28, 0.0), (-0.22, 0.5), (0.18, 0.25), (0.24, 0.75))
"""(where under the body, in which quarter of the step)."""

ASLANT = (0.9, 1.9)
"""How crests lean in a sea of dunes: there only the peaks are seen, and upright ones cut them into fins."""


@dataclass(frozen=True)
class _Light:
    """The sun's place and side; the sand's ripples (about -2 .. 2) and blown dust; how winding crests are; the loop's phase."""

    x: float
    y: float
    side: float
    sand: Tensor
    winding: float
    ripples: float
    t: float


@scene("desert", far="light", options=OPTIONS)
def desert(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    horizon = {"dune": 0.06, "caravan": -0.02, "saguaro": 0.16}[layout] + chance.uniform("horizon", -0.02, 0.02)
    rise = {"dune": 0.26, "caravan": 0.22, "saguaro": 0.10}[layout] + chance.uniform("rise", -0.02, 0.02)
    x = side * grid.aspect * chance.uniform("x", 0.16, 0.22)
    y = horizon - rise - 0.24 * (knobs.own["sun"] - 0.5)
    sand, wind, streaks = planes(
        grid,
        [
            drifting_series(grid.pixel, chance.of("sand"), 17.0, 1 + 2.4 * knobs.detail, t, 0.012, 4.5, 0.66),
            [Noise(chance, "wind").octave(1.2)],
            [drifting(chance, "streaks", 5.0, t, 0.10, 6.0)],
        ],
    )
    light = _Light(x, y, side, sand, knobs.own["winding"], knobs.own["ripples"], t)
    around = (grid.x - x).square() + (grid.y - y).square()
    sky = around.sqrt_().mul_(3.0).add_(1.0).reciprocal_().mul_(0.21).add_(0.78).sub_((horizon - grid.y).clamp_min(0) * 0.13)
    layers = Layers(grid, torch.add(sky, streaks, alpha=0.012), sky, 1.0, wind.mul_(0.10))
    above = layers.rows(bottom=horizon)
    above.lay(0.95 - above.crop(streaks).mul_(0.8), above.crop(sky) + 0.035, above.crop(sky) + 0.04, outline=False, softness=0.1)
    _sun(layers, light, 0.13 if layout == "saguaro" else 0.067 * chance.uniform("size", 0.80, 1.30))
    {"dune": _great, "caravan": _sea, "saguaro": _plain}[layout](layers, chance, knobs, light, horizon)
    return layers.fields()


def _sun(layers: Layers, light: _Light, radius: float) -> None:
    radius *= math.sqrt(min(1.5, layers.grid.aspect) if radius > 0.1 else layers.grid.aspect)
    part = layers.rows(light.y - radius, light.y + radius, light.x - radius, light.x + radius)
    body = disc(part.grid, light.x, light.y, radius)
    part.lay(body, 0.99, 0.99, outline=radius < 0.11)
    part.accent(body if radius < 0.11 else body + 0.42 * radius)


@dataclass(frozen=True)
class _Dune:
    """Where its peak stands, how far it falls and how steeply; tones: of its lit and its shaded side; near: 0 far, 1 at hand; lean: how
    far, least and most, its crest falls aside as it comes down, away from the sun."""

    chance: Chance
    x: float
    y: float
    tall: float
    steep: float
    tones: tuple[float, float]
    near: float
    lean: tuple[float, float] = (0.045, 0.45)


def _flanks(grid: Grid, dunes: list[_Dune], knobs: SceneKnobs) -> Tensor:
    """(n, 1, W) skylines of dunes: steep by their peaks, flat after they have fallen by as much as they are tall."""
    numbers = [
        (one.x, one.y, one.tall, *(-one.steep / one.tall * one.chance.uniform(way, 0.8, 1.2) for way in ("left", "right"))) for one in dunes
    ]
    x, y, tall, left, right = torch.tensor(numbers, device=grid.device).T[..., None, None]
    waves = lines(grid.x, [(one.chance, name, wide) for name, wide in (("swell", 1.6), ("far swell", 0.6)) for one in dunes])
    swell = waves[: len(dunes)].mul_(0.004 + 0.02 * knobs.energy).add_(waves[len(dunes) :], alpha=0.015)
    away = grid.x - x
    slopes = torch.lerp(left, right, away.gt(0).float())
    fallen = (away * away).add_(0.0016).sqrt_().sub_(0.04).mul_(slopes).exp_()
    return torch.addcmul(y + tall, tall, fallen, value=-1).addcmul_(swell, smoothstep(0.0, 0.25, away.abs_()))


def _range(layers: Layers, dunes: list[_Dune], knobs: SceneKnobs, light: _Light) -> Iterator[tuple[_Dune, Tensor]]:
    """Lay dunes from far to near, each down to where the next one hides it; as each is laid, tell it and its skyline."""
    flanks = _flanks(layers.grid, dunes, knobs)
    hidden = [*flanks.amax((1, 2)).tolist()[1:], math.inf]
    for one, line, bottom in zip(dunes, flanks, hidden, strict=True):
        _lay(layers.rows(one.y - 0.04, bottom + layers.grid.pixel), one, line, knobs, light)
        yield one, line


def _lay(part: Layers, dune: _Dune, line: Tensor, knobs: SceneKnobs, light: _Light) -> None:
    """One dune under its skyline (1, W), parted by a winding crest."""
    grid, sand, near, chance = part.grid, part.crop(light.sand), dune.near, dune.chance
    below = (grid.y - dune.y).clamp_min(0)
    turn = (below + 0.01).sqrt_().mul_(9.0).add_(chance.uniform("turn", 0, 6.28)).sin_()
    wander = 0.24 * (2 * light.winding) ** 1.7 * (0.35 + 0.65 * knobs.energy)
    lean = light.side * chance.uniform("lean", *dune.lean)
    crest = turn.mul_(wander).sub_(lean).mul_(below).add_(dune.x).mul_(light.side)
    across = grid.x * light.side - crest
    lit = torch.mul(across, 0.8).add_(sand, alpha=0.0022 * near).mul_(1 / (grid.pixel + 0.003)).add_(0.5).clamp_(0, 1)
    bright, shade = dune.tones
    plan = torch.add(affine(below, -0.22, shade), lit, alpha=bright - shade)
    fade = across.abs().mul_(-3.2).clamp_(min=-1.0)
    plan.addcmul_(sand, lit, value=0.10 * light.ripples**4)  # deep ripples break the big shapes too
    modelled = torch.add(plan, fade, alpha=-0.10)
    grains = (0.015 + 0.040 * near) * (0.25 + 1.5 * light.ripples) * (0.4 + 0.6 * near)
    modelled.addcmul_(fade.mul_(0.16).add_(sand, alpha=grains), lit)
    ripples = across.mul_(-0.6).add_(sand, alpha=0.5).clamp_(-1.2, 1.2)
    part.cover_accent(part.lay(line * 0.9 - grid.y * 0.9, modelled, plan, 0.95 - 0.9 * near, ripples))


def _great(layers: Layers, chance: Chance, knobs: SceneKnobs, light: _Light, horizon: float) -> None:
    """One great dune against the sky, lesser ones behind and before it."""
    wide, side = layers.grid.aspect, light.side
    peak = -side * chance.uniform("peak", 0.04, 0.12) * wide
    dunes = [
        _Dune(chance.of("far"), side * 0.30 * wide, horizon - 0.04, 0.10, 0.22, (0.70, 0.54), 0.1),
        _Dune(chance.of("behind"), -side * 0.42 * wide, horizon - 0.02, 0.14, 0.30, (0.64, 0.42), 0.3),
        _Dune(chance.of("great"), peak, horizon - 0.25 - 0.10 * knobs.energy, 0.44, 0.66, (0.60, 0.14), 0.7),
        _Dune(chance.of("near"), side * 0.36 * wide, horizon + 0.27, 0.22, 0.34, (0.46, 0.05), 1.0),
    ]
    x, y = -side * chance.uniform("birds", 0.16, 0.24) * wide, horizon - 0.36 - 0.05 * knobs.energy
    birds(layers, chance.of("birds"), 3, x, y, (0.08, 0.04), 0.030, 0.2, light.t)
    for _ in _range(layers, dunes, knobs, light):
        pass


def _sea(layers: Layers, chance: Chance, knobs: SceneKnobs, light: _Light, horizon: float) -> None:
    """Dune beyond dune; on the crest of the farthest a caravan walks before the sky: on a nearer one it stood dark on dark."""
    wide, side = layers.grid.aspect, light.side
    count, dunes = 6, []
    for index in range(count):
        near = index / (count - 1)
        here = chance.of(f"dune {index}")
        x = (1 if index % 2 else -1) * side * wide * here.uniform("x", 0.10, 0.40)
        y = horizon - 0.02 + 0.36 * near**1.15 - (0.05 + 0.06 * near) * (0.5 + knobs.energy)
        tones = (0.76 - 0.26 * near, 0.56 - 0.52 * near) if index else (0.62, 0.54)  # under the caravan no dune turns to the sky's ink
        dunes.append(_Dune(here, x, y, 0.10 + 0.10 * near, 0.20 + 0.26 * near, tones, near, ASLANT))
    for one, line in _range(layers, dunes, knobs, light):
        if one is dunes[0]:
            _caravan(layers, one, line, light)


def _caravan(layers: Layers, dune: _Dune, line: Tensor, light: _Light) -> None:
    """Camels in a file along a dune's skyline (1, W), stepping in time."""
    tall, chance = 0.062, dune.chance
    lead, reach = 0.75 * dune.x + chance.uniform("lead", -0.06, 0.06), 0.19 + 0.7 * tall
    part = layers.rows(dune.y - 2 * tall, dune.y + 0.14, lead - reach, lead + reach)
    grid = part.grid
    row = stand(grid, chance.of("file"), 1.25 * tall, 1, 0.15)
    foot = part.along(line)
    seen = (row.middle - lead).abs() < 0.19
    step = math.sin(2 * math.pi * light.t), math.cos(2 * math.pi * light.t)
    legs = [(at, -0.5, at + 0.10 * (step[0] * math.cos(6.28 * q) + step[1] * math.sin(6.28 * q)), 0.05, 0.032) for at, q in LEGS]
    u, v = row.across * (-light.side / tall), (grid.y - foot) / tall
    body = capsules(u, v, CAMEL + legs).mul_(tall).add_(~seen)
    part.cover_accent(part.lay(body, 0.05, 0.04, 0.45, 1.57))


def _plain(layers: Layers, chance: Chance, knobs: SceneKnobs, light: _Light, horizon: float) -> None:
    """Saguaros on a plain, the sun behind them, tables of rock at its end."""
    grid, side, wide = layers.grid, light.side, layers.grid.aspect
    birds(layers, chance.of("birds"), 3, side * chance.uniform("birds", 0.24, 0.34) * wide, -0.34, (0.08, 0.04), 0.028, 0.2, light.t)
    for index, (tall, tone) in enumerate(((0.10, 0.66), (0.14, 0.54))):
        row = stand(grid, chance.of(f"mesa {index}"), 0.75 - 0.15 * index, 3, 0.4)
        half = 0.05 + 0.13 * row.own[0]
        slope = ((row.across.abs() - half) / 0.14).clamp(0, 1)
        high = tall * (0.4 + 0.6 * row.own[1]) * torch.where(slope > 0, 0.62 * (1 - slope).square(), 1.0) * (0.5 + knobs.energy)
        part = layers.rows(horizon - 0.3, horizon + 0.02)
        body = horizon - high + 0.004 * Noise(chance, f"rim {index}").at(grid.x, 0.0, 16.0) - part.grid.y
        part.cover_accent(part.lay(body * 0.7, tone, tone, 0.9 - 0.1 * index))
    ground = layers.rows(top=horizon - 0.03)
    down = (ground.grid.y - horizon).clamp_min(0)
    sand = ground.crop(light.sand)
    soil = horizon + 0.006 * Noise(chance, "soil").at(grid.x, 0.0, 3.0) - ground.grid.y
    plan = torch.add(0.60 - 0.75 * down, sand, alpha=0.08 * light.ripples**4)
    modelled = torch.addcmul(plan, sand, (0.02 + 0.15 * down) * (0.25 + 1.5 * light.ripples))
    ground.cover_accent(ground.lay(soil, modelled, plan, 0.8 - 1.6 * down, 0.1 * sand))
    _wash(ground, chance.of("wash"), light, horizon)
    for index, (at, foot, full) in enumerate(((0.30, 0.03, 0.16), (-0.04, 0.07, 0.24), (-0.24, 0.29, 0.64))):
        tall = full * min(1.0, 0.5 + 0.5 * wide) * chance.uniform(f"tall {index}", 0.9, 1.1)
        x = side * wide * (at + chance.uniform(f"at {index}", -0.04, 0.04))
        _saguaro(layers, chance.of(f"cactus {index}"), knobs, light, x, horizon + foot, tall)
    near = layers.rows(top=0.34)
    bank = 0.43 + 0.05 * side * near.grid.x / wide + 0.02 * Noise(chance, "bank").at(near.grid.x, 0.0, 2.0)
    bank = bank - 0.012 * Noise(chance, "scrub").at(near.grid.x, 0.0, 26.0).abs() * (0.4 + 1.2 * knobs.detail)
    near.lay(bank - near.grid.y, 0.08, 0.06, 0.03, 0.0)


def _wash(ground: Layers, chance: Chance, light: _Light, horizon: float) -> None:
    """The dry bed of a stream, pale in the plain, that winds away to the horizon."""
    down = (ground.grid.y - horizon).clamp_min(1e-3)
    turn = (down * 30.0 + 1).log_().mul_(3.6).add_(chance.uniform("turn", 0, 2 * math.pi)).sin_()
    middle = turn.mul_(0.55 * light.winding * down).add_(light.side * ground.grid.aspect * (0.06 - 0.30 * down))
    away = (ground.grid.x - middle).abs_().sub_(0.010 + 0.16 * down).mul_(0.75)
    bed = 0.80 - 0.50 * down
    ground.lay(torch.maximum(away, horizon + 0.012 - ground.grid.y), bed, bed, None, 1.57)


def _saguaro(layers: Layers, chance: Chance, knobs: SceneKnobs, light: _Light, x: float, foot: float, tall: float) -> None:
    """A ribbed column with two or three arms, lit along one side."""
    part = layers.rows(foot - 1.1 * tall, foot + 0.03, x - 0.36 * tall, x + 0.36 * tall)
    grid = part.grid
    limbs: list[Limb] = [(0.0, 0.05, 0.0, -0.92, 0.075)]
    for index, way in enumerate((1, -1, 1)):
        low = chance.uniform(f"low {index}", -0.52, -0.28) - 0.1 * (index == 2)
        out = way * chance.uniform(f"out {index}", 0.18, 0.23) * (1 - 0.45 * (index == 2))
        top = low - chance.uniform(f"up {index}", 0.16, 0.34) * (0.7 + 0.6 * knobs.energy) * (1 - 0.5 * (index == 2))
        limbs += [(0.0, low, 0.7 * out, low, 0.046), (0.7 * out, low, out, low - 0.06, 0.048), (out, low - 0.06, out, top, 0.05)]
    u, v = (grid.x - x) / tall, (grid.y - foot) / tall
    body = capsules(u, v, limbs) * tall
    rim = smoothstep(-0.030, -0.012, body / tall) * ((u * light.side).expand(body.shape) > -0.02)
    ribs = Noise(chance, "ribs").plane(grid, 9.0 / tall, 0.12)
    tone = 0.30 - 0.26 * min(1.0, tall / 0.5)
    modelled = tone + 0.22 * rim + ribs * (0.03 * knobs.detail)
    plan = rim.mul_(0.03).add_(tone - 0.10 * v)
    part.cover_accent(part.lay(torch.maximum(body, grid.y - foot), modelled, plan, 0.3, 1.57))
