"""Thin and dense washes of the same ink, kept on the palette's segments and nearest to their own ink, so that shares hold."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.palette.inks import Inks

PLACES, DENSITIES = 40, 65
"""The table's samples an ink step, and from thinnest to densest."""
STEPS = 16_384
"""The samples of a table by rank: fine enough that the nearest one will do."""
TRIES = 24
SPARE = 0.012
"""How much nearer to its own ink than to any other a wash stays: what the paper's light and shade may use."""


def paper_of(inks: Inks) -> Tensor:
    """(3,) the ground that washes show: the palette's background where that is light, else its lightest ink."""
    return torch.where(inks.paper[0] > inks.light[0] - 0.04, inks.paper, inks.light)


def _towards(inks: Inks, targets: Tensor, wanted: float, vivid: float) -> Tensor:
    """(K, 3) the furthest change of each ink towards the target that changes its lightness most for the hue it loses.

    wanted: +1 for lighter, -1 for darker. vivid: how much a target's own colourfulness counts. A mixture may go as far as it
    stays nearest to its own ink.
    """
    own = inks.colours
    index = torch.arange(len(own), device=own.device)
    change = targets[None] - own[:, None]
    lift = change[..., 0] * wanted
    hue = torch.nn.functional.normalize(own[:, 1:], dim=1)
    turned = (hue[:, None, 0] * change[..., 2] - hue[:, None, 1] * change[..., 1]).abs()
    chroma = torch.linalg.vector_norm(own[:, 1:], dim=1)
    gained = torch.linalg.vector_norm(targets[:, 1:], dim=1)[None] - chroma[:, None]
    faithful = 1.6 * chroma / (chroma + 0.05)
    merit = lift.clamp(max=0.3) - faithful[:, None] * turned + vivid * gained
    best = torch.where(lift > 0.03, merit, -9.0).argmax(1)
    chosen = change[index, best] * (lift.amax(1) > 0.03)[:, None]
    steps = torch.linspace(0, 0.75, TRIES, device=own.device)
    mixed = own[:, None] + chosen[:, None] * steps[None, :, None]
    apart = torch.linalg.vector_norm(mixed[:, :, None] - own[None, None], dim=-1)
    itself = torch.eye(len(own), dtype=torch.bool, device=own.device)[:, None]
    other = apart.masked_fill(itself, 9.0).amin(-1)
    away = apart.masked_fill(~itself, 9.0).amin(-1) * 1.05 + SPARE > other
    first = torch.where(away, torch.arange(TRIES, device=own.device), TRIES).amin(1)
    return chosen * steps[(first - 1).clamp_min(0)][:, None]


@dataclass(frozen=True)
class Pigments:
    """A palette's tables. Nobody may change them: they are kept for the next picture in the same colours.

    count: of inks. filled: (STEPS,) from ranks 0 .. 1, how many inks' shares lie beneath, so that 1.25 is a quarter through the
    second darkest ink's share. soaked: (STEPS,) the places along the inks where they run into one another. washes:
    (3, ((K - 1) * PLACES + 1) * DENSITIES) OKLab, see `wash`. paper: (3,) the ground that washes show.
    """

    count: int
    filled: Tensor
    soaked: Tensor
    washes: Tensor
    paper: Tensor

    @classmethod
    def of(cls, inks: Inks) -> Pigments:
        numbers = torch.cat((inks.colours.flatten(), inks.shares, inks.paper)).tolist()
        return _pigments(tuple(numbers), inks.contrast, inks.colours.device)

    def filled_at(self, rank: Tensor) -> Tensor:
        """The inks' shares beneath ranks (H, W)."""
        return _nearest(self.filled, rank)

    def soaked_at(self, rank: Tensor) -> Tensor:
        """The places along the inks of ranks (H, W) on wet paper."""
        return _nearest(self.soaked, rank)


@functools.lru_cache(maxsize=16)
def _pigments(numbers: tuple[float, ...], contrast: float, device: torch.device) -> Pigments:
    """From K inks, K shares and the paper, one after the other."""
    count = (len(numbers) - 3) // 4
    colours, shares, paper = torch.split(torch.tensor(numbers, device=device), [3 * count, count, 3])
    inks = Inks(colours.reshape(count, 3), shares, paper, paper, contrast)
    ranks = (torch.arange(STEPS, device=device) + 0.5) / STEPS
    top = shares.cumsum(0)
    filled = ((ranks - top[:, None]) / shares[:, None] + 1).clamp_(0, 1).sum(0).clamp_(max=count - 1e-3)
    return Pigments(count, filled, inks.position(ranks, 1.0), _washes(inks).flatten(1), paper_of(inks))


def _nearest(table: Tensor, rank: Tensor) -> Tensor:
    index = (rank * STEPS).clamp_(0, STEPS - 1).to(torch.int32)
    return torch.index_select(table, 0, index.flatten()).view(rank.shape)


def _washes(inks: Inks) -> Tensor:
    """(3, (K - 1) * PLACES + 1, DENSITIES) OKLab: by the place along the inks, and from the thinnest wash to the densest.

    Between two inks a wash is a mixture already: there density fades out, so that no third ink comes in.
    """
    places = torch.arange((inks.count - 1) * PLACES + 1, device=inks.colours.device) / PLACES
    base = inks.blend(places)
    index = places.round().long()
    pure = (1 - 8 * (places - index).abs()).clamp(0, 1)
    lighter = _towards(inks, torch.cat((inks.colours, paper_of(inks)[None])), 1.0, -0.6)[index].T * pure
    darker = _towards(inks, inks.colours, -1.0, 1.5)[index].T * pure
    density = torch.linspace(-1, 1, DENSITIES, device=places.device)
    return base[..., None] + lighter[..., None] * (-density).clamp_min(0) + darker[..., None] * density.clamp_min(0)


def wash(washes: Tensor, place: Tensor, density: Tensor) -> Tensor:
    """(H, W) places along the inks in [0, K - 1] and densities in [-1, 1] -> (3, H, W) OKLab."""
    half = (DENSITIES - 1) / 2
    column = (density * half).add_(half + 0.5)
    index = torch.add(column, (place * PLACES).round_(), alpha=DENSITIES).to(torch.int32)
    return torch.index_select(washes, 1, index.flatten()).view(3, *place.shape)
