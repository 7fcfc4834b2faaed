"""Reading each account's server list into the cache, and noticing what changed without us."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Self

import structlog

from engine import EngineError
from operations.changes import note_changes
from operations.conditions import observe
from operations.errors import EngineUnavailableError
from operations.reading import gone, read

if TYPE_CHECKING:
    from operations.services import Services

log = structlog.get_logger(__name__)

CATALOGUE_INTERVAL = 3600.0
JITTER = 0.1
# Seconds after which a new account is read for the first time, at the latest.
LONGEST_UNNOTICED = 10.0


class Synchroniser:
    """Reads every account on its interval, each in a task of its own; use `async with`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._catalogue_at: dict[int, float] = {}
        self._missing: set[tuple[int, str]] = set()

    async def __aenter__(self) -> Self:
        self._tasks[0] = asyncio.create_task(self._watch_accounts(), name="synchroniser")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _watch_accounts(self) -> None:
        """Begin to read accounts as they are entered; the command line may do so at any time."""
        while True:
            for row in self._services.store.accounts():
                if row.id not in self._tasks:
                    self._tasks[row.id] = asyncio.create_task(self._run(row.id), name=f"account-{row.id}")
            await self._services.clock.sleep(min(self._services.timing.sync, LONGEST_UNNOTICED))

    async def _run(self, account_id: int) -> None:
        services = self._services
        while True:
            try:
                await self.once(account_id)
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("sync_failed", account_id=account_id)
            spread = 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - spreads load, guards nothing
            await services.clock.sleep(services.timing.sync * spread)

    async def once(self, account_id: int) -> bool:
        """Read one account's list now (and its catalogue where that is old).

        Returns:
            False where the engine could not be read; the reason is kept for the card and the log.
        """
        services = self._services
        try:
            await sync_servers(services, account_id, missing=self._missing)
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


async def sync_servers(services: Services, account_id: int, *, missing: set[tuple[int, str]]) -> None:
    """Read the account's server list into the cache and keep what changed elsewhere as events.

    A server that the list no longer has is believed gone only when the engine says no to a direct read, twice in a
    row: truncated lists happen, and a no may have another reason.

    Args:
        services: the store and the engines.
        account_id: whose list.
        missing: account and guid of what the engine said no to last time; kept up to date.

    Raises:
        EngineError: the list could not be read; the cache stays as it was.
    """
    store, engine = services.store, services.engines.of(account_id)
    asked_at = services.clock.now()
    listed = await engine.all_servers()
    known = {row.guid: row for row in store.servers_in(account_id)}
    for server in listed:
        row = known.get(server.guid)
        if row is not None and row.read_at <= asked_at:
            await note_changes(services, row, server)
    await observe(services, account_id, [(known.get(server.guid), server) for server in listed], read_at=asked_at)
    await store.keep_servers(
        account_id,
        [(each.guid, each.ip, each.share_ip, each.is_dead, each.model_dump_json()) for each in listed],
        read_at=asked_at,
    )
    present = {server.guid for server in listed}
    missing -= {(account_id, guid) for guid in present}
    for guid, row in known.items():
        if guid not in present and row.gone_at is None:
            await _ask_for(services, account_id, guid, missing)


async def _ask_for(services: Services, account_id: int, guid: str, missing: set[tuple[int, str]]) -> None:
    """Ask the engine for a server that its list does not have."""
    try:
        await read(services, account_id, guid)
    except EngineUnavailableError as error:
        if not gone(error.cause):
            return
        if (account_id, guid) not in missing:
            missing.add((account_id, guid))
            return
        await services.store.mark_gone(account_id, guid)
        await services.store.add_event(
            account_id=account_id, guid=guid, at=services.clock.now(), kind="gone", detail="{}"
        )
    missing.discard((account_id, guid))
