"""Entering what customers paid in, and showing what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations.admin import validity
from operations.admin.identities import living
from operations.errors import BadInputError

if TYPE_CHECKING:
    from decimal import Decimal

    from operations.services import Services
    from store import CreditEntry, CreditRow, IdentityRow

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Statement:
    """A customer's credit.

    Attributes:
        identity: whose it is.
        credit: the sums.
        entries: what they are made of, the newest first; as many as were asked for.
    """

    identity: IdentityRow
    credit: CreditRow
    entries: tuple[CreditEntry, ...] = ()


def amount(text: str) -> Decimal:
    """Return an amount to be paid in, or below zero a correction; at most two decimals.

    Raises:
        BadInputError: it is none, or zero.
    """
    text = text.strip()
    taken = validity.money(text.removeprefix("-"), what="the amount")
    if not taken:
        raise BadInputError("the amount must not be zero")
    return -taken if text.startswith("-") else taken


async def add(services: Services, label: str, paid_in: Decimal, note: str) -> Statement:
    """Add to a customer's credit, or take away from it what is free.

    Raises:
        store.NotFoundError: no such identity.
        BadInputError: it was erased, or the note cannot be kept.
        store.CreditTooLowError: more would be taken away than is available.
    """
    note = note.strip()
    if len(note) > LONGEST_NOTE or not note.isprintable():
        raise BadInputError(f"the note must have at most {LONGEST_NOTE} printable characters")
    identity = living(services, label)
    return Statement(identity, await services.store.add_top_up(identity.id, paid_in, note))


def shown(services: Services, label: str, *, newest: int) -> Statement:
    """Return a customer's credit with its newest entries; of an erased one, too, for the books.

    Raises:
        store.NotFoundError: no such identity.
    """
    identity = services.store.identity_labelled(label)
    entries = services.store.credit_entries(identity.id, limit=newest)
    return Statement(identity, services.store.credit(identity.id), tuple(entries))
