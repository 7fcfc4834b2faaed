"""A yes to what is no longer as it was asked for."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations import approvals
from operations.approvals import Decided
from operations.errors import (
    ApprovalEndedError,
    ApprovalMovedError,
    EngineUnavailableError,
    ServerBusyError,
)
from operations.services import Timing
from sandbox.engine import Fault, Run
from tests.operations.approving import DAY, DOWNGRADE, approve, ended_how, rita, waiting
from tests.operations.asking import NOTHING, ask, operation

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def test_after_a_day_it_is_over(world: World) -> None:
    row = await waiting(world)
    world.clock.advance(DAY - 1)
    assert await approvals.expire(world.services) == 0

    world.clock.advance(1)
    with pytest.raises(ApprovalEndedError) as ended:
        await approve(world, row)

    assert (ended.value.how, ended_how(world, row)) == ("expired", "expired")
    assert await approvals.expire(world.services) == 0


async def test_what_nobody_decided_expires_by_itself(world: World) -> None:
    row, other = await waiting(world), await waiting(world, "cache-1")
    await approvals.decline(world.services, rita(world), other.id)
    world.clock.advance(DAY)

    assert await approvals.expire(world.services) == 1

    assert (ended_how(world, row), ended_how(world, other)) == ("expired", "declined")
    told = [notice.subject for notice in world.store.due_notices(world.clock.now()) if notice.kind == "approval-ended"]
    assert told == [{"approval": other.id}, {"approval": row.id}]


async def test_the_price_moved_between_the_question_and_the_yes(world: World) -> None:
    row = await waiting(world)
    world.clock.advance(1)
    world.engine.world.lines[world.made.lines["bgp"]].disk_price = Decimal("0.51")

    with pytest.raises(ApprovalMovedError) as moved:
        await approve(world, row)

    assert moved.value.moved == ("price",)
    assert (ended_how(world, row), world.store.operations()) == ("void", [])


async def test_the_state_moved_between_the_question_and_the_yes(world: World) -> None:
    row = await waiting(world)
    world.server("web-1").run_status = Run.OFF

    with pytest.raises(ApprovalMovedError) as moved:
        await approve(world, row)

    assert moved.value.moved == ("state",)


async def test_no_longer_possible_at_the_yes(world: World) -> None:
    row = await waiting(world)
    world.clock.advance(60)
    world.engine.world.lines[world.made.lines["bgp"]].renew_status = 0

    with pytest.raises(ApprovalMovedError) as moved:
        await approve(world, row)

    assert (moved.value.moved, ended_how(world, row)) == (("state",), "void")


async def test_reassigned_between_the_question_and_the_yes(world: World) -> None:
    row = await waiting(world)
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])

    with pytest.raises(ApprovalEndedError) as ended:
        await approve(world, row)

    assert ended.value.how == "void"


async def test_reassigned_while_the_yes_was_reading(world: World) -> None:
    row = await waiting(world)
    world.engine.fail_next(Fault.SLOW(0.2), action="getserver")
    deciding = asyncio.create_task(approve(world, row))
    await asyncio.sleep(0.05)
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])

    with pytest.raises(ApprovalEndedError):
        await deciding

    assert world.store.operations() == []


async def test_an_engine_out_of_reach_leaves_it_open(world: World) -> None:
    row = await waiting(world)
    await world.engine.refuse_connections()

    with pytest.raises(EngineUnavailableError):
        await approve(world, row)

    await world.engine.accept_connections()
    assert len((await approve(world, row)).operations) == 1


async def test_another_operation_under_way_leaves_it_open(world: World) -> None:
    row = await waiting(world)
    restart = await operation(world, await ask(world, action="restart", params=NOTHING))

    with pytest.raises(ServerBusyError) as busy:
        await approve(world, row)
    assert (busy.value.taskid, ended_how(world, row)) == (restart.taskid, None)

    await world.run(restart)
    assert len((await approve(world, row)).operations) == 1


async def test_of_two_for_one_server_the_second_pays_nothing(world: World) -> None:
    one, two = await waiting(world), await waiting(world)
    await world.run((await approve(world, one)).operations[0])

    with pytest.raises(ApprovalMovedError) as moved:
        await approve(world, two)

    assert moved.value.moved == ("state", "end")
    assert len(world.sent("renew")) == 1


async def test_of_two_that_leave_no_trace_the_second_books_nothing(world: World) -> None:
    one = await waiting(world, action="renew_for_rd", params=DOWNGRADE)
    two = await waiting(world, action="renew_for_rd", params=DOWNGRADE)
    await world.run((await approve(world, one)).operations[0])

    with pytest.raises(ApprovalMovedError):
        await approve(world, two)

    assert len(world.sent("renew_for_rd")) == 1


async def test_two_yeses_at_once_for_one_server(world: World) -> None:
    one, two = await waiting(world), await waiting(world)

    results = await asyncio.gather(approve(world, one), approve(world, two), return_exceptions=True)

    assert sum(isinstance(result, Decided) for result in results) == 1
    assert len(world.store.operations()) == 1
    # Whether the other one is void already or was in the way: it pays nothing.
    await world.run(world.store.operations()[0])
    for row in (one, two):
        with pytest.raises((ApprovalMovedError, ApprovalEndedError)):
            await approve(world, row)
    assert len(world.sent("renew")) == 1


async def test_one_that_needs_a_person_bars_it(world: World) -> None:
    world.services.timing = Timing(settle=60)
    rows = [await waiting(world), await waiting(world)]
    (made,) = (await approve(world, rows[0])).operations
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    world.server("web-1").ends_at += 3 * DAY
    assert (await world.run(made)).state == "needs-human"
    world.server("web-1").ends_at -= 3 * DAY

    with pytest.raises(ApprovalMovedError):
        await approve(world, rows[1])

    assert world.sent("renew") == []
