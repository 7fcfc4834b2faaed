from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sandbox.telegram import Chat, Person, StandInTelegram
    from tests.sandbox.telegram.client import Api


async def test_members_and_administrators(tg: StandInTelegram, api: Api, alice: Person, bob: Person) -> None:
    carol = tg.add_person(first_name="Carol")
    group = tg.add_group(title="Ours", members=[bob], owner=alice, administrators=[carol], bot_is_administrator=True)
    statuses = {
        user_id: (await api("getChatMember", chat_id=group.id, user_id=user_id)).result["status"]
        for user_id in (alice.id, bob.id, carol.id, 123456)
    }
    assert statuses == {1001: "creator", 1002: "member", carol.id: "administrator", 123456: "administrator"}
    administrators = (await api("getChatAdministrators", chat_id=group.id)).result
    assert [one["user"]["id"] for one in administrators] == [carol.id, alice.id, 123456]
    assert administrators[0]["can_delete_messages"] is True
    tg.remove_member(group, bob)
    assert (await api("getChatMember", chat_id=group.id, user_id=bob.id)).result["status"] == "left"
    assert (await api("getChatMemberCount", chat_id=group.id)).result == 3


async def test_a_forum_administrator_may_manage_topics(tg: StandInTelegram, api: Api, alice: Person) -> None:
    forum = tg.add_group(title="Forum", members=[], owner=alice, forum=True, bot_is_administrator=True)
    assert (await api("getChatAdministrators", chat_id=forum.id)).result[1]["can_manage_topics"] is True
    assert (await api("getChat", chat_id=forum.id)).result["is_forum"] is True


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("getChatAdministrators", {"chat_id": 1001}, "there are no administrators in the private chat"),
        ("getChatMember", {"chat_id": 1001}, "invalid user_id specified"),
        ("getChatMember", {"chat_id": 1001, "user_id": 5}, "PARTICIPANT_ID_INVALID"),
        ("getChat", {"chat_id": 5}, "chat not found"),
        ("getChat", {"chat_id": 1002}, "chat not found"),
        ("leaveChat", {"chat_id": 1001}, "chat member status can't be changed in private chats"),
    ],
)
async def test_what_is_refused(
    *,
    api: Api,
    alice: Person,
    bob: Person,
    method: str,
    parameters: dict[str, Any],
    words: str,
) -> None:
    assert (await api(method, **parameters)).words == f"Bad Request: {words}"


async def test_a_kicked_bot_sees_nothing(tg: StandInTelegram, api: Api, alice: Person, group: Chat) -> None:
    tg.kick(group)
    assert (await api("getChat", chat_id=group.id)).words == "Forbidden: bot was kicked from the supergroup chat"
    tg.say(alice, group, "/start")
    change = (await api("getUpdates")).result[0]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert tg.updates_pending() == 1


async def test_an_old_group_can_be_read_not_left(tg: StandInTelegram, api: Api, alice: Person) -> None:
    old = tg.add_plain_group(title="Team", members=[alice])
    tg.migrate(old)
    assert (await api("getChat", chat_id=old.id)).result["title"] == "Team"
    assert (await api("leaveChat", chat_id=old.id)).status == 400
    for method in ("editMessageText", "editMessageReplyMarkup"):
        refused = await api(
            method, chat_id=old.id, message_id=1, **({"text": "a"} if method == "editMessageText" else {})
        )
        assert "migrate_to_chat_id" in refused.body["parameters"]
