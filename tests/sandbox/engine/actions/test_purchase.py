from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.engine.caller import GOOD_PASSWORD, encoded

if TYPE_CHECKING:
    from sandbox.engine import Line, StandInEngine, System
    from tests.sandbox.engine.caller import Caller, Clock

# Two cores with 4 GB 88, 50 GB at 0.50, the 2nd to 7th Mbit/s 18 + 20 + 22 + 25 + 60 + 60,
# 15 G beyond the free 5 at 10.
MONTH = Decimal("468.00")


@pytest.fixture
def line(engine: StandInEngine) -> Line:
    return engine.add_line()


@pytest.fixture
def system(engine: StandInEngine, line: Line) -> System:
    return engine.add_system(lines=[line.guid])


@pytest.fixture
def order(line: Line, system: System) -> dict[str, object]:
    return {
        "lineid": line.guid,
        "cpu": 2,
        "memory": 4,
        "harddisks": "20,30",
        "bandwidth": 7,
        "defense": 20,
        "systemID": system.guid,
        "password": encoded(GOOD_PASSWORD),
        "months": 1,
        "num": 1,
        "clientUserID": 7,
        "clientOrderNo": "n1",
    }


async def test_servers_open_and_then_run(
    engine: StandInEngine, caller: Caller, clock: Clock, order: dict[str, object]
) -> None:
    rows = (await caller.data("create_new", **order | {"num": 2, "months": 3}))["servers"]
    assert [row["ip"] for row in rows] == ["198.18.0.1", "198.18.0.2"]
    assert (rows[0]["buyTime"], rows[0]["endTime"]) == ("2026-03-01 12:00:00", "2026-06-01 12:00:00")
    guids = tuple(row["guid"] for row in rows)
    assert await caller.statuses(guids[1]) == (0, -1, 0, 0)
    clock.forward(20.9)
    assert await caller.statuses(guids[1]) == (0, -1, 0, 0)
    clock.forward(0.1)
    assert await caller.statuses(guids[1]) == (1, 1, 0, 0)
    (effect,) = engine.effects
    assert (effect.guids, effect.order_no, effect.charge) == (guids, "n1", MONTH * 6)
    assert engine.members[1001].balance == Decimal(10_000) - MONTH * 6
    assert engine.servers[guids[0]].password == GOOD_PASSWORD


async def test_the_same_order_number_buys_twice(
    engine: StandInEngine, caller: Caller, order: dict[str, object]
) -> None:
    for _ in range(2):
        await caller.data("create_new", **order)
    assert len(engine.servers) == 2
    assert engine.members[1001].balance == Decimal(10_000) - MONTH * 2


async def test_the_member_pays_the_discounted_price(
    engine: StandInEngine, caller: Caller, order: dict[str, object]
) -> None:
    engine.members[1001].discount = Decimal("0.75")
    assert await caller.refused("create_new", **order | {"clientPrice": "350.99"}) == "购买价格低于结算价格"
    await caller.data("create_new", **order | {"clientPrice": "351.00"})
    assert engine.effects[0].charge == Decimal("351.00")


async def test_windows_has_its_own_price(engine: StandInEngine, caller: Caller, order: dict[str, object]) -> None:
    windows = engine.add_system(login_name="administrator", port=3389)
    (row,) = (await caller.data("create_new", **order | {"systemID": windows.guid}))["servers"]
    assert row["login_port"] == "3389"
    assert engine.effects[0].charge == MONTH + 20


async def test_a_failed_purchase_stays_open_and_costs_nothing(
    engine: StandInEngine, caller: Caller, clock: Clock, order: dict[str, object]
) -> None:
    engine.fail_operation_next("create_new")
    (row,) = (await caller.data("create_new", **order))["servers"]
    clock.forward(600)
    assert await caller.statuses(row["guid"]) == (0, -1, 0, 0)
    assert engine.members[1001].balance == Decimal(10_000)


async def test_behind_a_shared_address(engine: StandInEngine, caller: Caller, order: dict[str, object]) -> None:
    shared = engine.add_line(share_type=1, share_host="203.0.113.10")
    engine.world.systems[str(order["systemID"])].lines.append(shared.guid)
    (row,) = (await caller.data("create_new", **order | {"lineid": shared.guid}))["servers"]
    assert row["share_type"] == 1
    assert row["share_ip"].startswith("203.0.113.10:")
    assert row["ip"] == row["localIP"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"lineid": "28"}, "线路不存在"),
        ({"cpu": "3"}, "该线路不支持此配置"),
        ({"harddisks": "10,10,10,10,10,10"}, "磁盘数量超出范围"),
        ({"harddisks": "15"}, "磁盘容量不支持"),
        ({"harddisks": "1010"}, "磁盘容量不支持"),
        ({"bandwidth": "301"}, "带宽超出范围"),
        ({"defense": "7"}, "防御值不支持"),
        ({"months": "10"}, "购买月数不支持"),
        ({"months": "24"}, "购买月数不支持"),
        ({"num": "21"}, "购买数量超出范围"),
        ({"systemID": "1999999999999999"}, "操作系统不存在"),
    ],
)
async def test_what_is_not_for_sale(
    engine: StandInEngine, caller: Caller, order: dict[str, object], changed: dict[str, str], words: str
) -> None:
    next(iter(engine.world.zones.values())).max_year = 1
    assert await caller.refused("create_new", **order | changed) == words
    assert engine.effects == []
    assert not engine.servers


async def test_lines_and_systems_that_do_not_sell(
    engine: StandInEngine, caller: Caller, order: dict[str, object], line: Line, system: System
) -> None:
    system.ram_limit = 8
    assert await caller.refused("create_new", **order) == "配置低于操作系统最低要求"
    system.types = ("install",)
    assert await caller.refused("create_new", **order) == "该线路不支持此操作系统"
    line.buy_status = 0
    assert await caller.refused("create_new", **order) == "线路已关闭购买"


async def test_a_zone_may_want_a_real_name(engine: StandInEngine, caller: Caller, order: dict[str, object]) -> None:
    next(iter(engine.world.zones.values())).identity_status = 1
    assert await caller.refused("create_new", **order, auth_idnum="unknown") == "该可用区要求实名认证"
    await caller.data("create_new", **order)


async def test_the_balance_must_reach(engine: StandInEngine, caller: Caller, order: dict[str, object]) -> None:
    engine.members[1001].balance = MONTH - Decimal("0.01")
    assert await caller.refused("create_new", **order) == "余额不足"
    assert not engine.servers
    engine.members[1001].balance = MONTH
    await caller.data("create_new", **order)
    assert engine.members[1001].balance == 0
