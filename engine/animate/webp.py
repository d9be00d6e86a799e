"""Animated WebP by Pillow, which asks a picture of many frames for one after the other: it is handed one that paints them as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from PIL import Image

from engine.animate.reel import Pixels, Reel
from engine.store.picture_file import exif_note

QUALITY, METHOD = 90, 2


class _Frames(Image.Image):
    """A picture of many frames that holds one. Pillow's own protocol: `n_frames`, `seek`, `tell`."""

    format = "WEBP"

    def __init__(self, frames: Iterator[Pixels], count: int) -> None:
        super().__init__()
        self.n_frames, self._frames, self._at = count, frames, -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        """The next one, or the one at hand; Pillow goes back to the first only when all is done."""
        if frame == self._at + 1:
            pixels, self._at = next(self._frames), frame
            shown = Image.frombytes("RGB", (pixels.shape[1], pixels.shape[0]), pixels.tobytes(), "raw", "RGBX")
            self.im, self._mode, self._size = shown.im, shown.mode, shown.size

    def tell(self) -> int:
        """Which one is at hand."""
        return self._at


def write(frames: Iterable[Pixels], reel: Reel, file: BinaryIO) -> None:
    """All frames into the file, played for ever."""
    _Frames(iter(frames), reel.motion.frames).save(
        file, "WEBP", save_all=True, duration=reel.ticks(1000), loop=0, quality=QUALITY, method=METHOD, exif=exif_note(reel.note)
    )
