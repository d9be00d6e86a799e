"""Names -> code. `@scene("alpine")` and `@style("ink")` register a function at import; the catalogue joins them to presets/."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from engine.contracts import PLANES, Fields, Knobs, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Easel
from engine.draw.grid import Grid
from engine.draw.quiet import settled
from engine.errors import DuplicateNameError, UnknownNameError

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """An insertion-ordered map from a name to a piece of code. A duplicate raises; an unknown name suggests the nearest."""

    def __init__(self, kind: str, package: str) -> None:
        self.kind, self._package = kind, package
        self._entries: dict[str, Entry] = {}
        self._lock, self._loaded = threading.Lock(), False

    def register(self, name: str, make: Callable[..., Entry]) -> Callable[..., Callable[..., object]]:
        """A decorator that stores `make(function)` under `name` and returns the function unchanged."""

        if name in self._entries:
            raise DuplicateNameError(f"{self.kind} “{name}” is registered twice")

        def decorate(function: Callable[..., object]) -> Callable[..., object]:
            self._entries[name] = make(function)
            return function

        return decorate

    def load(self) -> None:
        """Import every module of the package, once, so that each registers itself."""
        with self._lock:
            if not self._loaded:
                package = importlib.import_module(self._package)
                for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
                    importlib.import_module(f"{self._package}.{module}")
            self._loaded = True

    def __getitem__(self, name: str) -> Entry:
        self.load()
        if name not in self._entries:
            raise UnknownNameError(self.kind, name, self._entries)
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        self.load()
        return iter(sorted(self._entries))

    def __len__(self) -> int:
        self.load()
        return len(self._entries)


@dataclass(frozen=True)
class Option:
    """A slider of a scene's own, in [0, 1], 0.5 its default. Scenes that mean the same thing give it the same name.

    name: lower-case letters and dashes. about: what more of it does, as people read it ("Thicker fog between the trunks").
    """

    name: str
    about: str


@dataclass(frozen=True)
class Scene:
    """A theme's code. draw(grid, chance, knobs, t) -> Fields on that grid; t is the loop phase in [0, 1).

    far: whether what is far is "light" (haze, sky) or "dark" (night, space): which way the depth knob pulls it; or, from -1 (dark)
    to 1, how far. options: its own sliders; knobs.own has all of them. tiles: whether it repeats seamlessly on a grid with a period
    (Grid.tile); its border then runs where least is cut (`draw.quiet`). fine: whether it repeats something so small that its shares
    are learnt on twice as many pixels.
    """

    draw: Callable[[Grid, Chance, SceneKnobs, float], Fields]
    far: Literal["light", "dark"] | float
    options: tuple[Option, ...] = ()
    tiles: bool = False
    fine: bool = False

    @property
    def pull(self) -> float:
        """Which way, as a number: 1 for light, -1 for dark."""
        return self.far if isinstance(self.far, float) else 1.0 if self.far == "light" else -1.0


@dataclass(frozen=True)
class Style:
    """A style's code. paint(easel) -> (3, H, W) OKLab of the easel's window.

    tone(fields, knobs) -> (H, W): what the style ranks pixels by. flat: held to the tighter share error. halo: how far around a pixel
    the style looks, in picture heights. parts: outlines part two whole inks, so ranks make less of the tones between. unseen: which of
    the planes "edges" and "flow" of Fields neither looks at, so that scenes need not draw them. afar: which planes paint looks at on the
    small pass alone; with "rank" among them it looks at nothing of the window, of which no scene is drawn then.
    """

    paint: Callable[[Easel], Tensor]
    tone: Callable[[Fields, Knobs], Tensor]
    flat: bool
    halo: float
    parts: bool = False
    unseen: frozenset[str] = frozenset()
    afar: frozenset[str] = frozenset()


FROM_PLAN = (*PLANES, "rank")
"""`afar` of a style that paints from the small pass alone."""
SCENES: Registry[Scene] = Registry("theme", "engine.scenes")
STYLES: Registry[Style] = Registry("style", "engine.styles")


def scene(
    name: str,
    *,
    far: Literal["light", "dark"] = "light",
    options: tuple[Option, ...] = (),
    tiles: bool = False,
    fine: bool = False,
) -> Callable[..., Callable[..., object]]:
    """Register a function (grid, chance, knobs, t) -> Fields as the scene `name`."""
    return SCENES.register(name, lambda draw: Scene(settled(draw) if tiles else draw, far, options, tiles, fine))


def style(
    name: str,
    *,
    tone: Callable[[Fields, Knobs], Tensor] = lambda fields, _: fields.lightness,
    flat: bool = False,
    halo: float = 0.0,
    parts: bool = False,
    unseen: tuple[Literal["edges", "flow"], ...] = (),
    afar: tuple[str, ...] = (),
) -> Callable[..., Callable[..., object]]:
    """Register a function (easel) -> OKLab as the style `name`."""
    return STYLES.register(name, lambda paint: Style(paint, tone, flat, halo, parts, frozenset(unseen), frozenset(afar)))
