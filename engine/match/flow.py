"""The whole of it: start, then at every scale pull, transport, vote and show, then finish."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.match.colour import coloured, light
from engine.match.nearest import Shelf
from engine.match.scales import enlarged, fitted, resized, scaled, scales
from engine.match.sketch import Sketch
from engine.match.sliced import Rates, looked_at, stride_for, transported
from engine.match.target import Target
from engine.match.tones import strength, toned
from engine.match.vote import EFFORT, voted
from engine.match.weight import weighed
from engine.match.work import Work

FIRST = (20.0, 160.0)
"""Pixels of the longer side of the first picture, for no content and for all: what is decided there, the photograph decides."""
ROUNDS, STEPS, LAST, CLOSER = 2, 20, 300, 150
"""How often a scale's patches are moved and drawn to real ones; steps in each on the full size; steps on it to end
with, and how many of them on patches a pixel closer together."""
MOST_STEPS, MOST_LOOKED_AT = 150, 750_000
"""Of a round on a smaller scale: steps, and patches that all of them look at. What is not settled there stays wrong, and costs little."""
MOVING, SETTLED = (0.03, 0.0125), 0.002
ENDING, STILL = (0.024, 0.0025), 0.0002
SMALL, SHORTER = 128, 1.63
"""How far a pixel may move in a round's first step, for no content and for all, and in its last; and in the steps to end with, on pictures
SMALL pixels long: on larger ones less, as this power of how much larger they are, for each of their steps sees fewer of their patches.

The further, the nearer to the references' patches, and the less is left of the photograph and of its plain walls.
"""
PULL = 0.9
"""How far towards the photograph's light a round begins, where all content is asked for."""
NOISE = 0.2
SKETCHED = 2
"""Of the coarse scales, every second is shown."""


@dataclass(frozen=True)
class Wish:
    """photo: (3, H, W) sRGB in [0, 1], or None for more of the references alone; references: likewise, 1 to 6.

    size: (H, W). content: 0, the references decide all that is larger than a patch, to 1, the photograph does. seed: of all that is chance.
    """

    photo: Tensor | None
    references: Sequence[Tensor]
    size: tuple[int, int]
    content: float = 0.5
    seed: int = 0


def matched(wish: Wish, work: Work) -> Tensor:
    """(3, H, W) in [0, 1]. The same wish gives the same picture. Raises MatchCancelledError."""
    chance = torch.Generator().manual_seed(wish.seed)
    theirs = fitted(wish.references, max(wish.size))
    content = 0.0 if wish.photo is None else weighed(wish.content, theirs)
    if wish.photo is not None:
        theirs = toned(theirs, strength(wish.content, theirs))
    guide = None if wish.photo is None else coloured(resized(wish.photo, wish.size), theirs, chance)
    steps = scales(wish.size, _between(FIRST, content))
    shapes = [(max(1, round(wish.size[0] * by)), max(1, round(wish.size[1] * by))) for by in steps]
    last, sketch = _last(wish.size), Sketch(guide, theirs, wish.size, content, Rates(_between(MOVING, content), SETTLED), wish.seed)
    rounds = [_steps(by, shape, content) for by, shape in zip(steps, shapes, strict=True)]
    work.expect(
        sum(_effort(shape) * ROUNDS * (count + EFFORT) for shape, count in zip(shapes, rounds, strict=True))
        + sum(looked_at(wish.size, stride) for stride in last)
        + sum(map(sketch.effort, filter(sketch.helps, shapes[::SKETCHED])))
    )
    picture = _first(guide, theirs, shapes[0], steps[0], chance)
    for number, (by, shape, count) in enumerate(zip(steps, shapes, rounds, strict=True)):
        small = theirs if by == 1 else [scaled(one, by) for one in theirs]
        target = Target(small)
        made = _at_scale(picture, guide, (small, target), shape, content, count, chance, work)
        for picture in made:
            if not sketch.helps(shape):
                work.show(picture)
        if sketch.helps(shape) and number % SKETCHED == 0:
            work.show(sketch.of(picture, work))
    picture = coloured(picture, theirs, chance)
    return transported(picture, target, Rates(_ending(wish.size, content), STILL), last, chance, work).clamp(0, 1)


def _last(size: tuple[int, int]) -> list[int]:
    """The strides of the last steps: closer at the end, as there nothing puts right what is left over."""
    stride = stride_for(size)
    return [stride] * (LAST - CLOSER) + [max(1, stride - 1)] * CLOSER


def _ending(size: tuple[int, int], content: float) -> float:
    """How far a pixel may move in the first of the steps to end with."""
    least, most = ENDING[1], ENDING[0] * min(1.0, (SMALL / max(size)) ** SHORTER)
    return _between((max(least, most), least), content)


def _between(ends: tuple[float, float], content: float) -> float:
    """From what holds for no content to what holds for all, by equal factors."""
    return ends[0] * math.pow(ends[1] / ends[0], content)


def _steps(by: float, shape: tuple[int, int], content: float) -> int:
    """Of a round: where no content is asked for four times as many on half the size, within bounds; less where the photograph decides."""
    return max(STEPS, min(MOST_STEPS, round(STEPS / math.pow(by, 2 - 2 * content)), int(MOST_LOOKED_AT / _effort(shape))))


def _effort(shape: tuple[int, int]) -> float:
    return looked_at(shape, stride_for(shape))


def _first(guide: Tensor | None, theirs: Sequence[Tensor], shape: tuple[int, int], by: float, chance: torch.Generator) -> Tensor:
    """(3, *shape): the photograph, or noise in the references' colours."""
    if guide is not None:
        return resized(guide, shape)
    noise = torch.randn((3, *shape), generator=chance).to(theirs[0].device)
    return coloured(noise.mul_(NOISE).add_(0.5), [scaled(one, by) for one in theirs], chance)


def _at_scale(
    picture: Tensor,
    guide: Tensor | None,
    references: tuple[Sequence[Tensor], Target],
    shape: tuple[int, int],
    content: float,
    steps: int,
    chance: torch.Generator,
    work: Work,
) -> Iterator[Tensor]:
    """(3, h, w) of the scale before -> (3, *shape), after each round."""
    shown = None if guide is None else resized(guide, shape)
    picture = enlarged(picture, shown, shape, content)
    shelf, target, stride = Shelf.of(references[0]), references[1], stride_for(shape)
    for _ in range(ROUNDS):
        if shown is not None:
            picture = _pulled(picture, shown, PULL * content)
        rates = Rates(_between(MOVING, content), SETTLED)
        picture = transported(picture, target, rates, [stride] * steps, chance, work)
        picture = voted(picture, shelf, stride, chance, work)
        work.done(_effort(shape) * EFFORT)
        yield picture


def _pulled(picture: Tensor, shown: Tensor, by: float) -> Tensor:
    """Towards the photograph's light; hue is the references' own affair."""
    return picture + by * light(shown - picture)
