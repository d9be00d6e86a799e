"""The desk of one machine: painted once, in fair turns, bounded, cancellable; promises outlive the process."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine import ImageGenerator, StoreUnavailableError
from engine.jobs import BusyError, Desk, JobConflictError, JobNotFoundError, Journal, LocalDesk, Order, TooManyJobsError, new_job_id
from engine.jobs.flight import Flight
from engine.jobs.forecast import Forecast
from engine.jobs.luggage import MOST_EACH
from engine.store import LocalStore, bytes_to_recipe
from tests.engine.jobs.conftest import Heard

Desks = Callable[..., LocalDesk]
Orders = Callable[..., Order]


def pictures(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.png"))


def test_fifty_who_ask_at_once_for_the_same_picture_have_it_painted_once(desk: Desks, order: Orders, heard: Heard, folder: Path) -> None:
    made = desk(workers=2)
    made.start()
    asked = [order(seed=1, side=256, client=str(number)) for number in range(50)]
    with ThreadPoolExecutor(50) as people:
        reports = list(people.map(lambda one: made.follow(made.submit(one).id).result(timeout=300), asked))
    assert {report.status for report in reports} == {"done"}
    assert len({report.result.name for report in reports if report.result}) == 1
    assert heard.stages["paint"] == 1
    assert len(pictures(folder)) == 1
    assert made.find(asked[0]) is not None
    assert heard.answers["miss"] >= 1
    assert heard.answers["hit"] == 1


def test_a_picture_that_was_deleted_is_painted_again(desk: Desks, order: Orders, folder: Path, heard: Heard) -> None:
    made = desk()
    made.start()
    made.follow(made.submit(order()).id).result(timeout=300)
    for file in folder.glob("*.png*"):
        file.unlink()
    assert made.find(order()) is None
    assert made.find(order(keep=False)) is None, "what the store lost is forgotten"


def test_urgent_first_then_fair_turns(desk: Desks, order: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every picture costs the same, and nobody is patient: else a late one that stalls would cost its client its turn."""
    made, ended = desk(), list[str]()
    ticks = itertools.count(time.monotonic() + 1000)
    monkeypatch.setattr("engine.jobs.board.time", SimpleNamespace(monotonic=lambda: next(ticks)))
    monkeypatch.setattr(made._board._line, "_patience", math.inf)
    greedy = [order(seed=number, client="greedy") for number in range(12)]
    late = [order(seed=100 + number, client="late") for number in range(2)]
    batch, preview = order(seed=200, client="batch", priority="batch"), order(seed=300, client="greedy", priority="preview")
    for one in [*greedy, batch, *late, preview]:
        name = f"{one.client} {one.recipe.preferences.seed}"
        made.follow(made.submit(one).id).add_done_callback(lambda _, name=name: ended.append(name))  # type: ignore[misc]
    last = made.submit(order(seed=400, client="batch", priority="batch"))
    made.start()
    made.follow(last.id).result(timeout=300)
    assert ended[0] == "greedy 300"
    assert ended.index("late 101") < ended.index("greedy 11"), "turns go by the time each has had, however much one has asked for"
    assert ended.index("batch 200") > ended.index("greedy 11")
    assert ended.index("greedy 0") < ended.index("greedy 1")


def test_the_line_is_bounded_for_everybody_and_for_each(desk: Desks, order: Orders) -> None:
    made = desk(most=3, most_per_client=2)
    for number in range(2):
        made.submit(order(seed=number, client="one"))
    with pytest.raises(TooManyJobsError) as caught:
        made.submit(order(seed=2, client="one"))
    assert caught.value.retry_after >= 0
    made.submit(order(seed=3, client="two"))
    with pytest.raises(BusyError):
        made.submit(order(seed=4, client="three"))
    assert made.submit(order(seed=0, client="three")).joined, "a picture under way has room for others"


def test_nothing_is_painted_for_those_who_left_or_cancelled(desk: Desks, order: Orders, heard: Heard) -> None:
    made = desk()
    gone, cancelled, shared, stays = (made.submit(order(seed=number)) for number in (1, 2, 3, 3))
    made.promise(cancelled.id)
    made.leave(gone.id)
    made.leave(shared.id)
    assert made.cancel(cancelled.id).status == "cancelled"
    with pytest.raises(JobNotFoundError):
        made.report(gone.id)
    made.start()
    assert made.follow(stays.id).result(timeout=300).status == "done"
    assert made.report(cancelled.id).status == "cancelled"
    assert heard.stages["paint"] == 1
    assert heard.ends == {"cancelled": 3, "done": 1}


def test_an_estimate_grows_with_the_line_and_progress_is_told(desk: Desks, order: Orders) -> None:
    made = desk()
    first, second = made.submit(order(seed=1, side=512)), made.submit(order(seed=2, side=512))
    assert 0 < first.seconds < second.seconds
    told = made.report(second.id)
    assert (told.status, told.ahead, told.progress) == ("queued", 1, 0.0)
    assert made.load().waiting == {"preview": 0, "export": 2, "batch": 0}


def test_a_picture_that_takes_longer_than_expected_is_never_told_to_be_there(
    desk: Desks, order: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk()
    job = made.submit(order()).id
    made._board.take()
    monkeypatch.setattr("engine.jobs.flight.time", SimpleNamespace(monotonic=lambda: time.monotonic() + 3600))
    told = made.report(job)
    assert (told.status, told.progress) == ("processing", 0.99)
    assert told.seconds_left > 0


def test_a_photograph_costs_its_study_once_and_every_edit_its_part(order: Orders, restyled: Orders, generator: ImageGenerator) -> None:
    forecast, plain, photo = Forecast(), order(side=512), restyled()
    mask, first = [{"kind": "ellipse", "left": -0.2, "top": -0.2, "right": 0.2, "bottom": 0.2}], forecast.seconds(photo)
    edited = plain.model_copy(update={"recipe": generator.edited(plain.recipe, mask, {"seed": 4})})
    assert forecast.seconds(edited) == pytest.approx(1.5 * forecast.seconds(plain))
    forecast.learn(restyled(of=9), first)
    assert forecast.seconds(restyled(of=9)) < 0.1 * first < forecast.seconds(photo)
    for _ in range(30):
        forecast.learn(plain, 4.0)
    assert forecast.seconds(plain) == pytest.approx(4.0, rel=0.1)


def test_what_is_not_to_be_kept_is_handed_over_and_nothing_stays(desk: Desks, order: Orders, folder: Path) -> None:
    made = desk()
    made.start()
    ticket = made.submit(order(seed=9, keep=False))
    assert made.follow(ticket.id).result(timeout=300).status == "done"
    assert bytes_to_recipe(made.file(ticket.id)).preferences.seed == 9
    made.leave(ticket.id)
    with pytest.raises(JobNotFoundError):
        made.file(ticket.id)
    assert pictures(folder) == []
    kept = made.submit(order(seed=9))
    assert made.follow(kept.id).result(timeout=300).result.name == pictures(folder)[0].name  # type: ignore[union-attr]


def test_a_promise_outlives_the_process(desk: Desks, order: Orders, folder: Path) -> None:
    first = desk()
    promised = [first.submit(order(seed=number, keep=False)).id for number in range(3)]
    for one in promised:
        first.promise(one)
    first.close()  # nothing was painted: it was never started
    second = desk()
    assert second.report(promised[0]).status == "queued"
    second.start()
    reports = [second.follow(one).result(timeout=300) for one in promised]
    assert {report.status for report in reports} == {"done"}
    assert {path.name for path in pictures(folder)} == {report.result.name for report in reports if report.result}
    assert second.file(promised[0]) == LocalStore(folder).open(reports[0].result.name)  # type: ignore[union-attr]
    second.close()
    third = desk()
    assert third.report(promised[1]) == reports[1]


def test_the_same_key_is_the_same_job(desk: Desks, order: Orders, folder: Path) -> None:
    made, key = desk(), new_job_id()
    assert made.submit(order(seed=1), key).id == key
    assert made.submit(order(seed=1), key).joined
    with pytest.raises(JobConflictError):
        made.submit(order(seed=2), key)
    made.start()
    first = made.follow(key).result(timeout=300)
    assert made.follow(made.submit(order(seed=1), key).id).result(timeout=300) == first
    assert len(pictures(folder)) == 1


def test_a_job_that_fails_says_why_and_the_next_is_painted(
    desk: Desks, order: Orders, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreUnavailableError("The bucket cannot be reached; try again in a minute.")

    made = desk()
    bad = made.submit(order(seed=1))
    made.promise(bad.id)
    good = made.submit(order(seed=2, keep=False))
    monkeypatch.setattr(LocalStore, "keep", refuse)
    made.start()
    failed = made.follow(bad.id).result(timeout=300)
    assert (failed.status, failed.error and failed.error.code) == ("failed", "store_unavailable")
    assert made.follow(good.id).result(timeout=300).status == "done"
    assert made.report(bad.id) == failed
    assert heard.ends == {"store_unavailable": 1, "done": 1}


def test_a_second_studio_on_the_same_folder_has_a_journal_of_its_own(tmp_path: Path, order: Orders) -> None:
    one, two = Journal(tmp_path), Journal(tmp_path)
    assert two.open() == []
    one.close()
    again = Journal(tmp_path)
    assert {file.name for file in tmp_path.glob("*.sqlite")} == {"jobs.sqlite", "jobs1.sqlite"}
    two.close()
    again.close()


def test_it_is_a_desk(desk: Desks) -> None:
    made: Desk = desk()
    assert made.ready() != "", "not started"
    made.start()
    assert made.ready() == ""


def moving(order: Orders, generator: ImageGenerator, seconds: float = 2, fps: int = 12, side: int = 96, **rest: object) -> Order:
    still = order(side=side, **rest)
    return still.model_copy(update={"recipe": generator.moving(still.recipe, "webp", seconds=seconds, fps=fps), "format": "webp"})


def test_a_clip_leaves_a_thread_to_single_pictures_and_stops_when_nobody_wants_it(
    desk: Desks, order: Orders, generator: ImageGenerator, heard: Heard, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk(workers=2)
    made.start()
    clips = [made.submit(moving(order, generator, 12, 60, 512, seed=number)).id for number in (1, 2)]
    until(lambda: made.report(clips[0]).progress > 0)
    assert made.follow(made.submit(order(seed=9)).id).result(timeout=300).status == "done"
    assert [made.report(clip).status for clip in clips] == ["processing", "queued"]
    now = time.monotonic()
    monkeypatch.setattr("engine.jobs.flight.time", SimpleNamespace(monotonic=lambda: now))  # so that what is left does not grow meanwhile
    short, last = made.submit(order(seed=10)), made.submit(moving(order, generator, 12, 60, 512, seed=3))
    assert short.seconds < 1 < made.report(clips[1]).seconds_left < last.seconds, "a picture passes by, a clip waits for clips"
    made.cancel(last.id)
    made.cancel(clips[0])
    until(lambda: made.report(clips[1]).status == "processing")
    assert list(folder.glob("*.webp")) == []
    made.cancel(clips[1])
    until(lambda: made.load().processing == 0)
    assert heard.stages["clip"] == 0


def test_a_promised_clip_that_was_begun_is_made_by_the_next_process(
    desk: Desks, order: Orders, generator: ImageGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk()
    goes_on = first._board.goes_on

    def goes_on_once_closed(flight: Flight, part: float) -> bool:
        goes_on(flight, part)
        until(lambda: part == 0 or first._board.closed)  # or it might be done before that
        return goes_on(flight, part)

    monkeypatch.setattr(first._board, "goes_on", goes_on_once_closed)
    first.start()
    wanted = moving(order, generator, seed=3)
    clip = first.submit(wanted, new_job_id()).id
    until(lambda: first.report(clip).progress > 0)
    first.close()
    second = desk()
    assert second.report(clip).status == "queued"
    second.start()
    report = second.follow(clip).result(timeout=300)
    assert (report.status, report.result and report.result.recipe.motion) == ("done", wanted.recipe.motion)


def test_a_job_whose_photograph_went_with_the_process_fails_once_or_is_done_if_it_comes_again(
    desk: Desks, order: Orders, restyled: Orders, folder: Path
) -> None:
    first, (busy, lost, again) = desk(), [new_job_id() for _ in range(3)]
    for key, one in ((busy, order(side=1200)), (lost, restyled(seed=1)), (again, restyled(seed=2))):
        first.submit(one, key)
    first.close()
    second = desk()
    with second._board.changed:  # before a painter comes to it
        second.start()
        assert second.submit(restyled(seed=2), again).joined
    ends = [second.follow(key).result(timeout=300) for key in (busy, lost, again)]
    assert [(end.status, end.error and end.error.code) for end in ends] == [("done", None), ("failed", "photo_forgotten"), ("done", None)]
    assert len(pictures(folder)) == 2
    assert second.report(lost) == ends[1]
    second.submit(restyled(seed=1), lost)
    assert second.follow(lost).result(timeout=300).status == "done", "the same request with its photograph begins it anew"
    assert len(pictures(folder)) == 3


def test_photographs_are_held_while_their_jobs_are_open_and_no_more_than_there_is_room_for(desk: Desks, restyled: Orders) -> None:
    made = desk()
    sent, again = restyled(seed=1), restyled(seed=2)
    assert sent.photographs[0] is not again.photographs[0]
    ids = [made.submit(one).id for one in (sent, again)]
    assert len(made._board._luggage) == 1, "the same picture, sent twice, is held once"
    for of in range(2, MOST_EACH + 1):
        made.submit(restyled(of=of))
    with pytest.raises(TooManyJobsError):
        made.submit(restyled(of=MOST_EACH + 1))
    made.cancel(ids[0])
    assert len(made._board._luggage) == MOST_EACH
    made.leave(ids[1])
    assert len(made._board._luggage) == MOST_EACH - 1
    made.submit(restyled(of=MOST_EACH + 1))


def until(question: Callable[[], bool]) -> None:
    end = time.monotonic() + 300
    while not question():
        assert time.monotonic() < end, "it does not come to pass"
        time.sleep(0.005)
