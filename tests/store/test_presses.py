from __future__ import annotations

import asyncio
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from store import (
    AlreadyUsedError,
    CreditTooLowError,
    DuplicateError,
    LimitReachedError,
    NotFoundError,
    OperationRow,
    Pressed,
    ServerBusyError,
    Spend,
)
from tests.store.test_confirmations import row
from tests.store.test_operations import end

if TYPE_CHECKING:
    from tests.store.conftest import Wall, World

ASKED = {"asked": '{"months":3}', "list_price": Decimal("26.58"), "grave": True, "paid": True}


async def confirm(world: World, *ids: int, spend: Spend | None = None, **values: Any) -> list[OperationRow]:
    presses = [Pressed(number, before="{}", **values) for number in ids]
    return await world.store.confirm(presses, language="en", spend=spend)


async def test_the_press_uses_it_up_and_writes_the_operation(world: World) -> None:
    nonce = await world.nonce(thread_id=3, order_no="OLD", batch="b", **ASKED)
    spend = Spend(world.identity_id, "approval")
    (operation,) = await confirm(world, 1, order_no="A1", status_message_id=9, spend=spend)
    assert (operation.action, operation.guid, operation.params) == ("renew", "g1", '{"months":3}')
    assert (operation.price, operation.list_price) == (Decimal("29.90"), Decimal("26.58"))
    assert (operation.order_no, operation.funding, operation.before) == ("A1", "approval", "{}")
    assert (operation.asked, operation.grave, operation.batch) == ('{"months":3}', True, "b")
    assert (operation.chat_id, operation.thread_id, operation.user_id, operation.language) == (100, 3, 100, "en")
    assert (operation.state, operation.status_message_id, operation.approval_id) == ("confirmed", 9, None)
    assert world.store.operation(operation.taskid) == operation
    used = row(world, nonce)
    assert (used.ended_how, used.ended_at, used.taskid) == ("pressed", 1_800_000_000.0, operation.taskid)


async def test_an_earlier_attempts_number_is_used_again(world: World) -> None:
    await world.nonce(order_no="OLD", paid=True)
    assert [each.order_no for each in await confirm(world, 1)] == ["OLD"]


async def test_what_is_paid_gets_a_fresh_number_and_nothing_else_does(world: World) -> None:
    await world.nonce(paid=True)
    await world.nonce(guid="g2")
    paid, free = await confirm(world, 1, 2)
    assert paid.order_no is not None
    assert re.fullmatch("[0-9A-Z]{20}", paid.order_no)
    assert free.order_no is None


async def test_the_press_may_put_other_values_in_place(world: World) -> None:
    await world.nonce(**ASKED)
    (operation,) = await confirm(world, 1, params='{"months":1}', asked='{"months":1}', price=None)
    assert (operation.params, operation.asked, operation.price) == ('{"months":1}', '{"months":1}', None)


async def test_parameters_are_not_in_the_repr() -> None:
    assert "hunter2" not in repr(Pressed(1, before='{"x":"hunter2"}', params='{"password":"hunter2"}'))


async def test_of_many_presses_one_counts(world: World) -> None:
    await world.nonce()
    results = await asyncio.gather(*(confirm(world, 1) for _ in range(4)), return_exceptions=True)
    assert [type(result) for result in results] == [list, AlreadyUsedError, AlreadyUsedError, AlreadyUsedError]
    assert len(world.store.operations()) == 1


async def test_a_busy_server_leaves_the_whole_batch_as_it_was(world: World) -> None:
    nonces = [await world.nonce(guid=f"g{number}", batch="b") for number in (1, 2, 3)]
    before = [row(world, nonce) for nonce in nonces]
    busy = await world.store.create_operation(**world.operation(guid="g3"))
    audited = world.store.verify_audit().entries
    with pytest.raises(ServerBusyError, match="still open") as caught:
        await confirm(world, 1, 2, 3)
    assert (caught.value.taskid, caught.value.needs_human) == (busy.taskid, False)
    assert [row(world, nonce) for nonce in nonces] == before
    assert [each.taskid for each in world.store.operations()] == [busy.taskid]
    assert world.store.verify_audit().entries == audited


async def test_what_needs_a_person_bars_only_what_is_grave_and_only_there(world: World) -> None:
    stuck = await world.store.create_operation(**world.operation())
    await end(world, stuck.taskid, "needs-human")
    await world.nonce(grave=True)
    await world.nonce(grave=True, guid="g2")
    await world.nonce()
    with pytest.raises(ServerBusyError, match="waits for a person's decision") as caught:
        await confirm(world, 1)
    assert (caught.value.taskid, caught.value.needs_human) == (stuck.taskid, True)
    elsewhere, harmless = await confirm(world, 2, 3)
    assert (elsewhere.grave, harmless.grave) == (True, False)
    await end(world, harmless.taskid)
    await world.store.settle(stuck.taskid, "failed", "")
    await confirm(world, 1)


async def test_a_used_order_number_leaves_the_confirmation_as_it_was(world: World) -> None:
    nonce = await world.nonce()
    await world.store.create_operation(**world.operation(guid="g2", order_no="A1"))
    with pytest.raises(DuplicateError, match="order"):
        await confirm(world, 1, order_no="A1")
    with pytest.raises(ValueError, match="up to 20 characters"):
        await confirm(world, 1, order_no="A" * 21)
    assert row(world, nonce).ended_how is None


async def test_what_has_ended_or_expired_cannot_be_pressed(world: World, wall: Wall) -> None:
    await world.nonce()
    await world.store.end_confirmation(1, "cancelled")
    with pytest.raises(AlreadyUsedError) as caught:
        await confirm(world, 1)
    assert caught.value.how == "cancelled"
    await world.nonce()
    wall.at += 120
    with pytest.raises(AlreadyUsedError) as caught:
        await confirm(world, 2)
    assert caught.value.how == "expired"
    with pytest.raises(NotFoundError, match="confirmation"):
        await confirm(world, 3)
    assert world.store.operations() == []


async def test_one_that_has_ended_holds_the_others_back(world: World) -> None:
    nonces = [await world.nonce(), await world.nonce(guid="g2")]
    await world.store.end_confirmation(2, "cancelled")
    with pytest.raises(AlreadyUsedError):
        await confirm(world, 1, 2)
    assert [row(world, nonce).ended_how for nonce in nonces] == [None, "cancelled"]
    assert world.store.operations() == []


async def test_nonsense_is_refused(world: World) -> None:
    await world.nonce(guid=None)
    other = await world.identity("li")
    with pytest.raises(ValueError, match="nothing was pressed"):
        await confirm(world)
    with pytest.raises(ValueError, match="another identity would pay"):
        await confirm(world, 1, spend=Spend(other.id, "open"))
    with pytest.raises(ValueError, match="pressed twice at once"):
        await confirm(world, 1, 1)
    with pytest.raises(ValueError, match="not negative"):
        await confirm(world, 1, price=Decimal(-1))
    with pytest.raises(ValueError, match="at most two decimals"):
        await confirm(world, 1, price=Decimal("1.005"))
    assert world.store.operations() == []


async def test_the_credit_must_reach_for_all_of_a_batch(world: World) -> None:
    store, spend = world.store, Spend(world.identity_id, "credit")
    nonces = [await world.nonce(guid=f"g{number}", price=Decimal("10.01")) for number in (1, 2, 3)]
    await store.add_top_up(world.identity_id, Decimal("30.02"))
    with pytest.raises(CreditTooLowError) as caught:
        await confirm(world, 1, 2, 3, spend=spend)
    assert (caught.value.available, caught.value.needed) == (Decimal("30.02"), Decimal("30.03"))
    assert [row(world, nonce).ended_how for nonce in nonces] == [None] * 3
    assert store.credit(world.identity_id).available == Decimal("30.02")
    await store.add_top_up(world.identity_id, Decimal("0.01"))
    assert [each.funding for each in await confirm(world, 1, 2, 3, spend=spend)] == ["credit"] * 3
    assert store.credit(world.identity_id).available == Decimal(0)


@pytest.mark.parametrize("funding", ["credit", "open"])
async def test_an_unknown_price_is_nothing_to_pay_by_oneself(world: World, funding: Any) -> None:
    await world.store.add_top_up(world.identity_id, Decimal(1000))
    await world.nonce()
    await world.nonce(guid="g2", price=None)
    with pytest.raises(ValueError, match="needs an approval"):
        await confirm(world, 1, 2, spend=Spend(world.identity_id, funding))
    assert world.store.operations() == []


async def test_the_monthly_limit_counts_what_was_not_surely_undone(world: World, wall: Wall) -> None:
    store, month = world.store, wall.at
    spend = Spend(world.identity_id, "open", month_start=month, monthly_limit=Decimal("99.99"))
    for number in range(5):
        await world.nonce(guid=f"g{number}", price=Decimal("33.33"), expires_at=month + 1e6)
    wall.at = month - 1
    (earlier,) = await confirm(world, 1, spend=spend)
    assert earlier.created_at == month - 1
    wall.at = month
    undone, stuck = await confirm(world, 2, 3, spend=spend)
    await end(world, undone.taskid, "failed")
    await end(world, stuck.taskid, "needs-human")
    assert store.spent_since(world.identity_id, month) == Decimal("33.33")
    assert store.spent_since(world.identity_id, month - 1) == Decimal("66.66")
    await confirm(world, 4, spend=spend)
    with pytest.raises(LimitReachedError) as caught:
        await confirm(world, 5, spend=spend, price=Decimal("33.34"))
    assert (caught.value.left, caught.value.needed) == (Decimal("33.33"), Decimal("33.34"))
    await confirm(world, 5, spend=spend)
    assert store.spent_since(world.identity_id, month) == Decimal("99.99")


async def test_a_lowered_limit_leaves_nothing_and_none_at_all_everything(world: World) -> None:
    for number in range(3):
        await world.nonce(guid=f"g{number}")
    await confirm(world, 1, spend=Spend(world.identity_id, "open"))
    with pytest.raises(LimitReachedError) as caught:
        await confirm(world, 2, spend=Spend(world.identity_id, "open", monthly_limit=Decimal(5)))
    assert caught.value.left == Decimal(0)
    # Credit is not what the limit is about.
    await world.store.add_top_up(world.identity_id, Decimal(100))
    await confirm(world, 2, spend=Spend(world.identity_id, "credit", monthly_limit=Decimal(5)))
    assert world.store.spent_since(world.identity_id, 0) == Decimal("29.90")
