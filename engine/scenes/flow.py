"""Flow: ribbons that run along a slowly turning field, each folded over the next like silk or cut paper.

Layouts by seed: streams across the picture, eddies about their centres, streams aslant in fine and broad ribbons, a loose weave of two.
A ribbon lies between two levels of a stream function, as between the contour lines of a map; its edges are antialiased by the level's
distance over the gradient (Perlin and Hoffert 1989, hypertexture).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, summed
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("streams", "eddies", "aslant", "eddies", "streams", "weave", "aslant")
TABLE = 64
STEEPS = 1e-3
LEAST = 3.0
"""So many of the field's waves a period at the least where it repeats: one or two would be none."""


@scene(
    "flow",
    far="light",
    tiles=True,
    options=(
        Option("ribbons", "More and narrower ribbons"),
        Option("sheen", "More light and shade across every ribbon"),
        Option("lines", "Fine lines that run along with the ribbons"),
    ),
)
def flow(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    if layout == "weave":
        return _weave(grid, chance, knobs, t)
    field = _Field.of(grid, chance, knobs, t, layout)
    ribbons = _ribbons(grid, chance, knobs, field)
    focus = _focus(grid, chance)
    accent = _thread(grid, chance, knobs, t, layout, field, focus)
    return Fields(ribbons[0].clamp_(0, 1), ribbons[1], ribbons[2], _along(grid, field), ribbons[3], accent, grid.unseen)


@dataclass(frozen=True)
class _Field:
    """A stream function in ribbons: level (H, W), its gradient a height: right, down (H, W), size of the gradient, ribbons that repeat."""

    level: Tensor
    right: Tensor
    down: Tensor
    steep: Tensor
    repeat: int

    @classmethod
    def of(cls, grid: Grid, chance: Chance, knobs: SceneKnobs, t: float, layout: str) -> _Field:
        level, repeat = _level(grid, chance, knobs, t, layout)
        return cls.at(level, grid.pixel, repeat)

    @classmethod
    def at(cls, level: Tensor, pixel: float, repeat: int) -> _Field:
        """The field of a (H, W) stream function."""
        right, down = _slopes(level, pixel)
        steep = torch.addcmul(right * right, down, down).add_(STEEPS).sqrt_()
        return cls(level, right, down, steep, repeat)


def _along(grid: Grid, field: _Field) -> Tensor:
    """(2, H, W) the way that the ribbons run, where anybody looks at it."""
    return torch.stack((field.down, -field.right)).div_(field.steep) if grid.wants("flow") else grid.full(1.0).expand(2, -1, -1)


def _level(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float, layout: str) -> tuple[Tensor, int]:
    """The stream function, and after how many ribbons they come again (0: never)."""
    count = (6 + 12 * knobs.own["ribbons"]) * (0.5 if layout == "eddies" else 1.0)
    (wide, tall), repeat = grid.tile, 0
    frequency, wander = {"streams": (1.35, 0.22), "eddies": (0.95, 0.80), "aslant": (1.1, 0.22), "weave": (1.1, 0.06)}[layout]
    swing = (0.25 + 1.5 * knobs.energy) * wander * count
    if layout == "eddies":
        swing = wander * count * (0.7 + 0.6 * knobs.energy)
    turn = 2 * math.pi * t
    frequency = max([frequency, *(LEAST / period for period in (tall, wide / 1.3) if period)])
    wave = [
        Noise(chance, "wave").octave(frequency, swing, 1.3),
        Noise(chance, "turn").octave(frequency * 1.4, swing * 0.13 * math.cos(turn), 1.2),
        Noise(chance, "back").octave(frequency * 1.4, swing * 0.13 * math.sin(turn), 1.2),
        Noise(chance, "fine").octave(frequency * 2.9, swing * 0.05 * (0.4 + 1.2 * knobs.detail), 1.2),
    ]
    level = summed(grid, wave)
    if layout != "eddies":
        repeat = max(2, round(count * tall)) if tall else 0
        slant = 0.0 if wide else {"streams": 0.18, "aslant": 0.75, "weave": 0.12}[layout] * chance.sign("slant")
        level.add_(grid.y * (repeat / tall if tall else count)).add_(grid.x * (slant * count))
    return level.add_(chance.uniform("phase", 0, 8)), repeat


def _slopes(plane: Tensor, pixel: float) -> tuple[Tensor, Tensor]:
    """The derivatives along x and y, by differences of neighbours; the window's margin covers its rim."""
    right, down = torch.empty_like(plane), torch.empty_like(plane)
    torch.sub(plane[:, 1:], plane[:, :-1], out=right[:, :-1])
    torch.sub(plane[1:], plane[:-1], out=down[:-1])
    right[:, -1], down[-1] = right[:, -2], down[-2]
    return right.div_(pixel), down.div_(pixel)


def _tones(grid: Grid, chance: Chance, repeat: int) -> Tensor:
    """(2, TABLE) a ribbon's tone and that of the one before it; neighbours differ by at least a step."""
    draws, count = chance.uniforms("tones", TABLE), repeat or TABLE
    steps = torch.tensor((0.06, 0.24, 0.42, 0.62, 0.80, 0.96))
    walk = (draws * 4).long() + 1
    place = torch.remainder(walk.cumsum(0), 6)
    tone = steps[place]
    index = torch.arange(TABLE) % count
    return torch.stack((tone[index], tone[(index - 1) % count])).to(grid.device)


def _ribbons(grid: Grid, chance: Chance, knobs: SceneKnobs, field: _Field) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Lightness, regions, depth and edges of ribbons laid like scales, each over the next."""
    table = grid.once(("tones", chance.path, field.repeat), lambda: _tones(grid, chance, field.repeat))
    border = field.level.round()
    away = field.level - border
    distance = away / field.steep
    beyond = (distance * (1 / grid.pixel)).add_(0.5).clamp_(0, 1)
    tone, before = _looked_up(table, border, field.repeat)
    plan = torch.lerp(before, tone, beyond)
    across = away.add_(1).sub_(beyond)
    sheen = 0.05 + 0.30 * knobs.own["sheen"]
    fold = (1 - across).mul_(across).mul_(sheen * 1.4)
    lightness = torch.add(plan, fold).add_(across, alpha=-sheen * 0.7).add_(sheen * 0.20)
    glint = Noise(chance, "glint").plane(grid, 1.6, 1.4)
    lightness.addcmul_(glint, fold, value=0.6)
    strength = 0.18 * knobs.own["lines"] * (0.4 + 1.2 * knobs.detail)
    count = 5
    wave = (across * count).frac_().sub_(0.5).abs_().sub_(0.25).mul_(strength)
    lightness.addcmul_(wave, (field.steep * (-2.2 * count * grid.pixel)).add_(1.6).clamp_(0, 1))
    depth = torch.lerp(plan, across, 0.35)
    return lightness, plan, depth, distance.abs_().clamp_(max=EDGE_REACH)


def _looked_up(table: Tensor, border: Tensor, repeat: int) -> Tensor:
    """(m, H, W) the table's columns at whole numbers."""
    count = repeat or TABLE
    index = torch.sub(border, (border * (1 / count)).add_(0.5 / count).floor_(), alpha=count).to(torch.int32)
    return torch.index_select(table, 1, index.flatten()).reshape(-1, *border.shape)


def _wrapped(away: Tensor, period: float) -> Tensor:
    """The way to the nearest of places `period` apart (0: there is one only)."""
    return away - (away / period).round() * period if period else away


def _thread(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float, layout: str, field: _Field, focus: tuple[float, float]) -> Tensor:
    """The accent: a ribbon laid along the field through the focal point, which swells there and tapers to both sides."""

    def passed() -> float | Tensor:
        return _level(_spot(grid, *focus), chance, knobs, t, layout)[0][0, 0]

    through = grid.once(("thread", chance.path, t), passed)
    away = _wrapped(field.level - through, field.repeat).abs_().div_(field.steep)
    reach = 0.40 * min(1.5, max(0.75, grid.aspect**0.5))
    near_x, near_y = _wrapped(grid.x - focus[0], grid.tile[0]) / reach, _wrapped(grid.y - focus[1], grid.tile[1]) / reach
    width = torch.add(near_x * near_x, near_y * near_y).neg_().add_(1).clamp_(min=0).mul_(0.055 * reach)
    return coverage(away.sub_(width), grid.pixel).mul_((width * (3 / grid.pixel)).clamp_(0, 1))


def _focus(grid: Grid, chance: Chance) -> tuple[float, float]:
    """A place near a third of the picture."""
    x, y = grid.middle
    return x + chance.sign("side") * grid.aspect / 6, y + chance.uniform("height", -0.2, 0.2)


def _spot(grid: Grid, x: float, y: float) -> Grid:
    """The same plane seen at one place only."""
    return replace(grid, x=grid.x.new_tensor([[x]]), y=grid.x.new_tensor([[y]]), root=(grid.root, "spot", x, y))


def _turned(grid: Grid) -> Grid:
    """The window with x and y exchanged."""
    return replace(grid, x=grid.y.T, y=grid.x.T, tile=grid.tile[::-1], root=(grid.root, "turned"), cut=grid.cut[::-1])


def _weave(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """Ribbons across and ribbons down, each over one and under the next, with a dark ground between."""

    def levels(window: Grid) -> tuple[tuple[Tensor, int], tuple[Tensor, int]]:
        level, repeat = _level(_turned(window), chance.of("down"), knobs, t, "weave")
        return _level(window, chance.of("across"), knobs, t, "weave"), (level.T.contiguous(), repeat)

    def crossing() -> tuple[Tensor, Tensor]:
        """The ribbons that cross near a third of the picture."""
        (first, _), (second, _) = levels(_spot(grid, *_focus(grid, chance)))
        return first.floor(), second.floor()

    (first, repeat), (second, again) = levels(grid)
    across, down = (_Field.at(level, grid.pixel, times) for level, times in ((first, repeat), (second, again)))
    over_strip, strip = _strip(grid, chance.of("across"), knobs, across), _strip(grid, chance.of("down"), knobs, down)
    return _woven(grid, (across, down), (over_strip, strip), grid.once(("crossing", chance.path), crossing))


def _woven(grid: Grid, fields: tuple[_Field, _Field], strips: tuple[_Strip, _Strip], chosen: tuple[Tensor, Tensor]) -> Fields:
    """Lay the ribbons across, then those down, each under the other at every second crossing."""
    first, second = strips
    turn = torch.add(first.index, second.index).mul_(0.5)
    over = turn.sub_(turn.floor()).mul_(2)
    upper = torch.addcmul(second.cover, second.cover * first.cover, over, value=-1)
    shadow, cast = (strip.distance.clamp(min=0).mul_(-1 / 0.035).add_(1).clamp_(min=0).mul_(0.22) for strip in strips)
    plan = grid.full(0.02)
    lower, higher = first.lightness.sub_(cast.mul_(1 - over)), second.lightness.sub_(shadow.mul_(over))
    lightness = torch.lerp(plan, lower, first.cover).lerp_(higher, upper)
    plan.lerp_(first.tone, first.cover).lerp_(second.tone, upper)
    along = _along(grid, fields[0])
    if grid.wants("flow"):
        along = torch.lerp(along, _along(grid, fields[1]), upper)
        along.mul_(torch.addcmul(along[0] * along[0], along[1], along[1]).add_(1e-4).rsqrt_())
    edges = torch.minimum(first.distance.abs(), second.distance.abs()).clamp_(max=EDGE_REACH)
    run = (2.5 - (second.index - chosen[1]).abs_()).clamp_(0, 1).mul_((1 - (first.index - chosen[0]).abs_()).clamp_(min=0))
    accent = run.mul_(first.cover).mul_(1 - upper)
    depth = torch.maximum(first.cover, upper).mul_(-0.6).add_(0.6).add_(plan, alpha=0.3)
    return Fields(lightness.clamp_(0, 1), plan, depth, along, edges, accent, grid.unseen)


@dataclass(frozen=True)
class _Strip:
    """One way's ribbons: index, distance, cover, tone, lightness, each (H, W)."""

    index: Tensor
    distance: Tensor
    cover: Tensor
    tone: Tensor
    lightness: Tensor


def _strip(grid: Grid, chance: Chance, knobs: SceneKnobs, field: _Field) -> _Strip:
    """Ribbons with gaps between."""
    table = grid.once(("tones", chance.path, field.repeat), lambda: _tones(grid, chance, field.repeat))
    index = field.level.floor()
    off = (field.level - index).sub_(0.5)
    distance = off.abs().sub_(0.43).div_(field.steep)
    tone = _looked_up(table[:1], index, field.repeat)[0]
    sheen = 0.05 + 0.30 * knobs.own["sheen"]
    wave = (off * 5).frac_().abs_().sub_(0.5).abs_().sub_(0.25).mul_(0.26 * knobs.own["lines"] * (0.4 + 1.2 * knobs.detail))
    lightness = torch.addcmul(tone, off, off, value=-2.2 * sheen).add_(off, alpha=-0.4 * sheen).add_(wave)
    return _Strip(index, distance, coverage(distance, grid.pixel), tone, lightness)
