from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import store
from operations import approvals, unattended
from operations.errors import (
    CreditTooLowError,
    EngineUnavailableError,
    NotAllowedError,
    NotPossibleError,
    NotYourConfirmationError,
    OperationsError,
    ServerBusyError,
    ServerNotFoundError,
)
from operations.kinds.parameters import NoParams, Renew
from operations.plans import Wish
from sandbox.engine import Fault
from tests.operations.asking import ask as asked
from tests.operations.asking import operation
from tests.operations.conftest import ALICE, TEAM

if TYPE_CHECKING:
    from operations.plans import Plan
    from operations.unattended import Placed
    from tests.operations.conftest import World

# What a month of web-1 costs.
PRICE = Decimal("198.00")
KEY = "renewal:web-1"


class TooDearError(OperationsError):
    """The test's own limit."""


def wish(world: World, action: str = "renew", nickname: str = "web-1") -> Wish:
    known = world.known(nickname)
    params = Renew(months=1) if action == "renew" else NoParams()
    return Wish(action, params, known.account_id, known.identity_id, known)


async def place(world: World, key: str = KEY, action: str = "renew", **more: object) -> Placed:
    return await unattended.place(
        world.services,
        world.asker(),
        wish(world, action),
        dedupe_key=key,
        **more,  # type: ignore[arg-type]
    )


async def test_one_key_makes_one_order_paid_by_the_policy(world: World) -> None:
    await world.credit("500")
    first = await place(world)
    assert first.operation is not None
    row = await world.run(first.operation)
    assert (row.state, row.dedupe_key, row.funding, row.price) == ("done", KEY, "credit", PRICE)
    again = await place(world)
    assert again.operation is not None
    assert again.operation.taskid == row.taskid
    assert world.store.credit(world.identities["alice"]).available == 500 - PRICE
    assert sum(effect.action == "renew" for effect in world.engine.effects) == 1


async def test_at_once_from_two_processes_it_is_one(world: World) -> None:
    await world.credit("500")
    found = await asyncio.gather(*(place(world) for _ in range(5)), return_exceptions=True)
    rows = world.store.operations(chat_id=ALICE)
    assert [row.dedupe_key for row in rows] == [KEY]
    # Whoever came too late finds the winner's, or is told that the server is busy or its own attempt void.
    for each in found:
        if isinstance(each, BaseException):
            assert isinstance(each, OperationsError)
        else:
            assert each.operation is not None
            assert each.operation.taskid == rows[0].taskid


async def test_under_approval_the_reseller_is_asked_once(world: World) -> None:
    staff = await world.staff_chat()
    first = await place(world)
    assert first.operation is None
    assert first.approval is not None
    again = await place(world)
    assert again.approval is not None
    assert again.approval.id == first.approval.id
    assert len(world.store.open_approvals()) == 1

    decided = await approvals.approve(world.services, staff.actor, first.approval.id)
    assert [row.dedupe_key for row in decided.operations] == [KEY]
    later = await place(world)
    assert later.operation is not None
    assert later.operation.taskid == decided.operations[0].taskid
    assert later.approval is not None
    assert later.approval.ended_how == "approved"


async def test_a_no_is_found_as_such_and_not_asked_again(world: World) -> None:
    staff = await world.staff_chat()
    first = await place(world)
    assert first.approval is not None
    await approvals.decline(world.services, staff.actor, first.approval.id)
    again = await place(world)
    assert again.operation is None
    assert again.approval is not None
    assert again.approval.ended_how == "declined"
    assert world.store.open_approvals() == []


async def test_a_refusal_uses_the_key_up_only_when_something_came_of_it(world: World) -> None:
    await world.credit("100")
    for _ in range(2):
        with pytest.raises(CreditTooLowError):
            await place(world)
    assert unattended.placed(world.services, KEY) is None
    assert world.store.open_confirmations(ALICE, ALICE) == []
    await world.store.add_top_up(world.identities["alice"], Decimal(100))
    assert (await place(world)).operation is not None


async def test_it_waits_for_an_operation_that_is_under_way(world: World) -> None:
    await world.credit("500")
    row = await operation(world, await asked(world, action="stop", params=NoParams()))
    with pytest.raises(ServerBusyError):
        await place(world)
    await world.run(row)
    assert (await place(world)).operation is not None


async def test_what_was_allowed_is_looked_at_with_the_fresh_price(world: World) -> None:
    await world.credit("500")
    seen: list[Decimal | None] = []

    def ensure(plan: Plan) -> None:
        seen.append(plan.price.shown)
        raise TooDearError

    with pytest.raises(TooDearError):
        await place(world, ensure=ensure)
    assert seen == [PRICE]
    assert world.store.operations(chat_id=ALICE) == []


async def test_nothing_is_done_for_a_state_that_forbids_it_or_cannot_be_read(world: World) -> None:
    with pytest.raises(NotPossibleError):
        await place(world, action="start")
    world.engine.fail_next(Fault.CUT_BEFORE, action="getserver", times=9)
    with pytest.raises(EngineUnavailableError):
        await place(world, action="stop")
    assert world.store.operations(chat_id=ALICE) == []


async def test_the_rights_are_those_of_now(world: World) -> None:
    await world.store.grant(TEAM, world.identities["alice"])
    await world.members(owners=(ALICE,))
    asker = world.asker(ALICE, TEAM)
    await world.store.set_member(TEAM, 777, "owner")
    await world.store.set_member(TEAM, ALICE, "viewer")
    with pytest.raises(NotAllowedError):
        await unattended.place(world.services, asker, wish(world), dedupe_key=KEY)
    await world.store.revoke(TEAM, world.identities["alice"])
    with pytest.raises(NotAllowedError):
        unattended.absent(world.services, chat_id=TEAM, user_id=ALICE, language="en")
    assert unattended.absent(world.services, chat_id=ALICE, user_id=ALICE, language="en").role == "owner"


async def test_a_server_that_is_somebody_elses_by_now_is_left_alone(world: World) -> None:
    wanted = wish(world)
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
    with pytest.raises(ServerNotFoundError):
        await unattended.place(world.services, world.asker(), wanted, dedupe_key=KEY)


async def test_what_is_left_of_a_crash_is_taken_over(world: World) -> None:
    await world.credit("500")
    nonce = await world.store.add_confirmation(
        chat_id=ALICE,
        user_id=ALICE,
        action="renew",
        account_id=world.account_id,
        guid=world.made.servers["web-1"],
        identity_id=world.identities["alice"],
        params="{}",
        shown="{}",
        expires_at=world.clock.now() + 120,
        dedupe_key=KEY,
    )
    assert unattended.placed(world.services, KEY) is None
    assert (await place(world)).operation is not None
    old = world.store.confirmation_by_nonce(nonce)
    assert old is not None
    assert (old.ended_how, old.dedupe_key) == ("void", None)


async def test_nobody_can_press_it(world: World) -> None:
    await world.staff_chat()
    await place(world)
    with pytest.raises(store.DuplicateError):
        await world.store.add_confirmation(
            chat_id=ALICE,
            user_id=ALICE,
            action="renew",
            account_id=world.account_id,
            guid="g",
            identity_id=world.identities["alice"],
            params="{}",
            shown="{}",
            expires_at=world.clock.now() + 120,
            dedupe_key=KEY,
        )
    with pytest.raises((NotYourConfirmationError, ValueError)):
        await unattended.place(world.services, world.asker(), wish(world, "refund"), dedupe_key="another")
