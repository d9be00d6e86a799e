"""A loop painted frame by frame and written as it comes: some frames at once, few in memory, given up as soon as nobody wants it."""

from __future__ import annotations

import io
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PIL import Image

from engine.animate.formats import FORMATS
from engine.animate.path import Path
from engine.animate.reading import first_frame
from engine.animate.reel import Pixels, Reel
from engine.contracts import Condition, Fidelity, Motion, Recipe, Size
from engine.errors import CalledOffError, InvalidPreferencesError
from engine.palette.oklab import oklab_to_hex
from engine.runtime import cores
from engine.store.kinds import PictureKind
from engine.store.picture_file import sealed

Tell = Callable[[float], bool]
"""Is told how much is done, from 0 to 1, after every frame; answers whether to go on."""
SAMPLES, SAMPLE_PIXELS = 8, 20_000


class ClipCancelledError(CalledOffError):
    """Whoever wanted the clip wants it no longer."""

    def __init__(self) -> None:
        super().__init__("This clip was called off; ask for it again.")


@dataclass(frozen=True)
class Studio:
    """Who paints. paint(condition, size, phase) -> pixels, from any thread; abreast: how many frames at once."""

    paint: Callable[[Condition, Size, float], Pixels]
    abreast: int


@dataclass(frozen=True)
class Clip:
    """A moving picture. file: its bytes, the recipe inside. fidelity: of its first frame, as a player shows it. seconds: to make it."""

    file: bytes
    recipe: Recipe
    kind: PictureKind
    fidelity: Fidelity
    seconds: float

    @property
    def motion(self) -> Motion:
        return motion_of(self.recipe)

    @property
    def frames(self) -> int:
        """How many."""
        return self.motion.frames


@dataclass(frozen=True)
class Estimate:
    """What making a clip will take. seconds: on this machine as it is just now."""

    frames: int
    seconds: float


def make_clip(
    studio: Studio, path: Path, recipe: Recipe, kind: PictureKind, measure: Callable[[Image.Image], Fidelity], tell: Tell | None = None
) -> Clip:
    """Paint and write all of it. measure: how well the first frame keeps to its palette.

    Raises InvalidPreferencesError for a recipe that does not move, ClipCancelledError, EncoderMissingError.
    """
    began, motion = time.perf_counter(), motion_of(recipe)
    reel = Reel(recipe.size, motion, sealed(recipe), lambda: _samples(studio, path, recipe.size), _inks(path))
    file = io.BytesIO()
    FORMATS[kind.id].write(_told(frames(studio, path, recipe.size, motion), motion, tell), reel, file)
    data = file.getvalue()
    return Clip(data, recipe, kind, measure(first_frame(data)), time.perf_counter() - began)


def frames(studio: Studio, path: Path, size: Size, motion: Motion) -> Iterator[Pixels]:
    """Every frame in its turn; no more than two beyond those being painted are held."""
    pool, under_way = ThreadPoolExecutor(studio.abreast, "frame"), deque[Future[Pixels]]()
    try:
        for number in range(motion.frames):
            moment = number / motion.frames
            under_way.append(pool.submit(studio.paint, path.at(moment), size, moment))
            if len(under_way) > studio.abreast + 1:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def estimate(studio: Studio, path: Path, recipe: Recipe, kind: PictureKind) -> Estimate:
    """Two frames are painted to tell: one at rest, one on the way to the next look."""
    motion, encoding = motion_of(recipe), FORMATS[kind.id]
    one, two = 0.003, 0.5 / len(path) + 0.003
    studio.paint(path.at(one), Size(width=16, height=16), one)  # what is learnt once for all frames is no part of a frame
    took = []
    with ThreadPoolExecutor(studio.abreast, "frame") as pool:
        for moment in dict.fromkeys((one, two)):
            began = time.perf_counter()
            beside = [pool.submit(studio.paint, path.at(at), recipe.size, at) for at in _near(moment, studio.abreast)]
            for future in beside:
                future.result()
            took.append((time.perf_counter() - began) / studio.abreast)
    painting = took[0] if len(path) == 1 else motion.hold * took[0] + (1 - motion.hold) * took[1]
    writing = encoding.cost * recipe.size.pixels / 1e6 / max(1, cores())
    return Estimate(motion.frames, round(encoding.start + motion.frames * (painting + writing), 2))


def motion_of(recipe: Recipe) -> Motion:
    """Raises InvalidPreferencesError where the recipe is of a still picture."""
    if recipe.motion is None:
        raise InvalidPreferencesError("This recipe is of a picture that does not move; say for how many seconds it shall.")
    return recipe.motion


def _near(moment: float, count: int) -> list[float]:
    return [moment + 0.001 * step for step in range(count)]


def _told(painted: Iterator[Pixels], motion: Motion, tell: Tell | None) -> Iterator[Pixels]:
    try:
        for number, pixels in enumerate(painted):
            if tell is not None and not tell(number / motion.frames):
                raise ClipCancelledError
            yield pixels
    finally:
        if hasattr(painted, "close"):
            painted.close()


def _samples(studio: Studio, path: Path, size: Size) -> list[Pixels]:
    """Small frames from all over the loop, some for every look."""
    scale = min(1.0, (SAMPLE_PIXELS / size.pixels) ** 0.5)
    small = Size(width=max(16, round(size.width * scale)), height=max(16, round(size.height * scale)))
    count = max(SAMPLES, 3 * len(path))
    return [studio.paint(path.at(number / count), small, number / count) for number in range(count)]


def _inks(path: Path) -> tuple[str, ...]:
    """The colours of every look and of its edits: inks, paper and accent."""
    looks = [path.at(number / len(path)) for number in range(len(path))]
    looks += [insert.condition for look in looks for insert in look.inserts]
    return tuple(oklab_to_hex(ink) for look in looks for ink in (*look.inks, look.background, look.accent) if ink is not None)
