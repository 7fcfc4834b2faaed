from __future__ import annotations

import asyncio
import hashlib
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from store import AlreadyUsedError, ConfirmationRow, DuplicateError, NotFoundError, OperationRow, ServerBusyError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Wall, World


def row(world: World, nonce: str) -> ConfirmationRow:
    found = world.store.confirmation_by_nonce(nonce)
    assert found is not None
    return found


async def test_a_confirmation_comes_back_as_it_was_given(world: World) -> None:
    nonce = await world.nonce(thread_id=3)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", nonce)
    await world.store.set_confirmation_message(1, 55)
    assert row(world, nonce) == ConfirmationRow(
        id=1,
        nonce_hash=hashlib.sha256(nonce.encode()).digest(),
        chat_id=100,
        thread_id=3,
        user_id=100,
        message_id=55,
        action="renew",
        account_id=world.account_id,
        guid="g1",
        identity_id=world.identity_id,
        params='{"months":3}',
        price=Decimal("29.90"),
        shown='{"endTime":"2027-01-01"}',
        created_at=1_800_000_000.0,
        expires_at=1_800_000_120.0,
        ended_at=None,
        ended_how=None,
        taskid=None,
    )
    assert world.store.confirmation_by_nonce(nonce[::-1]) is None


async def test_neither_nonce_nor_params_are_on_the_disk(world: World, path: Path) -> None:
    nonce = await world.nonce(params='{"password":"hunter2"}')
    for file in (path, path.with_name("apabot.db-wal")):
        content = file.read_bytes()
        assert nonce.encode() not in content
        assert b"hunter2" not in content
    assert "hunter2" not in repr(row(world, nonce))


async def test_the_press_uses_it_up_and_writes_the_operation(world: World) -> None:
    nonce = await world.nonce(thread_id=3)
    operation = await world.store.confirm(1, language="en", order_no="A1", before="{}", next_at=7.0)
    assert (operation.action, operation.guid, operation.params) == ("renew", "g1", '{"months":3}')
    assert (operation.price, operation.order_no, operation.next_at) == (Decimal("29.90"), "A1", 7.0)
    assert (operation.chat_id, operation.thread_id, operation.user_id, operation.language) == (100, 3, 100, "en")
    assert operation.state == "confirmed"
    assert world.store.operation(operation.taskid) == operation
    used = row(world, nonce)
    assert (used.ended_how, used.ended_at, used.taskid) == ("pressed", 1_800_000_000.0, operation.taskid)


async def test_an_approval_runs_in_the_customers_chat(world: World) -> None:
    await world.nonce(chat_id=-9, user_id=4)
    operation = await world.store.confirm(1, language="en", chat_id=100, user_id=100, params='{"months":1}')
    assert (operation.chat_id, operation.user_id, operation.params) == (100, 100, '{"months":1}')


async def test_of_many_presses_one_counts(world: World) -> None:
    await world.nonce()
    results = await asyncio.gather(*(world.store.confirm(1, language="en") for _ in range(4)), return_exceptions=True)
    assert [type(result) for result in results] == [OperationRow, AlreadyUsedError, AlreadyUsedError, AlreadyUsedError]
    assert len(world.store.operations()) == 1


async def test_a_busy_server_leaves_the_confirmation_as_it_was(world: World) -> None:
    nonce = await world.nonce()
    before = row(world, nonce)
    busy = await world.store.create_operation(**world.operation())
    with pytest.raises(ServerBusyError) as caught:
        await world.store.confirm(1, language="en")
    assert caught.value.taskid == busy.taskid
    assert row(world, nonce) == before


async def test_a_used_order_number_leaves_the_confirmation_as_it_was(world: World) -> None:
    nonce = await world.nonce()
    await world.store.create_operation(**world.operation(guid="g2", order_no="A1"))
    with pytest.raises(DuplicateError, match="order"):
        await world.store.confirm(1, language="en", order_no="A1")
    assert row(world, nonce).ended_how is None


async def test_what_has_ended_or_expired_cannot_be_pressed(world: World, wall: Wall) -> None:
    await world.nonce()
    await world.store.end_confirmation(1, "cancelled")
    with pytest.raises(AlreadyUsedError) as caught:
        await world.store.confirm(1, language="en")
    assert caught.value.how == "cancelled"
    await world.nonce()
    wall.at += 120
    with pytest.raises(AlreadyUsedError) as caught:
        await world.store.confirm(2, language="en")
    assert caught.value.how == "expired"
    with pytest.raises(NotFoundError, match="confirmation"):
        await world.store.confirm(3, language="en")
    assert world.store.operations() == []


async def test_ending_is_for_one(world: World) -> None:
    nonce = await world.nonce()
    results = await asyncio.gather(*(world.store.end_confirmation(1, how) for how in ("cancelled", "expired", "void")))
    assert results == [True, False, False]
    assert row(world, nonce).ended_how == "cancelled"


async def test_what_may_still_be_pressed(world: World, wall: Wall) -> None:
    await world.nonce()
    await world.nonce(guid="g2", expires_at=wall.at + 10)
    await world.nonce(user_id=7)
    await world.nonce(guid="g3")
    await world.store.end_confirmation(4, "cancelled")
    assert [each.id for each in world.store.open_confirmations(100, 100)] == [2, 1]
    wall.at += 10
    assert [each.id for each in world.store.open_confirmations(100, 100)] == [1]


async def test_voiding_ends_all_on_a_server(world: World) -> None:
    nonces = [await world.nonce(), await world.nonce(), await world.nonce(guid="g2")]
    await world.store.end_confirmation(1, "cancelled")
    assert await world.store.void_confirmations(world.account_id, "g1") == 1
    assert [row(world, nonce).ended_how for nonce in nonces] == ["cancelled", "void", None]
