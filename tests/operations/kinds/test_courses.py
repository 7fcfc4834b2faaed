"""Every kind through every thing that may happen between a request and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.kinds import KINDS
from sandbox.engine import Fault
from tests.operations.kinds.cases import CASES, DONE, ORDER, Case, asked, begin, end_of, executed, finish, seldom

if TYPE_CHECKING:
    from tests.operations.conftest import World

every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
ENDING = [case for case in CASES if case.fails is not None]


def test_every_kind_is_tried() -> None:
    assert {case.action for case in CASES} == set(KINDS)


@every
async def test_it_is_done_once(world: World, case: Case) -> None:
    row = await begin(world, case)

    ended = await finish(world.services, row)

    assert end_of(ended) == DONE
    assert (executed(world, case.action), asked(world, case.action)) == (1, 1)
    assert world.engine.violations == []
    assert [*dict.fromkeys(world.heard.states)][:3] == ["sending", "accepted", "watching"]


@every
async def test_a_request_that_never_arrived_is_not_repeated(world: World, case: Case) -> None:
    world.engine.fail_next(Fault.CUT_BEFORE, action=case.action)
    row = await begin(world, case)

    ended = await finish(world.services, row)

    assert end_of(ended) == case.cut_before
    assert (executed(world, case.action), asked(world, case.action)) == (0, 1)
    assert ended.reads >= 3
    assert world.clock.now() - row.created_at >= 900


@every
async def test_a_lost_answer_is_settled_by_reading(world: World, case: Case) -> None:
    world.engine.fail_next(Fault.CUT_AFTER, action=case.action)

    ended = await finish(world.services, await begin(world, case))

    assert "unknown" in world.heard.states
    assert end_of(ended) == case.cut_after
    assert (executed(world, case.action), asked(world, case.action)) == (1, 1)


@every
async def test_executed_minutes_later_it_is_found_where_it_leaves_a_trace(world: World, case: Case) -> None:
    world.engine.fail_next(Fault.EXECUTE_LATER(600), action=case.action)

    ended = await finish(world.services, await begin(world, case))

    assert end_of(ended) == case.late
    assert (executed(world, case.action), asked(world, case.action)) == (1, 1)


@every
async def test_the_engines_no_ends_it(world: World, case: Case) -> None:
    world.engine.fail_next(Fault.REFUSE("业务被管理员锁定"), action=case.action)

    ended = await finish(world.services, await begin(world, case))

    assert (*end_of(ended), ended.engine_words) == ("failed", "refused", "业务被管理员锁定")
    assert executed(world, case.action) == 0


@pytest.mark.parametrize("case", ENDING, ids=lambda case: case.label)
async def test_accepted_and_failed(world: World, case: Case) -> None:
    world.engine.fail_operation_next(case.action)

    ended = await finish(seldom(world), await begin(world, case))

    assert end_of(ended) == case.fails


@pytest.mark.parametrize("case", ENDING, ids=lambda case: case.label)
async def test_accepted_and_never_ended(world: World, case: Case) -> None:
    world.engine.fail_operation_next(case.action, never_ends=True)
    row = await begin(world, case)

    ended = await finish(seldom(world), row)

    assert end_of(ended) == case.never
    assert world.clock.now() - row.created_at >= KINDS[case.action].deadline


@every
async def test_no_connection_is_tried_again_with_the_same_number(world: World, case: Case) -> None:
    row = await begin(world, case)
    await world.engine.refuse_connections()

    ended = await finish(world.services, row)

    await world.engine.accept_connections()
    assert (*end_of(ended), ended.attempts) == ("failed", "not_connected", 3)
    assert ended.order_no == (ORDER if KINDS[case.action].paid else None)
    assert executed(world, case.action) == 0


@pytest.mark.parametrize("case", [case for case in CASES if KINDS[case.action].paid], ids=lambda case: case.label)
async def test_what_is_paid_carries_its_number_and_what_is_bought_its_ceiling(world: World, case: Case) -> None:
    await finish(world.services, await begin(world, case))

    form = next(request.form for request in world.engine.requests if request.action == case.action)
    name = "agent_order_no" if case.action.endswith("snapshot") else "clientOrderNo"
    assert form[name] == ORDER
    assert form.get("clientPrice") == ("1000.00" if case.action == "create_new" else None)


@pytest.mark.parametrize("case", [case for case in CASES if KINDS[case.action].paid], ids=lambda case: case.label)
async def test_without_a_number_nothing_is_sent(world: World, case: Case) -> None:
    ended = await finish(world.services, await begin(world, case, order_no=None))

    assert end_of(ended) == ("failed", "incomplete")
    assert asked(world, case.action) == 0
