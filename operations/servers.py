"""The servers a chat may see: listing them, and finding one by what a person calls it.

Ownership is kept here, never taken from the engine: `getservers` lists everybody's servers.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Server
from operations.aliases import looks_like_guid
from operations.errors import AmbiguousServerError, ServerNotFoundError
from operations.reading import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.access import Actor
    from operations.services import Services
    from store import CachedServer

_GUID = re.compile(r"[0-9A-Za-z-]{6,64}")


@dataclass(frozen=True, slots=True)
class KnownServer:
    """A server that this chat may see, as last read.

    Attributes:
        row_id: the cache row's small number, as buttons carry it.
        account_id: the account it is bought under.
        guid: the engine's id.
        identity_id: in whose name requests about it go out.
        alias: what this chat calls it, if anything.
        server: the engine's data.
        read_at: UNIX time of that reading.
        favourite: whether the chat wants to see it first.
    """

    row_id: int
    account_id: int
    guid: str
    identity_id: int
    alias: str | None
    server: Server
    read_at: float
    favourite: bool = False

    @property
    def address(self) -> str:
        """Return the public address, empty where none is known; behind a shared one the port tells servers apart."""
        return self.server.login_address if self.server.share_type == 1 else self.server.address

    @property
    def label(self) -> str:
        """Return the shortest name a person will recognise: alias, else address, else guid."""
        return self.alias or self.address or self.guid


def visible(services: Services, actor: Actor) -> list[KnownServer]:
    """Return the servers this chat may see: favourites, then by alias, then address; dead ones are hidden."""
    owners = _owners(services, actor.identity_ids)
    chat = _chat(services, actor.chat_id)
    rows = services.store.servers_of(actor.identity_ids, owners.accounts)
    found = (_known(services, row, owners, chat) for row in rows)
    return sorted((server for server in found if server is not None), key=_order)


def by_row(services: Services, actor: Actor, row_id: int) -> KnownServer:
    """Return the server behind a button.

    Raises:
        ServerNotFoundError: there is none, or it is not this chat's (any more).
    """
    row = services.store.server_row(row_id)
    known = None
    if row is not None:
        known = _known(services, row, _owners(services, actor.identity_ids), _chat(services, actor.chat_id))
    if known is None:
        raise ServerNotFoundError(str(row_id))
    return known


def by_guid(services: Services, actor: Actor, account_id: int, guid: str) -> KnownServer:
    """Return one server by its key.

    Raises:
        ServerNotFoundError: unknown, or not this chat's (any more).
    """
    for row in services.store.server_by_guid(guid):
        if row.account_id == account_id:
            return by_row(services, actor, row.id)
    raise ServerNotFoundError(guid)


def seen_by(services: Services, chat_id: int, account_id: int, guid: str) -> KnownServer | None:
    """Return a server as a chat sees it while nobody there asks; None: unknown, or not that chat's (any more)."""
    row = next((each for each in services.store.server_by_guid(guid) if each.account_id == account_id), None)
    if row is None:
        return None
    identity_ids = [grant.identity_id for grant in services.store.grants(chat_id=chat_id)]
    return _known(services, row, _owners(services, identity_ids), _chat(services, chat_id))


def find(services: Services, actor: Actor, word: str) -> KnownServer:
    """Return the server that a person means by an alias of this chat, a guid, or an IP (with or without port).

    Raises:
        ServerNotFoundError: none that this chat may see; someone else's looks the same.
        AmbiguousServerError: several share that IP.
    """
    word = word.strip()
    owners = _owners(services, actor.identity_ids)
    chat = _chat(services, actor.chat_id)
    store = services.store
    aliased = None if looks_like_guid(word) else store.server_by_alias(actor.chat_id, word)
    rows = [aliased] if aliased is not None else store.server_by_guid(word)
    matches = [known for row in rows if (known := _known(services, row, owners, chat)) is not None]
    if not matches:
        rows = _by_address(services, word)
        matches = [known for row in rows if (known := _known(services, row, owners, chat)) is not None]
    if not matches:
        raise ServerNotFoundError(word)
    if len(matches) > 1:
        raise AmbiguousServerError(word, sorted(matches, key=_order))
    return matches[0]


async def find_or_read(services: Services, actor: Actor, word: str) -> KnownServer:
    """Like `find`, but a server assigned to this chat that no list reading has brought yet is read now.

    Raises:
        ServerNotFoundError: as `find`.
        AmbiguousServerError: as `find`.
        EngineUnavailableError: it is assigned here, was never read, and cannot be read now.
    """
    with contextlib.suppress(ServerNotFoundError):
        return find(services, actor, word)
    word = word.strip()
    if _GUID.fullmatch(word):
        for identity_id in actor.identity_ids:
            account_id = services.store.identity(identity_id).account_id
            if services.store.assignment(account_id, word) == identity_id:
                await read(services, account_id, word)
                return find(services, actor, word)
    raise ServerNotFoundError(word)


@dataclass(frozen=True, slots=True)
class _Owners:
    """Whose servers this actor reaches: identity ids, and per account the all-servers identity held."""

    identity_ids: frozenset[int]
    all_servers: dict[int, int]

    @property
    def accounts(self) -> tuple[int, ...]:
        return tuple(self.all_servers)


def _owners(services: Services, identity_ids: Sequence[int]) -> _Owners:
    rows = [services.store.identity(identity_id) for identity_id in identity_ids]
    return _Owners(frozenset(identity_ids), {row.account_id: row.id for row in rows if row.all_servers})


@dataclass(frozen=True, slots=True)
class _Chat:
    """What a chat itself knows of servers, by account and guid."""

    aliases: dict[tuple[int, str], str]
    favourites: frozenset[tuple[int, str]]


def _chat(services: Services, chat_id: int) -> _Chat:
    aliases = {(row.account_id, row.guid): row.alias for row in services.store.aliases(chat_id)}
    return _Chat(aliases, services.store.favourites(chat_id))


def _known(services: Services, row: CachedServer, owners: _Owners, chat: _Chat) -> KnownServer | None:
    """Return the row as this actor's server, or None where it is not theirs."""
    assigned = services.store.assignment(row.account_id, row.guid)
    everything = owners.all_servers.get(row.account_id)
    if assigned is None:
        identity_id = everything
    elif assigned in owners.identity_ids or everything is not None:
        # The assigned identity's own auth_* go out, also when the reseller reaches the server by "all servers".
        identity_id = assigned
    else:
        identity_id = None
    if identity_id is None:
        return None
    return KnownServer(
        row_id=row.id,
        account_id=row.account_id,
        guid=row.guid,
        identity_id=identity_id,
        alias=chat.aliases.get((row.account_id, row.guid)),
        server=Server.model_validate_json(row.data),
        read_at=row.read_at,
        favourite=(row.account_id, row.guid) in chat.favourites,
    )


def _by_address(services: Services, word: str) -> list[CachedServer]:
    """Return living cached servers at `host`, `host:port` or `[v6]:port`; exact on the port where one is given."""
    exact = services.store.servers_by_address(word)
    host, colon, port = word.rpartition(":")
    if exact or not (colon and port.isdigit()):
        return exact
    return services.store.servers_by_address(host.strip("[]"))


def _order(known: KnownServer) -> tuple[bool, int, str, int, str]:
    """Sort favourites first, then aliased ones by alias, then by address as a number, so that .9 comes before .10."""
    after = not known.favourite
    if known.alias is not None:
        return (after, 0, known.alias.casefold(), 0, known.guid)
    try:
        return (after, 1, "", int(ipaddress.ip_address(known.server.ip)), known.guid)
    except ValueError:
        return (after, 2, known.server.ip, 0, known.guid)
