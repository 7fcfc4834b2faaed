"""Rows of schedules: their records, and how they lose their servers inside a transaction."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from store.endings import void_where
from store.notices import insert_notice
from store.standing import SCHEDULE_PREFIX

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.crypto import Keyring

Missed = Literal["run", "report"]
PausedWhy = Literal["person", "rights", "rotation"]
ScheduleEnd = Literal["done", "deleted", "no-servers"]
NOTICE = "schedule"
"""The kind of notice in which a chat is told of a schedule."""


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """What is to be done by itself, and when.

    Attributes:
        id: its number, as buttons carry it.
        chat_id: where it was set, and is told of.
        thread_id: the topic, if any.
        user_id: in whose name it is done.
        language: theirs.
        action: the kind of operation.
        days: for how long a snapshot is bought.
        months: likewise; at most one of both.
        rhythm: as `operations.rhythm` writes it.
        timezone: IANA name: whose wall clock it goes by.
        keep: how many of its own snapshots it leaves on a server; None: all.
        missed: whether what was due while nobody looked is done once afterwards, or only reported.
        next_at: when it is due, UNIX time; None while it is paused, and where nothing is to come.
        paused_at: UNIX time; None while it is not.
        paused_why: by a person; for a right that was lost; for a rotation that took more than it should.
        created_at: UNIX time.
        ended_at: UNIX time; None while it may run.
        ended_how: its one run is over, a person deleted it, or none of its servers is left.
    """

    id: int
    chat_id: int
    thread_id: int | None
    user_id: int
    language: str
    action: str
    days: int | None
    months: int | None
    rhythm: str
    timezone: str
    keep: int | None
    missed: Missed
    next_at: float | None
    paused_at: float | None
    paused_why: PausedWhy | None
    created_at: float
    ended_at: float | None
    ended_how: ScheduleEnd | None


@dataclass(frozen=True, slots=True)
class ScheduleServer:
    """A server of a schedule.

    Attributes:
        account_id: its account.
        guid: the engine's id.
        identity_id: whose it was when the schedule was set.
        price: what a run was then said to cost, CNY; None: nothing, or unknown.
    """

    account_id: int
    guid: str
    identity_id: int
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """One time that a schedule was due.

    Attributes:
        id: its number.
        schedule_id: of which schedule.
        due_at: when; of several that were missed the last. UNIX time.
        missed_since: when the first was due that nobody did; None where none was missed.
        missed: how many those were.
        claimed_at: when somebody began with it.
        tried_at: when somebody last looked after it.
        next_try: when somebody should.
        until: when it is given up where a server stays busy or out of reach.
        ended_at: when all of it was over; None while it is not.
    """

    id: int
    schedule_id: int
    due_at: float
    missed_since: float | None
    missed: int
    claimed_at: float
    tried_at: float
    next_try: float
    until: float
    ended_at: float | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A run on one server.

    Attributes:
        account_id: of the server.
        guid: the server.
        problem: a stable word for what was in the way last; None where nothing was.
        over: whether nothing more will be tried.
        until: when the removal of old snapshots is given up, UNIX time; None before it has begun.
    """

    account_id: int
    guid: str
    problem: str | None
    over: bool
    until: float | None


@dataclass(frozen=True, slots=True)
class MadeSnapshot:
    """A snapshot that a schedule made, by the engine's own answer."""

    name: str
    taskid: int
    made_at: float


SCHEDULE_COLUMNS = ", ".join(field.name for field in fields(ScheduleRow))
RUN_COLUMNS = ", ".join(field.name for field in fields(RunRow))


def void_schedule(
    connection: Connection, keyring: Keyring, schedule_id: int, *, now: float, server: tuple[int, str] | None = None
) -> None:
    """End what a schedule still waits for a yes to; what is an operation already goes on.

    Args:
        connection: the writer's.
        keyring: signs the audit.
        schedule_id: which.
        now: UNIX time.
        server: only of that account and guid.
    """
    # Its keys, and no other schedule's: a semicolon comes after a colon.
    where, key = "dedupe_key > :first AND dedupe_key < :last", f"{SCHEDULE_PREFIX}{schedule_id}"
    parameters: dict[str, Any] = {"first": f"{key}:", "last": f"{key};"}
    if server is not None:
        where += " AND account_id = :account AND guid = :guid"
        parameters |= {"account": server[0], "guid": server[1]}
    void_where(connection, keyring, where, parameters, now=now)


def leave_schedules(
    connection: Connection, keyring: Keyring, where: str, parameters: dict[str, Any], *, now: float
) -> None:
    """Take servers out of the schedules that have them; one that is left without any ends, and its chat is told.

    Args:
        connection: the writer's.
        keyring: signs the audit.
        where: which; a condition on the columns of `schedule_servers` and, by that name, `schedules`.
        parameters: its named values.
        now: UNIX time.
    """
    rows = connection.execute(
        "SELECT schedule_id, account_id, guid FROM schedule_servers "
        f"JOIN schedules ON schedules.id = schedule_id WHERE schedules.ended_at IS NULL AND ({where})",
        parameters,
    ).fetchall()
    for row in rows:
        connection.execute(
            "DELETE FROM schedule_servers WHERE schedule_id = ? AND account_id = ? AND guid = ?", tuple(row)
        )
        void_schedule(connection, keyring, row[0], now=now, server=(row[1], row[2]))
    for schedule_id in sorted({row[0] for row in rows}):
        ended = connection.execute(
            "UPDATE schedules SET ended_at = ?, ended_how = 'no-servers', next_at = NULL WHERE id = ? "
            "AND NOT EXISTS (SELECT 1 FROM schedule_servers WHERE schedule_id = id) RETURNING chat_id, thread_id",
            (now, schedule_id),
        ).fetchone()
        if ended is not None:
            chat_id, thread_id = ended
            tell_of_schedule(connection, chat_id, thread_id, {"schedule": schedule_id, "what": "ended"}, now=now)


def tell_of_schedule(
    connection: Connection, chat_id: int, thread_id: int | None, subject: dict[str, Any], *, now: float
) -> None:
    """Keep a notice about a schedule inside the transaction of what it tells, which happens once."""
    insert_notice(connection, chat_id, NOTICE, subject, thread_id=thread_id, now=now)
