"""The bar on top: the name, what was done and can be undone, and the two ways out (share, keep)."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import icon, part

_BUTTONS = (
    ("undo", "undo", "Undo (Ctrl+Z)"),
    ("redo", "redo", "Redo (Ctrl+Shift+Z)"),
    ("surprise", "spark", "Surprise me: another theme, style and palette (R)"),
)
_RARE = (
    ("open", "folder", "Open a picture or a palette", "O"),
    ("library-menu", "grid", "Library: all kept pictures", "J"),
    ("contrast", "contrast", "Light or dark surroundings", "B"),
    ("help", "help", "Keyboard and tips", "?"),
)


def top_bar() -> gr.HTML:
    """Buttons `undo redo surprise open library-menu contrast help share save`, and the bar of what is being kept or downloaded.

    On a phone those that are rarely wanted stand in `more-menu`, which `more` opens (ui/assets/more.js).
    """
    buttons = "".join(_tool(*button) for button in _BUTTONS)
    rare = "".join(_tool(name, drawing, f"{title} ({key})", f"<span>{title}</span>") for name, drawing, title, key in _RARE)
    return part(
        "top-bar",
        f'<header class="hp-bar"><h1>Hueprint</h1><nav aria-label="Studio">{buttons}'
        f'<div id="more-menu" popover>{rare}</div>{_tool("share", "share", "Copy a link to this picture (L)")}'
        f'<button type="button" id="more" class="hp-tool" popovertarget="more-menu" aria-label="More">{icon("more")}</button>'
        '<button type="button" id="save" class="hp-primary" title="Keep this picture (S)">Keep</button></nav>'
        '<div id="progress" role="progressbar" aria-label="Painting" hidden><i></i></div></header>',
    )


def _tool(name: str, drawing: str, title: str, said: str = "") -> str:
    return f'<button type="button" id="{name}" class="hp-tool" title="{title}" aria-label="{title}">{icon(drawing)}{said}</button>'
