"""Edits laid over a picture, window by window: what is inside a mask is painted anew and made to meet what is around it.

Where another scene is inside, its fields run into those around over the feather, and its tones are lifted by a membrane
(draw/membrane.py) so that they meet those on the mask's border. That is done to ranks, before a palette has turned them into colours:
so what is painted there lies on the palette as everything does, in the style's own way. Only where style or colours differ do two
paintings of one scene mix, and what leaves the inks of both on the way is drawn back to them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch

from engine.backends.masked import Masked
from engine.backends.small_pass import ranked, study_grid
from engine.backends.studio import Studio
from engine.backends.tiling import Box
from engine.contracts import PLANES, Fields, Size, Tensor
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.draw.membrane import stretched
from engine.draw.noise import smoothstep
from engine.draw.ranking import Ranking
from engine.draw.soften import spread
from engine.edits import Edit
from engine.palette.inks import Inks, look_up
from engine.palette.pull import pulled
from engine.registry import Style

FIELDS = 0.7
"""Over what part of the feather one scene runs into another,"""
SAME, OTHER = 0.5, 1.0
"""and over what part one painting covers the other: of the same style and colours, or not."""
FALL = 2.5
"""Feathers from the border at which the membrane has come down to nothing."""

Draw = Callable[[Studio, Grid], Fields]
Paint = Callable[[Studio, list[Plan], list[Tensor], Grid, Fields], Tensor]


@dataclass(frozen=True)
class Around:
    """What is learnt of one style's tones on the small pass. before, inside: how the two scenes' tones rank; skin: (h, w) the membrane."""

    before: Ranking
    inside: Ranking
    skin: Tensor
    plan: Plan


@dataclass(frozen=True)
class Beneath:
    """What an edit is laid over. fields: draws the scene on a window. colours: (3, h, w) what is seen on the small pass.

    inks: (K, 3) that it is painted with, None where it is not painted.
    """

    fields: Callable[[Grid], Fields]
    colours: Tensor
    inks: Tensor | None


class Retouch:
    """One edit of a picture. base: the picture around; inside: what is painted within the mask. draw: a scene on a window.

    masked: its mask, where that is known already.
    """

    def __init__(
        self, edit: Edit, base: Studio, inside: Studio, beneath: Beneath, draw: Draw, small: Grid, masked: Masked | None = None
    ) -> None:
        self._base, self._inside, self._beneath, self._draw = base, inside, beneath, draw
        self.studio = replace(inside, chance=base.chance, styles=[replace(hand, chance=base.chance) for hand in inside.styles])
        self.masked = masked or Masked.of(edit, base, small, beneath.colours)
        self._same_scene = inside.key == base.key
        self._part = SAME if _same_style(base, inside) else OTHER
        self._inks = None if beneath.inks is None else _distinct(torch.cat((beneath.inks, counted(inside.inks))))
        self._around = [self._learnt(hand.style, small) for hand in inside.styles]
        own = whole_inks(inside.inks, self._around[0].plan)
        colours = torch.where(self.masked.depth(small) > 0.5 * self.masked.feather, own, beneath.colours)
        self.above = Beneath(self.fields, colours, self._inks)

    def fields(self, grid: Grid) -> Fields:
        """The scene on a window with this edit in it."""
        beneath = self._beneath.fields(grid)
        if self._same_scene or not self.masked.meets(grid):
            return beneath
        own, deep = self._draw(self._inside, grid), self.masked.depth(grid)
        return _mixed(beneath, own, self.masked.cover(deep, FIELDS, grid.pixel))

    def painted(self, grid: Grid, paint: Paint) -> Tensor:
        """(3, H, W) OKLab of a window, painted as inside the mask all over."""
        beneath = self._beneath.fields(grid)
        if self._same_scene:
            ranks = [one.before.rank(self._tone(style, beneath, grid)) for one, style in self._each()]
            return paint(self.studio, [one.plan for one in self._around], ranks, grid, beneath)
        own, deep = self._draw(self._inside, grid), self.masked.depth(grid)
        ranks = [self._rank(one, style, beneath, own, deep, grid) for one, style in self._each()]
        mixed = _mixed(beneath, own, self.masked.cover(deep, FIELDS, grid.pixel))
        return paint(self.studio, [one.plan for one in self._around], ranks, grid, mixed)

    def box(self, size: Size, box: Box) -> Box | None:
        """What of a piece its mask may reach, in pixels of the picture; None where it reaches nothing."""
        lefts, tops, rights, bottoms = zip(*self.masked.bounds(1 / size.height), strict=True)
        place = (
            math.floor((min(lefts)) * size.height + size.width / 2),
            math.floor((min(tops) + 0.5) * size.height),
            math.ceil(max(rights) * size.height + size.width / 2),
            math.ceil((max(bottoms) + 0.5) * size.height),
        )
        left, top, right, bottom = (*map(max, place[:2], box[:2]), *map(min, place[2:], box[2:]))
        return (left, top, right, bottom) if left < right and top < bottom else None

    def over(self, picture: Tensor, painted: Tensor, grid: Grid) -> Tensor:
        """(3, H, W) of a window with this edit laid over it; where it does not cover, nothing changes."""
        cover = self.masked.cover(self.masked.depth(grid), self._part, grid.pixel)
        mixed = torch.lerp(picture, painted, cover)
        if self._inks is not None:
            part = (cover > 0) & (cover < 1)
            mixed[:, part] = pulled(mixed[:, part], self._inks)
        return torch.where(cover > 0, mixed, picture)

    def _each(self) -> list[tuple[Around, Style]]:
        return [(around, hand.style) for around, hand in zip(self._around, self._inside.styles, strict=True)]

    def _tone(self, style: Style, drawn: Fields, grid: Grid) -> Tensor:
        return self._base.tone(style, drawn, grid, self._inside.knobs)

    def _rank(self, around: Around, style: Style, beneath: Fields, own: Fields, deep: Tensor, grid: Grid) -> Tensor:
        """(H, W) ranks that are those beneath on the mask's border and the other scene's own, lifted, further in."""
        before = around.before.rank(self._tone(style, beneath, grid))
        inside = around.inside.rank(self._inside.tone(style, own, grid))
        skin = around.skin if grid.key == around.plan.grid.key else spread(around.plan.grid, around.skin, grid, 0.0)
        fall = 1 - smoothstep(0.0, FALL * self.masked.feather + grid.pixel, deep)
        inside = inside.addcmul(skin, fall).clamp_(0, 1)
        return torch.lerp(before, inside, self.masked.cover(deep, FIELDS, grid.pixel))

    def _learnt(self, style: Style, small: Grid) -> Around:
        """The small pass for one style."""
        study = study_grid(self._base, small)
        before = ranked(style, self._tone(style, self._beneath.fields(study), study))
        beneath = self._beneath.fields(small)
        tone = self._tone(style, beneath, small)
        if self._same_scene:
            return Around(before, before, torch.zeros_like(tone), Plan(small, beneath, before.rank(tone)))
        own, deep = self._draw(self._inside, small), self.masked.depth(small)
        own_tone = self._inside.tone(style, own, small)
        inside = ranked(style, self._inside.tone(style, self._draw(self._inside, study), study))
        border = (1.5 - (deep / self.studio.framed(small).pixel).abs()).clamp(0, 1)
        skin = stretched(before.rank(tone) - inside.rank(own_tone), border)
        around = Around(before, inside, skin, Plan(small, beneath, tone))
        mixed = _mixed(beneath, own, self.masked.cover(deep, FIELDS, small.pixel))
        return replace(around, plan=Plan(small, mixed, self._rank(around, style, beneath, own, deep, small)))


def _same_style(one: Studio, other: Studio) -> bool:
    """Whether both paint one scene alike."""
    styles = [[(hand.weight, hand.name) for hand in studio.styles] for studio in (one, other)]
    return styles[0] == styles[1] and one.inks is other.inks and one.knobs == other.knobs


def whole_inks(inks: Inks, plan: Plan) -> Tensor:
    """(3, h, w) OKLab of the small pass, each pixel a whole ink or the accent."""
    return torch.where(plan.fields.accent > 0.5, inks.accent[:, None, None], look_up(inks.pure(), plan.rank))


def _mixed(beneath: Fields, own: Fields, cover: Tensor) -> Fields:
    """Fields that run into one another; flow is made unit length again."""
    lightness, regions, depth, flow, edges, accent = (torch.lerp(getattr(beneath, name), getattr(own, name), cover) for name in PLANES)
    return Fields(lightness, regions, depth, flow * torch.rsqrt(flow.square().sum(0, keepdim=True) + 1e-8), edges, accent)


def counted(inks: Inks) -> Tensor:
    """(K, 3) all that the promise counts."""
    return torch.cat((inks.colours, inks.paper[None], inks.accent[None]))


def _distinct(inks: Tensor) -> Tensor:
    """(K, 3) without repetitions."""
    return torch.tensor(list(dict.fromkeys(map(tuple, inks.tolist()))), device=inks.device)
