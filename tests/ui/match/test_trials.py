"""Matches that are looked at first: kept once when somebody says so, and left when nobody asks about them any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import ImageGenerator
from engine.jobs import JobNotFoundError, LocalDesk, Order
from engine.store import LocalStore
from ui.match.trials import LIFETIME, PATIENCE, Trials


def test_a_trial_is_kept_once_and_forgotten_when_nobody_asks(generator: ImageGenerator, tmp_path: Path) -> None:
    now, store = [0.0], LocalStore(tmp_path)
    desk = LocalDesk(generator, store, workers=1)
    trials = Trials(desk, store, lambda: now[0])
    order = Order(recipe=generator.recipe({"theme": "dark", "style": "minimalist"}, (48, 32)), keep=False)
    waiting, asked_about = (desk.submit(order).id for _ in range(2))
    for one in (waiting, asked_about):
        trials.put(one)
    with pytest.raises(JobNotFoundError):
        trials.keep(waiting)
    now[0] = PATIENCE + 1
    trials.ask(asked_about)
    trials.sweep()
    with pytest.raises(JobNotFoundError):
        desk.report(waiting)
    desk.start()
    assert desk.follow(asked_about).result(timeout=120).status == "done"
    now[0] += LIFETIME - 1
    trials.sweep()
    assert trials.keep(asked_about) == trials.keep(asked_about)
    assert len(list(tmp_path.glob("*.png"))) == 1
    now[0] += 2
    trials.sweep()
    with pytest.raises(JobNotFoundError):
        desk.report(asked_about)
    desk.close()
