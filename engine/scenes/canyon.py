"""Canyon: walls of layered rock, a lit side and a shaded one.

Layouts by seed: buttes on a desert floor, stepped walls above a winding river, a narrow slot with the sun at its end. Hard beds stand
as cliffs and soft ones as slopes, so that a wall's outline is a stair (Gilbert, "Geology of the Henry Mountains", 1877).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.affine import number
from engine.draw.birds import birds
from engine.draw.chance import Chance
from engine.draw.drift import drifting
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.lines import lines
from engine.draw.noise import planes, series, smoothstep
from engine.draw.shapes import coverage, disc
from engine.draw.slot import slot
from engine.registry import Option, scene

LAYOUTS = ("buttes", "river", "slot")
OPTIONS = (
    Option("strata", "Bolder layers in the rock"),
    Option("fog", "More haze between the walls"),
    Option("sun", "A higher sun"),
)


@dataclass(frozen=True)
class _Rock:
    """beds: (H, W) about -2 .. 2, the layers of the rock; cracks: (H, W), the flutes down its faces. side: where the sun stands."""

    beds: Tensor
    cracks: Tensor
    side: float
    bold: float
    haze: float

    def tones(self, part: Layers, tone: float, near: float, amount: float = 1.0) -> tuple[Tensor, Tensor]:
        """(H, W) modelled and plan values of bare rock of one mean tone: bands that fade with the distance."""
        beds, cracks = part.crop(self.beds), part.crop(self.cracks)
        deep = amount * (0.02 + 0.10 * self.bold + 0.50 * self.bold**3) * (0.35 + 0.65 * near)
        bands = beds.mul(2.4).clamp_(-1, 1)
        return bands.mul(deep * 0.8).add_(cracks, alpha=0.014 + 0.02 * near).add_(tone), bands.mul_(deep * 0.75).add_(tone)


@scene("canyon", far="light", options=OPTIONS)
def canyon(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    if layout == "slot":
        return slot(grid, chance, knobs, side, t)
    sums = [
        series(grid.pixel, chance.of("beds"), 13.0, 1.2 + 1.8 * knobs.detail, 0.6, 14.0),
        series(grid.pixel, chance.of("cracks"), 7.0, 1.4 + 2.6 * knobs.detail, 0.66, 0.28),
    ]
    beds, cracks = planes(grid, sums)
    rock = _Rock(beds, cracks, side, knobs.own["strata"], knobs.own["fog"])
    horizon = {"buttes": 0.16, "river": -0.10}[layout] + chance.uniform("horizon", -0.02, 0.02)
    x = side * grid.aspect * chance.uniform("x", 0.15, 0.22)
    y = horizon - chance.uniform("rise", 0.20, 0.28) * (1.0 if layout == "buttes" else 0.55) - 0.20 * (knobs.own["sun"] - 0.5)
    layers = _sky(grid, chance, x, y, horizon, t)
    {"buttes": _buttes, "river": _river}[layout](layers, chance, knobs, rock, horizon, t)
    return layers.fields()


def _sky(grid: Grid, chance: Chance, x: float, y: float, horizon: float, t: float) -> Layers:
    """Paler towards the sun, to a point: rings about it then lie round its middle. With long bars of cloud; its disc is the accent."""
    bars = planes(grid, [[drifting(chance, "bars", 6.0, t, 0.12, 7.0)]])[0]
    around = (grid.x - x).square() + (grid.y - y).square()
    sky = around.sqrt_().mul_(3.0).add_(1.0).reciprocal_().mul_(0.22).add_(0.74)
    layers = Layers(grid, sky, sky, 1.0, 0.02 * bars)
    above = layers.rows(bottom=horizon)
    cloud = above.crop(bars)
    above.lay(1.1 - cloud, above.crop(sky) + 0.06, above.crop(sky) + 0.07, outline=False, softness=0.06)
    radius = min(0.067 * math.sqrt(grid.aspect) * chance.uniform("size", 0.80, 1.30), y + 0.49)
    part = layers.rows(y - radius, y + radius, x - radius, x + radius)
    body = disc(part.grid, x, y, radius)
    part.lay(body, 0.99, 0.99)
    part.accent(body)
    return layers


def _butte(layers: Layers, chance: Chance, rock: _Rock, x: float, half: float, top: float, foot: float, tone: float, near: float) -> None:
    """A table of rock: a cliff of `half` its width, a skirt of scree, one flank in shade."""
    grid = layers.grid
    tall = foot - top
    edge, notch, worn = lines(grid.x, [(chance, "edge", 13.0), (chance, "notch", 8.0), (chance, "rim", 5.0)])
    away = (grid.x - x).abs() + 0.010 * edge
    rim = top + tall * (0.05 * worn.abs() + (notch - 0.9).clamp_min(0) * 0.10)
    rim = torch.where(away > 0.80 * half, rim + 0.16 * tall, rim)
    scree = foot - tall * 0.46 * (1 - ((away - half) / (1.5 * tall)).clamp(0, 1)).pow(1.6)
    line = torch.where(away < half, rim, scree)
    part = layers.rows(top - 0.02, foot)
    y = part.grid.y
    cliff = torch.maximum((rim - y), (away - half).expand(y.shape[0], -1))
    slope = torch.maximum((scree - y) * 0.8, y - foot)
    body = torch.minimum(cliff, slope)
    shade = coverage(((grid.x - x) * rock.side + 0.20 * half).add(part.crop(rock.cracks), alpha=0.016), grid.pixel, 0.004)
    modelled, plan = rock.tones(part, tone, near)
    on_cliff = coverage(y - scree + 0.004 * part.crop(rock.beds), grid.pixel, 0.003)
    dark = shade.mul(-0.6 * tone - 0.02).add_(on_cliff, alpha=-0.05)
    modelled.add_(dark)
    plan.add_(dark)
    haze = ((y - top) / tall).clamp(0, 1).square() * (0.05 + 0.7 * rock.haze) * (1 - 0.7 * near)
    modelled.lerp_(number(0.78), haze)
    plan.lerp_(number(0.78), haze.mul(0.35))
    part.cover_accent(part.lay(torch.maximum(body, (line - y) * 0.3), modelled, plan, 0.9 - 0.7 * near, 1.4))


def _buttes(layers: Layers, chance: Chance, knobs: SceneKnobs, rock: _Rock, horizon: float, t: float) -> None:
    """Far tables, then two or three great ones, a dusty plain, dark rocks at hand."""
    wide, side = layers.grid.aspect, rock.side
    grow = 0.6 + 0.8 * knobs.energy
    birds(layers, chance.of("birds"), 3, -side * chance.uniform("birds", 0.02, 0.10) * wide, horizon - 0.50, (0.10, 0.04), 0.030, 0.25, t)
    for index, at in enumerate((-0.46, 0.02, 0.40)):
        here = chance.of(f"far {index}")
        x = (at + here.uniform("x", -0.06, 0.06)) * wide
        _butte(
            layers,
            here,
            rock,
            x,
            here.uniform("half", 0.05, 0.12),
            horizon - here.uniform("top", 0.07, 0.12) * grow,
            horizon + 0.01,
            0.66,
            0.15,
        )
    fit = min(1.25, 0.55 + 0.45 * wide)
    spots = ((side * 0.34, 0.075, 0.24, 0.54, 0.5), (-side * 0.20, 0.15, 0.33, 0.48, 0.8))
    for index, (at, half, tall, tone, near) in enumerate(spots):
        here = chance.of(f"butte {index}")
        x = (at + here.uniform("x", -0.05, 0.05)) * wide
        foot = horizon + 0.02 + 0.03 * index
        _butte(
            layers,
            here,
            rock,
            x,
            half * fit * here.uniform("half", 0.8, 1.2),
            foot - tall * grow * here.uniform("tall", 0.9, 1.1),
            foot,
            tone,
            near,
        )
    _plain(layers, chance, knobs, rock, horizon)


def _plain(layers: Layers, chance: Chance, knobs: SceneKnobs, rock: _Rock, horizon: float) -> None:
    """The desert floor, and low ledges that close the foreground."""
    grid = layers.grid
    floors = ((0.02, 0.58), (0.12, 0.40), (0.24, 0.10))
    here = [chance.of(f"floor {index}") for index in range(len(floors))]
    waves = lines(grid.x, [(one, name, wide) for index, one in enumerate(here) for name, wide in (("ledge", 1.3 + index), ("scrub", 30.0))])
    crests = []
    for index, (drop, _) in enumerate(floors):
        ledge, scrub = waves[2 * index : 2 * index + 2]
        crests.append(horizon + drop + ledge * (0.010 + 0.012 * index) - scrub.abs() * (0.008 * index * (0.3 + 1.4 * knobs.detail)))
    hidden = [*torch.cat(crests).amax(1).tolist()[1:], math.inf]
    for index, (drop, tone) in enumerate(floors):
        line = crests[index]
        part = layers.rows(horizon + drop - 0.05, hidden[index] + grid.pixel)
        below = (part.grid.y - line).clamp_(0, 0.3)
        modelled, plan = rock.tones(part, tone, 0.4 + 0.3 * index, 0.2)
        modelled.sub_(below, alpha=0.5)
        plan.sub_(below, alpha=0.6)
        part.cover_accent(part.lay((line - part.grid.y) * 0.9, modelled, plan, 0.45 - 0.2 * index, 0.0))


def _stairs(out: Tensor, steps: float) -> Tensor:
    """A falling stair over out >= 0: slopes of scree on soft beds, cliffs of hard ones between."""
    place = out * steps
    flat = place.floor()
    return place.lerp_(flat + smoothstep(0.55, 0.98, place - flat), 0.62).div_(steps)


def _river(layers: Layers, chance: Chance, knobs: SceneKnobs, rock: _Rock, horizon: float, t: float) -> None:
    """Looking up a canyon: spurs from both sides step down to a river that winds away between them."""
    wide = layers.grid.aspect
    aside = -rock.side * chance.uniform("birds", 0.02, 0.10) * wide
    birds(layers, chance.of("birds"), 3, aside, horizon - 0.25, (0.10, 0.04), 0.030, 0.25, t)
    middle = -rock.side * 0.05 * wide
    floor = layers.rows(top=horizon)
    down = (floor.grid.y - horizon).clamp_min(0)
    modelled, plan = rock.tones(floor, 0.60, 0.2, 0.2)
    modelled.sub_(down, alpha=0.15)
    plan.sub_(down, alpha=0.15)
    floor.cover_accent(floor.lay((horizon - floor.grid.y).expand(modelled.shape), modelled, plan, 0.95 - down, 0.0))
    phase = chance.uniform("bend", 0, 6.28)
    course = middle + (0.05 + 0.16 * knobs.energy) * wide * (0.25 + down) * torch.sin(9.0 * (down + 0.02).sqrt() + phase)
    glint = planes(floor.grid, [[drifting(chance, "glint", 22.0, t, 0.03, 5.0)]])[0]
    half = 0.010 + 0.22 * down
    river = (floor.grid.x - course).abs_()
    plan = (river / half).mul_(-0.16).add_(0.98 - 0.12 * down)  # what must take another ink runs along the banks, not across the river
    shine = torch.add(plan, glint, alpha=0.035).sub_(0.04)
    floor.lay(torch.maximum(river.sub_(half), horizon + 0.02 - floor.grid.y), shine, plan, 0.95, 1.57)
    count = 7
    for index in range(count):
        near = index / (count - 1)
        here, from_ = chance.of(f"spur {index}"), (1 if index % 2 else -1) * rock.side
        foot = horizon + 0.07 + 0.62 * near**1.5
        top = horizon - 0.015 - (0.03 + 0.10 * knobs.energy) * near + here.uniform("top", -0.01, 0.02)
        bend = float(math.sin(9.0 * math.sqrt(foot - horizon + 0.02) + phase))
        edge = middle + (0.05 + 0.16 * knobs.energy) * wide * (0.25 + foot - horizon) * bend + from_ * (0.02 + 0.30 * (foot - horizon))
        _spur(layers, here, rock, from_, edge, (0.12 + 0.22 * near) * min(1.4, 0.4 + 0.6 * wide), top, foot, 0.70 - 0.46 * near, near)


def _spur(
    layers: Layers, chance: Chance, rock: _Rock, from_: float, edge: float, run: float, top: float, foot: float, tone: float, near: float
) -> None:
    """A wall that comes in from one side and steps down to its foot at x = edge, over a width `run`."""
    grid = layers.grid
    wear, chips, rim = lines(grid.x, [(chance, "wear", 4.0), (chance, "chips", 17.0), (chance, "rim", 6.0)])
    rough = 0.10 * wear + 0.04 * chips
    out = (1 - (grid.x - edge) * (from_ / run) + rough).clamp(0, 1.2)
    line = top + (foot - top) * _stairs(out, 3.0) + 0.006 * rim
    part = layers.rows(top - 0.03, foot)
    sunny = from_ != rock.side
    modelled, plan = rock.tones(part, tone + (0.09 if sunny else -0.09 * tone), 0.3 + 0.7 * near, 0.7)
    below = (part.grid.y - line).clamp_(0, 0.4)
    ledge = coverage(below - 0.010 - 0.02 * near, grid.pixel, 0.004) * ((0.15 if sunny else 0.10) * (0.4 + 0.6 * near))
    modelled.add_(ledge).sub_(below, alpha=0.25)
    plan.add_(ledge).sub_(below, alpha=0.35 * near)
    haze = (below * 2.5).clamp_(0, 1).mul_((0.05 + 0.75 * rock.haze) * (1 - near) * 0.8)
    modelled.lerp_(number(0.82), haze)
    plan.lerp_(number(0.82), haze.mul_(0.4))
    body = torch.maximum((line - part.grid.y) * 0.75, part.grid.y - foot - 0.012 * rough)
    part.cover_accent(part.lay(body, modelled, plan, 0.9 - 0.85 * near, 0.0))
