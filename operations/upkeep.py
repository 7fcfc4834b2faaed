"""What falls due by itself: approvals that nobody gave in time, and secrets that nobody needs any more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

import structlog

from operations import approvals, secrets

if TYPE_CHECKING:
    from operations.services import Services

log = structlog.get_logger(__name__)

# Seconds.
EVERY = 60.0
PURGE_EVERY = 3600.0
PURGE_AFTER = 86400.0
# An order begun on Friday may be finished on Monday; what is about a server is of its day, and may hold a password.
ORDERS_KEPT = 7 * 86400.0


class Upkeep:
    """Looks every minute; use `async with`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._task: asyncio.Task[None] | None = None
        self._purged_at: float | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="upkeep")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.once()
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("upkeep_failed")
            await self._services.clock.sleep(EVERY)

    async def once(self) -> None:
        """End the approvals that are over, and once an hour empty what has long ended."""
        services = self._services
        expired = await approvals.expire(services)
        if expired:
            log.info("approvals_expired", count=expired)
        now = services.clock.now()
        if self._purged_at is None or now - self._purged_at >= PURGE_EVERY:
            purged = await services.store.purge(now - PURGE_AFTER)
            purged += await services.store.purge_drafts(now - PURGE_AFTER, orders_before=now - ORDERS_KEPT)
            purged += await secrets.forget(services)
            self._purged_at = now
            if purged:
                log.info("store_purged", rows=purged)
