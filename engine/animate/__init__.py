"""Pictures that move: one loop of a scene, or of several looks that turn into one another, as a file that is played.

    Recipe with a Motion --Path--> Conditions --frames--> pixels --a writer of formats.py--> MP4, WebM, animated WebP or GIF

Every scene moves with the loop phase and closes where it began, and the path comes back to its first look, so the frame after the last
is the first.
"""

from engine.animate.formats import CLIP_KINDS, clip_kind
from engine.animate.making import Clip, ClipCancelledError, Estimate, Studio, Tell, estimate, make_clip
from engine.animate.path import Path
from engine.animate.reading import first_frame
from engine.animate.wish import CLIP_SIZE, moving_recipe

__all__ = [
    "CLIP_KINDS",
    "CLIP_SIZE",
    "Clip",
    "ClipCancelledError",
    "Estimate",
    "Path",
    "Studio",
    "Tell",
    "clip_kind",
    "estimate",
    "first_frame",
    "make_clip",
    "moving_recipe",
]
