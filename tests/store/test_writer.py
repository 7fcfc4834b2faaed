from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, NoReturn

import pytest

from store import ChatRow, DuplicateError, Store, StoreUnavailableError
from tests.store.conftest import KEY, add_account

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

    from tests.store.conftest import World


async def limit_pages(store: Store, pages: int) -> None:
    await store._writer.run_alone(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchone())


async def test_a_hundred_writes_use_few_commits(store: Store) -> None:
    commits = store.commits
    await asyncio.gather(*(store.keep_chat(number, kind="private") for number in range(1, 101)))
    assert len(store.chats()) == 100
    assert store.commits - commits <= 3


async def test_one_failing_job_fails_alone(store: Store) -> None:
    results = await asyncio.gather(
        add_account(store, "a"), add_account(store, "a"), add_account(store, "b"), return_exceptions=True
    )
    assert [type(result) for result in results] == [int, DuplicateError, int]
    assert [account.name for account in store.accounts()] == ["a", "b"]


async def test_a_job_that_fails_late_leaves_nothing(store: Store) -> None:
    def half(connection: Connection) -> NoReturn:
        connection.execute("INSERT INTO chats (chat_id, kind) VALUES (1, 'private')")
        raise LookupError("half way")

    results = await asyncio.gather(store._write(half), store.keep_chat(2, kind="private"), return_exceptions=True)
    assert [type(result) for result in results] == [LookupError, type(None)]
    assert [chat.chat_id for chat in store.chats()] == [2]


async def test_reads_are_in_the_loops_thread_and_writes_in_one_other(store: Store) -> None:
    threads = [await store._write(lambda _: threading.get_ident()) for _ in range(3)]
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()
    with pytest.raises(StoreUnavailableError, match="same thread"):
        await asyncio.to_thread(store.chats)


async def test_a_cancelled_caller_does_not_stop_the_others(store: Store) -> None:
    task = asyncio.ensure_future(store.keep_chat(1, kind="private"))
    await asyncio.sleep(0)
    task.cancel()
    await store.keep_chat(2, kind="private")
    assert task.cancelled()
    assert store.chat(2) == ChatRow(2, "private", None, "Asia/Shanghai", None, None, None)


async def test_work_outside_of_a_transaction_keeps_its_place(store: Store) -> None:
    seen: list[tuple[int, bool]] = []

    def count(connection: Connection) -> None:
        (chats,) = connection.execute("SELECT count(*) FROM chats").fetchone()
        seen.append((chats, connection.in_transaction))

    await asyncio.gather(
        store.keep_chat(1, kind="private"), store._writer.run_alone(count), store.keep_chat(2, kind="private")
    )
    assert seen == [(1, False)]
    assert len(store.chats()) == 2


async def test_a_full_disk_is_said_and_nothing_is_half_written(world: World) -> None:
    store = world.store
    await limit_pages(store, 1)
    results = await asyncio.gather(
        store.keep_updates([(number, bytes(3000)) for number in range(1, 40)], received_at=1.0),
        store.keep_updates([(number, bytes(3000)) for number in range(101, 140)], received_at=1.0),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [StoreUnavailableError, StoreUnavailableError]
    assert "the disk is full: free some space" in str(results[0])
    assert store.kept_updates() == []
    await limit_pages(store, 100_000)
    assert await store.keep_updates([(1, b"x")], received_at=1.0) == [1]
    assert store.check() == []


async def test_a_transaction_that_sqlite_gives_up_fails_the_whole_batch(store: Store) -> None:
    def give_up(connection: Connection) -> NoReturn:
        # What SQLite does by itself on some full disks and I/O errors.
        connection.execute("ROLLBACK")
        raise LookupError("given up")

    results = await asyncio.gather(
        store.keep_chat(1, kind="private"),
        store._write(give_up),
        store.keep_chat(2, kind="private"),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [StoreUnavailableError] * 3
    assert "nothing was written" in str(results[0])
    assert store.chats() == []
    await store.keep_chat(3, kind="private")
    assert [chat.chat_id for chat in store.chats()] == [3]


async def test_a_failed_commit_fails_the_whole_batch(store: Store) -> None:
    def break_at_commit(connection: Connection) -> None:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute("INSERT INTO staff (chat_id, account_id) VALUES (99, 99)")

    results = await asyncio.gather(
        store.keep_chat(1, kind="private"), store._write(break_at_commit), return_exceptions=True
    )
    assert [type(result) for result in results] == [StoreUnavailableError] * 2
    assert store.chats() == []
    await store.keep_chat(2, kind="private")
    assert [chat.chat_id for chat in store.chats()] == [2]


async def test_a_lock_held_by_another_program_is_said(store: Store, path: Path) -> None:
    await store._writer.run_alone(lambda connection: connection.execute("PRAGMA busy_timeout = 1").fetchone())
    async with await Store.open(path, [KEY]) as other:
        await other._writer.run_alone(lambda connection: connection.execute("BEGIN IMMEDIATE").fetchone())
        with pytest.raises(StoreUnavailableError, match="locked by another program"):
            await store.keep_chat(1, kind="private")
        assert store.chats() == []
        await other._writer.run_alone(lambda connection: connection.execute("ROLLBACK").fetchone())
        await store.keep_chat(1, kind="private")
        assert len(other.chats()) == 1


async def test_closing_finishes_what_was_asked_for(path: Path) -> None:
    store = await Store.open(path, [KEY])
    waiting = [asyncio.ensure_future(store.keep_chat(number, kind="private")) for number in range(1, 51)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*waiting)
    await store.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        await store._change("DELETE FROM chats", ())
    async with await Store.open(path, [KEY]) as again:
        assert len(again.chats()) == 50


def test_a_loop_that_goes_away_does_not_take_the_work_along(path: Path) -> None:
    async def ask_and_leave() -> Store:
        store = await Store.open(path, [KEY])
        started = threading.Event()

        def slow(connection: Connection) -> None:
            started.set()
            left.wait(5)
            connection.execute("INSERT INTO chats (chat_id, kind) VALUES (1, 'private')")

        task = asyncio.ensure_future(store._write(slow))
        await asyncio.to_thread(started.wait, 5)
        task.cancel()
        return store

    left = threading.Event()
    store = asyncio.run(ask_and_leave())
    left.set()
    store._writer._queue.put(None)
    assert store._writer._thread is not None
    store._writer._thread.join(5)
    assert [chat.chat_id for chat in store.chats()] == [1]
    store._reader.close()
