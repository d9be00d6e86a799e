"""The nouns of the engine, each with its shape, range and unit. Read this file first.

    Preferences --encoder--> Condition --scene--> Fields --style--> Picture --palette--> Picture --store--> address

Preferences and Recipe are data (validated once, at the edge; JSON both ways); Condition and Fields are tensors.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, Literal, Self

import torch
from pydantic import (
    AfterValidator,
    Field,
    ValidationError,
    model_validator,
)

from engine.checksum import without_checksum
from engine.edits import MAX_EDITS, Edit, not_too_many
from engine.errors import InvalidPreferencesError, RecipeError
from engine.mask import Frame
from engine.photograph import Photograph
from engine.values import KNOBS as KNOBS
from engine.values import MAX_BLEND as MAX_BLEND
from engine.values import MAX_COLOURS as MAX_COLOURS
from engine.values import MAX_SEED as MAX_SEED
from engine.values import MIN_COLOURS as MIN_COLOURS
from engine.values import Blend, Colour, Name, Unit, sentence
from engine.values import Frozen as Frozen
from engine.values import Swatch as Swatch
from engine.values import Swatches as Swatches

Tensor = torch.Tensor

MAX_REFERENCES = 6
MIN_SIDE, MAX_SIDE, MAX_ASPECT = 16, 16_384, 8.0
MAX_LOOKS = 12
ENGINE_VERSION = "1"


class Knobs(Frozen):
    """What the sliders say; each in [0, 1], 0.5 the default. Each does one visible thing, monotonically."""

    detail: Unit = 0.5
    contrast: Unit = 0.5
    energy: Unit = 0.5
    depth: Unit = 0.5
    texture: Unit = 0.5
    scale: Unit = 0.5


class SceneKnobs(Knobs):
    """The knobs as a scene gets them; own: the options that it declares, each in [0, 1], 0.5 the default."""

    own: dict[str, float] = Field(default_factory=dict)


Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Match(Frozen):
    """What a picture was matched to, each named by its sha256: none of them is part of what is stored.

    photo: whose content it has, None for more of the references alone. content: how much of it, 0 to 1. The seed is the preferences' own.
    """

    photo: Sha256 | None = None
    references: Annotated[tuple[Sha256, ...], Field(min_length=1, max_length=MAX_REFERENCES)]
    content: Unit = 0.5


class Photo(Frozen):
    """A photograph to be painted in place of a theme, named by its file's sha256: the picture itself is never part of what is stored.

    light, colour: how much of its own lightness and colour it keeps. recolour: only its colours change, nothing is painted.
    plain: it is shown as it is, and only edits paint; written down only where it is so.
    match: where it was made here from other pictures, from which; its sha256 is then that of its pixels.
    """

    sha256: Sha256
    light: Unit = 0.5
    colour: Unit = 0.5
    recolour: bool = False
    plain: Annotated[bool, Field(exclude_if=lambda plain: not plain)] = False
    match: Annotated[Match | None, Field(exclude_if=lambda match: match is None)] = None


class Preferences(Frozen):
    """What a person asks for. Omitted theme, style or palette: chosen from `words`, else the catalogue's first.

    `options`: the chosen themes' own sliders by name, such as {"fog": 0.8}; 0.5 where nothing is said.
    `palette` may also be written as {"colours": [...], "background": ..., "accent": ...}. `phase`: where in its loop the scene stands;
    1 is 0 again. `edits`: laid over the picture one by one. `frame`: where more of the scene is seen than it was composed for.
    """

    theme: Name | Blend | None = None
    style: Name | Blend | None = None
    palette: Name | Swatches | None = None
    background: Colour | None = None
    accent: Colour | None = None
    knobs: Knobs = Knobs()
    options: Annotated[dict[Name, Unit], Field(max_length=64)] = Field(default_factory=dict)
    seed: Annotated[int, Field(ge=0, le=MAX_SEED, strict=True)] = 0
    tile: Literal["none", "x", "y", "both"] = "none"
    words: Annotated[str, Field(max_length=500)] = ""
    photo: Photo | None = None
    phase: Annotated[Unit, Field(exclude_if=lambda phase: not phase)] = 0.0
    edits: Annotated[tuple[Edit, ...], AfterValidator(not_too_many), Field(max_length=MAX_EDITS, exclude_if=lambda edits: not edits)] = ()
    frame: Annotated[Frame | None, Field(exclude_if=lambda frame: frame is None)] = None

    @model_validator(mode="before")
    @classmethod
    def _unfold_palette(cls, value: object) -> object:
        palette = value.get("palette") if isinstance(value, Mapping) else None
        if not isinstance(palette, Mapping):
            return value
        unknown = set(palette) - {"colours", "background", "accent"}
        if unknown or "colours" not in palette:
            raise ValueError("a palette written as an object has “colours”, and may have “background” and “accent”")
        extras = {key: palette[key] for key in ("background", "accent") if key in palette}
        return {**dict(value), "palette": palette["colours"], **extras}  # type: ignore[call-overload]

    def within(self, edit: Edit) -> Preferences:
        """What is asked for inside an edit's mask, as if it were the whole picture."""
        told = {name: value for name, value in edit.inside if value is not None and name not in {"knobs", "options", *Photo.model_fields}}
        own = {name: value for name in ("light", "colour", "recolour") if (value := getattr(edit.inside, name)) is not None}
        if "palette" in told:
            told |= {"background": edit.inside.background, "accent": edit.inside.accent}
        if "theme" in told:
            told["photo"] = None
        elif self.photo:
            told["photo"] = self.photo.model_copy(update={**own, "plain": False})
        knobs = self.knobs.model_copy(update=edit.inside.knobs)
        return self.model_copy(
            update={**told, "knobs": knobs, "options": {**self.options, **edit.inside.options}, "edits": (), "words": ""}
        )

    @classmethod
    def parse(cls, data: Preferences | Mapping[str, Any] | str | bytes) -> Preferences:
        """A dict, JSON text or Preferences -> Preferences. Raises InvalidPreferencesError with one clear sentence."""
        if isinstance(data, Preferences):
            return data
        try:
            return cls.model_validate_json(data) if isinstance(data, str | bytes) else cls.model_validate(data)
        except ValidationError as error:
            raise InvalidPreferencesError(sentence(error)) from None


class Size(Frozen):
    """A picture's size in pixels, honoured exactly."""

    width: Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE)]
    height: Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE)]

    @model_validator(mode="before")
    @classmethod
    def _accept_pair(cls, value: object) -> object:
        if isinstance(value, tuple | list) and len(value) == 2:
            return {"width": value[0], "height": value[1]}
        return value

    @model_validator(mode="after")
    def _bounded_aspect(self) -> Self:
        if not 1 / MAX_ASPECT <= self.aspect <= MAX_ASPECT:
            raise ValueError(f"the longer side may be at most {MAX_ASPECT:g} times the shorter one")
        return self

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @classmethod
    def parse(cls, value: Size | tuple[int, int] | Mapping[str, int]) -> Size:
        """(width, height), a mapping or a Size -> Size. Raises InvalidPreferencesError with one clear sentence."""
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            raise InvalidPreferencesError(f"Size: {sentence(error)}") from None


class Motion(Frozen):
    """How a picture moves: one loop of its scene, in which it may turn into other looks and back.

    seconds: of the loop. fps: frames a second. looks: what it turns into, one after the other; with none, only the scene moves.
    hold: of the time that each look has, the part for which it stays itself.
    """

    seconds: Annotated[float, Field(ge=2, le=12, allow_inf_nan=False)] = 4.0
    fps: Annotated[int, Field(ge=12, le=60)] = 24
    looks: Annotated[tuple[Preferences, ...], Field(max_length=MAX_LOOKS)] = ()
    hold: Annotated[float, Field(ge=0, le=0.9, allow_inf_nan=False)] = 0.3

    @property
    def frames(self) -> int:
        """How many pictures the loop is made of."""
        return round(self.seconds * self.fps)

    @classmethod
    def parse(cls, data: Motion | Mapping[str, Any]) -> Motion:
        """A dict or Motion -> Motion. Raises InvalidPreferencesError with one clear sentence."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise InvalidPreferencesError(sentence(error)) from None


class Priority(IntEnum):
    """Who is painted for first where several pictures are asked for at once."""

    LIVE = 0
    EXPORT = 1
    BATCH = 2


class Recipe(Frozen):
    """Everything needed to make a picture again: the same Recipe gives the same bytes.

    `preferences` is fully resolved (palette as explicit colours), so that editing a preset changes no old picture. A `check` beside
    these, as files carry it, is held against them and dropped. `motion`: of a picture that moves; its first frame is the picture.
    """

    version: Literal[1] = 1
    engine: Annotated[str, Field(max_length=16)] = ENGINE_VERSION
    preferences: Preferences
    size: Size
    palette_name: Annotated[str, Field(max_length=64)] = ""
    motion: Annotated[Motion | None, Field(exclude_if=lambda motion: motion is None)] = None

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, value: object) -> object:
        return without_checksum(value) if isinstance(value, Mapping) else value

    @classmethod
    def parse(cls, data: Recipe | Mapping[str, Any] | str | bytes) -> Recipe:
        """A dict or JSON text -> Recipe. Raises RecipeError with one clear sentence."""
        if isinstance(data, Recipe):
            return data
        try:
            return cls.model_validate_json(data) if isinstance(data, str | bytes) else cls.model_validate(data)
        except ValidationError as error:
            raise RecipeError(f"This recipe cannot be read. {sentence(error)}") from None


@dataclass(frozen=True)
class Strand:
    """What of a picture grows from one seed: of the whole, the weights of themes and of styles."""

    seed: int
    themes: Mapping[str, float]
    styles: Mapping[str, float]


@dataclass(frozen=True)
class Condition:
    """Preferences as numbers: all that a back end may look at.

    vector: (D,) float32 on the CPU, each entry about [-1, 1]; `layout` names its entries ("theme.alpine", "knob.detail", ...).
    inks: (K, 3) float32 OKLab, dark to light; shares: (K,) float32, sum 1.
    background, accent: (3,) OKLab or None. seed: 0..MAX_SEED. tile: none, x, y or both. photo, photograph: in place of themes, or None.
    phase: where in the loop, [0, 1]. strands: of a picture between two that have seeds of their own; empty where all is of one seed.
    frame: see Preferences. inserts: the edits to paint, each with what is inside its mask.
    """

    vector: Tensor
    layout: tuple[str, ...]
    inks: Tensor
    shares: Tensor
    background: Tensor | None
    accent: Tensor | None
    seed: int
    tile: str
    photo: Photo | None = None
    photograph: Photograph | None = None
    phase: float = 0.0
    strands: tuple[Strand, ...] = ()
    frame: Frame | None = None
    inserts: tuple[Insert, ...] = ()

    @property
    def woven(self) -> tuple[Strand, ...]:
        """The strands; one, of the vector and the seed, where none are said."""
        return self.strands or (Strand(self.seed, self.group("theme"), self.group("style")),)

    def group(self, prefix: str) -> dict[str, float]:
        """The entries called `prefix.name`, by name, in layout order."""
        values = self.vector.tolist()
        return {name: values[at] for at, name in _entries(self.layout, prefix)}

    @functools.cached_property
    def options(self) -> dict[str, float]:
        """The themes' own sliders, back from the vector's [-1, 1] to [0, 1]."""
        return {name: min(1.0, max(0.0, (value + 1) / 2)) for name, value in self.group("option").items()}

    @functools.cached_property
    def knobs(self) -> Knobs:
        """The knobs, back from the vector's [-1, 1] to [0, 1]."""
        return Knobs(**{name: min(1.0, max(0.0, (value + 1) / 2)) for name, value in self.group("knob").items()})


@functools.lru_cache(maxsize=16)
def _entries(layout: tuple[str, ...], prefix: str) -> tuple[tuple[int, str], ...]:
    """Where in a layout the entries called `prefix.name` stand, and their names."""
    start = f"{prefix}."
    return tuple((at, name.removeprefix(start)) for at, name in enumerate(layout) if name.startswith(start))


@dataclass(frozen=True)
class Insert:
    """An edit as numbers: its condition is that of the whole picture, were it painted as its inside."""

    edit: Edit
    condition: Condition


@dataclass(frozen=True)
class Fields:
    """What is in the picture, without colours: what a scene draws and a style paints. All float32, (H, W) unless said.

    lightness: [0, 1] the modelled tones, edges antialiased by the pixel's footprint.
    regions:   [0, 1] the big shapes only, each at its own nearly flat tone (the value plan, or notan).
    depth:     [0, 1] 0 nearest, 1 farthest.
    flow:      (2, H, W) unit vectors (x right, y down) along which a brush would travel.
    edges:     distance to the nearest outline in picture heights, capped at EDGE_REACH.
    accent:    [0, 1] coverage of the focal accent; about 1 to 2.5% of the picture.
    unseen:    which planes were not drawn, as no style asked looks at them: they hold some one value.
    """

    lightness: Tensor
    regions: Tensor
    depth: Tensor
    flow: Tensor
    edges: Tensor
    accent: Tensor
    unseen: frozenset[str] = frozenset()


PLANES = ("lightness", "regions", "depth", "flow", "edges", "accent")
"""Those of Fields."""
EDGE_REACH = 0.05


@dataclass(frozen=True)
class Fidelity:
    """How well a picture keeps to its palette, measured on the delivered 8-bit pixels (see palette/fidelity.py).

    palettes: how many palettes' inks counted: 1, and one more for every other palette inside edits. shares: of the picture's own colours.
    """

    on_palette_share: float
    share_error: float
    shares: tuple[float, ...]
    palettes: int = 1

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.on_palette_share, self.share_error))):
            raise ValueError("fidelity must be finite")
