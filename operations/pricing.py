"""What an operation costs: by the engine's price list, and with the reseller's mark-up as the customer is shown it.

No answer of the engine reports what was charged, so both are estimates; None means unknown and is said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from engine import Configuration, EngineError, purchase_price, server_price, snapshot_price
from operations.errors import EngineUnavailableError
from operations.kinds.parameters import MakeSnapshot, Purchase, Renew, RenewSnapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from operations.kinds import Params
    from operations.services import Services
    from operations.sights import Sight

FEN = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Price:
    """What something costs, in CNY; None where it is unknown.

    Attributes:
        listed: by the engine's price list.
        shown: what the customer is shown and, with a credit, pays.
    """

    listed: Decimal | None = None
    shown: Decimal | None = None


FREE = Price()
# For a question a price list read so many seconds ago is as good as new; a press asks for one of its own.
LIST_HOLDS = 10.0


async def read_prices(services: Services, action: str, account_id: int, *, since: float | None = None) -> None:
    """Read the price list that an operation is quoted by; what goes by none needs no reading.

    Args:
        services: the catalogue and the engines.
        action: the kind of operation.
        account_id: whose list.
        since: UNIX time: a list that was read no earlier will do; by default one that was read just before.

    Raises:
        EngineUnavailableError: it could not be read.
    """
    if _QUOTES.get(action, _unknown) is _unknown:
        return
    now = services.clock.now()
    since = now - LIST_HOLDS if since is None else since
    try:
        await services.catalogue.refresh_lines(account_id, services.engines.of(account_id), now=now, since=since)
    except EngineError as error:
        raise EngineUnavailableError(error) from error


def price_of(services: Services, action: str, params: Params, sight: Sight, *, identity_id: int) -> Price:
    """Quote an operation for an identity.

    Args:
        services: where catalogue and mark-ups are.
        action: the kind; one that costs nothing has no price, which is not a price of 0.
        params: its parameters.
        sight: the server as just read.
        identity_id: whose mark-up holds, where they have one; else their account's.
    """
    quote = _QUOTES.get(action)
    if quote is None:
        return FREE
    listed = quote(_Asked(services, services.store.identity(identity_id).account_id, params, sight))
    return Price(listed, marked_up(services, identity_id, listed))


def marked_up(services: Services, identity_id: int, listed: Decimal | None) -> Decimal | None:
    """Return a list price as this customer is shown it; None where it is unknown.

    Args:
        services: where mark-ups are.
        identity_id: whose mark-up holds, where they have one; else their account's.
        listed: by the engine's price list, CNY.
    """
    if listed is None:
        return None
    identity = services.store.identity(identity_id)
    markup = identity.markup
    if markup is None:
        markup = services.store.account(identity.account_id).markup
    return with_markup(listed, markup)


def with_markup(listed: Decimal, percent: Decimal) -> Decimal:
    """Return the price with the mark-up, to the fen, half a fen up."""
    return (listed * (_HUNDRED + percent) / _HUNDRED).quantize(FEN, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class _Asked:
    services: Services
    account_id: int
    params: Params
    sight: Sight


def _renewal(asked: _Asked) -> Decimal | None:
    server, params = asked.sight.server, asked.params
    if server is None or not isinstance(params, Renew):
        return None
    line = asked.services.catalogue.of(asked.account_id).lines.get(server.line_guid)
    return None if line is None else server_price(server, line, months=params.months)


def _purchase(asked: _Asked) -> Decimal | None:
    params = asked.params
    if not isinstance(params, Purchase):
        return None
    catalogue = asked.services.catalogue.of(asked.account_id)
    line, system = catalogue.lines.get(params.line_guid), catalogue.systems.get(params.system_guid)
    if line is None or system is None:
        return None
    configuration = Configuration(
        cpu=params.cpu,
        memory=params.memory,
        harddisks=tuple(params.harddisks),
        bandwidth=params.bandwidth,
        defense=params.defense,
    )
    return purchase_price(line, configuration, windows=system.is_windows, months=params.months, num=params.num)


def _snapshot(asked: _Asked) -> Decimal | None:
    server, params = asked.sight.server, asked.params
    if server is None or not isinstance(params, MakeSnapshot | RenewSnapshot):
        return None
    catalogue = asked.services.catalogue.of(asked.account_id)
    line, system = catalogue.lines.get(server.line_guid), catalogue.systems.get(server.system_guid)
    if line is None or system is None:
        return None
    return snapshot_price(
        line,
        harddisks=server.harddisks,
        system_harddisk=system.system_harddisk,
        days=params.days,
        months=params.months,
    )


def _unknown(_: _Asked) -> None:
    """The proration of a change in size is the engine's secret."""


_QUOTES: dict[str, Callable[[_Asked], Decimal | None]] = {
    "renew": _renewal,
    "create_new": _purchase,
    "createsnapshot": _snapshot,
    "renewsnapshot": _snapshot,
    "upgrade": _unknown,
    "renew_for_rd": _unknown,
}
