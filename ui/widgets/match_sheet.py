"""The sheet in which a photograph is matched to references, or more is made like them."""

from __future__ import annotations

from engine.contracts import MAX_REFERENCES
from ui.widgets.markup import icon

_SIZES = ((512, "512"), (768, "768"), (1024, "1024"))
_SHAPES = (("", "As the reference"), ("1", "Square"), ("1.5", "3 : 2"), ("0.6667", "2 : 3"), ("1.7778", "16 : 9"), ("0.5625", "9 : 16"))


def match_sheet(files: str) -> str:
    """The markup: a dialog `match` (ui/assets/match.js). files: the kinds of files that it takes."""
    return (
        '<dialog id="match" class="hp-sheet hp-match" aria-labelledby="match-title" data-status="idle">'
        '<h2 id="match-title">Match a reference</h2>'
        f'<button type="button" class="hp-tool hp-sheet-close" data-close aria-label="Close">{icon("close")}</button>'
        f'<div class="hp-match-whole">{_stage()}<div class="hp-match-asked">{_references(files)}{_wishes()}</div></div></dialog>'
    )


def _stage() -> str:
    return (
        '<div class="hp-match-stage"><figure><img class="hp-match-now" alt="" hidden><img class="hp-match-before" alt="" hidden>'
        '<figcaption class="hp-match-hint">Choose up to six pictures: a painting, a cloth, a wall. The result has their strokes '
        "and their colours.</figcaption></figure>"
        '<label class="hp-match-compare" hidden><span>Matched</span><input type="range" id="match-compare" min="0" max="100" value="0" '
        'aria-label="How much of the photograph itself is shown"><span>Original</span></label>'
        '<div class="hp-match-progress" role="progressbar" aria-label="Matching" aria-valuemin="0" aria-valuemax="100" hidden><i></i></div>'
        '<p class="hp-match-told" role="status"></p></div>'
    )


def _references(files: str) -> str:
    return (
        f'<div class="hp-match-row"><span id="match-references-label">References</span><span class="hp-match-count">0 of {MAX_REFERENCES}'
        '</span></div><div class="hp-match-references" role="group" aria-labelledby="match-references-label">'
        f'<button type="button" id="match-add" aria-label="Add a reference" title="Choose, drop or paste pictures">{icon("plus")}</button>'
        f'<input type="file" id="match-files" accept="{files}" multiple aria-label="References" tabindex="-1" hidden></div>'
    )


def _wishes() -> str:
    sizes = "".join(f'<option value="{side}"{" selected" * (side == 512)}>{label} pixels</option>' for side, label in _SIZES)
    shapes = "".join(f'<option value="{aspect}">{label}</option>' for aspect, label in _SHAPES)
    return (
        '<div class="hp-segments" role="radiogroup" aria-label="What to make">'
        '<button type="button" role="radio" aria-checked="true" data-from="photo">This photograph</button>'
        '<button type="button" role="radio" aria-checked="false" tabindex="-1" data-from="references">More like this</button></div>'
        '<label class="hp-match-content"><span>Reference</span><input type="range" id="match-content" min="0" max="1" step="0.05" '
        'value="0.5" aria-label="How much of the photograph’s shapes stays"><span>Photograph</span></label>'
        f'<label class="hp-match-row hp-match-shape" hidden><span>Shape</span><select id="match-shape">{shapes}</select></label>'
        f'<label class="hp-match-row"><span>Longer side</span><select id="match-size">{sizes}</select></label>'
        '<label class="hp-match-row"><span>Fit to my palette</span><input type="checkbox" id="match-palette"></label>'
        '<div class="hp-sheet-buttons">'
        '<button type="button" class="hp-wide" id="match-use" title="Paint it in any style, as a photograph">Use as photograph</button>'
        '<button type="button" class="hp-primary" id="match-start">Match</button>'
        '<button type="button" class="hp-wide" id="match-cancel">Cancel</button>'
        '<button type="button" class="hp-primary" id="match-keep">Keep</button></div>'
    )
