from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from operations.alerts import alert_staff
from operations.runner import Runner
from sandbox.engine import Fault
from tests.operations.kinds.cases import CASES, begin, finish
from tests.operations.test_runner import until

if TYPE_CHECKING:
    from store import OperationRow
    from tests.operations.conftest import World

STAFF, NIGHT_STAFF = -2001, -2002


def of(action: str) -> Any:
    return next(case for case in CASES if case.action == action)


async def with_staff(world: World) -> None:
    for chat_id in (STAFF, NIGHT_STAFF):
        await world.store.keep_chat(chat_id, kind="group")
        await world.store.set_staff(chat_id, world.account_id, on=True)


def told(world: World) -> list[tuple[int, str, dict[str, Any]]]:
    return [(each.chat_id, each.kind, each.subject) for each in world.store.due_notices(world.clock.now())]


async def alerted(world: World, row: OperationRow) -> None:
    await alert_staff(world.services, await finish(world.services, row))


async def test_an_empty_balance_is_told_to_every_staff_chat_once(world: World) -> None:
    await with_staff(world)
    world.engine.members[world.made.userid].balance *= 0
    ended = await finish(world.services, await begin(world, of("renew")))

    await alert_staff(world.services, ended)
    await alert_staff(world.services, ended)

    assert (ended.outcome, ended.engine_words) == ("refused", "余额不足")
    subject = {"taskid": ended.taskid}
    assert told(world) == [(NIGHT_STAFF, "balance-empty", subject), (STAFF, "balance-empty", subject)]


async def test_what_needs_a_human_is_told_and_nothing_else(world: World) -> None:
    await with_staff(world)
    world.engine.fail_next(Fault.CUT_BEFORE, action="restart")
    await alerted(world, await begin(world, of("start")))
    world.engine.fail_next(Fault.REFUSE("业务已锁定"), action="stop")
    await alerted(world, await begin(world, of("stop")))
    assert told(world) == []

    row = await begin(world, of("restart"))
    await alerted(world, row)

    assert [kind for _, kind, _ in told(world)] == ["needs-human", "needs-human"]
    assert told(world)[0][2] == {"taskid": row.taskid}


async def test_the_staff_are_told_before_the_chat_whether_or_not_it_can_be(world: World) -> None:
    await with_staff(world)
    world.heard.reachable = False
    world.engine.fail_next(Fault.CUT_BEFORE, action="restart")
    row = await begin(world, of("restart"))
    await finish(world.services, row)

    async with Runner(replace(world.services, process="next")):
        await until(lambda: len(told(world)) == 2)

    assert world.heard.ends == []


async def test_of_a_batch_the_staff_are_told_of_each(world: World) -> None:
    await with_staff(world)
    rows = []
    for action in ("restart", "revertsnapshot"):
        world.engine.fail_next(Fault.CUT_BEFORE, action=action)
        rows.append(await begin(world, of(action), batch="b"))
        await finish(world.services, rows[-1])

    async with Runner(replace(world.services, process="next")):
        await until(lambda: bool(world.heard.ends))

    assert sorted({subject["taskid"] for _, _, subject in told(world)}) == sorted(row.taskid for row in rows)
    assert [end.taskid for end in world.heard.ends] == [min(row.taskid for row in rows)]
