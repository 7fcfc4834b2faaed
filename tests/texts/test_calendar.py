from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.texts.endings import DAY, calendar_of, end
from tests.texts.samples import NOW, ZONE, checked
from texts.calendar import (
    MOST_OVER,
    MOST_ROWS,
    file_caption,
    no_file,
    no_file_now,
    no_picture,
    nothing_ends,
    picture_caption,
    timeline,
)
from texts.pictures import DayCount
from texts.urgency import Urgency

if TYPE_CHECKING:
    from operations.renewals import End
    from texts import Texts
    from texts.pictures import Timeline


def made(t: Texts, *ends: End, timezone: str = ZONE, now: float = NOW) -> Timeline:
    return timeline(t, calendar_of(*ends, timezone=timezone, now=now), timezone=timezone)


def test_the_words_around_it(en: Texts, zh: Texts) -> None:
    ends = [end(-1), end(2), end(9), end(9.1), end(40), end(100), end(None)]
    english, chinese = made(en, *ends), made(zh, *ends)
    assert (english.title, english.span, english.zone) == ("What ends when", "2026-11-23 to 2027-02-20", ZONE)
    assert (chinese.title, chinese.span, chinese.today) == ("到期时间一览", "2026-11-23 至 2027-02-20", "今天")
    assert [words for _, words in english.legend] == ["expired: 1", "in 3 days: 1", "in 14 days: 2", "later: 1"]
    assert [words for _, words in chinese.legend] == ["已到期：1", "3 天内：1", "14 天内：2", "更晚：1"]
    assert [urgency for urgency, _ in english.legend] == [
        Urgency.OVER,
        Urgency.DAYS_3,
        Urgency.DAYS_14,
        Urgency.LATER,
    ]
    assert english.notes == ("1 ends after these 90 days", "1 has no known end date")
    assert chinese.notes == ("1 台在 90 天之后到期", "1 台到期时间未知")
    assert (english.most, chinese.most) == ("at most 2 a day", "单日最多 2 台")


def test_a_row_an_end(en: Texts) -> None:
    picture = made(en, end(-1.25, "old"), end(0.25, "tonight"), end(16, None))
    assert [(row.names, row.day, row.left, row.urgency) for row in picture.rows] == [
        (("old", "203.0.113.5", "1"), "2026-11-22", "30 h ago", Urgency.OVER),
        (("tonight", "203.0.113.5", "1"), "2026-11-23", "6 h left", Urgency.DAYS_3),
        (("203.0.113.5", "1"), "2026-12-09", "16 days left", Urgency.LATER),
    ]
    assert [round(row.at, 4) for row in picture.rows] == [-0.6628, 0.8372, 16.5872]
    assert picture.now == pytest.approx(14 / 24)
    assert picture.counts == (DayCount(0, 1, Urgency.DAYS_3), DayCount(16, 1, Urgency.LATER))


def test_months_weeks_and_middles_in_the_readers_language(en: Texts, zh: Texts) -> None:
    english, chinese = made(en, end(1)).ticks, made(zh, end(1)).ticks
    assert [(tick.day, tick.label) for tick in english if tick.label] == [
        (8, "Dec"),
        (22, "15"),
        (39, "Jan"),
        (53, "15"),
        (70, "Feb"),
        (84, "15"),
    ]
    assert [tick.label for tick in chinese if tick.label] == ["12月", "15日", "1月", "15日", "2月", "15日"]
    # 30 November 2026 is a Monday, and so is 15 February 2027, which has its label.
    assert [tick.day for tick in english if not tick.label] == [7, 14, 21, 28, 35, 42, 49, 56, 63, 77]


def test_a_day_of_another_length_moves_nothing(en: Texts) -> None:
    # In Berlin 28 March has 23 hours; noon stays in the middle of its day on paper.
    now = datetime(2027, 3, 20, 12, tzinfo=UTC).timestamp()
    noons = [datetime(2027, 3, day, hour, tzinfo=UTC).timestamp() for day, hour in ((27, 11), (28, 10), (29, 10))]
    picture = made(en, *(end((noon - NOW) / DAY) for noon in noons), timezone="Europe/Berlin", now=now)
    assert [row.at for row in picture.rows] == [7.5, 8.5, 9.5]
    assert [each.day for each in picture.counts] == [7, 8, 9]
    assert [row.day for row in picture.rows] == ["2027-03-27", "2027-03-28", "2027-03-29"]


def test_another_zone_is_another_day(en: Texts) -> None:
    (row,) = made(en, end(0.5), timezone="America/New_York").rows
    assert (row.day, round(row.at, 4)) == ("2026-11-23", 0.5455)


def test_many_are_counted_where_they_have_no_row(en: Texts, zh: Texts) -> None:
    over = [end(-20 + number, f"old-{number}") for number in range(10)]
    soon = [end(1 + number / 10, f"soon-{number}") for number in range(50)]
    picture = made(en, *over, *soon)
    assert len(picture.rows) == MOST_ROWS
    assert [row.names[0] for row in picture.rows][: MOST_OVER + 1] == [
        *(f"old-{each}" for each in range(2, 10)),
        "soon-0",
    ]
    assert picture.notes == ("and 2 more already expired", "and 28 more in these 90 days")
    assert made(zh, *over, *soon).notes == ("另有 2 台已到期", "这 90 天内还有 28 台到期")
    assert sum(each.count for each in picture.counts) == 50


def test_the_same_hour_is_the_same_picture(en: Texts) -> None:
    now = NOW + 1800
    assert made(en, end(20), now=now) == made(en, end(20), now=now + 600)
    assert made(en, end(20)) != made(en, end(21))


def test_names_stay_one_line_of_plain_text(en: Texts) -> None:
    (row,) = made(en, end(5, "a\n<b>&\u202e" + "很" * 80)).rows
    assert row.names[0] == "a <b>&" + "很" * 57 + "…"


def test_captions_and_excuses(en: Texts, zh: Texts, t: Texts) -> None:
    assert picture_caption(en, calendar_of(end(1))) == "🗓 The next 90 days: 1 server ends"
    assert picture_caption(en, calendar_of(end(-1), end(1), end(2))) == (
        "🗓 The next 90 days: 2 servers end, 1 already expired"
    )
    assert picture_caption(zh, calendar_of(end(-1), end(1))) == "🗓 未来 90 天内有 1 台服务器到期，另有 1 台已到期"
    assert file_caption(en, count=12, cut=False) == (
        "📅 12 end dates for your calendar, with reminders 7 days and 1 day before.\n"
        "After a renewal, import it again: the dates move, none comes twice."
    )
    assert file_caption(zh, count=500, cut=True).startswith("📅 最先到期的 500 个到期日的日历文件")
    for text in (nothing_ends(t), no_picture(t, busy=True), no_picture(t, busy=False), no_file(t), no_file_now(t)):
        checked(text)
        assert len(text) <= 200
    assert no_picture(t, busy=True) != no_picture(t, busy=False)
