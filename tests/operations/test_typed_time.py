from __future__ import annotations

from datetime import UTC, datetime

import pytest

from operations.chat_time import ChatTime
from operations.errors import BadAnswerError
from operations.typed_time import duration, leading_moment, moment

SHANGHAI, BERLIN = ChatTime("Asia/Shanghai"), ChatTime("Europe/Berlin")
HOUR, DAY = 3600, 86400


def utc(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


# 14:05:20 on Sunday in Shanghai.
NOW = utc("2026-11-29 06:05:20")


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("30m", 1800),
        ("1h", HOUR),
        (" 8H ", 8 * HOUR),
        ("90 min", 5400),
        ("2 hours", 2 * HOUR),
        ("1d", DAY),
        ("7 days", 7 * DAY),
        ("2w", 14 * DAY),
        ("1h30m", 5400),
        ("1d 2h 30min", DAY + 2 * HOUR + 1800),
        ("3 小时", 3 * HOUR),
        ("２天", 2 * DAY),
        ("2小时30分钟", 9000),
        ("半小时", 1800),
        ("半个小时", 1800),
        ("半天", DAY / 2),
        ("两个小时", 2 * HOUR),
        ("十分钟", 600),
        ("一周", 7 * DAY),
        ("2个星期", 14 * DAY),
    ],
)
def test_durations(words: str, seconds: float) -> None:
    assert duration(words) == seconds


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "8", "h", "0m", "0h 0m", "-1h", "1.5h", "1h 2h", "30m 1h", "1hour30", "1 month", "1y", "12345h"),
        *("1h!", "soon", "forever", "一", "小时", "๓h", "8h" * 500, "1h\x00", "<b>1h</b>", "1h web-1"),
    ],
)
def test_what_is_no_duration(words: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        duration(words)
    assert (caught.value.problem, caught.value.facts) == ("duration", {"word": words})


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # The clock's own minute is now, not tomorrow.
        ("14:05", "2026-11-29 06:05:20"),
        ("now", "2026-11-29 06:05:20"),
        ("现在", "2026-11-29 06:05:20"),
        ("14:06", "2026-11-29 06:06"),
        ("14:04", "2026-11-30 06:04"),
        ("3:00", "2026-11-29 19:00"),
        ("03：00", "2026-11-29 19:00"),
        ("today 22:00", "2026-11-29 14:00"),
        ("今天22:00", "2026-11-29 14:00"),
        ("tomorrow 03:00", "2026-11-29 19:00"),
        ("Tomorrow  03:00", "2026-11-29 19:00"),
        ("明天 03:00", "2026-11-29 19:00"),
        ("明天03:00", "2026-11-29 19:00"),
        ("后天 00:00", "2026-11-30 16:00"),
        ("2026-12-01 22:00", "2026-12-01 14:00"),
        ("2026-12-01T22:00", "2026-12-01 14:00"),
        ("2026/12/1 22:00", "2026-12-01 14:00"),
        ("2026年12月1日 22:00", "2026-12-01 14:00"),
        ("2026年12月1日22:00", "2026-12-01 14:00"),
        ("2028-02-29 08:00", "2028-02-29 00:00"),
    ],
)
def test_moments_on_the_chats_clock(words: str, expected: str) -> None:
    assert moment(words, SHANGHAI, now=NOW) == utc(expected)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        *((each, "moment") for each in ("25:00", "12:60", "24:00", "2026-02-30 10:00", "2026-13-01 10:00")),
        *((each, "moment") for each in ("", "soon", "22", "2026-12-01", "tomorrow", "22:00 2h", "1:2", "10:00:00")),
        *((each, "moment-past") for each in ("2026-11-29 14:04", "today 3:00", "2020-02-29 10:00")),
    ],
)
def test_what_is_no_moment(words: str, problem: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        moment(words, SHANGHAI, now=NOW)
    assert caught.value.problem == problem


@pytest.mark.parametrize(
    ("words", "at", "rest"),
    [
        ("2026-12-01 22:00 2h", "2026-12-01 14:00", "2h"),
        ("明天 03:00 2小时", "2026-11-29 19:00", "2小时"),
        ("now 30m", "2026-11-29 06:05:20", "30m"),
        ("2h", None, "2h"),
        ("soon", None, "soon"),
    ],
)
def test_a_moment_before_other_words(words: str, at: str | None, rest: str) -> None:
    assert leading_moment(words, SHANGHAI, now=NOW) == (None if at is None else utc(at), rest)


def test_hours_that_the_clocks_skip_or_repeat() -> None:
    now = utc("2027-03-27 12:00")
    # 02:30 does not exist on that night; of 02:30 in October the first is meant.
    assert moment("tomorrow 02:30", BERLIN, now=now) == utc("2027-03-28 01:30")
    assert moment("2027-10-31 02:30", BERLIN, now=now) == utc("2027-10-31 00:30")
