"""The default back end: a scene draws Fields, a style paints them. No weights, no network.

Paints from a Condition alone. What looks at the whole picture (ranks, the style's plan) is computed on a small pass whose size
depends on the aspect ratio only; the output is then painted in tiles, so that a preview and an export agree and an export needs
the memory of a tile.
"""

from __future__ import annotations

import math
import os
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

import torch

from engine.backends.memory import ENTRIES, REMEMBERED_PIXELS, Remembered
from engine.backends.painters import Painters
from engine.catalogue import Catalogue, ThemeEntry
from engine.contracts import KNOBS, Condition, Fields, Knobs, SceneKnobs, Size, Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Easel, Plan
from engine.draw.grid import Grid
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.ranking import Ranking, parted
from engine.palette.inks import Inks
from engine.palette.oklab import oklab_to_bytes
from engine.registry import SCENES, STYLES, Scene, Style

PLAN_PIXELS = 176 * 176
PLAN_BLOCK = 8
"""Wide blurs of the small pass are made of averages over no more than so many of its pixels."""
TILE_PIXELS = 400_000
"""Of a picture too large to be painted in one piece: planes of 1.6 MB."""
SEAM = 3
"""Pixels of margin that every tile gets, for the 3 x 3 looks of crisp painting and of slopes."""
FEATHER = 0.12
"""How softly patches of blended scenes run into one another, as a part of the picture's area on either side."""
ZOOM_STOPS = 1.5
"""The scale knob's reach: the camera moves by 2 ** (ZOOM_STOPS * (knob - 0.5))."""


@dataclass(frozen=True)
class Studio:
    """One picture being painted: a Condition unfolded into what scenes and styles take."""

    scenes: list[tuple[Scene, SceneKnobs, float, str]]
    styles: list[tuple[Style, float, str]]
    knobs: Knobs
    inks: Inks
    chance: Chance
    phase: float
    tile: str = "none"
    notes: defaultdict[str, dict[Hashable, Any]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def zoom(self) -> float:
        return float(2 ** (ZOOM_STOPS * (self.knobs.scale - 0.5)))

    @property
    def centre(self) -> tuple[float, float]:
        """The point that the camera zooms about: a little beneath the middle, as most scenes stand on a ground."""
        return (0.0, 0.04)

    def scene_fields(self, grid: Grid) -> Fields:
        """The blend of scenes on a window."""
        seen = grid.zoomed(self.zoom, self.centre)
        drawn = [
            scene.draw(replace(seen, notes=self.notes[f"theme.{name}"]), self.chance.of(name), knobs, self.phase)
            for scene, knobs, _, name in self.scenes
        ]
        mixed = drawn[0] if len(drawn) == 1 else _mix(drawn, self._leanings(grid))
        return mixed if self.zoom == 1 else Fields(**{**vars(mixed), "edges": mixed.edges * self.zoom})

    @property
    def key(self) -> Hashable:
        """All that the scenes' fields depend on, beside the window: themes, the seed, the phase and the knobs that scenes read."""
        themes = tuple((name, weight, knobs.detail, knobs.energy, *sorted(knobs.own.items())) for _, knobs, weight, name in self.scenes)
        return (themes, self.knobs.scale, self.chance.seed, self.phase, self.tile)

    def _leanings(self, grid: Grid) -> list[Tensor]:
        """How much of each scene is at each pixel: wide patches as large in sum as its weight, which run into one another.

        Where one scene alone is, the others change nothing: ranks would make much of the little that they add to a flat tone.
        """
        level = torch.erf(Noise(self.chance, "lean").plane(grid, 1.7).mul_(math.sqrt(0.5))).mul_(0.5).add_(0.5)
        total, reached, left = sum(weight for _, _, weight, _ in self.scenes), 0.0, torch.ones_like(level)
        leanings = []
        for _, _, weight, _ in self.scenes[:-1]:
            reached += weight / total
            edge = reached * (1 + 2 * FEATHER) - FEATHER
            rest = smoothstep(edge - FEATHER, edge + FEATHER, level)
            leanings.append(left * (1 - rest))
            left = left * rest
        return [*leanings, left]

    def far(self) -> float:
        """+1 where the far is light, -1 where it is dark, between in a blend."""
        total = sum(weight for _, _, weight, _ in self.scenes)
        return sum(weight if scene.far == "light" else -weight for scene, _, weight, _ in self.scenes) / total

    def tone(self, style: Style, drawn: Fields, grid: Grid) -> Tensor:
        """What is ranked: the style's own tone, drawn towards depth by that knob, with ties broken along soft curves."""
        pull = 0.42 * self.knobs.depth
        tone = Noise(self.chance, "ties").plane(grid, 1.3).mul_(0.012)
        if not grid.tile[1]:
            tone -= grid.y * 0.035
        return tone.add_(style.tone(drawn, self.knobs), alpha=1 - pull).add_(drawn.depth, alpha=pull * self.far())


def _mix(drawn: list[Fields], weights: list[Tensor]) -> Fields:
    """Fields mixed pixel by pixel; flow is made unit length again."""
    mixed = {
        part.name: sum(getattr(one, part.name) * weight for one, weight in zip(drawn, weights, strict=True)) for part in fields(Fields)
    }
    flow = mixed["flow"]
    mixed["flow"] = flow * torch.rsqrt(flow.square().sum(0, keepdim=True) + 1e-8)
    return Fields(**mixed)


class Canvas:
    """Scene by style. `paint` is the whole of its protocol.

    threads: how many cores paint the tiles of a large picture, by default all. remembered: how many drawn Fields to keep at hand.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        device: str | torch.device = "cpu",
        *,
        threads: int | None = None,
        tile_pixels: int | None = None,
        remembered: int = ENTRIES,
    ) -> None:
        self._catalogue, self._device, self._tile_pixels = catalogue, torch.device(device), tile_pixels
        self._painters = Painters((threads or cores()) if self._device.type == "cpu" else 0)
        self._drawn, self._inks = Remembered[Fields](remembered), Remembered[Inks](ENTRIES)

    @torch.no_grad()
    def paint(self, condition: Condition, size: Size, phase: float = 0.0) -> Tensor:
        """(H, W, 4) uint8 sRGB and a byte of 255, on the canvas's device. phase: where in the loop; 1 is 0 again."""
        studio = self.studio(condition, phase % 1.0)
        margin = SEAM + math.ceil(max(style.halo for style, _, _ in studio.styles) * size.height)
        picture = torch.empty((size.height, size.width, 4), dtype=torch.uint8, device=self._device)
        plans = [self._plan(studio, style, size.aspect) for style, _, _ in studio.styles]

        def tile(box: tuple[int, int, int, int]) -> None:
            left, top, right, bottom = box
            around = (left - margin, top - margin, right + margin, bottom + margin)
            grid = Grid.window((size.width, size.height), around, self._device).repeating(studio.tile)
            whole = (size, margin) if (right - left, bottom - top) == (size.width, size.height) else None
            painted = self._window(studio, plans, grid, whole)[:, margin:-margin, margin:-margin]
            picture[top:bottom, left:right] = oklab_to_bytes(painted)

        self._painters.each(tile, list(tiles(size, self._tile_pixels or tile_area(size))))
        return picture

    def studio(self, condition: Condition, phase: float = 0.0) -> Studio:
        """The condition unfolded into what scenes and styles take."""
        knobs, chance = condition.knobs, Chance(condition.seed)
        themes = [self._catalogue.themes[name] for name, weight in condition.group("theme").items() if weight > 0]
        weights = condition.group("theme")
        return Studio(
            scenes=[self._scene(theme, condition, weights[theme.id]) for theme in themes],
            styles=[
                (STYLES[self._catalogue.styles[name].paint], weight, name)
                for name, weight in condition.group("style").items()
                if weight > 0
            ],
            knobs=knobs,
            inks=self._inks.get(_colours(condition), lambda: Inks.of(condition, self._device)),
            chance=chance,
            phase=phase,
            tile=condition.tile,
        )

    def _scene(self, theme: ThemeEntry, condition: Condition, weight: float) -> tuple[Scene, SceneKnobs, float, str]:
        """A theme's code, the knobs and options that it gets, its weight and its name."""
        scene, asked = SCENES[theme.scene], condition.options
        return scene, lean(condition.knobs, theme.lean, {one.name: asked[one.name] for one in scene.options}), weight, theme.id

    def _plan(self, studio: Studio, style: Style, aspect: float) -> tuple[Plan, Ranking]:
        height = plan_height(aspect, studio.tile != "none")
        grid = Grid.window((max(16, round(height * aspect)), height), device=self._device)
        grid = replace(grid, aspect=aspect).repeating(studio.tile)  # the picture's own: what scenes note down must not differ by a hair
        drawn = self._drawn.get((studio.key, "plan", aspect), lambda: studio.scene_fields(grid))
        tone = studio.tone(style, drawn, grid)
        ranking = Ranking.of(torch.cat((tone, parted(tone))) if style.parts else tone)
        return Plan(grid, drawn, ranking.rank(tone)), ranking

    def _window(self, studio: Studio, plans: list[tuple[Plan, Ranking]], grid: Grid, whole: Hashable) -> Tensor:
        """(3, H, W) OKLab of one window. whole: what tells the window of a picture painted in one piece, None for a tile."""
        drawn = studio.scene_fields(grid) if whole is None else self._drawn.get((studio.key, whole), lambda: studio.scene_fields(grid))
        layers = []
        for (style, _, name), (plan, ranking) in zip(studio.styles, plans, strict=True):
            rank = ranking.rank(studio.tone(style, drawn, grid))
            seen = replace(grid, notes=studio.notes[f"style.{name}"])
            easel = Easel(seen, drawn, rank, plan, studio.inks, studio.knobs, studio.chance.of(name), studio.phase)
            layers.append(style.paint(easel))
        return layers[0] if len(layers) == 1 else self._worn(studio, layers, grid)

    @staticmethod
    def _worn(studio: Studio, layers: list[Tensor], grid: Grid) -> Tensor:
        """A blend of styles: patches of each, as large in sum as its weight, so that no pixel mixes two paintings' inks."""
        wear = fbm(grid, studio.chance.of("wear"), 7.0, 4, 0.6)
        level = 0.5 + 0.5 * torch.erf(wear / math.sqrt(2))
        total, reached = sum(weight for _, weight, _ in studio.styles), 0.0
        picture = layers[0]
        for layer, (_, weight, _) in zip(layers[1:], studio.styles, strict=False):
            reached += weight / total
            cover = ((level - reached) / (12 * grid.pixel) + 0.5).clamp(0, 1)
            picture = torch.lerp(picture, layer, cover)
        return picture


def _colours(condition: Condition) -> Hashable:
    """All that a condition's Inks follow from."""
    given = (condition.inks, condition.shares, condition.background, condition.accent)
    return (*(None if one is None else one.numpy().tobytes() for one in given), condition.knobs.contrast)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def lean(knobs: Knobs, by: dict[str, float], own: dict[str, float]) -> SceneKnobs:
    """A theme's own leaning added to what the person asked for, kept in [0, 1]; and the options that its scene declares."""
    return SceneKnobs(**{name: min(1.0, max(0.0, getattr(knobs, name) + by.get(name, 0.0))) for name in KNOBS}, own=own)


def plan_height(aspect: float, repeats: bool) -> int:
    """Of the small pass of a picture so many times wider than tall, in pixels.

    Where the picture repeats, one whose sides are as nearly as may be multiples of PLAN_BLOCK, so that blurs repeat with it.
    """
    height = math.sqrt(PLAN_PIXELS / aspect)
    if not repeats:
        return max(16, round(height))
    heights = range(PLAN_BLOCK * max(2, int(0.8 * height / PLAN_BLOCK)), int(1.2 * height) + 2 * PLAN_BLOCK, PLAN_BLOCK)
    return min(heights, key=lambda tall: abs(tall * aspect / PLAN_BLOCK - round(tall * aspect / PLAN_BLOCK)))


def tile_area(size: Size) -> int:
    """Pixels of a tile: one piece for a preview, which saves the cost of every operation's call; else TILE_PIXELS."""
    return max(size.pixels * 2, 1) if size.pixels <= REMEMBERED_PIXELS else TILE_PIXELS


def tiles(size: Size, pixels: int) -> Iterator[tuple[int, int, int, int]]:
    """(left, top, right, bottom) of nearly square tiles of about `pixels` pixels that cover the picture, row by row."""
    side = math.sqrt(pixels)
    columns = max(1, round(size.width / side))
    rows = max(1, math.ceil(size.pixels / columns / pixels * 0.85))
    for row in range(rows):
        for column in range(columns):
            yield (
                size.width * column // columns,
                size.height * row // rows,
                size.width * (column + 1) // columns,
                size.height * (row + 1) // rows,
            )
