"""Inspections: what only costly reads tell, and when each is due. And snapshots, which come of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, NamedTuple

from store.base import Base
from store.operation_rows import first_taskid

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from sqlite3 import Connection

InspectionKind = Literal["address", "snapshots"]

# A list of snapshots that tells nothing new is worth a write only if the last one is this much older.
_TOUCH_SECONDS = 30.0
# An operation has ended long before.
_OPERATIONS_OF = 2 * 86400.0
_ALIVE = """
    EXISTS (SELECT 1 FROM servers WHERE servers.account_id = {0}.account_id AND servers.guid = {0}.guid
        AND servers.dead = 0 AND servers.gone_at IS NULL)
"""
# For whom an abnormal address is read: of `Audiences.audience` the chats that want it and have not muted the server.
_WANTED = """
    WITH wanting AS (
        SELECT chat_id FROM preferences WHERE ',' || alert_kinds || ',' LIKE '%,abnormal,%'
    ), told AS (
        SELECT chat_id, account_id, guid FROM wanting JOIN grants USING (chat_id) JOIN assignments USING (identity_id)
        UNION
        SELECT chat_id, servers.account_id, servers.guid FROM wanting JOIN grants USING (chat_id)
            JOIN identities ON identities.id = grants.identity_id AND all_servers AND erased_at IS NULL
            JOIN servers ON servers.account_id = identities.account_id AND dead = 0 AND gone_at IS NULL
            WHERE NOT EXISTS (SELECT 1 FROM assignments WHERE assignments.account_id = servers.account_id
                AND assignments.guid = servers.guid)
    ), wanted AS (
        SELECT DISTINCT account_id, guid FROM told JOIN servers USING (account_id, guid)
            WHERE dead = 0 AND gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM mutes WHERE mutes.chat_id = told.chat_id
                AND mutes.account_id = told.account_id AND mutes.guid = told.guid AND (until IS NULL OR until > :now))
    )
"""


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A snapshot as last listed; `ends_at` is None where the engine does not tell it."""

    account_id: int
    guid: str
    name: str
    ends_at: float | None
    read_at: float


class NewSnapshot(NamedTuple):
    """A snapshot of a list; unix seconds, None where not told."""

    name: str
    created_at: float | None
    ends_at: float | None


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """A read that is due. `failures` counts those in a row."""

    account_id: int
    guid: str
    kind: InspectionKind
    next_read_at: float
    failures: int


_COLUMNS = ", ".join(field.name for field in fields(InspectionRow))
_SNAPSHOT = ", ".join(field.name for field in fields(SnapshotRow))


class Inspections(Base):
    """The subjects `inspections` and `snapshots`."""

    async def want_addresses(self, *, every: float) -> int:
        """Bring the reads of addresses in line with who wants them; new ones are spread over `every` seconds.

        Returns:
            How many began or ended.
        """
        parameters = {"now": self._now(), "every": every}

        def change(connection: Connection) -> int:
            ended = connection.execute(
                f"{_WANTED} DELETE FROM inspections WHERE kind = 'address' "
                "AND (account_id, guid) NOT IN (SELECT account_id, guid FROM wanted)",
                parameters,
            ).rowcount
            begun = connection.execute(
                f"{_WANTED} INSERT OR IGNORE INTO inspections (account_id, guid, kind, next_read_at) "
                "SELECT account_id, guid, 'address', :now + :every * (random() & 1023) / 1024.0 FROM wanted",
                parameters,
            ).rowcount
            return int(ended + begun)

        return await self._write(change)

    async def want_snapshots(self) -> int:
        """Look again where a snapshot was being made here since the last list; forget those of servers that are gone.

        Returns:
            How many reads have become due, and snapshots were forgotten.
        """
        now = self._now()

        def change(connection: Connection) -> int:
            due = connection.execute(
                "INSERT INTO inspections (account_id, guid, kind, next_read_at) "
                "SELECT account_id, guid, 'snapshots', max(updated_at) FROM operations WHERE taskid >= ? "
                "AND action = 'createsnapshot' AND state <> 'failed' AND guid IS NOT NULL GROUP BY account_id, guid "
                "ON CONFLICT (account_id, guid, kind) DO UPDATE SET next_read_at = excluded.next_read_at "
                "WHERE next_read_at IS NULL AND coalesce(read_at, 0) < excluded.next_read_at",
                (first_taskid(now - _OPERATIONS_OF),),
            ).rowcount
            gone = connection.execute(f"DELETE FROM snapshots WHERE NOT {_ALIVE.format('snapshots')}").rowcount
            return int(due + gone)

        return await self._write(change)

    async def suspect_snapshots(self, account_id: int, guids: Collection[str], *, every: float) -> None:
        """Something hints at snapshots of these servers: they are listed soon, unless they are listed anyway.

        One that was listed and had none is not listed again before `every` seconds are over.
        """
        now = self._now()
        await self._change(
            "INSERT INTO inspections (account_id, guid, kind, next_read_at) "
            "SELECT ?1, value, 'snapshots', ?2 FROM json_each(?3) WHERE true "
            "ON CONFLICT (account_id, guid, kind) DO UPDATE SET next_read_at = max(?2, coalesce(read_at + ?4, ?2)) "
            "WHERE next_read_at IS NULL",
            (account_id, now, json.dumps(list(guids)), every),
        )

    def due_inspections(self, account_id: int, kind: InspectionKind, now: float, *, limit: int) -> list[InspectionRow]:
        """The reads of an account whose time has come, the longest due first; of living servers."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM inspections WHERE account_id = ? AND kind = ? AND next_read_at <= ? "
            f"AND {_ALIVE.format('inspections')} ORDER BY next_read_at LIMIT ?",
            (account_id, kind, now, limit),
        )
        return [InspectionRow(*row) for row in rows]

    async def inspected(
        self, account_id: int, guid: str, kind: InspectionKind, *, next_read_at: float | None, failed: bool = False
    ) -> None:
        """Note when a server is to be read next; nothing where that is no longer wanted."""
        await self._change(
            "UPDATE inspections SET next_read_at = ?1, failures = CASE WHEN ?2 THEN failures + 1 ELSE 0 END "
            "WHERE account_id = ?3 AND guid = ?4 AND kind = ?5",
            (next_read_at, failed, account_id, guid, kind),
        )

    async def keep_snapshots(
        self, account_id: int, guid: str, snapshots: Sequence[NewSnapshot], *, read_at: float, next_read_at: float
    ) -> bool:
        """Keep a server's list of snapshots; one that was asked for before the kept one is dropped.

        Args:
            account_id: The account.
            guid: The server.
            snapshots: All that it has.
            read_at: When the engine was asked.
            next_read_at: When to list them again, where there are any.

        Returns:
            Whether something was written: not if nothing changed and the kept list is less than 30 s older.
        """
        fresh = {each.name: each for each in snapshots}

        def worth_writing(read: float | None, names: set[tuple[str, float | None]]) -> bool:
            same = names == {(each.name, each.ends_at) for each in fresh.values()}
            return read is None or read_at >= read + (_TOUCH_SECONDS if same else 0.0)

        def keep(connection: Connection) -> bool:
            row = connection.execute(_READ_AT, (account_id, guid)).fetchone()
            kept = set(connection.execute(_KEPT, (account_id, guid)).fetchall())
            if not worth_writing(row[0] if row is not None else None, kept):
                return False
            connection.execute("DELETE FROM snapshots WHERE account_id = ? AND guid = ?", (account_id, guid))
            connection.executemany(
                "INSERT INTO snapshots (account_id, guid, name, created_at, ends_at, read_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(account_id, guid, *each, read_at) for each in fresh.values()],
            )
            connection.execute(
                "INSERT INTO inspections (account_id, guid, kind, next_read_at, read_at) "
                "VALUES (?, ?, 'snapshots', ?, ?) ON CONFLICT (account_id, guid, kind) DO UPDATE "
                "SET next_read_at = excluded.next_read_at, read_at = excluded.read_at, failures = 0",
                (account_id, guid, next_read_at if fresh else None, read_at),
            )
            return True

        row = self._row(_READ_AT, (account_id, guid))
        known = set(self._rows(_KEPT, (account_id, guid)))
        return worth_writing(row[0] if row is not None else None, known) and await self._write(keep)

    def snapshots_ending(self, from_at: float, until_at: float) -> list[SnapshotRow]:
        """The snapshots of living servers that end from `from_at` on and before `until_at`, the first to end first."""
        rows = self._rows(
            f"SELECT {_SNAPSHOT} FROM snapshots WHERE ends_at >= ? AND ends_at < ? AND {_ALIVE.format('snapshots')} "
            "ORDER BY ends_at, account_id, guid, name",
            (from_at, until_at),
        )
        return [SnapshotRow(*row) for row in rows]

    def snapshots_of(self, account_id: int, guid: str) -> list[SnapshotRow]:
        """A server's snapshots as last listed, the first to end first; none where that was never read."""
        rows = self._rows(
            f"SELECT {_SNAPSHOT} FROM snapshots WHERE account_id = ? AND guid = ? ORDER BY ends_at, name",
            (account_id, guid),
        )
        return [SnapshotRow(*row) for row in rows]

    def count_inspections(self) -> dict[str, int]:
        """How many servers are read regularly, by kind."""
        rows = self._rows("SELECT kind, count(*) FROM inspections WHERE next_read_at IS NOT NULL GROUP BY kind")
        return dict(rows)


_READ_AT = "SELECT read_at FROM inspections WHERE account_id = ? AND guid = ? AND kind = 'snapshots'"
_KEPT = "SELECT name, ends_at FROM snapshots WHERE account_id = ? AND guid = ?"
