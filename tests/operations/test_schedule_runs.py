from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations import approvals, schedule_runs, unattended
from operations.kinds.parameters import NoParams
from sandbox.engine import Fault
from sandbox.engine.statuses import Run
from tests.operations.asking import ask as asked
from tests.operations.asking import operation
from tests.operations.conftest import ALICE, TEAM
from tests.operations.rows import operation as row_of
from tests.operations.scheduling import DAILY, catalogued, plan, problems, row, runs, tick, to_due, told, work

if TYPE_CHECKING:
    from tests.operations.conftest import World

DAY = 86400.0


async def test_nothing_happens_before_its_time(world: World) -> None:
    schedule = await plan(world)
    to_due(world, schedule, late=-1)
    assert await schedule_runs.run_due(world.services) == 0
    assert runs(world, schedule) == []
    assert world.engine.effects == []


async def test_at_its_time_it_is_done_once_in_the_name_of_who_set_it_and_told(world: World) -> None:
    schedule = await plan(world)
    due = to_due(world, schedule)
    assert await schedule_runs.run_due(world.services) == 1
    assert row(world, schedule.id).next_at == due + DAY
    (made,) = world.store.operations(chat_id=ALICE)
    guid = world.made.servers["web-1"]
    assert made.dedupe_key == f"schedule:{schedule.id}:{int(due)}:{world.account_id}:{guid}"
    assert (made.user_id, made.action, made.state) == (ALICE, "restart", "confirmed")
    assert told(world) == []
    ended = await work(world)
    assert [each.state for each in ended] == ["done"]
    assert [notice.subject for notice in told(world)] == [{"run": runs(world, schedule)[0].id}]
    assert problems(world, schedule) == [None]
    await work(world)
    assert len(runs(world, schedule)) == 1
    assert [effect.action for effect in world.engine.effects] == ["restart"]


async def test_day_after_day(world: World) -> None:
    schedule = await plan(world)
    for _ in range(3):
        to_due(world, schedule)
        await work(world)
    assert [each.ended_at is not None for each in runs(world, schedule)] == [True] * 3
    assert len(world.engine.effects) == 3
    assert len(told(world)) == 3


async def test_once_is_over_afterwards(world: World) -> None:
    schedule = await plan(world, rhythm="2027-01-16 03:00")
    to_due(world, schedule)
    await work(world)
    after = row(world, schedule.id)
    assert (after.ended_how, after.next_at) == ("done", None)
    assert len(world.engine.effects) == 1


@pytest.mark.parametrize(("late", "done"), [(299, 1), (300, 1), (301, 0)])
async def test_what_is_found_up_to_five_minutes_late_is_done(world: World, late: float, done: int) -> None:
    schedule = await plan(world)
    to_due(world, schedule, late)
    await schedule_runs.run_due(world.services)
    assert len(world.store.operations(chat_id=ALICE)) == done
    (found,) = runs(world, schedule)
    assert (found.missed, found.ended_at is not None) == (1 - done, not done)


async def test_after_downtime_what_was_missed_is_only_reported(world: World) -> None:
    schedule = await plan(world)
    due = to_due(world, schedule, late=2 * DAY + 3600)
    await work(world)
    assert world.engine.effects == []
    (found,) = runs(world, schedule)
    assert (found.missed, found.missed_since, found.due_at) == (3, due, due + 2 * DAY)
    assert [notice.subject for notice in told(world)] == [{"run": found.id}]
    assert row(world, schedule.id).next_at == due + 3 * DAY


async def test_or_done_once_however_many_were_missed(world: World) -> None:
    schedule = await plan(world, missed="run")
    due = to_due(world, schedule, late=2 * DAY + 3600)
    await work(world)
    assert [effect.action for effect in world.engine.effects] == ["restart"]
    (found,) = runs(world, schedule)
    assert (found.missed, found.missed_since, found.due_at) == (3, due, due + 2 * DAY)
    assert len(told(world)) == 1


async def test_the_one_that_is_on_time_is_done_beside_those_that_were_missed(world: World) -> None:
    schedule = await plan(world)
    due = to_due(world, schedule, late=2 * DAY + 60)
    await work(world)
    assert len(world.engine.effects) == 1
    (found,) = runs(world, schedule)
    assert (found.missed, found.missed_since, found.due_at) == (2, due, due + 2 * DAY)


async def test_a_single_run_that_was_missed_and_only_reported_is_over(world: World) -> None:
    schedule = await plan(world, rhythm="2027-01-16 03:00")
    to_due(world, schedule, late=3600)
    await work(world)
    assert row(world, schedule.id).ended_how == "done"
    assert len(told(world)) == 1
    assert world.engine.effects == []


async def test_hourly_runs_of_a_year_away_are_found_at_once(world: World) -> None:
    schedule = await plan(world, rhythm="0 * * * *")
    to_due(world, schedule, late=366 * DAY)
    await tick(world, 0)
    (found,) = runs(world, schedule)
    assert found.missed >= 40 * 24
    now = world.clock.now()
    next_at = row(world, schedule.id).next_at
    assert next_at is not None
    assert 0 < next_at - now <= 3600
    assert found.due_at == next_at - 3600


async def test_two_processes_claim_it_once(world: World) -> None:
    schedule = await plan(world, "web-1", "web-2")
    to_due(world, schedule)
    await asyncio.gather(*(schedule_runs.run_due(world.services) for _ in range(4)))
    await work(world)
    assert len(runs(world, schedule)) == 1
    assert sorted(effect.guid for effect in world.engine.effects) == sorted(
        world.made.servers[name] for name in ("web-1", "web-2")
    )
    assert len(told(world)) == 1


async def test_several_servers_are_one_run_and_one_report(world: World) -> None:
    schedule = await plan(world, "web-1", "web-2", "cache-1", action="stop")
    to_due(world, schedule)
    await work(world)
    # cache-1 is off as it is.
    assert sorted(map(str, problems(world, schedule))) == ["None", "None", "already"]
    assert len(world.engine.effects) == 2
    assert len(told(world)) == 1


async def test_a_busy_server_is_tried_again_with_the_same_key(world: World) -> None:
    schedule = await plan(world, action="start")
    to_due(world, schedule)
    busy = await operation(world, await asked(world, action="stop", params=NoParams()))
    await schedule_runs.run_due(world.services)
    assert problems(world, schedule) == ["busy"]
    assert [each.taskid for each in world.store.operations(chat_id=ALICE)] == [busy.taskid]
    await world.run(busy)
    await work(world)
    assert problems(world, schedule) == [None]
    assert [effect.action for effect in world.engine.effects] == ["stop", "start"]


async def test_a_server_that_stays_busy_is_given_up_after_half_an_hour(world: World) -> None:
    await operation(world, await asked(world, action="stop", params=NoParams()))
    schedule = await plan(world)
    to_due(world, schedule)
    for _ in range(18):
        await tick(world, 100)
    assert told(world) == []
    await tick(world, 101)
    await tick(world, 31)
    assert problems(world, schedule) == ["busy"]
    assert len(told(world)) == 1


async def test_an_engine_out_of_reach_likewise(world: World) -> None:
    schedule = await plan(world)
    to_due(world, schedule)
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="getserver")
    await schedule_runs.run_due(world.services)
    assert problems(world, schedule) == ["unreachable"]
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="getserver", times=10_000)
    for _ in range(20):
        await tick(world, 100)
    assert problems(world, schedule) == ["unreachable"]
    assert world.engine.effects == []
    assert len(told(world)) == 1


async def test_a_crash_between_claim_and_placing_loses_nothing(world: World) -> None:
    schedule = await plan(world)
    due = to_due(world, schedule)
    # What is on the disk when the process dies right after the claim.
    claimed = await world.store.claim_run(row(world, schedule.id), due_at=due, next_at=due + DAY, until=due + 1800)
    assert claimed is not None
    world.clock.advance(200)
    await work(world)
    assert len(world.engine.effects) == 1
    assert len(runs(world, schedule)) == 1


@pytest.mark.parametrize(("missed", "done"), [("run", 1), ("report", 0)])
async def test_a_claimed_run_found_too_late_goes_by_the_rule_for_missed_ones(
    world: World, missed: str, done: int
) -> None:
    schedule = await plan(world, missed=missed)
    due = to_due(world, schedule)
    await world.store.claim_run(row(world, schedule.id), due_at=due, next_at=due + DAY, until=due + 1800)
    world.clock.advance(7200)
    await work(world)
    assert len(world.engine.effects) == done
    assert problems(world, schedule) == [None if done else "missed"]
    assert len(told(world)) == 1


async def test_what_was_begun_before_a_crash_is_reported_after_it(world: World) -> None:
    schedule = await plan(world)
    to_due(world, schedule)
    await schedule_runs.run_due(world.services)
    (made,) = world.store.operations(chat_id=ALICE)
    await world.run(made)
    world.clock.advance(7200)
    await work(world)
    assert problems(world, schedule) == [None]
    assert len(world.engine.effects) == 1
    assert len(told(world)) == 1


async def test_who_lost_the_role_does_nothing_and_it_rests(world: World) -> None:
    await world.members(owners=(777,), operators=(ALICE,))
    schedule = await plan(world, chat_id=TEAM)
    to_due(world, schedule)
    await world.store.set_member(TEAM, ALICE, "viewer")
    await work(world)
    assert world.engine.effects == []
    after = row(world, schedule.id)
    assert (after.paused_why, after.next_at, after.ended_at) == ("rights", None, None)
    assert problems(world, schedule) == ["rights"]
    assert [notice.chat_id for notice in told(world)] == [TEAM]


async def test_a_chat_that_lost_everything_ends_it(world: World) -> None:
    schedule = await plan(world)
    await world.store.revoke(ALICE, world.identities["alice"])
    assert row(world, schedule.id).ended_how == "no-servers"
    assert [notice.subject for notice in told(world)] == [{"schedule": schedule.id, "what": "ended"}]
    world.clock.advance(2 * DAY)
    await work(world)
    assert runs(world, schedule) == []


async def test_a_server_that_was_reassigned_is_left_out(world: World) -> None:
    schedule = await plan(world, "web-1", "web-2")
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
    assert row(world, schedule.id).ended_at is None
    to_due(world, schedule)
    await work(world)
    assert [effect.guid for effect in world.engine.effects] == [world.made.servers["web-2"]]


async def test_a_server_reassigned_between_claim_and_placing_is_left_alone(world: World) -> None:
    schedule = await plan(world, "web-1", "web-2")
    due = to_due(world, schedule)
    await world.store.claim_run(row(world, schedule.id), due_at=due, next_at=due + DAY, until=due + 1800)
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
    await work(world)
    assert sorted(map(str, problems(world, schedule))) == ["None", "gone"]
    assert [effect.guid for effect in world.engine.effects] == [world.made.servers["web-2"]]


@pytest.mark.parametrize("how", ["paused", "deleted"])
async def test_what_was_stopped_by_a_person_is_not_begun(world: World, how: str) -> None:
    schedule = await plan(world)
    due = to_due(world, schedule)
    await world.store.claim_run(row(world, schedule.id), due_at=due, next_at=due + DAY, until=due + 1800)
    if how == "paused":
        assert await world.store.pause_schedule(schedule.id, "person")
    else:
        assert await world.store.delete_schedule(schedule.id)
    await work(world)
    assert problems(world, schedule) == ["stopped"]
    assert world.engine.effects == []


@pytest.mark.parametrize(("how", "problem"), [("pause", "stopped"), ("delete", "stopped"), ("assign", "gone")])
@pytest.mark.parametrize("policy", ["credit", "approval"])
async def test_what_was_stopped_while_it_read_is_not_placed(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str, problem: str, policy: str
) -> None:
    await world.staff_chat()
    if policy == "credit":
        await world.credit("5000")
    await catalogued(world)
    schedule = await plan(world, action="createsnapshot", days=7, price=Decimal(1000))
    to_due(world, schedule)
    take = unattended._take

    async def taken(*parts: Any) -> object:
        # After the last look of the program.
        if how == "pause":
            await world.store.pause_schedule(schedule.id, "person")
        elif how == "delete":
            await world.store.delete_schedule(schedule.id)
        else:
            await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
        return await take(*parts)

    monkeypatch.setattr(unattended, "_take", taken)
    await work(world)
    assert world.store.operations() == []
    assert world.store.open_approvals() == []
    assert problems(world, schedule) == [problem]
    assert all(each.ended_at is not None for each in runs(world, schedule))


async def test_what_was_placed_goes_on_after_the_schedule_was_deleted(world: World) -> None:
    schedule = await plan(world)
    to_due(world, schedule)
    await schedule_runs.run_due(world.services)
    await world.store.delete_schedule(schedule.id)
    await work(world)
    assert [effect.action for effect in world.engine.effects] == ["restart"]


async def test_once_may_wait_for_its_approval(world: World) -> None:
    staff = await world.staff_chat()
    schedule = await plan(world, action="createsnapshot", days=7, rhythm="2027-01-16 03:00")
    to_due(world, schedule)
    await work(world, times=2)
    (approval,) = world.store.open_approvals()
    await approvals.approve(world.services, staff.actor, approval.id)
    await work(world)
    assert len(world.sent("createsnapshot")) == 1
    assert row(world, schedule.id).ended_how == "done"


async def test_a_state_that_forbids_it_is_told(world: World) -> None:
    schedule = await plan(world, "cache-1", action="restart")
    to_due(world, schedule)
    await work(world)
    assert problems(world, schedule) == ["not:server_off"]
    assert row(world, schedule.id).next_at is not None


async def test_a_server_started_elsewhere_just_now_is_waited_for(world: World) -> None:
    schedule = await plan(world)
    to_due(world, schedule)
    world.server("web-1").act_status = 3
    await schedule_runs.run_due(world.services)
    assert problems(world, schedule) == ["busy"]
    world.server("web-1").act_status = 0
    assert world.server("web-1").run_status == Run.RUNNING
    await work(world)
    assert problems(world, schedule) == [None]


async def test_a_failure_of_the_engine_is_a_part_of_the_report(world: World) -> None:
    schedule = await plan(world)
    to_due(world, schedule)
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="restart")
    ended = await work(world)
    assert [each.outcome for each in ended] == ["refused"]
    assert problems(world, schedule) == [None]
    assert len(told(world)) == 1


async def test_snapshots_ask_for_approval_each_time_but_never_twice_for_one(world: World) -> None:
    staff = await world.staff_chat()
    schedule = await plan(world, action="createsnapshot", days=7, keep=2, rhythm="0 * * * *")
    to_due(world, schedule)
    await work(world, times=1)
    (first,) = world.store.open_approvals()
    to_due(world, schedule)
    await work(world, times=2)
    # The first still waits: asking again would make two of one.
    assert problems(world, schedule) == ["waiting"]
    to_due(world, schedule)
    await work(world, times=2)
    # Nor in the run after that.
    assert problems(world, schedule) == ["waiting"]
    assert len(world.store.open_approvals()) == 1
    await approvals.approve(world.services, staff.actor, first.id)
    await work(world)
    assert world.sent("createsnapshot") != []
    assert len(world.sent("createsnapshot")) == 1
    assert all(each.ended_at is not None for each in runs(world, schedule))


async def test_a_no_ends_that_run_only(world: World) -> None:
    staff = await world.staff_chat()
    schedule = await plan(world, action="createsnapshot", days=7)
    to_due(world, schedule)
    await work(world, times=1)
    await approvals.decline(world.services, staff.actor, world.store.open_approvals()[0].id)
    await work(world)
    assert problems(world, schedule) == ["no-approval"]
    assert row(world, schedule.id).next_at is not None
    assert world.engine.effects == []


@pytest.mark.parametrize(("action", "done"), [("createsnapshot", 0), ("restart", 1)])
async def test_nothing_is_bought_for_a_chat_that_hears_nothing(world: World, action: str, done: int) -> None:
    await world.credit("5000")
    await catalogued(world)
    days = 7 if action == "createsnapshot" else None
    schedule = await plan(world, action=action, days=days, price=Decimal(1000))
    await world.store.keep_chat(ALICE, kind="private")
    await world.store.mark_blocked(ALICE)
    to_due(world, schedule)
    await work(world)
    assert len(world.engine.effects) == done
    assert row(world, schedule.id).paused_why == (None if done else "rights")


async def test_no_staff_to_ask(world: World) -> None:
    schedule = await plan(world, action="createsnapshot", days=7)
    to_due(world, schedule)
    await work(world)
    assert problems(world, schedule) == ["no-staff"]


async def test_a_credit_that_does_not_reach(world: World) -> None:
    await world.credit("0.01")
    await catalogued(world)
    schedule = await plan(world, action="createsnapshot", days=7, price=Decimal(1000))
    to_due(world, schedule)
    await work(world)
    assert problems(world, schedule) == ["credit"]
    assert world.engine.effects == []


async def test_what_became_dearer_is_not_bought_behind_a_persons_back(world: World) -> None:
    await world.credit("5000")
    await catalogued(world)
    schedule = await plan(world, action="createsnapshot", days=7, price=Decimal("0.01"))
    to_due(world, schedule)
    await work(world)
    assert problems(world, schedule) == ["dearer"]
    assert world.engine.effects == []


async def test_hidden_behind_an_undecided_outcome(world: World) -> None:
    await world.credit("5000")
    await row_of(
        world.services,
        "needs-human",
        account_id=world.account_id,
        identity_id=world.identities["alice"],
        guid=world.made.servers["web-1"],
        chat_id=ALICE,
        user_id=ALICE,
    )
    schedule = await plan(world, action="createsnapshot", days=7, price=Decimal(1000))
    to_due(world, schedule)
    await work(world)
    assert problems(world, schedule) == ["undecided"]


async def test_one_that_goes_wrong_stands_in_no_others_way(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = await plan(world, "web-1"), await plan(world, "web-2")
    to_due(world, first)
    place = schedule_runs._place

    async def broken(services: object, schedule: object, run: object, step: object) -> object:
        if getattr(schedule, "id", 0) == first.id:
            raise RuntimeError("made up")
        return await place(services, schedule, run, step)  # type: ignore[arg-type]

    monkeypatch.setattr(schedule_runs, "_place", broken)
    with pytest.raises(RuntimeError, match="made up"):
        await schedule_runs.run_due(world.services)
    assert [each.guid for each in world.store.operations(chat_id=ALICE)] == [world.made.servers["web-2"]]
    monkeypatch.setattr(schedule_runs, "_place", place)
    await work(world)
    assert len(world.engine.effects) == 2
    assert problems(world, second) == [None]


async def test_the_zone_is_the_schedules_own(world: World) -> None:
    schedule = await plan(world, timezone="America/New_York", rhythm=DAILY)
    # 08:00 UTC on 15 January 2027 is three in the morning in New York: the next is a day later.
    assert schedule.next_at == 1_800_000_000 + DAY
    await world.store.set_chat(ALICE, timezone="Europe/Berlin")
    to_due(world, schedule)
    await work(world)
    assert row(world, schedule.id).next_at == 1_800_000_000 + 2 * DAY
