from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from store import NoticeRow

if TYPE_CHECKING:
    from store import Store
    from tests.store.conftest import Wall, World

NOW = 1_800_000_000.0


async def test_a_notice_comes_back_as_it_was_given(store: Store) -> None:
    assert await store.add_notice(100, "expiry", {"guid": "g1", "day": 3}, dedupe_key="k", thread_id=4) is True
    assert store.due_notices(NOW) == [
        NoticeRow(1, 100, 4, "expiry", {"guid": "g1", "day": 3}, "k", NOW, NOW, 0, None, None, None)
    ]


async def test_a_key_is_told_once_even_after_delivery(store: Store) -> None:
    results = await asyncio.gather(*(store.add_notice(100, "expiry", {"n": n}, dedupe_key="k") for n in range(3)))
    assert results == [True, False, False]
    await store.mark_notice_delivered(1, 5)
    assert await store.add_notice(200, "expiry", {"n": 9}, dedupe_key="k") is False
    assert await store.add_notice(100, "expiry", {"n": 0}) is True
    assert await store.add_notice(100, "expiry", {"n": 0}) is True


async def test_each_staff_chat_is_told_once(world: World) -> None:
    store, account = world.store, world.account_id
    assert await store.add_staff_notices(account, "balance-empty", {"taskid": 7}, dedupe_key="balance:7") == 0
    await store.set_staff(-8, account, on=True)
    await store.set_staff(-9, account, on=True)
    assert await store.add_staff_notices(account, "balance-empty", {"taskid": 7}, dedupe_key="balance:7") == 2
    assert await store.add_staff_notices(account, "balance-empty", {"taskid": 7}, dedupe_key="balance:7") == 0
    assert [(each.chat_id, each.dedupe_key) for each in store.due_notices(NOW)] == [
        (-9, "balance:7:-9"),
        (-8, "balance:7:-8"),
    ]


async def test_what_is_due(store: Store) -> None:
    for number in range(5):
        await store.add_notice(100, "x", {"n": number}, next_at=NOW + 10 if number == 1 else None)
    await store.mark_notice_delivered(1, None)
    await store.give_up_notice(3)
    await store._change("UPDATE notices SET claim_owner = 'a', claim_until = ? WHERE id = 4", (NOW + 20,))
    assert [each.id for each in store.due_notices(NOW)] == [5]
    assert [each.id for each in store.due_notices(NOW + 10)] == [2, 5]
    assert [each.id for each in store.due_notices(NOW + 20)] == [2, 4, 5]
    assert [each.id for each in store.due_notices(NOW + 20, limit=2)] == [2, 4]


async def test_what_was_given_up_is_not_tried_again(store: Store) -> None:
    await store.add_notice(100, "x", {}, dedupe_key="k")
    await store.give_up_notice(1)
    assert store.due_notices(NOW) == []
    assert await store.add_notice(100, "x", {}, dedupe_key="k") is False
    assert store.notices_about("x", {}) == []


async def test_the_messages_about_a_thing(store: Store, wall: Wall) -> None:
    await store.add_notice(100, "approval", {"approval": 1, "a": 2})
    await store.add_notice(200, "approval", {"a": 2, "approval": 1})
    await store.add_notice(100, "approval", {"approval": 2})
    await store.add_notice(100, "other", {"approval": 1, "a": 2})
    await store.add_notice(300, "approval", {"approval": 1, "a": 2})
    wall.at += 5
    for number in (1, 2, 3, 4):
        await store.mark_notice_delivered(number, 10 + number)
    found = store.notices_about("approval", {"approval": 1, "a": 2})
    assert [(each.chat_id, each.message_id, each.delivered_at) for each in found] == [
        (100, 11, NOW + 5),
        (200, 12, NOW + 5),
    ]


async def test_how_many_wait(store: Store) -> None:
    for number in range(6):
        await store.add_notice(100, "x", {"n": number}, next_at=NOW + 1e6 if number == 1 else None)
    await store.mark_notice_delivered(1, None)
    await store.give_up_notice(3)
    await store.mark_blocked(100)
    assert store.count_notices() == 4
