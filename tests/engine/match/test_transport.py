"""What matching is made of: transport in one dimension, patches there and back, the nearest patch, the distance."""

from __future__ import annotations

import math

import pytest
import torch

from engine.match.distance import patch_distance
from engine.match.nearest import Shelf, nearest
from engine.match.patches import SIDE, laid_back, rotation, seen
from engine.match.sliced import Rates, transported
from engine.match.target import AGAIN, FIRST, PAGES, Target
from engine.match.transport import moves, quantiles
from engine.match.vote import voted
from engine.match.work import Work


def chance() -> torch.Generator:
    return torch.Generator().manual_seed(5)


def each(part, parts) -> None:
    for one in parts:
        part(one)


def test_every_row_gets_its_targets_quantiles() -> None:
    values, target = torch.randn(6, 5000, generator=chance()), torch.rand(6, 3000, generator=chance()) ** 2 * 3 - 1
    moved = values + moves(values, quantiles(target))
    at = torch.linspace(0.01, 0.99, 50)
    reached, wanted = moved.quantile(at, dim=1), target.quantile(at, dim=1)
    assert float((reached - wanted).abs().max()) < 0.02
    assert float((values.quantile(at, dim=1) - wanted).abs().max()) > 0.5
    assert torch.equal(moved.argsort(1)[:, ::50], values.argsort(1)[:, ::50])


def test_what_is_the_same_stays_and_what_is_flat_moves_as_one() -> None:
    values = torch.randn(3, 4000, generator=chance())
    assert float(moves(values, quantiles(values)).abs().max()) < 0.02
    assert torch.allclose(moves(torch.zeros(2, 50), quantiles(torch.full((2, 9), 0.7))), torch.tensor(0.7), atol=0.01)


@pytest.mark.parametrize(("stride", "start"), [(1, (0, 0)), (2, (1, 0)), (3, (2, 1))])
def test_patches_laid_back_are_the_picture_again(stride: int, start: tuple[int, int]) -> None:
    picture = torch.rand(3, 40, 31, generator=chance())
    filters = rotation(chance(), picture.device)
    again = laid_back(seen(picture, filters, stride, start), filters, (40, 31), stride, start)
    covered = (slice(None), slice(start[0], 36), slice(start[1], 28))
    assert torch.allclose(again[covered], picture[covered], atol=1e-4)


def test_a_targets_table_holds_its_quantiles_and_its_gaps() -> None:
    target = torch.cat([torch.zeros(1, 300), torch.ones(1, 700)], dim=1)
    table = quantiles(target)[0]
    at = 2 / math.pi * math.asin(math.sqrt(0.3))
    assert float((table < 0.01).float().mean()) == pytest.approx(at, abs=0.005)
    assert float((table > 0.99).float().mean()) == pytest.approx(1 - at, abs=0.005)


def test_pages_come_again_and_new_ones_come_between() -> None:
    target, drawn = Target([torch.rand(3, 20, 20, generator=chance())]), chance()
    seen_pages = [target.page(drawn, Work(each)) for _ in range(FIRST + 6 * PAGES)]
    kinds = [id(page[0][0]) for page in seen_pages]
    assert len(set(kinds[:FIRST])) == FIRST
    assert all(len(set(kinds[at : at + FIRST])) == FIRST for at in range(0, len(kinds) - FIRST, 5))
    assert len(kinds) / AGAIN <= len(set(kinds)) < len(kinds) * 0.75


def test_transport_brings_the_distributions_together() -> None:
    picture, reference = torch.rand(3, 48, 64, generator=chance()), torch.rand(3, 40, 40, generator=chance()) ** 3
    before = patch_distance(picture, [reference], 64)
    moved = transported(picture, Target([reference]), Rates(0.05, 0.005), [2] * 30, chance(), Work(each))
    assert patch_distance(moved, [reference], 64) < before / 10
    assert patch_distance(reference, [reference], 64) == 0


def test_a_patch_of_the_references_is_found_where_it_is() -> None:
    first, second = torch.rand(3, 30, 44, generator=chance()), torch.rand(3, 50, 26, generator=chance()) * 0.5
    shelf = Shelf.of([first, second])
    part = second[:, 8:37, 2:25]
    of, y, _ = shelf.split(nearest(part, shelf, 1, chance(), Work(each)))
    assert bool((of == 1).all())
    at = torch.arange(part.shape[1] - SIDE + 1)[:, None] + 8
    assert float((y == at).float().mean()) > 0.95
    index = torch.arange(len(shelf.words))
    assert torch.equal(shelf.joined(*shelf.split(index)), index)
    assert torch.allclose(voted(part, shelf, 2, chance(), Work(each)), part, atol=0.05)
