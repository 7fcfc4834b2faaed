from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from texts.times import age, clock, day, duration, left, moment

if TYPE_CHECKING:
    from texts import Texts

AT = datetime(2026, 11, 30, 18, 5, 59, tzinfo=UTC)


def test_moments_are_in_the_reader_s_zone(t: Texts) -> None:
    assert moment(t, AT.timestamp(), "Asia/Shanghai") == "2026-12-01 02:05"
    assert moment(t, AT.timestamp(), "Europe/Berlin") == "2026-11-30 19:05"
    assert day(t, AT.timestamp(), "Asia/Shanghai") == "2026-12-01"
    assert clock(t, AT.timestamp(), "Asia/Shanghai") == "02:05"


def test_aware_times_are_moved_to_the_reader_s_zone(t: Texts) -> None:
    assert moment(t, AT.astimezone(ZoneInfo("America/New_York")), "UTC") == "2026-11-30 18:05"


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (-3, "just now", "刚刚"),
        (4.9, "just now", "刚刚"),
        (40, "40 s ago", "40 秒前"),
        (60, "1 min ago", "1 分钟前"),
        (3 * 60 + 59, "3 min ago", "3 分钟前"),
        (3600, "1 h ago", "1 小时前"),
        (47 * 3600, "47 h ago", "47 小时前"),
        (48 * 3600, "2 days ago", "2 天前"),
    ],
)
def test_ages(en: Texts, zh: Texts, seconds: float, english: str, chinese: str) -> None:
    assert age(en, seconds) == english
    assert age(zh, seconds) == chinese


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (-1, "0 s", "0 秒"),
        (12.9, "12 s", "12 秒"),
        (60, "1 min", "1 分钟"),
        (125, "2 min 05 s", "2 分 05 秒"),
        (3600, "1 h 00 min", "1 小时 00 分"),
        (12000, "3 h 20 min", "3 小时 20 分"),
    ],
)
def test_durations(en: Texts, zh: Texts, seconds: float, english: str, chinese: str) -> None:
    assert duration(en, seconds) == english
    assert duration(zh, seconds) == chinese


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (5 * 86400 + 7, "5 days left", "还剩 5 天"),
        (86400, "24 h left", "还剩 24 小时"),
        (7 * 3600, "7 h left", "还剩 7 小时"),
        (20, "1 min left", "还剩 1 分钟"),
        (0, "just now", "刚刚"),
        (-3 * 86400, "3 days ago", "3 天前"),
    ],
)
def test_what_is_left(en: Texts, zh: Texts, seconds: float, english: str, chinese: str) -> None:
    assert left(en, seconds) == english
    assert left(zh, seconds) == chinese
