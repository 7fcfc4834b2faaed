"""When something happens: once, or again and again, by the wall clock of one time zone.

Days are counted on the wall and turned into moments by `ChatTime.at` alone, so changes of the clocks are dealt with in
that one place: a time that they skip comes an hour later (as if they had not been changed yet), one that comes twice
counts the first time. Libraries for cron were tried and run twice there, or on a time that does not exist.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operations.chat_time import ChatTime

SUNDAY = 6
LONGEST_MONTH = 31
_CRON_WEEK = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Once on a day, or on all days, some weekdays, or some days of the month; at some hours of these days.

    Attributes:
        hours: 0 to 23, ascending, at least one.
        minute: the same in every hour, so that an hour at least lies between two runs.
        on: the one day; None: it repeats.
        weekdays: 0 Monday to 6 Sunday, ascending; empty: all.
        days: of the month, 1 to 31, ascending; empty: all. In a month that is too short, its last day.
    """

    hours: tuple[int, ...]
    minute: int = 0
    on: date | None = None
    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()

    @property
    def once(self) -> bool:
        """Whether there is only one run."""
        return self.on is not None

    def written(self) -> str:
        """Return it as it is kept: "2026-12-01 03:00", or cron's five fields, where Sunday is 0."""
        if self.on is not None:
            return f"{self.on.isoformat()} {self.hours[0]:02}:{self.minute:02}"
        hours = "*" if len(self.hours) == 24 else _list(self.hours)  # noqa: PLR2004 - every hour
        weekdays = _list(sorted((day + 1) % _CRON_WEEK for day in self.weekdays))
        return f"{self.minute} {hours} {_list(self.days) or '*'} * {weekdays or '*'}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `written` wrote.

        Raises:
            ValueError: it is something else.
        """
        fields = text.split(" ")
        if len(fields) == 2:  # noqa: PLR2004 - a date and a time
            hour, minute = map(int, fields[1].split(":"))
            return cls(hours=(hour,), minute=minute, on=date.fromisoformat(fields[0]))
        minute_, hours, days, _, weekdays = fields
        return cls(
            hours=tuple(range(24)) if hours == "*" else _numbers(hours),
            minute=int(minute_),
            days=() if days == "*" else _numbers(days),
            weekdays=() if weekdays == "*" else tuple(sorted((day - 1) % _CRON_WEEK for day in _numbers(weekdays))),
        )

    def falls_on(self, day: date) -> bool:
        """Tell whether there are runs on that day."""
        if self.on is not None:
            return day == self.on
        if self.weekdays:
            return day.weekday() in self.weekdays
        if not self.days or day.day in self.days:
            return True
        last = monthrange(day.year, day.month)[1]
        return day.day == last and self.days[-1] > last

    def next_run(self, after: float, clock: ChatTime) -> float | None:
        """Return the first run after that moment, UNIX time; None where there is none any more."""
        if self.on is not None:
            at = clock.at(self.on, self.hours[0], self.minute)
            return at if at > after else None
        found: float | None = None
        # From the day before: a skipped time may have moved past midnight.
        day = clock.day(after) - _DAY
        while found is None or day <= clock.day(found):
            if self.falls_on(day):
                runs = (clock.at(day, hour, self.minute) for hour in self.hours)
                found = min((at for at in runs if at > after and (found is None or at < found)), default=found)
            day += _DAY
        return found

    def runs(self, after: float, clock: ChatTime) -> Iterator[float]:
        """Give the runs after that moment, one after the other."""
        at = self.next_run(after, clock)
        while at is not None:
            yield at
            at = self.next_run(at, clock)


def _list(numbers: tuple[int, ...] | list[int]) -> str:
    return ",".join(map(str, numbers))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))
