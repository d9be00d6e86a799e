"""The endpoint that lists what can be asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui.api.service import Service


def list_presets_with(service: Service) -> Callable[[], dict[str, Any]]:
    """The endpoint."""

    def list_presets() -> dict[str, Any]:
        """The ids of all themes, styles and palettes, each with what it is.

        Returns:
            themes, styles and palettes, by id
        """
        catalogue = service.generator.catalogue
        return {
            "themes": {entry.id: entry.about for entry in catalogue.themes.values()},
            "styles": {entry.id: entry.about for entry in catalogue.styles.values()},
            "palettes": {entry.id: [swatch.hex for swatch in entry.colours] for entry in catalogue.palettes.values()},
        }

    return list_presets
