"""The home screen: everything by tapping alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.asking import staffed
from tests.handlers.scene import labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

LANGUAGE = "🌐 中文 / English"


async def test_home_has_a_button_for_everything(scene: Scene) -> None:
    home = await scene.ask(scene.alice, "/start")
    assert labels(home) == [
        *("🖥 Servers", "⏳ What ends when", "🛒 Buy", "🗂 Catalogue", "🧾 Orders", "💰 Balance"),
        *("🔔 Alerts", LANGUAGE, "❓ Help"),
    ]
    await scene.tap(scene.alice, home, "run:servers")
    assert home.text.startswith("6 servers")
    await scene.tap(scene.alice, home, "hom")
    assert home.text.startswith("Hello! You have 6 servers here.")


@pytest.mark.parametrize(
    "name", ["servers", "expiring", "buy", "catalog", "orders", "balance", "alerts", "language", "help"]
)
async def test_every_button_leads_somewhere(scene: Scene, name: str) -> None:
    home = await scene.ask(scene.alice, "/start")
    answer = await scene.tap(scene.alice, home, f"run:{name}")
    assert answer.text == ""
    assert scene.failures == 0


async def test_home_shows_what_the_role_allows(scene: Scene) -> None:
    home = await scene.ask(scene.vera, "/start", scene.team)
    assert labels(home) == [
        "🖥 Servers",
        "⏳ What ends when",
        "🗂 Catalogue",
        "🧾 Orders",
        "🔔 Alerts",
        LANGUAGE,
        "❓ Help",
    ]
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
    assert labels(shown) == ["🔔 Alerts", "✅ Approvals", LANGUAGE, "❓ Help"]


async def test_home_of_a_chat_without_servers(scene: Scene) -> None:
    for nickname in ("db-1", "win-1"):
        await scene.store.unassign(scene.account_id, scene.made.servers[nickname])
    home = await scene.ask(scene.bob, "/servers")
    await scene.press(scene.bob, home, "hom")
    assert "@reseller" in home.text
    assert labels(home)[:2] == ["🖥 服务器", "⏳ 到期时间"]


async def test_an_owner_of_a_group_has_approvals_too(scene: Scene) -> None:
    home = await scene.ask(scene.alice, "/start", scene.team)
    assert labels(home) == [
        *("🖥 Servers", "⏳ What ends when", "🛒 Buy", "🗂 Catalogue"),
        *("🧾 Orders", "💰 Balance", "🔔 Alerts", "✅ Approvals", LANGUAGE, "❓ Help"),
    ]
    operator = await scene.ask(scene.oscar, "/start", scene.team)
    assert labels(operator) == [
        "🖥 Servers",
        "⏳ What ends when",
        "🗂 Catalogue",
        "🧾 Orders",
        "🔔 Alerts",
        LANGUAGE,
        "❓ Help",
    ]


@pytest.mark.parametrize(("name", "needed"), [("buy", "owner"), ("balance", "owner")])
async def test_a_button_that_was_another_ones_needs_the_role(scene: Scene, name: str, needed: str) -> None:
    home = await scene.ask(scene.alice, "/start", scene.team)
    before = home.text
    answer = await scene.press(scene.vera, home, f"run:{name}")
    assert answer is not None
    assert answer.text is not None
    assert answer.text.startswith(f"This needs the role “{needed}”; yours here is “viewer”.")
    assert home.text == before


@pytest.mark.parametrize("data", ["run", "run:", "run:members", "run:stop", "run:servers:1", "run:nothing", "run:/buy"])
async def test_what_is_no_button_of_home_does_nothing(scene: Scene, data: str) -> None:
    home = await scene.ask(scene.alice, "/start")
    answer = await scene.press(scene.alice, home, data)
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    assert home.text.startswith("Hello!")


async def test_strangers_have_no_home(scene: Scene) -> None:
    home = await scene.ask(scene.alice, "/start", scene.team)
    before = home.text
    await scene.store.revoke(scene.team.id, scene.identities["alice"])
    await scene.press(scene.alice, home, "run:servers")
    await scene.press(scene.alice, home, "hom")
    assert home.text == before
