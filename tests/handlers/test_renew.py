from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def spends_freely(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="open")


async def test_pick_months_confirmation_receipt(scene: Scene) -> None:
    await spends_freely(scene)
    choice = await scene.ask(scene.alice, "/renew")
    assert choice.text == "Which server shall be renewed? The first to end stands first."
    assert labels(choice)[:3] == [
        "203.0.113.10:10021 · 2027-01-31",
        "203.0.113.10:10022 · 2027-02-01",
        "cache-1 · 2027-02-09",
    ]
    assert labels(choice)[-2:] == ["Renew several…", "All servers"]
    await scene.press(scene.alice, choice, f"do:renew:{scene.row_id('web-1')}")
    assert choice.text == ("Renew web-1 for how long?\nEnds 2027-03-29 16:00 (73 days left)\nPrices are estimates.")
    assert labels(choice)[:2] == ["1 month · CNY 198.00", "2 months · CNY 396.00"]
    await scene.tap(scene.alice, choice, f"rnw:{scene.row_id('web-1')}:3")
    ip = scene.server("web-1").ip
    assert choice.text == (
        f"Renew web-1?\nAddress: {ip}\nSystem: Debian 12 64位\nNow: running\nFor 3 months\n"
        "Ends: 2027-03-29 16:00 → 2027-06-29 16:00\nPrice: CNY 594.00 (estimate)\n\n"
        "The server and its data are not touched.\n\nValid for 2 min; only who asked can confirm."
    )
    assert scene.executed("renew") == 0
    await scene.tap(scene.alice, choice, "ok:")
    (row,) = await scene.drive()
    assert scene.executed("renew") == 1
    assert row.order_no is not None
    end = scene.messages(scene.alice)[-1]
    assert end.text.splitlines()[1:] == [
        "Ends: 2027-03-29 16:00 → 2027-06-29 16:00",
        "Price: CNY 594.00 (estimate)",
        f"Order number: {row.order_no}",
    ]


async def test_with_server_and_months_it_goes_straight_to_the_confirmation(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/renew web-1 12")
    assert "\nFor 12 months\n" in asked.text
    assert "\nAfter your yes your reseller has to approve it.\n" in asked.text
    assert labels(asked) == ["✅ Confirm", "❌ Cancel"]


async def test_with_a_server_alone_it_asks_for_how_long(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/renew cache-1")
    assert asked.text.startswith("Renew cache-1 for how long?\n")
    assert all_data(asked)[-1] == f"srv:{scene.row_id('cache-1')}"


@pytest.mark.parametrize("months", ["0", "7", "x", "-1", "1 2", "9999", "三"])
async def test_months_that_are_not_on_offer(scene: Scene, months: str) -> None:
    refused = await scene.ask(scene.alice, f"/renew {scene.server('shop-1').share_ip} {months}")
    assert refused.text == f"“{months}” is not on offer. Months on offer: 1, 3, 6, 12."
    assert all_data(refused) == ["lst:0:"]


async def test_a_line_whose_months_are_unknown_offers_one(scene: Scene) -> None:
    scene.services.catalogue.of(scene.account_id).lines.clear()
    asked = await scene.ask(scene.alice, "/renew web-1")
    assert asked.text.endswith("What its line offers is not known just now; a month is.")
    assert labels(asked) == ["1 month", "Open server"]
    await scene.tap(scene.alice, asked, "rnw:")
    assert "\nPrice unknown: the reseller decides.\n" in asked.text
    assert "As the price is unknown, your reseller has to approve it after your yes." in asked.text


@pytest.mark.parametrize("data", ["rnw", "rnw:1", "rnw:x:1", "rnw:1:0", "rnw:1:1:1", "do:renew:x"])
async def test_junk_in_a_button(scene: Scene, data: str) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    answer = await scene.press(scene.alice, shown, data)
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    assert not shown.edits


async def test_months_out_of_a_button_are_looked_at_like_typed_ones(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/renew web-1")
    answer = await scene.press(scene.alice, shown, f"rnw:{scene.row_id('web-1')}:11")
    assert answer is not None
    assert answer.text == "Not possible: this number of months is not offered. Choose another one."
    assert answer.show_alert


async def test_only_owners_renew(scene: Scene) -> None:
    refused = await scene.ask(scene.oscar, "/renew web-1 1", scene.team)
    assert refused.text.startswith("This needs the role “owner”; yours here is “operator”.")
    card = await scene.ask(scene.oscar, "/server web-1", scene.team)
    assert "renewal: only for owners" in card.text
    for data in (f"do:renew:{scene.row_id('web-1')}", f"rnw:{scene.row_id('web-1')}:1"):
        answer = await scene.press(scene.oscar, card, data)
        assert answer is not None
        assert answer.text.startswith("This needs the role “owner”")


async def test_the_cards_button(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    await scene.tap(scene.alice, card, "do:renew:")
    assert card.text.startswith("Renew web-1 for how long?\n")


async def test_a_line_that_renews_nothing_is_said_before_months_are_chosen(scene: Scene) -> None:
    line = scene.services.catalogue.of(scene.account_id).lines
    guid = scene.made.lines["bgp"]
    line[guid] = line[guid].model_copy(update={"renew_status": False})
    refused = await scene.ask(scene.alice, "/renew web-1")
    assert refused.text.startswith("Not possible: its line cannot be renewed now.")


async def test_a_price_that_moved_is_asked_afresh(scene: Scene) -> None:
    await spends_freely(scene)
    asked = await scene.ask(scene.alice, "/renew web-1 1")
    old = data_of(asked, "ok:")
    lines = scene.services.catalogue.of(scene.account_id).lines
    guid = scene.made.lines["bgp"]
    cores = tuple(core.model_copy(update={"price": core.price * 2}) for core in lines[guid].cores if core.price)
    lines[guid] = lines[guid].model_copy(update={"cores": cores})
    await scene.tap(scene.alice, asked, "ok:")
    assert asked.text.startswith("⚠ Not done, for something has changed meanwhile: the price.")
    assert data_of(asked, "ok:") != old
    assert scene.executed("renew") == 0
