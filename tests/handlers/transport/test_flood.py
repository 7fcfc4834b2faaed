from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram.error import RetryAfter

from handlers.transport.errors import NotConnected
from tests.handlers.transport.outside import Outside

if TYPE_CHECKING:
    from tests.handlers.transport.virtual_clock import VirtualClock


async def test_retry_after_holds_up_that_chat_alone(clock: VirtualClock, out: Outside) -> None:
    out.fail(1, RetryAfter(7))
    results = await clock.finish(out.send(1, "a"), out.send(1, "b"), out.send(2, "c"), out.send(2, "d"))
    assert results == ["result of a", "result of b", "result of c", "result of d"]
    assert [(sent.what, sent.at - 100) for sent in out.sent] == [("a", 0), ("c", 0), ("d", 0), ("a", 7), ("b", 7)]


async def test_retry_after_is_obeyed_three_times_then_told(clock: VirtualClock, out: Outside) -> None:
    out.fail(1, *(RetryAfter(2) for _ in range(4)))
    results = await clock.finish(out.send(1, "a"), out.send(1, "b"))
    assert isinstance(results[0], RetryAfter)
    assert results[1] == "result of b"
    assert [(sent.what, sent.at - 100) for sent in out.sent] == [("a", 0), ("a", 2), ("a", 4), ("a", 6), ("b", 6)]


async def test_three_chats_told_to_wait_hold_up_all(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=0.5)
    for chat, seconds in ((1, 6), (2, 5), (3, 60)):
        out.fail(chat, RetryAfter(seconds))
    flooded = [out.start(out.send(chat)) for chat in (1, 2, 3)]
    under_way = out.start(out.send(4, "under way"))
    await clock.advance(0.5)
    late = out.start(out.send(5, "late"))
    assert await clock.finish(under_way) == ["result of under way"]
    await clock.finish(late, *flooded)
    # What was under way ended well meanwhile, and did not open the gate for the others.
    assert out.times(5) == [5.5]
    assert out.times(1) == [0, 6.5]
    assert out.times(2) == [0, 5.5]
    assert out.times(3) == [0, 60.5]


async def test_an_inline_message_told_to_wait_holds_up_all(clock: VirtualClock, out: Outside) -> None:
    out.fail(None, RetryAfter(4))
    inline = {"inline_message_id": "x", "text": "inline"}
    results = await clock.finish(out.call("editMessageText", inline), out.send(1, "other"))
    assert results == ["result of inline", "result of other"]
    assert out.times(1) == [4]


async def test_a_method_told_to_wait_holds_up_nothing_else(clock: VirtualClock, out: Outside) -> None:
    out.fail(None, RetryAfter(3_000))
    first = out.start(out.call("setMyCommands", {}))
    await clock.settle()
    second = out.start(out.call("setMyCommands", {}))
    await out.send(1, "message")
    await out.call("getMe", {})
    assert clock.time == 100.0
    await clock.finish(first, second)
    commands = [sent.at - 100 for sent in out.sent if sent.what == "setMyCommands"]
    assert commands == [0, 3_000, 3_000]


async def test_a_method_is_told_after_three_waits(clock: VirtualClock, out: Outside) -> None:
    out.fail(None, *(RetryAfter(1) for _ in range(4)))
    results = await clock.finish(out.call("setMyCommands", {}))
    assert isinstance(results[0], RetryAfter)
    assert out.times() == [0, 1, 2, 3]


async def test_what_was_not_sent_is_tried_again_in_order(clock: VirtualClock, out: Outside) -> None:
    out.fail(1, *(NotConnected("x") for _ in range(3)))
    results = await clock.finish(out.send(1, "a"), out.send(1, "b"))
    assert results == ["result of a", "result of b"]
    assert [(sent.what, sent.at - 100) for sent in out.sent] == [
        ("a", 0),
        ("a", 0.5),
        ("a", 1.5),
        ("a", 3.5),
        ("b", 3.5),
    ]


@pytest.mark.parametrize("endpoint", ["sendMessage", "getChat"])
async def test_what_was_not_sent_is_told_after_three_more(clock: VirtualClock, out: Outside, endpoint: str) -> None:
    out.fail(1, *(NotConnected("x") for _ in range(4)))
    results = await clock.finish(out.call(endpoint, {"chat_id": 1}))
    assert isinstance(results[0], NotConnected)
    assert out.times() == [0, 0.5, 1.5, 3.5]


async def test_an_edit_told_to_wait_gives_way_to_a_newer_one(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=0.5)
    out.fail(1, RetryAfter(5))
    first = out.start(out.edit(1, 7, "old"))
    await clock.settle()
    second = out.start(out.edit(1, 7, "new", priority="bulk"))
    results = await clock.finish(first, second)
    assert out.words() == ["old", "new"]
    assert out.times() == [0, 5.5]
    assert results == ["result of new", "result of new"]


async def test_a_newer_edit_of_another_kind_follows_the_one_told_to_wait(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=0.5)
    out.fail(1, RetryAfter(5))
    await clock.finish(out.edit(1, 7, "text"), out.edit(1, 7, "buttons", endpoint="editMessageReplyMarkup"))
    assert out.words() == ["text", "text", "buttons"]
