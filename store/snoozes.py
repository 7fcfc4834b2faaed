"""Snoozes: ends of which a chat wants to be reminded later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.base import Base

if TYPE_CHECKING:
    from sqlite3 import Connection


class Snoozes(Base):
    """The subject `snoozes`. One counts for the end that the server has when it is put off, and for no other."""

    async def snooze(self, chat_id: int, account_id: int, guid: str, *, until: float) -> bool:
        """Remind a chat of a server's end again at that time (unix seconds) and not before.

        Returns:
            False if the server has no end.
        """

        def put(connection: Connection) -> bool:
            return bool(
                connection.execute(
                    "INSERT OR REPLACE INTO snoozes (chat_id, account_id, guid, ends_at, until_at) "
                    "SELECT ?1, account_id, guid, ends_at, ?4 FROM servers "
                    "WHERE account_id = ?2 AND guid = ?3 AND ends_at IS NOT NULL",
                    (chat_id, account_id, guid, until),
                ).rowcount
            )

        return await self._write(put)

    async def wake(self, chat_id: int, account_id: int, guid: str) -> bool:
        """Take a snooze back; False if there was none."""
        return bool(
            await self._change(
                "DELETE FROM snoozes WHERE chat_id = ? AND account_id = ? AND guid = ?", (chat_id, account_id, guid)
            )
        )

    def snoozed_until(self, chat_id: int, account_id: int, guid: str) -> float | None:
        """Until when a server's present end is put off in a chat; None: it is not."""
        row = self._row(
            "SELECT until_at FROM snoozes JOIN servers USING (account_id, guid, ends_at)"
            " WHERE chat_id = ? AND account_id = ? AND guid = ?",
            (chat_id, account_id, guid),
        )
        return None if row is None else row[0]
