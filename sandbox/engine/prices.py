"""What things cost, from a line's table. The document has prices and no formula: this is the project's reading."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from sandbox.engine.refused import Refused
from sandbox.engine.shanghai import DAY

if TYPE_CHECKING:
    from sandbox.engine.rows import Line, Member
    from sandbox.engine.server_state import ServerState

CENT = Decimal("0.01")
DAYS_OF_A_MONTH = 30
_LAST_TIER = 6


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """What is paid for: cores, memory and data disks in GB, bandwidth in Mbit/s, defense in G."""

    cpu: int
    memory: int
    harddisks: tuple[int, ...]
    bandwidth: int
    defense: int

    @classmethod
    def of(cls, server: ServerState) -> Sizes:
        """A server's present sizes."""
        return cls(
            cpu=server.cpu,
            memory=server.memory,
            harddisks=tuple(server.harddisks),
            bandwidth=server.bandwidth,
            defense=server.defense,
        )


def cents(amount: Decimal) -> Decimal:
    """Rounded as money is."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def bandwidth_price(line: Line, bandwidth: int) -> Decimal:
    """CNY per month: each Mbit/s beyond the free ones at the price of its place, from the 6th on at the 6th's."""
    paid = range(line.bandwidth_free + 1, bandwidth + 1)
    return sum((line.bandwidth_prices[min(place, _LAST_TIER) - 1] for place in paid), Decimal(0))


def month_price(line: Line, sizes: Sizes, *, windows: bool) -> Decimal:
    """List price of one server for one month, CNY.

    Raises:
        Refused: the line does not sell these cores with that memory.
    """
    core = line.core(sizes.cpu, sizes.memory)
    if core is None:
        raise Refused("该线路不支持此配置")
    return (
        (core.windows_price if windows else core.price)
        + line.disk_price * sum(sizes.harddisks)
        + bandwidth_price(line, sizes.bandwidth)
        + line.defense_price * max(0, sizes.defense - line.defense_free)
    )


def settlement(member: Member, list_price: Decimal) -> Decimal:
    """What the member pays for something of that list price."""
    return cents(list_price * member.discount)


def upgrade_price(line: Line, server: ServerState, wanted: Sizes, *, windows: bool, now: float) -> Decimal:
    """List price of an upgrade: the difference per month for the days that are left, a month being 30; never negative.

    Raises:
        Refused: the line does not sell the present or the wanted cores.
    """
    difference = month_price(line, wanted, windows=windows) - month_price(line, Sizes.of(server), windows=windows)
    return max(Decimal(0), difference * _months_left(server, now))


def refund_price(line: Line, server: ServerState, *, windows: bool, now: float) -> Decimal:
    """List price of the days that are left, a month being 30; 0 where the cores are no longer sold."""
    if line.core(server.cpu, server.memory) is None:
        return Decimal(0)
    return month_price(line, Sizes.of(server), windows=windows) * _months_left(server, now)


def snapshot_price(line: Line, server: ServerState, *, days: int = 0, months: int = 0) -> Decimal:
    """List price of keeping a snapshot: per GB of all data disks.

    Raises:
        Refused: the line does not offer that period.
    """
    unit, periods = (line.snap_price_day, days) if days else (line.snap_price_month, months)
    if unit < 0:
        raise Refused("快照不支持按天购买" if days else "快照不支持按月购买")
    if days and line.snap_open_days and days not in line.snap_open_days:
        raise Refused("快照天数不支持")
    return unit * sum(server.harddisks) * periods


def _months_left(server: ServerState, now: float) -> Decimal:
    return Decimal(int(max(0.0, server.ends_at - now))) / Decimal(int(DAY) * DAYS_OF_A_MONTH)
