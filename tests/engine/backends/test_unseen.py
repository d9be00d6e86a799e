"""What a style says it never looks at, scenes leave out: it must be true of every style, and change no other plane of any scene.

What it looks at on the small pass alone is left out of the windows; where that is all, no scene is drawn on them at all.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine import Size
from engine.backends.canvas import Canvas, _painted
from engine.backends.small_pass import brief, plan_grid
from engine.contracts import EDGE_REACH, PLANES, Fields
from engine.registry import FROM_PLAN
from tests.engine.backends.combinations import GENERATOR

OPTIONAL = ("edges", "flow")
CANVAS, SIZE = Canvas(GENERATOR.catalogue, remembered=0), Size(width=120, height=120)


def spoilt(drawn: Fields, plane: str | None) -> Fields:
    """With other edges, or another flow."""
    edges, (right, down) = drawn.edges, drawn.flow
    return replace(drawn, **{"edges": {"edges": EDGE_REACH - edges}, "flow": {"flow": torch.stack((-down, right))}}.get(plane or "", {}))


@torch.inference_mode()
def painted(style: str, plane: str | None, near: str | None = None) -> torch.Tensor:
    """A picture whose scene has one plane spoilt. near: one that is spoilt on the window alone; "rank": all of it, ranks too."""
    studio = CANVAS.studio(GENERATOR.condition({"theme": "alpine", "style": style, "seed": 3, "knobs": {"texture": 1.0}}))
    hand, small = studio.styles[0].style, plan_grid(studio, 1.0, torch.device("cpu"))
    seen = small, spoilt(studio.scene_fields(small), plane)
    known = brief(studio, hand, seen, seen)
    grid, _ = CANVAS.window(studio, Size(width=400, height=400), (0, 0, 400, 400))
    drawn = spoilt(spoilt(studio.scene_fields(grid), plane), near)
    rank = known.ranking.rank(studio.tone(hand, drawn, grid))
    if near == "rank":
        drawn, rank = Fields(**{name: spoilt(drawn, name).__dict__[name].flip(-1) for name in PLANES}), rank.flip(-1)
    return _painted(studio, [known.plan], [rank], grid, drawn)


@pytest.mark.parametrize("style", GENERATOR.styles)
def test_a_style_leaves_out_exactly_what_it_never_looks_at(style: str):
    whole = painted(style, None)
    never = {plane for plane in OPTIONAL if torch.equal(painted(style, plane), whole)}
    assert CANVAS.studio(GENERATOR.condition({"style": style})).unseen == never


@pytest.mark.parametrize("style", GENERATOR.styles)
def test_what_a_style_looks_at_afar_is_left_out_of_its_windows(style: str):
    whole, declared = painted(style, None), CANVAS.studio(GENERATOR.condition({"style": style})).afar
    assert ("rank" in declared) == torch.equal(painted(style, None, "rank"), whole)
    assert all(torch.equal(painted(style, None, plane), whole) for plane in declared.intersection(OPTIONAL))
    assert "rank" not in declared or declared == set(FROM_PLAN)


@pytest.mark.parametrize("theme", GENERATOR.themes)
@torch.inference_mode()
def test_what_a_scene_leaves_out_changes_nothing_else(theme: str):
    for seed in range(3):
        studio = CANVAS.studio(GENERATOR.condition({"theme": theme, "seed": seed}))
        grid, _ = CANVAS.window(studio, SIZE, (0, 0, SIZE.width, SIZE.height))
        whole, less = studio.scene_fields(grid), studio.scene_fields(grid, frozenset(OPTIONAL))
        assert all(torch.equal(getattr(whole, plane), getattr(less, plane)) for plane in PLANES if plane not in OPTIONAL)
        assert not whole.unseen
        assert all(getattr(less, plane).shape == getattr(whole, plane).shape for plane in OPTIONAL)


def test_another_style_finds_what_the_first_left_out():
    """One canvas keeps what it drew for a style that looks at less; the next style must not miss anything."""
    kept = Canvas(GENERATOR.catalogue)
    for style in ("minimalist", "oil", "ink", "gouache", "minimalist", "mosaic", "glass", "pencil"):
        condition = GENERATOR.condition({"theme": "dark", "style": style, "seed": 5})
        assert torch.equal(kept.paint(condition, SIZE), CANVAS.paint(condition, SIZE))


def test_an_edit_finds_every_plane():
    """The style inside may look at what the style around does not."""
    inside = {"mask": [{"kind": "ellipse", "left": -0.3, "top": -0.2, "right": 0.3, "bottom": 0.2}], "style": "ink"}
    condition = GENERATOR.condition({"theme": "alpine", "style": "minimalist", "seed": 5, "edits": [inside]})
    assert not CANVAS.studio(condition).unseen
    assert not CANVAS.studio(condition).afar
    assert CANVAS.paint(condition, SIZE).shape == (120, 120, 4)
