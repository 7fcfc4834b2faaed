from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from operations.driving import drive
from sandbox.engine import Fault
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from store import OperationRow
    from tests.handlers.scene import Scene

DAY = 86400.0


async def spends_freely(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="open")


async def opened(scene: Scene) -> BotMessage:
    choice = await scene.ask(scene.alice, "/renew")
    await scene.tap(scene.alice, choice, "many")
    return choice


async def ends_soon(scene: Scene, *nicknames: str) -> None:
    for nickname in nicknames:
        scene.server(nickname).ends_at = scene.clock.now() + 3 * DAY
        await scene.ask(scene.alice, f"/server {scene.made.servers[nickname]}")


async def tick(scene: Scene, shown: BotMessage, *nicknames: str) -> None:
    for nickname in nicknames:
        await scene.tap(scene.alice, shown, f"sel:{scene.row_id(nickname)}:")


async def drive_all(scene: Scene) -> list[OperationRow]:
    """Drive a batch as the runner does: its chat is told once, when all of it has ended."""
    due = scene.store.due_operations(scene.clock.now())
    ended = [await drive(scene.services, row.taskid) for row in due]
    await asyncio.gather(*scene.reporter._statuses.edits)
    (report,) = scene.store.unreported()
    assert await scene.reporter.ended(report)
    return [row for row in ended if row is not None]


async def test_ticked_confirmed_and_told_together(scene: Scene) -> None:
    await spends_freely(scene)
    shown = await opened(scene)
    assert shown.text == "Tick the servers to renew.\n0 servers ticked, for 1 month each."
    assert labels(shown)[:2] == ["☐ 203.0.113.10:10021 · 2027-01-31", "☐ 203.0.113.10:10022 · 2027-02-01"]
    assert labels(shown)[-6:] == ["☑ Ending in 7 days", "☑ 1 month", "3 months", "6 months", "12 months", "All servers"]
    await tick(scene, shown, "web-1", "web-2")
    assert shown.text == "Tick the servers to renew.\n2 servers ticked, for 1 month each."
    await scene.tap(scene.alice, shown, "sem:3:")
    assert "☑ 3 months" in labels(shown)
    assert "1 month" in labels(shown)
    assert "Renew 2 servers" in labels(shown)
    await scene.tap(scene.alice, shown, "seg")
    assert shown.text.startswith("Several at once, renewal: 2 servers?\nFor 3 months\n• web-2 · ")
    assert scene.executed("renew") == 0
    await scene.tap(scene.alice, shown, "ok:")
    ended = await drive_all(scene)
    assert [row.state for row in ended] == ["done", "done"]
    assert len({row.order_no for row in ended}) == 2
    assert scene.executed("renew") == 2
    assert shown.text.startswith("renewal: 2 servers\n✅ web-1 · done\n✅ web-2 · done")
    end = scene.messages(scene.alice)[-1]
    assert len(scene.messages(scene.alice)) == 2
    first, *rows, total = end.text.splitlines()
    assert first == "renewal: 2 of 2 done"
    assert [row.split(" · ")[0] for row in rows] == ["✅ web-1", "✅ web-2"]
    assert total.startswith("Total of those done: CNY ")
    assert all_data(end) == ["new:lst:0:"]


async def test_a_client_cannot_tick_what_is_not_shown(scene: Scene) -> None:
    shown = await opened(scene)
    before = all_data(shown)
    for data in (f"sel:{scene.row_id('db-1')}:0", "sel:x:1", "sel", "sem:x:1", "sem:999:1"):
        await scene.press(scene.alice, shown, data)
        assert all_data(shown) == before


async def test_a_forged_press_from_a_message_without_a_list(scene: Scene) -> None:
    other = await scene.ask(scene.alice, "/help")
    for data in ("sel:1:0", "sem:3:0", "sea"):
        answer = await scene.press(scene.alice, other, data)
        assert answer is not None
        assert answer.text == "This button no longer does anything."
    answer = await scene.press(scene.alice, other, "seg")
    assert answer is not None
    assert answer.text == "No server can be renewed here now."


async def test_unticked_again(scene: Scene) -> None:
    shown = await opened(scene)
    await tick(scene, shown, "web-1")
    assert "Renew 1 server" in labels(shown)
    await tick(scene, shown, "web-1")
    assert not any(label.startswith("Renew") for label in labels(shown))


async def test_all_that_end_within_a_week(scene: Scene) -> None:
    await ends_soon(scene, "web-1", "cache-1")
    shown = await opened(scene)
    await scene.tap(scene.alice, shown, "sea")
    ticked = [data for data in all_data(shown) if data.startswith("sel:") and data.endswith(":1")]
    assert sorted(ticked) == sorted(f"sel:{scene.row_id(name)}:1" for name in ("web-1", "cache-1"))


async def test_typed_all_renews_what_ends_soon(scene: Scene) -> None:
    assert (await scene.ask(scene.alice, "/renew all 1")).text == "No server ends within 7 days."
    await ends_soon(scene, "web-1", "cache-1")
    asked = await scene.ask(scene.alice, "/renew ALL 1")
    assert asked.text.startswith("Several at once, renewal: 2 servers?\nFor 1 month\n")
    refused = await scene.ask(scene.alice, "/renew all 11")
    assert refused.text.startswith("“11” is not on offer. Months on offer: 1, 2, 3")
    shown = await scene.ask(scene.alice, "/renew all")
    assert "2 servers ticked" in shown.text


async def test_one_that_cannot_take_part_is_named_and_the_rest_goes_on(scene: Scene) -> None:
    await ends_soon(scene, "web-1", "cache-1")
    await scene.ask(scene.alice, "/start cache-1")
    asked = await scene.ask(scene.alice, "/renew all 1")
    assert asked.text.startswith("Several at once, renewal: 1 server?\nFor 1 month\n• web-1 · ")
    assert "Not taking part:\n• cache-1: Another operation is still going on here (start)." in asked.text


async def test_servers_of_several_customers_are_not_mixed(scene: Scene) -> None:
    await scene.store.grant(501, scene.identities["bob"])
    shown = await opened(scene)
    await tick(scene, shown, "web-1", "db-1")
    answer = await scene.tap(scene.alice, shown, "seg")
    assert answer.text == (
        "These servers belong to several customers, whose money must not be mixed. Renew each customer's by themselves."
    )


async def test_no_number_of_months_for_all(scene: Scene) -> None:
    lines = scene.services.catalogue.of(scene.account_id).lines
    for nickname, months in (("bgp", (1,)), ("shared", (3,))):
        guid = scene.made.lines[nickname]
        lines[guid] = lines[guid].model_copy(update={"months": months})
    shown = await opened(scene)
    assert "No number of months is offered for all of these. Untick some." in shown.text
    await tick(scene, shown, "web-1", "shop-1")
    assert not any(data == "seg" for data in all_data(shown))
    answer = await scene.press(scene.alice, shown, "seg")
    assert answer is not None
    assert answer.text == "“” is not on offer for these servers."


async def test_servers_taken_away_meanwhile_are_left_out(scene: Scene) -> None:
    shown = await opened(scene)
    await scene.store.unassign(scene.account_id, scene.made.servers["web-1"])
    await tick(scene, shown, "web-2")
    assert not any("web-1" in label for label in labels(shown))
    for nickname in ("web-2", "cache-1", "shop-1", "shop-2", "failed-1"):
        await scene.store.unassign(scene.account_id, scene.made.servers[nickname])
    answer = await scene.press(scene.alice, shown, f"sel:{scene.row_id('web-2')}:1")
    assert answer is not None
    assert "No server can be renewed here now." in (answer.text or scene.messages(scene.alice)[-1].text)


@pytest.mark.parametrize("verb", ["many", "sel:1:0", "sem:1:0", "sea", "seg"])
async def test_only_owners(scene: Scene, verb: str) -> None:
    shown = await scene.ask(scene.oscar, "/servers", scene.team)
    answer = await scene.press(scene.oscar, shown, verb)
    assert answer is not None
    assert answer.text.startswith("This needs the role “owner”")


async def test_only_those_that_end_first_are_shown(scene: Scene) -> None:
    model = scene.store.server_by_guid(scene.made.servers["web-1"])[0]
    await scene.store.keep_servers(
        scene.account_id,
        [(f"18000000000{number:05}", f"198.51.100.{number}", None, False, model.data) for number in range(30)],
        read_at=scene.clock.now(),
    )
    choice = await scene.ask(scene.rita, "/renew")
    await scene.tap(scene.rita, choice, "many")
    assert len([data for data in all_data(choice) if data.startswith("sel:")]) == 16
    assert "The 16 that end first are shown." in choice.text
    assert scene.telegram.violations == []


async def test_the_end_names_each_servers_result(scene: Scene) -> None:
    await spends_freely(scene)
    await ends_soon(scene, "web-1", "cache-1")
    asked = await scene.ask(scene.alice, "/renew all 1")
    scene.engine.fail_next(Fault.REFUSE("余额不足"), action="renew")
    await scene.press(scene.alice, asked, data_of(asked, "ok:"))
    ended = await drive_all(scene)
    assert sorted(row.state for row in ended) == ["done", "failed"]
    end = scene.messages(scene.alice)[-1]
    assert end.text.splitlines()[0] == "renewal: 1 of 2 done"
    assert "The engine refused: “余额不足”." in end.text
    assert end.text.endswith("Your reseller can help: @reseller")
