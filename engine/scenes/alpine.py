"""Alpine: snow peaks with a lit and a shaded side, ridge behind ridge in the air between, conifers in front.

Layouts by seed: a range, one great peak, a lake that mirrors the range. Crests are Musgrave's ridged noise (Ebert et al. 2003).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn.functional import avg_pool1d, max_pool1d

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.affine import affine, number
from engine.draw.chance import Chance
from engine.draw.drift import drifting_series
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, look, octaves, planes, series, smoothstep
from engine.draw.profile import Profile, along
from engine.draw.still_water import still_water
from engine.draw.trees import conifers
from engine.registry import Option, scene

LAYOUTS = ("range", "peak", "lake")
STEP_PIXEL = 1 / 2400
"""Crests are drawn as finely as an 8K export shows them."""
CONES = 41
"""Enough for 21:9 seen by the widest camera."""
CONE_REACH = 4
"""A cone further past the samples' ends than so many places is nowhere high enough to be seen."""
STEEPEST = 2.5
SMOOTH = 9
"""Flanks are parted by what the crest does over so many of its steps: fewer leave specks of light on dark rock."""
SLIVER = 27
HEAP = 131
"""A mountain's heap is its crest's mean over about three times as many of its steps."""
SPURS = 0.5
"""How steep the line is along which a range's ink changes, beside the crests that it is drawn after."""
LEAST, DEEP = 1e-9, 0.4
"""So far beneath its heights a range has little light and shade left, and most of the haze; the root of an exact 0 costs ten
times that of any other number."""
WINTER = 0.45
"""How much further than on the heights snow lies in full winter: with no foot bare, a range was a row of slabs."""
LEAN = 1.6
"""How far the spines between light and shade lean over to the shaded side as they come down: upright ones made slabs of the flanks."""
GULLIES = 14.0
"""Tongues of snow a picture height, on a range of middling height."""
FINER = 4
"""So many samples of a flank's light to one of its crest, enough to read the nearest one."""


@dataclass(frozen=True)
class _Range:
    """One range of mountains: its foot, its value in the plan, how tall and how snowy; summit: height of the one great peak, if any,
    and top: its place as a part of the picture's width.

    facets: how far its lit and its shaded sides part in the plan. Ranges far and near are silhouettes, or inks would join them to others.
    """

    chance: Chance
    base: float
    value: float
    tall: float
    snow: float
    summit: float = 0.0
    top: float = 0.0
    facets: float = 1.0


@dataclass(frozen=True)
class _Skylines:
    """Every range's crest, how steep it is and its spurs (a profile of three rows a range, and last the heap of all of them), its lit
    flanks, and the (top, foot) of each crest.
    """

    lines: Profile
    lit: list[Profile]
    reach: list[tuple[float, float]]


@dataclass(frozen=True)
class _Sun:
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class _Air:
    """What every ridge shares: from which side it is lit, the rock's texture, how its spines wander, the mist."""

    side: float
    rock: Tensor
    spine: Tensor
    mist: Tensor


@scene(
    "alpine",
    far="light",
    options=(
        Option("mist", "Thicker mist between the ridges"),
        Option("snow", "Snow further down the slopes"),
        Option("sun", "A higher sun"),
        Option("trees", "Taller trees in front"),
    ),
)
def alpine(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    horizon = {"range": 0.02, "peak": 0.10, "lake": 0.03}[layout] + chance.uniform("horizon", -0.02, 0.04)
    side, shore = chance.sign("side"), horizon + 0.20
    ranges = _ranges(layout, chance, horizon, knobs.own["snow"])
    aspect = round(grid.aspect * 16) / 16
    skylines = grid.once(("skylines", chance.path, aspect, Profile.half(grid)), lambda: _skylines(grid, aspect, ranges, knobs, side))
    rock, mist, clouds, spine = _textures(grid, chance, knobs, t)
    spine.add_(LEAN * side)
    layers = Layers(grid, depth=1.0, angle=mist * 0.15)
    sun = _sun_place(grid, chance, side, horizon - 0.26 * (knobs.own["sun"] - 0.5))
    lines = skylines.lines.at(grid.x)
    _sky(layers.rows(bottom=skylines.reach[0][1]), chance, sun, horizon, clouds, lines[-1])
    air = _Air(side, rock, spine, mist.add_(0.8).mul_(1 / 2.4).clamp_(0, 1))
    accented = sun.y + sun.radius
    hidden = [top[1] for top in skylines.reach[1:]] + [shore + 0.02 if layout == "lake" else 1.0]
    for index, one in enumerate(ranges):
        top = skylines.reach[index][0]
        part = layers.rows(top, hidden[index])
        _ridge(part, one, knobs, air, lines[3 * index : 3 * index + 3], skylines.lit[index], top < accented)
    if layout == "lake":
        still_water(layers.rows(top=shore - 0.02), chance, knobs, shore, t)
    tall = 1.8 ** (2 * knobs.own["trees"] - 1)
    conifers(layers, chance.of("trees"), knobs, side=-side, ground=0.43, value=0.06, accented=accented, tall=tall)
    return layers.fields()


def _ranges(layout: str, chance: Chance, horizon: float, winter: float) -> list[_Range]:
    """From the farthest to the nearest. winter: 0 no snow, 0.5 on the heights, 1 far down, on the nearest too."""
    less, more = min(1.0, 2 * winter), max(0.0, 2 * winter - 1) * WINTER
    if layout == "peak":
        top = -chance.sign("side") * chance.uniform("summit", 0.02, 0.14)  # across from the sun
        ranges = [
            _Range(chance.of("far"), horizon, 0.64, tall=0.10, snow=0.35 * less + more, facets=0.25),
            _Range(chance.of("peak"), horizon + 0.10, 0.55, tall=0.16, snow=less + more, summit=0.36, top=top),
        ]
    else:
        ranges = [
            _Range(chance.of("far"), horizon + 0.02, 0.60, tall=0.20, snow=0.8 * less + more, facets=0.25),
            _Range(chance.of("middle"), horizon + 0.12, 0.47, tall=0.24, snow=0.5 * less + more, facets=0.0),
        ]
    foot, tall = (0.19, 0.20) if layout == "peak" else (0.24, 0.15)
    return ranges if layout == "lake" else [*ranges, _Range(chance.of("near"), horizon + foot, 0.28, tall, snow=1.3 * more, facets=0.0)]


def _textures(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> list[Tensor]:
    """Rock, mist, clouds and the wandering of spines: the noise planes of the whole picture. Mist and clouds drift."""
    pixel = grid.pixel
    sums = [
        series(pixel, chance.of("rock"), 9.0, 1.5 + 2.5 * knobs.detail, 0.62, stretch=0.6),
        drifting_series(pixel, chance.of("mist"), 2.2, 2, t, 0.10, 3.5),
        drifting_series(pixel, chance.of("clouds"), 3.4, 3, t, 0.12, 4.5),
        [Noise(chance.of("middle"), "spine").octave(7.0, stretch=1.6)],
    ]
    return planes(grid, sums)


def _sun_place(grid: Grid, chance: Chance, side: float, horizon: float) -> _Sun:
    """Near a third of the width, over the far ridges."""
    x = side * grid.aspect * chance.uniform("x", 0.15, 0.25)
    return _Sun(x, horizon - chance.uniform("y", 0.22, 0.30), chance.uniform("radius", 0.056, 0.080))


def _sky(layers: Layers, chance: Chance, sun: _Sun, horizon: float, clouds: Tensor, heap: Tensor) -> None:
    """Brightest in the band of the sun and duller away from it; the disc and its glow. No sky is as light as snow, and the bands rise over
    whatever would reach into the bright one, so that snow stands out against it.

    Clouds bend the bands: added to their tones they would close them into lenses. heap: (1, W) how high the mountains stand, smooth.
    """
    grid = layers.grid
    aside, up = (grid.x - sun.x).square(), (grid.y - sun.y).square()
    clouds, high = layers.crop(clouds), smoothstep(0.0, 0.4, horizon - grid.y)
    over = heap.neg().add_(sun.y + 0.17)
    over = over.square().add_(0.0009).sqrt_().add_(over).mul_(0.6)
    bands = torch.mul(clouds, high * chance.uniform("waves", 0.02, 0.05)).add_(grid.y - (sun.y + 0.03)).add_(over)
    plan = bands.square_().add_(0.0004).sqrt_().mul_(-0.52).add_(0.87).clamp_(min=0.57)
    clouds = smoothstep(0.5, 1.7, clouds).mul_(high)
    glow = (aside * 55 + (up * 55 + 1)).reciprocal_()
    layers.fill(torch.add(plan, clouds, alpha=0.05).add_(glow, alpha=0.035), plan)
    disc = layers.rows(sun.y - sun.radius, sun.y + sun.radius, sun.x - sun.radius, sun.x + sun.radius)
    distance = torch.sqrt((disc.grid.x - sun.x).square() + (disc.grid.y - sun.y).square()).sub_(sun.radius)
    disc.lay(distance, 0.99, 0.99)
    disc.accent(distance)


def _skylines(grid: Grid, aspect: float, ranges: list[_Range], knobs: SceneKnobs, side: float) -> _Skylines:
    """Every range drawn over the whole picture's width.

    aspect: rounded, for the small pass of a picture and its window differ by a hair, and whichever comes first draws for both.
    """
    crests = Profile.several(grid, lambda x: _crests(x[0], aspect, ranges, knobs))
    steep = crests.slope().values.clamp(-STEEPEST, STEEPEST).square_().add_(1).rsqrt_().neg_()
    feet = torch.tensor([[one.base] for one in ranges], device=grid.device)
    spurs = crests.values - feet
    spurs = (spurs + spurs.roll(-1, 0)).mul_(SPURS).add_(0.1).clamp_(-0.15, 0.15)
    heap = crests.values.amin(0, keepdim=True)
    for _ in range(3):
        heap = avg_pool1d(heap, HEAP, 1, HEAP // 2, count_include_pad=False)
    lines = torch.cat((torch.stack((crests.values, steep, spurs), dim=1).flatten(0, 1), heap))
    turn = _whole(crests.slope(smooth=SMOOTH)).finer(FINER)
    lit = smoothstep(-0.02, 0.10, turn.values * side)
    reach = torch.stack(torch.aminmax(crests.values, dim=-1), dim=1).tolist()
    return _Skylines(Profile(crests.start, crests.step, lines), [Profile(turn.start, turn.step, one) for one in lit], reach)


def _whole(turn: Profile) -> Profile:
    """Without the slivers of light and of shade that would show as specks on the flanks: a morphological opening, then a closing."""
    values = turn.values
    for sign in (-1, 1, 1, -1):
        values = sign * max_pool1d(sign * values, SLIVER, 1, SLIVER // 2)
    return Profile(turn.start, turn.step, values)


def _crests(x: Tensor, aspect: float, ranges: list[_Range], knobs: SceneKnobs) -> Tensor:
    """(ranges, n) leaning cones with ridged noise on their flanks; where a summit is asked, one great cone more."""
    steep, count = 0.55 + 0.9 * knobs.energy, len(ranges)
    near = min(CONES // 2, math.ceil(float(-x[0]) / 0.24 + CONE_REACH))
    own = torch.stack([one.chance.uniforms("cones", CONES, 3)[CONES // 2 - near : CONES // 2 + near + 1] for one in ranges]).to(x.device)
    numbers = [(0.24 + 0.12 * one.chance.uniform("spread"), one.tall, one.base, 0.35 + one.tall) for one in ranges]
    spread, tall, base, rough = torch.tensor(numbers, device=x.device).T[..., None]
    middle = (torch.arange(-near, near + 1, device=x.device) + own[..., 0] * 0.7 - 0.35) * spread
    high, wide = (own[..., 1] * 0.65 + 0.35) * tall, own[..., 2] * 0.8 + 1.1
    cones = (x - middle[..., None]).abs_().mul_((-steep / wide)[..., None]).add_((steep * high)[..., None])
    height = cones.amax(1).clamp_(min=-0.05)
    for index, one in enumerate(ranges):
        if one.summit:
            cone = (x - one.top * aspect).abs_().mul_(-one.summit * steep / 0.62).add_(one.summit * steep)
            torch.maximum(height[index], cone, out=height[index])
    ridges, swell = _roughness(x, ranges, knobs, count)
    line: Tensor = base - height - ridges.sub_(0.5).mul_(rough * (0.05 + 0.07 * knobs.energy)) + swell
    return line


def _roughness(x: Tensor, ranges: list[_Range], knobs: SceneKnobs, count: int) -> tuple[Tensor, Tensor]:
    """(ranges, n) sharp crests, each octave rougher on the heights (Musgrave's ridged multifractal), about [0, 1]; and a slow swell."""
    heard = octaves(3.1, 2.0 + 3.6 * knobs.detail, STEP_PIXEL, 0.5)
    noises = [(f, Noise(one.chance, str(octave))) for octave, (f, _) in enumerate(heard) for one in ranges]
    noises += [(0.7, Noise(one.chance, "swell")) for one in ranges]
    f, across, down = torch.tensor([(f, *noise.offset) for f, noise in noises], device=x.device).T[..., None]
    found = look(x * f + across, down.expand(-1, len(x))).reshape(-1, count, len(x))
    crest = found[:-1].abs().mul_(-0.8).add_(1).clamp_(min=0).square_()
    amplitudes = [a for _, a in heard]
    amplitude = torch.tensor(amplitudes, device=x.device)[:, None, None] / sum(amplitudes)
    height = crest * amplitude
    height[1:] *= crest[:-1].clamp(max=1)
    return height.sum(0), found[-1] * 0.025


def _ridge(part: Layers, one: _Range, knobs: SceneKnobs, air: _Air, line: Tensor, flank: Profile, hides: bool) -> None:
    """One range: a lit and a shaded side parted along wandering spines, snow above, haze at its foot."""
    grid, rock, value = part.grid, part.crop(air.rock), one.value
    below = grid.y - line[0]
    distance = below * line[1]
    below.clamp_(LEAST, DEEP)
    wander = (below + 0.05 / 0.08).mul_(part.crop(air.spine)).add_(rock, alpha=0.012 / 0.08)
    place = below.sqrt_().mul_(wander).mul_(0.9 * 0.08 / flank.step).add_((grid.x - flank.start) * (1 / flank.step) + 0.5)
    lit = flank.nearest(place)
    parted = 1.3 * (0.30 * value * (1 - value) + 0.05)
    sides = affine(lit, parted, -0.5 * parted)
    bank = ((grid.y - one.base + max(one.tall, one.summit)) * (1 / DEEP)).clamp_(-1, 1)
    rise = _rise(value, knobs.own["mist"])
    plan = (bank - 0.5).mul_(rise).add_(value).sub(line[2] * (rise / DEEP))
    if one.facets:
        plan.add_(sides.mul_(bank.mul(-1.5).add_(1).clamp_(min=0)), alpha=one.facets)
    modelled = torch.add(plan, sides, alpha=0.4 * (1 - one.facets))
    veins = 0.018 + 0.024 * knobs.detail
    if one.snow:
        _snow(part, one, rock, lit, plan, modelled, veins)
    modelled.add_(rock, alpha=veins)
    air_between = torch.mul(part.crop(air.mist), _haze(bank.clamp_(min=0), value, knobs.own["mist"]), out=wander)
    modelled.lerp_(number(0.95), air_between)
    flow = sides.mul_(1.8 * air.side / parted).add_(rock, alpha=0.25) if grid.wants("flow") else None
    cover = part.lay(distance, modelled, plan, 0.15 + 0.85 * value, flow)
    if hides:
        part.cover_accent(cover)


def _snow(part: Layers, one: _Range, rock: Tensor, lit: Tensor, plan: Tensor, modelled: Tensor, veins: float) -> None:
    """Lay snow on the plan and on what is modelled, which has no veins yet: above one height for the whole range, in tongues further
    down in gullies, to the very crest.
    """
    tall = max(one.tall, one.summit)
    line, tongue = one.base - tall * (0.85 - (0.45 if one.summit else 0.75) * one.snow), 0.09 * tall + 0.02
    capped = part.upper(line + 1.1 * tongue + 0.02)
    if not capped:
        return
    grid, rock, lit, plan, modelled = part.grid, rock[:capped], lit[:capped], plan[:capped], modelled[:capped]
    strides = Noise(one.chance, "gullies")
    gullies, uneven = along(grid.x, [(strides, 4.0), (strides, 5.0)], down=(0.0, 0.5))
    gullies.mul_(0.9).add_(grid.x * (GULLIES * 0.25 / (0.08 + tall)))
    tongues = gullies.sub_(gullies.floor()).sub_(0.5).abs_().mul_(2).sub_(0.5).mul_(uneven.mul_(0.6).add_(1))
    edge = tongues.mul_(tongue / 0.004).add_(line / 0.004)
    cap = (edge - grid.y[:capped] * (1 / 0.004)).add_(rock, alpha=0.005 / 0.004).clamp_(0, 1)
    snow = affine(lit, 0.43 - 0.30 * one.value, 0.55 + 0.30 * one.value)
    plan.lerp_(snow, cap)
    modelled.lerp_(snow, cap).addcmul_(cap, rock, value=-0.6 * veins)


def _rise(value: float, amount: float) -> float:
    """By how much a range of that value is lighter at its foot: enough for the line where its ink changes to lie level, as mist does."""
    return (0.09 + 0.09 * min(1.0, 2 * amount)) * (1.3 - value) ** 2 * 1.5 + 0.8 * (0.9 - value) * max(0.0, 2 * amount - 1)


def _haze(bank: Tensor, value: float, amount: float) -> Tensor:
    """How much of the air lies over a range of that value: more towards its foot. bank: 0 at its heights, 1 at its foot."""
    less, more = min(1.0, 2 * amount), max(0.0, 2 * amount - 1)
    return bank.mul((0.5 * (0.4 + value) * value + 0.1) * less + 0.6 * more)
