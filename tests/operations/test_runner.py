from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from operations.runner import Runner
from sandbox.engine import Fault
from tests.operations.test_driving import begin, executed

if TYPE_CHECKING:
    from collections.abc import Callable

    from store import OperationRow
    from tests.clocks import VirtualClock
    from tests.operations.conftest import World


def operation(world: World, taskid: int) -> OperationRow:
    row = world.store.operation(taskid)
    assert row is not None
    return row


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the store has nothing to wait on
            await asyncio.sleep(0.005)


async def test_kicked_it_drives_to_the_end_and_reports_once(world: World) -> None:
    async with Runner(world.services) as runner:
        row = await begin(world, "web-1", "stop")
        runner.kick()
        await until(lambda: bool(world.heard.ends))

    assert [(end.taskid, end.state) for end in world.heard.ends] == [(row.taskid, "done")]
    assert operation(world, row.taskid).reported_at is not None
    assert world.store.unreported() == []


async def test_a_new_process_goes_on_where_a_dead_one_was(world: World) -> None:
    row = await begin(world, "web-1", "stop")
    claimed = await world.store.claim(
        row.taskid, owner="dead", lease_seconds=15, now=world.clock.now(), from_states=["confirmed"]
    )
    assert claimed is not None
    await world.store.move(row.taskid, owner="dead", from_state="confirmed", to_state="sending")
    await world.store.move(row.taskid, owner="dead", from_state="sending", to_state="accepted")
    await world.store.move(row.taskid, owner="dead", from_state="accepted", to_state="watching")
    world.clock.advance(60)
    world.server("web-1").run_status = -1

    async with Runner(replace(world.services, process="alive")):
        await until(lambda: bool(world.heard.ends))

    assert world.heard.ends[0].state == "done"
    assert executed(world, "stop") == 0


async def test_an_end_that_could_not_be_told_is_told_after_the_next_start(world: World) -> None:
    world.heard.reachable = False
    async with Runner(world.services) as runner:
        row = await begin(world, "web-1", "stop")
        runner.kick()
        await until(lambda: operation(world, row.taskid).state == "done" and runner.running == 0)
    assert world.heard.ends == []
    world.heard.reachable = True
    world.clock.advance(60)

    async with Runner(replace(world.services, process="next")):
        await until(lambda: bool(world.heard.ends))

    assert [end.taskid for end in world.heard.ends] == [row.taskid]


async def test_an_orderly_stop_waits_for_the_answer_to_a_request(world: World) -> None:
    world.engine.fail_next(Fault.SLOW(0.5), action="restart")
    async with Runner(world.services) as runner:
        row = await begin(world, "web-1", "restart")
        runner.kick()
        await until(lambda: operation(world, row.taskid).state == "sending")

    found = operation(world, row.taskid)
    assert found.state in {"accepted", "watching", "done"}
    assert found.lease_owner is None


async def test_a_hint_cuts_the_wait_short(world: World) -> None:
    slow = replace(world.services, clock=Standing(world.clock))
    async with Runner(slow) as runner:
        row = await begin(world, "web-1", "stop")
        runner.kick()
        await until(lambda: operation(world, row.taskid).state == "watching")
        world.clock.advance(60)
        runner.hint(12345)
        runner.hint(row.taskid)
        await until(lambda: operation(world, row.taskid).state == "done")


class Standing:
    """A clock on which nobody who sleeps wakes."""

    def __init__(self, clock: VirtualClock) -> None:
        self.now = clock.now

    async def sleep(self, _seconds: float) -> None:
        await asyncio.Event().wait()
