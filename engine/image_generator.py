"""ImageGenerator: Preferences in, pictures out. One short method a verb."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from engine.animate import CLIP_SIZE, Clip, Estimate, Tell, clip_kind, estimate, make_clip, moving_recipe
from engine.animate import Path as LookPath
from engine.animate import Studio as FramePainter
from engine.backends.canvas import Canvas
from engine.backends.crew import Crew
from engine.backends.task import LIFETIME
from engine.catalogue import Catalogue
from engine.contracts import MAX_SEED, Condition, Fidelity, Motion, Preferences, Priority, Recipe, Size
from engine.editing import with_edit
from engine.edits import Edit
from engine.encoder import PreferenceEncoder, best_match
from engine.errors import InvalidPreferencesError, PictureTooLargeError, UnknownNameError
from engine.palette.colours import Colours, united
from engine.palette.fidelity import Bytes, measure
from engine.photo.upload import read_photograph
from engine.photograph import Photograph
from engine.runtime import cores

Asked = Preferences | Recipe | Mapping[str, Any]

DEFAULT_SIZE = (1024, 1024)
__all__ = ["CLIP_SIZE", "DEFAULT_SIZE", "ImageGenerator", "Painting", "size_of"]


def size_of(photograph: Photograph, longer: int = max(DEFAULT_SIZE)) -> tuple[int, int]:
    """(width, height) of a picture of the photograph's shape, its longer side that of DEFAULT_SIZE unless given."""
    aspect = photograph.aspect
    return (longer, math.ceil(longer / aspect)) if aspect >= 1 else (math.ceil(longer * aspect), longer)


@dataclass(frozen=True)
class Painting:
    """A painted picture and what is known of it. image: PIL RGB; seconds: time to paint and measure it."""

    image: Image.Image
    recipe: Recipe
    fidelity: Fidelity
    seconds: float


class ImageGenerator:
    """The flow of the package docstring. Holds no state of any caller: safe to share between threads and people.

    presets: folder of themes.yaml, styles.yaml, palettes.yaml and looks.yaml (default: the project's). max_pixels: the largest
    picture it paints. threads: how many cores may paint, by default all. processes: how many of their own to paint in, in pairs,
    from `start` to `close`: a server's previews then come in half the time, and the server itself stays free. The bytes are the same.
    """

    def __init__(
        self,
        *,
        presets: Path | None = None,
        max_pixels: int = 36_000_000,
        device: str | torch.device = "cpu",
        threads: int | None = None,
        processes: int = 0,
    ) -> None:
        self.catalogue = Catalogue(presets)
        self.max_pixels = max_pixels
        self._encoder = PreferenceEncoder(self.catalogue)
        self._crew = Crew(processes // 2, presets) if processes > 1 else None
        self._threads = threads or cores()
        self._canvas = Canvas(self.catalogue, device, threads=threads, crew=self._crew)

    def start(self) -> None:
        """Start the painting processes, if any are wanted. Returns at once: until they are ready this process paints."""
        if self._crew:
            self._crew.start()

    def close(self) -> None:
        """End the painting processes after the pieces in hand. Pictures asked for later are painted in this process."""
        if self._crew:
            self._crew.close()

    def sweep(self) -> None:
        """Forget what was learnt about photographs that nobody has painted for LIFETIME; the painting processes do so by themselves."""
        self._canvas.sweep(LIFETIME)

    @property
    def processes(self) -> int:
        """How many painting processes are at work now."""
        return self._crew.working if self._crew else 0

    @property
    def side_by_side(self) -> int:
        """How many small pictures at once it is made for: one a painting process, or one."""
        return self._crew.size if self._crew else 1

    @property
    def ready(self) -> bool:
        """Whether all painting processes that were asked for are at work."""
        return self._crew is None or self._crew.complete

    @property
    def themes(self) -> list[str]:
        """Theme ids, in catalogue order."""
        return list(self.catalogue.themes)

    @property
    def styles(self) -> list[str]:
        """Style ids, in catalogue order."""
        return list(self.catalogue.styles)

    @property
    def palettes(self) -> list[str]:
        """Palette ids, in catalogue order."""
        return list(self.catalogue.palettes)

    @property
    def looks(self) -> list[str]:
        """Ids of the looks, in catalogue order; `catalogue.looks[id].preferences` is what one asks for."""
        return list(self.catalogue.looks)

    def resolve(self, asked: Asked) -> Preferences:
        """Names checked, gaps filled (from the words, else the catalogue's first), palette as explicit swatches.

        Raises InvalidPreferencesError or UnknownNameError.
        """
        preferences = asked.preferences if isinstance(asked, Recipe) else Preferences.parse(asked)
        resolved = self._resolve_photo(preferences) if preferences.photo else self._resolve_theme(preferences)
        if not resolved.edits:
            return resolved
        return resolved.model_copy(update={"edits": tuple(self._resolve_edit(resolved, edit) for edit in resolved.edits)})

    def _resolve_theme(self, preferences: Preferences) -> Preferences:
        theme = self._named(preferences.theme, preferences.words, self.catalogue.themes)
        themes = (theme,) if isinstance(theme, str) else tuple(theme or ())
        if preferences.tile != "none":
            self._check_tiles(themes)
        return preferences.model_copy(
            update={
                "theme": theme,
                "options": self._options(preferences.options, themes),
                "style": self._named(preferences.style, preferences.words, self.catalogue.styles),
                **self._colours(preferences),
            }
        )

    def _resolve_photo(self, preferences: Preferences) -> Preferences:
        """The same where a photograph stands in place of the theme."""
        if preferences.frame is not None:
            raise InvalidPreferencesError("frame: a photograph ends at its border; leave frame out, or choose a theme.")
        if preferences.tile != "none":
            raise InvalidPreferencesError("tile: a photograph does not repeat seamlessly; set tile to “none”.")
        style = self._named(preferences.style, preferences.words, self.catalogue.styles)
        return preferences.model_copy(update={"theme": None, "options": {}, "style": style, **self._colours(preferences)})

    def _resolve_edit(self, around: Preferences, edit: Edit) -> Edit:
        """The same for what is inside an edit, in a resolved picture."""
        inside = self.resolve(around.within(edit))
        if edit.inside.palette is None:
            return edit
        colours = {"palette": inside.palette, "background": inside.background, "accent": inside.accent}
        return edit.model_copy(update={"inside": edit.inside.model_copy(update=colours)})

    def condition(self, asked: Asked) -> Condition:
        """The numbers a picture is made of."""
        return self._encoder.encode(self.resolve(asked))

    def preferences(self, condition: Condition) -> Preferences:
        """The inverse of `condition`."""
        return self._encoder.decode(condition)

    def recipe(self, asked: Asked, size: Size | tuple[int, int] = DEFAULT_SIZE) -> Recipe:
        """What would be painted. Raises InvalidPreferencesError, and PictureTooLargeError past `max_pixels`."""
        fitted = Size.parse(size)
        if fitted.pixels > self.max_pixels:
            raise PictureTooLargeError(
                f"{fitted.width} x {fitted.height} is more than this studio paints; "
                f"ask for at most {self.max_pixels / 1e6:.0f} million pixels."
            )
        name = asked.palette_name if isinstance(asked, Recipe) else self._palette_name(Preferences.parse(asked))
        return Recipe(preferences=self.resolve(asked), size=fitted, palette_name=name)

    def paint(self, recipe: Recipe, priority: Priority = Priority.EXPORT, photograph: Photograph | None = None) -> Painting:
        """Paint a recipe at its own size and measure it. The same recipe gives the same bytes.

        photograph: what the recipe's photo names. Raises InvalidPreferencesError where it is missing, or another one.
        """
        started = time.perf_counter()
        recipe = self.recipe(recipe, recipe.size)
        pixels = self._canvas.paint(self._encoder.encode(recipe.preferences, photograph), recipe.size, priority=priority).cpu().numpy()
        image = Image.frombytes("RGB", (recipe.size.width, recipe.size.height), pixels, "raw", "RGBX")
        image.info["recipe"] = recipe.model_dump_json()
        return Painting(image, recipe, self.fidelity(pixels, recipe.preferences, photograph=photograph), time.perf_counter() - started)

    def paint_all(self, recipes: Sequence[Recipe], priority: Priority = Priority.BATCH) -> list[Painting]:
        """Several pictures, in their order; side by side where there are painting processes."""
        with ThreadPoolExecutor(max(1, self.processes), "several") as pool:
            return list(pool.map(lambda recipe: self.paint(recipe, priority), recipes))

    def moving(self, asked: Asked, kind: str = "mp4", size: Size | tuple[int, int] | None = None, **motion: Any) -> Recipe:
        """What `animate` would make: a recipe with a motion, of a size that the kind of file can have (see engine/animate/wish.py).

        motion: fields of Motion; its looks may be anything that can be painted. Raises what `recipe` raises, and UnknownNameError.
        """
        return moving_recipe(asked, kind, size, motion, self.recipe, self.resolve)

    def animate(
        self,
        asked: Asked,
        kind: str = "mp4",
        size: Size | tuple[int, int] | None = None,
        *,
        photograph: Photograph | None = None,
        priority: Priority = Priority.EXPORT,
        tell: Tell | None = None,
        **motion: Any,
    ) -> Clip:
        """A seamless loop as a file: MP4, WebM, animated WebP or GIF.

        tell: hears how much is done, and answers whether to go on. The rest: as for `moving` and `paint`. Raises what they raise,
        ClipCancelledError, and EncoderMissingError where PyAV is not installed.
        """
        recipe = self.moving(asked, kind, size, **motion)
        path, measured = self._path(recipe, photograph), lambda frame: self.fidelity(frame, recipe, photograph=photograph)
        return make_clip(self._frames(priority), path, recipe, clip_kind(kind), measured, tell)

    def estimate(self, recipe: Recipe, kind: str = "mp4", *, photograph: Photograph | None = None) -> Estimate:
        """How long `animate` should take with a recipe of `moving`: two of its frames are painted to tell."""
        return estimate(self._frames(Priority.EXPORT), self._path(recipe, photograph), recipe, clip_kind(kind))

    def _path(self, recipe: Recipe, photograph: Photograph | None) -> LookPath:
        motion = recipe.motion or Motion()
        return LookPath([self._encoder.encode(one, photograph) for one in (recipe.preferences, *motion.looks)], motion.hold)

    def _frames(self, priority: Priority) -> FramePainter:
        def paint(condition: Condition, size: Size, phase: float) -> Bytes:
            return self._canvas.paint(condition, size, phase, priority, one_of_many=True).cpu().numpy()

        return FramePainter(paint, self.processes or self._threads)

    def generate_image(self, asked: Asked, size: Size | tuple[int, int] | None = None) -> Image.Image:
        """The picture, RGB, exactly `size` (width, height); `.info["recipe"]` is its Recipe as JSON."""
        own = asked.size if isinstance(asked, Recipe) else DEFAULT_SIZE
        return self.paint(self.recipe(asked, own if size is None else size)).image

    def restyle(
        self, photo: Photograph | bytes | Image.Image, asked: Asked, size: Size | tuple[int, int] | None = None, **kept: Any
    ) -> Painting:
        """A photograph painted as asked, whatever the theme.

        photo: what `read_photograph` reads or has read. size: by default the recipe's, else the photograph's shape as long as
        DEFAULT_SIZE. kept: `light` and `colour` (0 to 1, how much of its own it keeps), `recolour` (only colours change); by default
        what `asked` says of its photo. Raises what `recipe` and `read_photograph` raise.
        """
        photograph = photo if isinstance(photo, Photograph) else read_photograph(photo)
        return self.paint(self.restyled(photograph, asked, size, **kept), photograph=photograph)

    def restyled(self, photograph: Photograph, asked: Asked, size: Size | tuple[int, int] | None = None, **kept: Any) -> Recipe:
        """What `restyle` would paint."""
        preferences = asked.preferences if isinstance(asked, Recipe) else Preferences.parse(asked)
        photo = {**(preferences.photo.model_dump() if preferences.photo else {}), **kept, "sha256": photograph.sha256}
        named = Preferences.parse({**preferences.model_dump(exclude_none=True), "photo": photo})
        if isinstance(asked, Recipe):
            return self.recipe(asked.model_copy(update={"preferences": named}), size or asked.size)
        return self.recipe(named, size or size_of(photograph))

    def edit(
        self,
        picture: Asked | Image.Image | Photograph | bytes,
        mask: Any,
        inside: Mapping[str, Any],
        size: Size | tuple[int, int] | None = None,
        *,
        feather: float | None = None,
        photograph: Photograph | None = None,
    ) -> Painting:
        """A picture with a part of it painted otherwise; outside the mask no byte changes.

        picture: preferences, a recipe, or a picture painted here, which carries its own; or a photograph, which stays as it is outside.
        mask, inside: see engine.editing.with_edit. photograph: what the recipe's photo names, where it has one.
        """
        base, held = self.to_edit(picture, size)
        return self.paint(self.edited(base, mask, inside, feather), photograph=photograph or held)

    def to_edit(
        self, picture: Asked | Image.Image | Photograph | bytes, size: Size | tuple[int, int] | None = None
    ) -> tuple[Recipe, Photograph | None]:
        """What an edit is laid over: the recipe of a picture painted here, or a photograph as it is, by default in its own size."""
        if isinstance(picture, Image.Image) and "recipe" in picture.info:
            picture = Recipe.parse(picture.info["recipe"])
        if isinstance(picture, Image.Image | Photograph | bytes):
            photograph = picture if isinstance(picture, Photograph) else read_photograph(picture)
            height, width = photograph.pixels.shape[:2]
            return self.restyled(photograph, {}, size or (width, height), plain=True), photograph
        own = picture.size if isinstance(picture, Recipe) else DEFAULT_SIZE
        return self.recipe(picture, size or own), None

    def edited(self, recipe: Recipe, mask: Any, inside: Mapping[str, Any], feather: float | None = None) -> Recipe:
        """What `edit` would paint."""
        return self.recipe(recipe.model_copy(update={"preferences": with_edit(recipe.preferences, mask, inside, feather)}), recipe.size)

    def preview(self, asked: Asked, size: Size | tuple[int, int] = (384, 384), priority: Priority = Priority.EXPORT) -> Painting:
        """The same picture, small."""
        return self.paint(self.recipe(asked, size), priority)

    def variations(self, asked: Asked, count: int = 4, size: Size | tuple[int, int] = (384, 384)) -> list[Painting]:
        """The same preferences with the next `count` seeds."""
        preferences = self.resolve(asked)
        seeds = ((preferences.seed + step) % (MAX_SEED + 1) for step in range(1, count + 1))
        return self.paint_all([self.recipe(preferences.model_copy(update={"seed": seed}), size) for seed in seeds])

    def fidelity(
        self, picture: Image.Image | Bytes, asked: Asked, *, every: bool = False, photograph: Photograph | None = None
    ) -> Fidelity:
        """How well a picture keeps to the palette asked for; shares in the palette's own order. every: no pixel is left out.

        Where edits have palettes of their own, the inks of all count, each palette's shares for as much of the picture as it covers; over
        a photograph that is shown as it is, only what they paint.
        """
        preferences = self.resolve(asked)
        within = [preferences.within(edit) for edit in preferences.edits if edit.on]
        layers = [Colours.of(one) for one in (preferences, *within)]
        is_plain = bool(within) and preferences.photo is not None and preferences.photo.plain
        if not is_plain and len(set(layers)) == 1:
            return measure(picture, *layers[0], every=every)
        pixels = np.asarray(picture.convert("RGB")) if isinstance(picture, Image.Image) else picture
        height, width = pixels.shape[:2]
        laid = self._canvas.laid(self._encoder.encode(preferences, photograph), width / height)
        areas = laid.areas
        if is_plain:  # nobody promised a photograph that is shown as it is
            pixels, areas = laid.painted(pixels), [0.0, *areas[1:]]
        if not pixels.size:
            return measure(picture, *layers[0], every=every)
        whole = measure(pixels, *united(layers, areas), every=every)
        return replace(whole, shares=whole.shares[: len(layers[0].hexes)], palettes=len(set(layers)))

    def _check_tiles(self, themes: tuple[str, ...]) -> None:
        for theme in themes:
            if not self.catalogue.tiles(theme):
                able = ", ".join(name for name in self.themes if self.catalogue.tiles(name))
                raise InvalidPreferencesError(
                    f"tile: “{theme}” does not repeat seamlessly; set tile to “none”, or choose {able or 'none yet'}."
                )

    def _options(self, asked: dict[str, float], themes: tuple[str, ...]) -> dict[str, float]:
        """The options that the chosen themes have and that were moved. Raises UnknownNameError for what no theme has."""
        known = self.catalogue.options
        for name in asked:
            if name not in known:
                raise UnknownNameError("option", name, known)
        own = {option.name for theme in themes for option in self.catalogue.options_of(theme)}
        return {name: value for name, value in sorted(asked.items()) if name in own and value != 0.5}

    @staticmethod
    def _named(asked: str | dict[str, float] | None, words: str, shelf: Mapping[str, Any]) -> str | dict[str, float]:
        if asked is None:
            return best_match(words, shelf) or next(iter(shelf))
        for name in [asked] if isinstance(asked, str) else asked:
            _ = shelf[name]
        return asked

    def _palette_name(self, preferences: Preferences) -> str:
        if preferences.palette is None:
            return best_match(preferences.words, self.catalogue.palettes) or next(iter(self.catalogue.palettes))
        return preferences.palette if isinstance(preferences.palette, str) else ""

    def _colours(self, preferences: Preferences) -> dict[str, Any]:
        """Explicit swatches, and a preset's own background and accent where the person named none."""
        if isinstance(preferences.palette, tuple):
            return {}
        preset = self.catalogue.palettes[self._palette_name(preferences)]
        return {
            "palette": preset.colours,
            "background": preferences.background or preset.background,
            "accent": preferences.accent or preset.accent,
        }
