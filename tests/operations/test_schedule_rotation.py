from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations import schedule_rotation, schedule_runs, unattended
from operations.kinds.parameters import MakeSnapshot, NamedSnapshot
from sandbox.engine import Fault, wire
from tests.operations.asking import ask as asked
from tests.operations.asking import operation
from tests.operations.conftest import ALICE
from tests.operations.scheduling import catalogued, plan, problems, row, tick, to_due, told, work

if TYPE_CHECKING:
    from sandbox.engine import ServerState
    from store import OperationRow, ScheduleRow
    from tests.operations.conftest import World

NAME = "web-1"


async def rotating(world: World, *, keep: int | None = 2, **more: Any) -> ScheduleRow:
    await world.credit("50000")
    await catalogued(world)
    world.server(NAME).snapshots.clear()
    world.server(NAME).current_snapshot = ""
    return await plan(world, NAME, action="createsnapshot", days=15, keep=keep, price=Decimal(1000), **more)


async def once(world: World, schedule: ScheduleRow) -> list[OperationRow]:
    to_due(world, schedule)
    return await work(world)


def names(server: ServerState) -> list[str]:
    return [each.name for each in server.snapshots]


def own(world: World, schedule: ScheduleRow) -> list[str]:
    return [each.name for each in world.store.made_snapshots(schedule.id, world.account_id, world.made.servers[NAME])]


async def test_the_oldest_of_its_own_goes_once_the_new_one_is_there(world: World) -> None:
    schedule, server = await rotating(world), world.server(NAME)
    for _ in range(2):
        await once(world, schedule)
    first, second = names(server)
    assert own(world, schedule) == [first, second]
    ended = await once(world, schedule)
    assert [(each.action, each.state) for each in ended] == [("createsnapshot", "done"), ("removesnapshot", "done")]
    guid = world.made.servers[NAME]
    assert ended[1].dedupe_key == f"{ended[0].dedupe_key}:remove:{first}"
    assert (ended[1].guid, ended[1].user_id) == (guid, ALICE)
    assert names(server)[0] == second
    assert len(names(server)) == 2
    assert own(world, schedule) == names(server)
    assert problems(world, schedule) == [None]
    assert len(told(world)) == 3


async def test_everybody_elses_stay(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    by_hand = await operation(world, await asked(world, action="createsnapshot", params=MakeSnapshot(days=15)))
    await world.run(by_hand)
    other = await plan(world, NAME, action="createsnapshot", days=15, price=Decimal(1000), rhythm="0 5 * * *")
    theirs = names(server)
    await once(world, schedule)
    to_due(world, other)
    await work(world)
    theirs.append(names(server)[-1])
    await once(world, schedule)
    assert set(theirs) <= set(names(server))
    # The other schedule has gone on as well, upon this one's first: that one stays.
    assert problems(world, schedule) == ["kept-needed"]
    assert len(own(world, schedule)) == 2


async def test_without_rotation_all_stay(world: World) -> None:
    schedule = await rotating(world, keep=None)
    for _ in range(4):
        await once(world, schedule)
    assert len(names(world.server(NAME))) == 4


async def test_when_the_new_one_fails_none_goes(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    (first,) = names(server)
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="createsnapshot")
    ended = await once(world, schedule)
    assert [each.state for each in ended] == ["failed"]
    assert names(server) == [first]
    assert own(world, schedule) == [first]


async def test_an_outcome_that_nobody_answered_for_removes_nothing(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    world.engine.fail_next(Fault.CUT_AFTER, action="createsnapshot")
    ended = await once(world, schedule)
    # It is there, as a reading shows; that it is this one, nobody has said.
    assert [(each.action, each.state, each.answer) for each in ended] == [("createsnapshot", "done", None)]
    assert problems(world, schedule) == ["unnamed"]
    assert len(names(server)) == 2
    assert len(own(world, schedule)) == 1
    await once(world, schedule)
    # The unnamed one stays for as long as it is paid for, and so does what it was made upon.
    assert problems(world, schedule) == ["kept-needed"]
    assert len(names(server)) == 3
    assert len(own(world, schedule)) == 2


async def test_what_a_person_removed_or_time_took_counts_no_more(world: World) -> None:
    schedule, server = await rotating(world, keep=2), world.server(NAME)
    for _ in range(2):
        await once(world, schedule)
    server.drop_snapshot(names(server)[0])
    ended = await once(world, schedule)
    assert [each.action for each in ended] == ["createsnapshot"]
    assert len(names(server)) == 2
    assert own(world, schedule) == names(server)


async def test_a_removal_that_fails_is_told_and_made_up_for(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="removesnapshot")
    await once(world, schedule)
    assert problems(world, schedule) == ["not-removed"]
    assert len(names(server)) == 2
    await once(world, schedule)
    assert problems(world, schedule) == [None]
    assert len(names(server)) == 1
    assert own(world, schedule) == names(server)


async def test_the_one_that_the_disks_stand_on_stays(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    (first,) = names(server)
    to_due(world, schedule)
    await tick(world, 0)
    (making,) = world.store.due_operations(world.clock.now())
    await world.run(making)
    server.current_snapshot = first
    await work(world)
    assert problems(world, schedule) == ["kept-current"]
    assert first in names(server)


async def test_a_removal_that_takes_others_along_ends_the_rotation(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule, server = await rotating(world, keep=2), world.server(NAME)
    for _ in range(2):
        await once(world, schedule)
    monkeypatch.setattr(type(server), "drop_snapshot", lambda self, name: self.snapshots.clear())
    await once(world, schedule)
    assert problems(world, schedule) == ["took-others"]
    after = row(world, schedule.id)
    assert (after.paused_why, after.next_at) == ("rotation", None)
    world.clock.advance(3 * 86400)
    await work(world)
    assert len(world.sent("createsnapshot")) == 3


async def test_a_name_that_came_back_is_somebody_elses(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    server.snapshots[0].created_at += 7200
    await once(world, schedule)
    assert len(names(server)) == 2
    assert len(own(world, schedule)) == 1


async def test_a_new_one_that_is_gone_again_takes_nothing_with_it(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    (first,) = names(server)
    to_due(world, schedule)
    await tick(world, 0)
    (making,) = world.store.due_operations(world.clock.now())
    await world.run(making)
    server.drop_snapshot(names(server)[-1])
    await work(world)
    assert names(server) == [first]
    assert problems(world, schedule) == ["not-removed"]


async def test_a_server_that_is_somebody_elses_by_now_is_left_alone(world: World) -> None:
    await world.store.grant(ALICE, world.identities["bob"])
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    to_due(world, schedule)
    await tick(world, 0)
    (making,) = world.store.due_operations(world.clock.now())
    await world.run(making)
    # The schedule as a slow round has read it, before the server left.
    before, run = row(world, schedule.id), world.store.last_run(schedule.id)
    assert run is not None
    (step,) = world.store.steps(run.id)
    await world.store.assign(world.account_id, world.made.servers[NAME], world.identities["bob"])
    made = world.store.operation(making.taskid)
    assert made is not None
    result = await schedule_rotation.rotate(world.services, before, run, step, made)
    assert (result.problem, result.over) == ("gone", True)
    assert len(names(server)) == 2
    assert world.sent("removesnapshot") == []
    await work(world)
    assert world.sent("removesnapshot") == []


@pytest.mark.parametrize("why", ["prolonged", "built-upon", "unknown"])
async def test_an_old_one_that_somebody_needs_stays(world: World, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    (first,) = names(server)
    if why == "prolonged":
        server.snapshots[0].ends_at += 30 * 86400
    elif why == "built-upon":
        by_hand = await operation(world, await asked(world, action="createsnapshot", params=MakeSnapshot(days=15)))
        await world.run(by_hand)
    to_due(world, schedule)
    await tick(world, 0)
    (making,) = world.store.due_operations(world.clock.now())
    await world.run(making)
    if why == "unknown":
        shown = wire.snapshot_row
        monkeypatch.setattr(
            "sandbox.engine.actions.snapshots.snapshot_row",
            lambda one, current: {k: v for k, v in shown(one, current=current).items() if k != "current"},
        )
    await work(world)
    assert first in names(server)
    assert world.sent("removesnapshot") == []
    assert problems(world, schedule) == ["kept-needed"]
    assert len(told(world)) == 2


async def test_a_clock_that_was_put_back_does_not_make_the_new_one_old(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    (first,) = names(server)
    await world.store._change("UPDATE schedule_snapshots SET made_at = made_at + 9e6", ())
    await once(world, schedule)
    assert first not in names(server)
    assert len(names(server)) == 1
    assert problems(world, schedule) == [None]


@pytest.mark.parametrize("how", ["pause", "delete"])
async def test_a_rotation_that_was_stopped_while_it_read_removes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    take = unattended._take

    async def taken(services: Any, asker: Any, made: Any, key: str) -> object:
        if ":remove:" in key:
            if how == "pause":
                await world.store.pause_schedule(schedule.id, "person")
            else:
                await world.store.delete_schedule(schedule.id)
        return await take(services, asker, made, key)

    monkeypatch.setattr(unattended, "_take", taken)
    await once(world, schedule)
    assert len(names(server)) == 2
    assert world.sent("removesnapshot") == []
    assert problems(world, schedule) == ["stopped"]


@pytest.mark.parametrize("died", ["before", "after"])
async def test_a_crash_around_a_removal_neither_loses_nor_repeats_it(world: World, died: str) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    to_due(world, schedule)
    await tick(world, 0)
    (making,) = world.store.due_operations(world.clock.now())
    await world.run(making)
    if died == "after":
        # The removal was placed; the process that would have driven it is gone for a while.
        await tick(world)
        (removal,) = world.store.due_operations(world.clock.now())
        await world.run(removal)
        world.clock.advance(900)
    await work(world)
    assert len(names(server)) == 1
    assert sum(effect.action == "removesnapshot" for effect in world.engine.effects) == 1
    assert problems(world, schedule) == [None]


async def test_a_busy_server_keeps_the_removal_waiting(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    to_due(world, schedule)
    await tick(world, 0)
    (making,) = world.store.due_operations(world.clock.now())
    await world.run(making)
    busy = await operation(
        world, await asked(world, action="removesnapshot", params=NamedSnapshot(name=names(server)[0]))
    )
    await tick(world)
    assert told(world)[1:] == []
    await world.run(busy)
    await work(world)
    # A person was quicker.
    assert len(names(server)) == 1
    assert problems(world, schedule) == [None]


async def test_a_removal_is_given_up_after_half_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    to_due(world, schedule)
    await tick(world, 0)
    (making,) = world.store.due_operations(world.clock.now())
    await world.run(making)
    world.engine.fail_next(Fault.REFUSE("频繁"), action="getserver", times=10_000)
    for _ in range(int(schedule_rotation.PATIENCE // 100) + 3):
        await tick(world, 100)
    assert problems(world, schedule) == ["not-removed"]
    assert len(names(server)) == 2


async def test_deleting_the_schedule_leaves_what_it_made(world: World) -> None:
    schedule, server = await rotating(world, keep=1), world.server(NAME)
    await once(world, schedule)
    to_due(world, schedule)
    await tick(world, 0)
    await world.store.delete_schedule(schedule.id)
    await work(world)
    assert len(names(server)) == 2
    assert problems(world, schedule) == ["stopped"]
    assert await schedule_runs.run_due(world.services) == 0
