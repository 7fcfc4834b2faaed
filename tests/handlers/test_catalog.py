from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

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
