from __future__ import annotations

import asyncio
import contextvars
from typing import TYPE_CHECKING

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import ExtBot

from handlers.transport.errors import CutOff, NotConnected, SenderClosed
from handlers.transport.limits import Limits
from handlers.transport.request import AiohttpRequest
from handlers.transport.sender import Sender
from tests.handlers.transport.outside import Outside
from tests.handlers.transport.stand_in import TOKEN, BotApi, refusal, until

if TYPE_CHECKING:
    from tests.handlers.transport.virtual_clock import VirtualClock


async def test_a_free_message_goes_without_a_switch_of_tasks(out: Outside) -> None:
    sending = out.send(1, "hello")
    with pytest.raises(StopIteration) as done:
        sending.send(None)
    assert done.value.value == "result of hello"


async def test_what_is_no_message_waits_for_no_message(clock: VirtualClock, out: Outside) -> None:
    waiting = [out.start(out.send(-5)) for _ in range(30)]
    await clock.settle()
    for endpoint, data in (
        ("answerCallbackQuery", {"callback_query_id": "1"}),
        ("getMe", {}),
        ("setMyCommands", {"commands": []}),
        ("deleteMessage", {"chat_id": -5, "message_id": 1}),
        ("sendChatAction", {"chat_id": -5}),
    ):
        assert await out.call(endpoint, data) == f"result of {endpoint}"
    assert clock.time == 100.0
    await clock.finish(*waiting)


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("cut"), BadRequest("no")])
async def test_other_errors_travel_up_untouched_and_once(clock: VirtualClock, out: Outside, error: Exception) -> None:
    out.fail(1, error)
    with pytest.raises(type(error)) as caught:
        await out.send(1)
    assert caught.value is error
    for _ in range(2):
        await out.send(1, "fill")
    out.fail(1, error)
    results = await clock.finish(out.send(1, "queued"), out.send(1, "next"))
    assert results == [error, "result of next"]


async def test_the_callers_context_goes_with_a_message_that_waited(clock: VirtualClock, out: Outside) -> None:
    chat_name = contextvars.ContextVar("chat_name", default="nobody's")
    seen: list[str] = []

    async def arrive() -> None:
        seen.append(chat_name.get())

    async def send(name: str) -> None:
        chat_name.set(name)
        await out.sender.process_request(arrive, (), {}, "sendMessage", {"chat_id": 1}, None)

    await clock.finish(*(out.start(send(name)) for name in "abcdef"))
    assert seen == ["a", "b", "c", "d", "e", "f"]


async def test_shutdown_lets_answers_finish_and_gives_up_notices(clock: VirtualClock, out: Outside) -> None:
    answers = [out.start(out.send(1, f"answer {n}")) for n in range(6)]
    notices = [out.start(out.send(2, f"notice {n}", priority="bulk")) for n in range(4)]
    await clock.settle()
    closing = out.start(out.sender.shutdown())
    await clock.settle()
    refused = await asyncio.gather(out.send(3, "too late"), return_exceptions=True)
    await clock.finish(closing)
    assert isinstance(refused[0], SenderClosed)
    assert clock.time == 103.0
    assert await asyncio.gather(*answers) == [f"result of answer {n}" for n in range(6)]
    given_up = await asyncio.gather(*notices, return_exceptions=True)
    assert [type(result) for result in given_up] == [str, str, SenderClosed, SenderClosed]
    await out.sender.initialize()
    assert await out.send(3, "again") == "result of again"


async def test_shutdown_waits_five_seconds_at_most(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=100.0)
    first = out.start(out.send(1, "first"))
    out.fail(2, NotConnected("x"))
    queued = out.start(out.send(1, "queued"))
    await clock.settle()
    await clock.finish(out.sender.shutdown())
    assert clock.time == 105.0
    with pytest.raises(SenderClosed):
        await queued
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert out.words() == ["first"]


async def test_shutdown_says_that_a_cut_off_message_is_unknown(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=1.0)
    first, second = out.start(out.send(1, "first")), out.start(out.send(1, "second"))
    await clock.advance(0.5)
    out.round_trip = 100.0
    results = await clock.finish(first, second, out.sender.shutdown())
    assert results[0] == "result of first"
    assert type(results[1]) is CutOff
    assert "unknown" in str(results[1])


async def test_nothing_is_tried_again_while_shutting_down(clock: VirtualClock) -> None:
    out = Outside(clock, round_trip=1.0)
    out.fail(1, RetryAfter(1))
    first = out.start(out.send(1, "first"))
    await clock.settle()
    results = await clock.finish(first, out.sender.shutdown())
    assert isinstance(results[0], RetryAfter)
    assert out.times() == [0]


async def test_without_limits_everything_goes_at_once(clock: VirtualClock) -> None:
    out = Outside(clock, limits=Limits.none())
    for n in range(300):
        await out.send(1 if n % 2 else -1)
    assert out.times() == [0] * 300
    assert len(out.sender._chats) <= 1


async def test_ext_bot_sends_through_it_and_waits_as_told(api: BotApi, clock: VirtualClock) -> None:
    sender = Sender(monotonic=clock.monotonic, sleep=clock.sleep)
    request = AiohttpRequest(trust_env=False)
    updates_request = AiohttpRequest(trust_env=False)
    api.then("sendMessage", refusal(429, "Too Many Requests: retry after 9", retry_after=9))
    async with ExtBot(
        TOKEN, base_url=api.base_url, request=request, get_updates_request=updates_request, rate_limiter=sender
    ) as bot:
        sending = asyncio.create_task(bot.send_message(7, "x", rate_limit_args="bulk"))
        await until(lambda: len(api.methods) == 2 and 7 in sender._chats and not sender._chats[7].in_flight)
        assert await bot.answer_callback_query("1") is True
        await clock.advance(9)
        assert (await sending).text == "x"
    assert api.methods == ["getMe", "sendMessage", "answerCallbackQuery", "sendMessage"]
