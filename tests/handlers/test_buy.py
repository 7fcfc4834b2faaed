from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.driving import drive
from operations.kinds import Answer
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene


async def spends_freely(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="open")


def draft(scene: Scene) -> int:
    return scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].id


async def configured(scene: Scene) -> BotMessage:
    """Answer every question by a tap; returns the confirmation."""
    shown = await scene.ask(scene.alice, "/buy")
    number = draft(scene)
    zone = scene.made.zones["east"]
    for answer in (f"zone:{zone}", "core:2-4", "family:Debian", f"system:{scene.made.systems['debian12']}", "months:3"):
        await scene.tap(scene.alice, shown, f"f:{number}:{answer}")
    return shown


async def test_a_recommended_configuration_by_taps(scene: Scene) -> None:
    await spends_freely(scene)
    shown = await scene.ask(scene.alice, "/buy")
    assert shown.text == "🛒 Buy a server\n\nIn which zone?"
    assert labels(shown) == ["华东·杭州", "华北·北京 (real-name check)", "华南·广州", "❌ Cancel"]
    number = draft(scene)
    await scene.tap(scene.alice, shown, f"f:{number}:zone:{scene.made.zones['east']}")
    # The one line of the zone answers itself, and says what it is.
    assert shown.text == (
        "🛒 Buy a server\n华东·杭州\n\nWhich size? ⭐ is what the line recommends; prices are of a month, estimated.\n"
        "杭州 BGP 多线: KVM 宿主机，SSD 存储"
    )
    assert labels(shown) == [
        "⭐ 2 CPU, 2 GB, 10 GB disk, 10 Mbit/s · CNY 448.00",
        "⭐ 2 CPU, 4 GB, 10 GB disk, 10 Mbit/s · CNY 478.00",
        "1 CPU, 1 GB, 10 GB disk, 10 Mbit/s · CNY 420.00",
        "4 CPU, 8 GB, 10 GB disk, 10 Mbit/s · CNY 558.00",
        "8 CPU, 16 GB, 10 GB disk, 10 Mbit/s · CNY 718.00",
        "‹ Back",
        "❌ Cancel",
    ]
    await scene.tap(scene.alice, shown, f"f:{number}:core:2-4")
    assert labels(shown)[:5] == ["AlmaLinux", "Debian", "Rocky", "Ubuntu", "Windows"]
    await scene.tap(scene.alice, shown, f"f:{number}:family:Debian")
    assert labels(shown)[:2] == ["Debian 11 64位", "Debian 12 64位"]
    await scene.tap(scene.alice, shown, f"f:{number}:system:{scene.made.systems['debian12']}")
    assert labels(shown)[:3] == ["1 month · CNY 478.00", "2 months · CNY 956.00", "3 months · CNY 1,434.00"]
    await scene.tap(scene.alice, shown, f"f:{number}:months:3")
    assert shown.text.split("\n\n")[0].splitlines() == [
        "Buy a new server?",
        "Line: 华东·杭州 · 杭州 BGP 多线",
        "Cores: 2",
        "Memory: 4 GB",
        "Data disks: 10 GB",
        "Bandwidth: 10 Mbit/s",
        "System: Debian 12 64位",
        "1 server for 3 months",
        "The new password is shown to you in private when it is done.",
        "Price: CNY 1,434.00 (estimate)",
        "If the engine wants more than that, it refuses the order instead of charging it.",
    ]
    assert labels(shown) == ["✅ Confirm", "✏️ Change", "❌ Cancel"]
    assert scene.executed("create_new") == 0
    await scene.tap(scene.alice, shown, "ok:")
    (row,) = await scene.drive()
    assert (row.state, scene.executed("create_new")) == ("done", 1)
    assert shown.text.splitlines()[0] == "🛒 1 × 2 CPU, 4 GB"
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id) == []


async def test_the_receipt_leads_to_each_server_that_was_bought(scene: Scene) -> None:
    await spends_freely(scene)
    shown = await configured(scene)
    await scene.tap(scene.alice, shown, "fr:")
    number = draft(scene)
    await scene.tap(scene.alice, shown, f"fs:{number}:num")
    assert labels(shown)[:5] == ["1", "2", "3", "5", "10"]
    await scene.tap(scene.alice, shown, f"f:{number}:num:2")
    assert "\n2 servers for 3 months each\n" in shown.text
    assert "\nPrice: CNY 2,868.00 (estimate)\n" in shown.text
    before = len(scene.messages(scene.alice))
    await scene.tap(scene.alice, shown, "ok:")
    await scene.drive()
    assert shown.text.splitlines()[0] == "🛒 2 × 2 CPU, 4 GB"
    end = scene.messages(scene.alice)[before]
    bought = list(scene.store.assignments(identity_id=scene.identities["alice"]))[-2:]
    addresses = sorted(scene.store.server_by_guid(row.guid)[0].ip for row in bought)
    sizes = "2 vCPU · 4 GB RAM · data disks 10 GB · 10 Mbit/s"
    assert sorted(end.text.splitlines()[1:3]) == [f"• {address} {sizes}" for address in addresses]
    ways = [label for label in labels(end) if label in addresses]
    assert sorted(ways) == addresses
    (card, *_) = [data for data in all_data(end) if ":srv:" in data]
    await scene.press(scene.alice, end, card)
    assert scene.messages(scene.alice)[-1].text.splitlines()[0].removeprefix("🟢 ") in addresses


async def test_own_sizes_through_change(scene: Scene) -> None:
    shown = await configured(scene)
    await scene.tap(scene.alice, shown, "fr:")
    number = draft(scene)
    assert shown.text == (
        "🛒 Buy a server\nFor: alice\nZone: 华东·杭州\nLine: 杭州 BGP 多线\nCPU and memory: 2 CPU, 4 GB\n"
        "Family: Debian\nSystem: Debian 12 64位\nMonths: 3 months\nData disks: 10 GB\nBandwidth: 10 Mbit/s\n"
        "Defense: 0 G\nServers: 1\nPassword: 🎲 Make one for me\n\nPrice: CNY 1,434.00 (estimate)\n"
        "Press an answer to change it."
    )
    await scene.tap(scene.alice, shown, f"fs:{number}:disks")
    (shown,) = await scene.say(scene.alice, "50, 100")
    assert "\nData disks: 50 + 100 GB\n" in shown.text
    await scene.tap(scene.alice, shown, "fr:")
    assert "Data disks: 50 + 100 GB" in labels(shown)
    await scene.tap(scene.alice, shown, f"fs:{number}:bandwidth")
    (shown,) = await scene.say(scene.alice, "7")
    assert "\nBandwidth: 7 Mbit/s\n" in shown.text
    await scene.tap(scene.alice, shown, "fr:")
    await scene.tap(scene.alice, shown, f"fs:{number}:defense")
    await scene.tap(scene.alice, shown, f"f:{number}:defense:20")
    assert "\nDefense: 20 G\n" in shown.text
    # Another line sells other sizes: what does not fit there is asked afresh or as recommended there.
    await scene.tap(scene.alice, shown, "fr:")
    await scene.tap(scene.alice, shown, f"fs:{number}:zone")
    await scene.tap(scene.alice, shown, f"f:{number}:zone:{scene.made.zones['south']}")
    assert shown.text.splitlines()[-1] == "广州 共享 IP: NAT 共享，入门之选"


async def test_a_part_of_a_systems_name_is_enough(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/buy")
    number = draft(scene)
    await scene.tap(scene.alice, shown, f"f:{number}:zone:{scene.made.zones['east']}")
    (shown,) = await scene.say(scene.alice, "4 8")
    (shown,) = await scene.say(scene.alice, "ubuntu 24")
    assert shown.text.endswith("For how long? Prices are estimates, for one server.")
    (shown,) = await scene.say(scene.alice, "1 month")
    assert "\nSystem: Ubuntu 24.04 64位\n" in shown.text
    assert "\nCores: 4\nMemory: 8 GB\n" in shown.text


async def test_a_zone_that_demands_something_says_so_first(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/buy")
    await scene.tap(scene.alice, shown, f"f:{draft(scene)}:zone:{scene.made.zones['north']}")
    assert shown.text.split("\n\n")[1].startswith("⚠ This zone demands a real-name check.\nWhich size?")


STEPS = ("zone", "core", "family", "system", "months", "disks", "bandwidth", "defense", "num")


@pytest.mark.parametrize("word", ["-1", "zzz", "9" * 400, "<b>1</b>", "😀", "１", "1.5", "e9a1b2c3-0000-4000-8000-00"])
async def test_junk_keeps_the_form(scene: Scene, word: str) -> None:
    shown = await configured(scene)
    number = draft(scene)
    await scene.tap(scene.alice, shown, "fr:")
    before = scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].answers
    for step in STEPS:
        await scene.press(scene.alice, shown, f"fs:{number}:{step}")
        (shown,) = await scene.say(scene.alice, word)
        assert shown.text.splitlines()[0].startswith("⚠ "), (step, shown.text)
        assert scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].answers == before
    assert scene.failures == 0


@pytest.mark.parametrize(
    ("step", "word", "told"),
    [
        ("num", "0", "From 1 to 20 servers in one order."),
        ("num", "21", "From 1 to 20 servers in one order."),
        ("months", "11", "“11” months are not on offer here."),
        ("disks", "0", "“0” is not sold here. Press a size, or type another one."),
        ("disks", "15", "“15” is not sold here. Press a size, or type another one."),
        ("disks", "10+10+10+10+10+10+10+10+10", "“10+10+10+10+10+10+10+10+10” is not sold here."),
        ("bandwidth", "0", "“0” is not sold here. Press a size, or type another one."),
        ("defense", "1", "“1” is not sold here. Press a size, or type another one."),
        ("core", "3 3", "“3 3” is not sold here. Press a size, or type another one."),
    ],
)
async def test_sizes_that_are_not_sold(scene: Scene, step: str, word: str, told: str) -> None:
    shown = await configured(scene)
    await scene.tap(scene.alice, shown, "fr:")
    await scene.press(scene.alice, shown, f"fs:{draft(scene)}:{step}")
    (shown,) = await scene.say(scene.alice, word)
    assert shown.text.splitlines()[0].startswith(f"⚠ {told}")


async def test_going_on_where_it_stood(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/buy")
    number = draft(scene)
    await scene.tap(scene.alice, shown, f"f:{number}:zone:{scene.made.zones['east']}")
    again = await scene.ask(scene.alice, "/buy")
    assert again.text == ("🛒 Buy a server\nZone: 华东·杭州\n\nYou began this earlier. Go on with it?")
    assert labels(again) == ["▶ Go on", "🔄 Begin afresh", "❌ Cancel"]
    await scene.tap(scene.alice, again, "fn:")
    assert labels(again)[0].startswith("⭐ 2 CPU")
    last = await scene.ask(scene.alice, "/buy")
    await scene.tap(scene.alice, last, "by2")
    assert last.text.endswith("In which zone?")
    assert draft(scene) != number
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].answers == {}


async def test_what_was_begun_can_be_cancelled(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/buy")
    await scene.tap(scene.alice, shown, "f:")
    again = await scene.ask(scene.alice, "/buy")
    await scene.tap(scene.alice, again, "fx:")
    assert again.text == "🛒 Buy a server\nCancelled. Nothing was changed."
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id) == []


async def test_what_is_not_on_offer_any_more_is_asked_afresh(scene: Scene) -> None:
    await configured(scene)
    guid = scene.made.lines["bgp"]
    lines = scene.services.catalogue.of(scene.account_id).lines
    lines[guid] = lines[guid].model_copy(update={"buy_status": False})
    again = await scene.ask(scene.alice, "/buy")
    assert again.text == "🛒 Buy a server\nMonths: 3 months\n\nYou began this earlier. Go on with it?"
    await scene.tap(scene.alice, again, "fn:")
    assert again.text.endswith("In which zone?")
    assert "华东·杭州" not in labels(again)


async def test_nothing_to_buy(scene: Scene) -> None:
    scene.services.catalogue.of(scene.account_id).lines.clear()
    refused = await scene.ask(scene.alice, "/buy")
    assert refused.text == "Nothing is on sale for you here just now."
    assert all_data(refused) == ["lst:0:"]
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id) == []


async def test_with_several_customers_it_asks_for_whom(scene: Scene) -> None:
    await scene.store.grant(scene.alice.id, scene.identities["bob"])
    shown = await scene.ask(scene.alice, "/buy")
    assert shown.text == "🛒 Buy a server\n\nFor whom?"
    assert labels(shown) == ["alice", "bob", "❌ Cancel"]
    number = draft(scene)
    system = scene.made.systems["debian12"]
    zone = scene.made.zones["east"]
    bob = scene.identities["bob"]
    for given in (f"identity:{bob}", f"zone:{zone}", "core:2-4", "family:Debian", f"system:{system}", "months:1"):
        await scene.tap(scene.alice, shown, f"f:{number}:{given}")
    assert shown.text.startswith("Buy a new server?\nFor: bob\nLine: ")
    await scene.store.revoke(scene.alice.id, bob)
    answer = await scene.press(scene.alice, shown, data_of(shown, "ok:"))
    assert answer is not None
    assert answer.text is not None
    assert scene.executed("create_new") == 0


async def test_only_owners_buy(scene: Scene) -> None:
    refused = await scene.ask(scene.oscar, "/buy", scene.team)
    assert refused.text.startswith("This needs the role “owner”; yours here is “operator”.")
    shown = await scene.ask(scene.alice, "/buy", scene.team)
    answer = await scene.press(scene.oscar, shown, data_of(shown, "f:"))
    assert answer is not None
    assert answer.text is not None
    assert scene.store.drafts_of(scene.team.id, scene.alice.id)[0].answers == {}


@pytest.mark.parametrize(
    "answer", ["identity:3", "identity:2", "zone:1", "line:x", "core:99-99", "system:x", "months:11", "num:6", "num:0"]
)
async def test_what_is_not_offered_cannot_be_pressed(scene: Scene, answer: str) -> None:
    shown = await configured(scene)
    number = draft(scene)
    before = scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].answers
    pressed = await scene.press(scene.alice, shown, f"f:{number}:{answer}")
    assert pressed is not None
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].answers == before
    assert scene.failures == 0


async def test_in_chinese(scene: Scene) -> None:
    shown = await scene.ask(scene.bob, "/buy")
    assert shown.text == "🛒 购买服务器\n\n选择地区。"
    assert labels(shown)[1] == "华北·北京（须实名）"


async def test_the_receipt_leads_to_no_server_that_went_to_somebody_else(scene: Scene) -> None:
    await spends_freely(scene)
    shown = await configured(scene)
    await scene.tap(scene.alice, shown, "ok:")
    before = len(scene.messages(scene.alice))
    (due,) = scene.store.due_operations(scene.clock.now())
    row = await drive(scene.services, due.taskid)
    assert row is not None
    (guid,) = Answer.from_json(row.answer or "").guids
    await scene.store.assign(scene.account_id, guid, scene.identities["bob"])
    assert await scene.reporter.ended(row)
    assert not [data for data in all_data(scene.messages(scene.alice)[before]) if "srv" in data]


async def test_where_nothing_is_left_of_what_was_begun_it_begins_anew(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/buy")
    await scene.tap(scene.alice, shown, f"f:{draft(scene)}:zone:{scene.made.zones['east']}")
    guid = scene.made.lines["bgp"]
    lines = scene.services.catalogue.of(scene.account_id).lines
    lines[guid] = lines[guid].model_copy(update={"buy_status": False})
    again = await scene.ask(scene.alice, "/buy")
    assert again.text == "🛒 Buy a server\n\nIn which zone?"
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].answers == {}
