"""One attempt: the order is placed as announced, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from engine import Reason
from operations import access, unattended
from operations.auto_renewal import times
from operations.auto_renewal.following import ONLY_READ, failed
from operations.auto_renewal.terms import pays_for
from operations.confirmations import Asker
from operations.errors import (
    ConfirmationEndedError,
    CreditTooLowError,
    EngineUnavailableError,
    NoStaffError,
    NotAllowedError,
    NotPossibleError,
    OperationsError,
    ServerBusyError,
    ServerNotFoundError,
)
from operations.kinds.parameters import Renew
from operations.plans import Wish
from operations.spending import month_start
from store import SAME_END

if TYPE_CHECKING:
    from decimal import Decimal

    from operations.access import Actor
    from operations.auto_renewal.terms import Pays
    from operations.plans import Plan
    from operations.servers import KnownServer
    from operations.services import Services
    from store import AutoRenewalRow, RenewalAttemptRow

log = structlog.get_logger(__name__)

# Seconds until the same attempt is tried again where it could not even be begun.
AGAIN_AFTER = 300.0
# So long it may have been due, in seconds, before the chat is told that it waits.
WAITS_UNTOLD = times.HOUR
# Of a server's newest orders so many are looked at.
_MOST_EARLIER = 50
# What passes by itself: something is going on there, begun here or elsewhere.
_PASSES = frozenset(
    {
        Reason.SERVER_BUSY,
        Reason.SERVER_REINSTALLING,
        Reason.SNAPSHOT_BUSY,
        Reason.SERVER_OPENING,
        Reason.SERVER_TRANSFERRING,
    }
)


class _EndMovedError(OperationsError):
    """The server no longer ends when it was announced to."""


class _TermsMovedError(OperationsError):
    """It would cost more than was announced, or another purse would pay."""

    def __init__(self, price: Decimal | None, pays: Pays) -> None:
        super().__init__("the terms have changed")
        self.price = price
        self.pays = pays


class _BudgetError(OperationsError):
    """The month's budget does not cover it."""


class _MayComeLateError(OperationsError):
    """An earlier renewal of whomever came to nothing only as far as could be read: the engine may execute it late."""

    def __init__(self, until: float) -> None:
        super().__init__("an earlier renewal may still come")
        self.until = until


class _PriceUnknownError(OperationsError):
    """Nobody would look at a price that nobody knows."""


async def carry_out(
    services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow, actor: Actor, known: KnownServer
) -> float:
    """Place the order that an attempt stands for; return when to look again, UNIX time.

    What surely came to nothing ends the attempt; what could not be tried leaves it as it is, with the same key.
    """
    wish = Wish("renew", Renew(months=row.months), row.account_id, row.identity_id, known)

    def ensure(plan: Plan) -> None:
        _ensure(services, row, attempt, actor, plan)

    try:
        await unattended.place(
            services, Asker(actor, row.thread_id), wish, dedupe_key=attempt.dedupe_key, ensure=ensure
        )
    except OperationsError as error:
        return await _not_placed(services, row, attempt, error)
    await services.store.set_renewal_placed(attempt.id)
    return services.clock.now()


async def _not_placed(
    services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow, error: OperationsError
) -> float:
    """Do what follows from a refusal; after any of them nothing has happened."""
    now = services.clock.now()
    match error:
        case NotAllowedError() | ServerNotFoundError():
            # Lost while it was being read: the next look says what.
            at = now
        case _EndMovedError():
            await services.store.end_renewal_attempt(attempt.id, "void", "end_moved")
            # Until the cache has the new end, too.
            at = now + AGAIN_AFTER
        case _TermsMovedError():
            at = await _other_terms(services, row, attempt, error)
        case NotPossibleError(reason=reason):
            at = await _impossible(services, row, attempt, reason)
        case CreditTooLowError() | NoStaffError() | _BudgetError() | _PriceUnknownError():
            at = await failed(services, attempt, _WHY[type(error)])
        case _MayComeLateError(until=until):
            log.info("auto_renewal_waits", renewal=row.id, attempt=attempt.id, why=type(error).__name__)
            await _tell_waits(services, attempt, "earlier")
            # The end can move at any time.
            at = min(until, now + times.HOUR)
        case EngineUnavailableError() | ServerBusyError() | ConfirmationEndedError():
            log.info("auto_renewal_waits", renewal=row.id, attempt=attempt.id, why=type(error).__name__)
            await _tell_waits(services, attempt, _waits_for(error))
            at = now + AGAIN_AFTER
        case _:
            raise error
    return at


_WHY: dict[type[OperationsError], str] = {
    CreditTooLowError: "credit_low",
    NoStaffError: "no_staff",
    _BudgetError: "over_budget",
    _PriceUnknownError: "price_unknown",
}


def _waits_for(error: OperationsError) -> str:
    if isinstance(error, EngineUnavailableError):
        return "engine"
    return "human" if isinstance(error, ServerBusyError) and error.needs_human else "busy"


async def _tell_waits(services: Services, attempt: RenewalAttemptRow, why: str) -> None:
    """Tell, once, what has been due for a while; at once where only a person can help."""
    late = services.clock.now() - attempt.due_at
    if attempt.waiting_at is None and (why == "human" or late >= WAITS_UNTOLD):
        await services.store.tell_renewal_waits(attempt, why)


async def _impossible(services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow, reason: Reason) -> float:
    if reason in _PASSES:
        await _tell_waits(services, attempt, "busy")
        return services.clock.now() + AGAIN_AFTER
    if reason is Reason.SERVER_DEAD:
        await services.store.stop_auto_renewal(row.id, "gone")
        return services.clock.now()
    return await failed(services, attempt, f"not_possible:{reason}")


async def _other_terms(
    services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow, error: _TermsMovedError
) -> float:
    """Announce it anew with a whole notice, or leave it to a person where there is no time for that."""
    now = services.clock.now()
    if times.may_be_announced_again(attempt.ends_at, now):
        due = times.untold_due_at(attempt.ends_at, row.lead_days, now)
        await services.store.announce_renewal_again(attempt, due_at=due, price=error.price, pays=error.pays)
    else:
        await services.store.end_renewal_attempt(attempt.id, "asked", "terms")
    return now


def _ensure(services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow, actor: Actor, plan: Plan) -> None:
    """Do nothing where a plan is what was announced and allowed.

    Raises:
        _EndMovedError: it would renew from another end.
        _MayComeLateError: an earlier renewal may still be executed.
        _PriceUnknownError: the price is unknown, and no person would decide.
        _BudgetError: it would exceed the budget, or nobody knows whether it does.
        _TermsMovedError: it is dearer than announced, or somebody else would pay.
    """
    end = plan.known.server.end_time if plan.known is not None else None
    if end is None or abs(end.timestamp() - attempt.ends_at) >= SAME_END:
        raise _EndMovedError
    until = _may_come_until(services, row, attempt)
    if until > services.clock.now():
        raise _MayComeLateError(until)
    # As they are now, for the reading took its time.
    price, pays = plan.price.shown, pays_for(services, access.again(services, actor), plan)
    by_policy = services.store.identity(row.identity_id).spending == "approval"
    if price is None and not (pays == "approval" and by_policy):
        # Under the other policies nobody meant to be asked; in a staff chat nobody would be.
        raise _PriceUnknownError
    if row.budget is not None and not _within_budget(services, row, price):
        raise _BudgetError
    # Where a person says yes each time they see the price; that the money is theirs now is no worse than announced.
    if pays not in {"approval", attempt.pays} or _dearer(row, attempt, price):
        raise _TermsMovedError(price, pays)


def _may_come_until(services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow) -> float:
    """Return until when an earlier renewal may still come, whoever ordered it; UNIX time, 0 where none may."""
    rows = services.store.operations(account_id=row.account_id, guid=row.guid, paid_only=True, limit=_MOST_EARLIER)
    return max(
        (
            times.retry_at(attempt.ends_at, each.ended_at, 1, sure=False)
            for each in rows
            if each.action == "renew" and each.outcome in ONLY_READ and each.state == "failed" and each.ended_at
        ),
        default=0.0,
    )


def _dearer(row: AutoRenewalRow, attempt: RenewalAttemptRow, price: Decimal | None) -> bool:
    if price is None:
        # A known price that has become unknown could be any.
        return attempt.price is not None
    if attempt.price is None:
        return attempt.pays != "approval"
    if price > attempt.price:
        return True
    # Announced, but it never reached the chat: what was agreed at the beginning counts.
    return attempt.told_at is None and row.price is not None and price > row.price


def _within_budget(services: Services, row: AutoRenewalRow, price: Decimal | None) -> bool:
    since = month_start(services.clock.now())
    spent = services.store.auto_renewal_spent(row.account_id, row.guid, row.identity_id, since)
    return price is not None and row.budget is not None and spent + price <= row.budget
