from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine import Run
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_only_servers_for_which_it_is_possible(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/stop")
    assert choice.text == "Which server shall be stopped?"
    expected = [f"do:stop:{scene.row_id(name)}" for name in ("web-1", "web-2", "shop-1", "shop-2")]
    assert all_data(choice) == [*expected, "lst:0:"]
    assert labels(choice)[-3:-1] == ["203.0.113.10:10021", "203.0.113.10:10022"]


async def test_where_none_seems_possible_all_are_offered(scene: Scene) -> None:
    for nickname in ("db-1", "win-1"):
        scene.server(nickname).run_status = Run.OFF
    shown = await scene.ask(scene.bob, "/servers")
    for nickname in ("db-1", "win-1"):
        await scene.press(scene.bob, shown, f"srv:{scene.row_id(nickname)}")
    choice = await scene.ask(scene.bob, "/restart")
    assert all_data(choice)[:-1] == [f"do:restart:{scene.row_id(name)}" for name in ("db-1", "win-1")]


async def test_nothing_to_choose_from(scene: Scene) -> None:
    for nickname in ("db-1", "win-1"):
        await scene.store.unassign(scene.account_id, scene.made.servers[nickname])
    for text in ("/stop", "/server", "/history"):
        answer = await scene.ask(scene.bob, text)
        assert answer.text.startswith("这里还没有服务器。")
        assert not answer.buttons


async def test_pages(scene: Scene) -> None:
    choice = await scene.ask(scene.rita, "/server")
    assert len([data for data in all_data(choice) if data.startswith("srv:")]) == 8
    assert all_data(choice)[-2:] == ["pick:server:1", "lst:0:"]
    await scene.tap(scene.rita, choice, "pick:server:1")
    assert len([data for data in all_data(choice) if data.startswith("srv:")]) == 7
    assert all_data(choice)[-2:] == ["pick:server:0", "lst:0:"]
    before = all_data(choice)
    await scene.press(scene.rita, choice, "pick:server:99")
    assert all_data(choice) == before
    assert len(scene.messages(scene.rita)) == 1


async def test_a_choice_that_does_not_exist(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    for data in ("pick:add_user:0", "pick:stop:x", "pick"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text == "This button no longer does anything."
    assert not shown.edits
