"""Whose turn it is: newest wins, fair by address, finals at rest and only then. A clock set by hand; no painting."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from engine import Preferences, Recipe
from ui.live import Limits
from ui.live.turns import Answer, Session, Turn, Turns, Wish

RECIPE = Recipe(preferences=Preferences(theme="alpine", style="minimalist"), size=(64, 64))
LIMITS = Limits()


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turns(clock: Clock) -> Turns:
    return Turns(LIMITS, clock)


def session(address: str = "a", *, once: bool = False) -> Session:
    def unheard(wish: Wish, answer: Answer) -> None:
        raise AssertionError("Turns never answers; the painter does")

    return Session(address, unheard, LIMITS, None if once else lambda _: None)


def wish(clock: Clock, number: int = 1, *, final: float = 768.0, at_once: bool = False) -> Wish:
    return Wish(number, RECIPE, 1.0, 384.0, final, at_once, arrived=clock.now)


def taken(turns: Turns) -> Turn:
    turn = turns.next()
    assert turn is not None
    return turn


def nothing_to_do(turns: Turns) -> bool:
    """True when `next` waits."""
    taker = threading.Thread(target=turns.next, daemon=True)
    taker.start()
    taker.join(0.05)
    return taker.is_alive()


def test_newest_state_replaces_the_waiting_one(turns: Turns, clock: Clock) -> None:
    one = session()
    first = wish(clock, 1)
    assert turns.submit(one, first) is None
    assert turns.submit(one, wish(clock, 2)) is first
    assert taken(turns).wish.id == 2


def test_final_comes_after_the_rest_and_only_once(turns: Turns, clock: Clock) -> None:
    one = session()
    turns.submit(one, wish(clock))
    draft = taken(turns)
    assert (draft.final, draft.side) == (False, 384.0)
    clock.now += LIMITS.rest - 0.01
    turns.submit(session("b"), wish(clock, 2))
    assert taken(turns).wish.id == 2, "the final waits until the hand has rested"
    clock.now += 0.02
    final = taken(turns)
    assert (final.wish.id, final.final, final.side) == (1, True, 768.0)
    turns.seen(one, final.frame)
    clock.now += 10
    assert taken(turns).wish.id == 2
    assert nothing_to_do(turns)


def test_newer_input_abandons_the_final(turns: Turns, clock: Clock) -> None:
    one = session()
    turns.submit(one, wish(clock, 1))
    taken(turns)
    clock.now += 1
    turns.submit(one, wish(clock, 2))
    turn = taken(turns)
    assert (turn.wish.id, turn.final) == (2, False)


def test_final_on_request_skips_the_draft(turns: Turns, clock: Clock) -> None:
    turns.submit(session(), wish(clock, at_once=True))
    assert taken(turns).final


def test_a_draft_as_large_as_the_final_is_the_final(turns: Turns, clock: Clock) -> None:
    turns.submit(session(), wish(clock, final=384.0))
    assert taken(turns).final
    clock.now += 10
    assert nothing_to_do(turns)


def test_one_request_is_painted_once(turns: Turns, clock: Clock) -> None:
    turns.submit(session(once=True), wish(clock))
    assert not taken(turns).final
    clock.now += 10
    assert nothing_to_do(turns)


def test_nothing_is_painted_for_a_client_that_has_gone(turns: Turns, clock: Clock) -> None:
    one = session()
    turns.submit(one, wish(clock))
    turns.leave(one)
    assert nothing_to_do(turns)


def served(turns: Turns, clock: Clock, sessions: list[Session], rounds: int, seconds: dict[str, float] | None = None) -> Counter[str]:
    """Paint `rounds` drafts while every session always wants another; how many each address had."""
    counts: Counter[str] = Counter()
    for number in range(rounds):
        for each in sessions:
            turns.submit(each, wish(clock, number))
        turn = taken(turns)
        spent = (seconds or {}).get(turn.session.address, 0.025)
        clock.now += spent
        turns.seen(turn.session, turn.frame)
        turns.finished(turn, spent)
        counts[turn.session.address] += 1
    return counts


def test_thirty_tabs_of_one_address_have_no_more_than_one_tab_of_another(turns: Turns, clock: Clock) -> None:
    counts = served(turns, clock, [session("crowd") for _ in range(30)] + [session("alone")], 100)
    assert abs(counts["alone"] - 50) <= 1


def test_slow_pictures_cost_their_own_address(turns: Turns, clock: Clock) -> None:
    counts = served(turns, clock, [session("slow"), session("fast")], 100, {"slow": 0.09, "fast": 0.03})
    assert counts["fast"] == pytest.approx(75, abs=2)


def test_tabs_of_one_address_take_turns(turns: Turns, clock: Clock) -> None:
    tabs = [session("a") for _ in range(4)]
    served(turns, clock, tabs, 40)
    assert {tab.frames for tab in tabs} == {10}


def test_a_latecomer_gets_a_fair_share_and_no_credit_for_the_past(turns: Turns, clock: Clock) -> None:
    early, late = session("early"), session("late")
    served(turns, clock, [early], 200)
    counts = served(turns, clock, [early, late], 20)
    assert abs(counts["late"] - 10) <= 1


def test_leaving_and_coming_back_earns_nothing(turns: Turns, clock: Clock) -> None:
    steady = session("steady")
    counts: Counter[str] = Counter()
    for _ in range(40):
        fresh = session("fresh")
        counts += served(turns, clock, [steady, fresh], 2)
        turns.leave(fresh)
    assert abs(counts["steady"] - counts["fresh"]) <= 4


def test_finals_give_way_to_drafts_but_not_for_ever(turns: Turns, clock: Clock) -> None:
    resting, dragging = session("resting"), session("dragging")
    turns.submit(resting, wish(clock))
    turns.finished(taken(turns), 0.025)
    clock.now += LIMITS.rest + 0.01
    waited = clock.now
    while True:
        turns.submit(dragging, wish(clock))
        turn = taken(turns)
        clock.now += 0.025
        turns.seen(turn.session, turn.frame)
        turns.finished(turn, 0.025)
        if turn.final:
            break
    assert LIMITS.patience <= clock.now - waited <= LIMITS.patience + 0.2


def test_drafts_shrink_when_many_wait(turns: Turns, clock: Clock) -> None:
    for number in range(24):
        turns.submit(session(str(number)), wish(clock))
    crowded = taken(turns).side
    assert LIMITS.draft_floor <= crowded < 0.6 * 384


def test_a_client_that_sees_nothing_is_sent_no_more(turns: Turns, clock: Clock) -> None:
    one = session()
    for number in range(2):
        turns.submit(one, wish(clock, number))
        turn = taken(turns)
        turns.finished(turn, 0.025)
    turns.submit(one, wish(clock, 3))
    assert nothing_to_do(turns)
    turns.close()


def test_a_long_way_carries_more_frames_at_once(turns: Turns, clock: Clock) -> None:
    one = session()
    turns.submit(one, wish(clock))
    first = taken(turns)
    clock.now += 0.12
    turns.seen(one, first.frame)
    for number in range(4):
        turns.submit(one, wish(clock, number + 2))
        turns.finished(taken(turns), 0.025)
    assert one.frames == 5


def test_close_ends_the_wait(turns: Turns) -> None:
    turns.close()
    assert turns.next() is None
