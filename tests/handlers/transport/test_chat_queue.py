from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.transport.limits import Limits
from tests.handlers.transport.outside import Outside

if TYPE_CHECKING:
    from tests.handlers.transport.virtual_clock import VirtualClock


async def test_an_answer_passes_notices_in_its_own_chat(clock: VirtualClock, out: Outside) -> None:
    everything = [out.start(out.send(1, f"notice {n}", priority="bulk")) for n in range(4)]
    await clock.settle()
    everything.append(out.start(out.send(1, "answer")))
    await clock.finish(*everything)
    assert out.words() == ["notice 0", "notice 1", "answer", "notice 2", "notice 3"]
    assert out.times() == [0, 0, 0, 2, 3]


async def test_two_messages_of_a_chat_are_never_under_way_together(clock: VirtualClock) -> None:
    out = Outside(clock, limits=Limits.none(), round_trip=0.25)
    await clock.finish(*(out.send(1, str(n)) for n in range(3)), out.send(2))
    assert out.times(1) == [0, 0.25, 0.5]
    assert out.times(2) == [0]


async def test_a_newer_edit_takes_the_place_of_a_waiting_one(clock: VirtualClock, out: Outside) -> None:
    for _ in range(3):
        await out.send(1, "fill")
    results = await clock.finish(
        out.edit(1, 7, "10%"), out.edit(1, 8, "other"), out.edit(1, 7, "20%"), out.send(1, "new"), out.edit(1, 7, "30%")
    )
    assert out.words()[3:] == ["30%", "other", "new"]
    assert results == ["result of 30%", "result of other", "result of 30%", "result of new", "result of 30%"]


async def test_an_edit_under_way_is_followed_by_the_newest_only(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=0.5)
    results = await clock.finish(out.edit(1, 7, "a"), out.edit(1, 7, "b"), out.edit(1, 7, "c"))
    assert out.words() == ["a", "c"]
    assert results == ["result of a", "result of c", "result of c"]


async def test_buttons_do_not_take_the_place_of_text(clock: VirtualClock, out: Outside) -> None:
    for _ in range(3):
        await out.send(1, "fill")
    buttons = "editMessageReplyMarkup"
    await clock.finish(out.edit(1, 7, "text"), out.edit(1, 7, "b1", endpoint=buttons))
    assert out.words()[3:] == ["text", "b1"]
    await clock.finish(
        out.edit(1, 7, "b2", endpoint=buttons), out.edit(1, 7, "b3", endpoint=buttons), out.edit(1, 7, "whole")
    )
    assert out.words()[5:] == ["whole"]


async def test_an_interactive_edit_takes_the_place_of_a_bulk_one_and_its_priority(
    clock: VirtualClock, out: Outside
) -> None:
    everything = [
        out.start(out.send(1, "0", priority="bulk")),
        out.start(out.send(1, "1", priority="bulk")),
        out.start(out.send(1, "2", priority="bulk")),
        out.start(out.edit(1, 7, "old", priority="bulk")),
    ]
    await clock.settle()
    everything.append(out.start(out.edit(1, 7, "new")))
    results = await clock.finish(*everything)
    assert out.words() == ["0", "1", "new", "2"]
    assert results[3:] == ["result of new", "result of new"]


async def test_a_cancelled_caller_takes_its_message_back(clock: VirtualClock, out: Outside) -> None:
    tasks = [out.start(out.send(1, str(n))) for n in range(6)]
    await clock.settle()
    tasks[3].cancel()
    tasks[5].cancel()
    await clock.finish(tasks[4])
    assert out.words() == ["0", "1", "2", "4"]
    assert out.times() == [0, 0, 0, 1]


async def test_an_edit_outlives_the_caller_whose_place_was_taken(clock: VirtualClock, out: Outside) -> None:
    for _ in range(3):
        await out.send(1, "fill")
    old = out.start(out.edit(1, 7, "old"))
    await clock.settle()
    new = out.start(out.edit(1, 7, "new"))
    await clock.settle()
    new.cancel()
    assert await clock.finish(old) == ["result of new"]


async def test_a_message_under_way_is_not_called_back(clock: VirtualClock) -> None:
    out = Outside(clock, limits=Limits.none(), round_trip=1.0)
    first, second, third = (out.start(out.send(1, word)) for word in "abc")
    await clock.advance(1.5)
    second.cancel()
    await clock.finish(first, third)
    assert out.words() == ["a", "b", "c"]
    assert out.times() == [0, 1, 2]


async def test_a_cancelled_first_message_lets_the_next_go(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=1.0)
    first = out.start(out.send(1, "a"))
    await clock.settle()
    second = out.start(out.send(1, "b"))
    await clock.settle()
    first.cancel()
    await clock.finish(second)
    assert out.words() == ["a", "b"]
