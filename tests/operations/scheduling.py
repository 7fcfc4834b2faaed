"""Schedules on the operations' world: set by hand, and looked after as upkeep does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from operations import schedule_runs
from operations.chat_time import ChatTime
from operations.rhythm import Rhythm
from store import ScheduleRow, ScheduleServer
from tests.operations.conftest import ALICE

if TYPE_CHECKING:
    from store import NoticeRow, OperationRow, RunRow
    from tests.operations.conftest import World

ZONE = "Asia/Shanghai"
DAILY = "0 3 * * *"


async def plan(world: World, *nicknames: str, action: str = "restart", **more: Any) -> ScheduleRow:
    """Set a schedule of alice's: every day at three in Shanghai, unless said otherwise."""
    values: dict[str, Any] = {
        "chat_id": ALICE,
        "thread_id": None,
        "user_id": ALICE,
        "language": "en",
        "action": action,
        "rhythm": DAILY,
        "timezone": ZONE,
        "missed": "report",
        **more,
    }
    price = values.pop("price", None)
    rhythm = Rhythm.read(values["rhythm"])
    known = [world.known(nickname) for nickname in nicknames or ("web-1",)]
    schedule_id = await world.store.add_schedule(
        **{"next_at": rhythm.next_run(world.clock.now(), ChatTime(values["timezone"])), **values},
        servers=[ScheduleServer(each.account_id, each.guid, each.identity_id, price) for each in known],
    )
    return row(world, schedule_id)


async def catalogued(world: World) -> None:
    """Read what can be bought, without which no price is known."""
    engine = world.services.engines.of(world.account_id)
    await world.services.catalogue.refresh(world.account_id, engine, now=world.clock.now())


def row(world: World, schedule_id: int) -> ScheduleRow:
    found = world.store.schedule(schedule_id)
    assert found is not None
    return found


def to_due(world: World, schedule: ScheduleRow, late: float = 5) -> float:
    """Let time pass until a schedule is due; return when that was."""
    due = row(world, schedule.id).next_at
    assert due is not None
    world.clock.advance(due + late - world.clock.now())
    return due


async def tick(world: World, seconds: float = 31) -> int:
    """Let time pass and look after schedules, as upkeep does."""
    world.clock.advance(seconds)
    return await schedule_runs.run_due(world.services)


async def work(world: World, *, times: int = 6) -> list[OperationRow]:
    """Look after schedules and drive what they begin, until nothing more comes; return what ended."""
    ended = []
    for _ in range(times):
        await tick(world)
        ended += [await world.run(each) for each in world.store.due_operations(world.clock.now())]
    return ended


def runs(world: World, schedule: ScheduleRow) -> list[RunRow]:
    return world.store._runs("schedule_id = ? ORDER BY id", (schedule.id,))


def told(world: World) -> list[NoticeRow]:
    return [each for each in world.store.due_notices(world.clock.now()) if each.kind == "schedule"]


def problems(world: World, schedule: ScheduleRow) -> list[str | None]:
    last = world.store.last_run(schedule.id)
    assert last is not None
    return [step.problem for step in world.store.steps(last.id)]
