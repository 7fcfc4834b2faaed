"""What a chat does not hear of: escaped, clipped, within one message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.maintenance import Window
from operations.mutes import Muted
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, known
from texts.hush import (
    Hush,
    end_label,
    hush_lines,
    length_label,
    mute_screen,
    mutes_list,
    unmute_label,
    window_screen,
    windows_list,
)

if TYPE_CHECKING:
    from texts import Texts

DAY = 86400


def test_names_of_others_are_escaped_and_long_ones_clipped(t: Texts) -> None:
    evil = known(alias=EVIL)
    window, muted = Window(1, evil, NOW, NOW + DAY), Muted(evil, None)
    for text in (
        mutes_list(t, [muted], page=1, pages=1, timezone=ZONE, operates=True),
        mute_screen(t, evil, muted, timezone=ZONE, now=NOW),
        windows_list(t, [window], page=1, pages=1, timezone=ZONE, now=NOW, operates=True),
        window_screen(t, evil, [window], timezone=ZONE, now=NOW),
    ):
        assert EVIL_ESCAPED in checked(text) or EVIL_ESCAPED in text
    long = known(alias="x" * 500)
    assert len(unmute_label(t, Muted(long, None).known)) < 40
    assert len(end_label(t, Window(1, long, NOW, NOW + DAY))) < 40


def test_many_fit_into_one_message(t: Texts) -> None:
    rows = [Window(number, known(alias=f"{number}" * 60), NOW, NOW + DAY) for number in range(100)]
    assert "…" in window_screen(t, known(), rows, timezone=ZONE, now=NOW)
    checked(window_screen(t, known(), rows, timezone=ZONE, now=NOW))


def test_an_end_that_nobody_will_hear_of(en: Texts) -> None:
    # It ends on 3 December, ten days on.
    for until, line in (
        (None, "⚠ It ends 2026-12-03 14:05 (10 days left) while it is muted: nobody here will be reminded of it."),
        (NOW + 11 * DAY, "⚠ It ends 2026-12-03 14:05 (10 days left) while it is muted"),
        (NOW + 9 * DAY, "Ends 2026-12-03 14:05 (10 days left)."),
    ):
        assert mute_screen(en, known(), Muted(known(), until), timezone=ZONE, now=NOW).splitlines()[1].startswith(line)
    unknown = known(end_time=None)
    assert "When it ends is unknown." in mute_screen(en, unknown, None, timezone=ZONE, now=NOW).splitlines()


def test_lines_of_a_card(en: Texts, zh: Texts) -> None:
    assert list(hush_lines(en, Hush(), ZONE)) == []
    hush = Hush(Muted(known(), NOW + DAY), NOW + DAY)
    assert list(hush_lines(en, hush, ZONE)) == [
        "🔕 Muted in this chat until 2026-11-24 14:05: no reminders, no alarms.",
        "🛠 Under maintenance until 2026-11-24 14:05: no alarms in this chat.",
    ]
    assert list(hush_lines(zh, hush, ZONE)) == [
        "🔕 在这个聊天里已静音（至 2026-11-24 14:05）：不发提醒，也不发告警。",
        "🛠 维护中，至 2026-11-24 14:05：这个聊天不收告警。",
    ]


def test_lengths(en: Texts, zh: Texts) -> None:
    assert [length_label(en, each, in_days=True) for each in (28_800, DAY, 7 * DAY)] == ["8 h", "1 day", "7 days"]
    assert length_label(en, DAY, in_days=False) == "24 h"
    assert length_label(zh, 7 * DAY, in_days=True) == "7 天"
