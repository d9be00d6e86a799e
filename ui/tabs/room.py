"""What a room is: a name on the bar on top, what it puts into the stage and the panel, and its files in ui/assets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr

from engine import ImageGenerator

Part = Callable[[ImageGenerator], gr.HTML]


@dataclass(frozen=True)
class Room:
    """id: `rooms-<id>` on the bar, data-room="<id>" on #studio. title: one word.

    stage: makes the part `room-<id>`, which stands in the stage beside the live picture. panel: makes `panel-<id>`, first in the panel.
    styles, scripts: files of ui/assets, in order; the last script registers the room with hueprint.rooms.add.
    """

    id: str
    title: str
    stage: Part | None = None
    panel: Part | None = None
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
