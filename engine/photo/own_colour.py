"""A photograph's own colours and a palette: which of its colours goes to which ink, so that the shares come out.

Entropic optimal transport from the photograph's colours to the inks (Cuturi, "Sinkhorn distances", 2013), solved for the inks' prices
alone: every colour takes the ink that is near and cheap, and prices rise until each ink is taken as often as its share says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch.nn import functional

from engine.contracts import Tensor

DECIDED, MIXED = 0.03, 0.08
"""How undecided a colour half way between two inks is, in the unit of the cost: where each place takes one ink, and where inks mix."""
ROUNDS = 60
HUE, ORDER, LIGHT = 22.0, 5.0, 0.12
"""What a distance in colour costs against a distance in the order from dark to light; and, against hue, one in lightness."""
VIVID, MOSTLY = 3.0, 0.95
"""A pale photograph's colours count as at most so much more vivid; what part of it must be no more vivid than the inks."""
NODES, REACH = 25, 0.32
"""Of the table of colours: nodes a side, and how far its a and b reach."""
SMOOTHED = 6
"""Of 255 steps of lightness: over how many ranks are smoothed, so that no ink hangs on a step that nobody sees in a wide even sky."""
ENDS, LEAST = (0.03, 0.97), 0.2
"""What part of a photograph is dark and what is not light; and how far apart these are at least."""
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
        counts = torch.zeros(255, device=areas.device).index_add_(0, (colours[0] * 255).long().clamp(0, 254), areas)
        for _ in range(2):
            counts = functional.avg_pool1d(counts[None], 2 * SMOOTHED + 1, 1, SMOOTHED)[0]
        order = functional.pad(counts.cumsum(0) / counts.sum(), (1, 0))
        chroma, by = torch.linalg.vector_norm(colours[1:], dim=0).sort()
        vivid = chroma[int((areas[by].cumsum(0) < MOSTLY).sum().clamp(max=len(by) - 1))]
        lively = float((torch.linalg.vector_norm(inks[:, 1:], dim=1).max() / vivid.clamp_min(0.01)).clamp(1, VIVID))
        free = cls(blur, order, lively, keep, inks, shares.cumsum(0) - shares / 2, torch.zeros_like(shares))
        return replace(free, prices=_prices(free._gains(colours), areas, shares, blur))

    def parts(self, colours: Tensor) -> Tensor:
        """(3, ...) -> (K, ...): how much of each ink a colour takes, sum 1."""
        gains = self._gains(colours.flatten(1)).add_(self.prices[:, None]).mul_(1 / self.blur)
        return torch.softmax(gains, dim=0).reshape(-1, *colours.shape[1:])

    @property
    def spread(self) -> float:
        """How much lighter the photograph's light parts are than its dark ones."""
        low, high = torch.searchsorted(self.order, torch.tensor(ENDS, device=self.order.device)).tolist()
        return max(LEAST, float(high - low) / len(self.order))

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
        index = low.long().flatten()
        darker, more = (self.order.index_select(0, one).view_as(place) for one in (index, index + 1))
        return torch.lerp(darker, more, place - low)

    def _gains(self, colours: Tensor) -> Tensor:
        """(3, N) -> (K, N): how near each ink is, less what is the same for all: minus the squared distance, as one product.

        A distance is that of the ranks in the order from dark to light, of the colours, and a little of the lightness.
        """
        keep = self.keep**0.5
        order, hue = ORDER * (1 - 0.88 * keep), HUE * keep
        weights = torch.tensor([order, LIGHT * hue, hue, hue], device=self.inks.device)
        own = torch.cat((self.middles[:, None], self.inks), dim=1)
        scale = torch.tensor([1.0, 1.0, self.lively, self.lively], device=self.inks.device)
        places = torch.cat((self._ranks(colours[0])[None], colours))
        return torch.addmm(-(own.square() @ weights)[:, None], 2 * own * weights * scale, places)


def nodes(device: torch.device) -> Tensor:
    """(3, NODES ** 3) OKLab of the table's nodes, lightness slowest."""
    light, side = torch.linspace(0, 1, NODES, device=device), torch.linspace(-REACH, REACH, NODES, device=device)
    return torch.stack(torch.meshgrid(light, side, side, indexing="ij")).flatten(1)


def looked_up(table: Tensor, colours: Tensor) -> Tensor:
    """(C, NODES, NODES, NODES), (3, H, W) OKLab -> (C, H, W), between the nodes trilinear."""
    places = torch.stack((colours[2] / REACH, colours[1] / REACH, colours[0] * 2 - 1), dim=-1)
    found = functional.grid_sample(table[None], places[None, None], mode="bilinear", padding_mode="border", align_corners=True)
    return found[0, :, 0]


def _prices(gains: Tensor, areas: Tensor, shares: Tensor, last: float) -> Tensor:
    """(K, N) gains, (N,) areas -> (K,) prices at which each ink is taken as often as its share says."""
    prices = torch.zeros_like(shares)
    for blur in [0.3] * 10 + [0.1] * 10 + [last] * (ROUNDS - 20):
        taken = torch.softmax((gains + prices[:, None]) / blur, dim=0) @ areas
        prices = prices + blur * (shares.log() - taken.clamp_min(1e-9).log())
    return prices
