"""Durations and moments as people type them, in both languages.

A duration: `30m`, `8h`, `1d`, `1h 30min`, `2 weeks`, `3 小时`, `半小时`. A moment, on the chat's own clock: `22:00`
(the next one), `tomorrow 03:00`, `明天 03:00`, `2026-12-01 22:00`, `now`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING

from operations.errors import BadAnswerError

if TYPE_CHECKING:
    from operations.chat_time import ChatTime

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

# From the largest on: a duration in several parts has them in this order.
_UNITS: tuple[tuple[str, float], ...] = (
    (r"weeks?|w|周|个?星期|个?礼拜", WEEK),
    (r"days?|d|天|日", DAY),
    (r"hours?|hrs?|h|个?小时|个?钟头", HOUR),
    (r"minutes?|mins?|m|分钟|分", MINUTE),
)
_CHINESE = {
    "半": 0.5,
    **{word: float(number) for number, word in enumerate("一二三四五六七八九十", start=1)},
    "两": 2.0,
}
_PART = re.compile(
    rf"\s*(?P<number>[0-9]{{1,4}}|[{''.join(_CHINESE)}])\s*"
    rf"(?:{'|'.join(f'(?P<u{place}>{unit})' for place, (unit, _) in enumerate(_UNITS))})(?![a-z])\s*"
)

_DAYS = {
    **dict.fromkeys(("today", "今天", "今日"), 0),
    **dict.fromkeys(("tomorrow", "明天", "明日"), 1),
    "后天": 2,
}
_DATE = r"(?P<year>20[0-9]{2})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<date>[0-9]{1,2})(?:日\s*|t|\s+)"
_MOMENT = re.compile(
    r"(?:(?P<now>now|现在|立即|马上)"
    rf"|(?:{_DATE}|(?P<day>{'|'.join(_DAYS)})\s*)?(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}}))(?![0-9:])\s*"
)


def normal(words: str) -> str:
    """Return what was typed as it is compared: wide characters as narrow ones, lower case, trimmed."""
    return unicodedata.normalize("NFKC", words).casefold().strip()


def duration(words: str) -> float:
    """Return a typed duration in seconds, more than 0.

    Raises:
        BadAnswerError: it is none.
    """
    text, total, place, last = normal(words), 0.0, 0, -1
    while place < len(text):
        match = _PART.match(text, place)
        if match is None:
            raise BadAnswerError("duration", word=words)
        unit = next(each for each in range(len(_UNITS)) if match[f"u{each}"])
        if unit <= last:
            # "1h 2h" is two durations, or a slip.
            raise BadAnswerError("duration", word=words)
        number = match["number"]
        total += (_CHINESE[number] if number in _CHINESE else int(number)) * _UNITS[unit][1]
        place, last = match.end(), unit
    if total <= 0:
        raise BadAnswerError("duration", word=words)
    return total


def leading_moment(words: str, clock: ChatTime, *, now: float) -> tuple[float | None, str]:
    """Return the moment with which a text begins (UNIX time), and the rest; None where it begins with none.

    A time of day alone is the next one; a moment that is over is refused. The minute that the clock shows is now.

    Args:
        words: what was typed.
        clock: the chat's.
        now: UNIX time.

    Raises:
        BadAnswerError: it looks like a moment and is none: 25:00, 30 February; or it is over.
    """
    text = normal(words)
    match = _MOMENT.match(text)
    if match is None:
        return None, text
    rest = text[match.end() :]
    if match["now"]:
        return now, rest
    said = match[0].strip()
    try:
        at = _at(match, clock, now)
    except ValueError:
        raise BadAnswerError("moment", word=said) from None
    if at < _this_minute(now):
        raise BadAnswerError("moment-past", word=said)
    return max(at, now), rest


def moment(words: str, clock: ChatTime, *, now: float) -> float:
    """Return a typed moment, UNIX time, never over; arguments as in `leading_moment`.

    Raises:
        BadAnswerError: it is none, or it is over.
    """
    at, rest = leading_moment(words, clock, now=now)
    if at is None or rest:
        raise BadAnswerError("moment", word=words)
    return at


def _at(match: re.Match[str], clock: ChatTime, now: float) -> float:
    """Raise ValueError for what no clock or calendar shows."""
    hour, minute, today = int(match["hour"]), int(match["minute"]), clock.day(now)
    if match["year"]:
        return clock.at(date(int(match["year"]), int(match["month"]), int(match["date"])), hour, minute)
    if match["day"]:
        return clock.at(today + timedelta(days=_DAYS[match["day"]]), hour, minute)
    at = clock.at(today, hour, minute)
    return at if at >= _this_minute(now) else clock.at(today + timedelta(days=1), hour, minute)


def _this_minute(now: float) -> float:
    return now - now % MINUTE
