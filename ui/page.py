"""The page: the one Blocks, its look, and the routes that only it needs.

The state of the studio lives in the browser (ui/assets/state.js); the picture comes over ui/live, kept and downloaded files over
ui/api. So no Gradio event runs on the server, and no visitor's settings are held there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
from rcssmin import cssmin
from rjsmin import jsmin
from starlette.routing import Route

from engine import ImageGenerator
from ui.tabs.rooms import ROOMS
from ui.tabs.studio import studio
from ui.widgets.arrival import arrival
from ui.widgets.library import library
from ui.widgets.messages import messages
from ui.widgets.offer import offer
from ui.widgets.room_bar import room_bar
from ui.widgets.sheets import Sheets
from ui.widgets.thumbnails import Photos, thumbnail_routes
from ui.widgets.top_bar import top_bar

_ASSETS = Path(__file__).parent / "assets"
_STYLES = (
    "tokens.css",
    "layout.css",
    "controls.css",
    "palette_editor.css",
    "palette_mine.css",
    "looks.css",
    "rooms.css",
    "view.css",
    "strip.css",
    "palette_tools.css",
    "sheets.css",
    "library.css",
    "tablet.css",
)
_SCRIPTS = (
    "memory.js",
    "state.js",
    "recipe.js",
    "link.js",
    "live_canvas.js",
    "live_fetch.js",
    "live.js",
    "waiting.js",
    "oklab.js",
    "mix.js",
    "palette.js",
    "palette_names.js",
    "palettes_own.js",
    "naming.js",
    "radio.js",
    "palette_message.js",
    "palette_bar.js",
    "palette_order.js",
    "palette_save.js",
    "palette_mine.js",
    "palette_gallery.js",
    "palette_sources.js",
    "palette_editor.js",
    "palette_tools.js",
    "palette_check.js",
    "toast.js",
    "picker.js",
    "thumbnails.js",
    "tile_sheets.js",
    "thumbs.js",
    "sheets.js",
    "looks_own.js",
    "looks.js",
    "ranges.js",
    "knobs.js",
    "options.js",
    "locks.js",
    "seed.js",
    "figures.js",
    "shutter.js",
    "shelf.js",
    "strip.js",
    "colour_words.js",
    "finding.js",
    "strips.js",
    "sideways.js",
    "kept.js",
    "history.js",
    "painted_file.js",
    "outbox.js",
    "size_near.js",
    "size.js",
    "export.js",
    "picture_notes.js",
    "arrival.js",
    "arrivals.js",
    "keys.js",
    "more.js",
    "painted.js",
    "view.js",
    "compare.js",
    "overlays.js",
    "mocks.js",
    "rooms.js",
    "folds.js",
    "jumps.js",
    "photo_shelf.js",
    "photos.js",
    "zip.js",
    "library_order.js",
    "library_chosen.js",
    "library_tiles.js",
    "library_zip.js",
    "library_download.js",
    "library_deeds.js",
    "library.js",
)
_LAST = "studio.js"
_FOREWORD = "resting.js"
_SPARING: dict[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}
_SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif")
_SYSTEM_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")


def build_page(generator: ImageGenerator, store: object, settings: object) -> gr.Blocks:
    """The Blocks. `store` and `settings` are taken for the rooms that will need them; the studio itself asks only the engine."""
    with gr.Blocks(title="Hueprint", analytics_enabled=False, fill_width=True, fill_height=True, delete_cache=(3600, 3600)) as page:
        top_bar()
        room_bar(ROOMS)
        studio(generator, ROOMS)
        messages()
        arrival()
        library()
        offer(generator)
    return page


def page_routes(sheets: Sheets, photos: Photos) -> list[Route]:
    """POST /thumbnails: the pictures on the pickers' tiles."""
    return thumbnail_routes(sheets, photos)


def launch_options() -> dict[str, Any]:
    """What `Blocks.launch` needs for the look: theme, head (styles before scripts, so nothing flashes), no footer."""
    of_rooms = [(room.styles, room.scripts) for room in ROOMS]
    styles = "".join(f"<style>{_read(name)}</style>" for name in (*_STYLES, *(name for names, _ in of_rooms for name in names)))
    ordered = (*_SCRIPTS, *(name for _, names in of_rooms for name in names), _LAST)
    scripts = "".join(f"<script>{_read(name)}</script>" for name in ordered)
    return {"theme": _theme(), "head": styles + scripts, "favicon_path": str(_ASSETS / "icon.png"), "footer_links": []}


def foreword() -> str:
    """The script that must stand before Gradio's own."""
    return _read(_FOREWORD)


def _theme() -> gr.themes.Base:
    """Greys and the system's own fonts. The grounds are those of tokens.css: they stand before the styles have arrived."""
    greys = dict.fromkeys(("primary_hue", "secondary_hue", "neutral_hue"), "neutral")
    theme = gr.themes.Base(**greys, font=_SYSTEM_FONTS, font_mono=_SYSTEM_MONO)
    return theme.set(body_background_fill="#f2f2f2", body_background_fill_dark="#161616")


def _read(name: str) -> str:
    """An asset without its comments and blanks: a twentieth of what a first visit transfers."""
    path = _ASSETS / name
    return _SPARING[path.suffix](path.read_text("utf-8"))
