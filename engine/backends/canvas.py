"""The default back end: a scene draws Fields, a style paints them. No weights, no network.

Paints from a Condition alone. What looks at the whole picture (ranks, the style's plan) is computed on a small pass whose size
depends on the aspect ratio only; the output is then painted in pieces, so that a preview and an export agree and an export needs
the memory of a piece.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

import torch

from engine.backends.album import Album
from engine.backends.crew import Crew
from engine.backends.memory import ENTRIES, Remembered
from engine.backends.painters import Painters
from engine.backends.small_pass import Brief, brief, plan_grid
from engine.backends.studio import Studio, unfold
from engine.backends.tiling import Box, bands_or_tiles, one_or_tiles
from engine.catalogue import Catalogue
from engine.contracts import Condition, Fields, Priority, Size, Tensor
from engine.draw.easel import Easel
from engine.draw.grid import Grid
from engine.draw.noise import fbm
from engine.palette.inks import Inks
from engine.palette.oklab import oklab_to_bytes
from engine.runtime import cores

SEAM = 3
"""Pixels of margin that every piece gets, for the 3 x 3 looks of crisp painting and of slopes."""


class Canvas:
    """Scene by style. `paint` is the whole of its protocol.

    threads: how many cores paint the pieces of a picture, by default all. remembered: how many drawn Fields to keep at hand.
    cut: how a picture is cut into pieces. crew: processes that paint instead, as soon as they are ready.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        device: str | torch.device = "cpu",
        *,
        threads: int | None = None,
        cut: Callable[[Size], list[Box]] | None = None,
        remembered: int = ENTRIES,
        crew: Crew | None = None,
    ) -> None:
        self._catalogue, self._device, self._crew = catalogue, torch.device(device), crew
        on_cores = self._device.type == "cpu"
        self._cut = cut or (bands_or_tiles if on_cores else one_or_tiles)
        self._painters = Painters((threads or cores()) if on_cores else 0)
        self._drawn, self._inks = Remembered[Fields](remembered), Remembered[Inks](ENTRIES)
        self._album = Album(self._device)

    @torch.inference_mode()
    def paint(
        self, condition: Condition, size: Size, phase: float = 0.0, priority: Priority = Priority.EXPORT, *, one_of_many: bool = False
    ) -> Tensor:
        """(H, W, 4) uint8 sRGB and a byte of 255, on the canvas's device. phase: how far on from the condition's; 1 is 0 again.

        one_of_many: others are painted beside it, so cut no finer than memory asks. The bytes are the same.
        """
        pieces = one_or_tiles(size) if one_of_many else self._cut(size)
        if self._crew is not None:
            picture = self._crew.paint(condition, size, phase, pieces, priority)
            if picture is not None:
                return picture
        studio = self.studio(condition, phase)
        briefs, picture = (
            self.briefs(studio, size.aspect),
            torch.empty((size.height, size.width, 4), dtype=torch.uint8, device=self._device),
        )

        def piece(box: Box) -> None:
            left, top, right, bottom = box
            picture[top:bottom, left:right] = self.piece(studio, briefs, size, box)

        self._painters.each(piece, pieces)
        return picture

    def studio(self, condition: Condition, phase: float = 0.0) -> Studio:
        """The condition unfolded into what scenes and styles take."""
        inks = self._inks.get(_colours(condition), lambda: Inks.of(condition, self._device))
        studio = unfold(condition, self._catalogue, inks, phase)
        return self._album.placed(studio, condition, _colours(condition)) if condition.photo else studio

    def sweep(self, seconds: float) -> None:
        """Forget what was drawn and learnt and not asked for in so long."""
        self._album.sweep(seconds)
        self._drawn.sweep(seconds)

    def briefs(self, studio: Studio, aspect: float) -> list[Brief]:
        """For each style, what it must know of the whole picture."""
        grid = plan_grid(studio, aspect, self._device)
        drawn = self._drawn.get((studio.key, "plan", aspect), lambda: studio.scene_fields(grid))
        return [brief(studio, hand.style, grid, drawn) for hand in studio.styles]

    def window(self, studio: Studio, size: Size, box: Box) -> tuple[Grid, int]:
        """A piece with the margin around it that its styles look at, and how many pixels that is."""
        margin = SEAM + math.ceil(max(hand.style.halo for hand in studio.styles) * size.height)
        left, top, right, bottom = box
        around = (left - margin, top - margin, right + margin, bottom + margin)
        return Grid.window((size.width, size.height), around, self._device).repeating(studio.tile), margin

    def draw(self, studio: Studio, size: Size, box: Box) -> Fields:
        """The scene on a piece with its margin: remembered where the picture is small enough to be asked for again."""
        grid, _ = self.window(studio, size, box)
        if len(self._cut(size)) > 2:
            return studio.scene_fields(grid)
        return self._drawn.get((studio.key, grid.key), lambda: studio.scene_fields(grid))

    def piece(self, studio: Studio, briefs: list[Brief], size: Size, box: Box) -> Tensor:
        """(h, w, 4) uint8 of one piece of the picture."""
        grid, margin = self.window(studio, size, box)
        painted = _painted(studio, briefs, grid, self.draw(studio, size, box))
        return oklab_to_bytes(painted[:, margin:-margin, margin:-margin])


def _painted(studio: Studio, briefs: list[Brief], grid: Grid, drawn: Fields) -> Tensor:
    """(3, H, W) OKLab of one window."""
    layers = []
    for hand, known in zip(studio.styles, briefs, strict=True):
        rank = known.ranking.rank(studio.tone(hand.style, drawn, grid))
        seen, chance = grid.noting(studio.notes[f"style.{hand.name} {hand.chance.seed}"]), hand.chance.of(hand.name)
        layers.append(hand.style.paint(Easel(seen, drawn, rank, known.plan, studio.inks, studio.knobs, chance, studio.phase)))
    return layers[0] if len(layers) == 1 else _worn(studio, layers, grid)


def _worn(studio: Studio, layers: list[Tensor], grid: Grid) -> Tensor:
    """A blend of styles: patches of each, as large in sum as its weight, so that no pixel mixes two paintings' inks."""
    wear = fbm(grid, studio.chance.of("wear"), 7.0, 4, 0.6)
    level = 0.5 + 0.5 * torch.erf(wear / math.sqrt(2))
    total, reached = sum(hand.weight for hand in studio.styles), 0.0
    picture = layers[0]
    for layer, hand in zip(layers[1:], studio.styles, strict=False):
        reached += hand.weight / total
        cover = ((level - reached) / (12 * grid.pixel) + 0.5).clamp(0, 1)
        picture = torch.lerp(picture, layer, cover)
    return picture


def _colours(condition: Condition) -> Hashable:
    """All that a condition's Inks follow from."""
    given = (condition.inks, condition.shares, condition.background, condition.accent)
    return (*(None if one is None else one.numpy().tobytes() for one in given), condition.knobs.contrast)
