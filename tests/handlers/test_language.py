from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_the_choice(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/language")
    assert answer.text == "Which language?"
    assert labels(answer) == ["中文", "English", "🏠 Home"]
    assert all_data(answer) == ["lang:zh-Hans", "lang:en", "hom"]

    await scene.tap(scene.alice, answer, "lang:zh-Hans")
    assert answer.text == "✅ 这个聊天已改用中文。"
    assert labels(answer) == ["🏠 首页"]
    assert scene.menu_changes == 1
    assert (await scene.ask(scene.alice, "/nonsense")).text.startswith("没有这个命令。")


@pytest.mark.parametrize(
    ("word", "language"),
    [("zh", "zh-Hans"), ("中文", "zh-Hans"), ("ZH-CN", "zh-Hans"), ("en", "en"), ("English", "en")],
)
async def test_typed(scene: Scene, word: str, language: str) -> None:
    await scene.ask(scene.bob, f"/language {word}")
    chat = scene.store.chat(502)
    assert chat is not None
    assert chat.language == language


async def test_a_language_that_is_not_spoken(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/language fr")
    assert answer.text == "I speak 中文 (/language zh) and English (/language en)."
    assert scene.menu_changes == 0


async def test_only_an_owner_sets_a_groups(scene: Scene) -> None:
    for refused in (
        (await scene.ask(scene.vera, "/language zh", scene.team)).text,
        (await scene.tap(scene.oscar, await scene.ask(scene.vera, "/language", scene.team), "lang:zh")).text,
    ):
        assert refused.startswith("This needs the role “owner”")
    chat = scene.store.chat(scene.team.id)
    assert chat is not None
    assert chat.language is None
    assert (await scene.ask(scene.alice, "/language zh", scene.team)).text == "✅ 这个聊天已改用中文。"
    assert (await scene.ask(scene.vera, "/language fr", scene.team)).text.startswith("我会中文")


async def test_a_button_for_a_language_that_is_not_there(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/language")
    answer = await scene.press(scene.alice, shown, "lang:fr")
    assert answer is not None
    assert answer.text == "This button no longer does anything."
