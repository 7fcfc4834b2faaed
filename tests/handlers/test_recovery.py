from __future__ import annotations

from typing import TYPE_CHECKING

from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_several_behind_one_address_are_offered(scene: Scene) -> None:
    for text in ("/server 203.0.113.10", "/stop 203.0.113.10", "203.0.113.10"):
        answer = await scene.ask(scene.alice, text)
        assert answer.text.startswith("Several servers answer to “203.0.113.10”. Which one?")
        assert all_data(answer) == [f"srv:{scene.row_id(name)}" for name in ("shop-1", "shop-2")]
        assert labels(answer) == ["203.0.113.10:10021", "203.0.113.10:10022"]
    await scene.tap(scene.alice, answer, "srv:")
    assert "203.0.113.10:10021" in answer.text
    exact = await scene.ask(scene.alice, "/server 203.0.113.10:10022")
    assert exact.text.splitlines()[0] == "🟢 203.0.113.10:10022"


async def test_hundreds_behind_one_address_are_a_list(scene: Scene) -> None:
    model = scene.store.server_by_guid(scene.made.servers["shop-1"])[0]
    await scene.store.keep_servers(
        scene.account_id,
        [
            (
                f"18000000000{number:05}",
                model.ip,
                f"203.0.113.10:{20_000 + number}",
                False,
                model.data.replace("203.0.113.10:10021", f"203.0.113.10:{20_000 + number}"),
            )
            for number in range(150)
        ],
        read_at=scene.clock.now(),
    )
    answer = await scene.ask(scene.rita, "/server 203.0.113.10")
    assert answer.text.startswith("Several servers answer to “203.0.113.10”. Which one?")
    assert len([data for data in all_data(answer) if data.startswith("srv:")]) == 8
    await scene.tap(scene.rita, answer, "lst:0:203.0.113.10")
    assert answer.text.startswith("152 servers · matching “203.0.113.10” · page 1 of 19")
    assert scene.telegram.violations == []


async def test_a_server_that_moved_to_another_owner_is_no_ones_to_confirm(scene: Scene) -> None:
    asked = await scene.ask(scene.rita, "/stop 192.0.2.1")
    await scene.store.assign(scene.account_id, scene.made.servers["web-1"], scene.identities["bob"])
    answer = await scene.tap(scene.rita, asked, "ok:")
    assert answer.text == "This no longer holds, and nothing was changed. Please ask again."


async def test_two_things_that_moved_are_both_said(scene: Scene) -> None:
    asked = await scene.ask(scene.bob, f"/stop {scene.server('db-1').ip}")
    scene.server("db-1").ip = "192.0.2.98"
    scene.server("db-1").system_guid = scene.made.systems["debian12"]
    answer = await scene.tap(scene.bob, asked, "ok:")
    assert answer.text == "情况有变，请重新查看并确认。"
    assert asked.text.startswith("⚠ 没有执行，因为情况有变：地址、服务器状态。请重新查看并确认。")
