from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs
from telegram.error import TelegramError, TimedOut

from handlers import notice_kinds, notices
from handlers.desk import Desk, Later, Told
from handlers.notices import Noticer
from handlers.outgoing import ChatGoneError
from handlers.transport.errors import CutOff
from store import CorruptError, NotFoundError, StoreUnavailableError

if TYPE_CHECKING:
    from store import NoticeRow, StoreError, Turn
    from tests.handlers.scene import Scene


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Add a kind that says its number; return the numbers of those that were rendered."""
    rendered: list[int] = []

    async def render(desk: Desk, notice: NoticeRow) -> Told:
        rendered.append(notice.subject["number"])
        return Told(f"number {notice.subject['number']}", silent=notice.subject.get("silent", False))

    monkeypatch.setitem(notice_kinds.RENDERERS, "test", render)
    return rendered


async def noted(scene: Scene, number: int = 1, chat_id: int = 501) -> None:
    assert await scene.store.add_notice(chat_id, "test", {"number": number})


def waiting(scene: Scene) -> list[NoticeRow]:
    return scene.store.due_notices(scene.clock.now() + 1e9)


def told(scene: Scene, chat: int = 501) -> list[str]:
    return [message.text for message in scene.telegram.messages(chat)]


async def test_each_chat_hears_its_own_in_order(scene: Scene, said: list[int]) -> None:
    for number, chat_id in enumerate((501, 502, 501, 502)):
        await noted(scene, number, chat_id)
    await scene.noticer.deliver_due()
    assert told(scene, 501) == ["number 0", "number 2"]
    assert told(scene, 502) == ["number 1", "number 3"]
    assert waiting(scene) == []
    (delivered, _) = scene.store.notices_about("test", {"number": 0}) * 2
    assert delivered.message_id == scene.messages(scene.alice)[0].message_id
    await scene.noticer.deliver_due()
    assert len(said) == 4


async def test_it_runs_in_the_background_and_wakes_when_kicked(
    scene: Scene, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "LOOK_INTERVAL", 60.0)
    async with Noticer(scene.outgoing, scene.services) as noticer:
        await asyncio.sleep(0.01)
        await noted(scene)
        noticer.kick()
        await scene.telegram.wait_for(lambda: told(scene) == ["number 1"])
    assert waiting(scene) == []


async def test_it_looks_by_itself_and_survives_a_failed_look(
    scene: Scene, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "LOOK_INTERVAL", 0.01)
    turns = scene.store.notice_turns
    looks: list[float] = []

    def failing(now: float, *, limit: int) -> list[Turn]:
        looks.append(now)
        if len(looks) == 1:
            raise OSError("disk")
        return turns(now, limit=limit)

    monkeypatch.setattr(scene.store, "notice_turns", failing)
    await noted(scene)
    with capture_logs() as logs:
        async with Noticer(scene.outgoing, scene.services):
            await scene.telegram.wait_for(lambda: told(scene) == ["number 1"])
    assert logs[0]["event"] == "notices_loop_failed"


async def test_telegram_out_of_order_postpones_with_growing_waits(scene: Scene, said: list[int]) -> None:
    await noted(scene)
    for wait in (5.0, 10.0, 20.0):
        scene.telegram.fail_next("sendMessage", status=502)
        await scene.noticer.deliver_due()
        scene.clock.advance(wait - 0.01)
        tried = len(said)
        await scene.noticer.deliver_due()
        assert len(said) == tried
        assert told(scene) == []
        scene.clock.advance(0.01)
    await scene.noticer.deliver_due()
    assert told(scene) == ["number 1"]


async def test_it_waits_five_minutes_at_the_most(scene: Scene, said: list[int]) -> None:
    await noted(scene)
    for _ in range(12):
        scene.telegram.fail_next("sendMessage", status=502)
        await scene.noticer.deliver_due()
        scene.clock.advance(300)
    assert len(said) == 12
    await scene.noticer.deliver_due()
    assert told(scene) == ["number 1"]


async def test_the_wait_that_telegram_asks_for_is_obeyed(scene: Scene, said: list[int]) -> None:
    await noted(scene)
    scene.telegram.fail_next("sendMessage", retry_after=40)
    await scene.noticer.deliver_due()
    scene.clock.advance(39)
    await scene.noticer.deliver_due()
    assert told(scene) == []
    scene.clock.advance(1)
    await scene.noticer.deliver_due()
    assert told(scene) == ["number 1"]
    assert said == [1, 1]


async def test_a_time_out_is_repeated_once(scene: Scene, said: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    await noted(scene)
    monkeypatch.setattr(scene.api.request, "_read", 0.05)
    scene.telegram.fail_next("sendMessage", delay=0.2, times=2)
    for _ in range(3):
        await scene.noticer.deliver_due()
        scene.clock.advance(300)
    assert said == [1, 1]
    assert waiting(scene) == []


async def test_a_chat_that_is_gone_rests_until_it_is_back(scene: Scene, said: list[int]) -> None:
    scene.telegram.fail_next("sendMessage", status=403, description="Forbidden: bot was blocked by the user")
    await noted(scene, 1)
    await noted(scene, 2)
    with capture_logs() as logs:
        await scene.noticer.deliver_due()
    assert "notice_rests" in [entry["event"] for entry in logs]
    scene.clock.advance(86400)
    await scene.noticer.deliver_due()
    assert said == [1]
    assert len(waiting(scene)) == 2
    await scene.store.mark_unblocked(501)
    await scene.noticer.deliver_due()
    assert told(scene) == ["number 1", "number 2"]


async def test_a_notice_whose_renderer_cannot_reach_another_chat_is_given_up(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def elsewhere(desk: Desk, notice: NoticeRow) -> None:
        raise ChatGoneError("of somebody else")

    monkeypatch.setitem(notice_kinds.RENDERERS, "elsewhere", elsewhere)
    await scene.store.add_notice(501, "elsewhere", {})
    with capture_logs() as logs:
        await scene.noticer.deliver_due()
    assert waiting(scene) == []
    assert {"event": "notice_given_up", "why": "chat_gone"}.items() <= logs[-1].items()


async def test_what_telegram_refuses_for_good_is_given_up(scene: Scene, said: list[int]) -> None:
    scene.telegram.fail_next("sendMessage", status=400, description="Bad Request: message is too long")
    await noted(scene)
    await scene.noticer.deliver_due()
    assert waiting(scene) == []


@pytest.mark.parametrize(
    "words",
    [
        "not enough rights to send text messages to the chat",
        "have no rights to send a message",
        "CHAT_WRITE_FORBIDDEN",
        "TOPIC_CLOSED",
    ],
)
async def test_a_chat_that_takes_no_words_now_is_asked_again_every_hour(
    scene: Scene, said: list[int], words: str
) -> None:
    scene.telegram.fail_next("sendMessage", status=400, description=f"Bad Request: {words}", times=2)
    await noted(scene, 1)
    await noted(scene, 2)
    for _ in range(2):
        await scene.noticer.deliver_due()
        scene.clock.advance(3599)
        await scene.noticer.deliver_due()
        assert (told(scene), [row.sends for row in waiting(scene)]) == ([], [0, 0])
        scene.clock.advance(1)
    chat = scene.store.chat(501)
    assert chat is not None
    assert chat.blocked_at is None
    assert said == [1, 1]
    await scene.noticer.deliver_due()
    assert told(scene) == ["number 1", "number 2"]


@pytest.mark.parametrize("heard", [True, False])
async def test_what_was_refused_may_be_told_again_and_what_is_no_longer_so_not(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, *, heard: bool
) -> None:
    async def render(desk: Desk, notice: NoticeRow) -> Told | None:
        return None if heard else Told("it ends")

    asked: list[bool] = []
    give_up = scene.store.give_up_notice

    async def given_up(notice_id: int, *, unheard: bool = False) -> None:
        asked.append(unheard)
        await give_up(notice_id, unheard=unheard)

    monkeypatch.setattr(scene.store, "give_up_notice", given_up)
    monkeypatch.setitem(notice_kinds.RENDERERS, "test", render)
    scene.telegram.fail_next("sendMessage", status=400, description="Bad Request: message is too long")
    await noted(scene)
    await scene.noticer.deliver_due()
    assert asked == [not heard]


async def test_a_group_that_moves_while_its_message_is_made_hears_it_there(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def render(desk: Desk, notice: NoticeRow) -> Told | None:
        if notice.chat_id == -5:
            # The claim was read before, so that nothing is found of the group as it was.
            await desk.services.store.migrate_chat(-5, 501)
            return None
        return Told("here")

    monkeypatch.setitem(notice_kinds.RENDERERS, "test", render)
    await scene.store.keep_chat(-5, kind="group")
    await noted(scene, chat_id=-5)
    await scene.noticer.deliver_due()
    assert told(scene) == ["here"]
    assert waiting(scene) == []


async def test_an_unknown_kind_is_given_up(scene: Scene) -> None:
    await scene.store.add_notice(501, "of-a-later-version", {})
    with capture_logs() as logs:
        await scene.noticer.deliver_due()
    assert waiting(scene) == []
    assert [entry["why"] for entry in logs] == ["unknown_kind"]


async def test_of_two_processes_one_delivers(scene: Scene, said: list[int]) -> None:
    await noted(scene)
    other = Noticer(scene.outgoing, dataclasses.replace(scene.services, process="another process"))
    await asyncio.gather(other.deliver_due(), scene.noticer.deliver_due())
    assert said == [1]
    assert told(scene) == ["number 1"]


async def test_what_a_process_that_died_held_is_said_when_its_claim_has_run_out(scene: Scene, said: list[int]) -> None:
    await noted(scene)
    now = scene.clock.now()
    (turn,) = scene.store.notice_turns(now, limit=9)
    assert await scene.store.claim_notices([turn], "a process that died", now + notices.CLAIM, now)
    await scene.noticer.deliver_due()
    assert said == []
    scene.clock.advance(notices.CLAIM)
    await scene.noticer.deliver_due()
    await scene.noticer.deliver_due()
    assert said == [1]


async def test_a_cut_connection_is_repeated_once(scene: Scene, said: list[int]) -> None:
    await noted(scene)
    scene.telegram.fail_next("sendMessage", cut_connection="after", times=9)
    for _ in range(4):
        await scene.noticer.deliver_due()
        scene.clock.advance(300)
    assert told(scene) == ["number 1", "number 1"]
    assert waiting(scene) == []


async def test_a_restart_remembers_that_it_may_have_arrived(scene: Scene, said: list[int]) -> None:
    await noted(scene)
    scene.telegram.fail_next("sendMessage", cut_connection="after", times=9)
    for number in range(4):
        await Noticer(scene.outgoing, dataclasses.replace(scene.services, process=str(number))).deliver_due()
        scene.clock.advance(300)
    assert told(scene) == ["number 1", "number 1"]
    assert waiting(scene) == []


async def test_trouble_before_anything_was_handed_over_is_no_arrival(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = [TimedOut(), CutOff("x"), TelegramError("Invalid server response"), TimedOut()]

    async def edits_something_first(desk: Desk, notice: NoticeRow) -> Told:
        if trouble:
            raise trouble.pop()
        return Told("at last")

    monkeypatch.setitem(notice_kinds.RENDERERS, "edits", edits_something_first)
    await scene.store.add_notice(501, "edits", {})
    for _ in range(5):
        await scene.noticer.deliver_due()
        scene.clock.advance(300)
    assert told(scene) == ["at last"]


async def test_a_mistake_of_ours_is_tried_again_behind_the_others_and_not_for_ever(
    scene: Scene, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "MOST_MISTAKES", 3)
    tried: list[float] = []

    async def broken(desk: Desk, notice: NoticeRow) -> None:
        tried.append(desk.services.clock.now() - started)
        raise RuntimeError("a mistake")

    monkeypatch.setitem(notice_kinds.RENDERERS, "broken", broken)
    started = scene.clock.now()
    await scene.store.add_notice(501, "broken", {})
    await noted(scene)
    with capture_logs() as logs:
        for _ in range(40):
            await scene.noticer.deliver_due()
            scene.clock.advance(1)
    assert told(scene) == ["number 1"]
    assert tried == pytest.approx([0, 5, 15], abs=1)
    assert {"event": "notice_given_up", "why": "mistakes"}.items() <= logs[-1].items()


async def test_a_store_that_cannot_write_leaves_the_notice_to_its_claim(
    scene: Scene, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise StoreUnavailableError("the disk is full")

    await noted(scene)
    with monkeypatch.context() as broken:
        broken.setattr(scene.store, "mark_notice_delivered", full)
        with pytest.raises(StoreUnavailableError):
            await scene.noticer.deliver_due()
    scene.clock.advance(notices.CLAIM)
    await scene.noticer.deliver_due()
    await scene.noticer.deliver_due()
    assert told(scene) == ["number 1", "number 1"]
    assert waiting(scene) == []


@pytest.mark.parametrize("error", [CorruptError("damaged"), NotFoundError("a row")])
async def test_a_row_that_cannot_be_read_does_not_hold_up_its_chat(
    scene: Scene, said: list[int], monkeypatch: pytest.MonkeyPatch, error: StoreError
) -> None:
    async def damaged(desk: Desk, notice: NoticeRow) -> None:
        raise error

    monkeypatch.setitem(notice_kinds.RENDERERS, "damaged", damaged)
    await scene.store.add_notice(501, "damaged", {})
    await noted(scene)
    with capture_logs() as logs:
        await scene.noticer.deliver_due()
    assert "notice_failed" in [entry["event"] for entry in logs]
    assert told(scene) == ["number 1"]
    assert len(waiting(scene)) == 1


async def test_later_means_later(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    async def undecided(desk: Desk, notice: NoticeRow) -> Later:
        asked.append(desk.services.clock.now())
        return Later(desk.services.clock.now() - 60)

    monkeypatch.setitem(notice_kinds.RENDERERS, "undecided", undecided)
    await scene.store.add_notice(501, "undecided", {})
    await scene.noticer.deliver_due()
    assert len(asked) == 1


async def test_a_mistake_in_one_hinders_no_other_chat(
    scene: Scene, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(desk: Desk, notice: NoticeRow) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setitem(notice_kinds.RENDERERS, "broken", broken)
    await scene.store.add_notice(501, "broken", {})
    await noted(scene, chat_id=502)
    with capture_logs() as logs:
        async with Noticer(scene.outgoing, scene.services):
            await scene.telegram.wait_for(lambda: told(scene, 502) == ["number 1"])
    assert "notice_failed" in [entry["event"] for entry in logs]
    assert told(scene) == []


async def test_what_is_under_way_at_the_end_is_noted_down(scene: Scene, said: list[int]) -> None:
    await noted(scene)
    async with Noticer(scene.outgoing, scene.services) as noticer:
        noticer.kick()
        await scene.telegram.wait_for(lambda: bool(said))
    assert told(scene) == ["number 1"]
    assert waiting(scene) == []


async def test_what_takes_too_long_at_the_end_is_cut_off_and_said_later(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "STOPPING", 0.01)
    begun = asyncio.Event()

    async def slow(desk: Desk, notice: NoticeRow) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setitem(notice_kinds.RENDERERS, "slow", slow)
    await scene.store.add_notice(501, "slow", {})
    async with Noticer(scene.outgoing, scene.services):
        await begun.wait()
    assert len(waiting(scene)) == 1


async def test_what_has_to_wait_is_asked_for_again_then(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    morning = scene.clock.now() + 3600

    async def held_back(desk: Desk, notice: NoticeRow) -> Told | Later:
        return Told("good morning") if desk.services.clock.now() >= morning else Later(morning)

    monkeypatch.setitem(notice_kinds.RENDERERS, "held-back", held_back)
    await scene.store.add_notice(501, "held-back", {})
    await scene.noticer.deliver_due()
    assert told(scene) == []
    scene.clock.advance(3599)
    await scene.noticer.deliver_due()
    assert told(scene) == []
    scene.clock.advance(1)
    await scene.noticer.deliver_due()
    assert told(scene) == ["good morning"]


async def test_one_can_come_without_a_sound(scene: Scene, said: list[int]) -> None:
    await scene.store.add_notice(501, "test", {"number": 1, "silent": True})
    await noted(scene, 2)
    await scene.noticer.deliver_due()
    sent = [call.params.get("disable_notification") for call in scene.calls("sendMessage")]
    assert sent == [True, None]
