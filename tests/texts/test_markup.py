from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts.samples import checked
from texts.markup import MESSAGE_LIMIT, clipped, escape, fitted, length


def test_the_three_characters_are_escaped() -> None:
    assert escape("<a href='x'> & &amp;") == "&lt;a href='x'&gt; &amp; &amp;amp;"
    assert escape("web-1") == "web-1"


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("web-1", 5, "web-1"),
        ("web-12", 5, "web-…"),
        ("  two words ", 20, "two words"),
        ("cut at blank", 8, "cut at…"),
        ("one\ntwo\tthree\x00\x9f", 20, "one two three"),
        ("a\u202eb\u2066c\u200f", 20, "abc"),
        ("\U0001f468\u200d\U0001f469", 20, "\U0001f468\u200d\U0001f469"),
        ("", 5, ""),
    ],
)
def test_other_people_s_text_becomes_one_short_line(text: str, longest: int, expected: str) -> None:
    assert clipped(text, longest) == expected


@given(st.text(), st.integers(2, 50))
def test_clipped_text_is_never_longer(text: str, longest: int) -> None:
    result = clipped(text, longest)
    assert len(result) <= longest
    assert "\n" not in result


def test_length_is_in_utf16_units() -> None:
    assert length("abc") == 3
    assert length("中文") == 2
    assert length("🟢") == 2


def test_what_fits_is_joined_whole() -> None:
    assert fitted("head", ["a", "b"], "tail") == "head\na\nb\ntail"
    assert fitted("head", []) == "head"
    assert fitted("head", ["a"], separator="\n\n") == "head\n\na"


@pytest.mark.parametrize("block", ["<b>🟢🟢🟢🟢🟢</b>", "x" * 1000, "y"])
@pytest.mark.parametrize("tail", ["", "tail"])
def test_what_does_not_fit_gives_way_cleanly(block: str, tail: str) -> None:
    text = fitted("head", [block] * 5000, tail)
    assert length(text) <= MESSAGE_LIMIT
    assert length(text) > MESSAGE_LIMIT - length(block) - 10
    assert text.endswith("…\ntail" if tail else "…")
    checked(text)
