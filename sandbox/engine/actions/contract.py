"""`renew`, `upgrade`, `renew_for_rd`, `refund`: what happens to a server's contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.preconditions import bandwidth_sold, defense_sold, disk_count_sold, disk_sold, usable
from sandbox.engine.prices import Sizes, month_price, refund_price, settlement, upgrade_price
from sandbox.engine.progress import begin, record
from sandbox.engine.refused import Refused
from sandbox.engine.server_state import Downgrade
from sandbox.engine.shanghai import months_later
from sandbox.engine.statuses import Act, Order, Run

if TYPE_CHECKING:
    from sandbox.engine.call import Call
    from sandbox.engine.rows import Line
    from sandbox.engine.server_state import ServerState

_MONTHS_OF_A_YEAR = 12


def renew(call: Call) -> list[object]:
    """Move the end by whole calendar months; from now where the server has expired.

    The `client_end_time` sent is not compared: nothing says that the real engine compares it.
    """
    server, line, months = call.server, call.line, call.number("months")
    usable(server, expired_too=True)
    if line.renew_status != 1:
        raise Refused("线路已关闭续费")
    if months not in line.months:
        raise Refused("续费月数不支持")
    limit = months_later(call.now, call.world.zones[line.zone_guid].max_year * _MONTHS_OF_A_YEAR)
    if months_later(max(server.ends_at, call.now), months) > limit:
        raise Refused("超过最大购买时长")
    price = settlement(call.member, month_price(line, _renewed_sizes(server), windows=_on_windows(call)) * months)

    def done(at: float) -> None:
        server.ends_at = months_later(max(server.ends_at, call.now), months)
        if server.order_status == Order.EXPIRED:
            server.order_status, server.run_status = Order.NORMAL, Run.OFF
        _begin_downgrade(call, at)

    begin(call, server, act=Act.RENEWING, done=done, charge=price, order_no=call.form["clientOrderNo"])
    return []


def _renewed_sizes(server: ServerState) -> Sizes:
    booked = server.booked
    if booked is None:
        return Sizes.of(server)
    return Sizes(
        cpu=booked.cpu,
        memory=booked.memory,
        harddisks=tuple(server.harddisks),
        bandwidth=booked.bandwidth,
        defense=booked.defense,
    )


def _begin_downgrade(call: Call, at: float) -> None:
    """The renewal is through: do what was booked for it."""
    server, booked = call.server, call.server.booked
    if booked is None:
        return
    server.booked, server.act_status = None, Act.DOWNGRADING

    def downgraded(_at: float) -> None:
        server.cpu, server.memory = booked.cpu, booked.memory
        server.bandwidth, server.defense = booked.bandwidth, booked.defense
        server.act_status = Act.IDLE

    call.world.timeline.plan(at + call.world.durations.downgrade, downgraded)


def upgrade(call: Call) -> list[object]:
    """Make a server bigger. The password sent becomes the server's: the document does not say what else it is for."""
    server, line, password = call.server, call.line, call.password
    usable(server)
    if line.upgrade_status != 1:
        raise Refused("线路已关闭升级")
    wanted = Sizes(
        cpu=call.number("cpu"),
        memory=call.number("memory"),
        harddisks=tuple(call.numbers("harddisks")),
        bandwidth=call.number("bandwidth"),
        defense=call.number("defense"),
    )
    _grows(line, server, wanted)
    price = upgrade_price(line, server, wanted, windows=_on_windows(call), now=call.now)

    def done(_at: float) -> None:
        server.cpu, server.memory = wanted.cpu, wanted.memory
        server.harddisks = list(wanted.harddisks)
        server.bandwidth, server.defense = wanted.bandwidth, wanted.defense
        server.in_bandwidth = max(server.in_bandwidth, wanted.bandwidth)
        server.password = password

    order_no = call.form["clientOrderNo"]
    begin(call, server, act=Act.UPGRADING, done=done, charge=settlement(call.member, price), order_no=order_no)
    return []


def _grows(line: Line, server: ServerState, wanted: Sizes) -> None:
    """Nothing shrinks, something grows, and what changes is on sale."""
    present = Sizes.of(server)
    if wanted == present:
        raise Refused("配置未变化")
    pairs = zip(present.harddisks, wanted.harddisks, strict=False)
    if len(wanted.harddisks) < len(present.harddisks) or any(after < before for before, after in pairs):
        raise Refused("磁盘不能缩小或减少")
    scalars = ("cpu", "memory", "bandwidth", "defense")
    if any(getattr(wanted, name) < getattr(present, name) for name in scalars):
        raise Refused("升级配置不能低于当前配置")
    if wanted.harddisks != present.harddisks:
        disk_count_sold(line, len(wanted.harddisks))
        for place, size in enumerate(wanted.harddisks):
            if place >= len(present.harddisks) or size != present.harddisks[place]:
                disk_sold(line, size)
    if wanted.bandwidth != present.bandwidth:
        bandwidth_sold(line, wanted.bandwidth)
    if wanted.defense != present.defense:
        defense_sold(line, wanted.defense)


def renew_for_rd(call: Call) -> list[object]:
    """Book smaller sizes for the next renewal. Costs nothing by itself, and no answer shows the booking."""
    server, line = call.server, call.line
    usable(server)
    if line.renew_degrade_status != 1:
        raise Refused("线路不允许续费降配")
    booked = Downgrade(
        cpu=call.number("cpu"),
        memory=call.number("memory"),
        bandwidth=call.number("bandwidth"),
        defense=call.number("defense"),
    )
    if line.core(booked.cpu, booked.memory) is None:
        raise Refused("该线路不支持此配置")
    if any(getattr(booked, name) > getattr(server, name) for name in ("cpu", "memory", "bandwidth", "defense")):
        raise Refused("降配配置不能高于当前配置")
    record(call, [server], order_no=call.form["clientOrderNo"])
    server.booked = booked
    return []


def refund(call: Call) -> list[object]:
    """Give the server back: the days that are left are paid out, and its data is gone."""
    server, world = call.server, call.world
    usable(server)
    given_back = settlement(call.member, refund_price(call.line, server, windows=_on_windows(call), now=call.now))

    def done(_at: float) -> None:
        if world.refund_ends_as is None:
            world.remove_server(server)
        else:
            server.order_status, server.run_status = world.refund_ends_as, Run.LOCKED

    begin(call, server, done=done, charge=-given_back)
    return []


def _on_windows(call: Call) -> bool:
    system = call.world.systems.get(call.server.system_guid)
    return system is not None and system.is_windows
