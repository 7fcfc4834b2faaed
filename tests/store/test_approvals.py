from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from store import (
    AlreadyUsedError,
    ApprovalEndedError,
    ApprovalRow,
    CreditTooLowError,
    NoStaffError,
    NotFoundError,
    OperationRow,
    Pressed,
    ServerBusyError,
    Spend,
)
from tests.store.test_confirmations import row

if TYPE_CHECKING:
    from tests.store.conftest import Wall, World

NOW = 1_800_000_000.0
DAY = NOW + 86_400
DECISION = {"decided_by": 4, "decided_chat": -9}


async def ask(world: World, *ids: int, needs: Any = "staff") -> ApprovalRow:
    return await world.store.ask_approval(ids, needs=needs, expires_at=DAY, language="en", message_id=55)


async def approve(world: World, approval: ApprovalRow, *ids: int, spend: Spend | None = None) -> list[OperationRow]:
    return await world.store.approve(
        approval.id,
        presses=[Pressed(number, before="{}") for number in ids],
        language="en",
        spend=spend,
        **DECISION,
    )


def told(world: World) -> list[tuple[int, int | None, str, dict[str, Any]]]:
    return [(each.chat_id, each.thread_id, each.kind, each.subject) for each in world.store.due_notices(DAY)]


@pytest.fixture
async def staffed(world: World) -> World:
    await world.store.set_staff(-8, world.account_id, on=True)
    await world.store.set_staff(-9, world.account_id, on=True)
    return world


async def test_asking_uses_the_confirmation_up_and_tells_each_staff_chat(staffed: World) -> None:
    nonce = await staffed.nonce(thread_id=3)
    approval = await ask(staffed, 1)
    assert approval == ApprovalRow(
        id=1,
        needs="staff",
        account_id=staffed.account_id,
        identity_id=staffed.identity_id,
        chat_id=100,
        thread_id=3,
        user_id=100,
        language="en",
        message_id=55,
        created_at=NOW,
        expires_at=DAY,
        ended_at=None,
        ended_how=None,
        decided_by=None,
        decided_chat=None,
    )
    assert staffed.store.approval(1) == approval
    assert staffed.store.approval(2) is None
    used = row(staffed, nonce)
    assert (used.ended_how, used.ended_at, used.approval_id, used.taskid) == ("pressed", NOW, 1, None)
    assert told(staffed) == [(-9, None, "approval", {"approval": 1}), (-8, None, "approval", {"approval": 1})]
    with pytest.raises(AlreadyUsedError, match="pressed"):
        await ask(staffed, 1)


async def test_without_staff_nothing_changes(world: World) -> None:
    nonce = await world.nonce()
    with pytest.raises(NoStaffError, match="no staff chat"):
        await ask(world, 1)
    assert row(world, nonce).ended_how is None
    assert world.store.open_approvals() == []
    assert world.store.verify_audit().entries == 0


async def test_a_second_owner_is_in_the_chat_already(world: World) -> None:
    await world.nonce()
    approval = await ask(world, 1, needs="owner")
    assert approval.needs == "owner"
    assert told(world) == []


async def test_asking_is_for_one_persons_open_confirmations(staffed: World, wall: Wall) -> None:
    nonces = [await staffed.nonce(), await staffed.nonce(guid="g2", user_id=7)]
    with pytest.raises(ValueError, match="one person's"):
        await ask(staffed, 1, 2)
    with pytest.raises(ValueError, match="one person's"):
        await ask(staffed)
    with pytest.raises(NotFoundError, match="confirmation"):
        await ask(staffed, 9)
    wall.at += 120
    with pytest.raises(AlreadyUsedError, match="expired"):
        await ask(staffed, 1)
    assert [row(staffed, nonce).ended_how for nonce in nonces] == [None, None]


async def test_a_yes_writes_the_operations_of_who_asked(staffed: World, wall: Wall) -> None:
    nonces = [await staffed.nonce(guid=guid, batch="b", paid=True) for guid in ("g1", "g2")]
    approval = await ask(staffed, 1, 2)
    wall.at += 3600
    first, second = await approve(staffed, approval, 1, 2)
    assert [(each.guid, each.chat_id, each.user_id, each.batch) for each in (first, second)] == [
        ("g1", 100, 100, "b"),
        ("g2", 100, 100, "b"),
    ]
    assert (first.funding, first.approval_id, first.created_at) == ("approval", approval.id, NOW + 3600)
    assert first.order_no != second.order_no
    ended = staffed.store.approval(approval.id)
    assert ended is not None
    assert (ended.ended_how, ended.ended_at, ended.decided_by, ended.decided_chat) == ("approved", NOW + 3600, 4, -9)
    assert [row(staffed, nonce).taskid for nonce in nonces] == [first.taskid, second.taskid]
    assert [row(staffed, nonce).ended_at for nonce in nonces] == [NOW, NOW]
    assert staffed.store.open_approvals() == []


async def test_an_unknown_price_may_be_approved(staffed: World) -> None:
    await staffed.nonce(price=None)
    (operation,) = await approve(staffed, await ask(staffed, 1), 1)
    assert (operation.price, operation.funding) == (None, "approval")


async def test_a_second_owners_yes_costs_what_the_policy_says(world: World) -> None:
    await world.nonce(price=None)
    (free,) = await approve(world, await ask(world, 1, needs="owner"), 1)
    assert free.funding is None
    await world.nonce(guid="g2")
    approval = await ask(world, 2, needs="owner")
    credit = Spend(world.identity_id, "credit")
    with pytest.raises(CreditTooLowError):
        await approve(world, approval, 2, spend=credit)
    assert world.store.open_approvals() == [approval]
    await world.store.add_top_up(world.identity_id, Decimal(50))
    assert [each.funding for each in await approve(world, approval, 2, spend=credit)] == ["credit"]


async def test_of_several_answers_one_counts(staffed: World) -> None:
    await staffed.nonce()
    approval = await ask(staffed, 1)
    results = await asyncio.gather(
        approve(staffed, approval, 1),
        approve(staffed, approval, 1),
        staffed.store.end_approval(approval.id, "declined", **DECISION),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [list, ApprovalEndedError, bool]
    assert results[2] is False
    assert len(staffed.store.operations()) == 1


async def test_a_busy_server_leaves_the_approval_open(staffed: World) -> None:
    await staffed.nonce()
    await staffed.nonce(guid="g2")
    approval = await ask(staffed, 1, 2)
    await staffed.store.create_operation(**staffed.operation(guid="g2"))
    with pytest.raises(ServerBusyError):
        await approve(staffed, approval, 1, 2)
    assert staffed.store.open_approvals() == [approval]
    assert len(staffed.store.operations()) == 1


async def test_an_approval_is_for_its_confirmations_only(staffed: World) -> None:
    await staffed.nonce()
    await staffed.nonce(guid="g2")
    await staffed.nonce(guid="g3")
    approval = await ask(staffed, 1, 2)
    for ids in ((), (1,), (1, 3), (1, 2, 3), (1, 2, 2)):
        with pytest.raises(ValueError, match="all of its confirmations"):
            await approve(staffed, approval, *ids)
    assert staffed.store.open_approvals() == [approval]


async def test_what_has_ended_or_expired_cannot_be_approved(staffed: World, wall: Wall) -> None:
    await staffed.nonce()
    approval = await ask(staffed, 1)
    await staffed.store.end_approval(approval.id, "declined", **DECISION)
    with pytest.raises(ApprovalEndedError) as caught:
        await approve(staffed, approval, 1)
    assert caught.value.how == "declined"
    await staffed.nonce()
    late = await ask(staffed, 2)
    wall.at = DAY
    with pytest.raises(ApprovalEndedError) as caught:
        await approve(staffed, late, 2)
    assert caught.value.how == "expired"
    with pytest.raises(NotFoundError, match="approval"):
        await staffed.store.pass_on(9, expires_at=DAY, **DECISION)
    assert staffed.store.operations() == []


@pytest.mark.parametrize("how", ["declined", "withdrawn", "expired", "void"])
async def test_an_end_is_told_to_who_asked_once(world: World, how: Any) -> None:
    await world.nonce(thread_id=3)
    approval = await ask(world, 1, needs="owner")
    results = await asyncio.gather(*(world.store.end_approval(approval.id, how, **DECISION) for _ in range(3)))
    assert results == [True, False, False]
    ended = world.store.approval(approval.id)
    assert ended is not None
    assert (ended.ended_how, ended.ended_at, ended.decided_by, ended.decided_chat) == (how, NOW, 4, -9)
    assert told(world) == [(100, 3, "approval-ended", {"approval": approval.id})]


async def test_a_second_owners_yes_is_passed_on_to_staff(staffed: World, wall: Wall) -> None:
    nonces = [await staffed.nonce(thread_id=3), await staffed.nonce(guid="g2", thread_id=3)]
    owners = await ask(staffed, 1, 2, needs="owner")
    wall.at += 60
    passed = await staffed.store.pass_on(owners.id, decided_by=7, decided_chat=100, expires_at=DAY + 60)
    assert (passed.needs, passed.created_at, passed.expires_at, passed.message_id) == ("staff", NOW + 60, DAY + 60, 55)
    assert (passed.chat_id, passed.thread_id, passed.user_id, passed.language) == (100, 3, 100, "en")
    was = staffed.store.approval(owners.id)
    assert was is not None
    assert (was.ended_how, was.decided_by, was.decided_chat) == ("approved", 7, 100)
    assert [each.id for each in staffed.store.approval_confirmations(passed.id)] == [1, 2]
    assert [row(staffed, nonce).ended_at for nonce in nonces] == [NOW, NOW]
    assert [each[0] for each in told(staffed)] == [-9, -8]
    with pytest.raises(ValueError, match="only an owner's"):
        await staffed.store.pass_on(passed.id, expires_at=DAY, **DECISION)
    assert [each.approval_id for each in await approve(staffed, passed, 1, 2)] == [passed.id] * 2


async def test_passing_on_needs_staff(world: World) -> None:
    await world.nonce()
    owners = await ask(world, 1, needs="owner")
    with pytest.raises(NoStaffError):
        await world.store.pass_on(owners.id, expires_at=DAY, **DECISION)
    assert world.store.open_approvals() == [owners]
    assert [each.id for each in world.store.approval_confirmations(owners.id)] == [1]


async def test_approvals_are_found_by_account_and_age(staffed: World) -> None:
    for number in (1, 2, 3):
        await staffed.nonce(guid=f"g{number}")
        await ask(staffed, number)
    await staffed.store.end_approval(2, "declined")
    assert [each.id for each in staffed.store.open_approvals()] == [1, 3]
    assert [each.id for each in staffed.store.open_approvals(staffed.account_id)] == [1, 3]
    assert staffed.store.open_approvals(99) == []
    assert staffed.store.due_approvals(DAY - 1) == []
    assert [each.id for each in staffed.store.due_approvals(DAY)] == [1, 3]


async def test_a_change_of_owner_voids_the_servers_approvals(staffed: World) -> None:
    await staffed.store.assign(staffed.account_id, "g2", staffed.identity_id)
    for number in (1, 2):
        await staffed.nonce(guid=f"g{number}")
        await ask(staffed, number)
    await staffed.store.assign(staffed.account_id, "g1", staffed.identity_id)
    first, second = (staffed.store.approval(number) for number in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.ended_how, first.decided_by, second.ended_how) == ("void", None, None)
    assert told(staffed)[-1] == (100, None, "approval-ended", {"approval": 1})
    await staffed.store.unassign(staffed.account_id, "g2")
    assert staffed.store.open_approvals() == []


async def test_erasing_or_a_lost_grant_voids_approvals(staffed: World) -> None:
    other = await staffed.identity("li")
    for number, values in enumerate(({}, {"identity_id": other.id}, {"chat_id": 200}), 1):
        await staffed.nonce(**values)
        await ask(staffed, number)
    await staffed.store.revoke(100, staffed.identity_id)
    assert [each.id for each in staffed.store.open_approvals()] == [2, 3]
    await staffed.store.erase_identity(other.id)
    assert [each.id for each in staffed.store.open_approvals()] == [3]
