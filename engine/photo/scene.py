"""A photograph as a scene: its Fields on any window of a picture, at any size."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import EDGE_REACH, Fields, Tensor
from engine.draw.grid import Grid
from engine.palette.inks import Inks
from engine.photo.bearing import unfolded
from engine.photo.framing import STEEP, Framing, crisp
from engine.photo.guided import blurred
from engine.photo.outlines import sides
from engine.photo.own_colour import DECIDED, Assignment
from engine.photo.study import SOFT, Study

SIGNED = 1.5
"""Pixels from an outline within which its distance is told from the one on its other side."""
MODELLED = 0.8
"""How far light and shade within a region go, where the photograph's own go from its darkest to its lightest."""
SWAY, PUSH = 0.012, 0.05
"""How far the camera goes aside and forward during a loop."""


@dataclass(frozen=True)
class Tones:
    """A photograph's tones as they were asked for, as planes (H, W): lightness; regions blurred, and their two sides."""

    lightness: Tensor
    soft: Tensor
    low: Tensor
    high: Tensor

    @classmethod
    @torch.no_grad()
    def of(cls, study: Study, inks: Inks, detail: float, light: float, colour: float) -> Tones:
        """detail: of what is small how much shows. light, colour: how much of its own lightness and colour the photograph keeps."""
        small, finer = min(1.0, 0.75 * detail**2 + 0.55 * light**2), 1.25 * detail**2
        if colour > 0:
            hard, modelled = _assigned(study, inks, colour, small, finer)
        else:
            hard = _each(study, study.shape_colours[:1], study.part_colours[:1], small)[0]
            modelled = torch.lerp(study.calm[0], study.fine[0], finer)
        lightness = torch.lerp(hard, modelled, 0.08 + 0.92 * light)
        low, high = sides(hard)
        return cls(lightness.clamp_(0, 1), blurred(hard[None], SOFT)[0], low, high)


def _assigned(study: Study, inks: Inks, keep: float, small: float, finer: float) -> tuple[Tensor, Tensor]:
    """(H, W) each: tones of the regions, such that ranks fall to the inks that their colours take, and the same modelled.

    Modelling is what a place is lighter or darker than its region. An ink chosen for every pixel is confetti: in a ground of one colour
    the least difference decides between two inks.
    """
    areas = torch.cat((covered(study.shapes) * (1 - small), covered(study.parts) * small))
    taken = Assignment.of(torch.cat(study.told, dim=1), areas, inks.colours, inks.shares, keep, DECIDED)
    shapes, parts = map(taken.parts, study.told)
    mixed = _each(study, shapes, parts, small)
    light = _each(study, study.shape_colours[:1], study.part_colours[:1], small)[0]
    hard = taken.tones(mixed, study.within, light)
    aside = torch.lerp(study.calm[0], study.fine[0], finer).sub_(light)
    return hard, aside.mul_(MODELLED / taken.spread).add_(hard)


def _each(study: Study, shapes: Tensor, parts: Tensor, small: float) -> Tensor:
    """(C, n) of each shape and of each part -> (C, H, W): of each place's shape, and as much of its part's as small things show."""
    wide, fine = (of.index_select(1, label.flatten()) for of, label in ((shapes, study.shapes), (parts, study.parts)))
    return torch.lerp(wide, fine, small).view(-1, *study.shape)


def covered(label: Tensor) -> Tensor:
    """(H, W) regions -> (n,) how much of the picture each covers."""
    return torch.bincount(label.flatten()).float() / label.numel()


def photo_fields(study: Study, tones: Tones, grid: Grid, t: float = 0.0) -> Fields:
    """What of a photograph a window shows. t: where in the loop, [0, 1)."""
    framing = Framing.of(study.shape, study.focus, grid.aspect)
    seen = pushed(grid, t)
    pixel = framing.pixel(study.shape)
    ratio = seen.pixel / pixel
    outlines = study.outlined if grid.wants("edges") else ()
    sharp = torch.stack((tones.lightness, tones.soft, tones.low, tones.high, study.marked, *outlines))
    lightness, soft, low, high, accent, *apart = framing.sampled(sharp, seen)
    depth, *running = framing.sampled(study.smooth if grid.wants("flow") else study.smooth[:1], seen)
    steep = max(1.0, 1 / (STEEP * ratio))
    return Fields(
        lightness=lightness.clamp_(0, 1),
        regions=crisp(soft, low, high, ratio).clamp_(0, 1),
        depth=depth.clamp(0, 1),
        flow=unfolded(torch.stack(running), study.cut) if running else _level(depth),
        edges=_nearest(apart[0], apart[1], ratio).mul_(pixel).clamp_(0, EDGE_REACH) if apart else torch.full_like(depth, EDGE_REACH),
        accent=accent.sub_(0.5).mul_(steep).add_(0.5).clamp_(0, 1),
        unseen=grid.unseen,
    )


def _nearest(edges: Tensor, aside: Tensor, ratio: float) -> Tensor:
    """Pixels to the next outline, told by its two sides where it is near. Changes `aside`."""
    return torch.where(edges < SIGNED * max(1.0, ratio), aside.abs_(), edges)


def _level(depth: Tensor) -> Tensor:
    """(2, H, W) a flow that nobody looks at."""
    return torch.stack((torch.ones_like(depth), torch.zeros_like(depth)))


def pushed(grid: Grid, t: float) -> Grid:
    """What the camera sees at loop phase t: it goes a little forward and aside, and comes back."""
    if t == 0:
        return grid
    turn = 2 * math.pi * t
    near = 1 + PUSH * (0.5 - 0.5 * math.cos(turn))
    return grid.zoomed(near).moved(SWAY * math.sin(turn) * (near - 1) / PUSH, 0.0)
