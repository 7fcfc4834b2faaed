"""Rows of confirmations: how they are read inside a transaction and outside."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from store.base import Row, money, require
from store.errors import AlreadyUsedError
from store.ledger import ConfirmationRow

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.crypto import Keyring

_NAMES = tuple(field.name for field in fields(ConfirmationRow))
CONFIRMATION_COLUMNS = ", ".join(_NAMES)


def find_confirmation(connection: Connection, keyring: Keyring, confirmation_id: int) -> ConfirmationRow:
    """One confirmation, inside a transaction.

    Raises:
        NotFoundError: `confirmation`.
    """
    sql = f"SELECT {CONFIRMATION_COLUMNS} FROM confirmations WHERE id = ?"
    return read_confirmation(keyring, require(connection, sql, (confirmation_id,), "confirmation"))


def require_open(confirmation: ConfirmationRow, now: float) -> None:
    """Refuse one that may no longer be pressed.

    Raises:
        AlreadyUsedError: It has ended or expired.
    """
    if confirmation.ended_how is not None or confirmation.expires_at <= now:
        raise AlreadyUsedError(confirmation.ended_how or "expired")


def read_confirmation(keyring: Keyring, row: Row) -> ConfirmationRow:
    """A record out of the columns in `CONFIRMATION_COLUMNS`."""
    values = dict(zip(_NAMES, row, strict=True))
    values["params"] = keyring.open_text(values["params"], "confirmations", values["nonce_hash"].hex(), "params")
    for name in ("price", "list_price"):
        values[name] = money(values[name])
    for name in ("typed", "grave", "paid"):
        values[name] = bool(values[name])
    return ConfirmationRow(**values)
