"""Whose money an operation is, and who else has to say yes: the identity's spending policy and the second owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from engine import SHANGHAI
from operations.access import Role
from store import Spend

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from operations.access import Actor
    from operations.plans import Plan
    from operations.services import Services
    from store import IdentityRow

Why = Literal["policy", "unknown_price", "limit", "second_owner"]
Needs = Literal["owner", "staff"]


@dataclass(frozen=True, slots=True)
class Way:
    """How a confirmed operation comes to be done.

    Attributes:
        spend: what pays for it, once everybody needed has said yes.
        needs: who else has to say yes first; None for nobody.
        why: why they have to.
    """

    spend: Spend
    needs: Needs | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Payer:
    """A customer whose credit pays for what is asked for in a chat that acts for others, too.

    Attributes:
        label: the identity's.
        available: what is left of the credit before the operation, CNY.
    """

    label: str
    available: Decimal


def way_of(services: Services, actor: Actor, plans: Sequence[Plan], *, seconded: bool = False) -> Way:
    """Say what pays for these operations and whom they need.

    What is asked for in a staff chat of the account by one of its owners is the reseller's own wish: their
    confirmation is the approval.

    Args:
        services: where policies are.
        actor: who asks.
        plans: of one identity, what is asked for.
        seconded: whether a second owner has said yes already.
    """
    first = plans[0]
    identity = services.store.identity(first.identity_id)
    way = _paying(services, identity, [plan.price.shown for plan in plans], first.kind.paid)
    if way.needs == "staff" and is_staff(actor, identity.account_id):
        way = Way(Spend(identity.id, "approval"))
    if first.kind.second_owner and not seconded and _owners(services, actor) > 1:
        return Way(way.spend, "owner", "second_owner")
    return way


def payer_of(services: Services, actor: Actor, spend: Spend) -> Payer | None:
    """Return whose credit would pay, unless the chat acts as nobody else: a reseller's acts for every customer."""
    if spend.funding != "credit" or actor.identity_ids == (spend.identity_id,):
        return None
    available = services.store.credit(spend.identity_id).available
    return Payer(services.store.identity(spend.identity_id).label, available)


def is_staff(actor: Actor, account_id: int) -> bool:
    """Tell whether the actor decides for the reseller here: an owner in a staff chat of the account."""
    return account_id in actor.staff_account_ids and actor.role.reaches(Role.OWNER)


def month_start(now: float) -> float:
    """Return when the current month began on the engine's calendar (Asia/Shanghai), UNIX time."""
    today = datetime.fromtimestamp(now, SHANGHAI)
    return today.replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp()


def _paying(services: Services, identity: IdentityRow, prices: Sequence[Decimal | None], paid: bool) -> Way:
    if not paid:
        return Way(Spend(identity.id, None))
    approved = Spend(identity.id, "approval")
    known = [price for price in prices if price is not None]
    if len(known) < len(prices):
        return Way(approved, "staff", "unknown_price")
    if identity.spending == "approval":
        return Way(approved, "staff", "policy")
    since = month_start(services.clock.now())
    limit = identity.monthly_limit
    if identity.spending == "open" and limit is not None:
        if services.store.spent_since(identity.id, since) + sum(known) > limit:
            return Way(approved, "staff", "limit")
        return Way(Spend(identity.id, "open", month_start=since, monthly_limit=limit))
    return Way(Spend(identity.id, identity.spending))


def _owners(services: Services, actor: Actor) -> int:
    if actor.private:
        return 1
    return sum(Role(row.role) is Role.OWNER for row in services.store.members(actor.chat_id))
