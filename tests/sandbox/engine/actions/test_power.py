from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Durations, Outcome, StandInEngine
from tests.sandbox.engine.caller import KEY, USERID

if TYPE_CHECKING:
    from sandbox.engine import ServerState
    from tests.sandbox.engine.caller import Caller, Clock

EVERY = [("start", -1, 3, 1, 6.0), ("stop", 1, 4, -1, 5.0), ("stop_h", 1, 4, -1, 2.0)]
EVERY += [("restart", 1, 5, 1, 8.0), ("restart_h", 1, 5, 1, 6.0)]


@pytest.mark.parametrize(("action", "run_before", "act", "run_after", "seconds"), EVERY)
async def test_idle_at_first_then_in_progress_then_done(
    *,
    engine: StandInEngine,
    caller: Caller,
    clock: Clock,
    server: ServerState,
    action: str,
    run_before: int,
    act: int,
    run_after: int,
    seconds: float,
) -> None:
    server.run_status = run_before
    assert await caller.data(action, guid=server.guid) == []
    assert await caller.statuses(server.guid) == (1, run_before, 0, 0)
    clock.forward(1)
    assert await caller.statuses(server.guid) == (1, run_before, act, 0)
    clock.forward(seconds - 0.1)
    assert await caller.statuses(server.guid) == (1, run_before, act, 0)
    clock.forward(0.1)
    assert await caller.statuses(server.guid) == (1, run_after, 0, 0)
    assert [(one.action, one.guid, one.charge, one.taskid, one.outcome) for one in engine.effects] == [
        (action, server.guid, Decimal(0), 12, Outcome.DONE)
    ]


@pytest.mark.parametrize(
    ("action", "run_before", "failed"),
    [("start", -1, -3), ("stop", 1, -4), ("stop_h", 1, -4), ("restart", 1, -5), ("restart_h", 1, -5)],
)
async def test_a_failure_shows_and_stays_until_the_next_operation_begins(
    *,
    engine: StandInEngine,
    caller: Caller,
    clock: Clock,
    server: ServerState,
    action: str,
    run_before: int,
    failed: int,
) -> None:
    server.run_status = run_before
    engine.fail_operation_next(action)
    await caller.data(action, guid=server.guid)
    clock.forward(60)
    assert await caller.statuses(server.guid) == (1, run_before, failed, 0)
    await caller.data(action, guid=server.guid)
    assert await caller.statuses(server.guid) == (1, run_before, failed, 0)
    clock.forward(1)
    assert (await caller.statuses(server.guid))[2] > 0
    clock.forward(60)
    assert (await caller.statuses(server.guid))[2] == 0
    assert [one.outcome for one in engine.effects] == ["failed", "done"]


async def test_an_operation_may_never_end(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    engine.fail_operation_next("stop", never_ends=True)
    await caller.data("stop", guid=server.guid)
    clock.forward(3600)
    assert await caller.statuses(server.guid) == (1, 1, 4, 0)


@pytest.mark.parametrize(
    ("action", "run", "words"),
    [
        ("start", 1, "业务已在运行中"),
        ("start", -2, "业务已锁定，不能启动"),
        ("stop", -1, "业务已关机"),
        ("stop_h", -2, "业务已锁定"),
        ("restart", -1, "业务已关机"),
        ("restart_h", -2, "业务已锁定"),
    ],
)
async def test_the_machine_must_be_in_the_right_state(
    *, engine: StandInEngine, caller: Caller, server: ServerState, action: str, run: int, words: str
) -> None:
    server.run_status = run
    assert await caller.refused(action, guid=server.guid) == words
    assert engine.effects == []
    assert engine.violations == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("order_status", -2, "业务已删除"),
        ("order_status", 4, "业务已删除"),
        ("order_status", 0, "业务开通中"),
        ("order_status", 2, "业务过户中，禁止操作"),
        ("order_status", 3, "业务已过期"),
        ("act_status", 8, "业务正在操作中，请稍后再试"),
        ("snap_status", 2, "业务快照操作中，请稍后再试"),
    ],
)
async def test_the_server_must_be_usable(
    caller: Caller, server: ServerState, field: str, value: int, words: str
) -> None:
    setattr(server, field, value)
    assert await caller.refused("restart", guid=server.guid) == words


async def test_another_members_server_does_not_exist(engine: StandInEngine, caller: Caller) -> None:
    engine.add_member(2002, "x")
    theirs = engine.add_server(2002)
    assert await caller.refused("stop", guid=theirs.guid) == "业务不存在"
    assert await caller.refused("getserver", guid=theirs.guid) == "业务不存在"
    assert await caller.refused("getserver", guid="1999999999999999") == "业务不存在"


async def test_two_stops_before_the_first_has_begun_are_both_executed(
    engine: StandInEngine, caller: Caller, server: ServerState
) -> None:
    await caller.data("stop", guid=server.guid)
    await caller.data("stop", guid=server.guid)
    assert len(engine.effects) == 2


async def test_a_server_that_expires_while_starting_stays_locked(
    caller: Caller, clock: Clock, server: ServerState
) -> None:
    server.run_status, server.ends_at = -1, clock() + 3
    await caller.data("start", guid=server.guid)
    clock.forward(10)
    assert await caller.statuses(server.guid) == (3, -2, 0, 0)


async def test_without_durations_all_has_ended_by_the_answer(clock: Clock, caller: Caller) -> None:
    other = StandInEngine(now=clock, durations=Durations.instant())
    other.add_member(USERID, KEY)
    server = other.add_server(USERID)
    caller.url = await other.start()
    await caller.data("stop", guid=server.guid)
    assert other.servers[server.guid].run_status == -1
    await other.stop()


async def test_one_action_may_begin_later_than_the_others(clock: Clock, caller: Caller) -> None:
    other = StandInEngine(now=clock, durations=Durations(start_delay=0, start_delays={"stop": 4}))
    other.add_member(USERID, KEY)
    one, two = other.add_server(USERID), other.add_server(USERID)
    caller.url = await other.start()
    await caller.data("restart", guid=one.guid)
    await caller.data("stop", guid=two.guid)
    assert [await caller.statuses(guid) for guid in (one.guid, two.guid)] == [(1, 1, 5, 0), (1, 1, 0, 0)]
    clock.forward(4)
    assert await caller.statuses(two.guid) == (1, 1, 4, 0)
    await other.stop()
