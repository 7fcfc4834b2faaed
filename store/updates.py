"""Kept updates: what Telegram sent and no handler has ended yet. This is the store's busiest table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.base import Base
from store.records import KeptUpdate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Connection

# Telegram keeps undelivered updates for 24 h, so a copy of one that has ended comes within that time.
_RETAIN_SECONDS = 86_400.0
_PURGE_EVERY_SECONDS = 60.0


class Updates(Base):
    """The subject `kept_updates`. Bodies are encrypted."""

    _purged_at = 0.0

    async def keep_updates(self, updates: Sequence[tuple[int, bytes]], *, received_at: float) -> list[int]:
        """Keep a batch before it is confirmed to Telegram.

        Args:
            updates: Update id and raw body of each.
            received_at: Unix seconds.

        Returns:
            The ids that are new, in the order given: neither kept now nor ended within the last day.
        """

        def keep(connection: Connection) -> list[int]:
            self._purge(connection)
            known = connection.execute(
                "SELECT update_id FROM kept_updates WHERE update_id IN (SELECT value FROM json_each(?))",
                (json.dumps([update_id for update_id, _ in updates]),),
            ).fetchall()
            # A dictionary: the batch itself may hold an update twice.
            new = dict(updates)
            for (update_id,) in known:
                del new[update_id]
            connection.executemany(
                "INSERT INTO kept_updates (update_id, body, received_at) VALUES (?, ?, ?)",
                [
                    (update_id, self._keyring.seal(body, "kept_updates", update_id, "body"), received_at)
                    for update_id, body in new.items()
                ],
            )
            if new:
                connection.execute(
                    "INSERT OR REPLACE INTO last_update (id, update_id, received_at) VALUES (1, ?, ?)",
                    (max(new), received_at),
                )
            return list(new)

        return await self._write(keep)

    def kept_updates(self, *, after: int = 0, limit: int = 500) -> list[KeptUpdate]:
        """The updates that have not ended, by id, from the one after `after`."""
        rows = self._rows(
            "SELECT update_id, body, received_at, attempts FROM kept_updates "
            "WHERE update_id > ? AND ended_at IS NULL ORDER BY update_id LIMIT ?",
            (after, limit),
        )
        return [
            KeptUpdate(update_id, self._keyring.open(body, "kept_updates", update_id, "body"), received_at, attempts)
            for update_id, body, received_at, attempts in rows
        ]

    async def begin_attempt(self, update_ids: Iterable[int]) -> None:
        """Count one more start of the handlers of these updates."""
        ids = [(update_id,) for update_id in update_ids]

        def count(connection: Connection) -> None:
            connection.executemany("UPDATE kept_updates SET attempts = attempts + 1 WHERE update_id = ?", ids)

        await self._write(count)

    async def drop_update(self, update_id: int) -> None:
        """The handler has ended: the body goes, the id is remembered for a day."""
        await self._change(
            "UPDATE kept_updates SET body = NULL, ended_at = ? WHERE update_id = ? AND ended_at IS NULL",
            (self._now(), update_id),
        )

    def last_update_id(self) -> int | None:
        """The newest update id of the last day, for the offset of the next poll; None: ask without an offset.

        After a week without updates Telegram starts anew at a random number, so an old id would skip what waits.
        """
        row = self._row("SELECT update_id FROM last_update WHERE received_at > ?", (self._now() - _RETAIN_SECONDS,))
        return None if row is None else row[0]

    def _purge(self, connection: Connection) -> None:
        now = self._now()
        if now - self._purged_at >= _PURGE_EVERY_SECONDS:
            self._purged_at = now
            connection.execute("DELETE FROM kept_updates WHERE ended_at < ?", (now - _RETAIN_SECONDS,))
