"""The ways through the screens: home, favourites, filters, several at once, what else can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.asking import staffed
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_home_has_a_button_for_everything(scene: Scene) -> None:
    home = await scene.ask(scene.alice, "/start")
    assert labels(home) == [
        *("🖥 Servers", "⏳ What ends when", "🛒 Buy", "🗂 Catalogue", "🧾 Orders", "💰 Balance", "❓ Help"),
    ]
    await scene.tap(scene.alice, home, "run:servers")
    assert home.text.startswith("6 servers")
    await scene.tap(scene.alice, home, "hom")
    assert home.text.startswith("Hello! You have 6 servers here.")


@pytest.mark.parametrize("name", ["servers", "expiring", "buy", "catalog", "orders", "balance", "help"])
async def test_every_button_leads_somewhere(scene: Scene, name: str) -> None:
    home = await scene.ask(scene.alice, "/start")
    answer = await scene.tap(scene.alice, home, f"run:{name}")
    assert answer.text == ""
    assert scene.failures == 0


async def test_home_shows_what_the_role_allows(scene: Scene) -> None:
    home = await scene.ask(scene.vera, "/start", scene.team)
    assert labels(home) == ["🖥 Servers", "⏳ What ends when", "🗂 Catalogue", "🧾 Orders", "❓ Help"]
    answer = await scene.press(scene.vera, home, "run:buy")
    assert answer is not None
    assert answer.text is not None
    assert answer.text.startswith("This needs the role “owner”")


@pytest.mark.parametrize("data", ["run", "run:", "run:members", "run:nothing", "hom:x"])
async def test_junk_in_a_button_of_home(scene: Scene, data: str) -> None:
    home = await scene.ask(scene.alice, "/start")
    assert await scene.press(scene.alice, home, data) is not None
    assert scene.failures == 0


async def test_home_of_a_staff_chat(scene: Scene) -> None:
    group = await staffed(scene)
    shown = await scene.ask(scene.rita, "/help", group)
    await scene.press(scene.rita, shown, "hom")
    assert labels(shown) == ["✅ Approvals", "❓ Help"]


async def test_favourites_come_first_in_every_list(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-2")
    answer = await scene.tap(scene.alice, card, "fav:")
    assert answer.text == "★ Stands first from now on."
    assert "★ Favourite" in labels(card)
    listed = await scene.ask(scene.alice, "/servers")
    assert labels(listed)[0] == "★🟢 web-2"
    assert labels(await scene.ask(scene.alice, "/stop"))[0] == "web-2"
    # The team's list is the team's.
    assert labels(await scene.ask(scene.alice, "/servers", scene.team))[0] == "⚪ cache-1"
    await scene.tap(scene.alice, listed, "lst:0:@fav")
    assert listed.text.startswith("1 server · matching “favourites”")
    again = await scene.press(scene.alice, card, f"fav:{scene.row_id('web-2')}")
    assert again is not None
    assert again.text == "No longer a favourite."


async def test_who_only_looks_cannot_change_what_others_see_first(scene: Scene) -> None:
    card = await scene.ask(scene.vera, "/server web-1", scene.team)
    answer = await scene.press(scene.vera, card, f"fav:{scene.row_id('web-1')}")
    assert answer is not None
    assert answer.text is not None
    assert answer.text.startswith("This needs the role “operator”")


@pytest.mark.parametrize(
    ("token", "name", "count"), [("@run", "running", 4), ("@off", "off", 2), ("@soon", "ending in 7 days", 0)]
)
async def test_lists_are_narrowed_down_by_state(scene: Scene, token: str, name: str, count: int) -> None:
    listed = await scene.ask(scene.alice, "/servers")
    await scene.press(scene.alice, listed, f"lst:0:{token}")
    assert f"matching “{name}”" in listed.text
    assert len([data for data in all_data(listed) if data.startswith("srv:")]) == count
    assert "All" in labels(listed)


async def test_what_else_can_be_done_and_what_cannot(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-2")
    await scene.tap(scene.alice, card, "mor:")
    assert labels(card)[:3] == ["Reset password", "Reset VNC password", "Upgrade"] or "Reinstall" in labels(card)
    assert labels(card)[-3:] == ["Refund", "Open server", "All servers"]
    viewer = await scene.ask(scene.vera, "/server web-1", scene.team)
    await scene.tap(scene.vera, viewer, "mor:")
    assert labels(viewer) == ["🧱 Firewall", "🔌 Ports", "Open server", "All servers"]
    assert "only for owners" in viewer.text


async def test_several_are_stopped_with_one_yes(scene: Scene) -> None:
    listed = await scene.ask(scene.alice, "/servers")
    await scene.tap(scene.alice, listed, "bpo")
    for nickname in ("web-1", "web-2"):
        await scene.tap(scene.alice, listed, f"bps:{scene.row_id(nickname)}:")
    assert "2 servers ticked." in listed.text
    assert labels(listed)[-4:-1] == ["Start: 2", "Stop: 2", "Restart: 2"]
    await scene.tap(scene.alice, listed, "bpg:1")
    assert labels(listed) == ["✅ Confirm", "❌ Cancel"]
    await scene.tap(scene.alice, listed, "ok:")
    await scene.drive()
    assert scene.executed("stop") == 2


async def test_one_that_cannot_take_part_is_left_out_and_said(scene: Scene) -> None:
    listed = await scene.ask(scene.alice, "/servers")
    await scene.tap(scene.alice, listed, "bpo")
    for nickname in ("web-1", "cache-1"):
        await scene.tap(scene.alice, listed, f"bps:{scene.row_id(nickname)}:")
    await scene.tap(scene.alice, listed, "bpg:1")
    assert "cache-1: Not possible: it is off." in listed.text
    await scene.tap(scene.alice, listed, "ok:")
    await scene.drive()
    assert scene.executed("stop") == 1


@pytest.mark.parametrize("data", ["bpg", "bpg:9", "bpg:x", "bpg:0", "bps", "bps:x:1", "bps:999:0"])
async def test_junk_among_the_ticks(scene: Scene, data: str) -> None:
    listed = await scene.ask(scene.alice, "/servers")
    await scene.tap(scene.alice, listed, "bpo")
    assert await scene.press(scene.alice, listed, data) is not None
    assert scene.failures == 0
    assert scene.store.open_confirmations(scene.alice.id, scene.alice.id) == []
