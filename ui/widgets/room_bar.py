"""Which room one is in: a row of names in the bar on top."""

from __future__ import annotations

from collections.abc import Iterable

import gradio as gr

from ui.tabs.room import Room
from ui.widgets.markup import escaped, part


def room_bar(rooms: Iterable[Room]) -> gr.HTML:
    """`rooms`: one radio button `rooms-<id>` a room; the first is chosen (ui/assets/rooms.js)."""
    buttons = "".join(
        f'<button type="button" role="radio" id="rooms-{escaped(room.id)}" aria-checked="{str(not place).lower()}" '
        f'tabindex="{-1 if place else 0}" data-room="{escaped(room.id)}">{escaped(room.title)}</button>'
        for place, room in enumerate(rooms)
    )
    return part("rooms", f'<div class="hp-segments hp-rooms" role="radiogroup" aria-label="Room">{buttons}</div>')
