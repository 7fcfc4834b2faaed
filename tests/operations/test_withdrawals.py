from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations import approvals
from operations.errors import ApprovalEndedError, ApprovalMovedError, NotYourApprovalError
from operations.withdrawals import withdraw, withdraw_all
from sandbox.engine import Fault
from tests.operations.approving import DOWNGRADE, approve, ended_how, waiting
from tests.operations.asking import ask, ask_to_buy, press
from tests.operations.conftest import ALICE, BOB, RITA, STAFF, STRANGER, TEAM

if TYPE_CHECKING:
    from store import ApprovalRow
    from tests.operations.conftest import World


async def waiting_in_team(world: World) -> ApprovalRow:
    """A purchase of Alice's in the team, which Bob, the second owner, has to agree to first."""
    await world.staff_chat()
    await world.members(owners=(ALICE, BOB))
    asker = world.asker(ALICE, TEAM)
    outcome = await press(world, await ask_to_buy(world, asker=asker), asker=asker)
    assert outcome.approval is not None
    assert outcome.approval.needs == "owner"
    return outcome.approval


async def test_who_asked_takes_it_back_once(world: World) -> None:
    row = await waiting(world)

    ended = await withdraw(world.services, world.actor(ALICE), row.id)

    assert (ended.ended_how, ended.decided_by, ended.decided_chat) == ("withdrawn", ALICE, ALICE)
    for again in (withdraw(world.services, world.actor(ALICE), row.id), approve(world, row)):
        with pytest.raises(ApprovalEndedError) as error:
            await again
        assert error.value.how == "withdrawn"
    assert world.store.operations() == []
    assert world.store.verify_audit().problems == []


async def test_what_was_decided_cannot_be_taken_back(world: World) -> None:
    row = await waiting(world)
    await approve(world, row)

    with pytest.raises(ApprovalEndedError) as error:
        await withdraw(world.services, world.actor(ALICE), row.id)

    assert error.value.how == "approved"
    assert len(world.store.operations()) == 1


async def test_another_owner_of_the_chat_may_and_nobody_else(world: World) -> None:
    row = await waiting_in_team(world)
    await world.members(operators=(STRANGER,))

    for actor in (world.actor(ALICE), world.actor(STRANGER, TEAM), world.actor(RITA, STAFF), world.actor(BOB)):
        with pytest.raises(NotYourApprovalError):
            await withdraw(world.services, actor, row.id)
    with pytest.raises(NotYourApprovalError):
        await withdraw(world.services, world.actor(BOB, TEAM), row.id + 1)
    assert ended_how(world, row) is None

    assert (await withdraw(world.services, world.actor(BOB, TEAM), row.id)).decided_by == BOB


async def test_who_lost_the_role_may_still_take_back_their_own(world: World) -> None:
    row = await waiting_in_team(world)
    await world.store.set_member(TEAM, ALICE, "viewer")

    assert (await withdraw(world.services, world.actor(ALICE, TEAM), row.id)).ended_how == "withdrawn"


async def test_nothing_is_left_reserved(world: World) -> None:
    await world.credit("300")
    row = await waiting(world, action="renew_for_rd", params=DOWNGRADE)

    await withdraw(world.services, world.actor(ALICE), row.id)

    credit = world.store.credit(world.identities["alice"])
    assert (credit.reserved, credit.available) == (Decimal(0), Decimal("300.00"))


async def test_the_server_may_be_asked_about_again(world: World) -> None:
    row = await waiting(world)
    await withdraw(world.services, world.actor(ALICE), row.id)

    again = await press(world, await ask(world))

    assert again.approval is not None
    assert (again.approval.id, again.approval.ended_how) == (row.id + 1, None)


@pytest.mark.parametrize("wait", [0.0, 0.05])
async def test_a_yes_and_a_withdrawal_at_once(world: World, wait: float) -> None:
    """The yes reads the engine first, and so may lose to a withdrawal that came later; exactly one of both counts."""
    row = await waiting(world)
    world.engine.fail_next(Fault.SLOW(0.1), action="getserver")
    deciding = asyncio.create_task(approve(world, row))
    await asyncio.sleep(wait)

    taken_back, decided = await asyncio.gather(
        withdraw(world.services, world.actor(ALICE), row.id), deciding, return_exceptions=True
    )

    how = ended_how(world, row)
    assert how in {"withdrawn", "approved"}
    assert isinstance(taken_back, ApprovalEndedError) == (how == "approved")
    assert isinstance(decided, ApprovalEndedError) == (how == "withdrawn")
    assert len(world.store.operations()) == (how == "approved")


async def test_a_withdrawal_while_what_moved_is_found_out(world: World) -> None:
    row = await waiting(world)
    world.server("web-1").ip = "192.0.2.99"
    world.engine.fail_next(Fault.SLOW(0.1), action="getserver")
    deciding = asyncio.create_task(approve(world, row))
    await asyncio.sleep(0.05)
    await withdraw(world.services, world.actor(ALICE), row.id)

    with pytest.raises((ApprovalEndedError, ApprovalMovedError)) as error:
        await deciding

    assert isinstance(error.value, ApprovalEndedError)
    assert (error.value.how, ended_how(world, row)) == ("withdrawn", "withdrawn")


async def test_all_of_one_person_in_one_chat(world: World) -> None:
    in_team = await waiting_in_team(world)
    first = await waiting(world)
    second = await waiting(world, "web-2")

    taken_back = await withdraw_all(world.services, world.actor(ALICE))

    assert [(row.id, row.ended_how) for row in taken_back] == [(first.id, "withdrawn"), (second.id, "withdrawn")]
    assert ended_how(world, in_team) is None
    assert await withdraw_all(world.services, world.actor(ALICE)) == []
    assert await withdraw_all(world.services, world.actor(BOB, TEAM)) == [], "an owner's own only"


async def test_what_a_second_owner_passes_on_meanwhile_is_taken_back_as_well(world: World) -> None:
    row = await waiting_in_team(world)
    passed_on, taken_back = await asyncio.gather(
        world.store.pass_on(row.id, decided_by=BOB, decided_chat=TEAM, expires_at=row.expires_at),
        withdraw_all(world.services, world.actor(ALICE, TEAM)),
    )

    assert ended_how(world, row) == "approved"
    assert [each.id for each in taken_back] == [passed_on.id]
    assert ended_how(world, passed_on) == "withdrawn"
    assert world.store.open_approvals() == []


async def test_a_no_after_it_is_told_so(world: World) -> None:
    row = await waiting(world)
    await withdraw(world.services, world.actor(ALICE), row.id)

    with pytest.raises(ApprovalEndedError) as error:
        await approvals.decline(world.services, world.actor(RITA, STAFF), row.id)

    assert error.value.how == "withdrawn"
