from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from operations.chat_time import ChatTime
from operations.errors import BadAnswerError
from operations.rhythm_words import LONGEST, parse, time_of

# Sunday, 29 November 2026, 20:00 in Shanghai.
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC).timestamp()
CLOCK = ChatTime("Asia/Shanghai")
WORDS = st.sampled_from(
    ["every", "sun", "monday", "monthly", "1", "15", "31st", "03:00", "3点", "每周日", "每月", "at", "*", "0", "7"]
)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2026-12-01 03:00", "2026-12-01 03:00"),
        ("2026/12/1 3:00", "2026-12-01 03:00"),
        ("12-24 18:00", "2026-12-24 18:00"),
        ("1-5 18:00", "2027-01-05 18:00"),
        ("12月24日 18:00", "2026-12-24 18:00"),
        ("2026年12月24日18点", "2026-12-24 18:00"),
        ("today 23:00", "2026-11-29 23:00"),
        ("tomorrow 03:00", "2026-11-30 03:00"),
        ("Tomorrow at 3 pm", "2026-11-30 15:00"),
        ("day after tomorrow 03:00", "2026-12-01 03:00"),
        ("明天 03:00", "2026-11-30 03:00"),
        ("明天凌晨3点", "2026-11-30 03:00"),
        ("后天 03：00", "2026-12-01 03:00"),
        ("今天晚上11点半", "2026-11-29 23:30"),
        ("daily 03:00", "0 3 * * *"),
        ("every day at 3:00", "0 3 * * *"),
        ("daily 12am", "0 0 * * *"),
        ("daily 12pm", "0 12 * * *"),
        ("每天 03:00", "0 3 * * *"),
        ("每天下午3点15分", "15 15 * * *"),
        ("每天中午12点", "0 12 * * *"),
        ("sun 03:00", "0 3 * * 0"),
        ("Sunday 03:00", "0 3 * * 0"),
        ("every sunday 03:00", "0 3 * * 0"),
        ("on saturday at 03:00", "0 3 * * 6"),
        ("mon,wed 22:30", "30 22 * * 1,3"),
        ("mon and wed 22:30", "30 22 * * 1,3"),
        ("every Wednesday, every Monday 22:30", "30 22 * * 1,3"),
        ("周日 03:00", "0 3 * * 0"),
        ("星期天 03:00", "0 3 * * 0"),
        ("每周日 03:00", "0 3 * * 0"),
        ("每周一三五 03:00", "0 3 * * 1,3,5"),
        ("每周一、周三和周五 03:00", "0 3 * * 1,3,5"),
        ("weekdays 8:00", "0 8 * * 1,2,3,4,5"),
        ("工作日 8:00", "0 8 * * 1,2,3,4,5"),
        ("weekends 8:00", "0 8 * * 0,6"),
        ("周末 8:00", "0 8 * * 0,6"),
        ("monthly 1 03:00", "0 3 1 * *"),
        ("monthly on the 1st at 03:00", "0 3 1 * *"),
        ("every month 1, 15 03:00", "0 3 1,15 * *"),
        ("monthly last day 03:00", "0 3 31 * *"),
        ("每月1日 03:00", "0 3 1 * *"),
        ("每月1、15号 03:00", "0 3 1,15 * *"),
        ("每个月最后一天 03:00", "0 3 31 * *"),
        ("hourly", "0 * * * *"),
        ("every 6 hours", "0 0,6,12,18 * * *"),
        ("每6小时", "0 0,6,12,18 * * *"),
        # Cron counts from Sunday, as 0 and as 7.
        ("0 3 * * 0", "0 3 * * 0"),
        ("0 3 * * 7", "0 3 * * 0"),
        ("0 3 * * 0,7", "0 3 * * 0"),
        ("0 3 * * 1", "0 3 * * 1"),
        ("0 3 * * sun", "0 3 * * 0"),
        ("30 8-20/6 * * mon-fri", "30 8,14,20 * * 1,2,3,4,5"),
        ("0 */12 * * *", "0 0,12 * * *"),
        ("5 20/2 * * *", "5 20,22 * * *"),
        ("0 3 1,15 * *", "0 3 1,15 * *"),
    ],
)
def test_what_is_understood(said: str, written: str) -> None:
    rhythm = parse(said, CLOCK, NOW)
    assert rhythm.written() == written
    # And what is kept is understood the same.
    assert parse(written, CLOCK, NOW) == rhythm


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        *((said, "when") for said in ("", " ", "03:00", "junk", "sometimes 03:00", "3 pm", "一 03:00", "每 03:00")),
        *((said, "when") for said in ("2026-02-30 03:00", "2026-13-01 03:00", "monthly 32 03:00", "monthly 0 03:00")),
        *(
            (said, "when")
            for said in ("0 24 * * *", "0 3 * * 8", "0 3 32 * *", "0 3-1 * * *", "0 */0 * * *", "0 x * * *")
        ),
        *((said, "when") for said in ("daily 03:0", "x" * (LONGEST + 1), "1 2 3 4 5 6", "monthly x 3:00")),
        *((said, "when-time") for said in ("daily 25:00", "daily 3:60", "daily 13pm", "每天下午13点", "每天晚上12点")),
        *((said, "when-past") for said in ("today 20:00", "today 03:00", "2026-11-28 23:00", "2026-11-29 20:00")),
        ("2028-12-31 03:00", "when-far"),
        *((said, "when-often") for said in ("*/5 * * * *", "* * * * *", "0,30 3 * * *")),
        *((said, "when-hours") for said in ("every 5 hours", "every 24 hours", "每0小时")),
        ("0 3 * 2 *", "when-month"),
        ("0 3 1 * 1", "when-both"),
    ],
)
def test_what_is_not(said: str, problem: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        parse(said, CLOCK, NOW)
    assert caught.value.problem == problem


def test_a_day_is_the_chats_own() -> None:
    assert parse("today 08:00", ChatTime("America/New_York"), NOW).written() == "2026-11-29 08:00"
    assert parse("tomorrow 08:00", ChatTime("Pacific/Auckland"), NOW).written() == "2026-12-01 08:00"


@pytest.mark.parametrize(
    ("said", "time"), [("3:30", (3, 30)), ("03：30", (3, 30)), ("3点半", (3, 30)), ("11 pm", (23, 0))]
)
def test_a_time_alone(said: str, time: tuple[int, int]) -> None:
    assert time_of(said) == time


@pytest.mark.parametrize("said", ["", "3", "24:00", "3:60", "daily 3:00", "三点"])
def test_no_time(said: str) -> None:
    with pytest.raises(BadAnswerError):
        time_of(said)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=90) | st.text("0123456789*,/ :-每周月日点一", max_size=40) | st.lists(WORDS).map(" ".join))
def test_whatever_is_typed_is_a_rhythm_or_told_as_none(said: str) -> None:
    try:
        rhythm = parse(said, CLOCK, NOW)
    except BadAnswerError:
        return
    assert rhythm.next_run(NOW, CLOCK) is not None
    assert parse(rhythm.written(), CLOCK, NOW) == rhythm
