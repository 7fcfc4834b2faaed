"""Reading each account's server list into the cache, and noticing what changed without us."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Self

import structlog

from engine import EngineError, Server
from operations.changes import changes_between
from operations.servers import gone

if TYPE_CHECKING:
    from operations.services import Services
    from store import CachedServer

log = structlog.get_logger(__name__)

CATALOGUE_INTERVAL = 3600.0
JITTER = 0.1


class Synchroniser:
    """Reads every account on its interval; use `async with`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._task: asyncio.Task[None] | None = None
        self._catalogue_at: dict[int, float] = {}

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="synchroniser")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        services = self._services
        while True:
            try:
                await asyncio.gather(*(self.once(row.id) for row in services.store.accounts()))
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("sync_failed")
            spread = 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - spreads load, guards nothing
            await services.clock.sleep(services.timing.sync * spread)

    async def once(self, account_id: int) -> bool:
        """Read one account's list now (and its catalogue where that is old).

        Returns:
            False where the engine could not be read; the reason is kept for the card and the log.
        """
        services = self._services
        try:
            await sync_servers(services, account_id)
            await self._sync_catalogue(account_id)
        except EngineError as error:
            log.warning("account_unreadable", account_id=account_id, error=type(error).__name__)
            await services.store.set_sync_state(account_id, failed_at=services.clock.now(), error=type(error).__name__)
            return False
        return True

    async def _sync_catalogue(self, account_id: int) -> None:
        services = self._services
        now = services.clock.now()
        if now - self._catalogue_at.get(account_id, 0.0) >= CATALOGUE_INTERVAL:
            await services.catalogue.refresh(account_id, services.engines.of(account_id), now=now)
            self._catalogue_at[account_id] = now


async def sync_servers(services: Services, account_id: int) -> None:
    """Read the account's server list into the cache and keep what changed elsewhere as events.

    A server that the list no longer has is believed gone only after a direct read says so: truncated lists happen.

    Raises:
        EngineError: the list could not be read; the cache stays as it was.
    """
    store, engine = services.store, services.engines.of(account_id)
    listed = await engine.all_servers()
    now = services.clock.now()
    known = {row.guid: row for row in store.servers_in(account_id)}
    for server in listed:
        row = known.get(server.guid)
        if row is not None:
            await note_changes(services, row, server)
    await store.keep_servers(
        account_id,
        [(each.guid, each.ip, each.share_ip, each.is_dead, each.model_dump_json()) for each in listed],
        read_at=now,
    )
    present = {server.guid for server in listed}
    for guid, row in known.items():
        if guid not in present and row.gone_at is None:
            await _believe_gone(services, account_id, guid)


async def note_changes(services: Services, row: CachedServer, server: Server) -> None:
    """Keep as events what is different from the cached reading and no operation of ours explains."""
    before = Server.model_validate_json(row.data)
    if before == server:
        return
    changes = changes_between(before, server)
    latest = services.store.operations(account_id=row.account_id, guid=row.guid, limit=1)
    if latest and (latest[0].ended_at is None or latest[0].ended_at >= row.read_at - services.timing.sync):
        # Our own operation's doing, or not to be told from it.
        changes = [change for change in changes if change.kind not in {"run", "order"}]
    for change in changes:
        await services.store.add_event(
            account_id=row.account_id,
            guid=row.guid,
            at=services.clock.now(),
            kind=change.kind,
            detail=change.as_json(),
        )


async def _believe_gone(services: Services, account_id: int, guid: str) -> None:
    try:
        server = await services.engines.of(account_id).getserver(guid)
    except EngineError as error:
        if gone(error):
            await services.store.mark_gone(account_id, guid)
            await services.store.add_event(
                account_id=account_id, guid=guid, at=services.clock.now(), kind="gone", detail="{}"
            )
        return
    await services.store.keep_servers(
        account_id,
        [(guid, server.ip, server.share_ip, server.is_dead, server.model_dump_json())],
        read_at=services.clock.now(),
    )
