from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


def roles(scene: Scene) -> dict[int, str]:
    return {row.user_id: row.role for row in scene.store.members(scene.team.id)}


async def test_the_list_and_the_choice(scene: Scene) -> None:
    await scene.ask(scene.oscar, "/whoami", scene.team)
    listed = await scene.ask(scene.alice, "/members", scene.team)
    assert listed.text.startswith(
        "Members with a role\n• Alice – owner\n• Oscar – operator\nEverybody else is a viewer."
    )
    assert labels(listed) == ["Alice", "Oscar"]

    await scene.tap(scene.alice, listed, "mem:504")
    assert listed.text.startswith("What shall Oscar be?")
    assert all_data(listed) == ["rol:504:viewer", "rol:504:operator", "rol:504:owner"]
    await scene.tap(scene.alice, listed, "rol:504:owner")
    assert listed.text == "Oscar is now owner."
    assert roles(scene) == {501: "owner", 504: "owner"}
    assert scene.menu_changes == 1


async def test_somebody_never_met_is_shown_by_number(scene: Scene) -> None:
    listed = await scene.ask(scene.alice, "/members", scene.team)
    assert "• user 504 – operator" in listed.text
    assert labels(listed) == ["Alice", "504"]


async def test_by_reply(scene: Scene) -> None:
    word = scene.telegram.say(scene.vera, scene.team, "/whoami")
    answer = await scene.say(scene.alice, "/members", scene.team, reply_to=word)
    assert answer[-1].text.startswith("What shall Vera be?")
    done = await scene.ask(scene.alice, "/members OPERATOR", scene.team, reply_to=word)
    assert done.text == "Vera is now operator."
    assert roles(scene) == {501: "owner", 504: "operator", 505: "operator"}
    asked = await scene.ask(scene.alice, "/members emperor", scene.team, reply_to=word)
    assert asked.text.startswith("What shall Vera be?")


async def test_in_a_topic_without_a_reply_it_is_the_list(scene: Scene) -> None:
    topic = scene.telegram.add_topic(scene.team, "servers")
    scene.telegram.world.updates.clear()
    await scene.ask(scene.oscar, "/whoami", scene.team)
    # Telegram shows it as a reply to whoever opened the topic: alice.
    listed = await scene.ask(scene.alice, "/members viewer", scene.team, thread_id=topic)
    assert listed.text.startswith("Members with a role")
    assert roles(scene) == {501: "owner", 504: "operator"}


async def test_the_bot_itself_can_have_no_role(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/help", scene.team)
    refused = await scene.ask(scene.alice, "/members owner", scene.team, reply_to=answer)
    assert refused.text == "An anonymous admin, a channel or a bot cannot have a role."


async def test_the_last_owner_stays(scene: Scene) -> None:
    listed = await scene.ask(scene.alice, "/members", scene.team)
    answer = await scene.press(scene.alice, listed, "rol:501:viewer")
    assert answer is not None
    assert answer.text == "Not changed: a group keeps at least one owner. Make somebody else owner first."
    assert answer.show_alert
    assert roles(scene) == {501: "owner", 504: "operator"}


async def test_a_private_chat_has_no_members(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/members")
    assert answer.text == "In a private chat you are the owner. /members is for groups."
    for data in ("mem:504", "rol:504:owner"):
        await scene.press(scene.alice, answer, data)
        assert answer.text == "In a private chat you are the owner. /members is for groups."
    assert scene.store.members(501) == []


async def test_names_are_no_markup(scene: Scene) -> None:
    scene.oscar.first_name = "<i>O&O</i>"
    await scene.ask(scene.oscar, "/whoami", scene.team)
    listed = await scene.ask(scene.alice, "/members", scene.team)
    assert "• <i>O&O</i> – operator" in listed.text
    await scene.tap(scene.alice, listed, "mem:504")
    assert listed.text.startswith("What shall <i>O&O</i> be?")


@pytest.mark.parametrize("count", [98, 150])
async def test_a_large_team_is_still_listed(scene: Scene, count: int) -> None:
    for user_id in range(10_000, 10_000 + count):
        await scene.store.set_member(scene.team.id, user_id, "operator")
    listed = await scene.ask(scene.alice, "/members", scene.team)
    # More buttons than 100 are refused; the others are set by replying to them.
    assert len(labels(listed)) == 100
    assert scene.telegram.violations == []


async def test_a_role_given_hours_ago_is_not_given_now(scene: Scene) -> None:
    word = scene.telegram.say(scene.vera, scene.team, "/whoami")
    late = scene.telegram.say(
        scene.alice, scene.team, "/members owner", reply_to=word, date=int(scene.clock.now()) - 3600
    )
    seen = len(scene.messages(scene.team))
    await scene.process()
    assert late.text == "/members owner"
    assert 505 not in roles(scene)
    assert len(scene.messages(scene.team)) > seen
