"""A moving picture's file read back: what is really in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageSequence

from engine.animate.video import imported
from engine.store.kinds import MP4, WEBM, kind_of


@dataclass(frozen=True)
class Contents:
    """frames: how many there are. seconds: how long they are shown, all together. size: (width, height)."""

    frames: int
    seconds: float
    size: tuple[int, int]


def first_frame(file: bytes) -> Image.Image:
    """The first frame, RGB."""
    return next(all_frames(file))


def all_frames(file: bytes) -> Iterator[Image.Image]:
    """Every frame as a player shows it, RGB."""
    if kind_of(file) not in {MP4, WEBM}:
        with Image.open(io.BytesIO(file)) as picture:
            for frame in ImageSequence.Iterator(picture):
                yield frame.convert("RGB")
        return
    av = imported()
    with av.open(io.BytesIO(file)) as clip:
        for frame in clip.decode(video=0):
            yield Image.fromarray(_rgb(frame))


def contents(file: bytes) -> Contents:
    """Every frame decoded and counted."""
    if kind_of(file) not in {MP4, WEBM}:
        with Image.open(io.BytesIO(file)) as picture:
            shown = []
            for frame in ImageSequence.Iterator(picture):
                frame.load()
                shown.append(frame.info["duration"])
            return Contents(len(shown), sum(shown) / 1000, picture.size)
    av = imported()
    with av.open(io.BytesIO(file)) as clip:
        stream = clip.streams.video[0]
        ends = [float(frame.time) for frame in clip.decode(stream)]
        seconds = float(clip.duration or 0) / 1e6
        return Contents(len(ends), seconds, (stream.width, stream.height))


def _rgb(frame: Any) -> Any:
    return frame.to_ndarray(format="rgb24", src_colorspace="ITU709", dst_color_range="JPEG")
