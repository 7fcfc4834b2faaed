from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Fault
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_favourites_come_first_in_every_list(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-2")
    answer = await scene.tap(scene.alice, card, "fav:")
    assert answer.text == "★ Stands first from now on."
    assert "★ Favourite" in labels(card)
    assert labels(await scene.ask(scene.alice, "/servers"))[0] == "★🟢 web-2"
    assert labels(await scene.ask(scene.alice, "/stop"))[0] == "web-2"
    await scene.tap(scene.alice, card, "fav:")
    assert labels(await scene.ask(scene.alice, "/servers"))[0] == "⚪ cache-1"


async def test_the_star_is_taken_off_again(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-2")
    await scene.tap(scene.alice, card, "fav:")
    answer = await scene.tap(scene.alice, card, "fav:")
    assert answer.text == "No longer a favourite."
    assert "☆ Favourite" in labels(card)
    assert "★ Favourite" not in labels(card)
    assert scene.store.favourites(scene.alice.id) == frozenset()


async def test_each_chat_has_its_own(scene: Scene) -> None:
    card = await scene.ask(scene.oscar, "/server web-2", scene.team)
    await scene.tap(scene.oscar, card, "fav:")
    assert labels(await scene.ask(scene.vera, "/servers", scene.team))[0] == "★🟢 web-2"
    assert labels(await scene.ask(scene.alice, "/servers"))[0] == "⚪ cache-1"


async def test_who_only_looks_cannot_change_what_others_see_first(scene: Scene) -> None:
    card = await scene.ask(scene.vera, "/server web-1", scene.team)
    assert not [data for data in all_data(card) if data.startswith("fav")]
    answer = await scene.press(scene.vera, card, f"fav:{scene.row_id('web-1')}")
    assert answer is not None
    assert answer.text is not None
    assert answer.text.startswith("This needs the role “operator”; yours here is “viewer”.")
    assert scene.store.favourites(scene.team.id) == frozenset()


async def test_somebody_elses_server_is_none(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    for row in (scene.row_id("db-1"), 9999):
        answer = await scene.press(scene.alice, card, f"fav:{row}")
        assert answer is not None
        assert answer.text == "This server is not, or no longer, one of yours. /servers shows yours."
    assert scene.store.favourites(scene.alice.id) == frozenset()
    # Bob, whose server it is, sees nothing of it.
    assert labels(await scene.ask(scene.bob, "/servers"))[0] == f"🟢 {scene.server('db-1').ip}"


@pytest.mark.parametrize("data", ["fav", "fav:", "fav:x", "fav:-1", "fav:²", "fav:1:1"])
async def test_junk_in_a_button(scene: Scene, data: str) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    answer = await scene.press(scene.alice, card, data)
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    assert scene.store.favourites(scene.alice.id) == frozenset()
    assert scene.failures == 0


async def test_it_is_kept_also_while_the_engine_cannot_be_read(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-2")
    scene.engine.fail_next(Fault.REFUSE("系统维护中"), action="getserver")
    await scene.tap(scene.alice, card, "fav:")
    assert "★ Favourite" in labels(card)
    assert "⚠ The engine refused" in card.text
    assert scene.store.favourites(scene.alice.id) == {(scene.account_id, scene.made.servers["web-2"])}
