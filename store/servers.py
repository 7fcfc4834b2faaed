"""The server cache: what the engine last told of each server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.base import Base, Row
from store.condition_rows import void_conditions
from store.records import CachedServer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from sqlite3 import Connection

# A server that the last whole list told unchanged is not written again: the list's time is the row's, if later.
_SELECT = """
    SELECT servers.id, servers.account_id, servers.guid, servers.ip, servers.share_ip, servers.data,
        CASE WHEN servers.listed THEN max(servers.read_at, coalesce(sync_states.listed_at, 0)) ELSE servers.read_at END,
        servers.gone_at, servers.dead
    FROM servers LEFT JOIN sync_states ON sync_states.account_id = servers.account_id
"""
_ALIVE = "servers.dead = 0 AND servers.gone_at IS NULL"
# A single read that tells nothing new is worth a write only if the time known is this much older.
_TOUCH_SECONDS = 30.0

ServerTuple = tuple[str, str, str | None, bool, str]
"""guid, IP, share_ip, dead, model JSON."""


class Servers(Base):
    """The subject `servers`."""

    async def keep_servers(self, account_id: int, servers: Sequence[ServerTuple], *, read_at: float) -> list[str]:
        """Keep the whole list of an account's servers; writes only the rows that changed.

        Servers that are missing from it are not gone for that (see `mark_gone`), only not confirmed by it.

        Args:
            account_id: The account.
            servers: guid, IP, share_ip, dead, model JSON of each.
            read_at: When the engine was asked; becomes the account's `listed_at`. What was read later stays.

        Returns:
            The guids that are new or changed.
        """

        def keep(connection: Connection) -> list[str]:
            known = {row.guid: row for row in _read(connection, "servers.account_id = ?", (account_id,))}
            newest = _set_listed(connection, account_id, {server[0] for server in servers}, listed_at=read_at)
            changed = []
            for server in servers:
                old = known.get(server[0])
                if old is not None and old.read_at > read_at:
                    continue
                if old is None or not _same(old, server):
                    _upsert(connection, account_id, server, read_at=read_at, listed=newest)
                    changed.append(server[0])
            return changed

        return await self._write(keep)

    async def touch_server(
        self, account_id: int, *, guid: str, ip: str, share_ip: str | None, dead: bool, data: str, read_at: float
    ) -> bool:
        """Keep what a single read told; a read older than what is known is dropped.

        Returns:
            Whether something was written: not if nothing changed and the time known is less than 30 s older.
        """
        server = (guid, ip, share_ip, dead, data)
        where, parameters = "servers.account_id = ? AND servers.guid = ?", (account_id, guid)

        def worth_writing(known: CachedServer | None) -> bool:
            if known is None:
                return True
            return read_at >= known.read_at + (_TOUCH_SECONDS if _same(known, server) else 0.0)

        def touch(connection: Connection) -> bool:
            # Once more inside the transaction: a list may have been written meanwhile.
            worth = worth_writing(next(iter(_read(connection, where, parameters)), None))
            if worth:
                _upsert(connection, account_id, server, read_at=read_at, listed=False)
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
        row = self._row(f"{_SELECT} WHERE {where}", parameters)
        return None if row is None else _record(row)

    def _servers(self, where: str, parameters: tuple[object, ...]) -> list[CachedServer]:
        return [_record(row) for row in self._rows(f"{_SELECT} WHERE {where} ORDER BY servers.id", parameters)]


def _record(row: Row) -> CachedServer:
    server_id, account_id, guid, ip, share_ip, data, read_at, gone_at, dead = row
    return CachedServer(server_id, account_id, guid, ip, share_ip, data, read_at, gone_at, bool(dead))


def _read(connection: Connection, where: str, parameters: tuple[object, ...]) -> list[CachedServer]:
    return [_record(row) for row in connection.execute(f"{_SELECT} WHERE {where}", parameters).fetchall()]


def _same(known: CachedServer, server: ServerTuple) -> bool:
    _, ip, share_ip, dead, data = server
    return (known.ip, known.share_ip, known.dead, known.data, known.gone_at) == (ip, share_ip or None, dead, data, None)


def _upsert(connection: Connection, account_id: int, server: ServerTuple, *, read_at: float, listed: bool) -> None:
    guid, ip, share_ip, dead, data = server
    connection.execute(
        "INSERT INTO servers (account_id, guid, ip, share_ip, share_host, data, read_at, dead, listed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, guid) DO UPDATE SET ip = excluded.ip, "
        "share_ip = excluded.share_ip, share_host = excluded.share_host, data = excluded.data, "
        "read_at = excluded.read_at, gone_at = NULL, dead = excluded.dead, listed = max(listed, excluded.listed)",
        (account_id, guid, ip, share_ip or None, _host(share_ip), data, read_at, dead, listed),
    )


def _set_listed(connection: Connection, account_id: int, guids: Collection[str], *, listed_at: float) -> bool:
    """Note which rows the account's newest list confirms; False if a newer list is known."""
    newest = connection.execute(
        "INSERT INTO sync_states (account_id, listed_at) VALUES (?1, ?2) ON CONFLICT (account_id) DO UPDATE "
        "SET listed_at = ?2 WHERE listed_at IS NULL OR listed_at <= ?2",
        (account_id, listed_at),
    ).rowcount
    if newest:
        connection.execute(
            "UPDATE servers SET listed = NOT listed WHERE account_id = ? "
            "AND listed <> (guid IN (SELECT value FROM json_each(?)))",
            (account_id, json.dumps(list(guids))),
        )
    return bool(newest)


def _host(share_ip: str | None) -> str | None:
    if not share_ip:
        return None
    host, colon, port = share_ip.rpartition(":")
    # More than one colon is an IPv6 address without a port.
    return host if colon and port.isdigit() and ":" not in host else share_ip
