from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import HueprintError, InvalidPreferencesError
from engine.palette.listing import MAX_TEXT, parse_colours

INK, FIRE, PAPER = "#1b1026", "#e8663f", "#ffffff"


@pytest.mark.parametrize(
    "text",
    [
        "#1b1026 #e8663f #ffffff",
        "1b1026, E8663F, fff",
        "#1b1026\n#e8663f\n#fff\n",
        "rgb(27 16 38) rgb(232, 102, 63) white",
        "rgba(27, 16, 38, 0.5); rgb(232 102 63 / 80%); hsl(0 0% 100%)",
        "#1b1026ff #e8663f80 #ffff",
        "--ink: #1b1026; --fire-1: #e8663f; --paper: #fff;",
        ":root {\n  --ink: #1b1026; /* deep */\n  --fire: #e8663f;\n  --paper: #fff;\n}",
        ".card { color: #1b1026; border-color: #e8663f; background: #fff }",
        "$ink: #1b1026; // deep\n$fire: #e8663f;\n$paper: #fff;",
        '["#1b1026", "#e8663f", "#ffffff"]',
        "['#1b1026', '#e8663f', '#fff']",
        'const inks = ["#1b1026", "#e8663f", "#fff"];',
        '[{"hex": "#1b1026"}, {"hex": "#e8663f"}, {"hex": "#fff"}]',
        '{"colours": ["#1b1026", "#e8663f", "#fff"], "background": "#000"}',
        '{"palette": [["#1b1026", "#e8663f"], "#fff"]}',
        "https://coolors.co/1b1026-e8663f-ffffff",
        "https://coolors.co/palette/1b1026-e8663f-ffffff?ref=1",
        "coolors.co/1b1026-e8663f-ffffff",
        "https://colorhunt.co/palette/1b1026e8663fffffff",
        "1b1026-e8663f-ffffff",
        "Deep ink #1b1026\nFire #e8663f and Paper #fff",
        "Primary: #1b1026\nAccent colour: #e8663f\nPaper: white",
        "#1b1026 | #e8663f | #fff",
    ],
)
def test_colours_are_read_however_they_were_copied(text: str) -> None:
    swatches = parse_colours(text)
    assert [swatch.hex for swatch in swatches] == [INK, FIRE, PAPER]
    assert [swatch.weight for swatch in swatches] == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("#1b1026 60%, #e8663f 30%, #fff 10%", (0.6, 0.3, 0.1)),
        ("60% #1b1026, 30% #e8663f, 10% #fff", (0.6, 0.3, 0.1)),
        ("60% navy 30% tomato 10% white", (0.6, 0.3, 0.1)),
        ("#1b1026:0.6,#e8663f:0.3,#fff:.1", (0.6, 0.3, 0.1)),
        ("#1b1026 60 #e8663f 30 #fff 10", (0.6, 0.3, 0.1)),
        ("#1b1026 60%, #e8663f, #fff", (0.6, 0.2, 0.2)),
        ("#1b1026 3; #e8663f 2; #fff 1", (0.03, 0.02, 0.01)),
        ('{"#1b1026": 6, "#e8663f": 3, "#fff": 1}', (0.6, 0.3, 0.1)),
        ('[{"hex": "#1b1026", "weight": 0.6}, {"hex": "#e8663f", "share": 0.3}, "#fff"]', (0.6, 0.3, 0.1)),
        ("#1b1026 300%, #e8663f 100%, #fff", (0.429, 0.143, 0.286)),
        ("#1b1026, #e8663f, #fff, #1b1026", (0.333, 0.333, 0.333)),
    ],
)
def test_shares_are_read_and_sum_to_one(text: str, shares: tuple[float, ...]) -> None:
    weights = [swatch.weight for swatch in parse_colours(text)]
    assert sum(weights) == pytest.approx(1)
    assert weights == pytest.approx([share / sum(shares) for share in shares], abs=0.002)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("#zzz #fff", "“#zzz” is not a colour"),
        ("#fff, bluu", "“bluu” is not a colour"),
        ("#fff oklch(0.6 0.2 red)", "“oklch(0.6 0.2 red)” is not a colour"),
        ("#fff #12345", "“#12345” is not a colour"),
        ("rgb(1, 2) #fff", "is not a colour"),
        ("#fff", "1 colour; a palette has 2 to 12"),
        ("#fff #ffffff white", "1 colour; a palette has 2 to 12"),
        (" ".join(f"#{number:02x}0000" for number in range(40)), "40 colours; a palette has 2 to 12"),
        ("", "no colour"),
        ("   \n\t", "no colour"),
        ("[]", "no colour"),
        ("#fff 0% #000", "above 0"),
        ('[{"hex": "#fff", "weight": -1}, "#000"]', "above 0"),
        ('[{"hex": "#fff", "weight": "x"}, "#000"]', "above 0"),
        ("[1, 2]", "colour"),
        ("[NaN, null, true]", "colour"),
        ('[[[[[["#fff"]]]]]]', "nested"),
        ("https://example.com/about", "paste the colours themselves"),
        ("a" * (MAX_TEXT + 1), "10,000 characters"),
        ("[" * MAX_TEXT, "no colour"),
        ("<img src=x onerror=alert(1)> #fff #000", "is not a colour"),
    ],
)
def test_bad_text_is_refused_in_one_sentence_that_names_it(text: str, says: str) -> None:
    with pytest.raises(InvalidPreferencesError) as caught:
        parse_colours(text)
    assert says in caught.value.message
    assert len(caught.value.message) < 200


PIECES = st.sampled_from(
    ["#", "fff", "rgb(", ")", "%", "30", "-", "--a:", "{", "}", "[", '"', ",", " ", "\n", "https://", "/", "/*", "0.", "é", "\x00", "red"]
)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_no_text_raises_anything_else(text: str) -> None:
    began = time.thread_time()  # of this thread alone: another's work is not counted
    try:
        swatches = parse_colours(text)
    except HueprintError as error:
        assert error.message.endswith(".")
    else:
        assert 2 <= len(swatches) <= 12
    assert time.thread_time() - began < 2


@pytest.mark.parametrize("piece", ["a", " ", "a ", "/*", "rgb(", "(", "{", "[", '"', "a.", "#", "1", "--", "<!--", "a-"])
def test_long_text_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    with pytest.raises(InvalidPreferencesError):
        parse_colours((piece * MAX_TEXT)[:MAX_TEXT])
