"""The rooms, in the order of the bar. The studio is the room that adds nothing to the picture and its panel."""

from __future__ import annotations

from ui.tabs.animate import ANIMATE
from ui.tabs.edit import EDIT
from ui.tabs.explore import EXPLORE
from ui.tabs.photo import PHOTO
from ui.tabs.room import Room

STUDIO = Room("studio", "Studio")
ROOMS: tuple[Room, ...] = (STUDIO, EXPLORE, EDIT, PHOTO, ANIMATE)
