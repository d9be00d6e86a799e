"""How large a frame is: the asked area in the asked aspect, smaller for slow styles, larger again when they are quick."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.live.pace import Pace, size_for


@given(st.floats(64, 1280), st.floats(0.125, 8.0))
def test_area_and_aspect_are_kept(side: float, aspect: float) -> None:
    size = size_for(side, aspect)
    assert size.pixels == pytest.approx(side * side, rel=0.06)
    assert size.aspect == pytest.approx(aspect, rel=0.05)


def drive(pace: Pace, seconds_at_384: float, frames: int = 60) -> float:
    """Paint drafts whose time grows with their area; the side it settles on."""
    for _ in range(frames):
        side = pace.side(384)
        pace.measured(seconds_at_384 * (side / 384) ** 2, side, 384)
    return pace.side(384)


def test_a_quick_style_keeps_its_size() -> None:
    assert drive(Pace(0.036, 176), 0.02) == 384


def test_a_slow_style_shrinks_until_it_keeps_up_and_no_further() -> None:
    side = drive(Pace(0.036, 176), 0.08)
    assert 0.02 < 0.08 * (side / 384) ** 2 <= 0.036


def test_it_never_goes_below_the_floor() -> None:
    assert drive(Pace(0.036, 176), 3.0) >= 176


def test_it_grows_back_when_the_style_is_quick_again() -> None:
    pace = Pace(0.036, 176)
    assert drive(pace, 0.08) < 384
    assert drive(pace, 0.01) == 384


def test_one_hiccup_changes_nothing() -> None:
    pace = Pace(0.036, 176)
    for seconds in (0.02, 0.2, 0.02, 0.2, 0.02):
        pace.measured(seconds, 384, 384)
    assert pace.side(384) == 384


def test_a_crowd_shrinks_the_area_in_proportion() -> None:
    assert Pace(0.036, 100).side(400, crowding=0.25) == 200
