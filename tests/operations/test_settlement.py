from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations import settlement
from operations.errors import NotYourApprovalError
from tests.operations.conftest import ALICE, BOB, TEAM
from tests.operations.rows import operation

if TYPE_CHECKING:
    from operations.settlement import Outcome
    from store import OperationRow
    from tests.operations.conftest import World


@pytest.fixture
async def unclear(world: World) -> OperationRow:
    await world.store.add_top_up(world.identities["alice"], Decimal(100))
    await world.store.set_staff(BOB, world.account_id, on=True)
    return await operation(
        world.services,
        "needs-human",
        account_id=world.account_id,
        identity_id=world.identities["alice"],
        guid=world.made.servers["web-1"],
        chat_id=ALICE,
        user_id=ALICE,
        funding="credit",
        order_no="A1",
        outcome="moved_elsewhere",
    )


@pytest.mark.parametrize(("state", "balance"), [("done", "28.00"), ("failed", "100.00")])
async def test_a_decision_moves_the_money_and_is_told(
    world: World, unclear: OperationRow, state: Outcome, balance: str
) -> None:
    result = await settlement.settle(world.services, world.actor(BOB), unclear.taskid, state)

    assert (result.fresh, result.row.state, result.row.outcome) == (True, state, "settled")
    credit = world.store.credit(world.identities["alice"])
    assert (credit.balance, credit.reserved) == (Decimal(balance), Decimal("0.00"))
    assert [row.taskid for row in world.store.unreported()] == [unclear.taskid]
    assert world.store.verify_audit().problems == []


async def test_the_second_decision_changes_nothing(world: World, unclear: OperationRow) -> None:
    await settlement.settle(world.services, world.actor(BOB), unclear.taskid, "done")
    result = await settlement.settle(world.services, world.actor(BOB), unclear.taskid, "failed")
    assert (result.fresh, result.row.state) == (False, "done")


async def test_only_an_owner_in_a_staff_chat_of_the_account_decides(world: World, unclear: OperationRow) -> None:
    for actor in (world.actor(ALICE), world.actor(ALICE, TEAM)):
        with pytest.raises(NotYourApprovalError):
            await settlement.settle(world.services, actor, unclear.taskid, "done")
    await world.store.set_staff(TEAM, world.account_id, on=True)
    with pytest.raises(NotYourApprovalError):
        await settlement.settle(world.services, world.actor(ALICE, TEAM), unclear.taskid, "done")
    with pytest.raises(NotYourApprovalError):
        await settlement.settle(world.services, world.actor(BOB), 1, "done")
    row = world.store.operation(unclear.taskid)
    assert row is not None
    assert row.state == "needs-human"
