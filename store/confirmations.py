"""Confirmations: single-use permissions. The button carries 128 random bits, all else is here."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from store.base import Base, money_text
from store.confirmation_rows import CONFIRMATION_COLUMNS, read_confirmation
from store.endings import void_where
from store.errors import DuplicateError

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.ledger import ConfirmationRow
    from store.vocabulary import EndedHow

# 22 characters of base64url.
_NONCE_BYTES = 16
# A sealed empty text: key id, nonce and tag.
_EMPTY_BYTES = 32
# The confirmation and, of a batch, the others; NULL equals nothing, so one without a batch stands alone.
_TOGETHER = "(id = :id OR batch = (SELECT batch FROM confirmations WHERE id = :id))"


class Confirmations(Base):
    """The subject `confirmations`. Only the hash of a nonce is stored. `presses` and `approvals` use them up."""

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
        list_price: Decimal | None = None,
        asked: str | None = None,
        batch: str | None = None,
        typed: bool = False,
        order_no: str | None = None,
        grave: bool = False,
        paid: bool = False,
        language: str | None = None,
        dedupe_key: str | None = None,
    ) -> str:
        """Keep what a person is about to be asked; see `ConfirmationRow`.

        One with a deduplication key takes the place of an earlier one with the same key that came to nothing.

        Returns:
            The nonce for the button, 22 characters of base64url.

        Raises:
            DuplicateError: `dedupe`: an operation or an approval came of this key.
        """
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        digest = _digest(nonce)
        values = {
            "nonce_hash": digest,
            "chat_id": chat_id,
            "thread_id": thread_id,
            "user_id": user_id,
            "action": action,
            "account_id": account_id,
            "guid": guid,
            "identity_id": identity_id,
            "params": self._keyring.seal_text(params, "confirmations", digest.hex(), "params"),
            "price": money_text(price),
            "shown": shown,
            "created_at": self._now(),
            "expires_at": expires_at,
            "list_price": money_text(list_price),
            "asked": asked,
            "batch": batch,
            "typed": int(typed),
            "order_no": order_no,
            "grave": int(grave),
            "paid": int(paid),
            "language": language,
            "dedupe_key": dedupe_key,
        }
        await self._write(lambda connection: _insert(connection, values))
        return nonce

    def confirmation_by_dedupe_key(self, dedupe_key: str) -> ConfirmationRow | None:
        """The confirmation with a deduplication key, None if there is none."""
        return next(iter(self._confirmations("dedupe_key = ?", (dedupe_key,))), None)

    def confirmation_by_nonce(self, nonce: str) -> ConfirmationRow | None:
        """The confirmation behind a button, whether open or ended."""
        return next(iter(self._confirmations("nonce_hash = ?", (_digest(nonce),))), None)

    def confirmation(self, confirmation_id: int) -> ConfirmationRow | None:
        """One confirmation, None if unknown."""
        return next(iter(self._confirmations("id = ?", (confirmation_id,))), None)

    def batch_confirmations(self, batch: str) -> list[ConfirmationRow]:
        """The confirmations of a batch, whether open or ended, in the order in which they were added."""
        return self._confirmations("batch = ? ORDER BY id", (batch,))

    def open_confirmations(self, chat_id: int, user_id: int) -> list[ConfirmationRow]:
        """What a person has been asked in a chat and may still press, the newest first."""
        return self._confirmations(
            "chat_id = ? AND user_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY id DESC",
            (chat_id, user_id, self._now()),
        )

    def open_typed_confirmation(self, chat_id: int, user_id: int) -> ConfirmationRow | None:
        """What a person may answer by typing the server's name: the newest that is open and was shown."""
        found = self._confirmations(
            "chat_id = ? AND user_id = ? AND typed = 1 AND message_id IS NOT NULL AND ended_at IS NULL "
            "AND expires_at > ? ORDER BY id DESC LIMIT 1",
            (chat_id, user_id, self._now()),
        )
        return found[0] if found else None

    async def set_confirmation_message(self, confirmation_id: int, message_id: int) -> None:
        """Bind a confirmation, with all of its batch, to the message that shows it."""
        await self._change(
            f"UPDATE confirmations SET message_id = :message_id WHERE {_TOGETHER}",
            {"id": confirmation_id, "message_id": message_id},
        )

    async def end_confirmation(self, confirmation_id: int, how: EndedHow) -> bool:
        """End a confirmation, with all of its batch, without an operation; True for exactly one caller."""
        return bool(
            await self._change(
                f"UPDATE confirmations SET ended_at = :now, ended_how = :how WHERE {_TOGETHER} AND ended_at IS NULL",
                {"id": confirmation_id, "now": self._now(), "how": how},
            )
        )

    async def void_confirmations(self, account_id: int, guid: str) -> int:
        """End what is open on a server, batches and approvals included; how many confirmations there were."""
        server, now = {"account_id": account_id, "guid": guid}, self._now()
        return await self._write(
            lambda connection: void_where(
                connection, self._keyring, "account_id = :account_id AND guid = :guid", server, now=now
            )
        )

    async def purge(self, before: float) -> int:
        """Forget what nobody needs any more.

        Parameters of confirmations that ended or expired before that time are emptied (they may hold passwords), unless
        an approval still waits. What was overwritten leaves the log, too.

        Returns:
            How many rows were purged.
        """
        purged = await self._write(lambda connection: self._forget(connection, before))
        if purged:
            await self.checkpoint()
        return purged

    def _forget(self, connection: Connection, before: float) -> int:
        rows = connection.execute(
            "SELECT id, nonce_hash FROM confirmations WHERE coalesce(ended_at, expires_at) < ? AND length(params) > ? "
            "AND NOT EXISTS (SELECT 1 FROM approvals WHERE approvals.id = approval_id AND approvals.ended_at IS NULL)",
            (before, _EMPTY_BYTES),
        ).fetchall()
        for confirmation_id, digest in rows:
            empty = self._keyring.seal_text("", "confirmations", digest.hex(), "params")
            connection.execute("UPDATE confirmations SET params = ? WHERE id = ?", (empty, confirmation_id))
        return len(rows)

    def _confirmations(self, where: str, parameters: tuple[Any, ...]) -> list[ConfirmationRow]:
        rows = self._rows(f"SELECT {CONFIRMATION_COLUMNS} FROM confirmations WHERE {where}", parameters)
        return [read_confirmation(self._keyring, row) for row in rows]


def _insert(connection: Connection, values: dict[str, Any]) -> None:
    if values["dedupe_key"] is not None:
        connection.execute(
            "UPDATE confirmations SET dedupe_key = NULL, ended_how = coalesce(ended_how, 'void'), "
            "ended_at = coalesce(ended_at, :created_at) "
            "WHERE dedupe_key = :dedupe_key AND taskid IS NULL AND approval_id IS NULL",
            values,
        )
        if connection.execute("SELECT 1 FROM confirmations WHERE dedupe_key = :dedupe_key", values).fetchone():
            raise DuplicateError("dedupe")
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO confirmations ({names}) VALUES ({marks})", values)


def _digest(nonce: str) -> bytes:
    # 128 random bits: nothing to guess, so a plain hash is enough.
    return hashlib.sha256(nonce.encode()).digest()
