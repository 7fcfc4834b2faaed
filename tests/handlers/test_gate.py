from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Run
from tests.handlers.scene import all_data, labels, raw_message

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_who_only_presses_is_remembered_too(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers", scene.team)
    assert scene.store.person(504) is None
    await scene.press(scene.oscar, shown, "lst:0:")
    person = scene.store.person(504)
    assert person is not None
    assert person.name == "Oscar"


async def test_edited_messages_and_channel_posts_are_nobodys_commands(scene: Scene) -> None:
    body = raw_message(scene, 501, **{"from": {"id": 501, "first_name": "Alice"}, "text": "/start cache-1"})["message"]
    for kind in ("edited_message", "channel_post", "edited_channel_post", "business_message"):
        await scene.feed({kind: body})
    assert scene.messages(scene.alice) == []
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_a_message_without_text_is_left_alone(scene: Scene) -> None:
    await scene.feed(raw_message(scene, 501, **{"from": {"id": 501, "first_name": "Alice"}, "text": None}))
    assert scene.messages(scene.alice) == []


@pytest.mark.parametrize("where", ["private", "team"])
async def test_a_command_for_another_bot_is_not_ours(scene: Scene, where: str) -> None:
    chat = scene.team if where == "team" else scene.telegram.chat(501)
    sender = {"id": 501, "first_name": "Alice"}
    await scene.feed(raw_message(scene, chat.id, **{"from": sender, "text": "/servers@another_bot"}))
    await scene.feed(raw_message(scene, chat.id, **{"from": sender, "text": "/start@another_bot cache-1"}))
    assert scene.messages(chat) == []
    await scene.feed(raw_message(scene, chat.id, **{"from": sender, "text": "/SERVERS@Apabot_Demo_BOT"}))
    assert scene.messages(chat)[0].text.startswith("6 servers")


@pytest.mark.parametrize(
    "text",
    [
        "/server web-1",
        "/server   web-1  ",
        "/server\nweb-1",
        "/server\tweb-1\n",
        "/SERVER web-1",
        "/server@apabot_demo_bot\u00a0web-1",
        "web-1",
        "  WEB-1\n",
    ],
)
async def test_blanks_line_breaks_and_capitals_do_not_matter(scene: Scene, text: str) -> None:
    body = raw_message(scene, 501, **{"from": {"id": 501, "first_name": "Alice"}, "text": text})
    await scene.feed(body)
    (card,) = scene.messages(scene.alice)
    assert scene.server("web-1").ip in card.text
    assert card.text.splitlines()[0].endswith(f"web-1 · {scene.server('web-1').ip}")


async def test_only_a_private_chat_answers_what_is_no_command(scene: Scene) -> None:
    unknown = await scene.ask(scene.alice, "/nonsense web-1")
    assert unknown.text == "I do not know this command. /help shows those I do."
    body = raw_message(scene, scene.team.id, **{"from": {"id": 501, "first_name": "Alice"}})
    for text in ("web-1", "/nonsense", "good morning"):
        await scene.feed({"message": body["message"] | {"text": text}})
    assert scene.messages(scene.team) == []


async def test_a_role_is_needed_for_what_changes(scene: Scene) -> None:
    for text in ("/stop web-1", "/force_restart", "/alias web-1 x", "/start cache-1"):
        refused = await scene.ask(scene.vera, text, scene.team)
        assert refused.text == (
            "This needs the role “operator”; yours here is “viewer”."
            " An owner of this chat can change that with /members."
        ), text
        assert all_data(refused) == ["lst:0:"]
    refused = await scene.ask(scene.oscar, "/members", scene.team)
    assert refused.text.startswith("This needs the role “owner”; yours here is “operator”.")
    assert scene.server("cache-1").run_status == Run.OFF


async def test_a_press_beyond_the_role_is_refused_on_the_button(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/members", scene.team)
    answer = await scene.press(scene.oscar, shown, "rol:504:owner")
    assert answer is not None
    assert answer.text.startswith("This needs the role “owner”")
    assert answer.show_alert
    assert {row.user_id: row.role for row in scene.store.members(scene.team.id)} == {501: "owner", 504: "operator"}
    assert len(scene.messages(scene.team)) == 1


async def test_a_topic_is_kept(scene: Scene) -> None:
    topic = scene.telegram.add_topic(scene.team, "servers")
    answer = await scene.ask(scene.alice, "/servers", scene.team, thread_id=topic)
    assert answer.thread_id == topic
    assert (await scene.ask(scene.alice, "/servers", scene.team)).thread_id is None


async def test_two_languages_in_one_group_follow_the_person(scene: Scene) -> None:
    scene.telegram.add_member(scene.team, scene.bob)
    scene.telegram.world.updates.clear()
    assert "Refresh" in labels(await scene.ask(scene.alice, "/servers", scene.team))
    assert "刷新" in labels(await scene.ask(scene.bob, "/servers", scene.team))
