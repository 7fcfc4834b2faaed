from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Snapshot
from tests.sandbox.engine.caller import NOON

if TYPE_CHECKING:
    from sandbox.engine import ServerState, StandInEngine
    from tests.sandbox.engine.caller import Caller, Clock

DAY = 86_400


@pytest.fixture
def grown(server: ServerState) -> ServerState:
    """A server with the tree of the vendor's sample."""
    server.snapshots = [
        Snapshot(name="twqag", created_at=NOON - 9 * DAY, ends_at=NOON + 9 * DAY),
        Snapshot(name="yegta", created_at=NOON - 5 * DAY, ends_at=NOON + 5 * DAY, parent="twqag"),
    ]
    server.current_snapshot = "yegta"
    return server


async def test_the_list_and_its_tree(caller: Caller, grown: ServerState) -> None:
    data = await caller.data("listsnapshot", guid=grown.guid)
    assert data["snapshottree"] == "=twqag,twqag=yegta"
    assert data["snapshotlist"][1] == {
        "name": "yegta",
        "create_time": "2026-02-24 12:00:00",
        "end_time": "2026-03-06 12:00:00",
        "status": "1",
        "current": 1,
        "parent_name": "twqag",
    }


async def test_a_new_one_is_named_at_once_and_listed_at_the_end(
    engine: StandInEngine, caller: Caller, clock: Clock, grown: ServerState
) -> None:
    data = await caller.data("createsnapshot", guid=grown.guid, agent_order_no="o1", months=1)
    assert data["createtime"] == "2026-03-01 12:00:00"
    assert data["endtime"] == "2026-04-01 12:00:00"
    clock.forward(1)
    assert await caller.statuses(grown.guid) == (1, 1, 0, 1)
    assert len((await caller.data("listsnapshot", guid=grown.guid))["snapshotlist"]) == 2
    clock.forward(10)
    assert await caller.statuses(grown.guid) == (1, 1, 0, 0)
    tree = (await caller.data("listsnapshot", guid=grown.guid))["snapshottree"]
    assert tree == f"=twqag,twqag=yegta,yegta={data['snapshotname']}"
    # 50 GB at 1 CNY per GB and month.
    assert [(one.order_no, one.charge) for one in engine.effects] == [("o1", Decimal(50))]
    assert engine.members[1001].balance == Decimal(9950)


async def test_days_are_paid_by_the_day(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    line = engine.world.lines[server.line_guid]
    own = {"guid": server.guid, "agent_order_no": "o1"}
    assert await caller.refused("createsnapshot", **own, days=7) == "快照不支持按天购买"
    line.snap_price_day, line.snap_open_days = Decimal("0.10"), (7,)
    assert await caller.refused("createsnapshot", **own, days=5) == "快照天数不支持"
    assert (await caller.data("createsnapshot", **own, days=7))["endtime"] == "2026-03-08 12:00:00"
    assert engine.effects[0].charge == Decimal("35.00")
    line.snap_price_month = Decimal(-1)
    assert await caller.refused("createsnapshot", **own, months=1) == "快照不支持按月购买"


async def test_order_numbers_are_not_compared(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    for _ in range(2):
        await caller.data("createsnapshot", guid=server.guid, agent_order_no="same", months=1)
        clock.forward(60)
    assert [one.order_no for one in engine.effects] == ["same", "same"]
    assert len(engine.server(server.guid).snapshots) == 2


async def test_a_failed_one_is_not_listed_and_not_paid(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    engine.fail_operation_next("createsnapshot")
    await caller.data("createsnapshot", guid=server.guid, agent_order_no="o1", months=1)
    clock.forward(60)
    assert await caller.statuses(server.guid) == (1, 1, 0, 0)
    assert server.snapshots == []
    assert engine.members[1001].balance == Decimal(10_000)


async def test_going_back(caller: Caller, clock: Clock, grown: ServerState) -> None:
    assert await caller.data("revertsnapshot", guid=grown.guid, snapshotname="twqag") == {"snapshotname": "twqag"}
    clock.forward(1)
    assert await caller.statuses(grown.guid) == (1, 1, 0, 2)
    clock.forward(12)
    rows = (await caller.data("listsnapshot", guid=grown.guid))["snapshotlist"]
    assert [(row["name"], row["current"]) for row in rows] == [("twqag", 1), ("yegta", 0)]


async def test_keeping_one_longer_shows_no_status(
    engine: StandInEngine, caller: Caller, clock: Clock, grown: ServerState
) -> None:
    own = {"guid": grown.guid, "snapshotname": "yegta", "agent_order_no": "o2"}
    data = await caller.data("renewsnapshot", **own, months=2)
    assert (data["snapshotname"], data["endtime"]) == ("yegta", "2026-05-06 12:00:00")
    clock.forward(2.9)
    assert await caller.statuses(grown.guid) == (1, 1, 0, 0)
    assert grown.snapshots[1].ends_at == NOON + 5 * DAY
    clock.forward(0.1)
    rows = (await caller.data("listsnapshot", guid=grown.guid))["snapshotlist"]
    assert rows[1]["end_time"] == "2026-05-06 12:00:00"
    assert engine.effects[0].charge == Decimal(100)


async def test_removing_one_keeps_what_grew_from_it(caller: Caller, clock: Clock, grown: ServerState) -> None:
    assert await caller.data("removesnapshot", guid=grown.guid, snapshotname="twqag") == {"snapshotname": "twqag"}
    clock.forward(1)
    assert await caller.statuses(grown.guid) == (1, 1, 0, 3)
    clock.forward(6)
    assert (await caller.data("listsnapshot", guid=grown.guid))["snapshottree"] == "=yegta"


async def test_removing_the_current_one_goes_to_its_parent(caller: Caller, clock: Clock, grown: ServerState) -> None:
    await caller.data("removesnapshot", guid=grown.guid, snapshotname="yegta")
    clock.forward(7)
    rows = (await caller.data("listsnapshot", guid=grown.guid))["snapshotlist"]
    assert [(row["name"], row["current"]) for row in rows] == [("twqag", 1)]


async def test_two_removals_of_one_are_both_executed_and_remove_it_once(
    engine: StandInEngine, caller: Caller, clock: Clock, grown: ServerState
) -> None:
    for _ in range(2):
        await caller.data("removesnapshot", guid=grown.guid, snapshotname="twqag")
    clock.forward(7)
    assert [one.name for one in engine.server(grown.guid).snapshots] == ["yegta"]
    assert len(engine.effects) == 2


async def test_snapshots_expire(caller: Caller, clock: Clock, grown: ServerState) -> None:
    clock.forward(6 * DAY)
    caller.vtime = "20260307"
    assert (await caller.data("listsnapshot", guid=grown.guid))["snapshottree"] == "=twqag"


@pytest.mark.parametrize("action", ["revertsnapshot", "removesnapshot"])
async def test_one_that_is_not_there(caller: Caller, grown: ServerState, action: str) -> None:
    assert await caller.refused(action, guid=grown.guid, snapshotname="other") == "快照不存在"


async def test_closed_functions_and_limits(engine: StandInEngine, caller: Caller, grown: ServerState) -> None:
    line = engine.world.lines[grown.line_guid]
    line.snap_open_max = 2
    own = {"guid": grown.guid, "agent_order_no": "o", "months": 1}
    assert await caller.refused("createsnapshot", **own) == "快照数量已达上限"
    line.functions = ()
    for action in ("createsnapshot", "renewsnapshot", "revertsnapshot", "removesnapshot"):
        paid = own if action in {"createsnapshot", "renewsnapshot"} else {"guid": grown.guid}
        name = {} if action == "createsnapshot" else {"snapshotname": "yegta"}
        assert await caller.refused(action, **paid, **name) == "线路未开放该功能"
    assert engine.effects == []


async def test_an_empty_balance(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    engine.members[1001].balance = Decimal("49.99")
    own = {"guid": server.guid, "agent_order_no": "o", "months": 1}
    assert await caller.refused("createsnapshot", **own) == "余额不足"
    assert engine.effects == []
    assert engine.members[1001].balance == Decimal("49.99")
