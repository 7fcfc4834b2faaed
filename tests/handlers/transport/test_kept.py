"""What its caller keeps: a word before it leaves, and no second try of the sender's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram.error import RetryAfter

from handlers.transport.errors import NotConnected
from handlers.transport.priority import Kept
from tests.handlers.transport.outside import Outside

if TYPE_CHECKING:
    from tests.handlers.transport.virtual_clock import VirtualClock


def kept(clock: VirtualClock, told: list[float], *, takes: float = 0.0) -> Kept:
    async def before() -> None:
        told.append(clock.time - 100)
        if takes:
            await clock.sleep(takes)

    return Kept(before)


async def test_the_word_comes_when_its_turn_has_come(clock: VirtualClock, out: Outside) -> None:
    told: list[float] = []
    await clock.finish(*(out.send(1, str(n), priority=kept(clock, told)) for n in range(4)))
    assert told == out.times() == [0, 0, 1, 2]
    assert out.words() == ["0", "1", "2", "3"]


async def test_a_word_that_takes_long_costs_the_turn(clock: VirtualClock, out: Outside) -> None:
    told: list[float] = []
    await clock.finish(
        out.send(1, "quick", priority=kept(clock, told, takes=0.09)),
        out.send(2, "slow", priority=kept(clock, told, takes=0.7)),
    )
    # Said once, and sent in a turn of its own.
    assert told == [0, 0]
    assert out.times(1) == pytest.approx([0.09])
    assert out.times(2) == pytest.approx([0.7])


async def test_a_disk_that_stands_still_bunches_nothing_up(clock: VirtualClock, out: Outside) -> None:
    async def stands_still() -> None:
        await clock.sleep(max(0.0, 105.0 - clock.time))

    waiting = [out.start(out.send(chat, priority=Kept(stands_still))) for chat in range(1, 151)]
    await clock.finish(*waiting)
    times = out.times()
    assert len(times) == 150
    assert all(later - first >= 1.0 - 1e-6 for first, later in zip(times, times[30:], strict=False))


async def test_a_word_that_fails_sends_nothing(clock: VirtualClock, out: Outside) -> None:
    async def before() -> None:
        raise LookupError("not ours any more")

    results = await clock.finish(out.send(1, "a", priority=Kept(before)), out.send(1, "b"))
    assert isinstance(results[0], LookupError)
    assert out.words() == ["b"]


async def test_who_gives_up_during_the_word_sends_nothing(clock: VirtualClock, out: Outside) -> None:
    told: list[float] = []
    sending = out.start(out.send(1, "a", priority=kept(clock, told, takes=0.05)))
    await clock.settle()
    sending.cancel()
    await clock.finish(out.send(1, "b"))
    assert told == [0]
    assert out.words() == ["b"]


@pytest.mark.parametrize("error", [RetryAfter(7), NotConnected("x")])
async def test_what_could_not_be_sent_comes_back_at_once_and_is_obeyed(
    clock: VirtualClock, out: Outside, error: Exception
) -> None:
    out.fail(1, error)
    results = await clock.finish(out.send(1, "a", priority=kept(clock, [])))
    assert results == [error]
    assert clock.time == 100.0
    # Where there was no connection, answers are not kept waiting for the notice's sake.
    held = 7 if isinstance(error, RetryAfter) else 0
    assert out.sender.bulk_wait(1) == pytest.approx(held)
    assert out.sender.bulk_wait() == 0.0
    await clock.finish(out.send(1, "answer"))
    assert out.times() == pytest.approx([0, held])


async def test_how_long_until_a_chat_may_be_told_something(clock: VirtualClock, out: Outside) -> None:
    assert out.sender.bulk_wait(1) == 0.0
    for _ in range(3):
        await out.send(1)
    for _ in range(20):
        await out.send(-1)
    # Bulk leaves the last of three to an answer.
    assert out.sender.bulk_wait(1) == pytest.approx(2.0)
    assert out.sender.bulk_wait(-1) == pytest.approx(60.0)
    for chat in (11, 12, 13):
        out.fail(chat, RetryAfter(30))
        out.start(out.send(chat, priority=kept(clock, [])))
    await clock.advance(2)
    assert out.sender.bulk_wait() == pytest.approx(28, abs=2)
    assert out.sender.bulk_wait(2) == out.sender.bulk_wait()


async def test_answers_and_edits_go_next_before_two_thousand_notices(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=0.05)
    chats = [*range(1, 1_951), *([7] * 50)]
    notices = [out.start(out.send(chat, "notice", priority="bulk")) for chat in chats]
    await clock.advance(5)
    waits = []
    for number in range(30):
        await clock.advance(0.2)
        asked = clock.time
        await clock.finish(out.send(3_000 + number, "answer"), out.edit(3_500 + number, 1, "edit"))
        waits.append(clock.time - asked)
    asked = clock.time
    # Its own fifty wait, of which one may be under way.
    await clock.finish(out.edit(7, 1, "edit"), out.send(7, "answer"))
    waits.append(clock.time - asked)
    assert max(waits[:-1]) == pytest.approx(0.05, abs=0.001)
    assert waits[-1] <= 0.15 + 1e-6
    times = out.times()
    assert all(later - first >= 1.0 - 1e-6 for first, later in zip(times, times[30:], strict=False))
    for task in notices:
        task.cancel()
    await clock.settle()
