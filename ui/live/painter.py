"""The one thread that paints live frames, so that neither the event loop nor the server's shared pool ever waits for a picture."""

from __future__ import annotations

import io
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PIL import Image

from engine import HueprintError, ImageGenerator, Painting, Preferences, Priority
from engine.jobs import Watch
from ui.live.limits import Limits
from ui.live.messages import figures_text, frame_bytes
from ui.live.pace import size_for
from ui.live.turns import Answer, Turn, Turns

_AWAY = 0.015
"""Seconds after which a frame has left and, on a page beside the server, is drawn: measuring it sooner would take a core from that."""

_log = logging.getLogger("hueprint.live")


class PaintingFailedError(HueprintError):
    """Something nobody foresaw; the details stay on the server."""

    code = "painting_failed"

    def __init__(self) -> None:
        super().__init__("This picture could not be painted; change any setting and it is tried again.")


class Painter:
    """Paints turn after turn in its own thread, from the first `start` to `close`."""

    def __init__(self, generator: ImageGenerator, turns: Turns, limits: Limits, watch: Watch | None = None) -> None:
        self._generator, self._turns, self._limits, self._watch = generator, turns, limits, watch or Watch()
        self._thread = threading.Thread(target=self._run, name="hueprint-live", daemon=True)
        self._starting = threading.Lock()
        self._beside, self._after = ThreadPoolExecutor(1, "hueprint-measure"), ThreadPoolExecutor(1, "hueprint-figures")
        self._untold: Painting | None = None

    def start(self) -> None:
        """Start the thread if it does not run yet. It first paints one draft for nobody: the first ever is the slowest."""
        with self._starting:
            if self._thread.ident is None:
                self._thread.start()

    def close(self) -> None:
        """Stop after the picture in hand."""
        self._turns.close()
        if self._thread.ident is not None:
            self._thread.join()  # however long: a process that ends under a painting thread ends in an abort
        self._beside.shutdown()
        self._after.shutdown()

    def _run(self) -> None:
        self._warm_up()
        while turn := self._turns.next():
            began = time.perf_counter()
            answer = self._answer(turn)
            self._turns.finished(turn, time.perf_counter() - began)
            self._watch.stage("final" if turn.final else "draft", time.perf_counter() - began)
            turn.session.deliver(turn.wish, answer)
            self._tell_figures(turn)

    def _warm_up(self) -> None:
        try:
            size = size_for(self._limits.draft_pixels, 1.0)
            self._generator.paint(self._generator.recipe(Preferences(), size))
        except Exception as error:  # noqa: BLE001 - the thread must outlive any picture
            _log.warning("The first draft could not be painted (%s).", type(error).__name__)

    def _answer(self, turn: Turn) -> Answer:
        try:
            return self._paint(turn)
        except HueprintError as error:
            return error
        except Exception as error:  # noqa: BLE001 - the thread must outlive any picture
            _log.error("A frame could not be painted (%s).", type(error).__name__)
            return PaintingFailedError()

    def _paint(self, turn: Turn) -> bytes:
        began = time.perf_counter()
        recipe = turn.wish.recipe.model_copy(update={"size": size_for(turn.side, turn.wish.aspect)})
        painting = self._generator.paint(recipe, Priority.LIVE, turn.wish.photograph)
        measured = self._beside.submit(_figures, painting) if turn.measured else None  # while the picture is encoded
        jpeg = self._jpeg(painting, turn.final)
        header: dict[str, Any] = {
            "id": turn.wish.id,
            "frame": turn.frame,
            "final": turn.final,
            "width": recipe.size.width,
            "height": recipe.size.height,
            "aspect": turn.wish.aspect,
            "render_ms": round(1000 * (time.perf_counter() - began), 2),
            "people": self._turns.people,
            "recipe": painting.recipe.model_dump(mode="json", exclude_none=True),
            "fidelity": measured.result() if measured else None,
        }
        self._untold = None if measured else painting
        return frame_bytes(header, jpeg)

    def _jpeg(self, painting: Painting, final: bool) -> bytes:
        """Straight from what was painted. Colours keep their full resolution in drafts too: halved, saturated inks pale in fine strokes."""
        height, width, _ = painting.pixels.shape
        picture, file = Image.frombuffer("RGBX", (width, height), painting.pixels, "raw", "RGBX", 0, 1), io.BytesIO()
        quality = self._limits.final_quality if final else self._limits.draft_quality
        picture.save(file, "JPEG", quality=quality, subsampling="4:4:4")
        return file.getvalue()

    def _tell_figures(self, turn: Turn) -> None:
        """Measure a draft once it is on its way: its figures follow it."""
        painting, self._untold, tell = self._untold, None, turn.session.tell
        if painting is not None and tell is not None and turn.session.may_read(time.monotonic()):
            self._after.submit(_tell, tell, turn.frame, painting, time.monotonic() + _AWAY)


def _tell(tell: Callable[[str], None], frame: int, painting: Painting, due: float) -> None:
    """due: by the monotonic clock, so that frames of many clients wait beside one another, not in line."""
    time.sleep(max(0.0, due - time.monotonic()))
    tell(figures_text(frame, _figures(painting)))


def _figures(painting: Painting) -> dict[str, Any]:
    fidelity = painting.fidelity
    return {
        "on_palette_share": round(fidelity.on_palette_share, 4),
        "share_error": round(fidelity.share_error, 4),
        "shares": fidelity.shares,
        "palettes": fidelity.palettes,
    }
