from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from store import KeptUpdate, Store
from tests.store.conftest import KEY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Wall

DAY = 86_400.0


async def test_a_batch_is_kept_once(store: Store) -> None:
    assert await store.keep_updates([(7, b"seven"), (8, b"eight"), (8, b"eight")], received_at=5.0) == [7, 8]
    assert await store.keep_updates([(8, b"again"), (9, b"nine")], received_at=6.0) == [9]
    assert store.kept_updates() == [
        KeptUpdate(7, b"seven", 5.0, 0),
        KeptUpdate(8, b"eight", 5.0, 0),
        KeptUpdate(9, b"nine", 6.0, 0),
    ]
    assert [update.update_id for update in store.kept_updates(after=7, limit=1)] == [8]


async def test_nothing_to_keep_is_nothing_new(store: Store) -> None:
    assert await store.keep_updates([], received_at=5.0) == []
    assert store.last_update_id() is None


async def test_attempts_are_counted(store: Store) -> None:
    await store.keep_updates([(7, b"x"), (8, b"x"), (9, b"x")], received_at=5.0)
    await store.begin_attempt([7, 9])
    await store.begin_attempt([9])
    assert [update.attempts for update in store.kept_updates()] == [1, 0, 2]


async def test_a_dropped_update_is_not_new_for_a_day(store: Store, wall: Wall) -> None:
    await store.keep_updates([(7, b"x"), (8, b"y")], received_at=wall.at)
    await store.drop_update(7)
    assert [update.update_id for update in store.kept_updates()] == [8]
    wall.at += DAY
    assert await store.keep_updates([(7, b"x")], received_at=wall.at) == []
    wall.at += 61
    assert await store.keep_updates([(7, b"x"), (8, b"y")], received_at=wall.at) == [7]


async def test_another_process_knows_what_was_dropped(store: Store, path: Path) -> None:
    await store.keep_updates([(7, b"x")], received_at=5.0)
    await store.drop_update(7)
    async with await Store.open(path, [KEY]) as other:
        assert await other.keep_updates([(7, b"x")], received_at=6.0) == []


async def test_the_offset_is_that_of_the_newest_batch_of_the_last_day(store: Store, wall: Wall) -> None:
    await store.keep_updates([(900, b"x"), (901, b"x")], received_at=wall.at)
    await store.drop_update(901)
    assert store.last_update_id() == 901
    # After a quiet week Telegram starts anew at a random number.
    await store.keep_updates([(5, b"x")], received_at=wall.at + 1)
    assert store.last_update_id() == 5
    await store.keep_updates([(900, b"x")], received_at=wall.at + 2)
    assert store.last_update_id() == 5
    wall.at += DAY + 1
    assert store.last_update_id() is None


async def test_bodies_are_not_on_the_disk(store: Store, path: Path) -> None:
    await store.keep_updates([(7, b'{"text":"my password is hunter2"}')], received_at=5.0)
    assert b"hunter2" not in path.with_name("apabot.db-wal").read_bytes()
    assert "hunter2" not in repr(store.kept_updates())


async def test_many_drops_share_a_commit(store: Store) -> None:
    await store.keep_updates([(number, b"x") for number in range(1, 101)], received_at=5.0)
    commits = store.commits
    await asyncio.gather(*(store.drop_update(number) for number in range(1, 101)))
    assert store.commits - commits <= 3
    assert store.kept_updates() == []
