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
CLUMP = 0.085
"""Size of a clump of leaves."""
REACH = 2.0 * CLUMP
"""How far below their line clumps reach."""
FORKED = 0.19
"""Trunks that stand further apart than this show their limbs."""
SUN = 0.067
"""The sun's radius in a square picture."""
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
    y = chance.uniform("y", -0.16, -0.08) - 0.26 * (knobs.own["sun"] - 0.5) + {"path": 0.07, "firs": -0.12}.get(layout, 0.0)
    radius = SUN * math.sqrt(grid.aspect)
    y = max(y, radius - 0.47)
    mist, wind = planes(
        grid,
        [
            drifting_series(grid.pixel, chance.of("mist"), 2.4, 2, t, 0.3, 2.6),
            [Noise(chance, "wind").octave(1.5)],
        ],
    )
    air = _Air(x, y, mist, knobs.own["fog"], t)
    around = ((grid.x - x) * 0.75).square() + (grid.y - y).square()
    glow = around.mul(5.0).add_(1.0).reciprocal_()
    sky = glow.mul(0.30).add_(mist, alpha=0.015).add_(0.66)
    layers = Layers(grid, sky, glow.mul_(0.26).add_(0.68), 1.0, wind.mul_(0.2))
    sun = layers.rows(y - radius, y + radius, x - radius, x + radius)
    body = disc(sun.grid, x, y, radius)
    sun.lay(body, 0.99, 0.99, outline=False)
    sun.accent(body)
    {"trunks": _trunks, "firs": _slopes, "path": _path, "birches": _birches}[layout](layers, chance, knobs, air)
    return layers.fields()


def _gap(grid: Grid) -> float:
    """Half the width of the gap that trunks leave before the sun: it is seen whole."""
    return 1.4 * SUN * math.sqrt(grid.aspect)


def _grounds(grid: Grid, chances: list[Chance], nears: Sequence[float]) -> tuple[list[Tensor], list[float]]:
    """Of the ground of each rank of trunks, far to near: its (1, W) height, and how low it reaches."""
    waves = lines(grid.x, [(chance, name, wide) for name, wide in (("ground", 1.5), ("moss", 14.0)) for chance in chances])
    lie, moss = torch.split(waves, len(chances))
    grounds = lie.mul_(0.03).add_(moss, alpha=0.006).add_(torch.tensor(nears, device=grid.device)[:, None, None] * 0.27 + 0.15)
    return list(grounds), grounds.amax((1, 2)).tolist()


def _hanging(grid: Grid, chance: Chance, air: _Air, size: float) -> Tensor:
    """(1, W) about -size .. 2 size: how far below the picture's upper edge the foliage of one depth comes down, in broad uneven masses.
    Below 0 none is seen and trunks run out of the frame; little hangs before the sun, and most on the side away from it.
    """
    mass, bough = lines(grid.x, [(chance, "mass", 1.6), (chance, "bough", 4.2)])
    out = (grid.x - air.x) * (1 / max(1.0, grid.aspect))
    open_ = (out * out).mul_(14.0).add_(1.0).reciprocal_()
    low: Tensor = (1.1 * torch.tanh(mass) + 0.45 * torch.tanh(bough) + 0.75 - 1.0 * open_ - math.copysign(0.8, air.x) * out) * size
    return low


def _foliage(grid: Grid, chance: Chance, low: Tensor, size: float, detail: float) -> tuple[Tensor, Tensor]:
    """(H, W) distance to the leaves above the height `low` (1, W), and (H, W) from 0, about 0.7, how round their clumps stand out.

    Clumps are the billows of a noise (its absolute value, as in Perlin's marble): round downwards, creased between. Where leaves are
    few, near their lower edge, the sky is seen through them. size: about that of a clump, in heights.
    """
    coarse, fine, ragged = 0.5 / size, 1.7 / size, (0.16 + 0.44 * detail) * size
    octave = Noise(chance, "leaf").octave(fine, visible(fine, grid.pixel), 1.2)
    clump, leaf = planes(grid, [[Noise(chance, "clump").octave(coarse, 1.0, 1.6)], [octave]])
    billow = clump.clamp_(-1.4, 1.4).abs_()
    under = torch.sub(grid.y - (low - 0.56 * size - 0.5 * ragged), billow, alpha=0.8 * size)
    gaps = torch.add(leaf, under, alpha=3.4 / size).sub_(billow, alpha=0.8)
    under.sub_(leaf.abs_(), alpha=ragged)
    return torch.maximum(under, gaps.mul_(0.26 * size)), billow


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
        _crown(grid, chance.of("boughs"), knobs, air, (body, veil), leaves, tone)
    plan = affine(veil, 0.4, tone)
    modelled = veil.add_(lit, alpha=0.10 * tone + 0.04).add_(tone)
    layers.cover_accent(layers.lay(body, modelled, plan, 1.0 - 0.95 * near, 1.57, outline=near > 0.3))


def _crown(grid: Grid, chance: Chance, knobs: SceneKnobs, air: _Air, onto: tuple[Tensor, Tensor], size: float, tone: float) -> None:
    """Hang the foliage of one depth: joins it to a distance, and darkens what is added to the tone where leaves lie over leaves."""
    body, veil = onto
    low = _hanging(grid, chance, air, size) - 0.5
    rows = slice(0, round((float(low.max()) + REACH - grid.span[1][0]) / grid.pixel))
    if rows.stop <= 0:
        return
    leaf, billow = _foliage(grid.part(rows, slice(None)), chance, low, CLUMP, knobs.detail)
    torch.minimum(body[rows], leaf * 0.7, out=body[rows])
    veil[rows].addcmul_(billow.sub_(1.7), torch.lt(leaf, 0), value=0.25 * tone)


def _bark(row: Stand, grid: Grid, knobs: SceneKnobs, air: _Air, pitch: float, near: float, clear: float) -> tuple[Tensor, Tensor]:
    """(H, W) distance to the trunks of a row: leaning a little, bowed, flared at the foot, swaying at the top; and how much their
    barks turn to the sun, -1 .. 1."""
    lean, bow, wide, shown, late = row.own
    thick = pitch * (0.075 + 0.10 * wide) * (0.75 + 0.5 * (1 - near))
    thick = thick * smoothstep(0.4 * grid.pixel, 1.0 * grid.pixel, thick)
    thick = thick * ((0.40 + 0.55 * knobs.own["density"] - shown) * 9).clamp(0, 1)
    if clear:
        thick = thick * smoothstep(clear * 0.92, clear, (row.middle - air.x).abs())
    up = 0.45 - grid.y
    sway = min(0.006, 0.03 * pitch) * (0.3 + 1.4 * knobs.energy) * torch.sin(2 * math.pi * (late + air.t))
    bent = (lean - 0.5) * pitch * (0.10 + 0.55 * knobs.energy) + sway
    curve = (bow - 0.5) * (0.9 * pitch * knobs.energy)
    taper = (1.12 - 0.32 * up) + 0.5 * (1 - up * 3.2).clamp_min(0).square()
    across = torch.addcmul(row.across, up * (1 - up * 0.3), bent).addcmul_(up * (up - 0.9), curve * 0.5)
    lit = (across * (math.copysign(1.0, air.x) / thick.clamp_min(1e-4))).clamp_(-1, 1)
    body = torch.addcmul((thick < 1e-4).float(), taper, thick, value=-1).add_(across.abs())
    if pitch > FORKED:
        rows = slice(0, max(0, round((0.10 - grid.span[1][0]) / grid.pixel)))
        limbs = _limbs(across[rows], up[rows], thick, 0.56 + 0.24 * late, 0.16 * (bow - 0.5), 0.8 * pitch)
        torch.minimum(body[rows], limbs, out=body[rows])
    return body, lit.mul_(torch.lt(body, 0, out=across))


def _limbs(across: Tensor, up: Tensor, thick: Tensor, fork: Tensor, uneven: Tensor, long: float) -> Tensor:
    """(H, W) distance to two limbs of each trunk, one on either side, that part from it about `fork` up, `uneven` apart, and taper
    to a point `long` above: within the trunk's own cell. up: (H, 1); thick, fork, uneven: (1, W).
    """
    rise = (up - fork).addcmul(across.sign(), uneven)
    gone = (rise * -4).clamp_(min=(thick < 2e-3).float())
    wide = (rise * (-0.55 / long)).add_(0.55).mul_(thick)
    return torch.sub(across.abs(), rise.mul_(rise * (0.25 / long) + 0.08)).abs_().sub_(wide).add_(gone)


def _veil(air: _Air, soil: Tensor, near: float, strength: float) -> Tensor:
    """(H, W) how much fog lies before a rank, times `strength`: densest at its feet, in drifting banks. soil: (H, W) height over them."""
    low = affine(soil, -2.4, 0.95).add_(air.mist, alpha=0.22)
    return low.clamp_(0, 1).mul_((0.10 + 0.85 * air.fog) * (1.0 - 0.72 * near) * strength)


def _trunks(layers: Layers, chance: Chance, knobs: SceneKnobs, air: _Air) -> None:
    count = 5
    gap = _gap(layers.grid)
    nears, chances = [index / (count - 1) for index in range(count)], [chance.of(f"rank {index}") for index in range(count)]
    grounds, lows = _grounds(layers.grid, chances, nears)
    for index, (near, here) in enumerate(zip(nears, chances, strict=True)):
        leaves = (0.0, 0.0, 0.15, 0.0, 0.12)[index]
        seen = layers.rows(bottom=lows[index + 1] + layers.grid.pixel) if index + 1 < count else layers
        _rank(seen, here, knobs, air, near, grounds[index], air.tone(near, light=0.74), leaves, 0.08 * near + gap)
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
    winding = air.x + chance.sign("wind") * (0.04 + 0.34 * knobs.energy) * down * (1 - 1.6 * down)
    aside = (ground.grid.x - winding).abs()
    # The light lies along the path, and fails to its sides as it does towards the eye: so that no ink ends level.
    soil = affine(down.clamp(max=0.5), -0.72, 0.64).sub(aside.clamp(max=0.8), alpha=0.30)
    floor = (horizon - ground.grid.y) + 0.012 * Noise(chance, "floor").at(ground.grid.x, 0.0, 4.0)
    ground.cover_accent(ground.lay(floor, soil + 0.03 * litter, soil * 0.9, 0.9 - 1.6 * down, 0.0))
    track = aside - (0.03 + 0.50 * down) + 0.006 * litter
    path = 0.92 - 0.20 * down
    ground.lay(torch.maximum(track * 0.8, floor), path + 0.02 * litter, 0.90, 0.9 - 1.6 * down, 1.57)
    for index, share in enumerate((0.62, 1.0)):
        _row(layers, chance.of(f"row {index}"), knobs, air, horizon, share)
    for index, (drop, tone) in enumerate(((0.30, 0.46), (0.38, 0.20))):
        _vault(layers, chance.of(f"boughs {index}"), knobs, air, drop, tone, 0.55 - 0.35 * index)


def _vault(layers: Layers, chance: Chance, knobs: SceneKnobs, air: _Air, drop: float, tone: float, depth: float) -> None:
    """Foliage that meets over the path: highest before the sun, lower to the sides, more on one than on the other."""
    grid = layers.grid
    mass, bough = lines(grid.x, [(chance, "mass", 1.7), (chance, "bough", 4.1)])
    out = (grid.x - air.x).mul(chance.sign("heavy") * 0.12).add_((grid.x - air.x).abs().clamp_(max=0.75), alpha=0.34)
    low = out.add_(mass, alpha=0.085).add_(bough, alpha=0.035).add_(air.y - drop)
    part = layers.rows(bottom=float(low.max()) + REACH)
    over, billow = _foliage(part.grid, chance, low, CLUMP, knobs.detail)
    modelled = billow.mul_(0.14 * tone).add_(0.80 * tone)
    part.cover_accent(part.lay(over * 0.7, modelled, tone, depth, 0.4))


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
    thick = middle * (0.055 + 0.05 * wide) * (1.9 * middle).clamp(0.3, 1)  # the far ones slimmer, else they close to a wall
    near = (1.0 - 0.16 / middle).clamp(0, 1)
    up = horizon + 0.45 * middle - grid.y
    sway = 0.008 * knobs.energy * torch.sin(2 * math.pi * (late + air.t)) + (turn - 0.5) * 0.08
    thick = thick * smoothstep(0.12, 0.20, middle)
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
    grid, gap = layers.grid, _gap(layers.grid)
    nears, chances = (0.14, 0.42), [chance.of(f"rank {index}") for index in range(2)]
    grounds, lows = _grounds(grid, chances, nears)
    for index, near in enumerate(nears):
        seen = layers if index else layers.rows(bottom=lows[1] + grid.pixel)
        _rank(seen, chances[index], knobs, air, near, grounds[index], (0.52, 0.30)[index], (0.14, 0.10)[index], gap)
    marks, knots = planes(
        grid, [[Noise(chance, "marks").octave(MARKS, visible(MARKS, grid.pixel), 5.0)], [Noise(chance, "knots").octave(7.0)]]
    )
    marked = smoothstep(1.6 - 0.9 * knobs.detail, 1.9 - 0.9 * knobs.detail, marks.add_(knots, alpha=0.6))
    for index in range(2):
        here = chance.of(f"birch {index}")
        pitch = (0.17, 0.36)[index]
        row = stand(grid, here, pitch, 5)
        body, lit = _bark(row, grid, knobs, air, pitch, 0.5, 0.02 + gap)
        tone = (0.80, 0.97)[index]
        modelled = lit.mul_(0.16).add_(tone - 0.08).sub_(marked, alpha=0.62)
        plan = tone - 0.55 * marked
        layers.cover_accent(layers.lay(body, modelled, plan, 0.5 - 0.45 * index, 1.57))
    low = layers.rows(top=0.30)
    lie, fern = lines(low.grid.x, [(chance, "ground", 1.5), (chance, "fern", 22.0)])
    ground = 0.42 + 0.03 * lie + 0.010 * fern
    low.cover_accent(low.lay((ground - low.grid.y), 0.07, 0.06, 0.03, 0.0))
