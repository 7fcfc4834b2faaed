"""What is done to rows of conditions inside a transaction: how trouble begins, is confirmed, and ends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.base import Row
    from store.vocabulary import AlertKind, ConditionEnd


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """Trouble of one kind with one server.

    Attributes:
        id: Never used again.
        account_id: The server's account.
        guid: The server's guid.
        kind: What is wrong.
        first_seen_at: When the first reading that showed it was asked for (unix seconds).
        read_at: When the newest one was that is counted; not all are, once it is raised.
        reads: How many have been counted, in a row.
        raised_at: Since when chats are to be told; None: not sure yet.
        cleared_at: When the reading was asked for that did not show it any more; None while it holds.
        cleared_how: Whether that is a recovery, or there is nothing to recover any more.
        detail: What the reading told, a JSON array.
    """

    id: int
    account_id: int
    guid: str
    kind: AlertKind
    first_seen_at: float
    read_at: float
    reads: int
    raised_at: float | None
    cleared_at: float | None
    cleared_how: ConditionEnd | None
    detail: str


CONDITION_COLUMNS = ", ".join(f"conditions.{each.name}" for each in fields(ConditionRow))


@dataclass(slots=True)
class Findings:
    """What readings of some servers have shown about conditions.

    Attributes:
        begun: guid, kind and detail of trouble that is new.
        confirmed: Ids of open conditions that still hold, where that is to be counted.
        recovered: Ids of open ones that hold no more.
        void: Ids of open ones that there is nothing to say of any more.
    """

    begun: list[tuple[str, AlertKind, str]] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)
    recovered: list[int] = field(default_factory=list)
    void: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.begun or self.confirmed or self.recovered or self.void)


def read_condition(row: Row) -> ConditionRow:
    """A record out of `CONDITION_COLUMNS`."""
    return ConditionRow(*row)


def begin(connection: Connection, account_id: int, new: tuple[str, AlertKind, str], *, read_at: float) -> None:
    """Open a condition; where somebody has opened it meanwhile, nothing happens."""
    connection.execute(
        "INSERT INTO conditions (account_id, guid, kind, detail, first_seen_at, read_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (account_id, guid, kind) WHERE cleared_at IS NULL DO NOTHING",
        (account_id, *new, read_at, read_at),
    )


def confirm(connection: Connection, condition_id: int, *, read_at: float, needed: int, now: float) -> Row | None:
    """Count a later reading that shows it; returns the row if this one has raised it."""
    row: Row | None = connection.execute(
        "UPDATE conditions SET reads = reads + 1, read_at = :read_at, "
        "raised_at = coalesce(raised_at, CASE WHEN reads + 1 >= :needed THEN :now END) "
        f"WHERE id = :id AND cleared_at IS NULL AND read_at < :read_at RETURNING {CONDITION_COLUMNS}",
        {"id": condition_id, "read_at": read_at, "needed": needed, "now": now},
    ).fetchone()
    return row if row is not None and read_condition(row).reads == needed else None


def clear(connection: Connection, condition_id: int, how: ConditionEnd, *, read_at: float) -> Row | None:
    """End a condition, unless a later reading shows it still; returns the row if it had been raised.

    One that never was leaves nothing behind: the next reading that shows it begins anew. Whoever was told of it is to
    be told of its recovery; of nothing else.
    """
    which = {"id": condition_id, "read_at": read_at, "how": how}
    connection.execute("DELETE FROM conditions WHERE id = :id AND raised_at IS NULL AND read_at <= :read_at", which)
    row: Row | None = connection.execute(
        "UPDATE conditions SET cleared_at = max(:read_at, first_seen_at), cleared_how = :how "
        f"WHERE id = :id AND cleared_at IS NULL AND read_at <= :read_at RETURNING {CONDITION_COLUMNS}",
        which,
    ).fetchone()
    if row is None:
        return None
    if how == "recovered":
        connection.execute("UPDATE told_conditions SET over_at = :read_at WHERE condition_id = :id", which)
    else:
        connection.execute("DELETE FROM told_conditions WHERE condition_id = :id", which)
    return row


def void_conditions(connection: Connection, account_id: int, guid: str, *, now: float) -> None:
    """End everything that is open of a server, for there is no such server any more."""
    found = connection.execute(
        "SELECT id FROM conditions INDEXED BY conditions_open WHERE account_id = ? AND guid = ? AND cleared_at IS NULL",
        (account_id, guid),
    ).fetchall()
    for (condition_id,) in found:
        clear(connection, condition_id, "void", read_at=now)


def note(connection: Connection, row: Row, *, at: float, over: bool) -> None:
    """Keep in the server's history that a condition began or ended."""
    condition = read_condition(row)
    told = json.loads(condition.detail)
    change = {"before": told, "after": []} if over else {"before": [], "after": told}
    connection.execute(
        "INSERT INTO events (account_id, guid, at, kind, detail) VALUES (?, ?, ?, ?, ?)",
        (condition.account_id, condition.guid, at, condition.kind, json.dumps(change)),
    )
