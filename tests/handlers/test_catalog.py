from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from handlers import catalog
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_zones_with_what_they_demand(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/catalog")
    assert shown.text == (
        "🗂 What can be bought\n\n华东·杭州: 1 line\n华北·北京: 1 line\n⚠ A real-name check is required here.\n"
        "华南·广州: 1 line"
    )
    zones = scene.made.zones
    assert all_data(shown) == [*(f"caz:1:{zones[name]}" for name in ("east", "north", "south")), "hom"]


async def test_lines_with_the_lowest_price_and_a_mark_up(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], markup=Decimal(10))
    shown = await scene.ask(scene.alice, "/catalog")
    await scene.tap(scene.alice, shown, f"caz:1:{scene.made.zones['east']}")
    assert shown.text == "🗂 华东·杭州\n\n• 杭州 BGP 多线, a month from CNY 462.00"
    await scene.tap(scene.alice, shown, "cal:")
    lines = shown.text.splitlines()
    assert lines[:2] == ["🗂 杭州 BGP 多线", "KVM 宿主机，SSD 存储"]
    assert "⭐ 2 CPU, 2 GB, 10 GB disk, 10 Mbit/s: CNY 492.80, with Windows CNY 514.80" in lines
    assert lines[-1].startswith("Systems: AlmaLinux 9.4 64位, Debian 11 64位, ")
    assert labels(shown) == ["🛒 Buy here", "‹ Back"]


async def test_from_a_line_to_its_sizes(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/catalog")
    await scene.tap(scene.alice, shown, f"caz:1:{scene.made.zones['east']}")
    await scene.tap(scene.alice, shown, "cal:")
    await scene.tap(scene.alice, shown, "cab:")
    assert "Which size?" in shown.text


async def test_what_is_closed_cannot_be_bought(scene: Scene) -> None:
    line = scene.engine.world.lines[scene.made.lines["bgp"]]
    line.buy_status = 0
    await scene.services.catalogue.refresh(
        scene.account_id, scene.services.engines.of(scene.account_id), now=scene.clock.now()
    )
    shown = await scene.ask(scene.alice, "/catalog")
    assert "华东" not in shown.text
    await scene.press(scene.alice, shown, f"cal:1:{line.guid}")
    assert "⛔ Nothing can be bought on this line just now." in shown.text
    assert labels(shown) == ["‹ Back"]


async def test_who_only_looks_cannot_buy(scene: Scene) -> None:
    shown = await scene.ask(scene.vera, "/catalog", scene.team)
    await scene.press(scene.vera, shown, f"cal:1:{scene.made.lines['bgp']}")
    assert labels(shown) == ["‹ Back"]
    answer = await scene.press(scene.vera, shown, f"cab:1:{scene.made.lines['bgp']}")
    assert answer is not None
    assert answer.text is not None
    assert answer.text.startswith("This needs the role “owner”")


@pytest.mark.parametrize("data", ["caz", "caz:1", "caz:x:y", "caz:1:nope", "cal:1:nope", "cal:2:nope", "cab:1:nope"])
async def test_junk_in_a_button(scene: Scene, data: str) -> None:
    shown = await scene.ask(scene.alice, "/catalog")
    answer = await scene.press(scene.alice, shown, data)
    assert answer is not None
    assert answer.text == "That is no longer on offer. Please choose again."
    assert scene.failures == 0


async def test_another_customers_prices_are_theirs(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/catalog")
    answer = await scene.press(scene.alice, shown, f"caz:{scene.identities['bob']}:{scene.made.zones['east']}")
    assert answer is not None
    assert answer.text == "That is no longer on offer. Please choose again."


async def refreshed(scene: Scene) -> None:
    engine = scene.services.engines.of(scene.account_id)
    await scene.services.catalogue.refresh(scene.account_id, engine, now=scene.clock.now())


async def test_the_way_back_and_home(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/catalog")
    first = shown.text
    await scene.tap(scene.alice, shown, "caz:")
    assert labels(shown) == ["杭州 BGP 多线", "🗂 Catalogue"]
    await scene.tap(scene.alice, shown, "cal:")
    await scene.tap(scene.alice, shown, "caz:")
    await scene.tap(scene.alice, shown, "cat:0")
    assert shown.text == first
    await scene.tap(scene.alice, shown, "hom")
    assert shown.text.startswith("Hello!")
    assert len(scene.messages(scene.alice)) == 1


async def test_in_chinese_with_what_a_zone_demands(scene: Scene) -> None:
    shown = await scene.ask(scene.bob, "/catalog")
    assert shown.text.splitlines()[4] == "⚠ 该地区须先完成实名认证。"
    await scene.press(scene.bob, shown, f"caz:{scene.identities['bob']}:{scene.made.zones['north']}")
    assert shown.text.splitlines()[:2] == ["🗂 华北·北京", "⚠ 该地区须先完成实名认证。"]
    await scene.tap(scene.bob, shown, "cal:")
    assert shown.text.splitlines()[:3] == ["🗂 北京 百度云", "百度智能云，北京可用区", "⚠ 该地区须先完成实名认证。"]
    assert labels(shown) == ["🛒 在此购买", "‹ 上一步"]


async def test_nothing_is_on_sale(scene: Scene) -> None:
    for line in scene.engine.world.lines.values():
        line.buy_status = 0
    await refreshed(scene)
    shown = await scene.ask(scene.alice, "/catalog")
    assert shown.text == "🗂 What can be bought\n\nNothing is on sale here just now."
    assert all_data(shown) == ["hom"]


async def test_many_zones_are_paged(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "PAGE_SIZE", 2)
    shown = await scene.ask(scene.alice, "/catalog")
    zones = scene.made.zones
    assert all_data(shown) == [f"caz:1:{zones['east']}", f"caz:1:{zones['north']}", "cat:1", "hom"]
    assert labels(shown)[-2:] == ["Next ›", "🏠 Home"]
    for page in ("1", "99", "999999999999999999"):
        await scene.press(scene.alice, shown, f"cat:{page}")
        assert all_data(shown) == [f"caz:1:{zones['south']}", "cat:0", "hom"]
        assert shown.text == "🗂 What can be bought\n\n华南·广州: 1 line"
    for junk in ("", "x", "-1", "²", "9999999999999999999"):
        await scene.press(scene.alice, shown, f"cat:{junk}")
        assert all_data(shown)[0] == f"caz:1:{zones['east']}"
    assert scene.failures == 0


async def test_what_has_no_name_goes_by_its_guid(scene: Scene) -> None:
    zone, line = scene.made.zones["south"], scene.made.lines["shared"]
    scene.engine.world.zones[zone].name = scene.engine.world.lines[line].name = ""
    await refreshed(scene)
    shown = await scene.ask(scene.alice, "/catalog")
    assert shown.text.endswith(f"\n{zone}: 1 line")
    assert labels(shown)[2] == zone
    await scene.press(scene.alice, shown, f"caz:1:{zone}")
    assert shown.text == f"🗂 {zone}\n\n• {line}, a month from CNY 402.50"
    assert labels(shown)[0] == line
    await scene.tap(scene.alice, shown, "cal:")
    assert shown.text.startswith(f"🗂 {line}\n")


async def test_a_line_that_closed_meanwhile_is_not_bought_on(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/catalog")
    await scene.press(scene.alice, shown, f"cal:1:{scene.made.lines['bgp']}")
    scene.engine.world.lines[scene.made.lines["bgp"]].buy_status = 0
    await refreshed(scene)
    answer = await scene.tap(scene.alice, shown, "cab:")
    assert answer.text == "That is no longer on offer. Please choose again."
    assert scene.executed("create_new") == 0
    assert scene.failures == 0


async def test_operators_look_and_owners_buy_in_a_group(scene: Scene) -> None:
    shown = await scene.ask(scene.oscar, "/catalog", scene.team)
    await scene.press(scene.oscar, shown, f"cal:1:{scene.made.lines['bgp']}")
    assert labels(shown) == ["‹ Back"]
    await scene.press(scene.alice, shown, f"cal:1:{scene.made.lines['bgp']}")
    await scene.press(scene.alice, shown, f"cab:1:{scene.made.lines['bgp']}")
    assert "Which size?" in scene.messages(scene.team)[-1].text


async def test_lines_in_pages(scene: Scene) -> None:
    zone = scene.made.zones["east"]
    for number in range(8):
        scene.engine.add_line(zone_guid=zone, name=f"line {number}")
    await scene.services.catalogue.refresh(
        scene.account_id, scene.services.engines.of(scene.account_id), now=scene.clock.now()
    )
    shown = await scene.ask(scene.alice, "/catalog")
    await scene.tap(scene.alice, shown, f"caz:1:{zone}")
    assert len([data for data in all_data(shown) if data.startswith("cal:")]) == 8
    assert labels(shown)[-2:] == ["Next ›", "🗂 Catalogue"]
    await scene.tap(scene.alice, shown, f"caz:1:{zone}:1")
    assert len([data for data in all_data(shown) if data.startswith("cal:")]) == 1
    assert labels(shown)[-2:] == ["‹ Previous", "🗂 Catalogue"]
    for junk in ("99", "x", ""):
        await scene.press(scene.alice, shown, f"caz:1:{zone}:{junk}")
        assert shown.text.startswith("🗂 华东·杭州")


async def test_a_chat_of_several_customers_says_for_whom(scene: Scene) -> None:
    bob = scene.identities["bob"]
    await scene.store.grant(scene.alice.id, bob)
    shown = await scene.ask(scene.alice, "/catalog")
    await scene.tap(scene.alice, shown, f"caz:1:{scene.made.zones['east']}")
    await scene.tap(scene.alice, shown, "cal:")
    assert labels(shown) == ["🛒 Buy here for alice", "🛒 Buy here for bob", "‹ Back"]
    await scene.tap(scene.alice, shown, f"cab:{bob}:")
    assert "Which size?" in shown.text
    (draft,) = scene.store.drafts_of(scene.alice.id, scene.alice.id)
    assert draft.answers["identity"] == str(bob)
