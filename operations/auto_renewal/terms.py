"""On which terms a server would be renewed: until when, at which price, and who pays. Read from what is cached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from engine import client_end_time
from operations import offers
from operations.kinds.parameters import Renew
from operations.plans import Plan, Wish
from operations.pricing import price_of
from operations.renewals import RENEW
from operations.sights import Sight
from operations.spending import way_of

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from engine import Reason
    from operations.access import Actor
    from operations.servers import KnownServer
    from operations.services import Services
    from operations.spending import Why

Pays = Literal["approval", "credit", "open", "own"]
"""Who lets the money go: a staff chat each time, the credit, the open account, or the reseller whose own wish it is."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a renewal would be if it were done now.

    Attributes:
        price: CNY, an estimate; None where unknown.
        pays: who pays.
        why: with `approval`, why the reseller has to say yes.
        end: the server's end; None where unknown.
        until: its end afterwards.
        reason: why it cannot be renewed as last read, if so.
        available: the credit that is left, where the credit pays, CNY.
        monthly_limit: what the open account may spend in a month, where there is a limit, CNY.
    """

    price: Decimal | None
    pays: Pays
    why: Why | None
    end: datetime | None
    until: datetime | None
    reason: Reason | None
    available: Decimal | None
    monthly_limit: Decimal | None

    @property
    def credit_too_low(self) -> bool:
        """Whether the credit does not cover it now."""
        return self.available is not None and self.price is not None and self.available < self.price


def terms_of(services: Services, actor: Actor, known: KnownServer, months: int) -> Terms:
    """Say what a renewal by that many months would be, as the server and the prices were last read."""
    params, sight = Renew(months=months), Sight(server=known.server)
    wish = Wish("renew", params, known.account_id, known.identity_id, known)
    price = price_of(services, "renew", params, sight, identity_id=known.identity_id)
    plan = Plan(wish, sight, price, None)
    identity = services.store.identity(known.identity_id)
    pays = pays_for(services, actor, plan)
    return Terms(
        price=price.shown,
        pays=pays,
        why=way_of(services, actor, [plan]).why,
        end=known.server.end_time,
        until=client_end_time(known.server, months, now=services.clock.now()),
        reason=offers.refused(services, known, RENEW, params=params, sight=sight),
        available=services.store.credit(identity.id).available if pays == "credit" else None,
        monthly_limit=identity.monthly_limit if pays == "open" else None,
    )


def pays_for(services: Services, actor: Actor, plan: Plan) -> Pays:
    """Say who would pay for a plan."""
    way = way_of(services, actor, [plan])
    if way.needs is not None:
        return "approval"
    funding = way.spend.funding
    return funding if funding in {"credit", "open"} else "own"
