"""Operations: how they begin, and how they are found. `leases` moves them on."""

from __future__ import annotations

import secrets
import time
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Required, TypedDict, Unpack

from store.base import Base, Row, money, money_text
from store.errors import DuplicateError, ServerBusyError
from store.records import OperationRow

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.crypto import Keyring
    from store.vocabulary import OperationState

_NAMES = tuple(field.name for field in fields(OperationRow))
OPERATION_COLUMNS = ", ".join(_NAMES)
# 40 bits of milliseconds since 2024 last until 2058; with 13 random bits below, 53 in all: exact in JSON and PHP.
_EPOCH = 1_704_067_200
_RANDOM_BITS = 13


class NewOperation(TypedDict, total=False):
    """The values of a new operation; see `OperationRow`."""

    account_id: Required[int]
    identity_id: Required[int]
    guid: Required[str | None]
    action: Required[str]
    params: Required[str]
    before: str | None
    chat_id: Required[int]
    thread_id: int | None
    user_id: Required[int]
    language: Required[str]
    status_message_id: int | None
    order_no: str | None
    price: Decimal | None
    dedupe_key: str | None
    next_at: float | None


def new_taskid(now: float | None = None) -> int:
    """A task number: the time and random bits, positive, below 2**53.

    Never a sequence: after a backup was restored, a sequence would give numbers to the engine that it has seen.

    Args:
        now: Unix seconds; None: the wall clock's.
    """
    milliseconds = int(((time.time() if now is None else now) - _EPOCH) * 1000)
    return (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)


class Operations(Base):
    """The subject `operations`: creation and look-up."""

    async def create_operation(self, **new: Unpack[NewOperation]) -> OperationRow:
        """Write down, as `confirmed`, what is about to be asked of the engine.

        Raises:
            DuplicateError: `dedupe`: an operation has this key; `order`: one that has not failed has this number.
            ServerBusyError: The server has an open operation.
        """
        now = self._now()
        row = await self._write(lambda connection: insert_operation(connection, self._keyring, new, now=now))
        return read_operation(self._keyring, row)

    def operation(self, taskid: int) -> OperationRow | None:
        """One operation, None if unknown."""
        return self._operation("taskid = ?", (taskid,))

    def operation_by_dedupe_key(self, dedupe_key: str) -> OperationRow | None:
        """The operation that a command or schedule already made, None if it has not."""
        return self._operation("dedupe_key = ?", (dedupe_key,))

    def operations(
        self,
        *,
        state: OperationState | None = None,
        guid: str | None = None,
        account_id: int | None = None,
        chat_id: int | None = None,
        identity_id: int | None = None,
        limit: int = 50,
    ) -> list[OperationRow]:
        """Operations that match everything given, the newest first."""
        given = {
            "state": state,
            "guid": guid,
            "account_id": account_id,
            "chat_id": chat_id,
            "identity_id": identity_id,
        }
        given = {column: value for column, value in given.items() if value is not None}
        where = " AND ".join(f"{column} = :{column}" for column in given) or "1"
        return self._operations(f"{where} ORDER BY taskid DESC LIMIT :limit", {**given, "limit": limit})

    def count_operations(self) -> dict[str, int]:
        """How many are open or wait for a person, by state."""
        return dict(
            self._rows(
                "SELECT state, count(*) FROM operations WHERE ended_at IS NULL OR state = 'needs-human' GROUP BY state"
            )
        )

    def open_operation(self, account_id: int, guid: str) -> OperationRow | None:
        """The operation that is under way on a server."""
        return self._operation("account_id = ? AND guid = ? AND ended_at IS NULL", (account_id, guid))

    def needs_human(self, account_id: int, guid: str) -> OperationRow | None:
        """The newest operation on a server that waits for a person's judgement."""
        return self._operation(
            "account_id = ? AND guid = ? AND state = 'needs-human' ORDER BY taskid DESC LIMIT 1", (account_id, guid)
        )

    def due_operations(self, now: float, *, limit: int = 1000) -> list[OperationRow]:
        """Open operations that nobody holds and whose time has come, the longest due first."""
        return self._operations(
            "ended_at IS NULL AND (lease_owner IS NULL OR lease_until <= ?1) AND (next_at IS NULL OR next_at <= ?1) "
            "ORDER BY coalesce(next_at, created_at) LIMIT ?2",
            (now, limit),
        )

    def unreported(self, *, limit: int = 1000) -> list[OperationRow]:
        """Ended operations (needs-human included) whose chat was not told yet, the longest ended first."""
        return self._operations("ended_at IS NOT NULL AND reported_at IS NULL ORDER BY ended_at LIMIT ?", (limit,))

    async def set_status_message(self, taskid: int, message_id: int) -> None:
        """Remember the message that shows the operation."""
        await self._change("UPDATE operations SET status_message_id = ? WHERE taskid = ?", (message_id, taskid))

    def _operation(self, where: str, parameters: tuple[Any, ...]) -> OperationRow | None:
        row = self._row(f"SELECT {OPERATION_COLUMNS} FROM operations WHERE {where}", parameters)
        return None if row is None else read_operation(self._keyring, row)

    def _operations(self, where: str, parameters: tuple[Any, ...] | dict[str, Any]) -> list[OperationRow]:
        rows = self._rows(f"SELECT {OPERATION_COLUMNS} FROM operations WHERE {where}", parameters)
        return [read_operation(self._keyring, row) for row in rows]


def insert_operation(connection: Connection, keyring: Keyring, new: NewOperation, *, now: float) -> Row:
    """Insert an operation inside a transaction; see `create_operation`. Returns the row for `read_operation`."""
    if new.get("dedupe_key") is not None:
        key = (new["dedupe_key"],)
        if connection.execute("SELECT 1 FROM operations WHERE dedupe_key = ?", key).fetchone():
            raise DuplicateError("dedupe")
    busy = connection.execute(
        "SELECT taskid FROM operations WHERE account_id = ? AND guid = ? AND ended_at IS NULL",
        (new["account_id"], new["guid"]),
    ).fetchone()
    if busy is not None:
        raise ServerBusyError(busy[0])
    taskid = new_taskid(now)
    while connection.execute("SELECT 1 FROM operations WHERE taskid = ?", (taskid,)).fetchone():
        taskid = new_taskid(now)
    values = {
        **new,
        "taskid": taskid,
        "params": keyring.seal_text(new["params"], "operations", taskid, "params"),
        "price": money_text(new.get("price")),
        "state": "confirmed",
        "created_at": now,
        "updated_at": now,
    }
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    row: Row = connection.execute(
        f"INSERT INTO operations ({names}) VALUES ({marks}) RETURNING {OPERATION_COLUMNS}", values
    ).fetchone()
    return row


def read_operation(keyring: Keyring, row: Row) -> OperationRow:
    """A record out of the columns in `OPERATION_COLUMNS`."""
    values = dict(zip(_NAMES, row, strict=True))
    values["params"] = keyring.open_text(values["params"], "operations", values["taskid"], "params")
    values["price"] = money(values["price"])
    values["seen_in_progress"] = bool(values["seen_in_progress"])
    return OperationRow(**values)
