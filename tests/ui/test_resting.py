"""Nothing runs on a page at which nobody does anything: no frame is asked for."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import pytest

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

COUNTED = """
    const next = window.requestAnimationFrame;
    window.asked = 0;
    window.requestAnimationFrame = (callback) => { window.asked += 1; return next.call(window, callback); };
"""


def test_a_page_at_rest_asks_for_no_frames(visit: Callable[..., Studio]) -> None:
    studio = visit()
    studio.page.add_init_script(COUNTED)
    studio.page.reload()
    studio.rest()

    def asked_in_a_second() -> int:
        before = studio.page.evaluate("asked")
        studio.page.wait_for_timeout(1000)
        return int(studio.page.evaluate("asked")) - before

    assert studio.page.evaluate("asked") > 0  # Gradio and the studio do ask while they arrive
    assert any(asked_in_a_second() < 10 for _ in range(10))  # Gradio's own transitions come to their end
    studio.page.close()  # the next visitor's frames are not to be counted


def test_other_loops_go_on_at_full_speed(visit: Callable[..., Studio]) -> None:
    """Six frames of an ordinary loop come before five ticks of a clock as Gradio's: whatever the machine, these take five seconds more."""
    raced = """() => new Promise((resume) => {
        let [ticks, frames, started] = [0, 0, performance.now()];
        const clock = () => {
            if ((performance.now()-started)/1e3 >= 0 && (ticks += 1) > 5) resume("clock");
            else requestAnimationFrame(clock);
        };
        const step = () => ((frames += 1) > 6 ? resume("loop") : requestAnimationFrame(step));
        clock();
        step();
    })"""
    assert visit().page.evaluate(raced) == "loop"


def test_the_foreword_stands_before_every_script(studio_address: str) -> None:
    with urllib.request.urlopen(studio_address, timeout=60) as answer:
        text = answer.read().decode()
    assert text.index("requestAnimationFrame") < text.index("window.gradio_config") < text.index('type="module"')
