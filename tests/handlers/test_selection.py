from __future__ import annotations

from handlers.selection import Selection, read, tick
from handlers.updates import InlineKeyboard


def keyboard(*data: str | None) -> InlineKeyboard:
    return InlineKeyboard.model_validate({"inline_keyboard": [[{"text": "x", "callback_data": each}] for each in data]})


def test_what_a_keyboard_shows_is_read_back() -> None:
    shown = read(keyboard("sel:7:1", "sel:9:0", "sea", "sem:1:0", "sem:3:1", "seg", "lst:0:"))
    assert shown == Selection((7, 9), frozenset({7}), 3)


def test_nothing_to_read() -> None:
    for found in (None, InlineKeyboard(), keyboard(None), keyboard("sel", "sel:x:1", "sem::1", "srv:5")):
        assert read(found) == Selection(())


def test_ticking() -> None:
    shown = Selection((7, 9), frozenset({7}))
    assert shown.toggled(9).ticked == {7, 9}
    assert shown.toggled(7).ticked == frozenset()
    assert shown.toggled(8) == shown
    assert shown.with_ticks([9, 8]).ticked == {7, 9}
    assert shown.for_months(6) == Selection((7, 9), frozenset({7}), 6)


def test_the_data_of_a_button() -> None:
    assert [tick("sel", 7, ticked=True), tick("sem", 12, ticked=False)] == ["sel:7:1", "sem:12:0"]
