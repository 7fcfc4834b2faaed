from __future__ import annotations

import pytest

from handlers.callback_data import clip, number, pack, unpack


def test_verb_and_arguments_are_joined_and_taken_apart() -> None:
    assert pack("do", "stop", 17) == "do:stop:17"
    assert unpack("do:stop:17") == ("do", "stop:17")
    assert unpack("stop:17") == ("stop", "17")
    assert unpack("lst") == ("lst", "")
    assert unpack("lst:0:a:b") == ("lst", "0:a:b")


def test_64_bytes_fit_and_65_do_not() -> None:
    assert len(pack("lst", "x" * 60).encode()) == 64
    assert len(pack("lst", "长" * 20).encode()) == 64
    with pytest.raises(ValueError, match="callback data of lst is too long"):
        pack("lst", "x" * 61)
    with pytest.raises(ValueError, match="callback data of lst is too long"):
        pack("lst", "长" * 20 + "x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("17", 17),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        (" 1", None),
        ("²", None),
        ("٣", None),
        ("1_0", None),
    ],
)
def test_number(text: str, expected: int | None) -> None:
    assert number(text) == expected


def test_clip_never_cuts_a_character() -> None:
    assert clip("香港数据中心", 7) == "香港"
    assert clip("香港", 6) == "香港"
    assert clip("web", 44) == "web"
    assert clip("😀😀", 5) == "😀"
