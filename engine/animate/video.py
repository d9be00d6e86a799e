"""MP4 (H.264) and WebM (VP9) by PyAV: yuv420p, BT.709 as it says in the file, for players that play anything.

The recipe stands in the container's comment. What a player needs to begin with comes first in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from engine.animate.reel import Pixels, Reel
from engine.errors import EncoderMissingError

_BT709 = 1
"""In ITU-T H.273: primaries, transfer and matrix alike."""
_LIMITED = 1
"""AVCOL_RANGE_MPEG."""
_THREADS = 2


@dataclass(frozen=True)
class Video:
    """container, codec: FFmpeg's names. options: the codec's.

    Only the first frame stands by itself: each that does looks a little sharper than those before it, and a loop would pulse.
    """

    container: str
    codec: str
    options: dict[str, str] = field(default_factory=dict)

    def write(self, frames: Iterable[Pixels], reel: Reel, file: BinaryIO) -> None:
        """All frames into a seekable file. Raises EncoderMissingError."""
        av = imported()
        with av.open(file, "w", format=self.container, options=self._muxing(reel)) as made:
            made.metadata["comment"] = reel.note.decode("ascii")
            stream = made.add_stream(self.codec, rate=reel.motion.fps, options=self.options)
            stream.width, stream.height, stream.pix_fmt = reel.size.width, reel.size.height, "yuv420p"
            context = stream.codec_context
            context.gop_size, context.max_b_frames, context.thread_count = reel.motion.frames, 0, _THREADS
            context.color_primaries, context.color_trc, context.colorspace, context.color_range = _BT709, _BT709, _BT709, _LIMITED
            for number, pixels in enumerate(frames):
                made.mux(stream.encode(self._frame(av, pixels, number)))
            made.mux(stream.encode(None))

    def _muxing(self, reel: Reel) -> dict[str, str]:
        if self.container != "mp4":
            return {"fflags": "+bitexact"}
        room = 32_768 + 48 * reel.motion.frames + 2 * len(reel.note)
        return {"fflags": "+bitexact", "moov_size": str(room)}  # the index first, in room kept for it

    @staticmethod
    def _frame(av: Any, pixels: Pixels, number: int) -> Any:
        frame = av.VideoFrame.from_ndarray(pixels, format="rgba")
        shown = frame.reformat(format="yuv420p", dst_colorspace="ITU709", src_color_range="JPEG", dst_color_range="MPEG")
        shown.pts = number
        return shown


MP4 = Video("mp4", "libx264", {"preset": "veryfast", "crf": "15", "tune": "animation"})
WEBM = Video("webm", "libvpx-vp9", {"crf": "22", "b": "0", "deadline": "realtime", "cpu-used": "5", "row-mt": "1"})


def imported() -> Any:
    """PyAV. Raises EncoderMissingError where it is not installed."""
    try:
        import av
    except ImportError:
        raise EncoderMissingError from None
    return av
