"""Orders with a photograph stay in this process, whoever carries out the others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine import ImageGenerator
from engine.jobs import Desk, DeskBeside, JobNotFoundError, LocalDesk, Order, new_job_id
from engine.photograph import Photograph


def test_each_order_goes_to_its_desk_and_is_found_again(
    desk: Callable[..., LocalDesk], order: Callable[..., Order], generator: ImageGenerator
) -> None:
    photograph = Photograph(np.full((60, 90, 3), 120, np.uint8), "1" * 64)
    recipe = generator.restyled(photograph, {"style": "minimalist"}, (48, 32))
    elsewhere, here = desk(), desk()
    both: Desk = DeskBeside(elsewhere, here)
    both.start()
    mine, theirs = both.submit(Order(recipe=recipe, photograph=photograph)), both.submit(order(seed=1))
    assert {both.follow(one.id).result(timeout=60).status for one in (mine, theirs)} == {"done"}
    with pytest.raises(JobNotFoundError):
        elsewhere.report(mine.id)
    assert both.report(theirs.id) == elsewhere.report(theirs.id)
    assert both.file(mine.id) != both.file(theirs.id)
    with pytest.raises(JobNotFoundError):
        both.report(new_job_id())
