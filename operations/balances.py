"""Whose money a chat spends, and how much of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations.access import Role
from operations.naming import names_of_operation
from operations.spending import month_start

if TYPE_CHECKING:
    from decimal import Decimal

    from operations.access import Actor
    from operations.services import Services
    from store import CreditEntry, CreditRow, Spending

ENTRIES = 10


@dataclass(frozen=True, slots=True)
class Booking:
    """An entry of the credit, with the server as this chat calls it; `label` is empty where there is none."""

    entry: CreditEntry
    label: str


@dataclass(frozen=True, slots=True)
class Balance:
    """An identity's money.

    Attributes:
        label: the identity's.
        spending: its policy.
        credit: under `credit`: what is left.
        bookings: under `credit`: the last movements, newest first.
        spent: under `open`: CNY spent this month on the engine's calendar.
        limit: under `open`: CNY that may be spent in a month; None: no limit.
    """

    label: str
    spending: Spending
    credit: CreditRow | None = None
    bookings: tuple[Booking, ...] = ()
    spent: Decimal | None = None
    limit: Decimal | None = None


def balances(services: Services, actor: Actor) -> list[Balance]:
    """Return the money of each identity that the chat acts as; nobody else's.

    Raises:
        NotAllowedError: the person is no owner here.
    """
    actor.require(Role.OWNER)
    return [_balance(services, actor, identity_id) for identity_id in actor.identity_ids]


def _balance(services: Services, actor: Actor, identity_id: int) -> Balance:
    store = services.store
    identity = store.identity(identity_id)
    if identity.spending == "credit":
        bookings = tuple(
            Booking(entry, _label(services, actor, entry)) for entry in store.credit_entries(identity_id, limit=ENTRIES)
        )
        return Balance(identity.label, "credit", credit=store.credit(identity_id), bookings=bookings)
    if identity.spending == "open":
        spent = store.spent_since(identity_id, month_start(services.clock.now()))
        return Balance(identity.label, "open", spent=spent, limit=identity.monthly_limit)
    return Balance(identity.label, identity.spending)


def _label(services: Services, actor: Actor, entry: CreditEntry) -> str:
    row = None if entry.taskid is None else services.store.operation(entry.taskid)
    return "" if row is None else names_of_operation(services, row, chat_id=actor.chat_id)[0]
