"""Secrets that were handed out: the messages that show one until their time is up, and operations' own passwords."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.audit import append_audit
from store.base import Base

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from sqlite3 import Connection

PURGED = "*"
"""Stands where a password stood; no line takes one of a single character."""
# Operations a transaction: other writers wait for it.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SecretMessageRow:
    """A message that shows a secret, or is about to.

    Attributes:
        chat_id: the private chat.
        message_id: the message.
        delete_at: UNIX time at which it has to go.
    """

    chat_id: int
    message_id: int
    delete_at: float


class SecretMessages(Base):
    """The subject `secret_messages`, and the passwords in `operations`."""

    async def keep_secret_message(
        self, chat_id: int, message_id: int, *, delete_at: float, kind: str, about: Mapping[str, Any]
    ) -> None:
        """Remember a message that will show a secret, and enter in the audit that one was handed out.

        Args:
            chat_id: The private chat.
            message_id: The message.
            delete_at: Unix seconds.
            kind: What is handed out, for the audit.
            about: Ids for the audit; never the secret.
        """
        now = self._now()

        def work(connection: Connection) -> None:
            connection.execute(
                "INSERT INTO secret_messages (chat_id, message_id, delete_at) VALUES (?, ?, ?) "
                "ON CONFLICT (chat_id, message_id) DO UPDATE SET delete_at = excluded.delete_at",
                (chat_id, message_id, delete_at),
            )
            append_audit(connection, self._keyring, kind, about, now=now)

        await self._write(work)

    def due_secret_messages(self, now: float, *, limit: int = 100) -> list[SecretMessageRow]:
        """Messages whose time is up, the longest overdue first."""
        rows = self._rows(
            "SELECT chat_id, message_id, delete_at FROM secret_messages WHERE delete_at <= ? "
            "ORDER BY delete_at LIMIT ?",
            (now, limit),
        )
        return [SecretMessageRow(*row) for row in rows]

    async def drop_secret_message(self, chat_id: int, message_id: int) -> bool:
        """Forget a message that is gone, or cannot be deleted any more; whether it was known."""
        sql = "DELETE FROM secret_messages WHERE chat_id = ? AND message_id = ?"
        return bool(await self._change(sql, (chat_id, message_id)))

    async def purge_passwords(self, before: float, secrets: Mapping[str, Collection[str]]) -> int:
        """Overwrite the passwords of operations that ended before that time; all else in their rows stays.

        What was overwritten leaves the log, too. An operation that was purged is left alone from then on.

        Args:
            before: Unix seconds.
            secrets: Action → fields of its parameters.

        Returns:
            How many operations were purged.
        """
        purged = 0
        while count := await self._write(lambda connection: self._forget_passwords(connection, before, secrets)):
            purged += count
        if purged:
            await self.checkpoint()
        return purged

    def _forget_passwords(self, connection: Connection, before: float, secrets: Mapping[str, Collection[str]]) -> int:
        rows = connection.execute(
            "SELECT taskid, action, params FROM operations WHERE ended_at < ? AND purged_at IS NULL "
            "AND action IN (SELECT value FROM json_each(?)) LIMIT ?",
            (before, json.dumps(list(secrets)), _AT_ONCE),
        ).fetchall()
        now = self._now()
        for taskid, action, sealed in rows:
            values = json.loads(self._keyring.open_text(sealed, "operations", taskid, "params"))
            values |= {name: PURGED for name in secrets[action] if name in values}
            fresh = self._keyring.seal_text(json.dumps(values), "operations", taskid, "params")
            connection.execute("UPDATE operations SET params = ?, purged_at = ? WHERE taskid = ?", (fresh, now, taskid))
        return len(rows)
