"""The questions before a schedule: which servers, what, when, and for snapshots for how long and how many."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn, cast

from operations import servers
from operations.access import Role
from operations.errors import BadAnswerError, ServerNotFoundError
from operations.forms import period, when
from operations.forms.form import Choice, Filling, Form, Step
from operations.kinds import KINDS
from operations.rhythm_words import plain
from operations.schedules import ACTIONS, MOST_KEPT, MOST_SERVERS, SNAPSHOT, Wanted, missed_default

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.servers import KnownServer
    from store.schedule_rows import Missed

NAME = "schedule"
ALL = "all"
"""The answer that no snapshot is removed."""
ROWS = "="
"""Before the row numbers of the servers, which are names of nothing then."""
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
    return _snapshots(filling) and when.repeats(filling)


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
        rhythm=when.rhythm_of(filling),
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
        *when.STEPS,
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
