# The files that these tests read are tiny and local.
# ruff: noqa: ASYNC240

from __future__ import annotations

import asyncio
import hashlib
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from store import ConfirmationRow

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
        list_price=None,
        asked=None,
        batch=None,
        typed=False,
        approval_id=None,
        order_no=None,
        grave=False,
        paid=False,
        language=None,
        dedupe_key=None,
    )
    assert world.store.confirmation_by_nonce(nonce[::-1]) is None


async def test_what_an_order_adds_comes_back(world: World) -> None:
    nonce = await world.nonce(
        list_price=Decimal("26.58"),
        asked='{"months":3}',
        batch="b1",
        typed=True,
        order_no="A1",
        grave=True,
        paid=True,
        language="en",
    )
    found = row(world, nonce)
    assert (found.list_price, found.asked, found.batch, found.language) == (
        Decimal("26.58"),
        '{"months":3}',
        "b1",
        "en",
    )
    assert (found.typed, found.order_no, found.grave, found.paid) == (True, "A1", True, True)


async def test_neither_nonce_nor_params_are_on_the_disk(world: World, path: Path) -> None:
    nonce = await world.nonce(params='{"password":"hunter2"}')
    for file in (path, path.with_name("apabot.db-wal")):
        content = file.read_bytes()
        assert nonce.encode() not in content
        assert b"hunter2" not in content
    assert "hunter2" not in repr(row(world, nonce))


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


async def test_a_batch_is_shown_and_ended_as_one(world: World) -> None:
    nonces = [await world.nonce(guid=f"g{number}", batch="b") for number in (1, 2)]
    other = await world.nonce(guid="g3", batch="other")
    alone = await world.nonce(guid="g4")
    await world.store.set_confirmation_message(2, 55)
    await world.store.set_confirmation_message(4, 66)
    assert [row(world, each).message_id for each in (*nonces, other, alone)] == [55, 55, None, 66]
    assert [each.guid for each in world.store.batch_confirmations("b")] == ["g1", "g2"]
    results = await asyncio.gather(*(world.store.end_confirmation(number, "cancelled") for number in (1, 2)))
    assert results == [True, False]
    assert [row(world, each).ended_how for each in (*nonces, other, alone)] == ["cancelled", "cancelled", None, None]


async def test_voiding_one_of_a_batch_voids_all_of_it(world: World) -> None:
    nonces = [await world.nonce(guid="g1", batch="b"), await world.nonce(guid="g2", batch="b")]
    kept = await world.nonce(guid="g2")
    assert await world.store.void_confirmations(world.account_id, "g1") == 2
    assert [row(world, each).ended_how for each in (*nonces, kept)] == ["void", "void", None]


async def test_what_may_be_answered_by_typing(world: World, wall: Wall) -> None:
    def typed() -> int | None:
        found = world.store.open_typed_confirmation(100, 100)
        return None if found is None else found.id

    for values in ({"typed": True}, {"typed": True}, {"typed": True}, {"typed": False}, {"typed": True, "user_id": 7}):
        await world.nonce(expires_at=wall.at + 60, **values)
    for number in (1, 2, 4, 5):
        await world.store.set_confirmation_message(number, number)
    # 3 was never shown, 4 has a button, 5 is another person's.
    assert typed() == 2
    await world.store.end_confirmation(2, "cancelled")
    assert typed() == 1
    wall.at += 60
    assert typed() is None


async def test_a_lost_grant_voids_what_was_asked_under_it(world: World) -> None:
    nonces = [await world.nonce(), await world.nonce(chat_id=200, user_id=200)]
    await world.store.revoke(100, world.identity_id)
    assert [row(world, each).ended_how for each in nonces] == ["void", None]


async def test_a_purge_forgets_parameters(world: World, wall: Wall, path: Path) -> None:
    store = world.store
    await store.set_staff(-9, world.account_id, on=True)
    nonces = [await world.nonce(guid=f"g{number}", params='{"password":"hunter2"}') for number in range(4)]
    sealed = [each for (each,) in store._rows("SELECT params FROM confirmations ORDER BY id")]
    await store.end_confirmation(1, "cancelled")
    waiting = await store.ask_approval([2], needs="staff", expires_at=2e9, language="en", message_id=5)
    wall.at += 100
    await store.end_confirmation(3, "cancelled")
    assert await store.purge(wall.at) == 1
    assert [row(world, each).params for each in nonces] == ["", *['{"password":"hunter2"}'] * 3]
    files = path.read_bytes() + path.with_name("apabot.db-wal").read_bytes()
    assert [each in files for each in sealed] == [False, True, True, True]
    assert await store.purge(wall.at) == 0

    await store.end_approval(waiting.id, "declined")
    assert await store.purge(wall.at + 1) == 2
    assert [row(world, each).params for each in nonces] == ["", "", "", '{"password":"hunter2"}']
    assert store.check() == []


async def test_a_purge_forgets_what_was_never_answered(world: World, wall: Wall) -> None:
    nonce = await world.nonce(params='{"password":"hunter2"}')
    expires_at = row(world, nonce).expires_at

    assert await world.store.purge(expires_at) == 0
    assert await world.store.purge(expires_at + 1) == 1
    assert row(world, nonce).params == ""
