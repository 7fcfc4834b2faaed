"""How a server's auto-renewal stands: when it is next announced and paid, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations import unattended
from operations.auto_renewal import times
from operations.spending import month_start

if TYPE_CHECKING:
    from decimal import Decimal

    from operations.servers import KnownServer
    from operations.services import Services
    from operations.unattended import Placed
    from store import AutoRenewalRow, RenewalAttemptRow


@dataclass(frozen=True, slots=True)
class Standing:
    """An active auto-renewal, now.

    Attributes:
        row: what was allowed.
        attempt: what it is at; None between two ends.
        placed: what came of that.
        announced_at: when the next renewal is, or was, announced, UNIX time; None where the end is unknown.
        due_at: when it is carried out.
        spent: CNY of this month's budget that are used.
        itself: False where this end is left to a person: somebody said no, or it waits and the chat was told so.
    """

    row: AutoRenewalRow
    attempt: RenewalAttemptRow | None
    placed: Placed | None
    announced_at: float | None
    due_at: float | None
    spent: Decimal
    itself: bool = True


def standing(services: Services, row: AutoRenewalRow, known: KnownServer) -> Standing:
    """Say how an active auto-renewal stands."""
    attempt = services.store.open_renewal_attempt(row.id)
    placed = None if attempt is None else unattended.placed(services, attempt.dedupe_key)
    now, end = services.clock.now(), known.server.end_time
    announced = due = None
    if attempt is not None:
        announced, due = attempt.announced_at, attempt.due_at
        if attempt.told_at is None:
            # On its way to the chat: as it will be once it is there.
            due = times.due_at(attempt.ends_at, row.lead_days, now)
    elif end is not None:
        announced = max(now, times.announced_at(end.timestamp(), row.lead_days))
        due = times.due_at(end.timestamp(), row.lead_days, announced)
    spent = services.store.auto_renewal_spent(row.account_id, row.guid, row.identity_id, month_start(now))
    ends_at = None if end is None else end.timestamp()
    itself = services.store.renews_itself(row.account_id, row.guid, ends_at)
    return Standing(row, attempt, placed, announced, due, spent, itself)


def announced_due(attempt: RenewalAttemptRow, row: AutoRenewalRow, now: float) -> float:
    """Return when an attempt whose announcement is delivered now will be carried out."""
    return attempt.due_at if attempt.told_at is not None else times.due_at(attempt.ends_at, row.lead_days, now)
