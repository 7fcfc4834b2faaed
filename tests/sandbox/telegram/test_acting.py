from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sandbox.telegram import Chat, Person, StandInTelegram

if TYPE_CHECKING:
    from tests.sandbox.telegram.client import Api


def pending(tg: StandInTelegram) -> list[dict[str, Any]]:
    return [update.body for update in tg.world.updates.pending()]


def test_what_a_person_types(tg: StandInTelegram, bob: Person) -> None:
    message = tg.say(bob, bob, " /start now ", date=5)
    assert bob.started
    assert pending(tg)[0]["message"] == {
        "message_id": 1,
        "from": {"id": 1002, "is_bot": False, "first_name": "Bob", "language_code": "en"},
        "chat": {"id": 1002, "type": "private", "first_name": "Bob"},
        "date": 5,
        "text": "/start now",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }
    tg.edit(message, "later")
    assert pending(tg)[1]["edited_message"]["text"] == "later"
    assert "edit_date" in pending(tg)[1]["edited_message"]


def test_a_deep_link(tg: StandInTelegram, alice: Person) -> None:
    assert tg.open_link(alice, "join_abc-1").text == "/start join_abc-1"
    for payload in ("", "x" * 65, "a b", "中"):
        with pytest.raises(ValueError, match="1 to 64"):
            tg.open_link(alice, payload)


def test_what_a_person_cannot_write(tg: StandInTelegram, alice: Person, bob: Person) -> None:
    forum = tg.add_group(title="Forum", members=[alice], forum=True)
    for person, text, more, words in [
        (alice, " ", {}, "no empty message"),
        (alice, "x" * 4097, {}, "splits a message"),
        (bob, "a", {}, "not in chat"),
        (alice, "a", {"thread_id": 9}, "no topic 9"),
        (alice, "a", {"reply_to": 9}, "no message 9"),
    ]:
        with pytest.raises(ValueError, match=words):
            tg.say(person, forum, text, **more)
    old = tg.add_plain_group(title="Team", members=[alice])
    tg.migrate(old)
    with pytest.raises(ValueError, match="has become the supergroup"):
        tg.say(alice, old, "a")
    with pytest.raises(ValueError, match="no forum"):
        tg.add_topic(old, "x")
    with pytest.raises(ValueError, match="no group that can become"):
        tg.migrate(old)


async def test_blocking_and_coming_back(tg: StandInTelegram, api: Api, alice: Person) -> None:
    tg.block(alice)
    tg.block(alice)
    with pytest.raises(ValueError, match="has blocked the bot"):
        tg.say(alice, alice, "a")
    tg.unblock(alice)
    changes = [update["my_chat_member"] for update in pending(tg)]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert changes[0]["new_chat_member"]["until_date"] == 0
    assert (await api("sendMessage", chat_id=alice.id, text="a")).status == 200


async def test_privacy_mode(tg: StandInTelegram, api: Api, alice: Person, group: Chat) -> None:
    own = (await api("sendMessage", chat_id=group.id, text="question")).result["message_id"]
    tg.say(alice, group, "just talk")
    tg.say(alice, group, "/servers@other_bot")
    tg.say(alice, group, "/servers")
    tg.say(alice, group, "/servers@APABOT_demo_bot web-1")
    tg.say(alice, group, "an answer", reply_to=own)
    texts = [update["message"]["text"] for update in pending(tg)]
    assert texts == ["/servers", "/servers@APABOT_demo_bot web-1", "an answer"]
    administered = tg.add_group(title="Ours", members=[alice], bot_is_administrator=True)
    edited = tg.say(alice, administered, "just talk")
    tg.edit(edited, "just talked")
    assert tg.updates_pending() == 5


def test_a_bot_that_reads_everything(alice: Person, clock: object) -> None:
    tg = StandInTelegram(reads_all_group_messages=True)
    carol = tg.add_person(first_name="Carol")
    tg.say(carol, tg.add_group(title="Team", members=[carol]), "just talk")
    assert tg.updates_pending() == 1


def test_threads_of_replies_are_no_topics(tg: StandInTelegram, alice: Person, bob: Person, group: Chat) -> None:
    first = tg.say(alice, group, "/a")
    second = tg.say(bob, group, "/b", reply_to=first)
    tg.say(alice, group, "/c", reply_to=second)
    bodies = [update["message"] for update in pending(tg)]
    assert [body.get("message_thread_id") for body in bodies] == [None, 2, 2]
    assert all("is_topic_message" not in body for body in bodies)
    assert bodies[2]["reply_to_message"]["text"] == "/b"
    assert "reply_to_message" not in bodies[2]["reply_to_message"]


def test_messages_in_topics(tg: StandInTelegram, alice: Person) -> None:
    forum = tg.add_group(title="Forum", members=[alice], forum=True)
    topic = tg.add_topic(forum, "Servers")
    said = tg.say(alice, forum, "/a", thread_id=topic)
    tg.say(alice, forum, "/b", reply_to=said)
    tg.say(alice, forum, "/general")
    opened, first, second, general = [update["message"] for update in pending(tg)]
    assert opened["forum_topic_created"] == {"name": "Servers", "icon_color": 7322096}
    assert (first["message_thread_id"], first["is_topic_message"]) == (topic, True)
    assert first["reply_to_message"]["message_id"] == topic
    assert (second["message_thread_id"], second["reply_to_message"]["message_id"]) == (topic, said.message_id)
    assert "message_thread_id" not in general


def test_numbers_of_messages(tg: StandInTelegram, alice: Person, bob: Person, group: Chat) -> None:
    plain = tg.add_plain_group(title="Plain", members=[alice])
    ids = [tg.say(alice, where, "a").message_id for where in (alice, plain, group, group)]
    assert ids == [1, 2, 2, 3]
    assert (group.id, plain.id) == (-1002000000001, -4000000001)


def test_migration_tells_both_chats(tg: StandInTelegram, alice: Person) -> None:
    old = tg.add_plain_group(title="Team", members=[alice], owner=alice)
    new_id = tg.migrate(old)
    bodies = [update["message"] for update in pending(tg)]
    assert [(body["chat"]["id"], body["chat"]["type"]) for body in bodies] == [
        (old.id, "group"),
        (new_id, "supergroup"),
    ]
    assert (bodies[0]["migrate_to_chat_id"], bodies[1]["migrate_from_chat_id"]) == (new_id, old.id)
    assert tg.chat(new_id).owner_id == alice.id


def test_joining_and_leaving(tg: StandInTelegram, alice: Person, group: Chat) -> None:
    carol = tg.add_person(first_name="Carol", user_id=7)
    tg.add_member(group, carol)
    tg.remove_member(group, carol)
    joined, left = [update["message"] for update in pending(tg)]
    assert joined["new_chat_members"] == [{"id": 7, "is_bot": False, "first_name": "Carol"}]
    assert left["left_chat_member"]["id"] == 7
    assert list(group.members) == [1001, 1002]


async def test_only_what_people_wrote_can_be_edited_by_them(tg: StandInTelegram, api: Api, alice: Person) -> None:
    await api("sendMessage", chat_id=alice.id, text="a")
    with pytest.raises(ValueError, match="only a person's message"):
        tg.edit(tg.last(alice), "b")
