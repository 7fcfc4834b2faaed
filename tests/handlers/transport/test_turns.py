from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from handlers.transport.limits import Limits
from tests.handlers.transport.outside import Outside
from tests.handlers.transport.virtual_clock import VirtualClock


async def test_a_person_gets_a_burst_of_three_then_one_a_second(clock: VirtualClock, out: Outside) -> None:
    await clock.finish(*(out.send(1, str(n)) for n in range(6)))
    assert out.times() == [0, 0, 0, 1, 2, 3]
    assert out.words() == ["0", "1", "2", "3", "4", "5"]


async def test_a_group_gets_twenty_in_any_minute(clock: VirtualClock, out: Outside) -> None:
    await clock.finish(*(out.send(-5) for _ in range(10)))
    await clock.advance(50)
    await clock.finish(*(out.send(-5) for _ in range(12)))
    assert out.times() == [0] * 10 + [50] * 10 + [60] * 2


async def test_all_chats_get_thirty_in_any_second(clock: VirtualClock, out: Outside) -> None:
    await clock.finish(*(out.send(chat) for chat in range(1, 16)))
    await clock.advance(0.9)
    await clock.finish(*(out.send(chat) for chat in range(16, 60)))
    # A little more than a second: what leaves evenly may arrive bunched.
    assert out.times() == pytest.approx([0] * 15 + [0.9] * 15 + [1.2] * 15 + [2.1] * 14)


async def test_an_album_counts_picture_by_picture(clock: VirtualClock, out: Outside) -> None:
    album = {"chat_id": -5, "media": [1] * 8}
    await clock.finish(*(out.call("sendMediaGroup", album) for _ in range(3)))
    assert out.times() == [0, 0, 60]


async def test_an_answer_passes_120_notices_at_once(clock: VirtualClock, out: Outside) -> None:
    notices = [out.start(out.send(chat, "notice", priority="bulk")) for chat in range(1, 121)]
    await clock.settle()
    await out.send(900, "answer")
    assert out.sent[-1].what == "answer"
    assert out.sent[-1].at == 100.0
    await clock.finish(*notices)
    assert len(out.sent) == 121


async def test_notices_go_evenly_and_leave_ten_of_thirty_free(clock: VirtualClock, out: Outside) -> None:
    notices = [out.start(out.send(chat, "notice", priority="bulk")) for chat in range(1, 101)]
    await clock.advance(3)
    times = out.times()
    assert times[:5] == pytest.approx([0, 0, 0, 0.06, 0.12])
    assert all(later - first >= 0.1 for first, later in zip(times, times[5:], strict=False))
    assert all(later - first >= 1.0 for first, later in zip(times, times[20:], strict=False))
    answers = [out.start(out.send(chat, "answer")) for chat in range(900, 912)]
    await clock.settle()
    assert out.words().count("answer") >= 10
    await clock.finish(*notices, *answers)


async def test_who_gives_up_while_blocked_keeps_nobody_back(clock: VirtualClock, out: Outside) -> None:
    await clock.finish(*(out.send(chat) for chat in range(1, 31)))
    first = out.start(out.send(900, "first"))
    second = out.start(out.send(901, "second"))
    await clock.settle()
    first.cancel()
    assert await clock.finish(second) == ["result of second"]
    assert out.times()[30:] == pytest.approx([1.2])


async def test_idle_chats_are_forgotten(clock: VirtualClock, out: Outside) -> None:
    for chat in range(1, 21):
        await out.send(chat)
    for chat in range(-5, 0):
        await out.send(chat)
    assert len(out.sender._chats) == 25
    await clock.advance(61)
    for _ in range(30):
        await out.send(900)
        await clock.advance(2)
    assert set(out.sender._chats) <= {900}


async def test_a_forgotten_chat_was_fresh(clock: VirtualClock, out: Outside) -> None:
    for _ in range(20):
        await out.send(-5)
    for _ in range(50):
        await clock.advance(1.1)
        await out.send(7)
    assert -5 in out.sender._chats
    await clock.finish(out.send(-5))
    assert out.times(-5)[-1] == 60.0


CHATS = st.sampled_from([1, 2, 3, -1, -2])
LOADS = st.lists(st.tuples(st.floats(0, 3), CHATS, st.sampled_from(["interactive", "bulk"])), min_size=1, max_size=150)


@settings(max_examples=40, deadline=None)
@given(load=LOADS, round_trip=st.sampled_from([0.0, 0.07, 0.4]), floods=st.lists(st.tuples(CHATS, st.integers(1, 9))))
async def test_any_load_keeps_the_limits_and_the_order(
    load: list[tuple[float, int, Any]], round_trip: float, floods: list[tuple[int, int]]
) -> None:
    clock = VirtualClock()
    limits = Limits(per_second=7, interactive_reserve=2)
    out = Outside(clock, limits=limits, round_trip=round_trip)
    for chat, seconds in floods[:3]:
        out.fail(chat, RetryAfter(seconds))
    asked: dict[tuple[int, str], list[str]] = {}

    async def send(number: int, wait: float, chat: int, priority: Any) -> str:
        await clock.sleep(wait)
        asked.setdefault((chat, priority), []).append(f"{priority} {number}")
        return str(await out.send(chat, f"{priority} {number}", priority=priority))

    results = await clock.finish(*(send(number, *one) for number, one in enumerate(load)))
    assert results == [f"result of {priority} {number}" for number, (_, _, priority) in enumerate(load)]
    times = [sent.at for sent in out.sent]
    assert all(later - first >= 1.0 - 1e-9 for first, later in zip(times, times[7:], strict=False))
    for chat in (-1, -2):
        times = [sent.at for sent in out.sent if sent.chat == chat]
        assert all(later - first >= 60.0 - 1e-9 for first, later in zip(times, times[20:], strict=False))
    for chat in (1, 2, 3):
        times = [sent.at for sent in out.sent if sent.chat == chat]
        assert all(later - first >= 1.0 - 1e-9 for first, later in zip(times, times[3:], strict=False))
    for (chat, priority), expected in asked.items():
        # A flooded message is sent again before any other of its chat and kind.
        came = list(dict.fromkeys(what for what in out.words(chat) if what.startswith(priority)))
        assert came == expected


@settings(max_examples=15, deadline=None)
@given(people=st.integers(60, 120), answers=st.integers(5, 25))
async def test_under_load_answers_wait_less_than_notices(people: int, answers: int) -> None:
    clock = VirtualClock()
    out = Outside(clock)
    notices = [out.send(chat, "notice", priority="bulk") for chat in range(1, people + 1)]
    replies = [out.send(1_000 + chat, "answer") for chat in range(answers)]
    await clock.finish(*notices, *replies)
    waits = {word: [sent.at - 100.0 for sent in out.sent if sent.what == word] for word in ("notice", "answer")}
    assert max(waits["answer"]) <= 1.2 + 1e-9
    assert sum(waits["answer"]) / answers < sum(waits["notice"]) / people
