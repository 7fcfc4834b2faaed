from __future__ import annotations

import pytest

from sandbox.telegram.entities import Entity, trimmed, unit_positions, utf16_length, with_detected


@pytest.mark.parametrize(("text", "length"), [("", 0), ("ab", 2), ("服务器", 3), ("🖥", 2), ("a🖥b🔴", 6)])
def test_length_is_in_utf16_units(text: str, length: int) -> None:
    assert utf16_length(text) == length


def test_unit_positions_point_at_characters() -> None:
    assert list(unit_positions("a🖥b")) == [0, 1, 1, 2, 3]
    assert list(unit_positions("ab")) == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("🖥 /renew@apabot_demo_bot now", [("bot_command", 3, 22)]),
        ("see /a, /b", [("bot_command", 4, 2), ("bot_command", 8, 2)]),
        ("a/b 1/2 //x /x/y", []),
        ("ask @alice_w please", [("mention", 4, 8)]),
        ("mail a@example.com", []),
        ("https://example.com/a?b=1.", [("url", 0, 25)]),
        ("t.me/apabot_demo_bot?start=x1", [("url", 0, 29)]),
        ("nothing", []),
    ],
)
def test_detection(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(e.type, e.offset, e.length) for e in with_detected(text)] == found


def test_nothing_is_detected_in_code() -> None:
    code = Entity(type="code", offset=0, length=6)
    assert with_detected("/start /help", [code]) == (code, Entity(type="bot_command", offset=7, length=5))


def test_trimming_moves_and_cuts_the_entities() -> None:
    entities = [Entity(type="bold", offset=0, length=4), Entity(type="italic", offset=5, length=2)]
    assert trimmed("\n 服🖥 \n", entities) == ("服🖥", (Entity(type="bold", offset=0, length=2),))


def test_what_needs_no_trimming_keeps_its_entities() -> None:
    bold = Entity(type="bold", offset=1, length=1)
    assert trimmed("ab", [bold]) == ("ab", (bold,))


def test_wire_form_leaves_out_what_is_not_set() -> None:
    assert Entity(type="bold", offset=1, length=2).wire() == {"type": "bold", "offset": 1, "length": 2}
    link = Entity(type="text_link", offset=0, length=1, url="https://example.com/")
    assert link.wire() == {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.com/"}
