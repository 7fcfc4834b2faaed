"""What people type for a rhythm, in both languages, and cron's five fields."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from operations.errors import BadAnswerError
from operations.rhythm import LONGEST_MONTH, SUNDAY, Rhythm

if TYPE_CHECKING:
    from collections.abc import Callable

    from operations.chat_time import ChatTime

LONGEST = 80
_CRON_FIELDS = 5
FARTHEST = timedelta(days=732)
WORKING_DAYS, WEEKEND = (0, 1, 2, 3, 4), (5, SUNDAY)

_NAMES = {
    **{
        name: number
        for number, names in enumerate(
            ("mon monday", "tue tues tuesday", "wed wednesday", "thu thur thurs thursday", "fri friday")
        )
        for name in names.split()
    },
    **dict.fromkeys(("sat", "saturday"), 5),
    **dict.fromkeys(("sun", "sunday"), SUNDAY),
}
_CHINESE = dict(zip("一二三四五六日天", (*range(7), SUNDAY), strict=True))
_HALVES = {"凌晨": 0, "早上": 0, "上午": 0, "中午": 12, "下午": 12, "晚上": 12, "am": 0, "pm": 12}
_TIME = re.compile(
    r"(?P<before>凌晨|早上|上午|中午|下午|晚上)?\s*(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})|[点时](?:(?P<half>半)|(?P<minutes>[0-9]{1,2})分?|整)?|(?=\s*[ap]m))\s*(?P<after>am|pm)?$"
)
_DATE = re.compile(r"(?:(?P<year>[0-9]{4})[-/年])?(?P<month>[0-9]{1,2})[-/月](?P<day>[0-9]{1,2})[日号]?")
_MONTHLY = re.compile(r"(?:monthly|every month|每个?月)(?:\s+on)?(?:\s+the)?\s*(?P<days>.+)")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|日|号)?")
_LAST = frozenset({"last", "last day", "最后一天", "月底", "月末"})
_EVERY_HOURS = re.compile(r"(?:every\s*([0-9]{1,2})\s*(?:h|hours?)|每隔?([0-9]{1,2})个?小时)")
_EVERY_HOUR = frozenset({"hourly", "every hour", "每小时", "每个小时"})
_DAYS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("daily", "every day", "everyday", "每天", "每日", "天天"), ()),
    **dict.fromkeys(
        ("weekdays", "every weekday", "workdays", "working days", "工作日", "每个工作日", "每工作日"), WORKING_DAYS
    ),
    **dict.fromkeys(("weekends", "every weekend", "周末", "每周末", "每个周末"), WEEKEND),
}
_RELATIVE = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "day after tomorrow": 2, "后天": 2}


def plain(word: str) -> str:
    """Return what was typed as it is compared: wide signs made narrow, blanks made single."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().replace("、", ",").split())


def parse(word: str, clock: ChatTime, now: float) -> Rhythm:
    """Return the rhythm that was typed.

    Args:
        word: `2026-12-01 03:00`, `tomorrow 03:00`, `every sunday 3:00`, `每月1日 03:00`, `0 3 * * 0` and the like.
        clock: whose days and hours.
        now: UNIX time.

    Raises:
        BadAnswerError: it is none, lies in the past or too far ahead, or comes more often than hourly.
    """
    said = plain(word)
    if len(said) > LONGEST:
        raise BadAnswerError("when", word=word)
    fields = said.split(" ")
    if (
        len(fields) == _CRON_FIELDS
        and all(re.fullmatch(r"[0-9*,/a-z-]+", field) for field in fields)
        and fields[0][0] in "0123456789*"
    ):
        return _cron(fields, word)
    often = _hourly(said, word)
    if often is not None:
        return often
    match = _TIME.search(said)
    if match is None:
        raise BadAnswerError("when", word=word)
    hour, minute = _time(match, word)
    day = said[: match.start()].removesuffix(" at").strip(" ,")
    rhythm = day_of(day, clock, now, word)
    return timed(rhythm, hour, minute, clock, now, word)


def timed(rhythm: Rhythm, hour: int, minute: int, clock: ChatTime, now: float, word: str) -> Rhythm:  # noqa: PLR0917
    """Return a rhythm at another time of day.

    Raises:
        BadAnswerError: it is over by now.
    """
    found = replace(rhythm, hours=(hour,), minute=minute)
    if found.on is not None and found.next_run(now, clock) is None:
        raise BadAnswerError("when-past", word=word)
    return found


def time_of(word: str) -> tuple[int, int]:
    """Return the hour and minute that were typed.

    Raises:
        BadAnswerError: it is no time of day.
    """
    match = _TIME.fullmatch(plain(word))
    if match is None:
        raise BadAnswerError("when-time", word=word)
    return _time(match, word)


def day_of(said: str, clock: ChatTime, now: float, word: str) -> Rhythm:
    """Return the days that were typed, at midnight, as a rhythm.

    Raises:
        BadAnswerError: these are none.
    """
    today = clock.day(now)
    if said in _RELATIVE:
        return Rhythm(hours=(0,), on=today + timedelta(days=_RELATIVE[said]))
    date_ = _DATE.fullmatch(said)
    if date_ is not None:
        return Rhythm(hours=(0,), on=_date(date_, today, word))
    if said in _DAYS:
        return Rhythm(hours=(0,), weekdays=_DAYS[said])
    monthly = _MONTHLY.fullmatch(said)
    if monthly is not None:
        return Rhythm(hours=(0,), days=month_days(monthly["days"], word))
    return Rhythm(hours=(0,), weekdays=weekdays(said, word))


def month_days(said: str, word: str) -> tuple[int, ...]:
    """Return the days of the month that were typed, 31 for the last one.

    Raises:
        BadAnswerError: these are none.
    """
    found = set()
    for part in re.split(r"\s*(?:,|\band\b|和)\s*", said):
        match = _ORDINAL.fullmatch(part)
        day = LONGEST_MONTH if part in _LAST else int(match[1]) if match is not None else 0
        if not 1 <= day <= LONGEST_MONTH:
            raise BadAnswerError("when", word=word)
        found.add(day)
    return tuple(sorted(found))


def weekdays(said: str, word: str) -> tuple[int, ...]:
    """Return the weekdays that were typed: "mon,wed", "every sunday", "每周一三五", "星期日".

    Raises:
        BadAnswerError: these are none.
    """
    found: set[int] = set()
    rest = re.sub(r"^(every|on|每个?)\s*", "", said)
    for part in filter(None, re.split(r"\s*(?:,|\band\b|和)\s*|\s+", rest)):
        chinese = re.fullmatch(r"每?(?:周|星期|礼拜)?([一二三四五六日天]+)", part)
        if part in _NAMES:
            found.add(_NAMES[part])
        elif chinese is not None and (found or part[0] not in _CHINESE):
            found |= {_CHINESE[letter] for letter in chinese[1]}
        elif part != "every":
            raise BadAnswerError("when", word=word)
    if not found:
        raise BadAnswerError("when", word=word)
    return tuple(sorted(found))


def _time(match: re.Match[str], word: str) -> tuple[int, int]:
    hour = int(match["hour"])
    minute = 30 if match["half"] else int(match["minute"] or match["minutes"] or 0)
    half = match["before"] or match["after"]
    if half is not None:
        if not 1 <= hour <= 12 and not (_HALVES[half] == 0 and hour == 0):  # noqa: PLR2004 - noon
            raise BadAnswerError("when-time", word=word)
        # "凌晨12点" and 12 am are midnight, "中午12点" and 12 pm are noon; "中午11点" is before it.
        late = _HALVES[half] and not (half == "中午" and hour in {10, 11})
        hour = hour % 12 + 12 if late else hour if half == "中午" else hour % 12
        if half == "晚上" and hour == 12:  # noqa: PLR2004 - at night it is midnight, of the day that follows
            raise BadAnswerError("when-time", word=word)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - of a clock
        raise BadAnswerError("when-time", word=word)
    return hour, minute


def _date(match: re.Match[str], today: date, word: str) -> date:
    try:
        if match["year"] is not None:
            found = date(int(match["year"]), int(match["month"]), int(match["day"]))
        else:
            found = date(today.year, int(match["month"]), int(match["day"]))
            if found < today:
                found = found.replace(year=today.year + 1)
    except ValueError:
        raise BadAnswerError("when", word=word) from None
    if found < today:
        raise BadAnswerError("when-past", word=word)
    if found - today > FARTHEST:
        raise BadAnswerError("when-far", word=word)
    return found


def _hourly(said: str, word: str) -> Rhythm | None:
    if said in _EVERY_HOUR:
        return Rhythm(hours=tuple(range(24)))
    match = _EVERY_HOURS.fullmatch(said)
    if match is None:
        return None
    step = int(match[1] or match[2])
    if not 1 <= step <= 12 or 24 % step:  # noqa: PLR2004 - hours of a day
        raise BadAnswerError("when-hours", word=word)
    return Rhythm(hours=tuple(range(0, 24, step)))


def _cron(fields: list[str], word: str) -> Rhythm:
    def weekday(text: str) -> int:
        return (_NAMES[text] + 1) % 7 if text in _NAMES else int(text)

    minute, hours, days, month, week = fields
    minutes = _field(minute, 0, 59, word)
    if len(minutes) > 1:
        raise BadAnswerError("when-often", word=word)
    if month != "*":
        raise BadAnswerError("when-month", word=word)
    if days != "*" and week != "*":
        # Cron means either of the two, people mostly both.
        raise BadAnswerError("when-both", word=word)
    numbered = _field(week, 0, 7, word, weekday)
    return Rhythm(
        hours=_field(hours, 0, 23, word),
        minute=minutes[0],
        days=() if days == "*" else _field(days, 1, LONGEST_MONTH, word),
        weekdays=() if week == "*" else tuple(sorted({(number - 1) % 7 for number in numbered})),
    )


def _field(text: str, least: int, most: int, word: str, number: Callable[[str], int] = int) -> tuple[int, ...]:
    """Return the numbers of one of cron's fields: `*`, `5`, `1-5`, `*/6`, `8-20/2`, and lists of these."""
    found: set[int] = set()
    try:
        for part in text.split(","):
            span, slash, step = part.partition("/")
            first, dash, last = span.partition("-")
            low, high = (least, most) if span == "*" else (number(first), number(last if dash else first))
            if slash and not dash and span != "*":
                high = most
            if not least <= low <= high <= most:
                raise BadAnswerError("when", word=word)
            found |= set(range(low, high + 1, int(step) if slash else 1))
    except ValueError:
        raise BadAnswerError("when", word=word) from None
    return tuple(sorted(found))
