"""Which themes and styles are painted together: all of them where a picture is cheap, else so that each meets several others."""

from __future__ import annotations

import itertools

import pytest

from engine import ImageGenerator

GENERATOR = ImageGenerator()
ALL = list(itertools.product(GENERATOR.themes, GENERATOR.styles))
MEETINGS = 3
"""How many styles each theme meets where not all are painted (`benchmarks.promise` paints all)."""
SOME = sorted(
    {
        (theme, GENERATOR.styles[(5 * row + step * (len(GENERATOR.styles) // MEETINGS + 1)) % len(GENERATOR.styles)])
        for row, theme in enumerate(GENERATOR.themes)
        for step in range(MEETINGS)
    }
    | {(GENERATOR.themes[5 * column % len(GENERATOR.themes)], style) for column, style in enumerate(GENERATOR.styles)}
)
every_combination = pytest.mark.parametrize(("theme", "style"), ALL)
some_combinations = pytest.mark.parametrize(("theme", "style"), SOME)
PALETTES = {
    "ember": "ember",
    "glacier": "glacier",
    "two": ["#101820", "#f2aa4c"],
    "twelve": [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in itertools.product((30, 220), (60, 200), (40, 128, 240))],
    "mid": ["#a05050", "#50a050", "#5050a0", "#808040"],
    "rare": [{"hex": "#0b132b", "weight": 0.68}, {"hex": "#e0fbfc", "weight": 0.3}, {"hex": "#ee6c4d", "weight": 0.02}],
}
"""Two as shipped; two colours, twelve, all of one lightness, and one colour with a share of 0.02."""
