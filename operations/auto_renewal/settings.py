"""Turning auto-renewal on and off: what an owner is shown is what they turn on, or they are shown it afresh."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from operations import access, plans, renewals, servers, unattended
from operations.access import Role
from operations.auto_renewal import times
from operations.auto_renewal.terms import Terms, terms_of
from operations.errors import NotPossibleError, OperationsError
from operations.kinds.parameters import Renew
from operations.plans import Wish
from operations.retention import kept_until

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from operations.access import Actor
    from operations.confirmations import Asker
    from operations.renewals import Periods
    from operations.servers import KnownServer
    from operations.services import Services
    from store import AutoRenewalRow, OperationRow

LEADS = (1, 3, 7)
DEFAULT_LEAD = 3
_DIGEST = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """What an owner decides.

    Attributes:
        months: by how much each time.
        lead_days: how many days before the end.
        budget: CNY that it may spend in a month of the engine's calendar; None: no limit.
    """

    months: int
    lead_days: int = DEFAULT_LEAD
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a choice would mean, as it is shown before it is turned on.

    Attributes:
        known: the server.
        choice: what is chosen.
        terms: what the next renewal would be.
        periods: what else could be chosen.
        announced_at: when the chat would be told of the next renewal, UNIX time; None where the end is unknown.
        due_at: when that would be paid.
        digest: stands for all of it in the button that turns it on.
    """

    known: KnownServer
    choice: Choice
    terms: Terms
    periods: Periods
    announced_at: float | None
    due_at: float | None
    digest: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """What came of turning it off.

    Attributes:
        row: what was active; None: nothing was.
        placed: the order that had been placed before, and goes on.
    """

    row: AutoRenewalRow | None
    placed: OperationRow | None


class PreviewMovedError(OperationsError):
    """What was shown no longer holds; nothing was turned on.

    Attributes:
        preview: as it is now.
    """

    def __init__(self, fresh: Preview) -> None:
        super().__init__("what was shown has changed")
        self.preview = fresh


def active(services: Services, account_id: int, guid: str) -> AutoRenewalRow | None:
    """Return what lets a server renew itself, None where nothing does."""
    return services.store.auto_renewal(account_id, guid)


def in_chat(services: Services, actor: Actor) -> list[tuple[KnownServer, AutoRenewalRow]]:
    """Return the servers of this chat that renew themselves, the first to end first."""
    visible = {(known.account_id, known.guid): known for known in servers.visible(services, actor)}
    rows = services.store.auto_renewals({account_id for account_id, _ in visible})
    found = [(visible[row.account_id, row.guid], row) for row in rows if (row.account_id, row.guid) in visible]
    return sorted(found, key=lambda pair: _end(pair[0].server.end_time))


def preview(services: Services, actor: Actor, known: KnownServer, choice: Choice) -> Preview:
    """Say what a choice would mean, as last read."""
    terms = terms_of(services, actor, known, choice.months)
    announced = due = None
    if terms.end is not None:
        end = terms.end.timestamp()
        announced = max(services.clock.now(), times.announced_at(end, choice.lead_days))
        due = times.due_at(end, choice.lead_days, announced)
    return Preview(
        known, choice, terms, renewals.periods(services, known), announced, due, _digest(known, choice, terms)
    )


async def preview_afresh(services: Services, asker: Asker, known: KnownServer, choice: Choice) -> Preview:
    """Like `preview`, on a fresh reading of the server and of the prices, which nothing speaks against.

    Raises:
        NotAllowedError: only owners may.
        EngineUnavailableError: they could not be read.
        ServerNotFoundError: it was taken away while it was being read.
        NotPossibleError: it cannot be renewed so.
    """
    asker.actor.require(Role.OWNER)
    wish = Wish("renew", Renew(months=choice.months), known.account_id, known.identity_id, known)
    plan = await plans.draw_up(services, wish, since=services.clock.now())
    # The reading took its time: whoever lost a right meanwhile has lost it.
    actor = access.again(services, asker.actor)
    actor.require(Role.OWNER)
    now_known = servers.by_guid(services, actor, known.account_id, known.guid)
    server = plan.known.server if plan.known is not None else now_known.server
    made = preview(services, actor, replace(now_known, server=server), choice)
    if made.terms.reason is not None:
        raise NotPossibleError(made.terms.reason)
    return made


async def turn_on(
    services: Services, asker: Asker, known: KnownServer, choice: Choice, *, digest: str
) -> tuple[AutoRenewalRow, Preview]:
    """Let a server renew itself on the terms that were shown.

    Args:
        services: the store and the engines.
        asker: who allows it.
        known: the server.
        choice: what was shown and chosen.
        digest: of the preview that was shown.

    Returns:
        What is active now, and what it means.

    Raises:
        PreviewMovedError: price, owner, end or who pays has changed since it was shown.
        OperationsError: as `preview_afresh`.
    """
    made = await preview_afresh(services, asker, known, choice)
    if made.digest != digest:
        raise PreviewMovedError(made)
    row = await services.store.set_auto_renewal(
        account_id=known.account_id,
        guid=known.guid,
        identity_id=made.known.identity_id,
        chat_id=asker.actor.chat_id,
        thread_id=asker.thread_id,
        user_id=asker.actor.user_id,
        language=asker.actor.language,
        address=made.known.address,
        months=choice.months,
        lead_days=choice.lead_days,
        budget=choice.budget,
        price=made.terms.price,
    )
    return row, made


async def turn_off(services: Services, actor: Actor, known: KnownServer) -> Stopped:
    """Stop what is active on a server, whoever turned it on; an order that was placed before is not taken back.

    Raises:
        NotAllowedError: only owners may.
    """
    actor.require(Role.OWNER)
    row = active(services, known.account_id, known.guid)
    if row is None:
        return Stopped(None, None)
    attempt = services.store.open_renewal_attempt(row.id)
    stopped = await services.store.stop_auto_renewal(row.id, "off", stopped_by=actor.user_id, stopped_in=actor.chat_id)
    placed = None if attempt is None else unattended.placed(services, attempt.dedupe_key)
    return Stopped(row if stopped else None, placed.operation if placed is not None else None)


def end_stopped(services: Services, known: KnownServer) -> datetime | None:
    """Return until when a server's data are kept once nobody renews it; None where that is unknown."""
    return kept_until(services, known.account_id, known.server)


def _digest(known: KnownServer, choice: Choice, terms: Terms) -> str:
    bound = [
        known.account_id,
        known.guid,
        known.identity_id,
        choice.months,
        choice.lead_days,
        None if choice.budget is None else f"{choice.budget:.2f}",
        None if terms.price is None else f"{terms.price:.2f}",
        terms.pays,
        None if terms.end is None else int(terms.end.timestamp()),
    ]
    return hashlib.sha256(json.dumps(bound).encode()).hexdigest()[:_DIGEST]


def _end(end: datetime | None) -> float:
    return float("inf") if end is None else end.timestamp()
