"""What an account may buy, and how the reads of its server list went."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from store.base import Base, set_clause
from store.records import CatalogRow, SyncRow

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.vocabulary import CatalogKind


class SyncChanges(TypedDict, total=False):
    """Unix seconds of the last list and the last failure, and what the failure said."""

    listed_at: float | None
    failed_at: float | None
    error: str | None


class Catalog(Base):
    """The subjects `catalogs` and `sync_states`."""

    async def keep_catalog(self, account_id: int, kind: CatalogKind, data: str, *, read_at: float) -> None:
        """Keep what the engine told (JSON)."""
        await self._change(
            "INSERT INTO catalogs (account_id, kind, data, read_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (account_id, kind) DO UPDATE SET data = excluded.data, read_at = excluded.read_at",
            (account_id, kind, data, read_at),
        )

    def catalog(self, account_id: int, kind: CatalogKind) -> CatalogRow | None:
        """What the engine last told, None if it was never asked."""
        row = self._row(
            "SELECT account_id, kind, data, read_at FROM catalogs WHERE account_id = ? AND kind = ?", (account_id, kind)
        )
        return None if row is None else CatalogRow(*row)

    def sync_state(self, account_id: int) -> SyncRow:
        """How the last reads of the server list went; all None if there were none."""
        row = self._row(
            "SELECT listed_at, failed_at, error, failing_since FROM sync_states WHERE account_id = ?", (account_id,)
        )
        return SyncRow(None, None, None) if row is None else SyncRow(*row)

    async def note_unreadable(self, account_id: int, error: str) -> None:
        """The account's list could not be read; since when, the first failure after a whole list says."""
        await self._change(
            "INSERT INTO sync_states (account_id, failed_at, error, failing_since) VALUES (?1, ?2, ?3, ?2) "
            "ON CONFLICT (account_id) DO UPDATE SET failed_at = ?2, error = ?3, "
            "failing_since = coalesce(failing_since, ?2)",
            (account_id, self._now(), error),
        )

    async def set_sync_state(self, account_id: int, **changes: Unpack[SyncChanges]) -> None:
        """Change what is given; whole lists and failures to read them set it by themselves."""
        columns = set_clause(changes, SyncChanges.__annotations__)

        def change(connection: Connection) -> None:
            connection.execute("INSERT OR IGNORE INTO sync_states (account_id) VALUES (?)", (account_id,))
            connection.execute(
                f"UPDATE sync_states SET {columns} WHERE account_id = :account_id",
                {**changes, "account_id": account_id},
            )

        await self._write(change)
