from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store import Store


async def test_each_chat_has_its_own(store: Store) -> None:
    await store.set_favourite(1, 1, "g1", on=True)
    await store.set_favourite(1, 1, "g1", on=True)
    await store.set_favourite(1, 2, "g1", on=True)
    await store.set_favourite(2, 1, "g2", on=True)
    assert store.favourites(1) == {(1, "g1"), (2, "g1")}
    assert store.favourites(3) == frozenset()
    await store.set_favourite(1, 1, "g1", on=False)
    await store.set_favourite(1, 1, "g9", on=False)
    assert store.favourites(1) == {(2, "g1")}


async def test_a_group_that_moved_takes_them_along(store: Store) -> None:
    await store.keep_chat(-5, kind="group")
    await store.set_favourite(-5, 1, "g1", on=True)
    await store.set_favourite(-1005, 1, "g1", on=True)
    await store.migrate_chat(-5, -1005)
    assert store.favourites(-5) == frozenset()
    assert store.favourites(-1005) == {(1, "g1")}
