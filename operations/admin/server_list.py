"""All servers of all accounts with their owners, as the reseller sees them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import EngineError, Server
from operations.sync import sync_servers

if TYPE_CHECKING:
    from operations.services import Services


@dataclass(frozen=True, slots=True)
class ServerLine:
    """A server with its owner.

    Attributes:
        account: the account's name.
        server: the engine's data; None where it is assigned but was never read.
        guid: the server.
        identity: label of whose it is.
        read_at: UNIX time of the reading; None where there was none.
        gone: the engine no longer knows it.
    """

    account: str
    server: Server | None
    guid: str
    identity: str | None
    read_at: float | None
    gone: bool


@dataclass(frozen=True, slots=True)
class ServerList:
    """The lines, and by account's name why the engine could not be read."""

    lines: tuple[ServerLine, ...]
    unread: dict[str, EngineError]


async def list_servers(services: Services, *, unassigned: bool = False) -> ServerList:
    """Read all accounts' lists now, and return what is known then; dead servers only as long as they are somebody's.

    Args:
        services: store and engines.
        unassigned: only those that are nobody's.
    """
    accounts = services.store.accounts()
    failures = await asyncio.gather(*(_read(services, account.id) for account in accounts))
    unread = {account.name: failure for account, failure in zip(accounts, failures, strict=True) if failure is not None}
    lines = [line for account in accounts for line in _lines(services, account.id, account.name)]
    if unassigned:
        lines = [line for line in lines if line.identity is None]
    return ServerList(tuple(lines), unread)


async def _read(services: Services, account_id: int) -> EngineError | None:
    try:
        await sync_servers(services, account_id)
    except EngineError as error:
        return error
    return None


def _lines(services: Services, account_id: int, account: str) -> list[ServerLine]:
    labels = {row.id: row.label for row in services.store.identities(account_id=account_id)}
    owners = {row.guid: labels[row.identity_id] for row in services.store.assignments() if row.account_id == account_id}
    rows = services.store.servers_of((), (account_id,))
    lines = [
        ServerLine(
            account=account,
            server=Server.model_validate_json(row.data),
            guid=row.guid,
            identity=owners.get(row.guid),
            read_at=row.read_at,
            gone=row.gone_at is not None,
        )
        for row in rows
        if row.guid in owners or not (row.dead or row.gone_at is not None)
    ]
    read = {row.guid for row in rows}
    lines += [
        ServerLine(account=account, server=None, guid=guid, identity=label, read_at=None, gone=False)
        for guid, label in owners.items()
        if guid not in read
    ]
    return lines
