"""What can be bought, as a customer is shown it: with their mark-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.offers import system_refusal
from engine.quote import monthly_price, recommended
from operations.errors import BadAnswerError
from operations.pricing import marked_up

if TYPE_CHECKING:
    from decimal import Decimal

    from engine import Configuration, Line, System, Zone
    from operations.access import Actor
    from operations.services import Services
    from store import IdentityRow


@dataclass(frozen=True, slots=True)
class ZoneOffer:
    """A zone in which something is sold.

    Attributes:
        identity_id: whose prices are shown.
        zone: the zone.
        lines: how many lines sell there.
    """

    identity_id: int
    zone: Zone
    lines: int


@dataclass(frozen=True, slots=True)
class LineOffer:
    """A line with its lowest price.

    Attributes:
        line: the line.
        price: what its cheapest server costs a month, CNY; None where unknown.
        sells: whether it can be bought on.
    """

    line: Line
    price: Decimal | None
    sells: bool


@dataclass(frozen=True, slots=True)
class ZoneView:
    """A zone with its lines."""

    zone: Zone
    lines: tuple[LineOffer, ...]


@dataclass(frozen=True, slots=True)
class SizeOffer:
    """A size that a line sells, with what the line recommends beside it.

    Attributes:
        configuration: cores, GB, disks, Mbit/s, G.
        recommended: whether the line recommends it.
        price: a month with Linux, CNY; None where unknown.
        windows: a month with Windows, likewise.
    """

    configuration: Configuration
    recommended: bool
    price: Decimal | None
    windows: Decimal | None


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its sizes and systems.

    Attributes:
        line: the line.
        zone: its zone, where that is known.
        sells: whether it can be bought on.
        sizes: what it sells, what it recommends first.
        systems: what servers can be bought with.
    """

    line: Line
    zone: Zone | None
    sells: bool
    sizes: tuple[SizeOffer, ...]
    systems: tuple[System, ...]


def zones(services: Services, actor: Actor) -> list[ZoneOffer]:
    """Return the zones of this chat's accounts in which something is sold, each once."""
    found: dict[tuple[int, str], ZoneOffer] = {}
    for identity_id in actor.identity_ids:
        account_id = services.store.identity(identity_id).account_id
        catalogue = services.catalogue.of(account_id)
        for zone in catalogue.zones.values():
            lines = [line for line in catalogue.lines.values() if line.zone_guid == zone.guid and _sells(line)]
            if lines:
                found.setdefault((account_id, zone.guid), ZoneOffer(identity_id, zone, len(lines)))
    return list(found.values())


def zone(services: Services, actor: Actor, identity_id: int, guid: str) -> ZoneView:
    """Return a zone with its lines, in their order.

    Raises:
        BadAnswerError: it is not this chat's, or no longer there.
    """
    catalogue = services.catalogue.of(_account(services, actor, identity_id))
    found = catalogue.zones.get(guid)
    if found is None:
        raise BadAnswerError("gone")
    lines = sorted(
        (line for line in catalogue.lines.values() if line.zone_guid == guid),
        key=lambda line: (line.sort_id or 0, line.name),
    )
    return ZoneView(found, tuple(LineOffer(each, _lowest(services, identity_id, each), _sells(each)) for each in lines))


def line(services: Services, actor: Actor, identity_id: int, guid: str) -> LineView:
    """Return a line with its sizes and systems.

    Raises:
        BadAnswerError: it is not this chat's, or no longer there.
    """
    catalogue = services.catalogue.of(_account(services, actor, identity_id))
    found = catalogue.lines.get(guid)
    if found is None:
        raise BadAnswerError("gone")
    systems = sorted(
        (each for each in catalogue.systems.values() if system_refusal("create", each, line_guid=guid) is None),
        key=lambda each: each.name.casefold(),
    )
    sizes = _sizes(services, identity_id, found)
    return LineView(found, catalogue.zones.get(found.zone_guid), _sells(found), sizes, tuple(systems))


def buyers(services: Services, actor: Actor, identity_id: int) -> list[IdentityRow]:
    """Return the customers whom this chat acts as under the same account, this one first.

    Raises:
        BadAnswerError: it is not this chat's.
    """
    account_id = _account(services, actor, identity_id)
    rows = [services.store.identity(each) for each in actor.identity_ids]
    found = [row for row in rows if row.account_id == account_id and row.erased_at is None]
    return sorted(found, key=lambda row: row.id != identity_id)


def _account(services: Services, actor: Actor, identity_id: int) -> int:
    if identity_id not in actor.identity_ids:
        raise BadAnswerError("gone")
    return services.store.identity(identity_id).account_id


def _sells(found: Line) -> bool:
    return found.buy_status is not False and bool(found.cores)


def _sizes(services: Services, identity_id: int, found: Line) -> tuple[SizeOffer, ...]:
    cores = sorted(found.cores, key=lambda core: (core.recommend_status is not True, core.cpu, core.ram))
    # Pairs repeat under several names.
    pairs = {(core.cpu, core.ram): core for core in reversed(cores)}
    made = [
        (recommended(found, core), core.recommend_status is True) for core in cores if pairs[core.cpu, core.ram] is core
    ]
    return tuple(
        SizeOffer(
            configuration,
            is_recommended,
            _month(services, identity_id, found, configuration, windows=False),
            _month(services, identity_id, found, configuration, windows=True),
        )
        for configuration, is_recommended in made
    )


def _month(
    services: Services, identity_id: int, found: Line, configuration: Configuration, *, windows: bool
) -> Decimal | None:
    listed = monthly_price(
        found,
        cpu=configuration.cpu,
        memory=configuration.memory,
        harddisks=configuration.harddisks,
        bandwidth=configuration.bandwidth,
        defense=configuration.defense,
        windows=windows,
    )
    return marked_up(services, identity_id, listed)


def _lowest(services: Services, identity_id: int, found: Line) -> Decimal | None:
    prices = [each.price for each in _sizes(services, identity_id, found) if each.price is not None]
    return min(prices, default=None)
