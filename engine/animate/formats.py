"""The formats of moving pictures: each with what writes it, and what it asks of size and pace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from engine.animate import gif, video, webp
from engine.animate.reel import Pixels, Reel
from engine.contracts import Motion, Size
from engine.errors import InvalidPreferencesError, PictureTooLargeError
from engine.store.kinds import GIF, MP4, WEBM, WEBP, PictureKind, kind_named

MOST_PIXELS = 2560 * 1440


@dataclass(frozen=True)
class Format:
    """write: all frames into a file. even: its sides are even. fastest: frames a second. cost: seconds of one core a million pixels.

    start: seconds to begin and to end.
    """

    kind: PictureKind
    write: Callable[[Iterable[Pixels], Reel, BinaryIO], None]
    cost: float
    start: float = 0.15
    even: bool = False
    fastest: int = 60


FORMATS = {
    one.kind.id: one
    for one in (
        Format(MP4, video.MP4.write, 0.035, even=True),
        Format(WEBM, video.WEBM.write, 0.08, even=True),
        Format(WEBP, webp.write, 0.09),
        Format(GIF, gif.write, 0.05, 1.2, fastest=gif.FASTEST),
    )
}
CLIP_KINDS = tuple(one.kind for one in FORMATS.values())


def clip_kind(name: str) -> PictureKind:
    """`mp4`, `webm`, `webp` or `gif`, also as an extension or a content type. Raises UnknownNameError."""
    return kind_named(name, CLIP_KINDS)


def fitted(size: Size, motion: Motion, kind: PictureKind) -> Size:
    """The size that is painted: where the format wants even sides, an odd one loses its last pixel.

    Raises PictureTooLargeError past MOST_PIXELS, and InvalidPreferencesError for more frames a second than the format shows.
    """
    one = FORMATS[kind.id]
    if size.pixels > MOST_PIXELS:
        raise PictureTooLargeError(f"A moving picture has at most {MOST_PIXELS / 1e6:.1f} million pixels; choose a smaller size.")
    if motion.fps > one.fastest:
        raise InvalidPreferencesError(f"{kind.id.upper()} shows at most {one.fastest} frames a second; ask for fewer, or choose MP4.")
    return Size(width=size.width & ~1, height=size.height & ~1) if one.even else size
