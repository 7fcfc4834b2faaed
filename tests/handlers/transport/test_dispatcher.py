from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from handlers.transport.dispatcher import Dispatcher
from handlers.transport.intake import Incoming
from tests.handlers.transport.stand_in import MemoryStore, typed, until

if TYPE_CHECKING:
    from tests.handlers.transport.recorder import Handlers


async def test_an_update_is_kept_then_handled_then_dropped(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store, now=lambda: 1234.5)
    handlers.held = {7}
    assert await dispatcher.accept([typed(1, 7)]) == 1
    assert store.rows[1].received_at == 1234.5
    assert b'"text":"hello"' in store.rows[1].body
    await until(lambda: handlers.numbers == [1])
    assert handlers.begun[0] == Incoming(1, typed(1, 7), 1234.5, replayed=False)
    assert list(store.rows) == [1]
    handlers.release()
    await until(lambda: store.ended == [1])
    assert store.begun == []


async def test_what_is_not_new_is_not_handled_again(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store)
    handlers.held = {7}
    assert await dispatcher.accept([typed(1, 7)]) == 1
    assert await dispatcher.accept([typed(1, 7), typed(2, 8)]) == 1
    handlers.release()
    await until(lambda: sorted(store.ended) == [1, 2])
    assert await dispatcher.accept([typed(2, 8)]) == 0
    assert sorted(handlers.numbers) == [1, 2]


async def test_a_batch_is_one_commit(store: MemoryStore, handlers: Handlers) -> None:
    await Dispatcher(handlers, store).accept([typed(n, n) for n in range(1, 51)])
    assert store.commits == 1
    await until(lambda: len(store.ended) == 50)


async def test_a_chat_is_in_order_and_chats_are_side_by_side(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store)
    handlers.held = {7}
    await dispatcher.accept([typed(1, 7), typed(2, 7), typed(3, 8), typed(4, 7), typed(5, 8)])
    await until(lambda: store.ended == [3, 5])
    assert handlers.numbers == [1, 3, 5]
    handlers.release()
    await until(lambda: store.ended == [3, 5, 1, 2, 4])


async def test_at_most_so_many_are_handled_at_once(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store, in_flight=3)
    handlers.held = set(range(10))
    await dispatcher.accept([typed(n, n) for n in range(1, 10)])
    await until(lambda: len(handlers.begun) == 3)
    for _ in range(20):
        await asyncio.sleep(0)
    handlers.release()
    await until(lambda: len(store.ended) == 9)
    assert handlers.most == 3


async def test_a_failing_handler_ends_its_update_and_tells_the_type_alone(
    store: MemoryStore, handlers: Handlers
) -> None:
    handlers.errors = {1: ValueError("what the customer wrote"), 2: asyncio.CancelledError()}
    dispatcher = Dispatcher(handlers, store)
    with capture_logs() as logs:
        await dispatcher.accept([typed(1, 7), typed(2, 7), typed(3, 7)])
        await until(lambda: store.ended == [1, 2, 3])
    assert logs == [
        {"event": "update_failed", "update_id": 1, "error": "ValueError", "log_level": "error"},
        {"event": "update_failed", "update_id": 2, "error": "CancelledError", "log_level": "error"},
    ]
    assert handlers.ended == [3]


async def test_what_is_too_much_for_memory_waits_in_the_store_in_order(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store, in_flight=2, in_memory=4, in_store=10)
    handlers.held = set(range(1, 100))
    first = [typed(n, 1 + n % 3) for n in range(1, 5)]
    await dispatcher.accept(first)
    assert len(dispatcher._stored) == 0
    # An update that comes late has a lower number than others before it.
    for number in (30, 20, 21, *range(5, 12)):
        assert len(dispatcher._stored) < 10
        await dispatcher.accept([typed(number, 1 + number % 3)])
    assert len(dispatcher._stored) == 10
    assert dispatcher.overloaded
    handlers.release()
    await until(lambda: len(store.ended) == 14)
    assert dispatcher._stored == {}
    for chat in (1, 2, 3):
        numbers = [n for n in handlers.numbers if 1 + n % 3 == chat]
        assert numbers == sorted(numbers)
    assert not any(incoming.replayed for incoming in handlers.begun)


async def test_what_waits_in_the_store_is_not_overtaken_when_memory_has_room(
    store: MemoryStore, handlers: Handlers
) -> None:
    dispatcher = Dispatcher(handlers, store, in_memory=4)
    handlers.held = {1, 2, 3}
    await dispatcher.accept([*(typed(n, n) for n in (1, 2, 3, 4)), typed(5, 9)])
    await until(lambda: store.ended == [4])
    await dispatcher.accept([typed(6, 9)])
    handlers.release()
    await until(lambda: len(store.ended) == 6)
    assert handlers.numbers == [1, 2, 3, 4, 5, 6]


async def test_there_is_room_again_when_memory_is(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store, in_memory=2)
    await dispatcher.room()
    handlers.held = {1}
    await dispatcher.accept([typed(1, 1), typed(2, 1)])
    waiting = asyncio.create_task(dispatcher.room())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not waiting.done()
    handlers.release()
    async with asyncio.timeout(5):
        await waiting
    assert handlers.ended != []


async def test_a_failing_drop_is_told(handlers: Handlers) -> None:
    class Full(MemoryStore):
        async def drop_update(self, update_id: int) -> None:
            raise OSError("disk full")

    dispatcher = Dispatcher(handlers, Full())
    with capture_logs() as logs:
        await dispatcher.accept([typed(1, 7)])
        await until(lambda: bool(logs))
    assert logs == [{"event": "update_not_dropped", "error": "OSError", "log_level": "error"}]


async def test_rows_that_someone_removed_are_not_waited_for(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store, in_memory=1)
    handlers.held = {1}
    await dispatcher.accept([typed(1, 1), typed(2, 1), typed(3, 1)])
    del store.rows[2], store.rows[3]
    with capture_logs() as logs:
        handlers.release()
        async with asyncio.timeout(5):
            await dispatcher.room()
    assert {"event": "stored_updates_missing", "count": 2, "log_level": "warning"} in logs


async def test_draining_finishes_what_runs_and_leaves_the_rest(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store, in_flight=2)
    handlers.held = {1, 2}
    await dispatcher.accept([typed(1, 1), typed(2, 2), typed(3, 1), typed(4, 4)])
    await until(lambda: len(handlers.begun) == 2)
    draining = asyncio.create_task(dispatcher.drain(5))
    await asyncio.sleep(0)
    handlers.release()
    assert await draining == 2
    assert sorted(store.ended) == [1, 2]
    assert sorted(store.rows) == [3, 4]
    await dispatcher.room()
    assert await dispatcher.accept([typed(9, 9)]) == 1
    assert sorted(store.rows) == [3, 4, 9]
    assert handlers.numbers == [1, 2]


async def test_draining_cuts_off_what_does_not_end_and_keeps_it(store: MemoryStore, handlers: Handlers) -> None:
    dispatcher = Dispatcher(handlers, store)
    handlers.held = {1}
    await dispatcher.accept([typed(1, 1), typed(2, 2)])
    await until(lambda: store.ended == [2])
    assert await dispatcher.drain(0.01) == 1
    assert list(store.rows) == [1]
    assert handlers.ended == [2]


async def test_draining_waits_for_the_drops(handlers: Handlers) -> None:
    class Slow(MemoryStore):
        async def drop_update(self, update_id: int) -> None:
            await asyncio.sleep(0.02)
            await super().drop_update(update_id)

    slow = Slow()
    dispatcher = Dispatcher(handlers, slow)
    await dispatcher.accept([typed(n, n) for n in range(1, 6)])
    await until(lambda: len(handlers.ended) == 5)
    assert await dispatcher.drain(1) == 0
    assert slow.rows == {}


async def test_slow_drops_count_as_held(handlers: Handlers) -> None:
    class Slow(MemoryStore):
        async def drop_update(self, update_id: int) -> None:
            await asyncio.sleep(0.02)
            await super().drop_update(update_id)

    dispatcher = Dispatcher(handlers, Slow(), in_memory=5)
    await dispatcher.accept([typed(n, n) for n in range(1, 6)])
    await until(lambda: len(handlers.ended) == 5)
    waiting = asyncio.create_task(dispatcher.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    await waiting
    await dispatcher.drain(1)
