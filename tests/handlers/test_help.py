from __future__ import annotations

from typing import TYPE_CHECKING

from tests.handlers.asking import staffed

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_a_stranger_sees_three_commands(scene: Scene) -> None:
    answer = await scene.ask(scene.mallory, "/help")
    assert "/start, /help, /whoami" in answer.text
    assert "/servers" not in answer.text


async def test_everybody_sees_what_their_role_may(scene: Scene) -> None:
    owner = (await scene.ask(scene.alice, "/help", scene.team)).text
    operator = (await scene.ask(scene.oscar, "/help", scene.team)).text
    viewer = (await scene.ask(scene.vera, "/help", scene.team)).text

    for text in (owner, operator, viewer):
        assert "/servers [filter] – List your servers" in text
        assert "@reseller" in text
    assert "/members" in owner
    assert "/members" not in operator
    assert "/force_stop [server]" in operator
    assert "/force_stop" not in viewer


async def test_in_the_readers_language(scene: Scene) -> None:
    assert "可用命令" in (await scene.ask(scene.bob, "/help")).text


async def test_a_staff_chat_sees_what_applies_to_it(scene: Scene) -> None:
    group = await staffed(scene)
    text = (await scene.ask(scene.rita, "/help", group)).text
    assert "/approvals – What waits for your decision" in text
    assert "/members" in text
    assert "This is a staff chat" in text
    assert "/servers" not in text
    assert "@reseller" not in text, "they are the reseller"

    both = (await scene.ask(scene.rita, "/help")).text
    assert "/servers" in both
    assert "/approvals" in both
    assert "/approvals" not in (await scene.ask(scene.alice, "/help")).text
