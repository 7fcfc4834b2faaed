from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import outages
from operations.sync import Synchroniser
from operations.upkeep import JOBS
from sandbox.engine import Fault
from tests.operations.conftest import ALICE, STAFF
from tests.operations.rows import operation

if TYPE_CHECKING:
    from store import NoticeRow
    from tests.operations.conftest import World


def told(world: World, kind: str = outages.FAILING) -> list[NoticeRow]:
    return [each for each in world.store.due_notices(world.clock.now() + 1e9) if each.kind == kind]


async def fail(world: World, minutes: int) -> None:
    """Let the list be unreadable once a minute."""
    for _ in range(minutes):
        world.clock.advance(60)
        world.engine.fail_next(Fault.REFUSE("签名错误"), action="getservers")
        assert not await Synchroniser(world.services).once(world.account_id)
        await outages.tell_failing(world.services)


async def test_they_are_jobs() -> None:
    assert {outages.tell_failing, outages.remind_of_unsettled} <= {job.run for job in JOBS}


async def test_ten_minutes_make_one_notice_and_the_recovery_another(world: World) -> None:
    await world.staff_chat()
    began = world.clock.now() + 60
    await fail(world, 10)
    assert told(world) == []
    await fail(world, 5)
    (notice,) = told(world)
    assert (notice.chat_id, notice.subject["over"]) == (STAFF, False)
    assert outages.trouble_of(world.services, world.account_id) == "refuses"

    world.clock.advance(60)
    await world.sync()
    assert await outages.tell_failing(world.services) == 1
    assert await outages.tell_failing(world.services) == 0
    assert [each.subject["over"] for each in told(world)] == [False, True]
    row = world.store.outage(notice.subject["outage"])
    assert row is not None
    assert (row.since, row.ended_at) == (began, world.clock.now())

    await fail(world, 11)
    assert [each.subject["over"] for each in told(world)] == [False, True, False], "the next one is another"


async def test_short_ones_and_a_catalogue_that_cannot_be_read_are_none(world: World) -> None:
    await world.staff_chat()
    for _ in range(3):
        await fail(world, 9)
        world.clock.advance(60)
        await world.sync()
    sync = Synchroniser(world.services)
    for _ in range(15):
        world.clock.advance(60)
        world.engine.fail_next(Fault.REFUSE("维护"), action="getlines")
        assert not await sync.once(world.account_id)
        await outages.tell_failing(world.services)
    assert told(world) == []


async def test_one_failure_after_a_long_pause_is_no_outage(world: World) -> None:
    await world.staff_chat()
    world.clock.advance(5 * 3600)
    await fail(world, 1)
    world.clock.advance(1200)
    await outages.tell_failing(world.services)
    assert told(world) == [], "nobody has tried since"


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault.CUT_BEFORE, "unreachable"),
        (Fault.REFUSE("会员不存在"), "refuses"),
        (Fault.HTML, "not-understood"),
    ],
)
async def test_what_the_trouble_is(world: World, fault: Fault, trouble: str) -> None:
    world.engine.fail_next(fault, action="getservers", times=3)
    assert not await Synchroniser(world.services).once(world.account_id)
    assert outages.trouble_of(world.services, world.account_id) == trouble


async def test_what_nobody_settled_for_an_hour_is_told_once(world: World) -> None:
    await world.staff_chat()
    row = await operation(
        world.services,
        "needs-human",
        account_id=world.account_id,
        identity_id=world.identities["alice"],
        guid=world.made.servers["web-1"],
        chat_id=ALICE,
        user_id=ALICE,
        outcome="moved_elsewhere",
    )
    world.clock.advance(3600)
    assert await outages.remind_of_unsettled(world.services) == 0
    world.clock.advance(1)
    assert await outages.remind_of_unsettled(world.services) == 1
    assert await outages.remind_of_unsettled(world.services) == 0
    world.clock.advance(86400)
    assert await outages.remind_of_unsettled(world.services) == 0
    assert [each.subject for each in told(world, outages.UNSETTLED)] == [{"taskid": row.taskid}]
