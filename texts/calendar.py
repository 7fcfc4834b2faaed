"""What ends within the next months: the picture's words, and what stands beside picture and file."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date

from operations.expiry_calendar import DAYS
from texts.markup import LONGEST_NAME, clipped
from texts.pictures import DayCount, Row, Tick, Timeline
from texts.times import day, left
from texts.urgency import Urgency, urgency

if TYPE_CHECKING:
    from operations.expiry_calendar import Ending, ExpiryCalendar
    from texts.language import Texts

MOST_ROWS = 30
"""More would be too small on a phone: Telegram shrinks what is higher than 2,560 pixels."""
MOST_OVER = 8
"""Of what is over, the latest so many have a row: most of the room is for what can still be met."""
_DAY = 86400.0
_MONDAY = 0
_MIDDLE = 15
"""The day of a month that has a label besides the first."""
_zone = lru_cache(maxsize=64)(ZoneInfo)


def timeline(t: Texts, calendar: ExpiryCalendar, *, timezone: str) -> Timeline:
    """Return the picture of what is over and what ends within `DAYS` days.

    Args:
        t: the reader's texts.
        calendar: what ends when.
        timezone: IANA name of the reader's zone; the one that the calendar was made in.
    """
    first = _local(calendar.begins_at, timezone).date()
    over = calendar.over[-MOST_OVER:]
    rows = [*over, *calendar.within][:MOST_ROWS]
    counts = _counts(calendar, timezone)
    return Timeline(
        title=t.plain("calendar-title"),
        span=t.plain("calendar-span", first=_iso(t, first), last=_iso(t, first + timedelta(days=DAYS - 1))),
        zone=timezone,
        days=DAYS,
        now=round(_days_from(first, calendar.now, timezone) * 24) / 24,
        today=t.plain("calendar-today"),
        legend=_legend(t, calendar),
        histogram=t.plain("calendar-a-day"),
        most=t.plain("calendar-most", count=max((each.count for each in counts), default=0)),
        counts=counts,
        ticks=_ticks(t, first),
        rows=tuple(_row(t, each, first, calendar.now, timezone) for each in rows),
        notes=_notes(t, calendar, hidden_over=len(calendar.over) - len(over), rows=len(rows) - len(over)),
    )


def nothing_ends(t: Texts) -> str:
    """Return that there is nothing to draw."""
    return t("calendar-nothing", days=DAYS)


def picture_caption(t: Texts, calendar: ExpiryCalendar) -> str:
    """Return what stands under the picture."""
    count, over = len(calendar.within), len(calendar.over)
    if over:
        return t("calendar-picture-over", days=DAYS, count=count, over=over)
    return t("calendar-picture", days=DAYS, count=count)


def no_picture(t: Texts, *, busy: bool) -> str:
    """Return that the picture could not be drawn; `busy`: only for now."""
    return t("calendar-no-picture-now") if busy else t("calendar-no-picture")


def file_caption(t: Texts, *, count: int, cut: bool) -> str:
    """Return what stands under the calendar file with so many ends; `cut`: there are more."""
    return t("calendar-file-cut", count=count) if cut else t("calendar-file", count=count)


def no_file(t: Texts) -> str:
    """Return that no end is known."""
    return t("calendar-file-nothing")


def no_file_now(t: Texts) -> str:
    """Return that the file could not be made."""
    return t("calendar-no-file")


def _row(t: Texts, ending: Ending, first: date, now: float, timezone: str) -> Row:
    remaining = ending.ends_at - now
    return Row(
        names=tuple(clipped(name, LONGEST_NAME) for name in ending.names),
        day=day(t, ending.ends_at, timezone),
        left=left(t, remaining),
        urgency=urgency(remaining),
        at=_days_from(first, ending.ends_at, timezone),
    )


def _legend(t: Texts, calendar: ExpiryCalendar) -> tuple[tuple[Urgency, str], ...]:
    counted = dict.fromkeys(Urgency, 0)
    for each in (*calendar.over, *calendar.within):
        counted[urgency(each.ends_at - calendar.now)] += 1
    return tuple((each, t.plain(f"calendar-urgency-{each}", count=count)) for each, count in counted.items() if count)


def _counts(calendar: ExpiryCalendar, timezone: str) -> tuple[DayCount, ...]:
    first = _local(calendar.begins_at, timezone).date()
    by_day: defaultdict[int, list[Ending]] = defaultdict(list)
    for each in calendar.within:
        by_day[(_local(each.ends_at, timezone).date() - first).days].append(each)
    return tuple(DayCount(at, len(found), urgency(found[0].ends_at - calendar.now)) for at, found in by_day.items())


def _ticks(t: Texts, first: date) -> tuple[Tick, ...]:
    locale = t.language.replace("-", "_")
    found = []
    for offset in range(1, DAYS):
        at = first + timedelta(days=offset)
        if at.day in {1, _MIDDLE}:
            pattern = t.plain("calendar-month-format" if at.day == 1 else "calendar-day-format")
            found.append(Tick(offset, str(format_date(at, pattern, locale=locale))))
        elif at.weekday() == _MONDAY:
            found.append(Tick(offset, ""))
    return tuple(found)


def _notes(t: Texts, calendar: ExpiryCalendar, *, hidden_over: int, rows: int) -> tuple[str, ...]:
    more, later = len(calendar.within) - rows, len(calendar.later)
    notes = [
        t.plain("calendar-more-over", count=hidden_over) if hidden_over else "",
        t.plain("calendar-more", count=more, days=DAYS) if more else "",
        t.plain("calendar-later", count=later, days=DAYS) if later else "",
        t.plain("calendar-unknown", count=calendar.unknown) if calendar.unknown else "",
    ]
    return tuple(note for note in notes if note)


def _days_from(first: date, at: float, timezone: str) -> float:
    """Return how far a moment lies from the first midnight on paper, where every day has the same length."""
    local = _local(at, timezone)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return (local.date() - first).days + seconds / _DAY


def _local(at: float, timezone: str) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(_zone(timezone))


def _iso(t: Texts, at: date) -> str:
    return at.strftime(t.plain("day-format"))
