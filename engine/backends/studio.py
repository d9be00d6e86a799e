"""One picture being painted: a Condition unfolded into what scenes and styles take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import torch

from engine.catalogue import Catalogue, ThemeEntry
from engine.contracts import KNOBS, Condition, Fields, Knobs, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, smoothstep
from engine.draw.ranking import Ranking
from engine.palette.inks import Inks
from engine.registry import SCENES, STYLES, Scene, Style

PATCHES, LEARNT = 1.7, 128
"""How many patches of blended scenes there are to a height; and the rows on which their sizes are learnt."""
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
            scene.draw(seen.noting(self.notes[f"theme.{name}"]), self.chance.of(name), knobs, self.phase)
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
        lean = Noise(self.chance, "lean")
        level = self._evened(lean, grid).rank(lean.plane(grid, PATCHES))
        total, reached, left = sum(weight for _, _, weight, _ in self.scenes), 0.0, torch.ones_like(level)
        leanings = []
        for _, _, weight, _ in self.scenes[:-1]:
            reached += weight / total
            edge = reached * (1 + 2 * FEATHER) - FEATHER
            rest = smoothstep(edge - FEATHER, edge + FEATHER, level)
            leanings.append(left * (1 - rest))
            left = left * rest
        return [*leanings, left]

    def _evened(self, lean: Noise, grid: Grid) -> Ranking:
        """What makes so wide a noise cover as much of this picture at each level: a few patches may be mostly high, or mostly low."""
        found = self.notes["lean"]
        if not found:
            wide = Grid.window((max(16, round(LEARNT * grid.aspect)), LEARNT), device=grid.device)
            found["levels"] = Ranking.of(lean.plane(replace(wide, aspect=grid.aspect).repeating(self.tile), PATCHES))
        levels: Ranking = found["levels"]
        return levels

    def far(self) -> float:
        """+1 where the far is light, -1 where it is dark, between in a blend."""
        total = sum(weight for _, _, weight, _ in self.scenes)
        return sum(weight * scene.pull for scene, _, weight, _ in self.scenes) / total

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


def unfold(condition: Condition, catalogue: Catalogue, inks: Inks, phase: float) -> Studio:
    """The condition's themes and styles with their code, each with its knobs and weight."""
    weights = condition.group("theme")
    themes = [catalogue.themes[name] for name, weight in weights.items() if weight > 0]
    return Studio(
        scenes=[_scene(theme, condition, weights[theme.id]) for theme in themes],
        styles=[(STYLES[catalogue.styles[name].paint], weight, name) for name, weight in condition.group("style").items() if weight > 0],
        knobs=condition.knobs,
        inks=inks,
        chance=Chance(condition.seed),
        phase=phase,
        tile=condition.tile,
    )


def _scene(theme: ThemeEntry, condition: Condition, weight: float) -> tuple[Scene, SceneKnobs, float, str]:
    """A theme's code, the knobs and options that it gets, its weight and its name."""
    scene, asked = SCENES[theme.scene], condition.options
    return scene, lean(condition.knobs, theme.lean, {one.name: asked[one.name] for one in scene.options}), weight, theme.id


def lean(knobs: Knobs, by: dict[str, float], own: dict[str, float]) -> SceneKnobs:
    """A theme's own leaning added to what the person asked for, kept in [0, 1]; and the options that its scene declares."""
    return SceneKnobs(**{name: min(1.0, max(0.0, getattr(knobs, name) + by.get(name, 0.0))) for name in KNOBS}, own=own)
