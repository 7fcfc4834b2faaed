from __future__ import annotations

from typing import TYPE_CHECKING

from store import MuteRow

if TYPE_CHECKING:
    from store import Store


async def test_for_a_time_or_for_good(store: Store) -> None:
    await store.mute(5, 1, "g1")
    await store.mute(5, 1, "g2", until=100.0)
    assert store.mutes(5, 99.0) == [MuteRow(1, "g1", None), MuteRow(1, "g2", 100.0)]
    assert store.mutes(5, 100.0) == [MuteRow(1, "g1", None)]
    assert store.is_muted(5, 1, "g2", 99.0)
    assert not store.is_muted(5, 1, "g2", 100.0)
    assert not store.is_muted(6, 1, "g1", 0.0)
    assert not store.is_muted(5, 2, "g1", 0.0)


async def test_said_again_the_newer_counts_and_it_can_be_taken_back(store: Store) -> None:
    await store.mute(5, 1, "g1")
    await store.mute(5, 1, "g1", until=100.0)
    assert store.mutes(5, 0.0) == [MuteRow(1, "g1", 100.0)]
    assert await store.unmute(5, 1, "g1")
    assert not await store.unmute(5, 1, "g1")
    assert store.mutes(5, 0.0) == []


async def test_a_group_that_moved_takes_them_along(store: Store) -> None:
    await store.keep_chat(-5, kind="group")
    await store.mute(-5, 1, "g1")
    await store.migrate_chat(-5, -1005)
    assert store.mutes(-1005, 0.0) == [MuteRow(1, "g1", None)]
