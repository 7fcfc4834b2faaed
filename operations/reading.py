"""Reading a server afresh, and keeping what the reading says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine import EngineError, NoAnswerError, RefusedError
from operations.changes import note_all
from operations.conditions import observe
from operations.errors import EngineUnavailableError
from operations.refusals import meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine import Server
    from operations.servers import KnownServer
    from operations.services import Services
    from store import CachedServer


# Seconds for which a reading that told nothing new need not be kept.
UNCHANGED_FOR = 30.0


@dataclass(frozen=True, slots=True)
class Look:
    """A server as the engine just told it, or as last known with the reason why.

    Attributes:
        known: the server; `known.server` is fresh where `error` is None.
        error: why the engine could not be read, if it could not.
    """

    known: KnownServer
    error: EngineError | None = None


async def read(services: Services, account_id: int, guid: str) -> Server:
    """Read one server from the engine and keep what it says.

    Raises:
        EngineUnavailableError: the engine could not be read, or said no.
    """
    asked_at = services.clock.now()
    try:
        server = await services.engines.of(account_id).getserver(guid)
    except EngineError as error:
        raise EngineUnavailableError(error) from error
    await keep(services, account_id, server, read_at=asked_at)
    return server


async def keep(services: Services, account_id: int, server: Server, *, read_at: float) -> None:
    """Bring the cache up to date after one reading, and keep as history what nobody here did.

    Costs no write while nothing changed.

    Args:
        services: where the store is.
        account_id: whose server it is.
        server: the reading.
        read_at: UNIX time at which the engine was asked; an older reading never replaces a newer one.
    """
    data = server.model_dump_json()
    row = next((each for each in services.store.server_by_guid(server.guid) if each.account_id == account_id), None)
    if row is None or row.read_at <= read_at:
        await compare(services, account_id, [(row, server)], read_at=read_at)
    await services.store.touch_server(
        account_id,
        guid=server.guid,
        ip=server.ip,
        share_ip=server.share_ip,
        dead=server.is_dead,
        data=data,
        read_at=read_at,
    )


async def take_in(services: Services, account_id: int, servers: Sequence[Server], *, read_at: float) -> int:
    """Bring the cache up to date after a reading that nobody asked for: a page of a list, or one server's turn.

    Costs no write while nothing changed.

    Args:
        services: where the store is.
        account_id: whose servers they are.
        servers: the readings, each server once; as few as fit between two turns of the event loop.
        read_at: UNIX time at which the engine was asked; an older reading never replaces a newer one.

    Returns:
        How many of them were never seen before.
    """
    known = {row.guid: row for row in services.store.servers_among(account_id, [each.guid for each in servers])}
    pairs = [(known.get(server.guid), server) for server in servers]
    pairs = [(row, server) for row, server in pairs if row is None or row.read_at <= read_at]
    await compare(services, account_id, pairs, read_at=read_at)
    changed = [
        (server.guid, server.ip, server.share_ip, server.is_dead, data)
        for row, server in pairs
        if (data := server.model_dump_json()) and (row is None or row.data != data or row.gone_at is not None)
    ]
    if changed:
        await services.store.keep_page(account_id, changed, read_at=read_at)
    return sum(row is None for row, _ in pairs)


async def compare(
    services: Services, account_id: int, pairs: Sequence[tuple[CachedServer | None, Server]], *, read_at: float
) -> None:
    """Look at every reading beside its cached row, before the row is overwritten.

    The one place for whatever watches servers: each page of each list comes here, and each server read by itself.

    Args:
        services: the store and the clock.
        account_id: whose servers they are.
        pairs: the cached row, None for a server never seen before, and the reading. A field that the reading does not
            tell is None: `black_hole` in lists, `snap_id` in readings of one server.
        read_at: UNIX time at which the engine was asked.
    """
    await note_all(services, account_id, pairs)
    await observe(services, account_id, pairs, read_at=read_at)


async def look(services: Services, known: KnownServer) -> Look:
    """Read the server afresh; where the engine cannot be read in time, return what is known and why.

    This is the hot path behind `/server`. A person waits for it, so it is given up long before the client would.
    """
    asked_at = services.clock.now()
    try:
        async with asyncio.timeout(services.timing.look):
            server = await services.engines.of(known.account_id).getserver(known.guid)
    except EngineError as error:
        return Look(known, error)
    except TimeoutError:
        return Look(known, NoAnswerError("getserver", f"no answer within {services.timing.look:g} s"))
    if server != known.server or asked_at - known.read_at > UNCHANGED_FOR:
        await keep(services, known.account_id, server, read_at=asked_at)
    return Look(replace(known, server=server, read_at=asked_at))


async def look_surely(services: Services, known: KnownServer) -> KnownServer:
    """Read the server afresh before something that depends on its state.

    Raises:
        EngineUnavailableError: it could not be read.
    """
    seen = await look(services, known)
    if seen.error is not None:
        raise EngineUnavailableError(seen.error)
    return seen.known


def gone(error: EngineError) -> bool:
    """Tell whether a failed reading may mean that the server no longer exists.

    The engine itself said no, and nothing in its words says that something else is the matter.
    """
    return isinstance(error, RefusedError) and meaning(error.message) in {None, "gone"}


def denies(error: EngineError) -> bool:
    """Tell whether the engine says in words that are known that there is no such server."""
    return isinstance(error, RefusedError) and meaning(error.message) == "gone"
