"""Rows of servers: how one is read, compared and written, inside a transaction or out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import CachedServer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from sqlite3 import Connection

    from store.base import Row

# A server that the last whole list told unchanged is not written again: the list's time is the row's, if later.
SELECT_SERVERS = """
    SELECT servers.id, servers.account_id, servers.guid, servers.ip, servers.share_ip, servers.data,
        CASE WHEN servers.listed THEN max(servers.read_at, coalesce(sync_states.listed_at, 0)) ELSE servers.read_at END,
        servers.gone_at, servers.dead
    FROM servers LEFT JOIN sync_states ON sync_states.account_id = servers.account_id
"""
AMONG = "servers.account_id = ? AND servers.guid IN (SELECT value FROM json_each(?))"
"""The servers of an account out of a JSON list of guids."""

_CONFIRMABLE = "gone_at IS NULL AND NOT (:streamed AND read_at < :listed_at AND coalesce(written_at > :listed_at, 0))"

ServerTuple = tuple[str, str, str | None, bool, str]
"""guid, IP, share_ip, dead, model JSON."""


def server_record(row: Row) -> CachedServer:
    """A record out of the columns of `SELECT_SERVERS`."""
    server_id, account_id, guid, ip, share_ip, data, read_at, gone_at, dead = row
    return CachedServer(server_id, account_id, guid, ip, share_ip, data, read_at, gone_at, bool(dead))


def read_servers(connection: Connection, where: str, parameters: tuple[object, ...]) -> list[CachedServer]:
    """The servers of a condition, inside a transaction."""
    return [server_record(row) for row in connection.execute(f"{SELECT_SERVERS} WHERE {where}", parameters).fetchall()]


def is_same(known: CachedServer, server: ServerTuple) -> bool:
    """Whether a reading tells nothing new."""
    _, ip, share_ip, dead, data = server
    return (known.ip, known.share_ip, known.dead, known.data, known.gone_at) == (ip, share_ip or None, dead, data, None)


def upsert_server(
    connection: Connection, account_id: int, server: ServerTuple, *, read_at: float, new: bool, now: float
) -> None:
    """Write a reading down.

    Args:
        connection: The writer's.
        account_id: The account.
        server: The reading.
        read_at: When the engine was asked.
        new: Whether it was never seen before: once the account's list is known whole, it has then appeared.
        now: Unix seconds.
    """
    guid, ip, share_ip, dead, data = server
    connection.execute(
        "INSERT INTO servers (account_id, guid, ip, share_ip, share_host, data, read_at, dead, written_at, listed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (account_id, guid) DO UPDATE SET ip = excluded.ip, "
        "share_ip = excluded.share_ip, share_host = excluded.share_host, data = excluded.data, "
        "read_at = excluded.read_at, gone_at = NULL, dead = excluded.dead, written_at = excluded.written_at, "
        # It is no longer what the last list told, unless the next one says so.
        "listed = 0, noes = 0",
        (account_id, guid, ip, share_ip or None, _host(share_ip), data, read_at, dead, now),
    )
    if new:
        connection.execute(
            "INSERT OR IGNORE INTO newcomers (account_id, guid, seen_at) SELECT account_id, ?, ? FROM sync_states "
            "WHERE account_id = ? AND baseline_at IS NOT NULL",
            (guid, now, account_id),
        )


def note_list(connection: Connection, account_id: int, *, listed_at: float) -> bool:
    """Note that a list was read to its end; False if a newer one is known."""
    newest = connection.execute(
        "INSERT INTO sync_states (account_id, listed_at) VALUES (?1, ?2) ON CONFLICT (account_id) DO UPDATE "
        "SET listed_at = ?2, failing_since = NULL WHERE listed_at IS NULL OR listed_at <= ?2",
        (account_id, listed_at),
    ).rowcount
    return bool(newest)


def unlike_list(
    connection: Connection, account_id: int, guids: AbstractSet[str], *, listed_at: float, streamed: bool
) -> tuple[list[str], list[str]]:
    """Which rows the account's newest whole list no longer has, and which it has again or for the first time.

    Row by row, each half with an index of its own: handed to SQLite as one value, a list of 100,000 guids takes 70 MB.

    Args:
        connection: The writer's.
        account_id: The account.
        guids: All that the list has.
        listed_at: When the engine was asked for it.
        streamed: Whether its pages were written before; see `list_rows`.
    """
    listed = connection.execute("SELECT guid FROM servers WHERE account_id = ? AND listed = 1", (account_id,))
    dropped = [guid for (guid,) in listed if guid not in guids]
    unlisted = connection.execute(
        f"SELECT guid FROM servers WHERE account_id = :account AND listed = 0 AND {_CONFIRMABLE}",
        {"account": account_id, "listed_at": listed_at, "streamed": streamed},
    )
    return dropped, [guid for (guid,) in unlisted if guid in guids]


def list_rows(
    connection: Connection, account_id: int, guids: Iterable[str], *, listed_at: float, streamed: bool, listed: bool
) -> None:
    """Keep that an account's list has these rows, or no longer has them, unless a newer list is known.

    A row that was overwritten by an answer which was asked for before the list, after the list's page was written, is
    not confirmed: what the list told of that server is not what the row holds.
    """
    connection.executemany(
        "UPDATE servers SET listed = :listed, asked_at = NULL, noes = 0 WHERE account_id = :account AND guid = :guid "
        f"AND (NOT :listed OR {_CONFIRMABLE}) "
        "AND (SELECT listed_at FROM sync_states WHERE account_id = :account) = :listed_at",
        (
            {"account": account_id, "guid": guid, "listed_at": listed_at, "streamed": streamed, "listed": listed}
            for guid in guids
        ),
    )


def _host(share_ip: str | None) -> str | None:
    if not share_ip:
        return None
    host, colon, port = share_ip.rpartition(":")
    # More than one colon is an IPv6 address without a port.
    return host if colon and port.isdigit() and ":" not in host else share_ip
