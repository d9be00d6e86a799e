"""What stands at the edge of the sea: cliffs, stacks, a lighthouse, the surf along their feet, reeds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.profile import along
from engine.draw.shapes import beneath, coverage


@dataclass(frozen=True)
class Coast:
    """What all rocks of a shore share. crag: (H, W) roughness over the whole window; wash: (1, W) of the surf; top: (1, W) of the turf.
    foam: how much surf, times the usual.
    """

    layers: Layers
    crag: Tensor
    wash: Tensor
    top: Tensor
    foam: float

    @classmethod
    def of(cls, layers: Layers, chance: Chance, knobs: Knobs, t: float, foam: float = 1.0) -> Coast:
        grid = layers.grid
        crag = fbm(grid, chance.of("crag"), 4.5, 1.5 + 2.5 * knobs.detail, 0.6, stretch=0.5)
        wash, top = along(grid.x, [(Noise(chance, "wash"), 24.0), (Noise(chance, "top"), 3.0)], 0.01 * math.sin(2 * math.pi * t))
        return cls(layers, crag, wash, top, foam)

    def cliff(self, side: float, tip: float, tall: float, foot: float, tone: float) -> None:
        """A headland that comes in from one side and ends at x = side * tip, standing in the water at y = foot."""
        inner = tip - 0.15 * tall - 0.03
        left, right = (inner, math.inf) if side > 0 else (-math.inf, -inner)
        layers = self.layers.rows(foot - 1.4 * tall, foot, left, right)
        grid, crag = layers.grid, layers.crop(self.crag)
        columns = slice(grid.cut[0], grid.cut[0] + grid.shape[1])
        out = side * grid.x - tip
        top = foot - tall * (0.70 + 0.45 * (out / 0.6).clamp(0, 1) + 0.06 * self.top[:, columns])
        distance = torch.maximum((top - grid.y).mul_(0.95), torch.add(0.22 * (foot - grid.y) - out, crag, alpha=-0.05 * tall))
        distance = distance.maximum(grid.y - foot)
        turf = torch.add(grid.y - top, crag, alpha=-0.04 * tall).mul_(-20 / tall).add_(3.0).clamp_(0, 1)
        light = smoothstep(-0.2, 0.9, crag)
        modelled = torch.add(light * 0.14, turf, alpha=-0.06).add_(tone - 0.056)
        layers.cover_accent(layers.lay(distance, modelled, light.mul_(0.07).add_(tone), 0.9 - 2.0 * (0.6 - tone) ** 2, 1.57))
        self._surf(side * self.layers.grid.x - tip, foot, 0.05 * tall, left, right)

    def _surf(self, out: Tensor, foot: float, size: float, left: float, right: float) -> None:
        """Broken white water along the foot of a rock; out: how far inside its tip a column is."""
        layers = self.layers.rows(foot - size, foot + 2 * size, left, right)
        grid = layers.grid
        columns = slice(grid.cut[0], grid.cut[0] + grid.shape[1])
        thick = smoothstep(-3.0 * size, 2.0 * size, out[:, columns]).mul_(
            self.wash[:, columns] * (0.5 * size * self.foam) + 0.8 * size * self.foam
        )
        layers.lay((grid.y - (foot + 0.3 * size)).abs() - thick.sub_(0.0008), 0.92, 0.92, 0.85, outline=False)

    def stack(self, x: float, foot: float, tall: float) -> None:
        """A pillar of rock left standing in the sea."""
        left, right = x - 0.6 * tall, x + 0.6 * tall
        layers = self.layers.rows(foot - 1.2 * tall, foot, left, right)
        grid, crag = layers.grid, layers.crop(self.crag)
        v = ((foot - grid.y) / tall).clamp(0, 1.2)
        middle = (grid.x - x) + 0.03 * tall * torch.sin(5 * v)
        wide = torch.add(tall * (0.26 - 0.13 * v), crag, alpha=0.035 * tall)
        distance = torch.maximum(middle.abs().sub_(wide), (foot - tall - grid.y) - 0.25 * middle).maximum(grid.y - foot)
        face = smoothstep(-0.02, 0.02, middle * (1.0 if x < 0 else -1.0)).mul_(0.10).add_(0.20)
        layers.cover_accent(layers.lay(distance, torch.add(face, crag, alpha=0.03), face, 0.5, 1.57))
        self._surf(0.30 * tall - (self.layers.grid.x - x).abs(), foot, 0.07 * tall, left, right)


def lighthouse(layers: Layers, x: float, foot: float, tall: float) -> None:
    """A banded tower with its lantern and cap."""
    layers = layers.rows(foot - tall, foot + 0.1 * tall, x - 0.16 * tall, x + 0.16 * tall)
    grid = layers.grid
    u, v = (grid.x - x).abs() / tall, (foot - grid.y) / tall
    tower = torch.maximum(u - 0.135 + 0.055 * v, (v - 0.32).abs() - 0.42)
    bands = 0.18 + 0.55 * coverage((torch.remainder(v * 2.7, 1.0) - 0.5).abs() - 0.25, grid.pixel * 2.7 / tall)
    gallery = torch.maximum(u - 0.135, (v - 0.755).abs() - 0.022)
    cap = torch.maximum(u - 0.10 + (v - 0.89).clamp_min(0) * 0.9, (v - 0.945).abs() - 0.055)
    lantern = torch.maximum(u - 0.07, (v - 0.83).abs() - 0.055)
    iron = torch.minimum(gallery, cap)
    tone = torch.lerp(bands, bands.new_tensor(0.09), coverage(iron, grid.pixel / tall))
    tone = torch.lerp(tone, bands.new_tensor(0.97), coverage(lantern, grid.pixel / tall))
    layers.cover_accent(layers.lay(torch.minimum(tower, iron).minimum(lantern) * tall, tone, tone, 0.6, 1.57))


def reeds(layers: Layers, chance: Chance, knobs: Knobs, side: float, t: float) -> None:
    """Blades at the near corner away from the moon, bending in the wind: a dark edge that holds the eye in."""
    corner = smoothstep(0.04, 0.42, layers.grid.x * (-side / layers.grid.aspect))
    bank = Noise(chance, "bank").at(layers.grid.x, 0.0, 6.0).mul_(0.008).sub_(corner, alpha=0.06).add_(0.49)
    earth = layers.rows(0.41)
    earth.lay(beneath(earth.grid, bank), 0.05, 0.04, 0.03, 0.0)
    inner = 0.04 * layers.grid.aspect
    stand = layers.rows(0.16, math.inf, *((-math.inf, -inner) if side > 0 else (inner, math.inf)))
    columns = slice(stand.grid.cut[0], stand.grid.cut[0] + stand.grid.shape[1])
    bank, corner = bank[:, columns], corner[:, columns] * 0.24
    rise = (bank - stand.grid.y).clamp_(min=0)
    for rank, pitch in enumerate((0.030, 0.019)):
        bend = (0.5 + 1.6 * knobs.energy) * (1 + 0.2 * math.sin(2 * math.pi * t + rank)) * side / pitch
        place = rise.square().mul_(bend).add_(stand.grid.x / pitch + chance.uniform(f"shift {rank}", 0, 64))
        cell = place.floor()
        wild = chance.uniforms(f"reed {rank}", 3, 128)
        known = torch.stack(((0.25 + 0.75 * wild[0]) * (wild[1] < 0.45 + 0.5 * knobs.detail), 0.3 + 0.4 * wild[2]))
        tall, aside = known.to(cell.device).index_select(1, torch.remainder(cell, 128).to(torch.int32).flatten()).view(2, *cell.shape)
        aside = place.sub_(cell).sub_(aside).mul_(pitch)
        tall = tall * corner
        short = (1 - rise / tall.clamp(min=1e-3)).clamp_(min=1e-9).sqrt_().mul_(0.0035)
        head = torch.addcmul(aside.square(), *[(rise - 0.9 * tall).mul_(0.22)] * 2).sqrt_().sub_(0.0062)
        reed = aside.abs_().sub_(short).maximum(rise - tall).minimum(head).maximum(0.04 - tall)
        stand.lay(reed, 0.06, 0.05, 0.05, 1.45)
