"""Forest: rank behind rank of trunks or firs, each paler than the one before it, as fog between them takes the light.

Layouts by seed: tall trunks with the sun's shafts between them, firs on misty slopes, a path between two rows, pale birches.
Tones follow Koschmieder's law of fog (1924): a thing's contrast with the air falls exponentially with its distance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.affine import affine
from engine.draw.chance import Chance
from engine.draw.drift import drifting_series
from engine.draw.firs import firs
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.lines import lines
from engine.draw.noise import Noise, planes, series, smoothstep, visible
from engine.draw.shapes import coverage, disc
from engine.draw.stand import Stand, stand
from engine.registry import Option, scene

MARKS = 62.0
"""Features of a birch's marks a height."""
LAYOUTS = ("trunks", "firs", "path", "birches")
OPTIONS = (
    Option("fog", "Thicker fog between the trunks"),
    Option("density", "More trees, closer together"),
    Option("sun", "A higher sun"),
)


@dataclass(frozen=True)
class _Air:
    """What every layout shares: the sun's place, the moving mist (about -2 .. 2), and how fast things fade with distance."""

    x: float
    y: float
    mist: Tensor
    fog: float
    t: float

    def tone(self, near: float, dark: float = 0.05, light: float = 0.86) -> float:
        """The value of what stands at nearness 0 .. 1."""
        return light - (light - dark) * float(near ** (0.55 + 0.9 * self.fog))


@scene("forest", far="light", options=OPTIONS)
def forest(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.12, 0.2) * (0.35 if layout == "path" else 1.0)
    y = chance.uniform("y", -0.16, -0.08) - 0.26 * (knobs.own["sun"] - 0.5) + (0.07 if layout == "path" else 0.0)
    mist, wind = planes(
        grid,
        [
            drifting_series(grid.pixel, chance.of("mist"), 2.4, 2, t, 0.10, 2.6),
            [Noise(chance, "wind").octave(1.5)],
        ],
    )
    air = _Air(x, y, mist, knobs.own["fog"], t)
    around = ((grid.x - x) * 0.75).square() + (grid.y - y).square()
    glow = around.mul(5.0).add_(1.0).reciprocal_()
    sky = glow.mul(0.30).add_(mist, alpha=0.015).add_(0.66)
    layers = Layers(grid, sky, glow.mul_(0.26).add_(0.68), 1.0, wind.mul_(0.2))
    sun = layers.rows(y - 0.2, y + 0.2)
    radius = 0.067 * math.sqrt(grid.aspect)
    body = disc(sun.grid, x, y, radius)
    sun.lay(body, 0.99, 0.99, outline=False)
    sun.accent(body)
    {"trunks": _trunks, "firs": _slopes, "path": _path, "birches": _birches}[layout](layers, chance, knobs, air)
    return layers.fields()


def _grounds(grid: Grid, chances: list[Chance], nears: Sequence[float]) -> tuple[list[Tensor], list[float]]:
    """Of the ground of each rank of trunks, far to near: its (1, W) height, and how low it reaches."""
    waves = lines(grid.x, [(chance, name, wide) for name, wide in (("ground", 1.5), ("moss", 14.0)) for chance in chances])
    lie, moss = torch.split(waves, len(chances))
    grounds = lie.mul_(0.03).add_(moss, alpha=0.006).add_(torch.tensor(nears, device=grid.device)[:, None, None] * 0.27 + 0.15)
    return list(grounds), grounds.amax((1, 2)).tolist()


def _boughs(grid: Grid, chance: Chance, detail: float) -> Tensor:
    """(1, W) about 0 .. 2: how low the foliage of one depth hangs. A heap of round lobes of two sizes, as the underside of crowns is: a
    function of x alone, so that all of it hangs together and no scrap of it floats in the air.
    """
    heap, size, turn, quick = lines(grid.x, [(chance, "heap", 1.3), (chance, "size", 3.2), (chance, "turn", 3.6), (chance, "quick", 9.0)])
    shift = chance.uniform("shift", 64, 128)
    crowns = torch.sin((grid.x * 4.6 + 0.45 * turn + shift) * (2 * math.pi)).mul_(0.5).add_(0.5)
    leaves = (grid.x * 15.0 + 0.50 * quick + shift).frac().sub(0.5).square_().mul_(-4).add_(1)
    low: Tensor = 0.45 * heap + (0.80 + 0.25 * size) * crowns + (0.10 + 0.24 * detail) * visible(15.0, grid.pixel) * leaves
    return low


def _rank(
    layers: Layers, chance: Chance, knobs: SceneKnobs, air: _Air, near: float, ground: Tensor, tone: float, leaves: float, clear: float
) -> None:
    """Trunks, the ground they stand on and the boughs over them, all of one depth, within the rows of `layers`.

    near: 0 .. 1. leaves: how far down the boughs hang, in heights from the top of the picture; clear: half width of the gap left
    before the sun.
    """
    grid, air = layers.grid, replace(air, mist=layers.crop(air.mist))
    pitch = 0.078 * 2 ** (2.8 * near)
    row = stand(grid, chance, pitch, 5)
    body, lit = _bark(row, grid, knobs, air, pitch, near, clear)
    soil = ground - grid.y
    lit.mul_((soil * 30).clamp_(0, 1))
    body = torch.minimum(body, soil)
    veil = _veil(air, soil, near, 0.9 - tone)
    if leaves:
        leaf = grid.y + (0.5 - leaves) - (0.055 + 0.03 * near) * _boughs(grid, chance.of("boughs"), knobs.detail)
        body = torch.minimum(body, leaf * 0.7)
        veil.add_(leaf.clamp_(max=0), alpha=0.4 * tone)  # darker upwards, where leaves lie over leaves
    plan = affine(veil, 0.4, tone)
    modelled = veil.add_(lit, alpha=0.10 * tone + 0.04).add_(tone)
    layers.cover_accent(layers.lay(body, modelled, plan, 1.0 - 0.95 * near, 1.57, outline=near > 0.3))


def _bark(row: Stand, grid: Grid, knobs: SceneKnobs, air: _Air, pitch: float, near: float, clear: float) -> tuple[Tensor, Tensor]:
    """(H, W) distance to the trunks of a row: leaning a little, bowed, flared at the foot, swaying at the top; and how much their
    barks turn to the sun, -1 .. 1."""
    lean, bow, wide, shown, late = row.own
    thick = pitch * (0.075 + 0.10 * wide) * (0.75 + 0.5 * (1 - near))
    thick = thick * smoothstep(0.4 * grid.pixel, 1.0 * grid.pixel, thick)
    thick = thick * ((0.40 + 0.55 * knobs.own["density"] - shown) * 9).clamp(0, 1)
    if clear:
        thick = thick * smoothstep(clear * 0.7, clear, (row.middle - air.x).abs())
    up = 0.45 - grid.y
    sway = min(0.006, 0.03 * pitch) * (0.3 + 1.4 * knobs.energy) * torch.sin(2 * math.pi * (late + air.t))
    bent = (lean - 0.5) * pitch * (0.10 + 0.55 * knobs.energy) + sway
    curve = (bow - 0.5) * (0.9 * pitch * knobs.energy)
    taper = (1.12 - 0.32 * up) + 0.5 * (1 - up * 3.2).clamp_min(0).square()
    across = torch.addcmul(row.across, up * (1 - up * 0.3), bent).addcmul_(up * (up - 0.9), curve * 0.5)
    lit = (across * (math.copysign(1.0, air.x) / thick.clamp_min(1e-4))).clamp_(-1, 1)
    body = torch.addcmul((thick < 1e-4).float(), taper, thick, value=-1).add_(across.abs_())
    return body, lit.mul_(torch.lt(body, 0, out=across))


def _veil(air: _Air, soil: Tensor, near: float, strength: float) -> Tensor:
    """(H, W) how much fog lies before a rank, times `strength`: densest at its feet, in drifting banks. soil: (H, W) height over them."""
    low = affine(soil, -2.4, 0.95).add_(air.mist, alpha=0.22)
    return low.clamp_(0, 1).mul_((0.10 + 0.85 * air.fog) * (1.0 - 0.72 * near) * strength)


def _trunks(layers: Layers, chance: Chance, knobs: SceneKnobs, air: _Air) -> None:
    count = 5
    nears, chances = [index / (count - 1) for index in range(count)], [chance.of(f"rank {index}") for index in range(count)]
    grounds, lows = _grounds(layers.grid, chances, nears)
    for index, (near, here) in enumerate(zip(nears, chances, strict=True)):
        leaves = (0.10, 0.0, 0.16, 0.0, 0.10)[index]
        seen = layers.rows(bottom=lows[index + 1] + layers.grid.pixel) if index + 1 < count else layers
        _rank(seen, here, knobs, air, near, grounds[index], air.tone(near, light=0.74), leaves, 0.14 * near + 0.02)
        if index == 2:
            _shafts(layers, chance.of("shafts"), air)


def _shafts(layers: Layers, chance: Chance, air: _Air) -> None:
    """Wedges of lit mist that fan out from the sun."""
    grid = layers.grid
    down = (grid.y - air.y).clamp_min(0)
    away = -math.copysign(1.0, air.x)
    rows = [[away * (-0.35 + 0.42 * n) + chance.uniform(f"{n}", -0.1, 0.1), chance.uniform(f"w{n}", 0.05, 0.10)] for n in range(4)]
    turn, wide = torch.tensor(rows, device=grid.device).T[:, :, None, None]
    wedge = (grid.x - air.x - turn * down).abs_().sub_(0.02 + wide * down)
    cover = coverage(wedge.amin(0), grid.pixel, 0.02).mul_((down * 9).clamp(0, 1)).mul_((1.0 - down * 1.25).clamp(0, 1))
    layers.veil(0.88, cover.mul_(0.34))


def _slopes(layers: Layers, chance: Chance, knobs: SceneKnobs, air: _Air) -> None:
    """Firs on slopes that fall from alternate sides, fog lying in the valleys between."""
    count = 5
    for index in range(count):
        near = index / (count - 1)
        here = chance.of(f"slope {index}")
        side = (1 if index % 2 else -1) * math.copysign(1.0, air.x)
        grid = layers.grid
        slant = here.uniform("slant", 0.08, 0.20) * (0.9 if index < count - 1 else 0.7)
        ground = -0.02 + 0.42 * near**1.1 + slant * side * grid.x / max(1.0, grid.aspect * 0.8) * (0.4 + 1.2 * knobs.energy)
        ground = ground + 0.022 * Noise(here, "ground").at(grid.x, 0.0, 2.0)
        tall = 0.10 + 0.30 * near**1.35
        part = layers.rows(top=float(-0.30 + 0.42 * near - 1.15 * tall))
        body, lit = firs(part.grid, here, ground, tall, knobs.detail, knobs.own["density"], air.t, 0.4 + 1.2 * knobs.energy)
        tone = air.tone(near, 0.05, 0.74)
        veil = _veil(_Air(air.x, air.y, part.crop(air.mist), air.fog, air.t), ground + (0.35 * tall - 0.10) - part.grid.y, near, 1.0)
        modelled = veil.mul_(0.9 - tone).add_(tone).add_(lit, alpha=0.02 + 0.06 * tone)
        part.cover_accent(part.lay(body, modelled, modelled.mul(0.5).add_(0.5 * tone), 1.0 - 0.95 * near, 1.57))


def _path(layers: Layers, chance: Chance, knobs: SceneKnobs, air: _Air) -> None:
    """A path to the light between two rows of trunks, boughs meeting over it."""
    grid = layers.grid
    horizon = 0.10
    below = (grid.y - horizon).clamp_min(0)
    ground = layers.rows(top=horizon - 0.02)
    litter = planes(ground.grid, [series(grid.pixel, chance.of("litter"), 16.0, 1 + 2 * knobs.detail, 0.6, 3.0)])[0]
    down = below[-ground.grid.shape[0] :]
    soil = 0.62 - 1.0 * down.clamp(max=0.5)
    floor = (horizon - ground.grid.y) + 0.012 * Noise(chance, "floor").at(ground.grid.x, 0.0, 4.0)
    ground.cover_accent(ground.lay(floor, soil + 0.03 * litter, soil * 0.9, 0.9 - 1.6 * down, 0.0))
    winding = air.x + chance.sign("wind") * (0.04 + 0.34 * knobs.energy) * down * (1 - 1.6 * down)
    track = (ground.grid.x - winding).abs() - (0.03 + 0.50 * down) + 0.006 * litter
    path = 0.92 - 0.55 * down
    ground.lay(torch.maximum(track * 0.8, floor), path + 0.02 * litter, path, 0.9 - 1.6 * down, 1.57)
    for index, share in enumerate((0.62, 1.0)):
        _row(layers, chance.of(f"row {index}"), knobs, air, horizon, share)
    out = (grid.x - air.x).abs()
    for index, (drop, tone) in enumerate(((0.33, 0.46), (0.43, 0.20))):
        low = (0.34 - 0.05 * index) * out + (air.y - drop) + 0.06 * _boughs(grid, chance.of(f"boughs {index}"), knobs.detail)
        part = layers.rows(bottom=float(low.max()))
        over = part.grid.y - low
        plan = affine(over, 0.5 * tone, tone).clamp_(0.5 * tone, tone)  # darker upwards, where leaves lie over leaves
        part.cover_accent(part.lay(over * 0.7, plan, plan, 0.55 - 0.35 * index, 0.4))


def _row(layers: Layers, chance: Chance, knobs: SceneKnobs, air: _Air, horizon: float, share: float) -> None:
    """Trunks on both sides of the path: their places are even in depth, so that they crowd towards the vanishing point."""
    grid = layers.grid
    out = (grid.x - air.x).clamp(-2.6, 2.6)
    away = out.abs().clamp_min(0.05)
    place = (share / away) * (1.5 + 0.9 * knobs.own["density"]) + chance.uniform("shift")
    cell = place.floor()
    table = grid.once(("row", chance.path), lambda: chance.uniforms("row", 3, 64).to(grid.device))
    wide, turn, late = table[:, torch.remainder(cell + 31 * (out > 0), 64).long()]
    middle = share * (1.5 + 0.9 * knobs.own["density"]) / (cell + 0.35 + 0.3 * turn - chance.uniform("shift")).clamp_min(0.08)
    thick = middle * (0.055 + 0.05 * wide)
    near = (1.0 - 0.16 / middle).clamp(0, 1)
    up = horizon + 0.45 * middle - grid.y
    sway = 0.008 * knobs.energy * torch.sin(2 * math.pi * (late + air.t)) + (turn - 0.5) * 0.08
    thick = thick * smoothstep(0.09, 0.14, middle)
    flare = (up * (-1 / (0.35 * middle))).add_(1).clamp_(0, 1)
    bark = torch.addcmul(away - middle, up, sway).abs_().sub_((flare * flare).mul_(0.6).add_(1).mul_(thick))
    bark = torch.maximum(bark, -up).add_((thick < 1e-4).float())
    tone = 0.78 - 0.72 * near ** (0.5 + 0.7 * air.fog)
    rim = ((middle - away) / thick.clamp_min(1e-4)).clamp(-1, 1) * 0.05
    veil = (air.mist * 0.15 + 0.35).clamp(0, 1) * (0.1 + 0.6 * air.fog) * (1 - near)
    modelled = torch.lerp(tone + rim, torch.tensor(0.88, device=grid.device), veil)
    layers.cover_accent(layers.lay(bark, modelled, tone.expand(grid.shape), 1 - 0.95 * near, 1.57))


def _birches(layers: Layers, chance: Chance, knobs: SceneKnobs, air: _Air) -> None:
    """Pale trunks with dark marks before a dim wood."""
    grid, nears, chances = layers.grid, (0.14, 0.42), [chance.of(f"rank {index}") for index in range(2)]
    grounds, lows = _grounds(grid, chances, nears)
    for index, near in enumerate(nears):
        seen = layers if index else layers.rows(bottom=lows[1] + grid.pixel)
        _rank(seen, chances[index], knobs, air, near, grounds[index], (0.52, 0.30)[index], (0.14, 0.10)[index], 0.05)
    marks, knots = planes(
        grid, [[Noise(chance, "marks").octave(MARKS, visible(MARKS, grid.pixel), 5.0)], [Noise(chance, "knots").octave(7.0)]]
    )
    marked = smoothstep(1.6 - 0.9 * knobs.detail, 1.9 - 0.9 * knobs.detail, marks.add_(knots, alpha=0.6))
    for index in range(2):
        here = chance.of(f"birch {index}")
        pitch = (0.17, 0.36)[index]
        row = stand(grid, here, pitch, 5)
        body, lit = _bark(row, grid, knobs, air, pitch, 0.5, 0.10)
        tone = (0.80, 0.97)[index]
        modelled = lit.mul_(0.16).add_(tone - 0.08).sub_(marked, alpha=0.62)
        plan = tone - 0.55 * marked
        layers.cover_accent(layers.lay(body, modelled, plan, 0.5 - 0.45 * index, 1.57))
    low = layers.rows(top=0.30)
    lie, fern = lines(low.grid.x, [(chance, "ground", 1.5), (chance, "fern", 22.0)])
    ground = 0.42 + 0.03 * lie + 0.010 * fern
    low.cover_accent(low.lay((ground - low.grid.y), 0.07, 0.06, 0.03, 0.0))
