"""Events: what happened to servers without us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.base import Base
from store.records import EventRow, NewEvent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection


class Events(Base):
    """The subject `events`."""

    async def add_event(self, *, account_id: int, guid: str, at: float, kind: str, detail: str) -> None:
        """Keep one event; `detail` is JSON."""
        await self.add_events([NewEvent(account_id, guid, at, kind, detail)])

    async def add_events(self, events: Sequence[NewEvent]) -> None:
        """Keep several, all or none."""
        rows = [(event.account_id, event.guid, event.at, event.kind, event.detail) for event in events]

        def insert(connection: Connection) -> None:
            connection.executemany(
                "INSERT INTO events (account_id, guid, at, kind, detail) VALUES (?, ?, ?, ?, ?)", rows
            )

        if rows:
            await self._write(insert)

    def events(self, account_id: int, guid: str, *, limit: int = 50) -> list[EventRow]:
        """A server's events, the newest first."""
        rows = self._rows(
            "SELECT account_id, guid, at, kind, detail, id FROM events "
            "WHERE account_id = ? AND guid = ? ORDER BY at DESC, id DESC LIMIT ?",
            (account_id, guid, limit),
        )
        return [EventRow(*row) for row in rows]
