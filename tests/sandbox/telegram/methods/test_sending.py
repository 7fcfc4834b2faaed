from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sandbox.telegram import Chat, Person, StandInTelegram
    from tests.sandbox.telegram.client import Api


async def test_the_whole_message(tg: StandInTelegram, api: Api, alice: Person) -> None:
    said = tg.say(alice, alice, "/servers")
    answer = await api(
        "sendMessage",
        chat_id=alice.id,
        text=" <b>web-1</b> /help ",
        parse_mode="html",
        reply_parameters={"message_id": said.message_id},
        disable_notification=True,
        protect_content=True,
        reply_markup={
            "inline_keyboard": [
                [{"text": "on", "callback_data": "x" * 64}, {"text": "site", "url": "example.com"}],
                [{"text": "IP", "copy_text": {"text": "192.0.2.1"}}],
                [],
            ],
        },
    )
    assert answer.result == {
        "message_id": 2,
        "from": {"id": 123456, "is_bot": True, "first_name": "apabot", "username": "apabot_demo_bot"},
        "chat": {"id": 1001, "type": "private", "first_name": "Alice", "username": "alice_w"},
        "date": 1_800_000_000,
        "text": "web-1 /help",
        "entities": [{"type": "bold", "offset": 0, "length": 5}, {"type": "bot_command", "offset": 6, "length": 5}],
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "on", "callback_data": "x" * 64}, {"text": "site", "url": "http://example.com/"}],
                [{"text": "IP", "copy_text": {"text": "192.0.2.1"}}],
            ],
        },
        "reply_to_message": {
            "message_id": 1,
            "from": {
                "id": 1001,
                "is_bot": False,
                "first_name": "Alice",
                "username": "alice_w",
                "language_code": "zh-hans",
            },
            "chat": {"id": 1001, "type": "private", "first_name": "Alice", "username": "alice_w"},
            "date": 1_800_000_000,
            "text": "/servers",
            "entities": [{"type": "bot_command", "offset": 0, "length": 8}],
        },
    }
    sent = tg.last(alice)
    assert (sent.silent, sent.protected) == (True, True)
    assert [[button.text for button in row] for row in sent.buttons] == [["on", "site"], ["IP"]]


@pytest.mark.parametrize("text", ["x" * 4096, "🖥" * 2048, "<b>" + "&amp;" * 4096 + "</b>"])
async def test_texts_up_to_4096_units_after_parsing(api: Api, alice: Person, text: str) -> None:
    assert (await api("sendMessage", chat_id=alice.id, text=text, parse_mode="HTML")).status == 200


def button(**fields: Any) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [[fields]]}}


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🖥" * 2049}, "message is too long"),
        ({"text": "服" * 11000}, "text is too long"),
        (
            {"text": "a<br>b", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "br" at byte offset 1',
        ),
        ({"parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"parse_mode": "MarkdownV2"}, "can't parse entities: this stand-in knows no Markdown"),
        ({"entities": "x"}, "can't parse entities JSON object"),
        ({"entities": {}}, "can't parse entities: Expected an Array of MessageEntity"),
        ({"entities": [{"type": "bold"}]}, "can't parse MessageEntity: expected an Object"),
        ({"chat_id": ""}, "chat_id is empty"),
        ({"chat_id": 42}, "chat not found"),
        ({"chat_id": "@nobody"}, "chat not found"),
        ({"message_thread_id": 5}, "message thread not found"),
        ({"message_thread_id": "x"}, "invalid message_thread_id specified"),
        ({"message_thread_id": 1.5}, "invalid message_thread_id specified"),
        ({"reply_parameters": {"message_id": 5}}, "message to be replied not found"),
        ({"reply_to_message_id": 5}, "message to be replied not found"),
        ({"reply_parameters": [5]}, "object expected as reply parameters"),
        ({"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"reply_markup": [1]}, "object expected as reply markup"),
        (
            {"reply_markup": {"inline_keyboard": [{}]}},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"reply_markup": {"inline_keyboard": [["a"]]}},
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (button(callback_data="a"), "can't parse inline keyboard button: Can't find field \"text\""),
        (button(text=1), 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        (button(text=" ", callback_data="a"), "BUTTON_TEXT_INVALID"),
        (button(text="a"), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (button(text="a", callback_data=""), "BUTTON_DATA_INVALID"),
        (button(text="a", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (button(text="a", callback_data="服" * 22), "BUTTON_DATA_INVALID"),
        (button(text="a", url="no address"), "inline keyboard button URL 'no address' is invalid: Wrong HTTP URL"),
        (button(text="a", copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]] * 101}},
            "reply markup is too long",
        ),
    ],
)
async def test_what_is_refused(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    parameters: dict[str, Any],
    words: str,
) -> None:
    answer = await api("sendMessage", **{"chat_id": alice.id, "text": "a", **parameters})
    assert (answer.status, answer.words) == (400, f"Bad Request: {words}")
    assert tg.messages(alice) == []


async def test_breaches_are_noted_and_misses_are_not(tg: StandInTelegram, api: Api, alice: Person) -> None:
    await api("sendMessage", chat_id=42, text="a")
    await api("sendMessage", chat_id=alice.id, text="a", **button(text="a", callback_data="x" * 65))
    assert tg.violations == ["sendMessage: callback data of 65 bytes, not 1-64"]


async def test_a_reply_to_what_is_gone(tg: StandInTelegram, api: Api, alice: Person) -> None:
    said = tg.say(alice, alice, "a")
    tg.delete(said)
    reply = {"message_id": said.message_id}
    refused = await api("sendMessage", chat_id=alice.id, text="b", reply_parameters=reply)
    assert refused.words == "Bad Request: message to be replied not found"
    reply |= {"allow_sending_without_reply": True}
    sent = await api("sendMessage", chat_id=alice.id, text="b", reply_parameters=reply)
    assert "reply_to_message" not in sent.result


async def test_other_keyboards_are_taken_and_not_shown(tg: StandInTelegram, api: Api, alice: Person) -> None:
    await api("sendMessage", chat_id=alice.id, text="a", reply_markup={"force_reply": True})
    await api("sendMessage", chat_id=alice.id, text="b", reply_markup={"remove_keyboard": True})
    assert [message.buttons for message in tg.messages(alice)] == [[], []]
    with pytest.raises(LookupError, match="no button 'x'"):
        tg.last(alice).button("x")


async def test_given_entities(tg: StandInTelegram, api: Api, alice: Person) -> None:
    entities = [{"type": "text_link", "offset": 0, "length": 2, "url": "https://example.com/"}]
    await api("sendMessage", chat_id=alice.id, text="服务器", entities=entities)
    assert tg.last(alice).html == '<a href="https://example.com/">服务</a>器'


async def test_who_cannot_be_reached(tg: StandInTelegram, api: Api, alice: Person, bob: Person, group: Chat) -> None:
    async def words(chat_id: int) -> str:
        answer = await api("sendMessage", chat_id=chat_id, text="a")
        assert answer.status == 403
        return answer.words

    assert await words(bob.id) == "Forbidden: bot can't initiate conversation with a user"
    tg.block(alice)
    assert await words(alice.id) == "Forbidden: bot was blocked by the user"
    tg.kick(group)
    assert await words(group.id) == "Forbidden: bot was kicked from the supergroup chat"
    left = tg.add_group(title="Other", members=[alice])
    assert (await api("leaveChat", chat_id=left.id)).result is True
    assert await words(left.id) == "Forbidden: bot is not a member of the supergroup chat"


async def test_forum_topics(tg: StandInTelegram, api: Api, alice: Person) -> None:
    forum = tg.add_group(title="Forum", members=[alice], forum=True)
    topic = tg.add_topic(forum, "Servers")
    sent = (await api("sendMessage", chat_id=forum.id, text="a", message_thread_id=topic)).result
    assert (sent["message_thread_id"], sent["is_topic_message"], sent["chat"]["is_forum"]) == (topic, True, True)
    assert (await api("sendMessage", chat_id=forum.id, text="a", message_thread_id=1)).words == (
        "Bad Request: message thread not found"
    )
    assert (await api("sendChatAction", chat_id=forum.id, action="typing", message_thread_id=1)).result is True
    tg.delete_topic(forum, topic)
    assert tg.messages(forum)[0].deleted
    assert (await api("sendMessage", chat_id=forum.id, text="a", message_thread_id=topic)).words == (
        "Bad Request: message thread not found"
    )


async def test_a_group_that_became_a_supergroup(tg: StandInTelegram, api: Api, alice: Person) -> None:
    old = tg.add_plain_group(title="Team", members=[alice])
    new_id = tg.migrate(old)
    answer = await api("sendMessage", chat_id=old.id, text="a")
    assert answer.body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new_id},
    }
    assert (await api("sendMessage", chat_id=new_id, text="a")).result["chat"]["type"] == "supergroup"


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        (
            "sendDocument",
            {"document": "x"},
            "wrong remote file identifier specified: this stand-in knows no file of that id",
        ),
        ("sendDocument", {"document": "x", "caption": "x" * 1025}, "message caption is too long"),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
        ("sendChatAction", {"action": "sleeping"}, "wrong parameter action in request"),
    ],
)
async def test_what_else_is_refused(
    api: Api,
    alice: Person,
    method: str,
    parameters: dict[str, Any],
    words: str,
) -> None:
    assert (await api(method, **{"chat_id": alice.id, **parameters})).words == f"Bad Request: {words}"
