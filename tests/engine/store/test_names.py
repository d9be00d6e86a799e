"""Names: sorted by time, unguessable, and impossible to turn into a path."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import PictureNotFoundError
from engine.store.kinds import JPEG, KINDS, PNG
from engine.store.names import RANDOM_BYTES, checked_name, content_type_of, created_at, is_name, new_name

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, UTC)


def test_names_sort_by_time_and_tell_it() -> None:
    moments = [NOON + timedelta(microseconds=step**5) for step in range(40)]
    names = [new_name(PNG, moment) for moment in moments]
    assert names == sorted(names)
    assert [created_at(name) for name in names] == moments
    assert created_at(new_name(PNG, NOON.astimezone(timezone(timedelta(hours=-7))))) == NOON


def test_names_are_unguessable() -> None:
    assert RANDOM_BYTES * 8 >= 96
    tails = {new_name(PNG, NOON)[22:48] for _ in range(2000)}
    assert len(tails) == 2000
    for place in range(25):  # every character varies: 2000 draws of 32 letters miss one about once in 1e26
        assert len({tail[place] for tail in tails}) == 32


def test_names_tell_the_content_type() -> None:
    assert [content_type_of(new_name(kind)) for kind in KINDS] == ["image/png", "image/jpeg", "image/webp"]
    assert new_name(JPEG).endswith(".jpg")


@given(st.text())
def test_no_other_text_is_a_name(text: str) -> None:
    with pytest.raises(PictureNotFoundError) as raised:
        checked_name(text)
    with pytest.raises(PictureNotFoundError) as other:
        checked_name("another")
    assert raised.value.message == other.value.message, "what was asked for is not repeated"


def test_near_names_are_none() -> None:
    good = new_name(PNG, NOON)
    assert is_name(good)
    bad = [f"../{good}", f"/{good}", f"{good}\n", f"{good}\0", good.upper(), good[:-4] + ".svg", f"{good}.json", f".{good}", good[1:]]
    bad += [good.replace("20261122", "20261322"), good.replace("2", "２", 1), good.replace("-", "/"), good[:21] + "-" + "a" * 25 + ".png"]
    assert not [name for name in bad if is_name(name)]
