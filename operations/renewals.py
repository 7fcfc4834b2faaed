"""Renewing: which servers come to their end, for how long each can be renewed, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations import offers, servers
from operations.errors import MonthsNotOfferedError
from operations.kinds import KINDS
from operations.kinds.parameters import Renew
from operations.pricing import price_of
from operations.retention import kept_until
from operations.sights import Sight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from operations.access import Actor
    from operations.servers import KnownServer
    from operations.services import Services

RENEW = KINDS["renew"]
# Whoever renews "all" means those that end within so many days.
SOON_DAYS = 7
# What will have to be paid soon is summed up for so many days.
SUM_DAYS = 30
_DAY = 86400.0
# Offered where the line's list is unknown: the shortest is the one that no line is without.
UNLISTED_MONTHS = (1,)
LONGEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """One way to renew a server.

    Attributes:
        months: for how long.
        price: what that costs, CNY; None where unknown.
    """

    months: int
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Periods:
    """All ways to renew a server.

    Attributes:
        periods: by length.
        listed: False where the line's own list is unknown.
    """

    periods: tuple[Period, ...]
    listed: bool

    @property
    def months(self) -> tuple[int, ...]:
        """The lengths alone."""
        return tuple(period.months for period in self.periods)


def by_end(services: Services, actor: Actor) -> list[KnownServer]:
    """Return the servers of this chat that can be renewed as last read, the first to end first."""
    found = servers.visible(services, actor)
    possible = [known for known in found if offers.refused(services, known, RENEW) is None]
    return sorted(possible, key=_ends_at)


@dataclass(frozen=True, slots=True)
class End:
    """A server with what its end means.

    Attributes:
        known: the server.
        price: what another month costs, CNY; None where unknown or not offered.
        renewable: whether it can be renewed, as last read.
        kept_until: until when an expired server's data are kept; None where that is unknown.
        renews_itself: whether an auto-renewal stands for it, and will renew it at this end.
    """

    known: KnownServer
    price: Decimal | None
    renewable: bool
    kept_until: datetime | None
    renews_itself: bool = False


@dataclass(frozen=True, slots=True)
class MonthOfSoon:
    """What a month of all that end within `SUM_DAYS` costs.

    Attributes:
        servers: how many those are.
        price: CNY; None where one of them is unknown.
        days: within how many days.
    """

    servers: int
    price: Decimal | None
    days: int


def ends(services: Services, actor: Actor) -> list[End]:
    """Return all servers of this chat, the first to end first; those without a known end last."""
    return [_end(services, known) for known in sorted(servers.visible(services, actor), key=_ends_at)]


def _end(services: Services, known: KnownServer) -> End:
    renewable = offers.refused(services, known, RENEW) is None
    price = None
    if renewable:
        sight = Sight(server=known.server)
        price = price_of(services, "renew", Renew(months=1), sight, identity_id=known.identity_id).shown
    end = known.server.end_time
    ends_at = None if end is None else end.timestamp()
    itself = services.store.renews_itself(known.account_id, known.guid, ends_at)
    return End(known, price, renewable, kept_until(services, known.account_id, known.server), itself)


def month_of_soon(found: Sequence[End], *, now: float) -> MonthOfSoon:
    """Return what a month of those costs that end within `SUM_DAYS`, or have ended, and can be renewed."""
    soon = [each for each in found if each.renewable and _ends_at(each.known) <= now + SUM_DAYS * _DAY]
    prices = [each.price for each in soon if each.price is not None]
    whole = len(prices) == len(soon) and bool(soon)
    return MonthOfSoon(len(soon), sum(prices[1:], prices[0]) if whole else None, SUM_DAYS)


def ending_soon(services: Services, actor: Actor) -> list[KnownServer]:
    """Return those of `by_end` that end within `SOON_DAYS`, or have ended."""
    until = services.clock.now() + SOON_DAYS * _DAY
    return [known for known in by_end(services, actor) if _ends_at(known) <= until]


def periods(services: Services, known: KnownServer) -> Periods:
    """Return for how long a server can be renewed, as last read, with what each costs."""
    line = services.catalogue.of(known.account_id).lines.get(known.server.line_guid)
    listed = line is not None and bool(line.months)
    lengths = sorted(set(line.months or ())) if line is not None and listed else UNLISTED_MONTHS
    found = []
    for months in lengths:
        params = Renew(months=months)
        if offers.refused(services, known, RENEW, params=params) is None:
            price = price_of(services, "renew", params, Sight(server=known.server), identity_id=known.identity_id)
            found.append(Period(months, price.shown))
    return Periods(tuple(found), listed)


def months_for_all(services: Services, knowns: Sequence[KnownServer]) -> tuple[int, ...]:
    """Return the numbers of months for which every one of these servers can be renewed."""
    if not knowns:
        return ()
    common = set.intersection(*(set(periods(services, known).months) for known in knowns))
    return tuple(sorted(common))


def asked_months(services: Services, knowns: Sequence[KnownServer], word: str) -> int:
    """Return a typed number of months.

    Raises:
        MonthsNotOfferedError: it is no number, or one that these servers' lines do not offer.
    """
    offered = months_for_all(services, knowns)
    number = int(word) if len(word) <= LONGEST_NUMBER and word.isascii() and word.isdigit() else 0
    unlisted = all(not periods(services, known).listed for known in knowns)
    if number in offered or (number and unlisted):
        return number
    raise MonthsNotOfferedError(word, None if unlisted else offered)


def _ends_at(known: KnownServer) -> float:
    end = known.server.end_time
    # What has no known end comes last.
    return end.timestamp() if end is not None else float("inf")
