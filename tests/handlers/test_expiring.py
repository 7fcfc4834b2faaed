from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers import calendar
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat, Person
    from tests.handlers.scene import Scene

DAY = 86400.0
FILES = ["cap", "caf"]


@pytest.fixture(autouse=True)
def _no_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows the list has tests of its own, and takes its time to draw."""

    async def nothing(request: object, calendar: object) -> None:
        del request, calendar

    monkeypatch.setattr(calendar, "follow", nothing)


async def listed(scene: Scene, person: Person, chat: Chat | None = None) -> BotMessage:
    return await scene.ask(person, "/expiring", chat)


async def test_the_first_to_end_first_with_what_a_month_costs(scene: Scene) -> None:
    shown = await listed(scene, scene.alice)
    lines = shown.text.splitlines()
    assert lines[0] == "⏳ What ends when"
    assert lines[2] == "🟢 203.0.113.10:10021: 2027-01-31 16:00 (16 days left) · a month CNY 107.50"
    assert [line.split()[1] for line in lines[3:8]] == [
        "203.0.113.10:10022:",
        "cache-1:",
        "web-2:",
        "web-1:",
        "192.0.2.8:",
    ]
    assert lines[-1] == "Within 30 days 3 renewable servers end; a month of all of them costs CNY 420.50 (estimate)."
    assert labels(shown)[2] == "⏳ cache-1 · 2027-02-09"
    assert labels(shown)[-5:] == ["Renew several…", "🗓 Picture", "📅 Calendar file", "🏠 Home", "All servers"]


async def test_how_urgent_each_is_and_until_when_the_data_are_kept(scene: Scene) -> None:
    now = scene.clock.now()
    scene.server("web-1").ends_at = now + 2 * DAY
    scene.server("web-2").ends_at = now + 10 * DAY
    scene.server("cache-1").ends_at = now - DAY
    scene.engine.world.lines[scene.made.lines["bgp"]].retention_days = 7
    for nickname in ("web-1", "web-2", "cache-1"):
        await scene.ask(scene.alice, f"/server {nickname}")
    await scene.services.catalogue.refresh(
        scene.account_id, scene.services.engines.of(scene.account_id), now=scene.clock.now()
    )
    lines = (await listed(scene, scene.alice)).text.splitlines()
    assert lines[2].startswith("⚫ cache-1: expired 2027-01-14 16:00 (24 h ago)")
    assert lines[3].startswith("⚠ Its data are deleted on 2027-01-21 16:00.")
    assert lines[4].startswith("🔴 web-1: 2027-01-17 16:00 (2 days left)")
    assert lines[5].startswith("🟡 web-2: 2027-01-25 16:00 (10 days left)")


async def test_straight_to_the_months(scene: Scene) -> None:
    shown = await listed(scene, scene.alice)
    await scene.tap(scene.alice, shown, f"do:renew:{scene.row_id('cache-1')}")
    assert shown.text.startswith("Renew cache-1 for how long?")


async def test_who_does_not_pay_sees_no_buttons_to(scene: Scene) -> None:
    shown = await listed(scene, scene.oscar, scene.team)
    assert all_data(shown) == [*FILES, "hom", "lst:0:"]


async def test_pages(scene: Scene) -> None:
    shown = await listed(scene, scene.rita)
    assert "Page 1 of 2" in shown.text
    await scene.tap(scene.rita, shown, "exp:1")
    assert "Page 2 of 2" in shown.text
    await scene.press(scene.rita, shown, "exp:99")
    assert "Page 2 of 2" in shown.text


async def test_none(scene: Scene) -> None:
    for nickname in ("db-1", "win-1"):
        await scene.store.unassign(scene.account_id, scene.made.servers[nickname])
    shown = await listed(scene, scene.bob)
    assert "这里没有服务器。" in shown.text


@pytest.mark.parametrize("data", ["exp", "exp:", "exp:x", "exp:-1", "exp:²", "exp:1:1", "exp:9999999999999999999"])
async def test_junk_in_a_button_shows_the_first_page(scene: Scene, data: str) -> None:
    shown = await listed(scene, scene.rita)
    await scene.tap(scene.rita, shown, "exp:1")
    assert await scene.press(scene.rita, shown, data) is not None
    assert "Page 1 of 2" in shown.text
    assert scene.failures == 0


async def test_the_team_sees_it_and_nobody_elses_are_among_them(scene: Scene) -> None:
    shown = await listed(scene, scene.vera, scene.team)
    assert len([line for line in shown.text.splitlines() if " · a month CNY " in line]) == 6
    assert scene.server("win-1").ip not in shown.text
    assert all_data(shown) == [*FILES, "hom", "lst:0:"]
    for data in (f"do:renew:{scene.row_id('web-1')}", "many"):
        answer = await scene.press(scene.vera, shown, data)
        assert answer is not None
        assert answer.text is not None
        assert answer.text.startswith("This needs the role “owner”; yours here is “viewer”.")


async def test_several_at_once(scene: Scene) -> None:
    shown = await listed(scene, scene.alice)
    await scene.tap(scene.alice, shown, "many")
    assert shown.text.startswith("Tick the servers to renew.")


async def test_one_server_alone_has_no_several(scene: Scene) -> None:
    await scene.store.unassign(scene.account_id, scene.made.servers["db-1"])
    shown = await listed(scene, scene.bob)
    assert all_data(shown) == [f"do:renew:{scene.row_id('win-1')}", *FILES, "hom", "lst:0:"]
    assert shown.text.splitlines()[2].startswith(f"🟠 {scene.server('win-1').ip}：2027-01-20 16:00（")
    assert shown.text.splitlines()[-1] == "30 天内有 1 台可续费的服务器到期，全部续费一个月共 298.00 元（估算）。"


async def test_what_cannot_be_renewed_is_shown_without_price_or_button(scene: Scene) -> None:
    lines = scene.services.catalogue.of(scene.account_id).lines
    for guid, line in list(lines.items()):
        lines[guid] = line.model_copy(update={"renew_status": False})
    shown = await listed(scene, scene.alice)
    assert shown.text.splitlines()[2] == "🟢 203.0.113.10:10021: 2027-01-31 16:00 (16 days left)"
    assert shown.text.splitlines()[-1] == "No renewable server ends within 30 days."
    assert all_data(shown) == [*FILES, "hom", "lst:0:"]


async def test_an_unknown_price_is_not_summed_up(scene: Scene) -> None:
    scene.services.catalogue.of(scene.account_id).lines.clear()
    shown = await listed(scene, scene.alice)
    assert "CNY" not in shown.text
    assert shown.text.splitlines()[-1] == (
        "Within 30 days 3 renewable servers end; what a month of all of them costs is unknown."
    )


async def test_those_of_a_week_ticked_at_once(scene: Scene) -> None:
    shown = await listed(scene, scene.alice)
    assert "exs" not in all_data(shown)
    scene.server("web-1").ends_at = scene.clock.now() + 2 * DAY
    await scene.ask(scene.alice, "/server web-1")
    shown = await listed(scene, scene.alice)
    await scene.tap(scene.alice, shown, "exs")
    ticked = [label for label in labels(shown) if label.startswith(("☑ web", "☑ cache"))]
    assert ticked == ["☑ web-1 · 2027-01-17"]


async def test_a_way_to_those_of_a_week_that_have_been_renewed_since(scene: Scene) -> None:
    shown = await listed(scene, scene.alice)
    answer = await scene.press(scene.alice, shown, "exs")
    assert answer is not None
    assert "within 7 days" in shown.text + (answer.text or "") + scene.messages(scene.alice)[-1].text
    assert scene.failures == 0
