"""Meadow: grasses and flowers in a wind.

Layouts by seed: poppies before rolling hills, flower rows that run to a lone tree, daisies seen from the ground. What stands near
hides what stands far (Leonardo's overlap), and sizes fall as one over the distance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.affine import affine
from engine.draw.birds import birds
from engine.draw.chance import Chance
from engine.draw.drift import drifting
from engine.draw.grasses import GOLDEN, LEAST, Heads, Wind, blades, daisies, heads, poppies
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.lines import lines
from engine.draw.noise import Noise, planes, series, smoothstep, visible
from engine.draw.shapes import beneath, coverage, disc
from engine.registry import Option, scene

SPECKS = 108.0
"""Features of a carpet of flowers a height."""
COARSE = 0.38
"""At most so many a pixel: where finer ones would not show, the small pass saw whole patches in bloom instead, and inks came out unlike."""
LAYOUTS = ("poppies", "rows", "daisies")
OPTIONS = (
    Option("flowers", "More flowers"),
    Option("wind", "A stronger wind"),
    Option("grass", "Taller grass"),
)


@scene("meadow", far="light", options=OPTIONS)
def meadow(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    wind = Wind(side, (0.15 + 1.5 * knobs.own["wind"]) * (0.5 + knobs.energy), t)
    horizon = {"poppies": -0.06, "rows": -0.08, "daisies": 0.20}[layout] + chance.uniform("horizon", -0.03, 0.03)
    rise = chance.uniform("rise", 0.17, 0.26) + (0.0 if layout == "daisies" else 0.05)
    rows = 0.067 * math.sqrt(grid.aspect) * chance.uniform("size", 0.80, 1.30)
    radius = {"poppies": 0.10, "rows": rows, "daisies": 0.24}[layout]
    x, y = -side * grid.aspect * chance.uniform("x", 0.14, 0.22), horizon - rise
    if layout == "rows":
        y = max(y, radius - 0.47)
    layers = _sky(grid, chance, horizon, x, y, layout, t)
    sun = layers.rows(y - radius, y + radius, x - radius, x + radius)
    body = disc(sun.grid, x, y, radius)
    plan = (0.99 - 0.25 * (sun.grid.y - y + radius)).expand(body.shape)
    sun.lay(body, plan, plan, outline=layout == "rows")  # else it has the ink of the light about it: a line would be a wire in the air
    if layout == "rows":
        sun.accent(body)
    if layout == "poppies":
        away = side * grid.aspect * chance.uniform("birds", 0.10, 0.18)
        birds(layers, chance.of("birds"), 3, away, horizon - 0.22, (0.11, 0.05), 0.024, 0.25, t)
    {"poppies": _poppies, "rows": _rows, "daisies": _daisies}[layout](layers, chance, knobs, wind, horizon)
    return layers.fields()


def _sky(grid: Grid, chance: Chance, horizon: float, x: float, y: float, layout: str, t: float) -> Layers:
    """Light, palest in rings about the sun or along the horizon beneath it, with drifting heaps of cloud: none about a pale sun, and
    behind one that is the accent they go on, as a hole in them there was a bell.

    A small sun in rings of light has their ink: it merges with them, and what is left is neither round nor where it stands.
    """
    air, heaps = planes(grid, [[Noise(chance, "air").octave(1.2)], [drifting(chance, "heaps", 4.2, t, 0.08, 4.2)]])
    across, down = (grid.x - x).square(), (grid.y - y).square()
    halo = (across * 60.0).add(down * 60.0 + 1.0).reciprocal_()
    if layout == "daisies":
        sky = (across * 2.9).add(down * 4.5 + 1.0).reciprocal_().mul_(0.12).add_(0.76)
    else:
        sky = (across * 0.8).add((grid.y - horizon - 0.04).square() * 22.0 + 1.0).reciprocal_().mul_(0.14).add_(0.76)
        if layout != "rows":
            sky.add_(halo, alpha=0.015)
    layers = Layers(grid, sky, sky, 1.0, air.mul_(0.15))
    above = layers.rows(bottom=horizon + 0.15)
    heaps = above.crop(heaps).add_((above.grid.y - horizon + 0.30).abs() * -3.2).sub_(above.crop(sky) - 0.76, alpha=9.0)
    if layout != "rows":
        heaps.sub_(above.crop(halo), alpha=1.8)
    body = heaps.mul(-0.07)
    heaps.mul_(0.05).add_(0.85)
    above.lay(body, heaps, heaps, 0.97, outline=False, softness=0.004)
    return layers


@dataclass(frozen=True)
class _Carpet:
    """(H, W) about -2 .. 2: wide patches where flowers grow, and their specks, as far as a pixel shows them (seen, 0 .. 1)."""

    patch: Tensor
    specks: Tensor
    seen: float

    @classmethod
    def of(cls, grid: Grid, chance: Chance) -> _Carpet:
        specks = min(SPECKS, COARSE / grid.pixel)
        patch, fine = planes(grid, [[Noise(chance, "patch").octave(3.0, 1.0, 6.0)], [Noise(chance, "specks").octave(specks, 1.0, 2.2)]])
        return cls(patch, fine, visible(specks, grid.pixel))


def _hill(
    layers: Layers,
    chance: Chance,
    knobs: SceneKnobs,
    carpet: _Carpet,
    base: float,
    tall: float,
    tone: float,
    depth: float,
    lean: float = 0.0,
) -> Tensor:
    """One rolling hill with a carpet of flowers as specks, higher to one side by `lean` times its height. Returns its (1, W) crest."""
    grid = layers.grid
    broad, knoll = lines(grid.x, [(chance, "swell", 0.75), (chance, "knoll", 1.9)])
    swell = torch.tanh(broad + 0.35 * knoll + grid.x * (lean * 2 / grid.aspect)) * 1.5
    rise = tall * (0.4 + 1.2 * knobs.energy)
    line: Tensor = base - rise * (0.5 + 0.5 * swell)
    part = layers.rows(top=base - 1.9 * rise)
    below = (part.grid.y - line).clamp_(0, 0.4)
    patch, seen = part.crop(carpet.patch), carpet.seen
    where = torch.mul(part.crop(carpet.specks), (0.3 + 1.2 * knobs.detail) * seen).add_(patch, alpha=chance.sign("turn") * 0.35)
    as_many = math.sqrt((0.12 + 0.81 * seen * seen) / 0.93)
    most = (1.75 - 1.3 * knobs.own["flowers"]) * as_many
    bloom = smoothstep(most, most + 0.2 * as_many, where)
    plan = bloom.mul_(0.82 - tone).mul_(0.70).add_(tone).add_(patch, alpha=0.10 * knobs.own["wind"] ** 2)  # gusts turn the grass over
    plan.add_(below, alpha=0.03)  # mist at its foot keeps it paler than what is laid in front, also where a cut of inks runs through it
    modelled = torch.add(plan, below, alpha=0.07).add_(patch, alpha=0.02)
    part.cover_accent(part.lay(beneath(part.grid, line), modelled, plan, depth, 0.12 * patch))
    return line


def _trees(layers: Layers, chance: Chance, knobs: SceneKnobs, line: Tensor, base: float, tall: float, tone: float) -> None:
    """A hedge of round trees along a far crest near y = base."""
    grid = layers.grid
    heap, crowns, leaf = lines(grid.x, [(chance, "heap", 1.1), (chance, "crowns", 0.55 / tall), (chance, "leaf", 2.0 / tall)])
    top = crowns.abs() * 0.5 + leaf.abs() * (0.28 * knobs.detail)
    crest = line + 0.018 - (tall + 0.012) * smoothstep(-0.1, 0.9, heap) * (1.15 - top)
    part = layers.rows(base - 2.2 * tall, base + 0.08)
    body = torch.maximum(crest - part.grid.y, part.grid.y - line - 0.006)  # at its foot the hill goes on
    part.cover_accent(part.lay(body * 0.8, tone, tone, 0.8))


def _grass(layers: Layers, chance: Chance, knobs: SceneKnobs, wind: Wind, ground: float, tall: float, tone: float, near: float) -> None:
    """One rank of blades, finer and closer with detail; near: 0 .. 1."""
    part = layers.rows(top=ground - 1.22 * tall)
    pitch = (0.010 + 0.022 * near) * (0.35 + 0.65 * tall / (0.05 + 0.20 * near)) * (1.45 - 0.9 * knobs.detail)
    lie = ground + 0.20 * tall * torch.tanh(Noise(chance, "lie").at(part.grid.x, 0.0, 1.3))
    body, own = blades(part.grid, chance, wind, lie, tall, pitch, 0.16 * pitch + 0.0012 + 0.003 * near)
    plan = (lie - part.grid.y).mul_(0.10 / tall).add_(own, alpha=0.12).add_(tone - 0.11)  # by blades, or a cut of inks would be level
    cover = part.lay(body, own.mul_(0.3).add_(plan - 0.15), plan, 0.5 - 0.45 * near, 1.57 - 0.5 * wind.side * wind.strength, outline=False)
    part.cover_accent(cover)


def _poppies(layers: Layers, chance: Chance, knobs: SceneKnobs, wind: Wind, horizon: float) -> None:
    carpet = _Carpet.of(layers.grid, chance)
    far = _hill(layers, chance.of("far"), knobs, carpet, horizon + 0.05, 0.12, 0.72, 0.9, 0.5 * wind.side)
    _trees(layers, chance.of("hedge"), knobs, far, horizon, 0.05, 0.50)
    _hill(layers, chance.of("middle"), knobs, carpet, horizon + 0.14, 0.125, 0.60, 0.7, -1.1 * wind.side)
    _hill(layers, chance.of("near"), knobs, carpet, horizon + 0.25, 0.105, 0.47, 0.5, 0.9 * wind.side)
    grass = 0.5 + knobs.own["grass"]
    rows = ((0.30, 0.022, 0.10, 0.40), (0.46, 0.036, 0.24, 0.23), (0.70, 0.058, 0.54, 0.07))
    for index, (ground, size, tall, tone) in enumerate(rows):
        near, here = (index + 1) / 3, chance.of(f"row {index}")
        _flower_row(layers, here, knobs, wind, ground, size, tall * (0.6 + 0.4 * grass), tone, True)
        _grass(layers, here, knobs, wind, ground, tall * 0.58 * grass, tone, near)


def _flower_row(
    layers: Layers, chance: Chance, knobs: SceneKnobs, wind: Wind, ground: float, size: float, tall: float, tone: float, accent: bool
) -> None:
    """Poppies on their stems, as the accent or in a pale tone."""
    part = layers.rows(ground - 1.3 * tall - size, ground)
    share = (0.14 if accent else 0.2) + (0.52 if accent else 0.75) * knobs.own["flowers"]
    found = heads(part.grid, chance, wind, ground, size, tall, share)
    if size > 0.03:
        part.cover_accent(part.lay(found.stem, tone, tone, 0.4, 1.57, outline=False))
    part = part.rows(bottom=ground - LEAST * tall + 1.3 * size)
    found = replace(found, down=found.down[: part.grid.shape[0]])
    if not accent:
        petals, middle, rim, shade = _heads(found)
        part.lay(rim, tone, tone, 0.4, outline=False)
        eye = coverage(middle, part.grid.pixel).mul_(-0.55)
        part.lay(petals, shade.add_(eye), eye.add_(0.95), 0.97, 0.7, outline=size > 0.03)
        return
    cup, front, heart = poppies(found)
    dark = coverage(heart, part.grid.pixel)
    plan = dark.mul(-0.84).add_(0.93)
    part.lay(cup, torch.addcmul(plan, coverage(front, part.grid.pixel), 1 - dark, value=-0.08), plan, 0.8, 0.4)
    if accent:
        part.accent(torch.maximum(cup, -heart))


def _rows(layers: Layers, chance: Chance, knobs: SceneKnobs, wind: Wind, horizon: float) -> None:
    """Rows of flowers in perspective, a lone tree where they meet the sky."""
    grid = layers.grid
    carpet = _Carpet.of(layers.grid, chance)
    far = _hill(layers, chance.of("far"), knobs, carpet, horizon + 0.02, 0.09, 0.70, 0.9)
    _trees(layers, chance.of("hedge"), knobs, far, horizon, 0.035, 0.58)
    field = layers.rows(top=horizon - 0.05)
    line = horizon + 0.01 * Noise(chance, "rim").at(grid.x, 0.0, 1.0) + 0.03 * (grid.x * 2 / grid.aspect).square() - 0.01
    down = (field.grid.y - horizon + 0.035).clamp_min(0.012)
    middle = wind.side * 0.10 * grid.aspect
    bend = (0.10 + 0.5 * knobs.energy) * wind.side
    place = ((field.grid.x - middle) / down + bend * down * 6.0).mul_(1.35)
    fuzz = planes(field.grid, [series(grid.pixel, chance.of("fuzz"), 30.0, 1.2 + 2 * knobs.detail, 0.7)])[0]
    row = place.floor()
    place.sub_(row).sub_(0.5).abs_().mul_(down / 1.35)
    furrow = place.sub_((0.08 + 0.22 * (1 - knobs.own["flowers"])) * down / 1.35).add_(fuzz * down, alpha=0.016)
    open_ = coverage(furrow, grid.pixel, 0.001)
    # Each row has a tone of its own, so that a cut of inks runs along rows and not level across them.
    own = (row * GOLDEN).frac_().abs_().sub_(0.5).mul_((down * 16).clamp(max=1))
    bloom, soil = affine(own, 0.24, 0.58), affine(own, 0.18, 0.23)
    plan = torch.lerp(bloom, soil, open_)
    modelled = torch.addcmul(plan, fuzz, (1 - open_), value=0.07).sub_(down, alpha=0.10)
    flow = torch.atan2(down, (middle - field.grid.x)).expand(open_.shape)
    field.cover_accent(field.lay(beneath(field.grid, line), modelled, plan, (0.8 - 1.3 * down).clamp(0, 1), flow))
    _tree(layers, chance.of("tree"), knobs, wind, wind.side * grid.aspect * chance.uniform("tree", 0.13, 0.20), horizon + 0.035)
    for index, (ground, size, tall, tone) in enumerate(((0.50, 0.020, 0.09, 0.22), (0.58, 0.034, 0.15, 0.10))):
        here, grass = chance.of(f"edge {index}"), 0.5 + knobs.own["grass"]
        _flower_row(layers, here, knobs, wind, ground, size, tall * grass, tone, False)
        _grass(layers, here, knobs, wind, ground, tall * grass, tone, 0.4 + 0.3 * index)


def _tree(layers: Layers, chance: Chance, knobs: SceneKnobs, wind: Wind, x: float, foot: float) -> None:
    """A round tree: a heap of crowns with a lit side, on a short trunk, and its shadow on the field."""
    tall = 0.25 * chance.uniform("tall", 0.9, 1.1)
    part = layers.rows(foot - 1.2 * tall, foot + 0.1 * tall, x - tall, x + tall)
    grid = part.grid
    u, v = (grid.x - x) / tall, (grid.y - foot) / tall
    shade = torch.hypot(u - 0.25 * wind.side, v * 7.0) - 0.45
    part.lay(shade * tall * 0.2, 0.20, 0.20, None, 0.0, outline=False)
    leaf = planes(grid, [series(grid.pixel, chance.of("leaf"), 3.2 / tall, 1.6 + 2 * knobs.detail, 0.6)])[0]
    rows = [[0.0, -0.66, 0.34], [-0.26, -0.52, 0.24], [0.25, -0.50, 0.25], [0.06, -0.82, 0.22]]
    cx, cy, r = torch.tensor(rows, device=grid.device).T[:, :, None, None]
    crowns = ((u - cx).square() + (v - cy).square()).sqrt_().sub_(r).amin(0).add_(leaf, alpha=0.035)
    trunk = torch.maximum(u.abs() - 0.035 - 0.04 * (v + 0.12).clamp_min(0), (v + 0.25).abs() - 0.27)
    light = smoothstep(-0.25, 0.35, leaf * 0.25 - 0.7 * u * wind.side - 0.8 * (v + 0.62))
    cover = part.lay(torch.minimum(crowns, trunk) * tall, 0.10 + 0.16 * light, 0.10 + 0.10 * light, 0.6, 0.8)
    part.cover_accent(cover)


def _daisies(layers: Layers, chance: Chance, knobs: SceneKnobs, wind: Wind, horizon: float) -> None:
    """From the ground: tall daisies against the sky, grass before and behind them."""
    carpet = _Carpet.of(layers.grid, chance)
    far = _hill(layers, chance.of("far"), knobs, carpet, horizon + 0.04, 0.10, 0.66, 0.9)
    _trees(layers, chance.of("hedge"), knobs, far, horizon, 0.06, 0.56)
    grass = 0.5 + knobs.own["grass"]
    rows = ((0.42, 0.046, 0.24, 0.44), (0.56, 0.082, 0.42, 0.27), (0.68, 0.135, 0.72, 0.06))
    for index, (ground, size, tall, tone) in enumerate(rows):
        here = chance.of(f"row {index}")
        if index:
            _grass(layers, here.of("behind"), knobs, wind, ground, tall * 0.5 * grass, tone + 0.08, 0.3 + 0.35 * index)
        high = tall * (0.85 + 0.15 * grass)
        part = layers.rows(ground - (LEAST + 0.5) * high - 1.3 * size, ground)
        share = 0.14 + (0.90 - 0.18 * index) * knobs.own["flowers"]
        found = heads(part.grid, here, wind, ground, size, high, share)
        part.cover_accent(part.lay(found.stem, tone, tone, 0.4, 1.57))
        part = part.rows(bottom=ground - LEAST * high + 1.3 * size)
        petals, middle, rim, shade = _heads(replace(found, down=found.down[: part.grid.shape[0]]))
        part.cover_accent(part.lay(rim, 0.5 + 0.3 * tone, tone, 0.4, outline=False))
        eye = coverage(middle, part.grid.pixel).mul_(-0.45)
        part.lay(petals, shade.add_(eye), eye.add_(0.95), 0.97, 0.7)
        part.accent(middle)
        _grass(layers, here, knobs, wind, ground, tall * 0.45 * grass, tone, 0.35 + 0.3 * index)


def _heads(found: Heads) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(H, W) distances to daisies' heads, to their middles, and to the rims about the heads: white petals may stand before a white sun or
    cloud, and a rim in the stem's ink parts them. Last the petals' tone, paler at the top.
    """
    petals, middle = daisies(found)
    body, shade = torch.minimum(petals, middle), found.down.clamp(-1, 1).mul_(-0.06).add_(0.93)
    return body, middle, body - found.radius * 0.036, shade
