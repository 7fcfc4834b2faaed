from __future__ import annotations

from typing import TYPE_CHECKING

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
