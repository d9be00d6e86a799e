"""What a person asks for, with nothing left open: names checked against the catalogue, gaps filled from the words, colours written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.catalogue import Catalogue
from engine.contracts import Preferences
from engine.edits import Edit
from engine.encoder import best_match
from engine.errors import InvalidPreferencesError, UnknownNameError


class Resolver:
    """Of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def resolve(self, preferences: Preferences) -> Preferences:
        """Names checked, gaps filled, palette as explicit swatches. Raises InvalidPreferencesError or UnknownNameError."""
        resolved = self._resolve_photo(preferences) if preferences.photo else self._resolve_theme(preferences)
        if not resolved.edits:
            return resolved
        return resolved.model_copy(update={"edits": tuple(self._resolve_edit(resolved, edit) for edit in resolved.edits)})

    def _resolve_theme(self, preferences: Preferences) -> Preferences:
        theme = self._named(preferences.theme, preferences.words, self._catalogue.themes)
        themes = (theme,) if isinstance(theme, str) else tuple(theme or ())
        if preferences.tile != "none":
            self._check_tiles(themes)
        return preferences.model_copy(
            update={
                "theme": theme,
                "options": self._options(preferences.options, themes),
                "style": self._named(preferences.style, preferences.words, self._catalogue.styles),
                **self._colours(preferences),
            }
        )

    def _resolve_photo(self, preferences: Preferences) -> Preferences:
        """The same where a photograph stands in place of the theme."""
        if preferences.frame is not None:
            raise InvalidPreferencesError("frame: a photograph ends at its border; leave frame out, or choose a theme.")
        if preferences.tile != "none":
            raise InvalidPreferencesError("tile: a photograph does not repeat seamlessly; set tile to “none”.")
        style = self._named(preferences.style, preferences.words, self._catalogue.styles)
        return preferences.model_copy(update={"theme": None, "options": {}, "style": style, **self._colours(preferences)})

    def _resolve_edit(self, around: Preferences, edit: Edit) -> Edit:
        """The same for what is inside an edit, in a resolved picture."""
        inside = self.resolve(around.within(edit))
        if edit.inside.palette is None:
            return edit
        colours = {"palette": inside.palette, "background": inside.background, "accent": inside.accent}
        return edit.model_copy(update={"inside": edit.inside.model_copy(update=colours)})

    def _check_tiles(self, themes: tuple[str, ...]) -> None:
        for theme in themes:
            if not self._catalogue.tiles(theme):
                able = ", ".join(name for name in self._catalogue.themes if self._catalogue.tiles(name))
                raise InvalidPreferencesError(
                    f"tile: “{theme}” does not repeat seamlessly; set tile to “none”, or choose {able or 'none yet'}."
                )

    def _options(self, asked: dict[str, float], themes: tuple[str, ...]) -> dict[str, float]:
        """The options that the chosen themes have and that were moved. Raises UnknownNameError for what no theme has."""
        known = self._catalogue.options
        for name in asked:
            if name not in known:
                raise UnknownNameError("option", name, known)
        own = {option.name for theme in themes for option in self._catalogue.options_of(theme)}
        return {name: value for name, value in sorted(asked.items()) if name in own and value != 0.5}

    @staticmethod
    def _named(asked: str | dict[str, float] | None, words: str, shelf: Mapping[str, Any]) -> str | dict[str, float]:
        if asked is None:
            return best_match(words, shelf) or next(iter(shelf))
        for name in [asked] if isinstance(asked, str) else asked:
            _ = shelf[name]
        return asked

    def palette_name(self, preferences: Preferences) -> str:
        """The preset's name; "" for colours of one's own."""
        if preferences.palette is None:
            return best_match(preferences.words, self._catalogue.palettes) or next(iter(self._catalogue.palettes))
        return preferences.palette if isinstance(preferences.palette, str) else ""

    def _colours(self, preferences: Preferences) -> dict[str, Any]:
        """Explicit swatches, and a preset's own background and accent where the person named none."""
        if isinstance(preferences.palette, tuple):
            return {}
        preset = self._catalogue.palettes[self.palette_name(preferences)]
        return {
            "palette": preset.colours,
            "background": preferences.background or preset.background,
            "accent": preferences.accent or preset.accent,
        }
