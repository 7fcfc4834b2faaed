"""Deaths, stops and second processes at every single write of the job: each end is paid once, and none after a stop."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from operations import auto_renewal
from operations.auto_renewal import job
from operations.auto_renewal.settings import Choice
from operations.driving import drive
from operations.services import Timing
from sandbox.engine import Durations
from store import Store
from tests.operations.auto_renewal.cycle import DAY, PRICE, Cycle
from tests.operations.conftest import ALICE, BOB, TEAM

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from operations.services import Services
    from tests.operations.conftest import World

# The job writes less often than this from the announcement to the end.
MOST_WRITES = 14


class Died(BaseException):
    """The process is gone: nothing in it is told."""


class Fuse:
    """Does something right before (or after) the so-manieth write while the job runs."""

    def __init__(self, world: World, number: int, act: Callable[[], Awaitable[None]], *, after: bool = False) -> None:
        self._world, self._left, self._act, self._after = world, number, act, after
        self._real = world.store._writer.run

    async def __call__(self) -> None:
        """Run the job once."""
        self._world.store._writer.run = self._run  # type: ignore[method-assign]
        try:
            await job.run(self._world.services)
        finally:
            self._world.store._writer.run = self._real  # type: ignore[method-assign]

    async def _run(self, work: Any) -> Any:
        self._left -= 1
        if self._left:
            return await self._real(work)
        if not self._after:
            await self._act()
            return await self._real(work)
        found = await self._real(work)
        await self._act()
        return found


async def die() -> None:
    raise Died


async def many(world: World, count: int) -> list[Cycle]:
    """Servers of Alice's like web-1, all of which end in five days."""
    world.engine.world.durations = Durations.instant()
    world.services.timing = Timing(poll=30.0)
    web, made, guids = world.server("web-1"), [], dict(world.made.servers)
    for number in range(count):
        nickname = f"many-{number}"
        state = world.engine.add_server(
            web.userid,
            line_guid=web.line_guid,
            system_guid=web.system_guid,
            cpu=web.cpu,
            memory=web.memory,
            harddisks=list(web.harddisks),
            bandwidth=web.bandwidth,
            defense=web.defense,
            ends_at=world.clock.now() + 5 * DAY,
        )
        guids[nickname] = state.guid
        await world.store.assign(world.account_id, state.guid, world.identities["alice"])
        made.append(Cycle(world, nickname))
    world.made = replace(world.made, servers=guids)
    await world.sync()
    await world.credit("100000")
    return made


async def steps(world: World, cycle: Cycle, job_run: Callable[[], Awaitable[object]]) -> None:
    """From being turned on to the receipt, in ticks; only the job is disturbed."""
    for pause in (60.0, 60.0, 2 * DAY, 60.0, 60.0, 600.0):
        await job_run()
        await cycle.deliver()
        for due in world.store.due_operations(world.clock.now()):
            await drive(world.services, due.taskid)
        world.clock.advance(pause)


def paid_once(world: World, cycle: Cycle) -> None:
    rows = [row for row in world.store.operations(guid=cycle.guid) if row.state != "failed"]
    assert [(row.state, row.price) for row in rows] == [("done", PRICE)]
    assert [effect.guid for effect in world.engine.effects if effect.action == "renew"].count(cycle.guid) == 1


@pytest.mark.parametrize("after", [False, True])
async def test_a_death_at_any_write_pays_once(world: World, *, after: bool) -> None:
    cycles = await many(world, MOST_WRITES)
    start = world.clock.now()
    died = 0
    for number, cycle in enumerate(cycles, 1):
        world.clock._now = start
        await cycle.turn_on()
        try:
            await steps(world, cycle, Fuse(world, number, die, after=after))
        except Died:
            died += 1
        world.services = replace(world.services, process=f"process-{number}")
        for _ in range(2):
            await steps(world, cycle, lambda: job.run(world.services))
        paid_once(world, cycle)
        await auto_renewal.turn_off(world.services, world.actor(), world.known(cycle.nickname))
    assert died >= 8
    assert world.store.verify_audit().problems == []


async def stop(world: World, cycle: Cycle) -> None:
    await auto_renewal.turn_off(world.services, world.actor(), world.known(cycle.nickname))


async def give_away(world: World, cycle: Cycle) -> None:
    await world.store.assign(world.account_id, cycle.guid, world.identities["bob"])


async def take_the_role(world: World, cycle: Cycle) -> None:
    del cycle
    await world.store.set_member(TEAM, ALICE, "viewer")


@pytest.mark.parametrize("end", [stop, give_away, take_the_role])
async def test_after_a_stop_at_any_write_nothing_is_paid(
    world: World, end: Callable[[World, Cycle], Awaitable[None]]
) -> None:
    cycles = await many(world, MOST_WRITES)
    start = world.clock.now()
    for number, cycle in enumerate(cycles, 1):
        world.clock._now = start
        await world.members(owners=(ALICE, BOB))
        await cycle.turn_on(Choice(1), world.asker(ALICE, TEAM))
        placed: list[bool] = []

        async def act(cycle: Cycle = cycle, placed: list[bool] = placed) -> None:
            await end(world, cycle)
            placed.append(bool(world.store.operations(guid=cycle.guid)))

        await steps(world, cycle, Fuse(world, number, act))
        if not placed:
            # There are no more writes than that.
            break
        await steps(world, cycle, lambda: job.run(world.services))
        rows = world.store.operations(guid=cycle.guid)
        assert bool(rows) == placed[0]
        assert world.store.auto_renewal(world.account_id, cycle.guid) is None
        effects = [effect.guid for effect in world.engine.effects if effect.action == "renew"]
        # What was placed before goes on, unless the server is another customer's by then.
        assert effects.count(cycle.guid) <= len(rows)
    assert number >= 8
    assert world.store.open_approvals() == []


async def test_two_processes_at_once_pay_once(world: World) -> None:
    cycles = await many(world, 6)
    other = await Store.open(world.store._path, ["a-secret-key-for-tests"], now=world.clock.now)
    second: Services = replace(world.services, store=other, process="the-other")
    for cycle in cycles:
        await cycle.turn_on()

    async def both() -> None:
        await asyncio.gather(job.run(world.services), job.run(second))

    try:
        for _ in range(3):
            await steps(world, cycles[0], both)
    finally:
        await other.close()
    for cycle in cycles:
        paid_once(world, cycle)
        assert len(cycle.attempts) == 1
        assert [each["event"] for _, each in cycles[0].told].count("announced") == len(cycles)


async def test_ten_restarts_between_the_ticks(world: World) -> None:
    (cycle,) = await many(world, 1)
    await cycle.turn_on()
    path, now = world.store._path, world.clock.now
    for number in range(10):
        again = await Store.open(path, ["a-secret-key-for-tests"], now=now)
        await world.store.close()
        world.services = replace(world.services, store=again, process=f"process-{number}")
        world.services.engines._store = again
        await cycle.tick()
        world.clock.advance(DAY / 2)
    paid_once(world, cycle)
    assert cycle.events == ["announced"]
