"""A photograph's own colours and a palette: which of its colours goes to which ink, so that the shares come out.

Entropic optimal transport from the photograph's colours to the inks (Cuturi, "Sinkhorn distances", 2013), solved for the inks' prices
alone: every colour takes the ink that is near and cheap, and prices rise until each ink is taken as often as its share says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch.nn import functional

from engine.contracts import Tensor

DECIDED, MIXED = 0.02, 0.08
"""How undecided a colour half way between two inks is, in the unit of the cost: where each place takes one ink, and where inks mix."""
ROUNDS = 60
HUE, ORDER = 22.0, 5.0
"""What a distance in colour costs against a distance in the order from dark to light."""
VIVID, MOSTLY = 3.0, 0.95
"""A pale photograph's colours count as at most so much more vivid; what part of it must be no more vivid than the inks."""
NODES, REACH = 25, 0.32
"""Of the table of colours: nodes a side, and how far its a and b reach."""
EDGE = 0.02
"""How softly a region passes from one ink to the next, in parts of its area."""
WITHIN = 0.16
"""How much of the tone tells apart what takes the same ink."""


@dataclass(frozen=True)
class Assignment:
    """Prices for one photograph, one palette and one wish for own colour.

    blur: how undecided colours are. order: (256,) how much of the photograph is darker than a lightness 0 .. 1. lively: how much more
    vivid its colours count.
    keep: how far own colours count, 0 to 1. inks: (K, 3) dark to light; middles: (K,) of their shares, cumulated. prices: (K,).
    """

    blur: float
    order: Tensor
    lively: float
    keep: float
    inks: Tensor
    middles: Tensor
    prices: Tensor

    @classmethod
    def of(cls, colours: Tensor, areas: Tensor, inks: Tensor, shares: Tensor, keep: float, blur: float) -> Assignment:
        """colours: (3, N) OKLab; areas: (N,) how much of the picture has each, sum 1. blur: DECIDED or MIXED."""
        order = torch.zeros(255, device=areas.device).index_add_(0, (colours[0] * 255).long().clamp(0, 254), areas).cumsum(0)
        order = functional.pad(order, (1, 0))
        chroma, by = torch.linalg.vector_norm(colours[1:], dim=0).sort()
        vivid = chroma[int((areas[by].cumsum(0) < MOSTLY).sum().clamp(max=len(by) - 1))]
        lively = float((torch.linalg.vector_norm(inks[:, 1:], dim=1).max() / vivid.clamp_min(0.01)).clamp(1, VIVID))
        free = cls(blur, order, lively, keep, inks, shares.cumsum(0) - shares / 2, torch.zeros_like(shares))
        return replace(free, prices=_prices(free._cost(colours), areas, shares, blur))

    def parts(self, colours: Tensor) -> Tensor:
        """(3, N) -> (N, K): how much of each ink a colour takes, sum 1."""
        return torch.softmax((self.prices - self._cost(colours)) / self.blur, dim=1)

    def table(self) -> Tensor:
        """(K, NODES, NODES, NODES) of `parts`, for `looked_up`."""
        return self.parts(nodes(self.inks.device)).T.reshape(-1, NODES, NODES, NODES).contiguous()

    def tones(self, parts: Tensor, within: Tensor, lightness: Tensor) -> Tensor:
        """(K, H, W) parts of the inks -> (H, W) in [0, 1]: ranked from dark to light, they fall to the inks that the colours take.

        A colour that takes several inks is no mixture of them (ranked, it would fall to an ink between): of the region that has it,
        the darker side takes the darker ink. within: (H, W) each place's rank in its region; lightness: (H, W), orders what is left.
        """
        reached, tone = torch.zeros_like(within), torch.full_like(within, float(self.middles[0]))
        for part, step in zip(parts, self.middles.diff().tolist(), strict=False):
            reached += part
            tone.add_(((within - reached) / EDGE + 0.5).clamp_(0, 1), alpha=step)
        return tone.lerp_(self._ranks(lightness), WITHIN)

    def _ranks(self, lightness: Tensor) -> Tensor:
        """Lightness -> how much of the photograph is darker."""
        place = lightness.clamp(0, 1) * 255
        low = place.floor().clamp(max=254)
        index = low.long()
        return torch.lerp(self.order[index], self.order[index + 1], place - low)

    def _cost(self, colours: Tensor) -> Tensor:
        """(3, N) -> (N, K)."""
        rank = self._ranks(colours[0])[:, None] - self.middles
        chroma = colours[1:].T * self.lively
        apart = torch.cdist(chroma, self.inks[:, 1:]).square() + (colours[0][:, None] - self.inks[:, 0]).square() * 0.12
        keep = self.keep**0.5
        cost: Tensor = rank.square() * (ORDER * (1 - 0.88 * keep)) + apart * (HUE * keep)
        return cost


def nodes(device: torch.device) -> Tensor:
    """(3, NODES ** 3) OKLab of the table's nodes, lightness slowest."""
    light, side = torch.linspace(0, 1, NODES, device=device), torch.linspace(-REACH, REACH, NODES, device=device)
    return torch.stack(torch.meshgrid(light, side, side, indexing="ij")).flatten(1)


def looked_up(table: Tensor, colours: Tensor) -> Tensor:
    """(C, NODES, NODES, NODES), (3, H, W) OKLab -> (C, H, W), between the nodes trilinear."""
    places = torch.stack((colours[2] / REACH, colours[1] / REACH, colours[0] * 2 - 1), dim=-1)
    found = functional.grid_sample(table[None], places[None, None], mode="bilinear", padding_mode="border", align_corners=True)
    return found[0, :, 0]


def _prices(cost: Tensor, areas: Tensor, shares: Tensor, last: float) -> Tensor:
    """(N, K) costs, (N,) areas -> (K,) prices at which each ink is taken as often as its share says."""
    prices = torch.zeros_like(shares)
    for blur in [0.3] * 10 + [0.1] * 10 + [last] * (ROUNDS - 20):
        taken = areas @ torch.softmax((prices - cost) / blur, dim=1)
        prices = prices + blur * (shares.log() - taken.clamp_min(1e-9).log())
    return prices
