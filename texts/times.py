"""Moments, ages and durations as people read them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from texts.language import Texts

MINUTE = 60
HOUR = 3600
DAY = 86400
SOON = 7 * DAY
"""An end that is this near is warned of."""
# Below it an age is "just now", and up to twice a unit the smaller unit says more.
_JUST_NOW = 5

_zone = lru_cache(maxsize=64)(ZoneInfo)


def moment(t: Texts, at: float | datetime, timezone: str) -> str:
    """Return date and time to the minute, as "2026-11-30 14:05".

    Args:
        t: the reader's texts.
        at: UNIX seconds, or an aware time.
        timezone: IANA name of the reader's zone.
    """
    return _local(at, timezone).strftime(t("moment-format"))


def day(t: Texts, at: float | datetime, timezone: str) -> str:
    """Return the date, as "2026-11-30"; arguments as in `moment`."""
    return _local(at, timezone).strftime(t("day-format"))


def clock(t: Texts, at: float | datetime, timezone: str) -> str:
    """Return the time of day, as "14:05"; arguments as in `moment`."""
    return _local(at, timezone).strftime(t("clock-format"))


def _local(at: float | datetime, timezone: str) -> datetime:
    zone = _zone(timezone)
    return at.astimezone(zone) if isinstance(at, datetime) else datetime.fromtimestamp(at, UTC).astimezone(zone)


def age(t: Texts, seconds: float) -> str:
    """Return how long ago: "just now", "40 s ago", "3 min ago", "5 h ago", "3 days ago"."""
    seconds = int(seconds)
    if seconds < _JUST_NOW:
        return t("age-now")
    unit, count = _unit(seconds)
    return t(f"age-{unit}", count=count)


def duration(t: Texts, seconds: float) -> str:
    """Return how long: "12 s", "2 min", "2 min 05 s", "3 h 20 min"."""
    seconds = max(int(seconds), 0)
    if seconds < MINUTE:
        return t("duration-seconds", seconds=str(seconds))
    if seconds < HOUR and seconds % MINUTE == 0:
        return t("duration-whole-minutes", minutes=str(seconds // MINUTE))
    if seconds < HOUR:
        return t("duration-minutes", minutes=str(seconds // MINUTE), seconds=f"{seconds % MINUTE:02}")
    return t("duration-hours", hours=str(seconds // HOUR), minutes=f"{seconds % HOUR // MINUTE:02}")


def left(t: Texts, seconds: float) -> str:
    """Return how long until an end, or since when it is over: "5 days left", "7 h left", "3 days ago"."""
    if seconds <= 0:
        return age(t, -seconds)
    unit, count = _unit(max(int(seconds), MINUTE))
    return t(f"left-{unit}", count=count)


def _unit(seconds: int) -> tuple[str, int]:
    if seconds < MINUTE:
        return "seconds", seconds
    if seconds < HOUR:
        return "minutes", seconds // MINUTE
    if seconds < 2 * DAY:
        return "hours", seconds // HOUR
    return "days", seconds // DAY
