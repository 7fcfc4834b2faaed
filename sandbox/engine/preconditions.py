"""What must be so before an action begins; each check refuses in the engine's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.refused import Refused
from sandbox.engine.statuses import DEAD_ORDERS, Act, Order, Run, Snap

if TYPE_CHECKING:
    from sandbox.engine.call import Call
    from sandbox.engine.rows import Line, System
    from sandbox.engine.server_state import ServerState

_UNUSABLE_ORDER = {
    Order.OPENING: "业务开通中",
    Order.TRANSFERRING: "业务过户中，禁止操作",
    Order.EXPIRED: "业务已过期",
}


def usable(server: ServerState, *, expired_too: bool = False) -> None:
    """The order is normal, and neither the machine nor its snapshots are being worked on.

    Only the statuses count: an operation that was accepted but has not begun yet does not stand in
    the way of another, since nothing says that the real engine's would.
    """
    if server.order_status in DEAD_ORDERS:
        raise Refused("业务已删除")
    if server.order_status != Order.NORMAL and not (expired_too and server.order_status == Order.EXPIRED):
        raise Refused(_UNUSABLE_ORDER.get(Order(server.order_status), "业务状态异常"))
    if server.act_status > Act.IDLE:
        raise Refused("业务正在操作中，请稍后再试")
    if server.snap_status != Snap.IDLE:
        raise Refused("业务快照操作中，请稍后再试")


def running(server: ServerState) -> None:
    """The machine runs."""
    if server.run_status == Run.LOCKED:
        raise Refused("业务已锁定")
    if server.run_status != Run.RUNNING:
        raise Refused("业务已关机")


def switched_off(server: ServerState) -> None:
    """The machine is off, and not locked."""
    if server.run_status == Run.LOCKED:
        raise Refused("业务已锁定，不能启动")
    if server.run_status != Run.OFF:
        raise Refused("业务已在运行中")


def unlocked(server: ServerState) -> None:
    """The machine is not locked."""
    if server.run_status == Run.LOCKED:
        raise Refused("业务已锁定")


def function_open(line: Line, *names: str) -> None:
    """The line opens one of the functions; the document spells some of them in two ways."""
    if not set(names) & set(line.functions):
        raise Refused("线路未开放该功能")


def offered_system(call: Call, line: Line, *, purpose: str) -> System:
    """The system that `systemID` names, offered on the line for `create` or `install`."""
    system = call.world.systems.get(call.form["systemID"])
    if system is None:
        raise Refused("操作系统不存在")
    if line.guid not in system.lines or purpose not in system.types:
        raise Refused("该线路不支持此操作系统")
    return system


def bandwidth_sold(line: Line, bandwidth: int) -> None:
    """The bandwidth lies within the line's limits."""
    if not line.bandwidth_min <= bandwidth <= line.bandwidth_max:
        raise Refused("带宽超出范围")


def defense_sold(line: Line, defense: int) -> None:
    """The defense is one of the values that the line offers."""
    if defense not in line.defense_sizes or not line.defense_min <= defense <= line.defense_max:
        raise Refused("防御值不支持")


def disk_count_sold(line: Line, count: int) -> None:
    """The number of data disks lies within the line's limits."""
    if not line.disk_min_num <= count <= line.disk_max_num:
        raise Refused("磁盘数量超出范围")


def disk_sold(line: Line, size: int) -> None:
    """A data disk's size lies within the line's limits and on its steps."""
    if not line.disk_min_size <= size <= line.disk_max_size or size % line.disk_step:
        raise Refused("磁盘容量不支持")
