from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram.error import BadRequest, NetworkError, TimedOut

from handlers.outgoing import Button, ChatGoneError, keyboard

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

ROWS = [[Button("Stop", "do:stop:1"), Button("Help", url="https://example.com/help")], []]


def blocked_at(scene: Scene, chat_id: int) -> float | None:
    chat = scene.store.chat(chat_id)
    assert chat is not None
    return chat.blocked_at


def test_a_keyboard_as_telegram_wants_it() -> None:
    assert keyboard(ROWS) == {
        "inline_keyboard": [
            [{"text": "Stop", "callback_data": "do:stop:1"}, {"text": "Help", "url": "https://example.com/help"}]
        ]
    }
    assert keyboard([]) == {"inline_keyboard": []}


async def test_a_message_goes_out_as_html_without_previews(scene: Scene) -> None:
    message_id = await scene.outgoing.send(501, "<b>hello</b> https://example.com", ROWS)
    (message,) = scene.messages(scene.alice)
    assert message.message_id == message_id
    assert message.html.startswith("<b>hello</b>")
    (call,) = scene.calls("sendMessage")
    assert call.params["link_preview_options"] == {"is_disabled": True}
    assert "message_thread_id" not in call.params
    assert [[button.text for button in row] for row in message.buttons] == [["Stop", "Help"]]


async def test_a_file_with_its_caption(scene: Scene) -> None:
    content = "时间\r\n".encode("utf-8-sig")
    message_id = await scene.outgoing.send_document(501, content, filename="账单.csv", caption="<b>2</b> rows")
    (message,) = scene.messages(scene.alice)
    assert message.message_id == message_id
    assert message.html == "<b>2</b> rows"
    assert message.attachment is not None
    assert (message.attachment.name, message.attachment.content) == ("账单.csv", content)


async def test_a_file_is_sent_again_and_without_a_topic_that_is_gone(scene: Scene) -> None:
    scene.telegram.fail_next("sendDocument", status=502)
    topic = scene.telegram.add_topic(scene.team, "money")
    scene.telegram.delete_topic(scene.team, topic)
    await scene.outgoing.send_document(scene.team.id, b"a", filename="a.csv", caption="", thread_id=topic)
    (message,) = scene.messages(scene.team)
    assert message.attachment is not None
    assert message.attachment.content == b"a"
    scene.telegram.fail_next("sendDocument", status=403, description="Forbidden: bot was kicked")
    with pytest.raises(ChatGoneError):
        await scene.outgoing.send_document(scene.team.id, b"a", filename="a.csv", caption="")


PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + (40).to_bytes(4) + (30).to_bytes(4) + bytes(20)


async def test_a_picture_with_its_caption(scene: Scene) -> None:
    message_id = await scene.outgoing.send_photo(501, PNG, caption="<b>2</b> ends", silent=True)
    (message,) = scene.messages(scene.alice)
    assert (message.message_id, message.html, message.silent) == (message_id, "<b>2</b> ends", True)
    assert message.attachment is not None
    assert (message.attachment.kind, message.attachment.content) == ("photo", PNG)
    assert (message.attachment.width, message.attachment.height) == (40, 30)
    assert scene.telegram.violations == []


async def test_a_picture_takes_the_same_ways_round_trouble(scene: Scene) -> None:
    topic = scene.telegram.add_topic(scene.team, "money")
    scene.telegram.delete_topic(scene.team, topic)
    scene.telegram.fail_next("sendPhoto", status=502)
    await scene.outgoing.send_photo(scene.team.id, PNG, caption="", thread_id=topic)
    scene.telegram.fail_next("sendPhoto", retry_after=3)
    await scene.outgoing.send_photo(scene.team.id, PNG, caption="")
    assert [message.thread_id for message in scene.messages(scene.team)] == [None, None]
    scene.telegram.fail_next("sendPhoto", status=400, description="Bad Request: IMAGE_PROCESS_FAILED")
    with pytest.raises(BadRequest):
        await scene.outgoing.send_photo(501, PNG, caption="")
    scene.telegram.block(scene.alice)
    with pytest.raises(ChatGoneError):
        await scene.outgoing.send_photo(501, PNG, caption="")
    assert blocked_at(scene, 501) == scene.clock.now()


async def test_an_edit_replaces_text_and_takes_the_buttons_away(scene: Scene) -> None:
    message_id = await scene.outgoing.send(501, "before", ROWS)
    assert await scene.outgoing.edit(501, message_id, "after") is True
    (message,) = scene.messages(scene.alice)
    assert (message.text, message.buttons) == ("after", [])


async def test_an_edit_that_changes_nothing_is_a_success(scene: Scene) -> None:
    message_id = await scene.outgoing.send(501, "same", ROWS)
    assert await scene.outgoing.edit(501, message_id, "same", ROWS) is True


async def test_a_message_that_can_no_longer_be_edited(scene: Scene) -> None:
    theirs = scene.telegram.say(scene.alice, scene.alice, "/help")
    assert await scene.outgoing.edit(501, 999, "x") is False
    assert await scene.outgoing.edit(501, theirs.message_id, "x") is False
    scene.telegram.fail_next("editMessageText", status=400, description="Bad Request: MESSAGE_ID_INVALID")
    assert await scene.outgoing.edit(501, 1, "x") is False


async def test_what_telegram_refuses_otherwise_travels_up(scene: Scene) -> None:
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await scene.outgoing.send(501, "<b>open")
    message_id = await scene.outgoing.send(501, "x")
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await scene.outgoing.edit(501, message_id, "<b>open")
    scene.telegram.fail_next("answerCallbackQuery", status=400, description="Bad Request: something new")
    with pytest.raises(BadRequest, match="Something new"):
        await scene.outgoing.answer("1")
    scene.telegram.fail_next("sendMessage", status=502, times=2)
    with pytest.raises(NetworkError):
        await scene.outgoing.send(501, "x")


async def test_where_telegram_broke_once_an_answer_is_sent_again(scene: Scene) -> None:
    for fault in ({"status": 502}, {"cut_connection": "before"}):
        scene.telegram.fail_next("sendMessage", **fault)
        assert await scene.outgoing.send(501, "x")
    scene.telegram.fail_next("sendMessage", status=502)
    with pytest.raises(NetworkError):
        await scene.outgoing.send(501, "x", repeat=False)


async def test_an_answer_to_a_press(scene: Scene) -> None:
    await scene.outgoing.send(501, "x", ROWS)
    message = scene.messages(scene.alice)[-1]
    query = scene.telegram.press(scene.alice, message, "Stop")
    assert await scene.outgoing.answer(query, "长" * 201, alert=True) is True
    assert (scene.telegram.answers[query].text, scene.telegram.answers[query].show_alert) == ("长" * 200, True)
    # The second answer to it, and one that Telegram has forgotten.
    assert await scene.outgoing.answer(query) is False
    old = scene.telegram.press(scene.alice, message, "Stop")
    scene.clock.advance(16)
    assert await scene.outgoing.answer(old) is False
    scene.telegram.fail_next("answerCallbackQuery", status=400, description="Bad Request: QUERY_ID_INVALID")
    assert await scene.outgoing.answer("x") is False


async def test_a_deleted_topic_goes_to_the_chat_itself(scene: Scene) -> None:
    topic = scene.telegram.add_topic(scene.team, "servers")
    first = await scene.outgoing.send(scene.team.id, "a", thread_id=topic)
    scene.telegram.delete_topic(scene.team, topic)
    second = await scene.outgoing.send(scene.team.id, "b", thread_id=topic)
    scene.telegram.fail_next("sendMessage", status=400, description="Bad Request: TOPIC_CLOSED")
    third = await scene.outgoing.send(scene.team.id, "c", thread_id=topic)
    threads = {message.message_id: message.thread_id for message in scene.messages(scene.team)}
    assert threads == {first: topic, second: None, third: None}


async def test_a_group_that_became_a_supergroup_is_followed(scene: Scene) -> None:
    group = scene.telegram.add_plain_group(title="plain", members=[scene.alice], owner=scene.alice)
    await scene.store.grant(group.id, scene.identities["alice"])
    message_id = await scene.outgoing.send(group.id, "before")
    new = scene.telegram.migrate(group)
    await scene.outgoing.send(group.id, "after")
    assert [message.text for message in scene.telegram.messages(new)] == ["after"]
    assert [row.chat_id for row in scene.store.grants(identity_id=scene.identities["alice"])] == [
        new,
        scene.team.id,
        501,
    ]
    # The old message stayed behind.
    assert await scene.outgoing.edit(group.id, message_id, "x") is False


async def test_a_supergroup_that_threw_the_bot_out(scene: Scene) -> None:
    group = scene.telegram.add_plain_group(title="plain", members=[scene.alice], owner=scene.alice)
    await scene.store.keep_chat(group.id, kind="group")
    new = scene.telegram.migrate(group)
    scene.telegram.kick(new)
    with pytest.raises(ChatGoneError):
        await scene.outgoing.send(group.id, "x")
    assert blocked_at(scene, new) == scene.clock.now()


async def test_who_blocked_the_bot_is_marked_and_keeps_the_first_time(scene: Scene) -> None:
    scene.telegram.block(scene.alice)
    since = scene.clock.now()
    for _ in range(2):
        with pytest.raises(ChatGoneError) as caught:
            await scene.outgoing.send(501, "x")
        assert str(caught.value) == "Forbidden: bot was blocked by the user"
        scene.clock.advance(60)
    assert blocked_at(scene, 501) == since


async def test_a_chat_that_does_not_exist_is_marked(scene: Scene) -> None:
    for call in (scene.outgoing.send(-999, "x"), scene.outgoing.edit(-999, 1, "x")):
        with pytest.raises(ChatGoneError):
            await call
    assert blocked_at(scene, -999) == scene.clock.now()


async def test_a_time_out_travels_up_and_is_not_tried_again(scene: Scene) -> None:
    scene.api.request._read = 0.05  # type: ignore[attr-defined] # the scene's own
    scene.telegram.fail_next("sendMessage", delay=0.15)
    with pytest.raises(TimedOut):
        # Nothing fails the second attempt, if there were one.
        await scene.outgoing.send(501, "once")
    assert scene.observed == [False]
    assert blocked_at(scene, 501) is None
