from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.last_screens import BURST, MOST, LastScreens
from tests.handlers.scene import data_of

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

HERE = (1, None, 1)


def test_the_next_screen_takes_the_place_of_the_last() -> None:
    screens = LastScreens()
    assert screens.swap(HERE, 10, now=0, burst=True) is None
    assert screens.swap(HERE, 11, now=BURST, burst=True) == 10
    assert screens.swap((1, 7, 1), 12, now=9, burst=True) is None
    assert screens.swap(HERE, 11, now=20, burst=True) is None
    assert screens.swap(HERE, None, now=30, burst=True) == 11
    assert screens.swap(HERE, 13, now=40, burst=True) is None


def test_who_types_fast_keeps_both_but_for_an_answer() -> None:
    screens = LastScreens()
    screens.swap(HERE, 10, now=0, burst=True)
    assert screens.swap(HERE, 11, now=BURST - 1, burst=True) is None
    assert screens.swap(HERE, 12, now=BURST - 1, burst=False) == 11


def test_what_became_something_else_is_let_be() -> None:
    screens = LastScreens()
    screens.swap(HERE, 10, now=0, burst=True)
    screens.forget(HERE, 9)
    screens.forget(HERE, 10)
    assert screens.swap(HERE, 11, now=9, burst=True) is None


def test_only_so_many_are_remembered() -> None:
    screens = LastScreens()
    for user in range(MOST + 1):
        screens.swap((1, None, user), user, now=0, burst=True)
    assert screens.swap((1, None, 0), 1, now=9, burst=True) is None
    assert screens.swap((1, None, MOST), 1, now=9, burst=True) == MOST


async def test_a_list_gives_way_to_a_card_and_a_confirmation_to_nothing(scene: Scene) -> None:
    listed = await scene.ask(scene.alice, "/servers")
    scene.clock.advance(10)
    card = await scene.ask(scene.alice, "/server web-1")
    assert (listed.deleted, card.deleted) == (True, False)
    await scene.tap(scene.alice, card, "do:stop:")
    scene.clock.advance(10)
    again = await scene.ask(scene.alice, "/servers")
    assert not card.deleted
    await scene.tap(scene.alice, card, "ok:")
    await scene.drive()
    assert not again.deleted


async def test_a_receipt_stays_where_it_is_when_the_server_is_opened_from_it(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    await scene.tap(scene.alice, card, "do:stop:")
    await scene.tap(scene.alice, card, "ok:")
    await scene.drive()
    receipt = scene.messages(scene.alice)[-1]
    text = receipt.text
    await scene.press(scene.alice, receipt, data_of(receipt, "new:srv:"))
    assert receipt.text == text
    assert scene.messages(scene.alice)[-1].text.startswith("⚪ web-1")
