from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations import pressing
from operations.errors import (
    ApprovalEndedError,
    ApprovalMovedError,
    CreditTooLowError,
    NoStaffError,
    NotYourApprovalError,
)
from tests.operations.approving import DAY, PRICE, approve, ended_how, rita, waiting
from tests.operations.asking import (
    NOTHING,
    ask,
    ask_to_buy,
    kept,
    operation,
    press,
)
from tests.operations.conftest import ALICE, BOB, RITA, STRANGER, TEAM

if TYPE_CHECKING:
    from store import ApprovalRow
    from tests.operations.conftest import World


async def refund(world: World, *, owners: tuple[int, ...] = (ALICE, BOB)) -> ApprovalRow:
    """A refund of Alice's in the team that another owner has to say yes to."""
    await world.members(owners=owners)
    alice = world.asker(ALICE, TEAM)
    proposal = await ask(world, action="refund", params=NOTHING, asker=alice)
    outcome = await pressing.press_typed(world.services, alice, kept(world, proposal), world.server("web-1").ip)
    assert outcome.approval is not None
    assert outcome.approval.needs == "owner"
    return outcome.approval


async def purchase_asked(world: World) -> ApprovalRow:
    """A purchase of Alice's in the team that another owner has to say yes to first."""
    await world.members(owners=(ALICE, BOB))
    alice = world.asker(ALICE, TEAM)
    outcome = await press(world, await ask_to_buy(world, asker=alice), asker=alice)
    assert outcome.approval is not None
    assert outcome.approval.needs == "owner"
    return outcome.approval


async def test_a_second_owner_says_yes(world: World) -> None:
    row = await refund(world)

    (made,) = (await approve(world, row, world.actor(BOB, TEAM))).operations

    assert (made.action, made.user_id, made.funding, made.price) == ("refund", ALICE, None, None)
    assert (await world.run(made)).state == "done"


async def test_who_is_no_second_owner(world: World) -> None:
    row = await refund(world)
    await world.staff_chat()
    await world.members(operators=(RITA,))

    for actor in (
        world.actor(ALICE, TEAM),
        world.actor(RITA, TEAM),
        world.actor(STRANGER, TEAM),
        world.actor(BOB),
        world.actor(ALICE),
        rita(world),
    ):
        with pytest.raises(NotYourApprovalError):
            await approve(world, row, actor)
    assert ended_how(world, row) is None


async def test_an_asker_who_lost_the_role(world: World) -> None:
    row = await refund(world)
    await world.store.set_member(TEAM, ALICE, "operator")

    with pytest.raises(ApprovalMovedError) as moved:
        await approve(world, row, world.actor(BOB, TEAM))

    assert moved.value.moved == ("owner",)
    assert (ended_how(world, row), world.store.operations()) == ("void", [])


async def test_a_chat_that_lost_its_customer(world: World) -> None:
    await world.store.grant(ALICE, world.identities["bob"])
    row = await waiting(world)
    await world.store.revoke(ALICE, world.identities["alice"])

    with pytest.raises(ApprovalEndedError) as ended:
        await approve(world, row)

    assert ended.value.how == "void"


async def test_a_purchase_needs_both(world: World) -> None:
    await world.staff_chat()
    row = await purchase_asked(world)

    decided = await approve(world, row, world.actor(BOB, TEAM))

    assert decided.operations == ()
    assert decided.approval.ended_how == "approved"
    assert decided.passed_on is not None
    assert (decided.passed_on.needs, decided.passed_on.user_id, decided.passed_on.expires_at) == (
        "staff",
        ALICE,
        world.clock.now() + DAY,
    )
    with pytest.raises(NotYourApprovalError):
        await approve(world, decided.passed_on, world.actor(BOB, TEAM))
    (made,) = (await approve(world, decided.passed_on)).operations
    assert (made.action, made.price, made.funding) == ("create_new", PRICE, "approval")


async def test_a_purchase_from_the_credit_needs_the_second_owner_alone(world: World) -> None:
    await world.credit("198")
    row = await purchase_asked(world)

    (made,) = (await approve(world, row, world.actor(BOB, TEAM))).operations

    assert made.funding == "credit"
    assert world.store.credit(world.identities["alice"]).reserved == PRICE


async def test_too_little_credit_at_the_second_owners_yes(world: World) -> None:
    await world.credit("197.99")
    row = await purchase_asked(world)

    with pytest.raises(CreditTooLowError):
        await approve(world, row, world.actor(BOB, TEAM))

    assert ended_how(world, row) is None


async def test_the_limit_at_the_second_owners_yes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.staff_chat()
    await world.policy(spending="open", monthly_limit=Decimal(300))
    row = await purchase_asked(world)
    await operation(world, await ask(world))
    # The look was made just before that renewal was written down; the transaction finds it.
    spent, looks = world.store.spent_since, [Decimal(0)]
    monkeypatch.setattr(world.store, "spent_since", lambda *when: looks.pop() if looks else spent(*when))

    decided = await approve(world, row, world.actor(BOB, TEAM))

    assert looks == []
    assert decided.operations == ()
    assert decided.passed_on is not None
    assert world.store.spent_since(world.identities["alice"], 0) == PRICE


async def test_nobody_to_pass_it_on_to(world: World) -> None:
    row = await purchase_asked(world)

    with pytest.raises(NoStaffError):
        await approve(world, row, world.actor(BOB, TEAM))

    assert ended_how(world, row) is None
