"""The questions before a schedule: which servers, what, when, and for snapshots for how long and how many."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn, cast

from operations import servers
from operations.access import Role
from operations.chat_time import ChatTime
from operations.errors import BadAnswerError, ServerNotFoundError
from operations.forms import period
from operations.forms.form import Choice, Filling, Form, Step
from operations.kinds import KINDS
from operations.rhythm import LONGEST_MONTH, Rhythm
from operations.rhythm_words import month_days, parse, plain, time_of, timed, weekdays
from operations.schedules import ACTIONS, MOST_KEPT, MOST_SERVERS, SNAPSHOT, Wanted, missed_default

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.servers import KnownServer
    from store.schedule_rows import Missed

NAME = "schedule"
DAILY, WORKDAYS, WEEKLY, MONTHLY = "daily", "workdays", "weekly", "monthly"
ALL = "all"
"""The answer that no snapshot is removed."""
ROWS = "="
"""Before the row numbers of the servers, which are names of nothing then."""
_USUAL_DAYS = (1, 5, 10, 15, 20, 25, LONGEST_MONTH)
_USUAL_KEPT = (1, 2, 3, 5, 7)
_ROWS = re.compile(r"=[0-9]{1,18}(?:,[0-9]{1,18})*")
_WORDS = {
    "start": "start on 开机 启动",
    "stop": "stop shutdown off 关机",
    "restart": "restart reboot 重启",
    "stop_h": "force_stop stop_h 强制关机",
    "restart_h": "force_restart restart_h 强制重启",
    SNAPSHOT: "snapshot createsnapshot 快照 创建快照",
}
ACTION_WORDS = {word: action for action, words in _WORDS.items() for word in words.split()}
"""What people type for each action."""
_EVERY = {"every": ALL, "none": ALL, "全部": ALL, "不删除": ALL}


def _clock(filling: Filling) -> ChatTime:
    return ChatTime(filling.actor.timezone)


def _now(filling: Filling) -> float:
    return filling.services.clock.now()


def _visible(filling: Filling) -> dict[int, KnownServer]:
    return filling.once(
        "visible", lambda: {known.row_id: known for known in servers.visible(filling.services, filling.actor)}
    )


def rows_value(rows: Sequence[int]) -> str:
    """Return servers, by the numbers of their rows, as one answer keeps them."""
    return ROWS + ",".join(map(str, rows))


def chosen_servers(filling: Filling) -> tuple[KnownServer, ...]:
    """Return the servers that were chosen, as far as the chat still has them."""
    given, visible = filling.answers.get("servers"), _visible(filling)
    rows = [int(row) for row in given.removeprefix(ROWS).split(",")] if given else []
    return tuple(visible[row] for row in rows if row in visible)


def _servers(filling: Filling) -> list[Choice]:
    ticked = [known.row_id for known in chosen_servers(filling)]
    return [
        Choice(
            value=rows_value(_toggled(ticked, known.row_id)),
            key="choice-schedule-on" if known.row_id in ticked else "choice-schedule-off",
            facts={"label": known.label},
        )
        for known in _visible(filling).values()
    ]


def _toggled(ticked: Sequence[int], row: int) -> list[int]:
    """Return the rows with that one in or out; the last one stays in."""
    rest = [each for each in ticked if each != row]
    return [*ticked, row] if row not in ticked else rest or [row]


def _take_servers(filling: Filling, word: str) -> str:
    if _ROWS.fullmatch(word):
        rows = [int(row) for row in word.removeprefix(ROWS).split(",")]
        if any(row not in _visible(filling) for row in rows):
            raise BadAnswerError("gone")
    else:
        names = [name for name in re.split(r"[\s,，、]+", word) if name]
        rows = [_named(filling, name) for name in names]
    rows = list(dict.fromkeys(rows))
    if not rows:
        raise BadAnswerError("gone")
    if len(rows) > MOST_SERVERS:
        raise BadAnswerError("schedule-servers", most=MOST_SERVERS)
    return rows_value(rows)


def _named(filling: Filling, name: str) -> int:
    try:
        return servers.find(filling.services, filling.actor, name).row_id
    except ServerNotFoundError:
        raise BadAnswerError("schedule-server", word=name) from None


def _actions(filling: Filling) -> list[Choice]:
    allowed = [action for action in ACTIONS if filling.actor.role.reaches(KINDS[action].role)]
    return [Choice(value=action, key=f"button-{action}") for action in allowed]


def _take_action(filling: Filling, word: str) -> str:
    action = ACTION_WORDS.get(plain(word).replace(" ", "_"))
    if action is None:
        raise BadAnswerError("choice", word=word)
    filling.actor.require(KINDS[action].role)
    return action


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
        rhythm = Rhythm(hours=(0,), weekdays=(0, 1, 2, 3, 4) if often == WORKDAYS else ())
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


def _snapshots(filling: Filling) -> bool:
    return filling.answers.get("action") == SNAPSHOT


def _periods(filling: Filling) -> list[Choice]:
    """Return the periods that the lines of all these servers sell, with what a snapshot of each costs together."""
    found: list[Choice] | None = None
    for known in chosen_servers(filling):
        sold = {each.value: each for each in period.choices(replace(filling, known=known))}
        if found is None:
            found = list(sold.values())
        else:
            found = [_together(each, sold[each.value]) for each in found if each.value in sold]
    return found or []


def _together(one: Choice, other: Choice) -> Choice:
    prices = (one.price, other.price)
    return replace(one, price=None if None in prices else sum(cast("tuple[Decimal, ...]", prices), Decimal(0)))


def _take_period(filling: Filling, word: str) -> str:
    for known in chosen_servers(filling):
        word = period.take(replace(filling, known=known), word)
    return word


def _kept_asked(filling: Filling) -> bool:
    if not _snapshots(filling) or "often" not in filling.answers:
        return False
    found = whole(filling)
    return filling.answers["often"] in {DAILY, WORKDAYS, WEEKLY, MONTHLY} if found is None else not found.once


def _kept(_: Filling) -> list[Choice]:
    few = [Choice(value=str(count), key="choice-schedule-keep", facts={"count": count}) for count in _USUAL_KEPT]
    return [*few, Choice(value=ALL, key="choice-schedule-keep-all")]


def _take_kept(_: Filling, word: str) -> str:
    said = plain(word)
    if said in _EVERY:
        return ALL
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:4]) <= MOST_KEPT):
        raise BadAnswerError("schedule-keep", word=word, most=MOST_KEPT)
    return str(int(said))


def _missed(_: Filling) -> list[Choice]:
    return [
        Choice(value="run", key="choice-schedule-missed-run"),
        Choice(value="report", key="choice-schedule-missed-report"),
    ]


def wanted_of(filling: Filling) -> Wanted:
    """Return what a complete form asks for.

    Raises:
        BadAnswerError: its time is over.
    """
    answers = filling.form.complete(filling)
    days, months = period.parse(answers["period"]) if "period" in answers else (None, None)
    kept = answers.get("keep", ALL)
    return Wanted(
        servers=chosen_servers(filling),
        action=answers["action"],
        rhythm=rhythm_of(filling),
        timezone=filling.actor.timezone,
        days=days,
        months=months,
        keep=None if kept == ALL else int(kept),
        missed=cast("Missed", answers["missed"]),
    )


def _none(_: Filling) -> NoReturn:
    raise TypeError("a schedule is no operation")


SCHEDULE_FORM = Form(
    action=NAME,
    role=Role.OPERATOR,
    steps=(
        Step(name="servers", choices=_servers, take=_take_servers, ticked=True),
        Step(name="action", choices=_actions, take=_take_action),
        Step(name="often", choices=_often, take=_take_often),
        Step(name="day", choices=_days, take=_take_day, asked=_day_asked, columns=3),
        Step(name="hour", choices=_hours, take=_take_hour, asked=_in_parts, columns=4),
        Step(name="period", choices=_periods, take=_take_period, asked=_snapshots),
        Step(name="keep", choices=_kept, take=_take_kept, asked=_kept_asked, columns=3),
        Step(
            name="missed",
            choices=_missed,
            default=lambda filling: missed_default(filling.answers.get("action", "")),
            columns=1,
        ),
    ),
    params=_none,
    reviewed=True,
)
"""The form of a schedule; `handlers.schedule_setting` is what follows it."""
