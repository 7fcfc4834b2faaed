"""Costly reads: what the list of servers does not tell, read server by server, seldom, and only where it matters.

Whether an address is abnormal comes from `getserver` alone, when a snapshot ends from `listsnapshot` alone.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from engine import EngineError, NoAnswerError, NotConnectedError
from operations import snapshot_lists
from operations.errors import EngineUnavailableError
from operations.reading import take_in
from operations.snapshot_lists import spread

if TYPE_CHECKING:
    from engine import Customer
    from operations.services import Services
    from store import InspectionKind, InspectionRow

log = structlog.get_logger(__name__)

# Seconds.
TICK = 10.0
FOLLOW = 60.0
MOST_AT_A_TICK = 100
"""Reads of an account per kind and tick, so that a backlog leaves room for people's own reads."""
AT_ONCE = 2
LONGEST_BACKOFF = 8
"""Times the interval: as rare as reads of what cannot be read become."""
KINDS: tuple[InspectionKind, ...] = ("address", "snapshots")


class Inspector:
    """Reads what is due; `operations.sync` runs it, one task for each account."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def follow_wishes(self) -> None:
        """Bring what is read in line with what chats want to hear of, again and again."""
        while True:
            try:
                await self.follow()
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("inspections_not_followed")
            await self._services.clock.sleep(FOLLOW)

    async def run(self, account_id: int) -> None:
        """Read what is due of one account, again and again."""
        while True:
            try:
                await self.once(account_id)
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("inspection_failed", account_id=account_id)
            await self._services.clock.sleep(TICK)

    async def follow(self) -> None:
        """Bring what is read in line with what chats want to hear of, and with what was done here."""
        await self._services.store.want_addresses(every=self._services.timing.address)
        await self._services.store.want_snapshots()

    async def once(self, account_id: int) -> int:
        """Read what is due of one account now; return how many reads that were."""
        services = self._services
        done = 0
        for kind in KINDS:
            due = services.store.due_inspections(account_id, kind, services.clock.now(), limit=MOST_AT_A_TICK)
            for start in range(0, len(due), AT_ONCE):
                some = due[start : start + AT_ONCE]
                reached = await asyncio.gather(*(self._inspect(row) for row in some))
                done += len(some)
                if not any(reached):
                    # The engine is out of reach, so it is for the others: they stay due until the next look.
                    return done
        return done

    async def _inspect(self, row: InspectionRow) -> bool:
        """Read one server; return False where the engine could not be reached."""
        try:
            if row.kind == "address":
                await self._read_address(row)
            else:
                await self._read_snapshots(row)
        except (EngineError, EngineUnavailableError) as error:
            cause = error.cause if isinstance(error, EngineUnavailableError) else error
            log.info("inspection_unreadable", account_id=row.account_id, kind=row.kind, error=type(cause).__name__)
            await self._next(row, times=min(2 ** (row.failures + 1), LONGEST_BACKOFF), failed=True)
            return not isinstance(cause, NotConnectedError | NoAnswerError)
        return True

    async def _read_address(self, row: InspectionRow) -> None:
        services, asked_at = self._services, self._services.clock.now()
        server = await services.engines.of(row.account_id).getserver(row.guid)
        await take_in(services, row.account_id, [server], read_at=asked_at)
        await self._next(row)

    async def _read_snapshots(self, row: InspectionRow) -> None:
        customer = customer_for(self._services, row.account_id, row.guid)
        if customer is None:
            # In nobody's name nothing is asked; somebody may get the server.
            await self._next(row)
            return
        listed = await snapshot_lists.read(self._services, row.account_id, row.guid, customer=customer)
        if listed.snapshots:
            await self._next(row)
        else:
            await self._services.store.inspected(row.account_id, row.guid, row.kind, next_read_at=None)

    async def _next(self, row: InspectionRow, *, times: float = 1, failed: bool = False) -> None:
        every = self._services.timing.address if row.kind == "address" else self._services.timing.snapshots
        at = self._services.clock.now() + spread(every * times)
        await self._services.store.inspected(row.account_id, row.guid, row.kind, next_read_at=at, failed=failed)


def customer_for(services: Services, account_id: int, guid: str) -> Customer | None:
    """Return in whose name a server is read: who has it, else the reseller's own identity, else nobody."""
    assigned = services.store.assignment(account_id, guid)
    if assigned is None:
        assigned = services.store.all_servers_identity(account_id)
    return None if assigned is None else services.engines.customer(assigned)
