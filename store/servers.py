"""The server cache: what the engine last told of each server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.base import Base
from store.condition_rows import void_conditions
from store.server_rows import SELECT_SERVERS, ServerTuple, is_same, read_servers, server_record, upsert_server

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

    from store.records import CachedServer

__all__ = ["ServerTuple", "Servers"]

_ALIVE = "servers.dead = 0 AND servers.gone_at IS NULL"
# A single read that tells nothing new is worth a write only if the time known is this much older.
_TOUCH_SECONDS = 30.0


class Servers(Base):
    """The subject `servers`."""

    async def touch_server(
        self, account_id: int, *, guid: str, ip: str, share_ip: str | None, dead: bool, data: str, read_at: float
    ) -> bool:
        """Keep what a single read told; a read older than what is known is dropped.

        Returns:
            Whether something was written: not if nothing changed and the time known is less than 30 s older.
        """
        server = (guid, ip, share_ip, dead, data)
        where, parameters = "servers.account_id = ? AND servers.guid = ?", (account_id, guid)
        now = self._now()

        def worth_writing(known: CachedServer | None) -> bool:
            if known is None:
                return True
            return read_at >= known.read_at + (_TOUCH_SECONDS if is_same(known, server) else 0.0)

        def touch(connection: Connection) -> bool:
            # Once more inside the transaction: a list may have been written meanwhile.
            known = next(iter(read_servers(connection, where, parameters)), None)
            worth = worth_writing(known)
            if worth:
                upsert_server(connection, account_id, server, read_at=read_at, new=known is None, now=now)
            return worth

        return worth_writing(self._server(where, parameters)) and await self._write(touch)

    async def mark_gone(self, account_id: int, guid: str) -> bool:
        """The engine no longer knows the server, so no trouble with it either; True for the call that first says so."""
        now = self._now()

        def mark(connection: Connection) -> bool:
            void_conditions(connection, account_id, guid, now=now)
            return bool(
                connection.execute(
                    "UPDATE servers SET gone_at = ?, listed = 0 WHERE account_id = ? AND guid = ? AND gone_at IS NULL",
                    (now, account_id, guid),
                ).rowcount
            )

        return await self._write(mark)

    def servers_in(self, account_id: int) -> list[CachedServer]:
        """All servers ever seen in an account, dead and gone ones included."""
        return self._servers("servers.account_id = ?", (account_id,))

    def server_row(self, server_id: int) -> CachedServer | None:
        """The server behind a button, dead and gone ones included."""
        return self._server("servers.id = ?", (server_id,))

    def server_by_guid(self, guid: str) -> list[CachedServer]:
        """The servers with this guid (one per account that lists it), dead and gone ones included."""
        return self._servers("servers.guid = ?", (guid,))

    def servers_by_address(self, text: str) -> list[CachedServer]:
        """The living servers whose IP, share_ip (`host` or `host:port`) or share_ip's host this is."""
        return self._servers(
            f"(servers.ip = ?1 OR servers.share_ip = ?1 OR servers.share_host = ?1) AND {_ALIVE}", (text.strip(),)
        )

    def servers_of(
        self, identity_ids: Iterable[int], all_servers_account_ids: Iterable[int] = ()
    ) -> list[CachedServer]:
        """The living servers that identities reach.

        Args:
            identity_ids: Servers assigned to these.
            all_servers_account_ids: Every server of these accounts, whoever's it is.
        """
        return self._servers(
            "servers.id IN ("
            " SELECT theirs.id FROM assignments JOIN servers AS theirs USING (account_id, guid)"
            " WHERE assignments.identity_id IN (SELECT value FROM json_each(?1))"
            " UNION SELECT every.id FROM servers AS every"
            f" WHERE every.account_id IN (SELECT value FROM json_each(?2))) AND {_ALIVE}",
            (json.dumps(list(identity_ids)), json.dumps(list(all_servers_account_ids))),
        )

    def server_by_alias(self, chat_id: int, alias: str) -> CachedServer | None:
        """The server that a chat calls so, in any case of letters; dead and gone ones included."""
        return self._server(
            "(servers.account_id, servers.guid) IN"
            " (SELECT account_id, guid FROM aliases WHERE chat_id = ? AND folded = ?)",
            (chat_id, alias.casefold()),
        )

    def _server(self, where: str, parameters: tuple[object, ...]) -> CachedServer | None:
        row = self._row(f"{SELECT_SERVERS} WHERE {where}", parameters)
        return None if row is None else server_record(row)

    def _servers(self, where: str, parameters: tuple[object, ...]) -> list[CachedServer]:
        return [
            server_record(row) for row in self._rows(f"{SELECT_SERVERS} WHERE {where} ORDER BY servers.id", parameters)
        ]
