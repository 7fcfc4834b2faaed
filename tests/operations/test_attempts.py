"""Which order number a second attempt gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.kinds.parameters import Downgrade, MakeSnapshot, Renew
from sandbox.engine import Fault
from tests.operations.asking import MONTH, NOTHING, ask, kept, operation

if TYPE_CHECKING:
    from operations.kinds import Params
    from store import OperationRow
    from tests.operations.conftest import World

DAY = 86400.0
ONE_DAY = MakeSnapshot(days=1)


@pytest.fixture(autouse=True)
async def _open(world: World) -> None:
    await world.policy(spending="open")


async def attempt(
    world: World, params: Params = MONTH, *, fault: Fault | None = Fault.CUT_BEFORE, action: str = "renew"
) -> OperationRow:
    """One whole attempt; without an answer and without effect unless told otherwise."""
    row = await operation(world, await ask(world, action=action, params=params))
    if fault is not None:
        world.engine.fail_next(fault, action=action)
    return await world.run(row)


async def test_after_did_not_the_number_is_used_again_and_the_attempt_told(world: World) -> None:
    first = await attempt(world)
    assert (first.state, first.outcome) == ("failed", "did_not")

    proposal = await ask(world)
    assert proposal.plan.earlier == first
    row = await operation(world, proposal)

    assert row.order_no == first.order_no
    assert (await world.run(row)).state == "done"
    assert world.sent("renew") == [first.order_no]


async def test_numbers_are_new_each_time_otherwise(world: World) -> None:
    first, second = await attempt(world, fault=None), await attempt(world, fault=None)

    assert (first.state, second.state) == ("done", "done")
    assert first.order_no is not None
    assert first.order_no != second.order_no
    assert world.sent("renew") == [first.order_no, second.order_no]


async def test_what_the_engine_refused_gets_a_new_number(world: World) -> None:
    first = await attempt(world, fault=Fault.REFUSE("余额不足"))
    assert first.outcome == "refused"

    proposal = await ask(world)

    assert proposal.plan.earlier is None
    assert (await operation(world, proposal)).order_no != first.order_no


@pytest.mark.parametrize("words", ["余额不足", "操作中，请稍后", "系统维护中"])
async def test_a_refusal_before_the_order_is_looked_at_does_not_lose_the_number(world: World, words: str) -> None:
    first = await attempt(world)
    second = await attempt(world, fault=Fault.REFUSE(words))
    assert (first.outcome, second.outcome, second.order_no) == ("did_not", "refused", first.order_no)

    assert (await operation(world, await ask(world))).order_no == first.order_no


async def test_any_other_refusal_ends_the_number(world: World) -> None:
    first = await attempt(world)
    assert (await attempt(world, fault=Fault.REFUSE("订单号重复"))).order_no == first.order_no

    assert (await operation(world, await ask(world))).order_no != first.order_no


async def test_another_number_of_months_is_another_wish(world: World) -> None:
    first = await attempt(world)

    assert (await operation(world, await ask(world, params=Renew(months=3)))).order_no != first.order_no


async def test_another_wish_between_does_not_make_it_forgotten(world: World) -> None:
    first, other = await attempt(world), await attempt(world, Renew(months=3))

    proposal = await ask(world)

    assert other.order_no != first.order_no
    assert kept(world, proposal).order_no == first.order_no


async def test_what_never_left_does_not_make_it_forgotten(world: World) -> None:
    first = await attempt(world)
    row = await operation(world, await ask(world))
    # The bot was away: too old to be sent.
    world.clock.advance(301)
    second = await world.run(row)
    assert (second.outcome, second.sent_at, second.order_no) == ("stale", None, first.order_no)

    assert kept(world, await ask(world)).order_no == first.order_no


async def test_what_never_left_is_no_earlier_attempt(world: World) -> None:
    row = await operation(world, await ask(world))
    world.clock.advance(301)
    assert (await world.run(row)).outcome == "stale"

    assert (await ask(world)).plan.earlier is None


async def test_a_connection_that_could_not_be_made_keeps_its_number(world: World) -> None:
    row = await operation(world, await ask(world))
    await world.engine.refuse_connections()
    first = await world.run(row)
    await world.engine.accept_connections()
    assert first.outcome == "not_connected"

    assert kept(world, await ask(world)).order_no == first.order_no


async def test_one_that_happened_after_all_keeps_its_number_to_itself(world: World) -> None:
    """An engine that knows order numbers would answer yes to the second and do nothing."""
    first = await attempt(world)
    world.server("web-1").ends_at += 31 * DAY

    proposal = await ask(world)

    assert proposal.plan.earlier is None
    assert (await operation(world, proposal)).order_no != first.order_no


async def test_after_a_month_it_is_history(world: World) -> None:
    first = await attempt(world)
    world.clock.advance(first.created_at + 30 * DAY - world.clock.now())
    assert (await ask(world)).plan.earlier == first

    world.clock.advance(1)
    assert (await ask(world)).plan.earlier is None


async def test_a_person_who_says_failed_leaves_the_number_to_the_next(world: World) -> None:
    row = await operation(world, await ask(world))
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    world.server("web-1").ends_at += 3 * DAY
    first = await world.run(row)
    assert first.state == "needs-human"
    world.server("web-1").ends_at -= 3 * DAY
    await world.store.settle(first.taskid, "failed", "looked")

    assert kept(world, await ask(world)).order_no == first.order_no


async def test_snapshots_go_by_their_list(world: World) -> None:
    first = await attempt(world, ONE_DAY, action="createsnapshot")
    assert first.outcome == "did_not"
    assert kept(world, await ask(world, action="createsnapshot", params=ONE_DAY)).order_no == first.order_no

    done = await attempt(world, ONE_DAY, action="createsnapshot", fault=None)
    assert (done.state, done.order_no) == ("done", first.order_no)
    assert kept(world, await ask(world, action="createsnapshot", params=ONE_DAY)).order_no is None


async def test_an_attempt_of_another_identity_is_not_ones_own(world: World) -> None:
    await attempt(world)
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
    await world.store.grant(501, world.identities["bob"])

    assert (await ask(world)).plan.earlier is None


async def test_purchases_have_no_earlier_attempt_and_free_ones_neither(world: World) -> None:
    row = await operation(world, await ask(world, action="stop", params=NOTHING))
    world.engine.fail_next(Fault.CUT_BEFORE, action="stop")
    assert (await world.run(row)).outcome == "did_not"

    proposal = await ask(world, action="stop", params=NOTHING)

    assert (proposal.plan.earlier, proposal.plan.last) == (None, None)


async def test_the_newest_of_its_kind_is_bound(world: World) -> None:
    await world.staff_chat()
    assert (await ask(world)).plan.last is None
    first = await attempt(world)

    assert (await ask(world)).plan.last == first.taskid
    sizes = Downgrade(cpu=2, memory=2, bandwidth=5, defense=5)
    assert (await ask(world, action="renew_for_rd", params=sizes)).plan.last is None
