from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations import approvals
from operations.approvals import Decided
from operations.errors import (
    ApprovalEndedError,
    ConfirmationEndedError,
    NotYourApprovalError,
    ServerBusyError,
)
from sandbox.engine import Fault
from tests.operations.approving import DOWNGRADE, PRICE, approve, ended_how, rita, waiting
from tests.operations.asking import MESSAGE, ask, ask_for_many, press
from tests.operations.conftest import ALICE, BOB, RITA, STAFF, STRANGER, TEAM

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def test_a_yes_makes_the_operation_that_was_asked_for(world: World) -> None:
    row = await waiting(world)
    world.clock.advance(3600)

    decided = await approve(world, row)

    (made,) = decided.operations
    assert (decided.approval.ended_how, decided.approval.decided_by, decided.approval.decided_chat) == (
        "approved",
        RITA,
        STAFF,
    )
    assert (made.state, made.action, made.price, made.funding) == ("confirmed", "renew", PRICE, "approval")
    assert (made.user_id, made.chat_id, made.approval_id, made.status_message_id) == (ALICE, ALICE, row.id, MESSAGE)
    assert (await world.run(made)).state == "done"
    assert world.sent("renew") == [made.order_no]


async def test_a_yes_is_said_once(world: World) -> None:
    row = await waiting(world)
    await world.store.set_member(STAFF, BOB, "owner")

    results = await asyncio.gather(
        approve(world, row), approve(world, row, world.actor(BOB, STAFF)), approve(world, row), return_exceptions=True
    )

    assert sum(isinstance(result, Decided) for result in results) == 1
    assert {type(r) for r in results if isinstance(r, Exception)} <= {ApprovalEndedError, ServerBusyError}
    assert len(world.store.operations()) == 1
    with pytest.raises(ApprovalEndedError) as ended:
        await approve(world, row)
    assert ended.value.how == "approved"


async def test_yes_and_no_at_once(world: World) -> None:
    row = await waiting(world)

    results = await asyncio.gather(
        approve(world, row), approvals.decline(world.services, rita(world), row.id), return_exceptions=True
    )

    assert sorted(type(result).__name__ for result in results) == ["ApprovalEndedError", "Decided"]
    assert len(world.store.operations()) == (ended_how(world, row) == "approved")


async def test_a_no_is_told(world: World) -> None:
    row = await waiting(world)

    decided = await approvals.decline(world.services, rita(world), row.id)

    assert (decided.approval.ended_how, decided.approval.decided_by, decided.operations) == ("declined", RITA, ())
    assert (ALICE, "approval-ended") in [
        (notice.chat_id, notice.kind) for notice in world.store.due_notices(world.clock.now())
    ]
    with pytest.raises(ApprovalEndedError) as ended:
        await approvals.decline(world.services, rita(world), row.id)
    assert ended.value.how == "declined"
    with pytest.raises(ApprovalEndedError):
        await approve(world, row)


async def test_the_button_of_what_waits_does_nothing_more(world: World) -> None:
    await world.staff_chat()
    proposal = await ask(world)
    await press(world, proposal)

    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)

    assert (ended.value.how, ended.value.taskid) == ("pressed", None)
    assert len(world.store.open_approvals()) == 1


async def test_a_batch_is_approved_as_one(world: World) -> None:
    await world.staff_chat()
    outcome = await press(world, await ask_for_many(world, "web-1", "cache-1"))
    assert outcome.approval is not None

    made = (await approve(world, outcome.approval)).operations

    assert [row.guid for row in made] == [world.made.servers["web-1"], world.made.servers["cache-1"]]
    assert len({row.order_no for row in made}) == 2
    assert len({row.batch for row in made}) == 1


async def test_staff_may_allow_what_the_credit_does_not_cover(world: World) -> None:
    await world.credit("1")
    row = await waiting(world, action="renew_for_rd", params=DOWNGRADE)

    (made,) = (await approve(world, row)).operations

    assert (made.price, made.funding) == (None, "approval")
    assert world.store.credit(world.identities["alice"]).available == Decimal("1.00")


async def test_who_may_not_decide_for_the_reseller(world: World) -> None:
    row = await waiting(world)
    await world.store.set_member(STAFF, BOB, "operator")
    await world.members(owners=(ALICE, BOB))
    other = await world.store.add_account(
        name="other", url="http://127.0.0.1:1", userid=2, key="k", salt="s", markup=Decimal(0)
    )
    await world.store.set_staff(-3003, other.id, on=True)
    await world.store.set_member(-3003, STRANGER, "owner")

    for actor in (
        world.actor(ALICE),
        world.actor(ALICE, TEAM),
        world.actor(BOB, TEAM),
        world.actor(BOB, STAFF),
        world.actor(STRANGER, STAFF),
        world.actor(STRANGER, -3003),
    ):
        for decide in (approvals.approve, approvals.decline):
            with pytest.raises(NotYourApprovalError):
                await decide(world.services, actor, row.id)
    assert ended_how(world, row) is None


async def test_one_that_does_not_exist_looks_like_anothers(world: World) -> None:
    row = await waiting(world)

    for number in (row.id, row.id + 1):
        with pytest.raises(NotYourApprovalError) as error:
            await approvals.approve(world.services, world.actor(BOB), number)
        assert str(error.value) == ""


async def test_an_ended_one_tells_a_stranger_nothing(world: World) -> None:
    row = await waiting(world)
    await approvals.decline(world.services, rita(world), row.id)

    with pytest.raises(NotYourApprovalError):
        await approvals.decline(world.services, world.actor(BOB), row.id)


async def test_staff_that_lost_the_chat_while_reading(world: World) -> None:
    """Whoever decides nothing any more voids nothing either."""
    row = await waiting(world)
    world.engine.fail_next(Fault.SLOW(0.2), action="getserver")
    deciding = asyncio.create_task(approve(world, row))
    await asyncio.sleep(0.05)
    await world.store.set_staff(STAFF, world.account_id, on=False)

    with pytest.raises(NotYourApprovalError):
        await deciding

    assert ended_how(world, row) is None


async def test_staff_demoted_while_reading(world: World) -> None:
    row = await waiting(world)
    await world.store.set_member(STAFF, BOB, "owner")
    world.engine.fail_next(Fault.SLOW(0.2), action="getserver")
    deciding = asyncio.create_task(approve(world, row))
    await asyncio.sleep(0.05)
    await world.store.set_member(STAFF, RITA, "operator")

    with pytest.raises(NotYourApprovalError):
        await deciding

    assert ended_how(world, row) is None
    assert world.store.operations() == []
