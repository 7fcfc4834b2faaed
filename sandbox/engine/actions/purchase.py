"""`create_new`: servers are bought."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.engine.preconditions import bandwidth_sold, defense_sold, disk_count_sold, disk_sold, offered_system
from sandbox.engine.prices import Sizes, month_price, settlement
from sandbox.engine.progress import begin
from sandbox.engine.refused import Refused
from sandbox.engine.shanghai import months_later
from sandbox.engine.statuses import Order, Run
from sandbox.engine.wire import bought_row

if TYPE_CHECKING:
    from sandbox.engine.call import Call
    from sandbox.engine.rows import Line
    from sandbox.engine.server_state import ServerState

_MONTHS_OF_A_YEAR = 12
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")


def create_new(call: Call) -> dict[str, object]:
    """Buy servers; they are being opened at the answer and run at the end."""
    line = call.world.lines.get(call.form["lineid"])
    if line is None:
        raise Refused("线路不存在")
    sizes = _wanted(call)
    _sold(call, line, sizes)
    system = offered_system(call, line, purpose="create")
    if sizes.cpu < system.cpu_limit or sizes.memory < system.ram_limit:
        raise Refused("配置低于操作系统最低要求")
    list_price = month_price(line, sizes, windows=system.is_windows) * call.number("months") * call.number("num")
    price = settlement(call.member, list_price)
    ceiling = call.form.get("clientPrice")
    if ceiling and Decimal(ceiling) < price:
        raise Refused("购买价格低于结算价格")
    call.world.afford(call.member, price)
    servers = [_opened(call, line, sizes) for _ in range(call.number("num"))]

    def done(_at: float) -> None:
        for server in servers:
            server.order_status, server.run_status = Order.NORMAL, Run.RUNNING

    begin(call, *servers, done=done, charge=price, order_no=call.form["clientOrderNo"])
    return {"servers": [bought_row(server) for server in servers]}


def _wanted(call: Call) -> Sizes:
    return Sizes(
        cpu=call.number("cpu"),
        memory=call.number("memory"),
        harddisks=tuple(call.numbers("harddisks")),
        bandwidth=call.number("bandwidth"),
        defense=call.number("defense"),
    )


def _sold(call: Call, line: Line, sizes: Sizes) -> None:
    zone = call.world.zones[line.zone_guid]
    months = call.number("months")
    if line.buy_status != 1:
        raise Refused("线路已关闭购买")
    if zone.identity_status and not _ID_NUMBER.fullmatch(call.form["auth_idnum"]):
        raise Refused("该可用区要求实名认证")
    disk_count_sold(line, len(sizes.harddisks))
    for size in sizes.harddisks:
        disk_sold(line, size)
    bandwidth_sold(line, sizes.bandwidth)
    defense_sold(line, sizes.defense)
    if months not in line.months or months > zone.max_year * _MONTHS_OF_A_YEAR:
        raise Refused("购买月数不支持")
    if call.number("num") > line.max_open_num:
        raise Refused("购买数量超出范围")


def _opened(call: Call, line: Line, sizes: Sizes) -> ServerState:
    world = call.world
    forwarded = world.random.randint(20_000, 60_000)
    return world.add_server(
        call.member.userid,
        line_guid=line.guid,
        system_guid=call.form["systemID"],
        cpu=sizes.cpu,
        memory=sizes.memory,
        harddisks=list(sizes.harddisks),
        bandwidth=sizes.bandwidth,
        in_bandwidth=max(sizes.bandwidth, line.bandwidth_in_value),
        defense=sizes.defense,
        share_ip=f"{line.share_host}:{forwarded}" if line.share_type else "",
        bought_at=call.now,
        ends_at=months_later(call.now, call.number("months")),
        order_status=Order.OPENING,
        run_status=Run.OFF,
        synced=0,
        password=call.password,
    )
