"""Photographs as scenes for the canvas, with what was learnt about the last few kept at hand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import torch

from engine.backends.memory import Remembered
from engine.backends.studio import Hand, Studio, Subject
from engine.contracts import Condition, Fields, Photo, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Easel
from engine.draw.grid import Grid
from engine.errors import InvalidPreferencesError
from engine.photo.beside import Beside
from engine.photo.framing import Framing
from engine.photo.recolour import colour_table, original, recoloured
from engine.photo.scene import Tones, photo_fields, pushed
from engine.photo.study import Study
from engine.photograph import Photograph
from engine.registry import Scene, Style

STUDIES, TONES = 3, 4
"""Photographs remembered (some 30 MB each), and their tones as asked for (5 MB each)."""

UNSEEN = frozenset({"edges", "flow"})
"""What of the Fields a photograph that is not painted leaves alone."""


class Album:
    """What the canvas asks for a condition with a photograph: a scene, and, where only colours change, a style.

    threads: how many may learn about a photograph at once.
    """

    def __init__(self, device: torch.device, threads: int = 1) -> None:
        self._device, self._beside = device, Beside(threads)
        self._studies, self._tones = Remembered[Study](STUDIES), Remembered[Tones](TONES)
        self._originals, self._tables = Remembered[Tensor](1), Remembered[Tensor](TONES)

    def placed(self, studio: Studio, condition: Condition, colours: Hashable) -> Studio:
        """The studio with the condition's photograph as its one scene; where only colours change, with its one style.

        colours: what tells its palette from others. Raises InvalidPreferencesError where the photograph itself is missing.
        """
        photo, photograph = _of(condition)
        scenes = [self._scene(photo, photograph, condition, studio, colours)]
        plain = photograph if photo.plain else None
        untold = not (photo.plain or photo.recolour) or bool(condition.inserts)
        unseen, afar = (studio.unseen, studio.afar) if untold else (UNSEEN, UNSEEN)
        styles = self._styles(photo, photograph, studio, colours)
        return replace(studio, scenes=scenes, plain=plain, styles=styles, unseen=unseen, afar=afar)

    def _scene(self, photo: Photo, photograph: Photograph, condition: Condition, studio: Studio, colours: Hashable) -> Subject:
        study = self._study(photograph)
        knobs = SceneKnobs(**condition.knobs.model_dump())
        kept = (photo.light, photo.colour, colours if photo.colour else None)

        def draw(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
            key = (photograph.sha256, knobs.detail, kept)
            outlined = self._beside.ask(lambda: study.outlined) if grid.wants("edges") else None
            tones = self._tones.get(key, lambda: Tones.of(study, studio.inks, knobs.detail, photo.light, photo.colour))
            if outlined:
                outlined()
            return photo_fields(study, tones, grid, t)

        scene = Scene(draw, study.far * (1 - photo.colour))
        return Subject(scene, knobs, 1.0, f"photo {photograph.sha256} {hash(kept)}", studio.chance)

    def _styles(self, photo: Photo, photograph: Photograph, studio: Studio, colours: Hashable) -> list[Hand]:
        """How the photograph is painted."""
        if photo.plain:
            return [self._plain(photograph, studio)]
        return [self._style(photo, photograph, studio, colours)] if photo.recolour else studio.styles

    def _plain(self, photograph: Photograph, studio: Studio) -> Hand:
        """As it is."""
        study = self._study(photograph)

        def paint(easel: Easel) -> Tensor:
            own = self._originals.get(photograph.sha256, lambda: original(photograph, self._device))
            framing = Framing.of(study.shape, study.focus, easel.grid.aspect)
            return framing.sampled(own, pushed(easel.grid.zoomed(studio.zoom, studio.centre), easel.phase))

        return Hand(Style(paint, lambda fields, _: fields.lightness, False, 0.0), 1.0, "plain", studio.chance)

    def _style(self, photo: Photo, photograph: Photograph, studio: Studio, colours: Hashable) -> Hand:
        """How a photograph is painted that keeps everything but its colours."""
        study, inks = self._study(photograph), studio.inks

        def paint(easel: Easel) -> Tensor:
            own = self._originals.get(photograph.sha256, lambda: original(photograph, self._device))
            key = (photograph.sha256, photo.colour, colours)
            table = self._tables.get(key, lambda: colour_table(study, inks, photo.colour))
            seen = pushed(easel.grid.zoomed(studio.zoom, studio.centre), easel.phase)
            return recoloured(easel, study, own, table, photo.light, seen)

        return Hand(Style(paint, lambda fields, _: fields.lightness, False, 0.0), 1.0, "recolour", studio.chance)

    def sweep(self, seconds: float) -> None:
        """Forget what was learnt about photographs that nobody has painted in so long."""
        for remembered in (self._studies, self._tones, self._originals, self._tables):
            remembered.sweep(seconds)

    def _study(self, photograph: Photograph) -> Study:
        return self._studies.get(photograph.sha256, lambda: Study.of(photograph, self._device, self._beside))


def _of(condition: Condition) -> tuple[Photo, Photograph]:
    """The two halves of it. Raises InvalidPreferencesError where the picture itself is missing."""
    if condition.photo is None or condition.photograph is None or condition.photo.sha256 != condition.photograph.sha256:
        raise InvalidPreferencesError("This picture was made from a photograph that is not at hand; choose the photograph again.")
    return condition.photo, condition.photograph
