"""What came of an attempt: nothing is tried again before the last attempt has surely come to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations import servers
from operations.auto_renewal import times
from store import SAME_END

if TYPE_CHECKING:
    from operations.services import Services
    from operations.unattended import Placed
    from store import AutoRenewalRow, OperationRow, RenewalAttemptRow

# Seconds until the next look.
OPEN_AGAIN = 30.0
WAITING_AGAIN = 60.0
HUMAN_AGAIN = 600.0
# A reading that shows no trace, or a person who saw none, is no proof that none will come.
ONLY_READ = frozenset({"did_not", "deadline", "settled"})


async def follow(services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow, placed: Placed) -> float:
    """Find out what an attempt has come to and end it where it has ended; return when to look again, UNIX time."""
    if attempt.state == "announced":
        # The process died between the order and the note of it.
        await services.store.set_renewal_placed(attempt.id)
    if placed.operation is not None:
        return await _operation(services, attempt, placed.operation)
    approval = placed.approval
    now = services.clock.now()
    if approval is None or approval.ended_how == "approved":
        return now + OPEN_AGAIN
    if end_moved(services, row, attempt):
        await services.store.end_renewal_attempt(attempt.id, "void", "end_moved")
        return now
    if approval.ended_how is None:
        return now + WAITING_AGAIN
    if approval.ended_how in {"declined", "withdrawn"}:
        # A no is a no: for this end nobody is asked again.
        await services.store.end_renewal_attempt(attempt.id, "declined", approval.ended_how)
        return now
    return await failed(services, attempt, f"approval:{approval.ended_how}")


async def _operation(services: Services, attempt: RenewalAttemptRow, operation: OperationRow) -> float:
    now = services.clock.now()
    if operation.state == "done":
        await services.store.end_renewal_attempt(attempt.id, "done")
        return now + OPEN_AGAIN
    if operation.state == "failed":
        return await failed(
            services, attempt, f"operation:{operation.outcome}", sure=operation.outcome not in ONLY_READ
        )
    return now + (HUMAN_AGAIN if operation.state == "needs-human" else OPEN_AGAIN)


def end_moved(services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow) -> bool:
    """Tell whether the server, as last read, ends at another time than the attempt is for."""
    known = servers.seen_by(services, row.chat_id, row.account_id, row.guid)
    end = None if known is None else known.server.end_time
    return end is not None and abs(end.timestamp() - attempt.ends_at) >= SAME_END


async def failed(services: Services, attempt: RenewalAttemptRow, why: str, *, sure: bool = True) -> float:
    """End an attempt that came to nothing; the next one begins after a pause, or it stops. Return the next look."""
    now = services.clock.now()
    earlier = services.store.renewal_attempts(attempt.renewal_id, attempt.ends_at)
    failures = 1 + sum(each.state == "failed" for each in earlier)
    retry_at = None
    if failures < times.MOST_FAILURES:
        retry_at = times.retry_at(attempt.ends_at, now, failures, sure=sure)
    await services.store.fail_renewal_attempt(attempt.id, why, retry_at=retry_at)
    return now
