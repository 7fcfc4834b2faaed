from __future__ import annotations

from typing import TYPE_CHECKING

from tests.handlers.scene import all_data

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_nothing_yet(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/history web-1")
    assert answer.text == "web-1 · history\nNothing known yet."
    assert all_data(answer) == [f"srv:{scene.row_id('web-1')}", "lst:0:"]


async def test_who_did_what_is_told_to_their_own_chat_only(scene: Scene) -> None:
    await scene.ask(scene.oscar, "/start cache-1", scene.team)
    await scene.drive()
    assert "✅ start · Oscar" in (await scene.ask(scene.vera, "/history cache-1", scene.team)).text
    elsewhere = (await scene.ask(scene.alice, "/history cache-1")).text
    assert "✅ start" in elsewhere
    assert "Oscar" not in elsewhere


async def test_from_the_card_and_by_choice(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    await scene.tap(scene.alice, card, "his:")
    assert card.text == "web-1 · history\nNothing known yet."
    choice = await scene.ask(scene.alice, "/history")
    assert choice.text == "Whose history do you want to see?"
    await scene.tap(scene.alice, choice, f"his:{scene.row_id('web-2')}")
    assert choice.text == "web-2 · history\nNothing known yet."


async def test_a_button_that_is_none(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    answer = await scene.press(scene.alice, card, "his:x")
    assert answer is not None
    assert answer.text == "This button no longer does anything."
