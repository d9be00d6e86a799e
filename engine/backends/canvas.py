"""The default back end: a scene draws Fields, a style paints them. No weights, no network.

Paints from a Condition alone. What looks at the whole picture (ranks, the style's plan) is computed on a small pass whose size
depends on the aspect ratio only; the output is then painted in pieces, so that a preview and an export agree and an export needs
the memory of a piece.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

import torch

from engine.backends.album import Album
from engine.backends.crew import Crew
from engine.backends.laid import Laid
from engine.backends.masked import Masked
from engine.backends.memory import ENTRIES, REMEMBERED_PIXELS, Remembered
from engine.backends.painters import Painters
from engine.backends.retouch import OTHER, Beneath, Retouch, counted, whole_inks
from engine.backends.small_pass import Brief, brief, plan_grid, study_grid
from engine.backends.studio import Studio, unfold
from engine.backends.tiling import Box, bands_or_tiles, one_or_tiles
from engine.catalogue import Catalogue
from engine.contracts import PLANES, Condition, Fields, Photo, Priority, Size, Tensor
from engine.draw.easel import Easel, Plan
from engine.draw.grid import Grid
from engine.draw.noise import fbm
from engine.mask import Region
from engine.palette.inks import Inks
from engine.palette.oklab import oklab_to_bytes
from engine.photograph import Photograph
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
        count = (threads or cores()) if on_cores else 0
        self._painters = Painters(count)
        self._drawn, self._inks = Remembered[Fields](remembered), Remembered[Inks](ENTRIES)
        self._briefs, self._ranks = Remembered[list[Brief]](remembered), Remembered[list[Tensor]](remembered)
        self._album = Album(self._device, count)

    @torch.inference_mode()
    def paint(
        self, condition: Condition, size: Size, phase: float = 0.0, priority: Priority = Priority.EXPORT, *, one_of_many: bool = False
    ) -> Tensor:
        """(H, W, 4) uint8 sRGB and a byte of 255, on the canvas's device. phase: how far on from the condition's; 1 is 0 again.

        one_of_many: others are painted beside it, as the frames of a clip are, so cut no finer than memory asks. That moves roundings: some
        pixels by a shade, hardly any by more.
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

        edits = self.edits(condition, studio, briefs)

        def piece(box: Box) -> None:
            left, top, right, bottom = box
            picture[top:bottom, left:right] = self.piece(studio, briefs, size, box, edits)

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
        for remembered in (self._drawn, self._briefs, self._ranks):
            remembered.sweep(seconds)

    def briefs(self, studio: Studio, aspect: float) -> list[Brief]:
        """For each style, what it must know of the whole picture; remembered while only colours change."""
        return self.briefed(studio, aspect) or self.remember(studio, aspect, self._learnt(studio, aspect))

    def briefed(self, studio: Studio, aspect: float) -> list[Brief] | None:
        """The same, if it is remembered."""
        return self._briefs.peek((studio.tones_key, aspect))

    def remember(self, studio: Studio, aspect: float, briefs: list[Brief]) -> list[Brief]:
        """The same, as it was made here or by another; returned."""
        return self._briefs.put((studio.tones_key, aspect), briefs)

    def _learnt(self, studio: Studio, aspect: float) -> list[Brief]:
        grid = plan_grid(studio, aspect, self._device)
        drawn = self._scene(studio, grid, ("plan", aspect), studio.unseen)
        study = study_grid(studio, grid)
        studied = drawn if study is grid else self._drawn_once(studio, study)
        return [brief(studio, hand.style, (grid, drawn), (study, studied)) for hand in studio.styles]

    def window(self, studio: Studio, size: Size, box: Box) -> tuple[Grid, int]:
        """A piece with the margin around it that its styles look at, and how many pixels that is."""
        margin = SEAM + math.ceil(max(hand.style.halo for hand in studio.styles) * size.height)
        left, top, right, bottom = box
        around = (left - margin, top - margin, right + margin, bottom + margin)
        return Grid.window((size.width, size.height), around, self._device).repeating(studio.tile), margin

    def draw(self, studio: Studio, size: Size, box: Box) -> Fields:
        """The scene on a piece with its margin: remembered where the picture is small enough to be asked for again."""
        grid, _ = self.window(studio, size, box)
        if "rank" in studio.afar:
            return _undrawn(grid)
        if not self._is_asked_again(size):
            return studio.scene_fields(grid, studio.afar)
        return self._scene(studio, grid, grid.key, studio.afar)

    def _is_asked_again(self, size: Size) -> bool:
        """Whether a picture is so small that it may be a live one."""
        return len(self._cut(size)) <= 2

    def _ranked(self, studio: Studio, briefs: list[Brief], size: Size, grid: Grid, drawn: Fields) -> list[Tensor]:
        """The ranks of a piece's pixels for each style, remembered while only colours change."""
        if "rank" in studio.afar:
            return [drawn.regions] * len(briefs)

        def ranks() -> list[Tensor]:
            pairs = zip(studio.styles, briefs, strict=True)
            return [known.ranking.rank(studio.tone(hand.style, drawn, grid)) for hand, known in pairs]

        return self._ranks.get((studio.tones_key, grid.key), ranks) if self._is_asked_again(size) else ranks()

    def piece(self, studio: Studio, briefs: list[Brief], size: Size, box: Box, edits: Sequence[Retouch] = ()) -> Tensor:
        """(h, w, 4) uint8 of one piece of the picture."""
        grid, margin = self.window(studio, size, box)
        drawn = self.draw(studio, size, box)
        ranks = self._ranked(studio, briefs, size, grid, drawn)
        painted = _painted(studio, [known.plan for known in briefs], ranks, grid, drawn)[:, margin:-margin, margin:-margin]
        whole = painted
        for edit in edits:
            whole = self._edited(whole, edit, size, box)
        pixels = oklab_to_bytes(whole)
        return pixels if studio.plain is None else _own_bytes(studio, studio.plain, pixels, (whole == painted).all(0), size, box)

    def edits(self, condition: Condition, studio: Studio, briefs: list[Brief]) -> list[Retouch]:
        """The condition's edits, each over those before it, with what they must know of the whole picture."""
        made = list[Retouch]()
        if condition.inserts:
            small, masks = briefs[0].plan, self._still(condition, studio, briefs[0].plan.grid.aspect)
            beneath = self._beneath(condition.photo, studio, small)
            for insert, mask in itertools.zip_longest(condition.inserts, masks):
                inside = replace(self.studio(insert.condition), phase=studio.phase, unseen=studio.unseen)
                made.append(Retouch(insert.edit, studio, inside, beneath, self._drawn_once, small.grid, mask))
                beneath = made[-1].above
        return made

    def _still(self, condition: Condition, studio: Studio, aspect: float) -> list[Masked]:
        """The masks of a picture that moves, as they are when its scene is at rest, where any follows colours; else none."""
        if not studio.phase or not any(isinstance(shape, Region) for one in condition.inserts for shape in one.edit.mask):
            return []
        rest = self.studio(condition, -condition.phase)
        return [one.masked for one in self.edits(condition, rest, self.briefs(rest, aspect))]

    def _beneath(self, photo: Photo | None, studio: Studio, small: Plan) -> Beneath:
        """The picture without edits. A photograph that keeps its own shades is seen as it is, a painting in whole inks."""

        def fields(grid: Grid) -> Fields:
            return small.fields if grid.key == small.grid.key else self._drawn_once(studio, grid)

        if photo and (photo.plain or photo.recolour):
            colours = _painted(studio, [small], [small.rank], small.grid, small.fields)
        else:
            colours = whole_inks(studio.inks, small)
        return Beneath(fields, colours, None if photo and photo.plain else counted(studio.inks))

    @torch.inference_mode()
    def laid(self, condition: Condition, aspect: float) -> Laid:
        """Where the edits of a picture are. Only a mask that follows colours asks for the scene."""
        if any(isinstance(shape, Region) for one in condition.inserts for shape in one.edit.mask):
            studio = self.studio(condition)
            masks = [edit.masked for edit in self.edits(condition, studio, self.briefs(studio, aspect))]
        else:
            studio = unfold(condition, self._catalogue, Inks.of(condition, self._device), 0.0)
            small = plan_grid(studio, aspect, self._device)
            masks = [Masked.of(one.edit, studio, small, small.full(0.0)[None]) for one in condition.inserts]
        return Laid.of([mask.cover(mask.depth(mask.small), OTHER, mask.small.pixel) for mask in masks])

    def _drawn_once(self, studio: Studio, grid: Grid) -> Fields:
        """The scene on a window, remembered where that is small enough to be asked for again."""
        if grid.shape[0] * grid.shape[1] > REMEMBERED_PIXELS:
            return studio.scene_fields(grid, studio.unseen)
        return self._scene(studio, grid, (grid.key, grid.aspect), studio.unseen)

    def _scene(self, studio: Studio, grid: Grid, place: Hashable, unseen: frozenset[str]) -> Fields:
        """The scene on a window, remembered: what a style does not look at is left out, until another one asks for it."""
        key = studio.key, place
        held = self._drawn.peek(key)
        if held is not None and held.unseen <= unseen:
            return held
        return self._drawn.put(key, studio.scene_fields(grid, unseen if held is None else frozenset()))

    def _edited(self, painted: Tensor, edit: Retouch, size: Size, box: Box) -> Tensor:
        """A piece of the picture with an edit over it, painted only where its mask reaches."""
        within = edit.box(size, box)
        if within is None:
            return painted
        (left, top, right, bottom), (first, upper, _, _) = within, box
        grid, margin = self.window(edit.studio, size, within)
        inside = edit.painted(grid, _painted)[:, margin:-margin, margin:-margin]
        window = Grid.window((size.width, size.height), within, self._device).repeating(edit.studio.tile)
        rows, columns = slice(top - upper, bottom - upper), slice(left - first, right - first)
        whole = painted.clone()
        whole[:, rows, columns] = edit.over(painted[:, rows, columns], inside, window)
        return whole


def _undrawn(grid: Grid) -> Fields:
    """In place of a window's scene, where nobody looks at it."""
    nothing = grid.x.new_zeros(()).expand(grid.shape)
    return Fields(nothing, nothing, nothing, nothing.expand(2, -1, -1), nothing, nothing, frozenset(PLANES))


def _painted(studio: Studio, plans: list[Plan], ranks: list[Tensor], grid: Grid, drawn: Fields) -> Tensor:
    """(3, H, W) OKLab of one window. plans, ranks: for each of its styles."""
    layers = []
    for hand, plan, rank in zip(studio.styles, plans, ranks, strict=True):
        seen, chance = grid.noting(studio.notes[f"style.{hand.name} {hand.chance.seed}"]), hand.chance.of(hand.name)
        layers.append(hand.style.paint(Easel(seen, drawn, rank, plan, studio.inks, studio.knobs, chance, studio.phase)))
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


def _own_bytes(studio: Studio, photograph: Photograph, pixels: Tensor, kept: Tensor, size: Size, box: Box) -> Tensor:
    """(h, w, 4) bytes; where a photograph is shown as it is, in its own size, its own bytes wherever nothing is laid over it.

    kept: (h, w) where that is.
    """
    left, top, right, bottom = box
    if studio.zoom != 1 or studio.phase or photograph.pixels.shape[:2] != (size.height, size.width):
        return pixels
    own = torch.tensor(photograph.pixels[top:bottom, left:right]).to(pixels.device)
    return torch.cat((torch.where(kept[..., None], own, pixels[..., :3]), pixels[..., 3:]), dim=2)


def _colours(condition: Condition) -> Hashable:
    """All that a condition's Inks follow from."""
    given = (condition.inks, condition.shares, condition.background, condition.accent)
    return (*(None if one is None else one.numpy().tobytes() for one in given), condition.knobs.contrast)
