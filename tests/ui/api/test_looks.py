"""POST /looks: files of looks, well made and not."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from engine import ImageGenerator, InvalidPreferencesError
from ui.api.looks import MAX_TEXT, read_looks

SHIPPED = Path(__file__).resolve().parents[3] / "presets" / "looks.yaml"
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


def read(client: httpx.Client, text: object) -> httpx.Response:
    return client.post("/looks", json={"text": text})


def test_the_studios_own_file_is_read_whole(client: httpx.Client, generator: ImageGenerator) -> None:
    found = read(client, SHIPPED.read_text("utf-8")).json()["looks"]
    looks = generator.catalogue.looks.values()
    assert [look["name"] for look in found] == [look.name for look in looks]
    assert [look["preferences"] for look in found] == [look.preferences.model_dump(mode="json") for look in looks]


def test_json_and_own_colours_are_read(client: httpx.Client) -> None:
    look = {
        "name": "Harbour",
        "theme": {"ocean": 0.6, "city": 0.4},
        "style": "ink",
        "palette": ["#101820", {"hex": "#f2aa4c", "weight": 2}],
    }
    for text in (json.dumps([look]), json.dumps({"looks": [look]})):
        (found,) = read(client, text).json()["looks"]
        assert found["preferences"]["palette"][1] == {"hex": "#f2aa4c", "weight": 2.0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no list of looks"),
        ("just words", "no list of looks"),
        ("- {name: [", "neither JSON nor YAML"),
        ("[" * 50_000, "neither JSON nor YAML"),
        ("- theme: !!python/object/apply:os.system ['true']", "neither JSON nor YAML"),
        ("- " * 20_000, "neither JSON nor YAML"),
        ("- {theme: 2026-99-99}", "neither JSON nor YAML"),
        (BOMB, "aliases"),
        ("- 3", "Look 1 is not a set"),
        ("- {1: 2}", "Look 1 is not a set"),
        (
            "- {name: Sea, theme: ocan, style: ink, palette: ember}",
            "Look 1 (“Sea”): There is no theme called “ocan”; did you mean “ocean”?",
        ),
        ("- {name: Sea, theme: ocean, style: ink}", "Look 1 (“Sea”): a look names its theme, its style and its palette."),
        ("- {theme: ocean, style: ink, palette: ember, knobs: {depth: 3}}", "Look 1 (“Look 1”): knobs.depth"),
        ("- {theme: ocean, style: ink, palette: ember, exec: 1}", "Look 1"),
        (json.dumps([{"theme": "ocean"}] * 101), "at most 100"),
        (7, "Send the file"),
    ],
)
def test_a_bad_file_gets_one_sentence(client: httpx.Client, text: object, said: str) -> None:
    answer = read(client, text)
    assert answer.status_code == 422
    message = answer.json()["error"]["message"]
    assert said in message
    assert "\n" not in message


def test_a_long_file_is_not_even_parsed(generator: ImageGenerator) -> None:
    with pytest.raises(InvalidPreferencesError, match="too large"):
        read_looks(generator, "#" * (MAX_TEXT + 1))
