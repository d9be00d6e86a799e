"""One picture being painted: a Condition unfolded into what scenes and styles take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from engine.catalogue import Catalogue, ThemeEntry
from engine.contracts import KNOBS, PLANES, Condition, Fields, Knobs, SceneKnobs, Strand, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, smoothstep
from engine.draw.ranking import Ranking
from engine.mask import Bounds, Frame
from engine.palette.inks import Inks
from engine.photograph import Photograph
from engine.registry import SCENES, STYLES, Scene, Style

PATCHES, LEARNT = 1.7, 128
"""How many patches of blended scenes there are to a height; and the rows on which their sizes are learnt."""
FEATHER = 0.12
"""How softly patches of blended scenes run into one another, as a part of the picture's area on either side."""
ZOOM_STOPS = 1.5
"""The scale knob's reach: the camera moves by 2 ** (ZOOM_STOPS * (knob - 0.5))."""


@dataclass(frozen=True)
class Subject:
    """One scene of a picture: its code, the knobs that it gets, its weight, the theme's name, and what its randomness comes from."""

    scene: Scene
    knobs: SceneKnobs
    weight: float
    name: str
    chance: Chance

    @property
    def key(self) -> Hashable:
        """All that its fields depend on, beside the window and what all scenes share."""
        return (self.name, self.weight, self.knobs.detail, self.knobs.energy, *sorted(self.knobs.own.items()), self.chance.seed)


@dataclass(frozen=True)
class Hand:
    """One style of a picture, likewise."""

    style: Style
    weight: float
    name: str
    chance: Chance


@dataclass(frozen=True)
class Studio:
    """One picture being painted: a Condition unfolded into what scenes and styles take. ties: each seed's part in what breaks ties.

    plain: a photograph that is shown as it is. unseen: planes of Fields that nothing which paints this picture looks at; afar: those and
    what is looked at on the small pass alone, with "rank" where nothing but that is looked at.
    """

    scenes: list[Subject]
    styles: list[Hand]
    knobs: Knobs
    inks: Inks
    chance: Chance
    phase: float
    ties: tuple[tuple[Chance, float], ...]
    tile: str = "none"
    frame: Frame | None = None
    plain: Photograph | None = None
    unseen: frozenset[str] = frozenset()
    afar: frozenset[str] = frozenset()
    notes: defaultdict[str, dict[Hashable, Any]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def zoom(self) -> float:
        return float(2 ** (ZOOM_STOPS * (self.knobs.scale - 0.5)))

    @property
    def centre(self) -> tuple[float, float]:
        """The point that the camera zooms about: a little beneath the middle, as most scenes stand on a ground."""
        return (0.0, 0.04)

    def framed(self, grid: Grid) -> Grid:
        """A window as the plane that the scene was composed on has it: the same, unless more of it is seen than that."""
        if self.frame is None:
            return grid
        return grid.composed(self.frame.aspect, self.frame.height, self.frame.x, self.frame.y)

    def unframed(self, box: Bounds) -> Bounds:
        """A box on that plane as a window has it."""
        if self.frame is None:
            return box
        x, y, height = self.frame.x, self.frame.y, self.frame.height
        left, top, right, bottom = box
        return (left - x) / height, (top - y) / height, (right - x) / height, (bottom - y) / height

    def scene_fields(self, grid: Grid, unseen: frozenset[str] = frozenset()) -> Fields:
        """The blend of scenes on a window. unseen: planes that may be left out."""
        grid = self.framed(grid)
        seen = grid.zoomed(self.zoom, self.centre)
        drawn = [
            one.scene.draw(seen.noting(notes, unseen), one.chance.of(one.name), one.knobs, self.phase)
            for one in self.scenes
            for notes in [self.notes[f"theme.{one.name} {one.chance.seed}"]]
        ]
        mixed = drawn[0] if len(drawn) == 1 else _mix(drawn, self._leanings(grid))
        larger = self.zoom / (self.frame.height if self.frame else 1)
        return mixed if larger == 1 else Fields(**{**vars(mixed), "edges": mixed.edges * larger})

    @property
    def key(self) -> Hashable:
        """All that the scenes' fields depend on, beside the window: themes, the seed, the phase and the knobs that scenes read."""
        return (tuple(one.key for one in self.scenes), self.knobs.scale, self.chance.seed, self.phase, self.tile, self.frame)

    @property
    def tones_key(self) -> Hashable:
        """All that the styles' tones depend on, and so their ranks, beside the window: everything but colours."""
        styles = tuple((hand.name, hand.chance.seed) for hand in self.styles)
        return (self.key, self.knobs, styles, tuple((chance.seed, part) for chance, part in self.ties), self.unseen)

    def _leanings(self, grid: Grid) -> list[Tensor]:
        """How much of each scene is at each pixel: wide patches as large in sum as its weight, which run into one another.

        Where one scene alone is, the others change nothing: ranks would make much of the little that they add to a flat tone.
        """
        lean = Noise(self.chance, "lean")
        level = self._evened(lean, grid).rank(lean.plane(grid, PATCHES))
        total, reached, left = sum(one.weight for one in self.scenes), 0.0, torch.ones_like(level)
        leanings = []
        for one in self.scenes[:-1]:
            reached += one.weight / total
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
        return sum(one.weight * one.scene.pull for one in self.scenes) / sum(one.weight for one in self.scenes)

    def tone(self, style: Style, drawn: Fields, grid: Grid, knobs: Knobs | None = None) -> Tensor:
        """What is ranked: the style's own tone, drawn towards depth by that knob, with ties broken along soft curves.

        knobs: other than the picture's own.
        """
        knobs, grid = knobs or self.knobs, self.framed(grid)
        pull = 0.42 * knobs.depth
        tone, *rest = (Noise(chance, "ties").plane(grid, 1.3).mul_(0.012 * part) for chance, part in self.ties)
        for one in rest:
            tone += one
        if not grid.tile[1]:
            tone -= grid.y * 0.035
        return tone.add_(style.tone(drawn, knobs), alpha=1 - pull).add_(drawn.depth, alpha=pull * self.far())


def _mix(drawn: list[Fields], weights: list[Tensor]) -> Fields:
    """Fields mixed pixel by pixel; flow is made unit length again."""
    mixed = {name: sum(getattr(one, name) * weight for one, weight in zip(drawn, weights, strict=True)) for name in PLANES}
    flow = mixed["flow"]
    mixed["flow"] = flow * torch.rsqrt(flow.square().sum(0, keepdim=True) + 1e-8)
    return Fields(**mixed, unseen=frozenset[str]().union(*(one.unseen for one in drawn)))


def unfold(condition: Condition, catalogue: Catalogue, inks: Inks, phase: float) -> Studio:
    """The condition's themes and styles with their code, each with its knobs and weight."""
    strands = [(Chance(strand.seed), strand) for strand in condition.woven]
    unseen, afar = (frozenset[str](), frozenset[str]()) if condition.inserts else _overlooked(condition, catalogue)
    return Studio(
        scenes=[
            _subject(catalogue.themes[name], condition, weight, chance)
            for chance, strand in strands
            for name, weight in strand.themes.items()
            if weight > 0
        ],
        styles=[
            Hand(STYLES[catalogue.styles[name].paint], weight, name, chance)
            for chance, strand in strands
            for name, weight in strand.styles.items()
            if weight > 0
        ],
        knobs=condition.knobs,
        inks=inks,
        chance=strands[0][0],
        phase=(condition.phase + phase) % 1.0,
        ties=_ties(strands),
        tile=condition.tile,
        frame=condition.frame,
        unseen=unseen,
        afar=afar,
    )


def _overlooked(condition: Condition, catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """What no style of the picture looks at, in all of it and on its windows."""
    names = [name for strand in condition.woven for name, weight in strand.styles.items() if weight > 0]
    styles = [STYLES[catalogue.styles[name].paint] for name in names]
    unseen = frozenset.intersection(*(one.unseen for one in styles))
    return unseen, frozenset.intersection(*(one.unseen | one.afar for one in styles))


def _ties(strands: list[tuple[Chance, Strand]]) -> tuple[tuple[Chance, float], ...]:
    total = sum(sum(strand.styles.values()) for _, strand in strands)
    return (
        tuple((chance, sum(strand.styles.values()) / total) for chance, strand in strands) if len(strands) > 1 else ((strands[0][0], 1.0),)
    )


def _subject(theme: ThemeEntry, condition: Condition, weight: float, chance: Chance) -> Subject:
    scene, asked = SCENES[theme.scene], condition.options
    own = {one.name: asked[one.name] for one in scene.options}
    return Subject(scene, lean(condition.knobs, theme.lean, own), weight, theme.id, chance)


def lean(knobs: Knobs, by: dict[str, float], own: dict[str, float]) -> SceneKnobs:
    """A theme's own leaning added to what the person asked for, kept in [0, 1]; and the options that its scene declares."""
    return SceneKnobs(**{name: min(1.0, max(0.0, getattr(knobs, name) + by.get(name, 0.0))) for name in KNOBS}, own=own)
