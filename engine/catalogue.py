"""presets/*.yaml joined to the registries: what the studio offers, checked at start."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import yaml
from pydantic import Field, ValidationError, model_validator

from engine.contracts import Frozen, Knobs, Preferences, Swatches
from engine.errors import HueprintError, UnknownNameError
from engine.registry import SCENES, STYLES, Option, Registry
from engine.values import Colour, Name

PRESETS = Path(__file__).resolve().parent.parent / "presets"


class Entry(Frozen):
    """What every preset has: an id that recipes and links use (never rename one) and the name people read."""

    id: Annotated[Name, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Name


class ThemeEntry(Entry):
    """A theme: a scene with a name. `scene`: its code, by default the id. `lean`: knobs moved by so much for this theme."""

    about: str
    scene: Name = ""
    words: tuple[str, ...] = ()
    lean: dict[Name, Annotated[float, Field(ge=-1, le=1)]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _scene_is_the_id(cls, value: Any) -> Any:
        return {"scene": value.get("id"), **value} if isinstance(value, Mapping) else value

    @model_validator(mode="after")
    def _known_knobs(self) -> ThemeEntry:
        unknown = set(self.lean) - set(Knobs.model_fields)
        if unknown:
            raise ValueError(f"lean names no such knob: {', '.join(sorted(unknown))}")
        return self


class StyleEntry(Entry):
    """A style. `paint`: its code, by default the id."""

    about: str
    paint: Name = ""
    words: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _paint_is_the_id(cls, value: Any) -> Any:
        return {"paint": value.get("id"), **value} if isinstance(value, Mapping) else value


class PaletteEntry(Entry):
    """A preset palette: 2 to 12 inks with their shares, a paper and an accent."""

    family: Name
    colours: Swatches
    background: Colour | None = None
    accent: Colour | None = None


class LookEntry(Entry):
    """A look: a whole picture to start from. In the file its preferences stand beside its id, name and about."""

    about: str
    preferences: Preferences

    @model_validator(mode="before")
    @classmethod
    def _preferences_stand_beside(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        own = {"id", "name", "about"}
        return {
            **{key: item for key, item in value.items() if key in own},
            "preferences": {key: item for key, item in value.items() if key not in own},
        }

    @model_validator(mode="after")
    def _whole(self) -> LookEntry:
        asked = self.preferences
        if asked.theme is None or asked.style is None or not isinstance(asked.palette, str):
            raise ValueError("a look names its theme, its style and a preset palette")
        return self

    @property
    def themes(self) -> tuple[str, ...]:
        """The names of its theme, or of the themes that it blends."""
        return names_of(self.preferences.theme)

    @property
    def styles(self) -> tuple[str, ...]:
        """The names of its style, or of the styles that it blends."""
        return names_of(self.preferences.style)


def names_of(asked: str | dict[str, float] | None) -> tuple[str, ...]:
    """The names in a theme or style as asked for: one, those of a blend, or none."""
    return (asked,) if isinstance(asked, str) else tuple(asked or ())


E = TypeVar("E", bound=Entry)


class Shelf(Mapping[str, E], Generic[E]):
    """Entries by id, in the order of the file. An unknown id raises UnknownNameError with the nearest known one."""

    def __init__(self, kind: str, entries: list[E]) -> None:
        self._kind = kind
        self._entries = {entry.id: entry for entry in entries}
        if len(self._entries) != len(entries):
            raise HueprintError(f"presets: two {kind}s share an id; give each its own.")

    def __getitem__(self, name: str) -> E:
        if name not in self._entries:
            raise UnknownNameError(self._kind, name, self._entries)
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class Catalogue:
    """All presets of a folder. Raises HueprintError when a file is malformed or names code that does not exist."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or PRESETS
        self.themes = Shelf("theme", _read(folder / "themes.yaml", ThemeEntry))
        self.styles = Shelf("style", _read(folder / "styles.yaml", StyleEntry))
        self.palettes = Shelf("palette", _read(folder / "palettes.yaml", PaletteEntry))
        _check("themes.yaml", {theme.scene for theme in self.themes.values()}, SCENES)
        _check("styles.yaml", {style.paint for style in self.styles.values()}, STYLES)
        self.looks = Shelf("look", _read(folder / "looks.yaml", LookEntry))
        for look in self.looks.values():
            self._check_look(look)

    @functools.cached_property
    def options(self) -> tuple[str, ...]:
        """The names of all themes' own sliders, sorted; themes that share a name share the slider."""
        return tuple(sorted({option.name for theme in self.themes.values() for option in SCENES[theme.scene].options}))

    def options_of(self, theme: str) -> tuple[Option, ...]:
        """A theme's own sliders, in the order that its scene declares them."""
        return SCENES[self.themes[theme].scene].options

    def tiles(self, theme: str) -> bool:
        """Whether a theme can repeat seamlessly."""
        return SCENES[self.themes[theme].scene].tiles

    def _check_look(self, look: LookEntry) -> None:
        """Every name that a look uses is known, every option one of its themes' own."""
        asked = look.preferences
        try:
            for theme in look.themes:
                _ = self.themes[theme]
            for style in look.styles:
                _ = self.styles[style]
            _ = self.palettes[str(asked.palette)]
            own = {option.name for theme in look.themes for option in self.options_of(theme)}
            for name in asked.options:
                if name not in own:
                    raise UnknownNameError("option", name, own)
        except UnknownNameError as error:
            raise HueprintError(f"presets/looks.yaml: {look.id}: {error.message}") from None


def _read(path: Path, kind: type[E]) -> list[E]:
    try:
        rows = yaml.safe_load(path.read_text("utf-8"))
        if not isinstance(rows, list) or not rows:
            raise HueprintError(f"presets/{path.name}: expected a list of entries.")
        return [_entry(path, kind, row) for row in rows]
    except (OSError, yaml.YAMLError) as error:
        raise HueprintError(f"presets/{path.name} cannot be read: {type(error).__name__}.") from error


def _entry(path: Path, kind: type[E], row: Any) -> E:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        name = row.get("id", "an entry") if isinstance(row, Mapping) else "an entry"
        place = "".join(f"{part}: " for part in first["loc"] if part != "preferences")
        raise HueprintError(f"presets/{path.name}: {name}: {place}{first['msg'].removeprefix('Value error, ')}.") from error


def _check(file: str, named: set[str], registry: Registry[Any]) -> None:
    unknown = sorted(named - set(registry))
    if unknown:
        raise HueprintError(f"presets/{file} names code that does not exist: {', '.join(unknown)}.")
