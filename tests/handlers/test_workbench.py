from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from handlers.workbench import NotMadeError, Workbench

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def bench() -> Iterator[Workbench]:
    made = Workbench(most_waiting=2)
    yield made
    made.close()


class Slow:
    """A maker that begins and then waits to be let on."""

    __name__ = "slow"

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.orders: list[str] = []

    def __call__(self, order: str) -> bytes:
        self.orders.append(order)
        self.begun.set()
        assert self.go_on.wait(10)
        return order.encode()


async def begun(slow: Slow) -> None:
    assert await asyncio.to_thread(slow.begun.wait, 10)


async def test_equal_orders_are_made_once(bench: Workbench) -> None:
    orders: list[str] = []

    def maker(order: str) -> bytes:
        orders.append(order)
        return order.encode()

    assert [await bench.make(maker, order) for order in ("a", "b", "a")] == [b"a", b"b", b"a"]
    assert orders == ["a", "b"]


async def test_only_the_last_few_are_kept(bench: Workbench) -> None:
    orders: list[int] = []

    def maker(order: int) -> bytes:
        orders.append(order)
        return b"x"

    for order in (*range(9), 8, 0):
        await bench.make(maker, order)
    assert orders == [*range(9), 0]


async def test_the_loop_goes_on_meanwhile_and_one_is_made_at_a_time(bench: Workbench) -> None:
    slow = Slow()
    first = asyncio.create_task(bench.make(slow, "a"))
    await begun(slow)
    second = asyncio.create_task(bench.make(slow, "b"))
    await asyncio.sleep(0)
    assert slow.orders == ["a"]
    slow.go_on.set()
    assert list(await asyncio.gather(first, second)) == [b"a", b"b"]


async def test_too_many_are_told_so_at_once(bench: Workbench) -> None:
    slow = Slow()
    waiting = [asyncio.create_task(bench.make(slow, order)) for order in ("a", "b")]
    await begun(slow)
    with pytest.raises(NotMadeError) as caught:
        await bench.make(slow, "c")
    assert caught.value.busy
    slow.go_on.set()
    assert await asyncio.gather(*waiting) == [b"a", b"b"]
    assert await bench.make(slow, "c") == b"c"


async def test_who_is_cancelled_leaves_nothing_behind(bench: Workbench) -> None:
    slow = Slow()
    running = asyncio.create_task(bench.make(slow, "a"))
    await begun(slow)
    waiting = asyncio.create_task(bench.make(slow, "b"))
    await asyncio.sleep(0)
    for task in (waiting, running):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    slow.go_on.set()
    assert await bench.make(slow, "c") == b"c"
    # What had been begun was finished and kept; what only waited never was.
    assert await bench.make(slow, "a") == b"a"
    assert slow.orders == ["a", "c"]


@pytest.mark.parametrize(
    "error", [MemoryError(), ValueError("x"), OSError("full"), RuntimeError("FreeType"), ImportError("no")]
)
async def test_what_fails_is_said_and_not_kept(bench: Workbench, error: Exception) -> None:
    failing = True

    def maker(order: str) -> bytes:
        if failing:
            raise error
        return order.encode()

    with pytest.raises(NotMadeError) as caught:
        await bench.make(maker, "a")
    assert not caught.value.busy
    assert caught.value.__context__ is error
    failing = False
    assert await bench.make(maker, "a") == b"a"


async def test_a_mistake_of_ours_travels_up(bench: Workbench) -> None:
    def maker(order: str) -> bytes:
        raise KeyError(order)

    with pytest.raises(KeyError):
        await bench.make(maker, "a")


async def test_nothing_is_made_after_the_end(bench: Workbench) -> None:
    bench.close()
    with pytest.raises(NotMadeError):
        await bench.make(str.encode, "a")
