"""Confirmations: single-use permissions. The button carries 128 random bits, all else is here."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from store.base import Base, Row, money, money_text, require
from store.errors import AlreadyUsedError
from store.operations import insert_operation, read_operation
from store.records import ConfirmationRow

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.operations import NewOperation
    from store.records import OperationRow
    from store.vocabulary import EndedHow

_NAMES = tuple(field.name for field in fields(ConfirmationRow))
_COLUMNS = ", ".join(_NAMES)
# 22 characters of base64url.
_NONCE_BYTES = 16


class ConfirmedOperation(TypedDict, total=False):
    """What the press adds to the confirmation's own values, or puts in their place (an approval runs elsewhere)."""

    params: str
    before: str | None
    chat_id: int
    thread_id: int | None
    user_id: int
    status_message_id: int | None
    order_no: str | None
    dedupe_key: str | None
    next_at: float | None


class Confirmations(Base):
    """The subject `confirmations`. Only the hash of a nonce is stored."""

    async def add_confirmation(
        self,
        *,
        chat_id: int,
        thread_id: int | None = None,
        user_id: int,
        action: str,
        account_id: int,
        guid: str | None,
        identity_id: int,
        params: str,
        price: Decimal | None = None,
        shown: str,
        expires_at: float,
    ) -> str:
        """Keep what a person is about to be asked; see `ConfirmationRow`.

        Returns:
            The nonce for the button, 22 characters of base64url.
        """
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        digest = _digest(nonce)
        sealed = self._keyring.seal_text(params, "confirmations", digest.hex(), "params")
        await self._change(
            "INSERT INTO confirmations (nonce_hash, chat_id, thread_id, user_id, action, account_id, guid, "
            "identity_id, params, price, shown, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(digest, chat_id, thread_id, user_id, action, account_id, guid, identity_id),
                *(sealed, money_text(price), shown, self._now(), expires_at),
            ),
        )
        return nonce

    def confirmation_by_nonce(self, nonce: str) -> ConfirmationRow | None:
        """The confirmation behind a button, whether open or ended."""
        row = self._row(f"SELECT {_COLUMNS} FROM confirmations WHERE nonce_hash = ?", (_digest(nonce),))
        return None if row is None else self._confirmation(row)

    def confirmation(self, confirmation_id: int) -> ConfirmationRow | None:
        """One confirmation, None if unknown."""
        row = self._row(f"SELECT {_COLUMNS} FROM confirmations WHERE id = ?", (confirmation_id,))
        return None if row is None else self._confirmation(row)

    def open_confirmations(self, chat_id: int, user_id: int) -> list[ConfirmationRow]:
        """What a person has been asked in a chat and may still press, the newest first."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM confirmations "
            "WHERE chat_id = ? AND user_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY id DESC",
            (chat_id, user_id, self._now()),
        )
        return [self._confirmation(row) for row in rows]

    async def set_confirmation_message(self, confirmation_id: int, message_id: int) -> None:
        """Bind a confirmation to the message that shows it."""
        await self._change("UPDATE confirmations SET message_id = ? WHERE id = ?", (message_id, confirmation_id))

    async def end_confirmation(self, confirmation_id: int, how: EndedHow) -> bool:
        """End a confirmation without an operation; True for exactly one caller."""
        return bool(
            await self._change(
                "UPDATE confirmations SET ended_at = ?, ended_how = ? WHERE id = ? AND ended_at IS NULL",
                (self._now(), how, confirmation_id),
            )
        )

    async def confirm(
        self, confirmation_id: int, *, language: str, **given: Unpack[ConfirmedOperation]
    ) -> OperationRow:
        """Use a confirmation up and write its operation down: both or neither, whatever crashes.

        Account, identity, server, action and price are the confirmation's; chat, thread, person and parameters are,
        too, unless given.

        Args:
            confirmation_id: The confirmation.
            language: In which the operation is reported.
            given: The operation's further values.

        Raises:
            AlreadyUsedError: It has ended or expired.
            DuplicateError: See `Operations.create_operation`. The confirmation stays as it was.
            NotFoundError: `confirmation`.
            ServerBusyError: The server has an open operation. The confirmation stays as it was.
        """
        now = self._now()

        def work(connection: Connection) -> Row:
            confirmation = self._confirmation(
                require(
                    connection,
                    f"SELECT {_COLUMNS} FROM confirmations WHERE id = ?",
                    (confirmation_id,),
                    "confirmation",
                )
            )
            if confirmation.ended_how is not None or confirmation.expires_at <= now:
                raise AlreadyUsedError(confirmation.ended_how or "expired")
            new: NewOperation = {
                "account_id": confirmation.account_id,
                "identity_id": confirmation.identity_id,
                "guid": confirmation.guid,
                "action": confirmation.action,
                "price": confirmation.price,
                "language": language,
                "params": confirmation.params,
                "chat_id": confirmation.chat_id,
                "thread_id": confirmation.thread_id,
                "user_id": confirmation.user_id,
                **given,
            }
            row = insert_operation(connection, self._keyring, new, now=now)
            connection.execute(
                "UPDATE confirmations SET ended_at = ?, ended_how = 'pressed', taskid = ? WHERE id = ?",
                (now, row[0], confirmation_id),
            )
            return row

        return read_operation(self._keyring, await self._write(work))

    async def void_confirmations(self, account_id: int, guid: str) -> int:
        """End everything that is open on a server; how many there were."""
        now = self._now()
        return await self._write(
            lambda connection: void_where(connection, "account_id = ? AND guid = ?", (account_id, guid), now=now)
        )

    def _confirmation(self, row: Row) -> ConfirmationRow:
        values = dict(zip(_NAMES, row, strict=True))
        values["params"] = self._keyring.open_text(
            values["params"], "confirmations", values["nonce_hash"].hex(), "params"
        )
        values["price"] = money(values["price"])
        return ConfirmationRow(**values)


def void_where(connection: Connection, where: str, parameters: tuple[Any, ...], *, now: float) -> int:
    """Void open confirmations inside a transaction; how many there were."""
    return connection.execute(
        f"UPDATE confirmations SET ended_at = ?, ended_how = 'void' WHERE ended_at IS NULL AND {where}",
        (now, *parameters),
    ).rowcount


def _digest(nonce: str) -> bytes:
    # 128 random bits: nothing to guess, so a plain hash is enough.
    return hashlib.sha256(nonce.encode()).digest()
