"""ImageGenerator: Preferences in, pictures out. One short method a verb."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
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
from engine.backends.painters import Painters
from engine.backends.task import LIFETIME
from engine.catalogue import Catalogue
from engine.contracts import MAX_SEED, Condition, Fidelity, Motion, Preferences, Priority, Recipe, Size
from engine.editing import with_edit
from engine.encoder import PreferenceEncoder
from engine.errors import PictureTooLargeError
from engine.match.asked import checked, own_colours, to_image, to_wish, told
from engine.match.flow import matched
from engine.match.work import Tell as TellMatch
from engine.match.work import Work
from engine.palette.colours import Colours, united
from engine.palette.fidelity import Bytes, measure
from engine.photo.upload import read_photograph
from engine.photograph import Photograph
from engine.resolver import Resolver
from engine.runtime import cores

Asked = Preferences | Recipe | Mapping[str, Any]

DEFAULT_SIZE = (1024, 1024)
__all__ = ["CLIP_SIZE", "DEFAULT_SIZE", "ImageGenerator", "Painting", "size_of"]


def size_of(photograph: Photograph, longer: int = max(DEFAULT_SIZE)) -> tuple[int, int]:
    """(width, height) of a picture of the photograph's shape, its longer side that of DEFAULT_SIZE unless given."""
    aspect = photograph.aspect
    return (longer, math.ceil(longer / aspect)) if aspect >= 1 else (math.ceil(longer * aspect), longer)


def _photograph(picture: Photograph | bytes | Image.Image) -> Photograph:
    return picture if isinstance(picture, Photograph) else read_photograph(picture)


@dataclass(frozen=True)
class Painting:
    """A painted picture and what is known of it. pixels: (H, W, 3 or 4) sRGB, a fourth byte unread; seconds: time to paint it."""

    pixels: Bytes = field(repr=False, compare=False)
    recipe: Recipe
    measure: Callable[[], Fidelity] = field(repr=False, compare=False)
    seconds: float

    @functools.cached_property
    def image(self) -> Image.Image:
        """PIL RGB, with the recipe as JSON in `.info["recipe"]`: made when first asked for."""
        height, width, channels = self.pixels.shape
        image = Image.frombytes("RGB", (width, height), self.pixels, "raw", "RGBX"[:channels])
        image.info["recipe"] = self.recipe.model_dump_json()
        return image

    @functools.cached_property
    def fidelity(self) -> Fidelity:
        """How well it keeps to its palette: measured when first asked for."""
        return self.measure()


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
        self._encoder, self._resolver = PreferenceEncoder(self.catalogue), Resolver(self.catalogue)
        self._crew = Crew(processes // 2, presets) if processes > 1 else None
        self._threads = threads or cores()
        self._canvas = Canvas(self.catalogue, device, threads=threads, crew=self._crew)
        self._device = torch.device(device)
        self._matchers = Painters(self._threads if self._device.type == "cpu" else 0)

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
        return self._resolver.resolve(asked.preferences if isinstance(asked, Recipe) else Preferences.parse(asked))

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
        name = asked.palette_name if isinstance(asked, Recipe) else self._resolver.palette_name(Preferences.parse(asked))
        return Recipe(preferences=self.resolve(asked), size=fitted, palette_name=name)

    def paint(self, recipe: Recipe, priority: Priority = Priority.EXPORT, photograph: Photograph | None = None) -> Painting:
        """Paint a recipe at its own size. The same recipe gives the same bytes.

        photograph: what the recipe's photo names. Raises InvalidPreferencesError where it is missing, or another one.
        """
        started = time.perf_counter()
        recipe = self.recipe(recipe, recipe.size)
        pixels = self._canvas.paint(self._encoder.encode(recipe.preferences, photograph), recipe.size, priority=priority).cpu().numpy()
        measured = functools.partial(self.fidelity, pixels, recipe.preferences, photograph=photograph)
        return Painting(pixels, recipe, measured, time.perf_counter() - started)

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

    def moment(self, recipe: Recipe, at: float, size: Size, *, photograph: Photograph | None = None) -> Image.Image:
        """One frame of what `animate` makes with a recipe of `moving`, RGB. at: when in the loop, in [0, 1)."""
        condition = self._path(recipe, photograph).at(at)
        return Image.fromarray(self._canvas.paint(condition, size, at, Priority.LIVE).cpu().numpy()).convert("RGB")

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
        photograph = _photograph(photo)
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

    @torch.inference_mode()
    def match(
        self,
        references: Sequence[Photograph | bytes | Image.Image],
        photo: Photograph | bytes | Image.Image | None = None,
        *,
        size: Size | tuple[int, int] | None = None,
        content: float = 0.5,
        seed: int = 0,
        palette: Mapping[str, Any] | None = None,
        tell: TellMatch | None = None,
    ) -> Painting:
        """A photograph's content with the references' patches; without a photograph, more like the references.

        references: 1 to 6, what `read_photograph` reads or has read. size: by default of the photograph's shape, or the first reference's.
        content: 0 to 1. palette: preferences that name the colours it is then fitted to (`palette`, `background`, `accent`).
        tell: hears how much is done and what there is to see, and answers whether to go on. The same arguments give the same bytes on one
        kind of device. Raises what `read_photograph` and `recipe` raise, and MatchCancelledError.
        """
        started = time.perf_counter()
        theirs, own = [_photograph(one) for one in references], None if photo is None else _photograph(photo)
        self.matching(theirs, own, size=size, content=content, seed=seed, palette=palette)
        wish = to_wish(theirs, own, size, content, seed, self._device)
        image = to_image(matched(wish, Work(self._matchers.each, tell)))
        made = read_photograph(image)
        kept = {"sha256": made.sha256, "plain": palette is None, "recolour": palette is not None, "match": told(theirs, own, content)}
        asked = {"palette": own_colours(image), "seed": seed, "photo": kept} | dict(palette or {})
        recipe = self.recipe(Preferences.parse(asked), image.size)
        if palette is not None:
            return replace(self.paint(recipe, photograph=made), seconds=time.perf_counter() - started)
        pixels = np.asarray(image)
        return Painting(pixels, recipe, functools.partial(self.fidelity, pixels, recipe), time.perf_counter() - started)

    def matching(
        self,
        references: Sequence[Photograph],
        photo: Photograph | None = None,
        *,
        size: Size | tuple[int, int] | None = None,
        content: float = 0.5,
        seed: int = 0,
        palette: Mapping[str, Any] | None = None,
    ) -> Recipe:
        """Size, seed and colours of what `match` would make; raises what it would raise for what it is asked, at once."""
        return self.recipe({**(palette or {}), "seed": seed}, checked(references, photo, size, content, seed))

    def preview(
        self,
        asked: Asked,
        size: Size | tuple[int, int] = (384, 384),
        priority: Priority = Priority.EXPORT,
        photograph: Photograph | None = None,
    ) -> Painting:
        """The same picture, small."""
        return self.paint(self.recipe(asked, size), priority, photograph)

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
