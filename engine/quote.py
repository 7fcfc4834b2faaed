"""What something would cost by the line's list, and until when it would last.

No answer of the engine reports what was charged, so every price is an estimate. None means unknown: something it needs
was not told or is not listed, and it must be said so rather than guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from engine.models.php import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.models.line import Core, Line
    from engine.models.server import Server


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """The sizes of a server: cores, GB, GB of each data disk, Mbit/s, G."""

    cpu: int
    memory: int
    harddisks: tuple[int, ...]
    bandwidth: int
    defense: int


def monthly_price(
    line: Line, *, cpu: int, memory: int, harddisks: Iterable[int], bandwidth: int, defense: int, windows: bool
) -> Decimal | None:
    """Quote a month of one server.

    The core's price (that for Windows where it is one) + each GB of data disk + each Mbit/s beyond the free ones at the
    price of its rank + each G of defense beyond the free ones.

    Args:
        line: The price list.
        cpu: Cores; with the memory a pair that the line sells.
        memory: GB.
        harddisks: Data disks, GB each.
        bandwidth: Mbit/s.
        defense: G.
        windows: Whether the system is a Windows.

    Returns:
        CNY, None if unknown.
    """
    core = line.core(cpu, memory)
    if core is None:
        return None
    return _sum(
        _offered(core.windows_price if windows else core.price),
        _times(line.harddisk_price, sum(harddisks)),
        _bandwidth_price(line, bandwidth),
        None
        if line.defense_free_size is None
        else _times(line.defense_price, max(0, defense - line.defense_free_size)),
    )


def server_price(server: Server, line: Line, *, months: int) -> Decimal | None:
    """Quote the renewal of a server as it is, in CNY; None if unknown."""
    if (
        server.cpu is None
        or server.memory is None
        or server.harddisks is None
        or server.bandwidth is None
        or server.defense is None
    ):
        return None
    price = monthly_price(
        line,
        cpu=server.cpu,
        memory=server.memory,
        harddisks=server.harddisks,
        bandwidth=server.bandwidth,
        defense=server.defense,
        windows=server.is_windows,
    )
    return None if price is None else price * months


def purchase_price(line: Line, configuration: Configuration, *, windows: bool, months: int, num: int) -> Decimal | None:
    """Quote an order of equal new servers, in CNY for the whole order; None if unknown."""
    price = monthly_price(
        line,
        cpu=configuration.cpu,
        memory=configuration.memory,
        harddisks=configuration.harddisks,
        bandwidth=configuration.bandwidth,
        defense=configuration.defense,
        windows=windows,
    )
    return None if price is None else price * months * num


def snapshot_price(
    line: Line,
    *,
    harddisks: Iterable[int] | None,
    system_harddisk: int | None,
    days: int | None = None,
    months: int | None = None,
) -> Decimal | None:
    """Quote a snapshot: every GB of all disks, the system's included, for each day or month.

    Args:
        line: The price list.
        harddisks: Data disks, GB each; None if unknown.
        system_harddisk: The system's disk, GB; None if unknown.
        days: How long, or
        months: How long.

    Returns:
        CNY, None if unknown or the period is not offered.
    """
    if harddisks is None or system_harddisk is None or (days is None) == (months is None):
        return None
    size = sum(harddisks) + system_harddisk
    if days is not None:
        return _times(line.snap_price_buy_day, size * days)
    return _times(line.snap_price_buy_month, size * (months or 0))


def add_months(moment: datetime, months: int) -> datetime:
    """Add whole calendar months on the engine's clock: 31 January + 1 month is the last of February, same time."""
    return moment.astimezone(SHANGHAI) + relativedelta(months=months)


def client_end_time(server: Server, months: int, *, now: float) -> datetime | None:
    """Work out when a server expires after a renewal.

    Args:
        server: As read just before.
        months: By how many.
        now: Unix seconds; a server that has expired already is counted from here.

    Returns:
        Asia/Shanghai, in whole seconds; None if the server's end was not told.
    """
    if server.end_time is None:
        return None
    return add_months(max(server.end_time, datetime.fromtimestamp(int(now), SHANGHAI)), months)


def recommended(line: Line, core: Core) -> Configuration:
    """Read what the line recommends beside a core, within what the line offers (its own sample recommends less)."""
    content = core.recommend_content
    disk = _clamp(content.harddisk or 0, line.harddisk_min_size, line.harddisk_max_size)
    if line.harddisk_step and disk % line.harddisk_step and (disk - (line.harddisk_min_size or 0)) % line.harddisk_step:
        disk = _clamp(
            disk + line.harddisk_step - disk % line.harddisk_step, line.harddisk_min_size, line.harddisk_max_size
        )
    disks = _clamp(1 if content.harddisk else 0, line.harddisk_min_num, line.harddisk_max_num)
    return Configuration(
        cpu=core.cpu,
        memory=core.ram,
        harddisks=(disk,) * disks,
        bandwidth=_clamp(content.bandwidth or 0, line.bandwidth_min_size, line.bandwidth_max_size),
        defense=_defense(line, content.defense or 0),
    )


def _bandwidth_price(line: Line, bandwidth: int) -> Decimal | None:
    if line.bandwidth_free_size is None:
        return None
    prices: Sequence[Decimal | None] = (
        line.bandwidth1_price,
        line.bandwidth2_price,
        line.bandwidth3_price,
        line.bandwidth4_price,
        line.bandwidth5_price,
    )
    free = max(0, line.bandwidth_free_size)
    ranked = [_offered(price) for price in prices[free:bandwidth]]
    beyond = max(0, bandwidth - max(free, len(prices)))
    return _sum(*ranked, _times(line.bandwidth6_price, beyond))


def _times(price: Decimal | None, amount: int) -> Decimal | None:
    if amount == 0:
        return Decimal(0)
    offered = _offered(price)
    return None if offered is None else offered * amount


def _offered(price: Decimal | None) -> Decimal | None:
    """Take a negative price for what it means: not offered, so nothing can be quoted from it."""
    return None if price is None or price < 0 else price


def _sum(*prices: Decimal | None) -> Decimal | None:
    total = Decimal(0)
    for price in prices:
        if price is None:
            return None
        total += price
    return total


def _clamp(value: int, least: int | None, most: int | None) -> int:
    value = value if least is None else max(value, least)
    return value if most is None else min(value, most)


def _defense(line: Line, wanted: int) -> int:
    if not line.defense_sizes:
        return _clamp(wanted, line.defense_min_size, line.defense_max_size)
    return min((size for size in line.defense_sizes if size >= wanted), default=max(line.defense_sizes))
