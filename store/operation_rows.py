"""Rows of operations: how one is written down, and how it is read."""

from __future__ import annotations

import secrets
import time
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Required, TypedDict

from store.audit import append_audit, fingerprint, parsed
from store.base import Row, fen, money, money_text
from store.errors import DuplicateError, ServerBusyError
from store.ledger import OperationRow
from store.order_numbers import MAX_ORDER_NO

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.crypto import Keyring
    from store.vocabulary import Funding

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
    list_price: Decimal | None
    funding: Funding | None
    grave: bool
    batch: str | None
    approval_id: int | None
    asked: str | None


def new_taskid(now: float | None = None) -> int:
    """A task number: the time and random bits, positive, below 2**53.

    Never a sequence: after a backup was restored, a sequence would give numbers to the engine that it has seen.

    Args:
        now: Unix seconds; None: the wall clock's.
    """
    milliseconds = int(((time.time() if now is None else now) - _EPOCH) * 1000)
    return (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)


def first_taskid(since: float) -> int:
    """The lowest task number that an operation of that time (unix seconds) or later can have."""
    return int((since - _EPOCH) * 1000) << _RANDOM_BITS


def insert_operation(connection: Connection, keyring: Keyring, new: NewOperation, *, now: float) -> Row:
    """Insert an operation inside a transaction, with its entry in the audit; see `create_operation`.

    Returns:
        The row for `read_operation`.
    """
    order_no, price = new.get("order_no"), new.get("price")
    if order_no is not None and len(order_no) > MAX_ORDER_NO:
        raise ValueError(f"the engine takes order numbers of up to {MAX_ORDER_NO} characters")
    if price is not None and price < 0:
        raise ValueError("a price is not negative")
    if new.get("dedupe_key") is not None:
        key = (new["dedupe_key"],)
        if connection.execute("SELECT 1 FROM operations WHERE dedupe_key = ?", key).fetchone():
            raise DuplicateError("dedupe")
    _refuse_busy(connection, new["account_id"], new["guid"], grave=new.get("grave", False))
    taskid = new_taskid(now)
    while connection.execute("SELECT 1 FROM operations WHERE taskid = ?", (taskid,)).fetchone():
        taskid = new_taskid(now)
    values = {
        **new,
        "taskid": taskid,
        "params": keyring.seal_text(new["params"], "operations", taskid, "params"),
        "price": money_text(price),
        "price_fen": None if price is None else fen(price),
        "list_price": money_text(new.get("list_price")),
        "grave": int(new.get("grave", False)),
        "state": "confirmed",
        "created_at": now,
        "updated_at": now,
    }
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    row: Row = connection.execute(
        f"INSERT INTO operations ({names}) VALUES ({marks}) RETURNING {OPERATION_COLUMNS}", values
    ).fetchone()
    append_audit(connection, keyring, "confirmed", _confirmed(read_operation(keyring, row)), now=now)
    return row


def read_operation(keyring: Keyring, row: Row) -> OperationRow:
    """A record out of the columns in `OPERATION_COLUMNS`."""
    values = dict(zip(_NAMES, row, strict=True))
    values["params"] = keyring.open_text(values["params"], "operations", values["taskid"], "params")
    if values["answer"] is not None:
        values["answer"] = keyring.open_text(values["answer"], "operations", values["taskid"], "answer")
    values["price"] = money(values["price"])
    values["list_price"] = money(values["list_price"])
    values["seen_in_progress"] = bool(values["seen_in_progress"])
    values["grave"] = bool(values["grave"])
    return OperationRow(**values)


def _refuse_busy(connection: Connection, account_id: int, guid: str | None, *, grave: bool) -> None:
    on_server = "SELECT taskid FROM operations WHERE account_id = ? AND guid = ?"
    busy = connection.execute(f"{on_server} AND ended_at IS NULL", (account_id, guid)).fetchone()
    if busy is not None:
        raise ServerBusyError(busy[0])
    if grave:
        undecided = f"{on_server} AND state = 'needs-human' ORDER BY taskid DESC LIMIT 1"
        busy = connection.execute(undecided, (account_id, guid)).fetchone()
        if busy is not None:
            raise ServerBusyError(busy[0], needs_human=True)


def _confirmed(row: OperationRow) -> dict[str, Any]:
    """What the audit keeps of an operation that was allowed."""
    return {
        "taskid": row.taskid,
        "user": row.user_id,
        "chat": row.chat_id,
        "account": row.account_id,
        "identity": row.identity_id,
        "guid": row.guid,
        "action": row.action,
        "asked": parsed(row.asked),
        "price": money_text(row.price),
        "fen": None if row.price is None else fen(row.price),
        "list_price": money_text(row.list_price),
        "order_no": row.order_no,
        "funding": row.funding,
        "batch": row.batch,
        "approval": row.approval_id,
        "dedupe_key": row.dedupe_key,
        "digest": fingerprint(row.before),
    }
