from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Outcome
from tests.sandbox.engine.caller import GOOD_PASSWORD, NOON, encoded

if TYPE_CHECKING:
    from sandbox.engine import ServerState, StandInEngine
    from tests.sandbox.engine.caller import Caller, Clock

DAY = 86_400
# Two cores with 4 GB 88, 50 GB at 0.50, the 2nd to 5th Mbit/s 18 + 20 + 22 + 25, defense within the free 5.
MONTH = Decimal("198.00")


def renewal(server: ServerState, **changed: object) -> dict[str, object]:
    own = {"guid": server.guid, "months": 1, "client_end_time": "2026-04-30 12:00:00", "clientOrderNo": "r1"}
    return own | changed


def upgrade(server: ServerState, **changed: object) -> dict[str, object]:
    own = {"guid": server.guid, "cpu": 2, "memory": 4, "harddisks": "50", "bandwidth": 5, "defense": 5}
    return own | {"clientOrderNo": "u1", "password": encoded(GOOD_PASSWORD)} | changed


def downgrade(server: ServerState, **changed: object) -> dict[str, object]:
    own = {"guid": server.guid, "cpu": 1, "memory": 1, "bandwidth": 2, "defense": 0, "clientOrderNo": "d1"}
    return own | changed


async def test_a_renewal_moves_the_end_by_calendar_months(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    assert (await caller.data("getserver", guid=server.guid))["endTime"] == "2026-03-31 12:00:00"
    assert await caller.data("renew", **renewal(server)) == []
    clock.forward(1)
    row = await caller.data("getserver", guid=server.guid)
    assert (row["actStatus"], row["endTime"]) == ("7", "2026-03-31 12:00:00")
    clock.forward(4)
    row = await caller.data("getserver", guid=server.guid)
    assert (row["actStatus"], row["endTime"]) == ("0", "2026-04-30 12:00:00")
    assert [(one.order_no, one.charge) for one in engine.effects] == [("r1", MONTH)]


async def test_the_same_order_number_renews_twice(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    for _ in range(2):
        await caller.data("renew", **renewal(server))
    clock.forward(5)
    assert (await caller.data("getserver", guid=server.guid))["endTime"] == "2026-05-30 12:00:00"
    assert engine.members[1001].balance == Decimal(10_000) - MONTH * 2


async def test_an_expired_server_is_renewed_from_now(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    server.ends_at = clock() - DAY
    assert await caller.statuses(server.guid) == (3, -2, 0, 0)
    await caller.data("renew", **renewal(server, months=3))
    clock.forward(5)
    row = await caller.data("getserver", guid=server.guid)
    assert (row["orderStatus"], row["runStatus"], row["endTime"]) == ("1", "-1", "2026-06-01 12:00:00")
    assert engine.effects[0].charge == MONTH * 3


async def test_a_failed_renewal_costs_nothing(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    engine.fail_operation_next("renew")
    await caller.data("renew", **renewal(server))
    clock.forward(60)
    row = await caller.data("getserver", guid=server.guid)
    assert (row["actStatus"], row["endTime"]) == ("0", "2026-03-31 12:00:00")
    assert [(one.charge, one.outcome) for one in engine.effects] == [(Decimal(0), Outcome.FAILED)]
    assert engine.members[1001].balance == Decimal(10_000)


async def test_what_stands_against_a_renewal(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    line = engine.world.lines[server.line_guid]
    assert await caller.refused("renew", **renewal(server, months=10)) == "续费月数不支持"
    assert await caller.refused("renew", **renewal(server, months=36)) == "超过最大购买时长"
    engine.members[1001].balance = Decimal("197.99")
    assert await caller.refused("renew", **renewal(server)) == "余额不足"
    server.cpu = 3
    assert await caller.refused("renew", **renewal(server)) == "该线路不支持此配置"
    line.renew_status = 0
    assert await caller.refused("renew", **renewal(server)) == "线路已关闭续费"
    server.ends_at = NOON - 4 * DAY
    assert await caller.refused("renew", **renewal(server)) == "业务已删除"
    assert engine.effects == []


async def test_an_upgrade_changes_sizes_and_password(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    wanted = upgrade(server, cpu=4, memory=8, harddisks="60,10", bandwidth=20, defense=10)
    assert await caller.data("upgrade", **wanted) == []
    clock.forward(1)
    row = await caller.data("getserver", guid=server.guid)
    assert (row["actStatus"], row["cpu"], row["harddisks"]) == ("6", "2", "50")
    clock.forward(12)
    row = await caller.data("getserver", guid=server.guid)
    sizes = [row[name] for name in ("actStatus", "cpu", "memory", "harddisks", "bandwidth", "in_bandwidth", "defense")]
    assert sizes == ["0", "4", "8", "60,10", "20", "20", "10"]
    assert server.password == GOOD_PASSWORD
    # A whole month of 80 for the cores, 10 for 20 GB, 15 × 60 for bandwidth and 50 for defense.
    assert [(one.order_no, one.charge) for one in engine.effects] == [("u1", Decimal("1040.00"))]


async def test_half_a_month_costs_half(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    server.ends_at = NOON + 15 * DAY
    await caller.data("upgrade", **upgrade(server, harddisks="60"))
    assert engine.effects[0].charge == Decimal("2.50")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "配置未变化"),
        ({"harddisks": "40"}, "磁盘不能缩小或减少"),
        ({"harddisks": "40,50"}, "磁盘不能缩小或减少"),
        ({"cpu": 1, "memory": 4}, "升级配置不能低于当前配置"),
        ({"bandwidth": 4}, "升级配置不能低于当前配置"),
        ({"cpu": 3, "memory": 4}, "该线路不支持此配置"),
        ({"harddisks": "55"}, "磁盘容量不支持"),
        ({"harddisks": "50,15"}, "磁盘容量不支持"),
        ({"harddisks": "50,10,10,10,10,10"}, "磁盘数量超出范围"),
        ({"bandwidth": 301}, "带宽超出范围"),
        ({"defense": 7}, "防御值不支持"),
    ],
)
async def test_what_is_no_upgrade(
    engine: StandInEngine, caller: Caller, server: ServerState, changed: dict[str, object], words: str
) -> None:
    assert await caller.refused("upgrade", **upgrade(server, **changed)) == words
    assert engine.effects == []


async def test_a_disk_may_not_go(caller: Caller, server: ServerState) -> None:
    server.harddisks = [50, 20]
    assert await caller.refused("upgrade", **upgrade(server, harddisks="100")) == "磁盘不能缩小或减少"


async def test_a_closed_line_upgrades_nothing(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    engine.world.lines[server.line_guid].upgrade_status = 0
    assert await caller.refused("upgrade", **upgrade(server, harddisks="60")) == "线路已关闭升级"


async def test_a_downgrade_waits_for_the_renewal(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    before = await caller.data("getserver", guid=server.guid)
    assert await caller.data("renew_for_rd", **downgrade(server)) == []
    clock.forward(60)
    assert await caller.data("getserver", guid=server.guid) == before
    await caller.data("renew", **renewal(server))
    clock.forward(5)
    row = await caller.data("getserver", guid=server.guid)
    assert (row["actStatus"], row["cpu"], row["endTime"]) == ("11", "2", "2026-04-30 12:00:00")
    clock.forward(8)
    row = await caller.data("getserver", guid=server.guid)
    sizes = [row[name] for name in ("actStatus", "cpu", "memory", "harddisks", "bandwidth", "defense")]
    assert sizes == ["0", "1", "1", "50", "2", "0"]
    # The booking is free, the renewal at the new sizes: 30 + 25 + 18.
    assert [(one.order_no, one.charge) for one in engine.effects] == [("d1", 0), ("r1", Decimal("73.00"))]


async def test_what_is_no_downgrade(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    assert await caller.refused("renew_for_rd", **downgrade(server, cpu=4, memory=8)) == "降配配置不能高于当前配置"
    assert await caller.refused("renew_for_rd", **downgrade(server, memory=3)) == "该线路不支持此配置"
    engine.world.lines[server.line_guid].renew_degrade_status = 0
    assert await caller.refused("renew_for_rd", **downgrade(server)) == "线路不允许续费降配"
    assert server.booked is None


@pytest.mark.parametrize("ends_as", [4, -1, -2])
async def test_a_refund_pays_back_and_ends_the_order(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState, ends_as: int
) -> None:
    engine.refund_ends_as(ends_as)
    server.ends_at = NOON + 15 * DAY
    assert await caller.data("refund", guid=server.guid) == []
    clock.forward(5.9)
    assert await caller.statuses(server.guid) == (1, 1, 0, 0)
    clock.forward(0.1)
    assert await caller.statuses(server.guid) == (ends_as, -2, 0, 0)
    assert engine.effects[0].charge == Decimal("-99.00")
    assert engine.members[1001].balance == Decimal("10099.00")


async def test_a_refunded_server_may_be_gone(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    engine.refund_ends_as(None)
    for _ in range(2):
        await caller.data("refund", guid=server.guid)
    clock.forward(6)
    assert await caller.refused("getserver", guid=server.guid) == "业务不存在"
    assert (await caller.data("getservers", page=1))["servers"] == []


async def test_a_refund_of_what_is_no_longer_sold_pays_nothing(
    engine: StandInEngine, caller: Caller, server: ServerState
) -> None:
    engine.world.lines[server.line_guid].cores = []
    await caller.data("refund", guid=server.guid)
    assert engine.effects[0].charge == 0


async def test_expired_servers_are_not_refunded(caller: Caller, server: ServerState) -> None:
    server.ends_at = NOON - 60
    assert await caller.refused("refund", guid=server.guid) == "业务已过期"
