"""The bricks: the same values wherever the window, and as much detail as a pixel can show."""

from __future__ import annotations

import math

import pytest
import torch

from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, fbm, octaves, visible
from engine.draw.ranking import Ranking
from engine.draw.shapes import coverage, disc
from engine.draw.squares import Squares

SIZE = (300, 200)


def test_a_window_sees_what_the_whole_sees():
    whole, part = Grid.window(SIZE), Grid.window(SIZE, (100, 50, 180, 110))
    for frequency in (1.5, 12.0, 60.0):
        noise = Noise(Chance(3), "n")
        assert torch.allclose(noise.plane(whole, frequency)[50:110, 100:180], noise.plane(part, frequency), atol=1e-4)
    assert torch.allclose(fbm(whole, Chance(3), 4.0)[50:110, 100:180], fbm(part, Chance(3), 4.0), atol=1e-4)


def test_scattered_looks_agree_with_the_plane():
    grid = Grid.window(SIZE)
    noise = Noise(Chance(9), "n")
    assert float((noise.plane(grid, 5.0) - noise.at(grid.x, grid.y, 5.0)).abs().mean()) < 0.03


def test_noise_has_unit_spread():
    values = torch.cat([Noise(Chance(seed), "n").plane(Grid.window(SIZE), 30.0).flatten() for seed in range(6)])
    assert float(values.mean()) == pytest.approx(0, abs=0.08)
    assert 0.6 < float(values.std()) < 1.2


def test_what_a_pixel_cannot_show_fades_out():
    """A feature of noise is two lattice lines wide: all of it is seen on four pixels, nothing on less than two."""
    assert visible(256.0, 1 / 512) == 1.0
    assert 0.4 < visible(384.0, 1 / 512) < 0.6
    assert visible(512.0, 1 / 512) == 0.0
    assert len(octaves(4.0, 8, 1 / 64)) < len(octaves(4.0, 8, 1 / 2048))


def test_names_not_order_decide_chance():
    first, second = Chance(7), Chance(7)
    a = first.uniform("a")
    _ = second.uniform("b"), second.of("x").uniform("a")
    assert second.uniform("a") == a
    assert Chance(8).uniform("a") != a
    assert torch.equal(first.uniforms("t", 3, 2), second.uniforms("t", 3, 2))


def test_coverage_of_a_disc_is_its_area():
    grid = Grid.window((256, 256))
    area = float(coverage(disc(grid, 0.03, -0.02, 0.25), grid.pixel).mean())
    assert area == pytest.approx(torch.pi * 0.25**2, rel=2e-3)


def test_ranks_are_even_and_keep_order():
    tone = torch.randn(200, 200, generator=torch.Generator().manual_seed(4)).exp()
    rank = Ranking.of(tone).rank(tone)
    spread = torch.histc(rank, 10, 0, 1) / rank.numel()
    assert float((spread - 0.1).abs().max()) < 0.03
    order = tone.flatten().argsort()
    assert bool((rank.flatten()[order].diff() >= -1e-6).all())


@pytest.mark.parametrize("pixels", [1.5, 2.8, 4.5, 11.72])
def test_squares_meet_along_whole_pixels(pixels: float):
    """No pixel mixes two, each has its even share of them, and a part of the picture cuts them as the whole does."""
    tall = 240
    whole, part = (Grid.window((tall, tall), box) for box in (None, (31, 50, 180, 110)))
    laid = []
    for grid in (whole, part):
        squares = Squares.over(grid, pixels / tall)
        rows, columns = squares.numbers(1).float(), squares.numbers(0).float()
        laid.append(squares.laid(rows[:, None] * 1000 + columns))
    assert torch.equal(laid[0], laid[0].round())
    assert torch.equal(laid[0][50:110, 31:180], laid[1])
    widths = laid[0][0].unique_consecutive(return_counts=True)[1][1:-1]
    assert {math.floor(pixels), math.ceil(pixels)} >= set(widths.tolist())
