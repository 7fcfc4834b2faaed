"""One operation's way from `confirmed` to its end, step by durable step.

    confirmed → sending → accepted → watching → done | failed | needs-human
                   └→ unknown → (watching) → done | failed | needs-human

`operations.states` has every move and every step. The row says `sending` before the request leaves, so whatever finds
it so after a crash knows that the engine may have been asked.
Each step is a compare-and-set under a lease, kept alive by `operations.runner`: a second process is no special case.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import structlog

from operations.held import Held
from operations.sending import found_sending, send, take_over
from operations.settling import settle_once
from operations.watching import watch
from store import OPEN_STATES, LostLeaseError, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from operations.services import Services
    from store import OperationRow

log = structlog.get_logger(__name__)

# What is done in each open state; each ends in another state or in one more reading.
_WORK: Mapping[str, Callable[[Held], Awaitable[None]]] = {
    "confirmed": send,
    # Found, not entered: this process has not sent it, so whoever did is gone.
    "sending": found_sending,
    "accepted": take_over,
    "watching": watch,
    "unknown": settle_once,
}


async def drive(services: Services, taskid: int, *, hint: asyncio.Event | None = None) -> OperationRow | None:
    """Take the operation to its end, or as far as this process keeps its lease.

    Args:
        services: the store, the engines and the clock.
        taskid: which.
        hint: set where the engine may have news; cuts the wait between two readings short.

    Returns:
        The ended operation, or None where another process has it (or it had ended).
    """
    row = await services.store.claim(
        taskid,
        owner=services.process,
        lease_seconds=services.timing.lease,
        now=services.clock.now(),
        from_states=OPEN_STATES,
    )
    if row is None:
        return None
    try:
        return await _to_the_end(Held(services, row, hint or asyncio.Event(), services.clock.now()))
    except LostLeaseError:
        log.warning("operation_lease_lost", taskid=taskid)
        return None
    except Exception:
        # Whoever looks next may take it up at once, where the store can still be written; else the lease runs out.
        with contextlib.suppress(StoreError):
            await services.store.release(taskid, owner=services.process)
        raise


async def _to_the_end(held: Held) -> OperationRow:
    while (work := _WORK.get(held.row.state)) is not None:
        await work(held)
        await held.services.reporter.progress(held.row)
    return held.row
