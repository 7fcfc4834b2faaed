from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.telegram.uploads import JPEG, upload

if TYPE_CHECKING:
    from sandbox.telegram import Chat, Person, StandInTelegram
    from tests.sandbox.telegram.client import Api, Clock

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
ON = {"inline_keyboard": [[{"text": "on", "callback_data": "1"}]]}


async def test_an_edit_replaces_text_and_keyboard(tg: StandInTelegram, api: Api, alice: Person, clock: Clock) -> None:
    sent = (await api("sendMessage", chat_id=alice.id, text="off", reply_markup=ON)).result
    clock.forward(5)
    edited = await api("editMessageText", chat_id=alice.id, message_id=sent["message_id"], text="on")
    assert (edited.result["text"], edited.result["edit_date"]) == ("on", 1_800_000_005)
    message = tg.last(alice)
    assert (message.text, message.buttons) == ("on", [])
    assert [(version.text, len(version.keyboard)) for version in message.edits] == [("off", 1)]


async def test_an_edit_must_change_something(tg: StandInTelegram, api: Api, alice: Person) -> None:
    sent = (await api("sendMessage", chat_id=alice.id, text="<b>a</b>", parse_mode="HTML", reply_markup=ON)).result
    where = {"chat_id": alice.id, "message_id": sent["message_id"]}
    same: dict[str, Any] = {"text": " <strong>a</strong>", "parse_mode": "HTML", "reply_markup": ON}
    assert (await api("editMessageText", **where, **same)).words == NOT_MODIFIED
    assert (await api("editMessageReplyMarkup", **where, reply_markup=ON)).words == NOT_MODIFIED
    assert (await api("editMessageText", **where, text="a", reply_markup=ON)).status == 200
    assert (await api("editMessageReplyMarkup", **where)).status == 200
    assert tg.last(alice).buttons == []
    assert tg.violations == []


async def test_captions(tg: StandInTelegram, api: Api, alice: Person) -> None:
    sent = (await upload(api, "sendPhoto", "photo", JPEG, caption="old"))["result"]
    where = {"chat_id": alice.id, "message_id": sent["message_id"]}
    assert (await api("editMessageCaption", **where, caption="<i>new</i>", parse_mode="HTML")).result[
        "caption"
    ] == "new"
    assert tg.last(alice).html == "<i>new</i>"
    assert (await api("editMessageText", **where, text="a")).words == (
        "Bad Request: there is no text in the message to edit"
    )
    text = (await api("sendMessage", chat_id=alice.id, text="a")).result
    refused = await api("editMessageCaption", chat_id=alice.id, message_id=text["message_id"], caption="b")
    assert refused.words == "Bad Request: there is no caption in the message to edit"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"message_id": 99}, "message to edit not found"),
        ({"message_id": ""}, "message identifier is not specified"),
        ({"message_id": 1}, "message can't be edited"),
        ({"inline_message_id": "x"}, "MESSAGE_ID_INVALID"),
        ({"chat_id": 5}, "chat not found"),
        ({"text": "x" * 4097}, "MESSAGE_TOO_LONG"),
        (
            {"text": "<b>", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
    ],
)
async def test_what_cannot_be_edited(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    parameters: dict[str, Any],
    words: str,
) -> None:
    tg.say(alice, alice, "mine")
    await api("sendMessage", chat_id=alice.id, text="a")
    answer = await api("editMessageText", **{"chat_id": alice.id, "message_id": 2, "text": "b", **parameters})
    assert answer.words == f"Bad Request: {words}"
    assert tg.last(alice).text == "a"


async def test_deleting_follows_telegrams_rules(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    group: Chat,
    clock: Clock,
) -> None:
    async def delete(chat: Chat | Person, message_id: int) -> str:
        answer = await api("deleteMessage", chat_id=chat.id, message_id=message_id)
        return "deleted" if answer.body["ok"] else answer.words

    late = "Bad Request: message can't be deleted for everyone"
    old = tg.say(alice, alice, "old").message_id
    clock.forward(48 * 3600 - 1)
    young = tg.say(alice, alice, "young").message_id
    assert await delete(alice, young) == "deleted"
    assert await delete(alice, young) == "Bad Request: message to delete not found"
    clock.forward(1)
    assert await delete(alice, old) == late
    assert await delete(group, tg.say(alice, group, "not mine").message_id) == late
    own = (await api("sendMessage", chat_id=group.id, text="mine")).result["message_id"]
    assert await delete(group, own) == "deleted"
    administered = tg.add_group(title="Ours", members=[alice], bot_is_administrator=True)
    assert await delete(administered, tg.say(alice, administered, "password").message_id) == "deleted"
    assert (await api("deleteMessage", message_id=1)).words == "Bad Request: chat identifier is not specified"
    assert (await api("deleteMessage", chat_id=1001)).words == "Bad Request: message identifier is not specified"


async def test_deleting_many(tg: StandInTelegram, api: Api, alice: Person, group: Chat, clock: Clock) -> None:
    said = [tg.say(alice, alice, text) for text in "abc"]
    ids = [said[0].message_id, 999, said[2].message_id]
    assert (await api("deleteMessages", chat_id=alice.id, message_ids=ids)).result is True
    assert [message.deleted for message in said] == [True, False, True]
    clock.forward(48 * 3600)
    refused = await api("deleteMessages", chat_id=alice.id, message_ids=[said[1].message_id])
    assert refused.words == "Bad Request: message can't be deleted for everyone"
    for given, words in [
        ([], "message identifiers are not specified"),
        (5, "expected an Array of message identifiers"),
        (list(range(1, 102)), "too many message identifiers specified"),
    ]:
        assert (await api("deleteMessages", chat_id=alice.id, message_ids=given)).words == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("reaction", "words"),
    [
        ([{"type": "emoji", "emoji": "🖥"}], "REACTION_INVALID"),
        ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}], "REACTIONS_TOO_MANY"),
        ({"type": "emoji"}, "expected an Array of ReactionType"),
    ],
)
async def test_reactions_that_are_refused(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    reaction: object,
    words: str,
) -> None:
    said = tg.say(alice, alice, "a")
    answer = await api("setMessageReaction", chat_id=alice.id, message_id=said.message_id, reaction=reaction)
    assert answer.words == f"Bad Request: {words}"
    assert said.reactions == ()
