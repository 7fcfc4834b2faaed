from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from tests.handlers.scene import raw_message

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

GREETING = "This bot manages servers for its reseller's customers; it does not know this chat yet."


async def test_a_stranger_hears_the_same_for_every_command_and_text(scene: Scene) -> None:
    names = [name for name in scene.router.commands if name != "whoami"]
    words = [
        *(f"/{name}" for name in names),
        *(f"/{name} web-1" for name in names),
        f"/start {scene.made.servers['cache-1']}",
        "/start s_cache-1",
        "/nonsense",
        "/",
        "web-1",
        scene.server("web-1").ip,
    ]
    answers = {(await scene.ask(scene.mallory, word)).text for word in words}

    (only,) = answers
    assert GREETING in only
    assert "503" in only
    assert scene.executed("start") == 0
    assert not any(scene.messages(scene.mallory)[0].buttons)


async def test_in_a_group_without_a_grant_only_public_commands_are_answered(scene: Scene) -> None:
    elsewhere = scene.telegram.add_group(title="elsewhere", members=[scene.mallory, scene.alice])
    for name, command in scene.router.commands.items():
        expected = 1 if command.public else 0
        assert len(await scene.say(scene.mallory, f"/{name}", elsewhere)) == expected, name
        # A customer is nobody there, either.
        assert len(await scene.say(scene.alice, f"/{name} web-1", elsewhere)) == expected, name
    assert await scene.say(scene.mallory, "/nonsense", elsewhere) == []
    told = "".join(each.text for each in scene.messages(elsewhere))
    assert "web-1" not in told
    assert scene.server("web-1").ip not in told


async def test_a_strangers_press_is_answered_alike_and_does_nothing(scene: Scene) -> None:
    shown = await scene.ask(scene.mallory, "/start")
    for data in (
        f"srv:{scene.row_id('web-1')}",
        f"do:stop:{scene.row_id('web-1')}",
        "lst:0:",
        "ok:" + "A" * 22,
        "lang:en",
        "nonsense",
    ):
        answer = await scene.press(scene.mallory, shown, data)
        assert answer is not None
        assert answer.text == "This button no longer does anything."
    assert len(scene.messages(scene.mallory)) == 1
    assert not shown.edits


async def test_strangers_are_not_remembered(scene: Scene) -> None:
    await scene.ask(scene.mallory, "/start")
    await scene.ask(scene.alice, "/start")
    assert scene.store.person(503) is None
    assert scene.store.chat(503) is None
    person = scene.store.person(501)
    assert person is not None
    assert person.name == "Alice"


@pytest.mark.parametrize(
    ("user_id", "bot", "as_chat"),
    [
        (1087968824, True, True),
        (136817688, True, True),
        (777000, False, True),
        (502, False, True),
        (60_001, True, False),
    ],
)
async def test_who_is_no_person_is_told_so_and_gets_nothing(
    scene: Scene, user_id: int, bot: bool, as_chat: bool
) -> None:
    sender: dict[str, Any] = {"from": {"id": user_id, "is_bot": bot, "first_name": "x"}}
    if as_chat:
        sender["sender_chat"] = {"id": scene.team.id, "type": "supergroup"}
    await scene.feed(raw_message(scene, scene.team.id, **sender, text="/stop web-1"))
    (answer,) = scene.messages(scene.team)
    assert answer.text == (
        "I cannot tell who you are. Please write as yourself, not as an anonymous admin or a channel."
    )
    await scene.feed(raw_message(scene, scene.team.id, **sender, text="good morning"))
    await scene.feed(raw_message(scene, scene.team.id, **sender, text="/nonsense"))
    assert len(scene.messages(scene.team)) == 1


async def test_no_person_in_an_unknown_chat_hears_nothing(scene: Scene) -> None:
    elsewhere = scene.telegram.add_group(title="elsewhere", members=[scene.mallory])
    sender = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    for text in ("/stop web-1", "/start", "/whoami"):
        await scene.feed(raw_message(scene, elsewhere.id, **{"from": sender, "text": text}))
    assert scene.messages(elsewhere) == []


async def test_no_person_hears_it_in_the_groups_language(scene: Scene) -> None:
    await scene.store.set_chat(scene.team.id, language="zh-Hans")
    sender = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    await scene.feed(raw_message(scene, scene.team.id, **{"from": sender, "text": "/servers"}))
    assert scene.messages(scene.team)[0].text.startswith("认不出您是谁。")


async def test_a_strangers_command_for_another_bot_is_not_ours(scene: Scene) -> None:
    assert await scene.say(scene.mallory, "/start@another_bot") == []


async def test_no_person_in_a_chat_that_threw_the_bot_out(scene: Scene) -> None:
    scene.telegram.kick(scene.team)
    sender = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    with capture_logs() as logs:
        await scene.feed(raw_message(scene, scene.team.id, **{"from": sender, "text": "/servers"}))
    assert [entry["event"] for entry in logs] == ["chat_gone", "answer_undeliverable"]
