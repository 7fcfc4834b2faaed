"""Whether a line offers what is asked of it. What the line did not tell never speaks against anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.models.line import Line
    from engine.models.system import System
    from engine.models.zone import Zone

MONTHS_A_YEAR = 12


def refusal_to_buy(
    line: Line,
    *,
    cpu: int,
    memory: int,
    harddisks: Sequence[int],
    bandwidth: int,
    defense: int,
    months: int,
    num: int,
    system: System | None = None,
    zone: Zone | None = None,
) -> Reason | None:
    """Say why ``create_new`` would be refused, None if nothing known speaks against it.

    Args:
        line: Where.
        cpu: Cores.
        memory: GB.
        harddisks: Data disks, GB each.
        bandwidth: Mbit/s.
        defense: G.
        months: How long.
        num: How many.
        system: The operating system.
        zone: The line's zone.
    """
    if line.buy_status is False:
        return Reason.BUYING_CLOSED
    if num < 1 or (line.max_open_num and num > line.max_open_num):
        return Reason.TOO_MANY_SERVERS
    return (
        system_refusal("create", system, line_guid=line.guid)
        or system_minimum_refusal(system, cpu=cpu, memory=memory)
        or core_refusal(line, cpu=cpu, memory=memory)
        or disks_refusal(line, harddisks)
        or bandwidth_refusal(line, bandwidth)
        or defense_refusal(line, defense)
        or months_refusal(line, zone, months)
    )


def system_refusal(use: str, system: System | None, *, line_guid: str) -> Reason | None:
    """Check that a system is offered on a line for a use, ``create`` or ``install``."""
    if system is None:
        return None
    elsewhere = system.lines is not None and line_guid != "" and line_guid not in system.lines
    otherwise = system.types is not None and use not in system.types
    return Reason.SYSTEM_NOT_OFFERED if elsewhere or otherwise else None


def system_minimum_refusal(system: System | None, *, cpu: int, memory: int) -> Reason | None:
    """Check that a system's minimum is met; 0 is none."""
    if system is not None and (cpu < (system.cpu_limit or 0) or memory < (system.ram_limit or 0)):
        return Reason.SYSTEM_NEEDS_MORE
    return None


def core_refusal(line: Line, *, cpu: int, memory: int) -> Reason | None:
    """Check that the pair of cores and memory is sold."""
    if line.cores and all((core.cpu, core.ram) != (cpu, memory) for core in line.cores):
        return Reason.CORE_NOT_OFFERED
    return None


def disks_refusal(line: Line, harddisks: Sequence[int]) -> Reason | None:
    """Check number, size and step of data disks."""
    sizes = (disk_size_refusal(line, size) for size in harddisks)
    return disk_count_refusal(line, len(harddisks)) or next((reason for reason in sizes if reason is not None), None)


def disk_count_refusal(line: Line, count: int) -> Reason | None:
    """Check the number of data disks."""
    sold = within(count, line.harddisk_min_num, line.harddisk_max_num)
    return None if sold else Reason.DISK_COUNT_NOT_OFFERED


def disk_size_refusal(line: Line, size: int) -> Reason | None:
    """Check size and step of a data disk. Whether steps count from 0 or the minimum is not said: both pass."""
    off_step = line.harddisk_step and all(
        (size - start) % line.harddisk_step for start in (0, line.harddisk_min_size or 0)
    )
    within_limits = within(size, line.harddisk_min_size, line.harddisk_max_size)
    return Reason.DISK_SIZE_NOT_OFFERED if off_step or not within_limits else None


def bandwidth_refusal(line: Line, bandwidth: int) -> Reason | None:
    """Check the bandwidth."""
    if within(bandwidth, line.bandwidth_min_size, line.bandwidth_max_size):
        return None
    return Reason.BANDWIDTH_NOT_OFFERED


def defense_refusal(line: Line, defense: int) -> Reason | None:
    """Check the defense: one of the values offered, or within the limits where none are listed."""
    if line.defense_sizes:
        return None if defense in line.defense_sizes else Reason.DEFENSE_NOT_OFFERED
    return None if within(defense, line.defense_min_size, line.defense_max_size) else Reason.DEFENSE_NOT_OFFERED


def months_refusal(line: Line | None, zone: Zone | None, months: int) -> Reason | None:
    """Check a duration against the line's list and the zone's longest."""
    if months < 1 or (line is not None and line.months and months not in line.months):
        return Reason.MONTHS_NOT_OFFERED
    if zone is not None and zone.max_year and months > zone.max_year * MONTHS_A_YEAR:
        return Reason.LONGER_THAN_ZONE_ALLOWS
    return None


def period_refusal(line: Line | None, *, days: int | None, months: int | None) -> Reason | None:
    """Check the period of a snapshot: a negative price means that its kind is not offered.

    Where none was asked for yet, a line that offers neither kind does not sell snapshots.
    """
    if line is None:
        return None
    if days is None and months is None:
        prices = (line.snap_price_buy_day, line.snap_price_buy_month)
        return Reason.FUNCTION_CLOSED if all(each is not None and each < 0 for each in prices) else None
    price = line.snap_price_buy_day if days is not None else line.snap_price_buy_month
    if price is not None and price < 0:
        return Reason.PERIOD_NOT_OFFERED
    if days is not None and line.snap_open_days and days not in line.snap_open_days:
        return Reason.PERIOD_NOT_OFFERED
    return None


def within(value: int, least: int | None, most: int | None) -> bool:
    """Tell whether a value lies within limits, of which either may not have been told."""
    return (least is None or value >= least) and (most is None or value <= most)
