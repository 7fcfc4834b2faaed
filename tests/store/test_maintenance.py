from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import StoreError

if TYPE_CHECKING:
    from store import Store


async def test_one_servers_window(store: Store) -> None:
    window = await store.add_maintenance(5, account_id=1, guid="g1", starts_at=100, ends_at=200, user_id=7)
    for now, inside in ((99.9, False), (100, True), (199.9, True), (200, False)):
        assert store.in_maintenance(5, 1, "g1", now) is inside
    assert not store.in_maintenance(5, 1, "g2", 150)
    assert not store.in_maintenance(6, 1, "g1", 150)
    assert [(row.id, row.guid, row.user_id) for row in store.maintenance(5, 0)] == [(window, "g1", 7)]
    assert store.maintenance(5, 200) == []


async def test_a_window_of_the_whole_chat_can_be_ended_by_it_alone(store: Store) -> None:
    window = await store.add_maintenance(5, starts_at=100, ends_at=200, user_id=7)
    assert store.in_maintenance(5, 2, "any", 150)
    assert not await store.end_maintenance(window, 6)
    assert await store.end_maintenance(window, 5)
    assert not store.in_maintenance(5, 2, "any", 150)


async def test_what_is_none_is_refused_and_what_is_over_is_purged(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.add_maintenance(5, starts_at=200, ends_at=200, user_id=7)
    with pytest.raises(StoreError):
        await store.add_maintenance(5, guid="g1", starts_at=1, ends_at=2, user_id=7)
    await store.add_maintenance(5, starts_at=1, ends_at=2, user_id=7)
    kept = await store.add_maintenance(5, starts_at=1, ends_at=3, user_id=7)
    assert await store.purge_maintenance(3) == 1
    assert [row.id for row in store.maintenance(5, 0)] == [kept]


async def test_what_overlaps_or_touches_becomes_one_window_of_the_same_servers(store: Store) -> None:
    async def join(starts_at: float, ends_at: float, guid: str | None = "g1", chat_id: int = 5) -> tuple[float, float]:
        account = None if guid is None else 1
        row = await store.join_maintenance(
            chat_id, account_id=account, guid=guid, starts_at=starts_at, ends_at=ends_at, user_id=7
        )
        assert row in store.maintenance(chat_id, 0)
        return row.starts_at, row.ends_at

    assert await join(100, 200) == (100, 200)
    assert await join(300, 400) == (300, 400)
    assert await join(150, 250) == (100, 250)
    # Other servers, all servers, another chat: windows of their own.
    assert await join(100, 200, "g2") == (100, 200)
    assert await join(100, 200, None) == (100, 200)
    assert await join(120, 130, chat_id=6) == (120, 130)
    assert await join(250, 300) == (100, 400)
    assert await join(110, 120) == (100, 400)
    assert await join(190, 210, None) == (100, 210)
    assert [(row.guid, row.starts_at, row.ends_at) for row in store.maintenance(5, 0)] == [
        ("g2", 100, 200),
        ("g1", 100, 400),
        (None, 100, 210),
    ]


async def test_a_window_that_is_none_leaves_what_it_would_have_joined(store: Store) -> None:
    await store.add_maintenance(5, account_id=1, guid="g1", starts_at=100, ends_at=200, user_id=7)
    with pytest.raises(StoreError):
        await store.join_maintenance(5, guid="g1", starts_at=100, ends_at=200, user_id=7)
    with pytest.raises(StoreError):
        await store.join_maintenance(5, account_id=1, guid="g1", starts_at=500, ends_at=400, user_id=7)
    assert [(row.starts_at, row.ends_at) for row in store.maintenance(5, 0)] == [(100, 200)]
