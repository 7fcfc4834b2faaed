from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from sandbox.engine import Fault, Run
from tests.handlers.asking import staffed
from tests.handlers.scene import all_data
from tests.operations.rows import operation, sight_of

if TYPE_CHECKING:
    from handlers.transport.request import AiohttpRequest
    from sandbox.telegram import BotMessage, Chat
    from store import OperationRow, OperationState
    from tests.handlers.scene import Scene


async def begun(scene: Scene, chat: Chat | None = None) -> tuple[OperationRow, BotMessage]:
    """Start cache-1; return the operation as it is and its status message."""
    status = await scene.ask(scene.alice, "/start cache-1", chat)
    (row,) = scene.store.due_operations(scene.clock.now())
    return row, status


def over(row: OperationRow, clock_now: float) -> OperationRow:
    return replace(row, state="done", outcome="done", ended_at=clock_now)


async def edited(scene: Scene) -> None:
    """Wait for the edits that are on their way, and for those that wait for them."""
    while under_way := scene.reporter._statuses.edits:
        await asyncio.gather(*under_way)
        await asyncio.sleep(0)


def edits(scene: Scene) -> list[str]:
    return [call.params["text"].splitlines()[-1] for call in scene.calls("editMessageText")]


def connections(scene: Scene) -> AiohttpRequest:
    request: AiohttpRequest = scene.api.request  # type: ignore[assignment] # the scene's own
    return request


async def test_states_appear_in_the_status_message(scene: Scene) -> None:
    row, status = await begun(scene)
    for state in ("sending", "accepted", "watching"):
        await scene.reporter.progress(replace(row, state=state, sent_at=scene.clock.now()))
        await edited(scene)
    assert edits(scene) == [
        "🟡 Starting: sending to the engine…",
        "🟡 Starting: accepted by the engine.",
        "🟡 Starting… 0 s",
    ]
    assert status.text.endswith("🟡 Starting… 0 s")
    assert len(scene.messages(scene.alice)) == 1


async def test_while_an_edit_is_under_way_only_the_newest_state_waits(scene: Scene) -> None:
    row, status = await begun(scene)
    scene.telegram.fail_next("editMessageText", delay=0.03)
    for state in ("sending", "accepted", "watching", "unknown", "unknown"):
        await scene.reporter.progress(replace(row, state=state))
    await edited(scene)
    assert len(edits(scene)) == 2
    assert edits(scene)[0] == "🟡 Starting: sending to the engine…"
    assert "Please do not repeat it." in status.text


async def test_the_same_state_is_not_edited_again_after_waiting(scene: Scene) -> None:
    row, _ = await begun(scene)
    scene.telegram.fail_next("editMessageText", delay=0.03)
    for _ in range(4):
        await scene.reporter.progress(replace(row, state="watching"))
    await edited(scene)
    assert len(edits(scene)) == 1


async def test_elapsed_time_in_a_group_every_ten_seconds_at_most(scene: Scene) -> None:
    row, _ = await begun(scene, scene.team)
    row = replace(row, state="watching", sent_at=scene.clock.now())
    for _ in range(11):
        await scene.reporter.progress(row)
        await edited(scene)
        scene.clock.advance(2)
    assert edits(scene) == ["🟡 Starting… 0 s", "🟡 Starting… 10 s", "🟡 Starting… 20 s"]
    # A change of state does not wait.
    await scene.reporter.progress(replace(row, state="unknown"))
    await edited(scene)
    assert len(edits(scene)) == 4


async def test_in_a_private_chat_time_moves_on_every_few_seconds(scene: Scene) -> None:
    row, _ = await begun(scene)
    for _ in range(3):
        scene.clock.advance(2)
        await scene.reporter.progress(replace(row, state="watching", sent_at=row.created_at))
        await edited(scene)
    assert edits(scene) == ["🟡 Starting… 2 s", "🟡 Starting… 6 s"]


async def test_an_operation_that_has_ended_makes_no_progress(scene: Scene) -> None:
    row, _ = await begun(scene)
    await scene.reporter.progress(over(row, scene.clock.now()))
    assert scene.reporter._statuses.edits == []


async def test_a_status_edit_that_fails_is_passed_over(scene: Scene) -> None:
    row, status = await begun(scene)
    scene.telegram.fail_next("editMessageText", status=400, description="Bad Request: something new")
    with capture_logs() as logs:
        await scene.reporter.progress(replace(row, state="watching"))
        await edited(scene)
    assert [(entry["event"], entry["error"]) for entry in logs] == [("status_edit_failed", "BadRequest")]
    assert await scene.reporter.ended(over(row, scene.clock.now()))
    assert "✅ Done in" in status.text


async def test_a_status_message_that_never_came_to_be(scene: Scene) -> None:
    scene.telegram.fail_next("sendMessage", status=400, description="Bad Request: something new")
    assert await scene.say(scene.alice, "/start cache-1") == []
    (row,) = scene.store.due_operations(scene.clock.now())
    await scene.reporter.progress(replace(row, state="sending"))
    await edited(scene)
    assert await scene.reporter.ended(over(row, scene.clock.now()))
    assert edits(scene) == []
    (end,) = scene.messages(scene.alice)
    assert end.text.startswith("✅ cache-1 · ")


async def test_the_end_is_told_once_after_the_edit_that_is_under_way(scene: Scene) -> None:
    row, status = await begun(scene)
    scene.telegram.fail_next("editMessageText", delay=0.03)
    await scene.reporter.progress(replace(row, state="sending"))
    await scene.reporter.progress(replace(row, state="watching"))
    assert await scene.reporter.ended(over(row, scene.clock.now()))
    await edited(scene)
    assert edits(scene) == ["🟡 Starting: sending to the engine…", "✅ Done in 0 s: start"]
    assert status.text.endswith("✅ Done in 0 s: start")
    assert len(scene.messages(scene.alice)) == 2
    assert all_data(scene.messages(scene.alice)[-1]) == [f"new:srv:{scene.row_id('cache-1')}"]


async def test_a_group_is_told_who_asked_in_the_topic_where_they_asked(scene: Scene) -> None:
    topic = scene.telegram.add_topic(scene.team, "servers")
    scene.telegram.world.updates.clear()
    await scene.ask(scene.oscar, "/start cache-1", scene.team, thread_id=topic)
    await scene.drive()
    end = scene.messages(scene.team)[-1]
    assert end.thread_id == topic
    assert end.text.endswith("Asked for by Oscar")


async def test_in_the_language_of_who_asked(scene: Scene) -> None:
    scene.server("db-1").run_status = Run.OFF
    await scene.say(scene.bob, f"/start {scene.server('db-1').ip}")
    await scene.drive()
    assert "已开机。用时" in scene.messages(scene.bob)[-1].text


async def test_the_engines_words_and_whom_to_ask(scene: Scene) -> None:
    row, _ = await begun(scene)
    scene.engine.fail_next(Fault.REFUSE("业务已被<锁定>"), action="start")
    await scene.drive()
    end = scene.messages(scene.alice)[-1]
    assert "“业务已被<锁定>”" in end.text
    assert end.text.endswith("Your reseller can help: @reseller")
    assert row.user_id == 501


async def test_telegram_out_of_reach_is_tried_again(scene: Scene) -> None:
    row, _ = await begun(scene)
    scene.telegram.fail_next("sendMessage", status=502)
    ended = over(row, scene.clock.now())
    assert await scene.reporter.ended(ended) is False
    assert await scene.reporter.ended(ended) is True
    assert len(scene.messages(scene.alice)) == 2


async def test_after_a_time_out_it_is_told_twice_at_most(scene: Scene) -> None:
    row, _ = await begun(scene)
    ended = over(row, scene.clock.now())
    connections(scene)._read = 0.05
    told = []
    for _ in range(2):
        scene.telegram.fail_next("sendMessage", delay=0.15)
        told.append(await scene.reporter.ended(ended))
    assert told == [False, True]
    assert scene.reporter._timed_out == set()


async def test_what_was_surely_not_sent_is_tried_again_for_ever(scene: Scene) -> None:
    row, _ = await begun(scene)
    ended = over(row, scene.clock.now())
    request = connections(scene)
    request._pool = 0.005
    for _ in range(8):
        await request._slots.acquire()
    # `ConnectTimedOut` is a `TimedOut`, but nothing has left.
    assert [await scene.reporter.ended(ended) for _ in range(3)] == [False, False, False]
    for _ in range(8):
        request._slots.release()
    assert await scene.reporter.ended(ended) is True
    assert len(scene.messages(scene.alice)) == 2


async def test_a_chat_that_is_gone_is_not_tried_again(scene: Scene) -> None:
    row, _ = await begun(scene)
    scene.telegram.block(scene.alice)
    assert await scene.reporter.ended(over(row, scene.clock.now())) is True
    chat = scene.store.chat(501)
    assert chat is not None
    assert chat.blocked_at == scene.clock.now()


async def test_a_group_that_became_a_supergroup_is_told_there(scene: Scene) -> None:
    group = scene.telegram.add_plain_group(title="plain", members=[scene.alice], owner=scene.alice)
    await scene.store.keep_chat(group.id, kind="group")
    await scene.store.grant(group.id, scene.identities["alice"])
    await scene.store.set_member(group.id, 501, "owner")
    await scene.ask(scene.alice, f"/start {scene.server('cache-1').ip}", group)
    (row,) = scene.store.due_operations(scene.clock.now())
    await scene.store.set_alias(group.id, scene.account_id, scene.made.servers["cache-1"], "shop")
    new = scene.telegram.migrate(group)
    await scene.process()
    assert await scene.reporter.ended(over(row, scene.clock.now())) is True
    (end,) = scene.telegram.messages(new)
    assert end.text.startswith("✅ shop · ")
    assert all_data(end) == [f"new:srv:{scene.row_id('cache-1')}"]


async def test_a_server_that_is_not_known_any_more_is_named_by_its_guid(scene: Scene) -> None:
    row, _ = await begun(scene)
    assert await scene.reporter.ended(replace(over(row, scene.clock.now()), guid="1999999999999999", before=None))
    end = scene.messages(scene.alice)[-1]
    assert end.text.startswith("✅ 1999999999999999 is running.")
    assert not end.buttons


async def test_a_broken_store_is_logged_and_not_left_behind(scene: Scene) -> None:
    row, _ = await begun(scene)
    await scene.store.close()
    with capture_logs() as logs:
        await scene.reporter.progress(replace(row, state="watching"))
        await asyncio.gather(*scene.reporter._statuses.edits, return_exceptions=True)
        await asyncio.sleep(0)
    assert scene.reporter._statuses.edits == []
    assert [entry["event"] for entry in logs] == ["status_edit_broken"]


async def test_a_refused_end_is_not_said_again_and_again(scene: Scene) -> None:
    row, _ = await begun(scene)
    scene.telegram.fail_next(
        "sendMessage", status=400, description="Bad Request: not enough rights to send text messages to the chat"
    )
    assert await scene.reporter.ended(over(row, scene.clock.now()))


async def renewed(scene: Scene, *nicknames: str, state: OperationState = "done", **new: object) -> None:
    """Let renewals of alice's end, several as one, and tell the chat."""
    for nickname in nicknames or ("web-1",):
        guid = scene.made.servers[nickname]
        values: dict[str, object] = {
            "account_id": scene.account_id,
            "identity_id": scene.identities["alice"],
            "guid": guid,
            "chat_id": scene.alice.id,
            "user_id": scene.alice.id,
            "batch": "b" if nicknames else None,
            "before": sight_of(scene.services, guid, end_time=datetime(2026, 12, 1, 4, tzinfo=UTC)),
            "outcome": "done",
        }
        row = await operation(scene.services, state, **values | new)
    assert await scene.reporter.ended(row)


@pytest.mark.parametrize("staff", [True, False])
@pytest.mark.parametrize(
    ("nicknames", "end"),
    [
        ((), {"state": "failed", "outcome": "refused", "engine_words": "余额不足"}),
        ((), {"state": "needs-human", "outcome": "moved_elsewhere"}),
        (("web-1", "web-2"), {"state": "needs-human", "outcome": "moved_elsewhere"}),
    ],
)
async def test_the_reseller_was_told_where_there_is_a_staff_chat(
    scene: Scene, nicknames: tuple[str, ...], end: dict[str, Any], *, staff: bool
) -> None:
    if staff:
        await staffed(scene)
    await renewed(scene, *nicknames, **end)
    told = scene.messages(scene.alice)[-1].text
    assert bool(re.search("has been informed|has been told", told)) is staff
    assert bool(re.search("[Tt]ell your reseller", told)) is not staff
    assert told.endswith("Your reseller can help: @reseller")


async def test_how_much_credit_is_left_is_not_said_in_a_group(scene: Scene) -> None:
    await scene.store.add_top_up(scene.identities["alice"], Decimal(200))
    await renewed(scene, price=Decimal(120), funding="credit")
    assert "The credit left (CNY 80.00) does not cover another one like it" in scene.messages(scene.alice)[-1].text
    await renewed(scene, price=Decimal(60), funding="credit", chat_id=scene.team.id)
    told = scene.messages(scene.team)[-1].text
    assert "The prepaid credit does not cover another one like it" in told
    assert "20.00" not in told
    await renewed(scene, "web-1", "web-2", price=Decimal(10), funding="credit", chat_id=scene.team.id)
    told = scene.messages(scene.team)[-1].text
    assert "The prepaid credit does not cover another one like it" in told
    assert "CNY 0.00" not in told


async def test_a_server_that_went_to_somebody_else_is_called_as_it_was(scene: Scene) -> None:
    guid = scene.made.servers["web-1"]
    then = sight_of(scene.services, guid, ip="198.51.100.7", share_ip=None)
    await scene.store.assign(scene.account_id, guid, scene.identities["bob"])
    await renewed(scene, before=then)
    end = scene.messages(scene.alice)[-1]
    assert end.text.startswith("✅ 198.51.100.7 has been renewed.")
    assert scene.server("web-1").ip not in end.text
    assert not end.buttons
