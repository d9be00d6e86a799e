"""Animate: the picture's loop under the hand, and as a file; alone, or on the way through kept pictures."""

from __future__ import annotations

import gradio as gr

from engine import ImageGenerator
from engine.animate import CLIP_KINDS
from engine.contracts import MAX_LOOKS
from ui.tabs.room import Room
from ui.widgets.markup import part

_TITLES = {"webm": "WebM", "webp": "WebP"}
_FPS = (12, 24, 30, 60)
_SIDES = (480, 720, 1080)


def _stage(generator: ImageGenerator) -> gr.HTML:
    """`room-animate`: `animate-play` and `animate-phase`, where in the loop the picture stands (ui/assets/animate_phase.js)."""
    return part(
        "room-animate",
        '<section class="hp-moment hp-an-from" aria-label="Moment of the loop">'
        '<button type="button" id="animate-play" class="hp-ex-do" aria-pressed="false" title="Play the loop live">Play</button>'
        '<input type="range" id="animate-phase" min="0" max="1" step="0.005" value="0" aria-label="Moment of the loop">'
        '<output id="animate-at" for="animate-phase">0.0 s</output></section>',
        "hp-room",
    )


def _panel(generator: ImageGenerator) -> gr.HTML:
    """`panel-animate`: `animate-seconds animate-fps animate-side animate-format`, the looks to pass through, `animate-make`, what came."""
    return part(
        "panel-animate",
        '<section class="hp-section hp-animate" aria-labelledby="animate-title"><div class="hp-head">'
        '<h2 id="animate-title">Animate</h2></div>'
        f"{_slider('seconds', 'Length', 2, 12, 0.5, 4, 'How long one loop is, in seconds')}"
        f"{_segments('fps', 'Frames/s', 'Frames a second', [(str(fps), str(fps)) for fps in _FPS])}"
        f"{_segments('side', 'Longer side', 'Pixels of the longer side', [(str(side), str(side)) for side in _SIDES])}"
        f"{_segments('format', 'File', 'File format', [(kind.id, _TITLES.get(kind.id, kind.id.upper())) for kind in CLIP_KINDS])}"
        f"{_looks()}{_slider('hold', 'Hold', 0, 0.9, 0.1, 0.3, 'How much of its time each picture stays itself')}"
        f"{_making()}{_result()}</section>",
        "hp-room",
    )


def _slider(name: str, title: str, low: float, high: float, step: float, value: float, hint: str) -> str:
    return (
        f'<div class="hp-knob hp-an-from" title="{hint}"><label for="animate-{name}">{title}</label>'
        f'<input type="range" id="animate-{name}" min="{low}" max="{high}" step="{step}" value="{value}"><output></output></div>'
    )


def _segments(name: str, title: str, hint: str, choices: list[tuple[str, str]]) -> str:
    buttons = "".join(
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-value="{value}">{label}</button>'
        for value, label in choices
    )
    return (
        f'<div class="hp-an-line" title="{hint}"><span id="animate-{name}-title">{title}</span>'
        f'<div id="animate-{name}" class="hp-segments" role="radiogroup" aria-labelledby="animate-{name}-title">{buttons}</div></div>'
    )


def _looks() -> str:
    return (
        f'<h3 id="animate-through">Pass through<small>kept pictures, in the order chosen</small></h3>'
        f'<div id="animate-looks" class="hp-an-looks" role="group" aria-labelledby="animate-through" data-most="{MAX_LOOKS}"></div>'
        '<p class="hp-an-none">Pictures you keep line up here.</p>'
        '<template><button type="button" aria-pressed="false"><img alt=""><b aria-hidden="true"></b></button></template>'
    )


def _making() -> str:
    return (
        '<p id="animate-estimate" role="status"></p>'
        '<button type="button" id="animate-make" class="hp-wide hp-strong">Make the loop</button>'
        '<div class="hp-an-making" hidden><div id="animate-progress" role="progressbar" aria-label="Making the loop" aria-valuemin="0" '
        'aria-valuemax="100" aria-valuenow="0"><i></i></div>'
        '<button type="button" id="animate-cancel" class="hp-ex-do">Cancel</button></div>'
    )


def _result() -> str:
    return (
        '<figure id="animate-result" hidden><video loop muted playsinline controls hidden></video><img alt="The loop" hidden>'
        '<figcaption></figcaption><div class="hp-an-do">'
        '<button type="button" id="animate-download" class="hp-ex-do">Download</button>'
        '<button type="button" id="animate-keep" class="hp-ex-do" title="Put it among the kept pictures">Keep</button></div></figure>'
    )


ANIMATE = Room(
    "animate",
    "Animate",
    stage=_stage,
    panel=_panel,
    styles=("animate.css",),
    scripts=("animate_phase.js", "animate_jobs.js", "animate_looks.js", "animate_passage.js", "animate.js"),
)
