"""Lists of an account's servers: kept page by page, confirmed as a whole, and what they no longer have."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from store.base import Base
from store.server_rows import (
    AMONG,
    SELECT_SERVERS,
    ServerTuple,
    is_same,
    list_rows,
    note_list,
    read_servers,
    server_record,
    unlike_list,
    upsert_server,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from collections.abc import Set as AbstractSet
    from sqlite3 import Connection

    from store.records import CachedServer

_PART = 1000
# A server may be new to us without having appeared: the list was never whole so far.
_BASELINE = """
    UPDATE sync_states SET baseline_at = ? WHERE account_id = ? AND baseline_at IS NULL
"""


class ServerLists(Base):
    """The subject `servers`, as lists tell of them."""

    async def keep_page(self, account_id: int, servers: Sequence[ServerTuple], *, read_at: float) -> list[str]:
        """Keep a part of an account's list; writes only the rows that changed, and confirms none of the others.

        Args:
            account_id: The account.
            servers: guid, IP, share_ip, dead, model JSON of each.
            read_at: When the engine was asked. What was read later stays.

        Returns:
            The guids that are new or changed.
        """
        now = self._now()
        return await self._write(lambda connection: _keep(connection, account_id, servers, read_at=read_at, now=now))

    async def confirm_list(
        self, account_id: int, guids: AbstractSet[str], *, listed_at: float, baseline: bool = True
    ) -> bool:
        """Note that a list was read to its end: what it has is as fresh as it; no pages of it are kept here.

        Servers that are missing from it are not gone for that (see `unlisted`), only not confirmed by it. What differs
        from the last list is written in parts; where that breaks off, the next list writes the rest.

        Args:
            account_id: The account.
            guids: All that the list has.
            listed_at: When the engine was asked for its first page.
            baseline: Whether all that the account has was told, so that what comes later has appeared since.

        Returns:
            False if a newer list is known.
        """

        def note(connection: Connection) -> tuple[list[str], list[str]] | None:
            if not note_list(connection, account_id, listed_at=listed_at):
                return None
            if baseline:
                connection.execute(_BASELINE, (listed_at, account_id))
            return unlike_list(connection, account_id, guids, listed_at=listed_at, streamed=True)

        differing = await self._write(note)
        if differing is None:
            return False
        # SQLite keeps in memory what a transaction's statements changed, until it ends: so not all rows in one.
        for listed, rows in zip((False, True), differing, strict=True):
            for first in range(0, len(rows), _PART):
                part = rows[first : first + _PART]
                await self._write(
                    partial(
                        list_rows, account_id=account_id, guids=part, listed_at=listed_at, streamed=True, listed=listed
                    )
                )
        return True

    async def keep_servers(self, account_id: int, servers: Sequence[ServerTuple], *, read_at: float) -> list[str]:
        """Keep and confirm a whole list at once, in one transaction; see `keep_page` and `confirm_list`."""
        now = self._now()

        def keep(connection: Connection) -> list[str]:
            changed = _keep(connection, account_id, servers, read_at=read_at, now=now)
            guids = {server[0] for server in servers}
            if note_list(connection, account_id, listed_at=read_at):
                connection.execute(_BASELINE, (read_at, account_id))
                dropped, added = unlike_list(connection, account_id, guids, listed_at=read_at, streamed=False)
                for listed, rows in ((False, dropped), (True, added)):
                    list_rows(connection, account_id, rows, listed_at=read_at, streamed=False, listed=listed)
            return changed

        return await self._write(keep)

    def servers_among(self, account_id: int, guids: Collection[str]) -> list[CachedServer]:
        """The servers with these guids, dead and gone ones included."""
        rows = self._rows(f"{SELECT_SERVERS} WHERE {AMONG}", (account_id, json.dumps(list(guids))))
        return [server_record(row) for row in rows]

    def unlisted(self, account_id: int, *, limit: int) -> list[str]:
        """The servers that the account's last whole list does not have and nobody has said to be gone.

        First those that the engine denied when it was last asked; then those never asked for, the longest unread
        first; then the longest not asked for.
        """
        rows = self._rows(
            "SELECT guid FROM servers WHERE account_id = ? AND listed = 0 AND gone_at IS NULL "
            "ORDER BY noes DESC, asked_at, read_at LIMIT ?",
            (account_id, limit),
        )
        return [guid for (guid,) in rows]

    async def note_asked(self, account_id: int, guid: str, *, denied: bool, apart: float = 0.0) -> int:
        """Note that an unlisted server was asked for.

        Args:
            account_id: The account.
            guid: The server.
            denied: Whether the engine said no; anything else breaks the row.
            apart: A no that comes sooner than so many seconds after the last one that counted is not counted.

        Returns:
            How many noes in a row that makes.
        """
        now = self._now()

        def note(connection: Connection) -> int:
            row = connection.execute(
                "UPDATE servers SET"
                " asked_at = CASE WHEN ?2 AND noes > 0 AND asked_at > ?1 - ?5 THEN asked_at ELSE ?1 END,"
                " noes = CASE WHEN NOT ?2 THEN 0 WHEN noes > 0 AND asked_at > ?1 - ?5 THEN noes ELSE noes + 1 END "
                "WHERE account_id = ?3 AND guid = ?4 RETURNING noes",
                (now, denied, account_id, guid, apart),
            ).fetchone()
            return 0 if row is None else int(row[0])

        return await self._write(note)


def _keep(
    connection: Connection, account_id: int, servers: Sequence[ServerTuple], *, read_at: float, now: float
) -> list[str]:
    guids = json.dumps([server[0] for server in servers])
    known = {row.guid: row for row in read_servers(connection, AMONG, (account_id, guids))}
    changed = []
    for server in servers:
        old = known.get(server[0])
        if old is not None and old.read_at > read_at:
            continue
        if old is None or not is_same(old, server):
            upsert_server(connection, account_id, server, read_at=read_at, new=old is None, now=now)
            changed.append(server[0])
    return changed
