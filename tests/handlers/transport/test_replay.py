from __future__ import annotations

from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from handlers.transport.dispatcher import Dispatcher
from tests.handlers.transport.stand_in import MemoryStore, typed, until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.handlers.transport.recorder import Handlers


async def test_what_an_earlier_run_left_comes_first_and_says_so(store: MemoryStore, handlers: Handlers) -> None:
    store.leave(typed(3, 7), typed(5, 8), received_at=50.0)
    dispatcher = Dispatcher(handlers, store)
    with capture_logs() as logs:
        assert dispatcher.replay() == 2
        assert dispatcher.replay() == 0
    assert logs == [{"event": "updates_replayed", "count": 2, "log_level": "info"}]
    await dispatcher.accept([typed(6, 7), typed(5, 8)])
    await until(lambda: sorted(store.ended) == [3, 5, 6])
    assert [(i.update_id, i.replayed) for i in handlers.begun if i.body["message"]["chat"]["id"] == 7] == [
        (3, True),
        (6, False),
    ]
    assert handlers.begun[0].received_at == 50.0
    assert sorted(store.begun) == [3, 5]


async def test_new_updates_do_not_overtake_old_ones_even_without_a_call_of_replay(
    store: MemoryStore, handlers: Handlers
) -> None:
    store.leave(*(typed(n, 7) for n in range(1, 11)))
    dispatcher = Dispatcher(handlers, store, in_memory=2)
    await dispatcher.accept([typed(11, 7), typed(12, 7)])
    await until(lambda: len(store.ended) == 12)
    assert handlers.numbers == list(range(1, 13))
    assert [incoming.replayed for incoming in handlers.begun] == [True] * 10 + [False] * 2
    assert max(store.commits, 1) == 1


async def test_more_old_updates_than_a_page_are_all_handled(store: MemoryStore, handlers: Handlers) -> None:
    store.leave(*(typed(n, n % 7) for n in range(1, 1_251)))
    dispatcher = Dispatcher(handlers, store, in_memory=300)
    assert dispatcher.replay() == 1_250
    assert dispatcher._held() <= 300 + 500
    await until(lambda: len(store.ended) == 1_250)
    assert sorted(handlers.numbers) == list(range(1, 1_251))


async def test_an_update_that_was_begun_three_times_is_given_up(store: MemoryStore, handlers: Handlers) -> None:
    store.leave(typed(1, 7), attempts=3)
    store.leave(typed(2, 7), attempts=2)
    with capture_logs() as logs:
        Dispatcher(handlers, store).replay()
        await until(lambda: sorted(store.ended) == [1, 2])
    assert handlers.numbers == [2]
    assert logs[0] == {"event": "update_given_up", "update_id": 1, "attempts": 3, "log_level": "error"}


async def test_an_old_update_whose_attempt_cannot_be_counted_stays(store: MemoryStore, handlers: Handlers) -> None:
    class Full(MemoryStore):
        async def begin_attempt(self, update_ids: Sequence[int]) -> None:
            raise OSError("disk full")

    full = Full()
    full.leave(typed(1, 7))
    dispatcher = Dispatcher(handlers, full)
    with capture_logs() as logs:
        dispatcher.replay()
        await until(lambda: len(logs) == 2)
    assert logs[1] == {"event": "update_not_begun", "update_id": 1, "error": "OSError", "log_level": "error"}
    assert (handlers.numbers, list(full.rows)) == ([], [1])
