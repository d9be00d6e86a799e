"""Free words choose what was left open, and never what was said."""

from __future__ import annotations

import pytest

from engine import ImageGenerator


@pytest.mark.parametrize(
    ("words", "theme", "style"),
    [
        ("a stormy sea in watercolour", "ocean", "watercolour"),
        ("snowy mountains, flat poster", "alpine", "minimalist"),
        ("no mountains, galaxies please, oil", "cosmos", "oil"),
        ("skyline with comic dots", "city", "halftone"),
    ],
)
def test_words_choose(generator: ImageGenerator, words: str, theme: str, style: str):
    resolved = generator.resolve({"words": words})
    assert (resolved.theme, resolved.style) == (theme, style)


def test_what_was_said_outranks_words(generator: ImageGenerator):
    assert generator.resolve({"theme": "dark", "words": "bright ocean"}).theme == "dark"


def test_words_that_mean_nothing_leave_the_first(generator: ImageGenerator):
    resolved = generator.resolve({"words": "¿qué? 你好 <script>"})
    assert (resolved.theme, resolved.style) == (generator.themes[0], generator.styles[0])
