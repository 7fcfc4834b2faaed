"""Maintenance windows: times in which trouble with a server is expected, and no alarm."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from store.base import Base

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class MaintenanceRow:
    """A window of a chat, unix seconds; account and guid are None where it is for all servers of the chat."""

    id: int
    chat_id: int
    account_id: int | None
    guid: str | None
    starts_at: float
    ends_at: float
    user_id: int
    created_at: float


_COLUMNS = ", ".join(field.name for field in fields(MaintenanceRow))


def window_of(of: str, chat: str, now: str) -> str:
    """SQL: the windows of a chat that are open for a server; see `mutes.mute_of`."""
    return (
        f"SELECT 1 FROM maintenance WHERE maintenance.chat_id = {chat} AND maintenance.starts_at <= {now} "
        f"AND maintenance.ends_at > {now} AND (maintenance.guid IS NULL "
        f"OR (maintenance.account_id = {of}.account_id AND maintenance.guid = {of}.guid))"
    )


class Maintenance(Base):
    """The subject `maintenance`."""

    async def add_maintenance(
        self,
        chat_id: int,
        *,
        account_id: int | None = None,
        guid: str | None = None,
        starts_at: float,
        ends_at: float,
        user_id: int,
    ) -> int:
        """Keep a window; returns its number.

        Raises:
            StoreError: it ends before it begins, or has only one of account and guid.
        """
        now = self._now()
        return await self._write(
            lambda connection: (
                connection.execute(
                    "INSERT INTO maintenance (chat_id, account_id, guid, starts_at, ends_at, user_id, created_at) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (chat_id, account_id, guid, starts_at, ends_at, user_id, now),
                ).lastrowid
                or 0
            )
        )

    async def join_maintenance(
        self,
        chat_id: int,
        *,
        account_id: int | None = None,
        guid: str | None = None,
        starts_at: float,
        ends_at: float,
        user_id: int,
    ) -> MaintenanceRow:
        """Keep a window as one with those of the chat for the same server (or for all) that it overlaps or touches.

        Returns:
            The one window.

        Raises:
            StoreError: it ends before it begins, or has only one of account and guid.
        """
        now = self._now()
        values = {
            "chat_id": chat_id,
            "account_id": account_id,
            "guid": guid,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "user_id": user_id,
            "created_at": now,
        }

        def join(connection: Connection) -> MaintenanceRow:
            joined = connection.execute(
                "DELETE FROM maintenance WHERE chat_id = :chat_id AND account_id IS :account_id AND guid IS :guid "
                "AND starts_at <= :ends_at AND ends_at >= :starts_at RETURNING starts_at, ends_at",
                values,
            ).fetchall()
            values["starts_at"] = min([starts_at, *(begin for begin, _ in joined)])
            values["ends_at"] = max([ends_at, *(end for _, end in joined)])
            row = connection.execute(
                "INSERT INTO maintenance (chat_id, account_id, guid, starts_at, ends_at, user_id, created_at) VALUES "
                f"(:chat_id, :account_id, :guid, :starts_at, :ends_at, :user_id, :created_at) RETURNING {_COLUMNS}",
                values,
            ).fetchone()
            return MaintenanceRow(*row)

        return await self._write(join)

    async def end_maintenance(self, window_id: int, chat_id: int) -> bool:
        """Take a window away, begun or not; False if the chat has none of this number."""
        return bool(await self._change("DELETE FROM maintenance WHERE id = ? AND chat_id = ?", (window_id, chat_id)))

    def maintenance(self, chat_id: int, now: float) -> list[MaintenanceRow]:
        """A chat's windows that are not over, the first to begin first."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM maintenance WHERE chat_id = ? AND ends_at > ? ORDER BY starts_at, id",
            (chat_id, now),
        )
        return [MaintenanceRow(*row) for row in rows]

    def in_maintenance(self, chat_id: int, account_id: int, guid: str, now: float) -> bool:
        """Whether a chat has a window open for a server."""
        return (
            self._row(
                f"WITH server(account_id, guid) AS (VALUES (?1, ?2)) SELECT 1 FROM server "
                f"WHERE EXISTS ({window_of('server', '?3', '?4')})",
                (account_id, guid, chat_id, now),
            )
            is not None
        )

    async def purge_maintenance(self, before: float) -> int:
        """Delete the windows that were over by then; how many."""
        return await self._change("DELETE FROM maintenance WHERE ends_at < ?", (before,))
