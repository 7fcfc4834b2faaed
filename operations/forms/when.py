"""The questions for a rhythm: how often, on which day, at what hour; or all of it typed at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from operations.chat_time import ChatTime
from operations.errors import BadAnswerError
from operations.forms.form import Choice, Step
from operations.rhythm import LONGEST_MONTH, Rhythm
from operations.rhythm_words import WORKING_DAYS, month_days, parse, plain, time_of, timed, weekdays

if TYPE_CHECKING:
    from operations.forms.form import Filling

DAILY, WORKDAYS, WEEKLY, MONTHLY = "daily", "workdays", "weekly", "monthly"
_USUAL_DAYS = (1, 5, 10, 15, 20, 25, LONGEST_MONTH)


def _clock(filling: Filling) -> ChatTime:
    return ChatTime(filling.actor.timezone)


def _now(filling: Filling) -> float:
    return filling.services.clock.now()


def _often(filling: Filling) -> list[Choice]:
    today = _clock(filling).day(_now(filling))
    return [
        Choice(value=today.isoformat(), key="choice-schedule-today"),
        Choice(value=(today + timedelta(days=1)).isoformat(), key="choice-schedule-tomorrow"),
        Choice(value=DAILY, key="choice-schedule-daily"),
        Choice(value=WORKDAYS, key="choice-schedule-workdays"),
        Choice(value=WEEKLY, key="choice-schedule-weekly"),
        Choice(value=MONTHLY, key="choice-schedule-monthly"),
    ]


def _take_often(filling: Filling, word: str) -> str:
    """Take a day alone, of which the hour is asked for next, or all of it."""
    clock, now, date = _clock(filling), _now(filling), re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word)
    if date is not None:
        parse(f"{word} 23:59", clock, now)
        return word
    return parse(word, clock, now).written()


def whole(filling: Filling) -> Rhythm | None:
    """Return the rhythm where it was typed at once."""
    given = filling.answers.get("often")
    return None if given is None or " " not in given else Rhythm.read(given)


def _in_parts(filling: Filling) -> bool:
    return "often" in filling.answers and whole(filling) is None


def _day_asked(filling: Filling) -> bool:
    return filling.answers.get("often") in {WEEKLY, MONTHLY}


def _days(filling: Filling) -> list[Choice]:
    if filling.answers.get("often") == MONTHLY:
        return [
            Choice(value=str(day), key="choice-schedule-last")
            if day == LONGEST_MONTH
            else Choice(value=str(day), key="choice-schedule-day", facts={"day": str(day)})
            for day in _USUAL_DAYS
        ]
    return [Choice(value=str(day), key=f"weekday-{day}") for day in range(7)]


def _take_day(filling: Filling, word: str) -> str:
    said = plain(word)
    if filling.answers.get("often") == MONTHLY:
        return ",".join(map(str, month_days(said, word)))
    if re.fullmatch(r"[0-6](,[0-6])*", said):
        return ",".join(sorted(set(said.split(","))))
    return ",".join(map(str, weekdays(said, word)))


def _hours(filling: Filling) -> list[Choice]:
    found = []
    for hour in range(24):
        try:
            _rhythm(filling, hour, 0)
        except BadAnswerError:
            # Today's hours that are over.
            continue
        found.append(Choice(value=f"{hour:02}:00", name=f"{hour:02}:00"))
    return found


def _take_hour(filling: Filling, word: str) -> str:
    said = plain(word)
    hour, minute = (int(said), 0) if re.fullmatch(r"[01]?[0-9]|2[0-3]", said) else time_of(word)
    _rhythm(filling, hour, minute)
    return f"{hour:02}:{minute:02}"


def _rhythm(filling: Filling, hour: int, minute: int) -> Rhythm:
    often, day = filling.answers.get("often", ""), filling.answers.get("day", "")
    days = tuple(map(int, day.split(","))) if day else ()
    if often == WEEKLY:
        rhythm = Rhythm(hours=(0,), weekdays=days)
    elif often == MONTHLY:
        rhythm = Rhythm(hours=(0,), days=days)
    elif often in {DAILY, WORKDAYS}:
        rhythm = Rhythm(hours=(0,), weekdays=WORKING_DAYS if often == WORKDAYS else ())
    else:
        return parse(f"{often} {hour:02}:{minute:02}", _clock(filling), _now(filling))
    return timed(rhythm, hour, minute, _clock(filling), _now(filling), f"{hour:02}:{minute:02}")


def rhythm_of(filling: Filling) -> Rhythm:
    """Return when, of a filling that has said it.

    Raises:
        BadAnswerError: its time is over.
    """
    found = whole(filling)
    if found is not None:
        return parse(found.written(), _clock(filling), _now(filling))
    hour, minute = filling.answers["hour"].split(":")
    return _rhythm(filling, int(hour), int(minute))


def repeats(filling: Filling) -> bool:
    """Tell whether what was answered so far comes again and again."""
    found = whole(filling)
    if found is not None:
        return not found.once
    return filling.answers.get("often") in {DAILY, WORKDAYS, WEEKLY, MONTHLY}


STEPS = (
    Step(name="often", choices=_often, take=_take_often),
    Step(name="day", choices=_days, take=_take_day, asked=_day_asked, columns=3),
    Step(name="hour", choices=_hours, take=_take_hour, asked=_in_parts, columns=4),
)
"""In their order."""
