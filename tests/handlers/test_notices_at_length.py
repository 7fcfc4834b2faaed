"""Long backlogs: limits, fairness, answers in between, crashes and floods, all in virtual time."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from telegram.error import ChatMigrated, Forbidden, RetryAfter, TimedOut

from handlers import notices
from handlers.transport.errors import CutOff, NotConnected
from tests.handlers.postal import Post, most_in, on_the_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GROUP = -77


async def fill(post: Post, *chats: int, first: int = 0, **more: float) -> None:
    await asyncio.gather(
        *(
            post.store.add_notice(chat, "test", {"number": number}, **more)  # type: ignore[arg-type]
            for number, chat in enumerate(chats, first)
        )
    )


def numbers(chats: list[int], chat: int) -> list[str]:
    return [str(number) for number, each in enumerate(chats) if each == chat]


def test_a_thousand_chats_are_told_within_the_limits_and_a_group_of_many_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = list(range(1, 601))
    chats = [GROUP] * 40 + [900] * 10 + people

    async def work(post: Post) -> None:
        await post.start()
        await fill(post, *chats)
        await post.drained()
        telegram = post.telegram
        assert Counter(telegram.words()) == Counter({str(number): 1 for number in range(650)})
        for chat in (GROUP, 900):
            assert telegram.words(chat) == numbers(chats, chat)
        # Bulk leaves ten of thirty free; a group gets fifteen of its twenty, a person one a second.
        assert 14 <= most_in(telegram.times(), 1.0) <= 20
        assert most_in(telegram.times(GROUP), 60.0) == 15
        assert most_in(telegram.times(900), 1.0) <= 2
        # 16.7 a second: the group's forty, which stood first, need two minutes and keep nobody back.
        assert max(max(telegram.times(person)) for person in people) < 650 / (20 / 1.2) + 3
        assert telegram.times(GROUP)[-1] > 120
        assert post.most_under_way <= notices.UNDER_WAY
        assert set(post.rendered.values()) == {1}

    on_the_post(tmp_path, monkeypatch, work)


def test_many_slow_groups_leave_room_for_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [-each for each in range(1, 61)]

    async def work(post: Post) -> None:
        await post.start()
        await fill(post, *(groups * 16), *range(1, 101))
        await asyncio.sleep(75)
        people = [each for each in post.telegram.arrivals if each.chat > 0]
        assert len(people) == 100

    on_the_post(tmp_path, monkeypatch, work)


def test_an_answer_goes_next_while_notices_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(post: Post) -> None:
        await post.start()
        await fill(post, *range(1, 301), *([900] * 50))
        waits: list[float] = []

        async def answer(chat: int) -> None:
            asked = post.clock.now()
            await post.office.outgoing.send(chat, "answer")
            waits.append(post.clock.now() - asked)

        for number in range(40):
            await asyncio.sleep(0.2)
            await answer(1_000 + number)
        assert max(waits) < 0.051
        # The chat with fifty of its own waiting.
        await asyncio.sleep(10)
        waits.clear()
        await answer(900)
        assert max(waits) < 0.051
        await post.drained()
        assert len(post.telegram.arrivals) == 391
        assert most_in(post.telegram.times(), 1.0) <= 30

    on_the_post(tmp_path, monkeypatch, work)


def test_what_somebody_waits_for_passes_what_nobody_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.notices.URGENT", frozenset({"urgent"}))

    async def work(post: Post) -> None:
        from handlers import notice_kinds  # noqa: PLC0415 - the table as this test has it

        monkeypatch.setitem(notice_kinds.RENDERERS, "urgent", notice_kinds.RENDERERS["test"])
        await post.start()
        await fill(post, *range(1, 501))
        await asyncio.sleep(5)
        await post.store.add_notice(901, "urgent", {"number": 901})
        await post.store.add_notice(7, "urgent", {"number": 907})
        await asyncio.sleep(4)
        assert {"901", "907"} <= set(post.telegram.words())
        assert len(post.telegram.arrivals) < 200

    on_the_post(tmp_path, monkeypatch, work)


@pytest.mark.parametrize("error", [TimedOut(), CutOff("x")])
def test_what_may_have_arrived_is_said_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def work(post: Post) -> None:
        await post.start()
        again = type(error)("x") if isinstance(error, CutOff) else TimedOut()
        post.telegram.fail(1, error, again, arrives=True)
        await fill(post, 1, 1)
        await post.drained()
        assert post.telegram.words() == ["0", "0", "1"]

    on_the_post(tmp_path, monkeypatch, work)


def test_what_has_surely_not_arrived_is_tried_until_it_does_and_the_order_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(post: Post) -> None:
        await post.start()
        post.telegram.fail(1, *(NotConnected("x") for _ in range(5)))
        await fill(post, 1, 1, 2)
        await asyncio.sleep(4)
        assert post.telegram.words() == ["2"]
        await post.drained()
        assert post.telegram.words() == ["2", "0", "1"]
        # 5, 10, 20, 40 and 80 seconds.
        assert post.telegram.times(1)[0] == pytest.approx(155, abs=10)

    on_the_post(tmp_path, monkeypatch, work)


def dying_at(step: str, when: str, times: int = 1) -> Callable[[list[str]], str]:
    left = [times]

    def dies(steps: list[str]) -> str:
        if left[0] and step in steps:
            left[0] -= 1
            return when
        return ""

    return dies


@pytest.mark.parametrize(
    ("step", "when", "deaths"),
    [
        ("claim_notices", "before", 4),
        ("claim_notices", "after", 4),
        ("begin_notice", "before", 4),
        # A second death of the same notice between this commit and its request is the one that nobody can tell.
        ("begin_notice", "after", 1),
        ("mark_notice_delivered", "before", 4),
        ("mark_notice_delivered", "after", 4),
    ],
)
def test_killed_again_and_again_a_notice_is_lost_never_and_said_twice_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, when: str, deaths: int
) -> None:
    async def work(post: Post) -> None:
        office = await post.start(at_commit=dying_at(step, when))
        await fill(post, *range(1, 41), *([50] * 5))
        for _ in range(deaths):
            async with asyncio.timeout(200):
                await office.dead.wait()
            office = await post.start(at_commit=dying_at(step, when))
        office._writer._at_commit = lambda _: ""
        await post.drained()
        said = Counter(post.telegram.words())
        assert set(said) == {str(number) for number in range(45)}
        assert max(said.values()) <= 2
        assert list(dict.fromkeys(post.telegram.words(50))) == ["40", "41", "42", "43", "44"]

    on_the_post(tmp_path, monkeypatch, work)


def test_one_notice_killed_between_telegrams_answer_and_the_commit_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(post: Post) -> None:
        dying = dying_at("mark_notice_delivered", "before", times=99)
        office = await post.start(at_commit=dying)
        await fill(post, 1)
        for _ in range(5):
            async with asyncio.timeout(200):
                await office.dead.wait()
            assert post.telegram.words() in (["0"], ["0", "0"])
            office = await post.start(at_commit=dying)
        async with asyncio.timeout(200):
            await office.dead.wait()
        await post.start()
        await post.drained()
        assert post.telegram.words() == ["0", "0"]

    on_the_post(tmp_path, monkeypatch, work)


def test_a_process_that_slept_through_its_claim_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(post: Post) -> None:
        office = await post.start()
        begin = office.store.begin_notice

        async def late(notice: object, owner: str) -> bool:
            await asyncio.sleep(300)
            return await begin(notice, owner)  # type: ignore[arg-type]

        monkeypatch.setattr(office.store, "begin_notice", late)

        async def no_renewal(*_: object) -> None: ...

        monkeypatch.setattr(office.store, "renew_notice_claims", no_renewal)
        await fill(post, 1)
        await asyncio.sleep(1)
        await post.start()
        await asyncio.sleep(900)
        assert post.telegram.words() == ["0"]

    on_the_post(tmp_path, monkeypatch, work)


def test_claims_are_renewed_while_their_notices_are_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(post: Post) -> None:
        post.telegram.round_trip = 400.0
        await post.start()
        await fill(post, 1)
        await asyncio.sleep(1)
        await post.start()
        await asyncio.sleep(900)
        assert post.telegram.words() == ["0"]

    on_the_post(tmp_path, monkeypatch, work)


def test_a_chat_told_to_wait_waits_alone_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(post: Post) -> None:
        await post.start()
        post.telegram.fail(1, RetryAfter(40))
        await fill(post, 1, 1, 1, 2, 3)
        await asyncio.sleep(39)
        assert post.telegram.words() == ["3", "4"]
        await post.drained()
        assert post.telegram.words(1) == ["0", "1", "2"]
        assert post.telegram.times(1)[0] == pytest.approx(40, abs=2)

    on_the_post(tmp_path, monkeypatch, work)


def test_a_flood_of_all_stops_all_and_the_order_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(post: Post) -> None:
        await post.start()
        for chat in (11, 12, 13):
            post.telegram.fail(chat, RetryAfter(30))
        await fill(post, *range(1, 201), *range(1, 201))
        await asyncio.sleep(29)
        assert len(post.telegram.arrivals) < 20
        attempts = [row.attempts for row in post.store.due_notices(post.clock.now() + 1e6, limit=1000)]
        assert max(attempts) == 1
        assert sum(attempts) <= notices.UNDER_WAY + 3
        await post.drained()
        assert Counter(post.telegram.words()) == Counter({str(number): 1 for number in range(400)})
        for chat in range(1, 201):
            assert post.telegram.words(chat) == [str(chat - 1), str(chat + 199)]
        assert most_in(post.telegram.times(), 1.0) <= 20

    on_the_post(tmp_path, monkeypatch, work)


def test_a_group_that_moves_with_notices_in_the_queue_hears_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(post: Post) -> None:
        await post.start()
        await post.store.keep_chat(-5, kind="group")
        post.telegram.fail(-5, ChatMigrated(-1005))
        await fill(post, -5, -5, -5)
        await post.drained()
        assert post.telegram.words(-1005) == ["0", "1", "2"]
        assert post.telegram.words(-5) == []

    on_the_post(tmp_path, monkeypatch, work)


def test_a_blocked_chat_rests_and_hears_it_when_it_is_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(post: Post) -> None:
        await post.start()
        post.telegram.fail(1, Forbidden("bot was blocked by the user"))
        await fill(post, 1, 1, 2)
        await asyncio.sleep(3600)
        assert post.telegram.words() == ["2"]
        await fill(post, 1, first=9)
        await asyncio.sleep(3600)
        # Tried once in two hours.
        assert sum(post.rendered.values()) == 2
        await post.store.mark_unblocked(1)
        await post.drained()
        assert post.telegram.words(1) == ["0", "1", "9"]

    on_the_post(tmp_path, monkeypatch, work)


def test_an_orderly_end_lets_go_of_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(post: Post) -> None:
        office = await post.start()
        await fill(post, *range(1, 301))
        await asyncio.sleep(4)
        await office.stop()
        stopped = asyncio.get_running_loop().time()
        await post.start()
        await post.drained()
        assert Counter(post.telegram.words()) == Counter({str(number): 1 for number in range(300)})
        gap = min(at for at in post.telegram.times() if at > stopped) - stopped
        assert gap < 2

    on_the_post(tmp_path, monkeypatch, work)
