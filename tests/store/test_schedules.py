from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from store import AlreadyUsedError, MadeSnapshot, NotFoundError, ScheduleRow, ScheduleServer, StoreError, TooManyError

if TYPE_CHECKING:
    from store import RunRow
    from tests.store.conftest import Wall, World

NOW = 1_800_000_000.0
DUE = NOW + 3600


async def add(world: World, *guids: str, **values: Any) -> ScheduleRow:
    identity_id = values.pop("identity_id", world.identity_id)
    for guid in guids or ("g1",):
        await world.store.assign(world.account_id, guid, identity_id)
    schedule_id = await world.store.add_schedule(
        **{
            "chat_id": 100,
            "thread_id": 7,
            "user_id": 100,
            "language": "en",
            "action": "restart",
            "rhythm": "0 3 * * *",
            "timezone": "Asia/Shanghai",
            "next_at": DUE,
            "missed": "report",
            "servers": [ScheduleServer(world.account_id, guid, identity_id) for guid in guids or ("g1",)],
            **values,
        }
    )
    return row(world, schedule_id)


def row(world: World, schedule_id: int) -> ScheduleRow:
    found = world.store.schedule(schedule_id)
    assert found is not None
    return found


async def claim(world: World, schedule: ScheduleRow, **values: Any) -> RunRow | None:
    return await world.store.claim_run(schedule, **{"due_at": DUE, "next_at": DUE + 60, "until": DUE + 1800, **values})


async def test_a_schedule_is_kept_as_it_was_set(world: World) -> None:
    servers = [ScheduleServer(world.account_id, "g1", world.identity_id, Decimal("12.50"))]
    schedule = await add(world, action="createsnapshot", days=7, keep=3, missed="run", servers=servers)
    assert schedule == ScheduleRow(
        id=schedule.id,
        chat_id=100,
        thread_id=7,
        user_id=100,
        language="en",
        action="createsnapshot",
        days=7,
        months=None,
        rhythm="0 3 * * *",
        timezone="Asia/Shanghai",
        keep=3,
        missed="run",
        next_at=DUE,
        paused_at=None,
        paused_why=None,
        created_at=NOW,
        ended_at=None,
        ended_how=None,
    )
    assert world.store.schedule_servers(schedule.id) == servers
    assert world.store.schedule(999) is None


async def test_the_list_of_a_chat(world: World) -> None:
    later, sooner = await add(world, next_at=DUE + 9), await add(world)
    paused, ended = await add(world), await add(world)
    await add(world, chat_id=200)
    assert await world.store.pause_schedule(paused.id, "person")
    assert await world.store.delete_schedule(ended.id)
    assert [each.id for each in world.store.schedules(100)] == [sooner.id, later.id, paused.id]


async def test_only_what_is_due(world: World) -> None:
    later, sooner, paused = await add(world, next_at=DUE + 9), await add(world), await add(world)
    await world.store.pause_schedule(paused.id, "person")
    assert world.store.due_schedules(DUE - 1) == []
    assert [each.id for each in world.store.due_schedules(DUE)] == [sooner.id]
    assert [each.id for each in world.store.due_schedules(DUE + 9)] == [sooner.id, later.id]
    plan = world.store._rows(
        "EXPLAIN QUERY PLAN SELECT * FROM schedules WHERE next_at <= 1 ORDER BY next_at, id LIMIT 9"
    )
    assert "schedules_due" in str(plan)


async def test_a_draft_is_used_up_once(world: World) -> None:
    draft_id = await world.store.add_draft(
        chat_id=100, thread_id=None, user_id=100, action="schedule", account_id=None, guid=None, answers={}
    )
    await add(world, draft_id=draft_id)
    with pytest.raises(NotFoundError):
        await add(world, draft_id=draft_id)
    assert len(world.store.schedules(100)) == 1


async def test_there_is_an_end_to_how_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.schedules.MOST_SCHEDULES", 1)
    first = await add(world)
    with pytest.raises(TooManyError):
        await add(world)
    await add(world, chat_id=200)
    await world.store.delete_schedule(first.id)
    await add(world)


@pytest.mark.parametrize(
    "values", [{"days": 0}, {"days": 1, "months": 1}, {"keep": 0}, {"missed": "perhaps"}, {"servers": []}]
)
async def test_what_cannot_be_a_schedule(world: World, values: dict[str, Any]) -> None:
    with pytest.raises((StoreError, ValueError)):
        await add(world, **values)
    assert world.store.schedules(100) == []


async def test_resting_and_going_on(world: World) -> None:
    schedule = await add(world)
    assert await world.store.pause_schedule(schedule.id, "person")
    assert not await world.store.pause_schedule(schedule.id, "rights")
    assert (row(world, schedule.id).next_at, row(world, schedule.id).paused_why) == (None, "person")
    assert await world.store.resume_schedule(schedule.id, DUE + 5)
    assert not await world.store.resume_schedule(schedule.id, DUE + 6)
    assert (row(world, schedule.id).next_at, row(world, schedule.id).paused_why) == (DUE + 5, None)
    assert await world.store.set_missed(schedule.id, "run")
    assert row(world, schedule.id).missed == "run"
    assert await world.store.delete_schedule(schedule.id)
    assert not await world.store.delete_schedule(schedule.id)
    assert not await world.store.pause_schedule(schedule.id, "person")
    assert not await world.store.set_missed(schedule.id, "run")


async def test_a_run_is_claimed_once(world: World, wall: Wall) -> None:
    schedule = await add(world, "g1", "g2")
    wall.at = DUE + 5
    claimed = await claim(world, schedule)
    assert claimed is not None
    assert (claimed.due_at, claimed.tried_at, claimed.claimed_at, claimed.ended_at) == (DUE, DUE, DUE + 5, None)
    assert row(world, schedule.id).next_at == DUE + 60
    assert [(step.guid, step.problem, step.over) for step in world.store.steps(claimed.id)] == [
        ("g1", None, False),
        ("g2", None, False),
    ]
    assert await claim(world, schedule) is None
    assert [each.id for each in world.store.open_runs(DUE + 5)] == [claimed.id]
    assert world.store.due_notices(DUE + 9) == []


async def test_what_was_paused_meanwhile_is_not_claimed(world: World) -> None:
    schedule = await add(world)
    await world.store.pause_schedule(schedule.id, "person")
    assert await claim(world, schedule) is None


async def test_what_was_missed_is_told_in_the_same_commit(world: World, wall: Wall) -> None:
    schedule = await add(world)
    wall.at = DUE + 9999
    missed = await claim(world, schedule, missed_since=DUE, missed=2, run=False)
    assert missed is not None
    assert missed.ended_at == DUE + 9999
    assert world.store.open_runs(wall.at) == []
    (notice,) = world.store.due_notices(wall.at)
    assert (notice.chat_id, notice.thread_id, notice.kind, notice.subject) == (100, 7, "schedule", {"run": missed.id})


async def test_the_only_run_that_was_missed_ends_it(world: World) -> None:
    schedule = await add(world)
    await claim(world, schedule, next_at=None, missed_since=DUE, missed=1, run=False)
    assert row(world, schedule.id).ended_how == "done"


async def test_a_run_ends_once_and_is_told_once(world: World) -> None:
    schedule = await add(world)
    claimed = await claim(world, schedule, next_at=None)
    assert claimed is not None
    assert row(world, schedule.id).ended_at is None
    assert await world.store.end_run(claimed, schedule)
    assert not await world.store.end_run(claimed, schedule)
    assert len(world.store.due_notices(DUE)) == 1
    assert row(world, schedule.id).ended_how == "done"


async def test_a_run_may_end_in_a_pause(world: World) -> None:
    schedule = await add(world)
    claimed = await claim(world, schedule)
    assert claimed is not None
    await world.store.end_run(claimed, schedule, pause="rights")
    assert (row(world, schedule.id).paused_why, row(world, schedule.id).ended_at) == ("rights", None)


async def test_steps_and_tries(world: World, wall: Wall) -> None:
    schedule = await add(world)
    claimed = await claim(world, schedule)
    assert claimed is not None
    (step,) = world.store.steps(claimed.id)
    await world.store.set_step(claimed.id, step, problem="busy", over=False, until=5.0)
    await world.store.set_step(claimed.id, step, problem=None, over=True)
    (step,) = world.store.steps(claimed.id)
    assert (step.problem, step.over, step.until) == (None, True, 5.0)
    wall.at = DUE + 30
    await world.store.touch_run(claimed.id, next_try=DUE + 60)
    assert world.store.open_runs(DUE + 59) == []
    (found,) = world.store.open_runs(DUE + 60)
    assert (found.tried_at, found.until) == (DUE + 30, DUE + 1800)
    await world.store.touch_run(claimed.id, next_try=DUE, until=DUE + 9)
    assert world.store.open_runs(DUE)[0].until == DUE + 9


async def test_the_last_run(world: World) -> None:
    schedule = await add(world)
    assert world.store.last_run(schedule.id) is None
    first = await claim(world, schedule)
    second = await claim(world, row(world, schedule.id), due_at=DUE + 60, next_at=DUE + 120)
    assert first is not None
    assert second is not None
    assert world.store.last_run(schedule.id) == second
    assert world.store.last_run(schedule.id, before=second.id) == first


async def test_old_runs_are_forgotten_except_the_last(world: World) -> None:
    schedule = await add(world)
    first = await claim(world, schedule)
    second = await claim(world, row(world, schedule.id), due_at=DUE + 60, next_at=DUE + 120)
    assert first is not None
    assert second is not None
    for each in (first, second):
        await world.store.end_run(each, schedule)
    assert await world.store.purge_runs(NOW) == 0
    assert await world.store.purge_runs(NOW + 1) == 1
    assert world.store.run(first.id) is None
    assert world.store.run(second.id) is not None
    assert world.store.steps(first.id) == []


async def test_snapshots_that_a_schedule_made(world: World) -> None:
    schedule = await add(world)
    tasks = []
    for guid in ("g1", "g2"):
        made = await world.store.create_operation(**world.operation(action="createsnapshot", guid=guid))
        tasks.append(made.taskid)
    server = (schedule.id, world.account_id, "g1")
    await world.store.keep_made_snapshot(*server, name="b", taskid=tasks[1], made_at=2.0)
    await world.store.keep_made_snapshot(*server, name="a", taskid=tasks[0], made_at=1.0)
    await world.store.keep_made_snapshot(*server, name="c", taskid=tasks[0], made_at=3.0)
    assert world.store.made_snapshots(*server) == [
        MadeSnapshot("a", tasks[0], 1.0),
        MadeSnapshot("b", tasks[1], 2.0),
    ]
    assert world.store.made_snapshots(schedule.id, world.account_id, "g2") == []
    await world.store.mark_snapshot_gone(*server, "a")
    assert [each.name for each in world.store.made_snapshots(*server)] == ["b"]


@pytest.mark.parametrize("how", ["assign", "unassign", "erase", "revoke"])
async def test_a_server_that_is_taken_away_leaves_its_schedules(world: World, how: str) -> None:
    store, other = world.store, await world.identity("li")
    schedule, both = await add(world, "g1"), await add(world, "g1", "g2")
    if how == "assign":
        await store.assign(world.account_id, "g1", other.id)
    elif how == "unassign":
        await store.unassign(world.account_id, "g1")
    elif how == "erase":
        await store.erase_identity(world.identity_id)
    else:
        await store.revoke(100, world.identity_id)
    assert (row(world, schedule.id).ended_how, row(world, schedule.id).next_at) == ("no-servers", None)
    told = [notice.subject["schedule"] for notice in store.due_notices(NOW + 9)]
    if how in {"assign", "unassign"}:
        assert row(world, both.id).ended_at is None
        assert [each.guid for each in store.schedule_servers(both.id)] == ["g2"]
        assert told == [schedule.id]
    else:
        assert row(world, both.id).ended_how == "no-servers"
        assert told == [schedule.id, both.id]


async def waiting(world: World, schedule: ScheduleRow, guid: str = "g1", due: float = DUE) -> int:
    """A request for approval of a schedule's."""
    await world.store.set_staff(-900, world.account_id, on=True)
    key = f"schedule:{schedule.id}:{int(due)}:{world.account_id}:{guid}"
    confirmation = world.store.confirmation_by_nonce(await world.nonce(dedupe_key=key, guid=guid))
    assert confirmation is not None
    approval = await world.store.ask_approval(
        [confirmation.id], needs="staff", expires_at=9e9, language="en", message_id=None
    )
    return approval.id


@pytest.mark.parametrize("how", ["pause", "rights", "delete", "assign", "revoke"])
async def test_what_a_stopped_schedule_waits_for_is_void(world: World, how: str) -> None:
    store, schedule = world.store, await add(world, "g1", "g2")
    # Eleven begins with one.
    others = [await add(world, "g1", chat_id=200) for _ in range(10)][-1]
    theirs = await waiting(world, others)
    mine, second = await waiting(world, schedule), await waiting(world, schedule, "g2")
    claimed = await claim(world, schedule)
    assert claimed is not None
    if how == "pause":
        await store.pause_schedule(schedule.id, "person")
    elif how == "rights":
        await store.end_run(claimed, schedule, pause="rights")
    elif how == "delete":
        await store.delete_schedule(schedule.id)
    elif how == "assign":
        await store.assign(world.account_id, "g1", (await world.identity("li")).id)
    else:
        await store.revoke(100, world.identity_id)
    open_ones = {each.id for each in store.open_approvals()}
    assert mine not in open_ones
    assert (second in open_ones) == (how == "assign")
    if how not in {"assign", "revoke"}:
        assert theirs in open_ones
        approval = store.approval(mine)
        assert approval is not None
        assert approval.ended_how == "void"
        with pytest.raises(AlreadyUsedError):
            await waiting(world, schedule, due=DUE + 1)
    assert store.verify_audit().problems == []


async def test_the_same_owner_again_takes_nothing_away(world: World) -> None:
    schedule = await add(world)
    await world.store.assign(world.account_id, "g1", world.identity_id)
    assert row(world, schedule.id).ended_at is None


async def test_another_chat_of_the_same_customer_keeps_its_own(world: World) -> None:
    await world.store.grant(200, world.identity_id)
    mine, theirs = await add(world), await add(world, chat_id=200)
    await world.store.revoke(100, world.identity_id)
    assert row(world, mine.id).ended_how == "no-servers"
    assert row(world, theirs.id).ended_at is None


async def test_a_group_that_moves_takes_them_along(world: World) -> None:
    await world.store.keep_chat(-5, kind="group")
    schedule = await add(world, chat_id=-5)
    await world.store.migrate_chat(-5, -1005)
    assert (row(world, schedule.id).chat_id, row(world, schedule.id).thread_id) == (-1005, None)
