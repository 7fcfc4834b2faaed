from __future__ import annotations

from typing import TYPE_CHECKING

from tests.handlers.rules import add_rule, some_rules, terms
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_the_rules_stand_in_a_table_the_largest_weight_first(scene: Scene) -> None:
    some_rules(scene)
    shown = await scene.ask(scene.alice, "/firewall web-1")
    assert shown.text.splitlines() == [
        "🧱 Firewall of web-1",
        "",
        "120 in   allow tcp  22   198.51.100.0/24",
        " 20 both allow udp  5-15 any ⚠",
        "  7 out  deny  icmp      any 🔒",
        "The larger weight goes first.",
        "🔒 Preset: cannot be removed.",
        "⚠ Not in order: open the rule.",
    ]
    assert "<pre>120 in " in shown.html
    assert labels(shown) == ["🧱 120 ssh <office>", "🧱 20 games", "Add rule", "Refresh", "Open server"]


async def test_in_chinese_the_columns_stand_below_each_other_too(scene: Scene) -> None:
    shown = await scene.ask(scene.bob, f"/firewall {scene.server('db-1').ip}")
    assert shown.text.splitlines()[2:4] == [
        "20 入站 放行 tcp  5432 198.51.100.0/24",
        " 7 出站 拒绝 icmp      任意 🔒",
    ]


async def test_without_a_server_one_is_chosen(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/firewall")
    assert choice.text == "Whose firewall do you want to see?"
    await scene.tap(scene.alice, choice, f"fwl:{scene.row_id('web-1')}")
    assert choice.text == "🧱 Firewall of web-1\n\nThere are no rules."


async def test_by_tapping_alone(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/firewall web-1")
    await scene.tap(scene.alice, shown, "do:add_hardpolicy:")
    for step, value in (
        ("verdict", "Deny"),
        ("protocol", "tcp"),
        ("ports", "22"),
        ("remote", "any"),
        ("direction", "Inbound"),
    ):
        await scene.tap(scene.alice, shown, f"f:1:{step}:{value}")
    assert terms(shown)[1:] == ["Rule: deny tcp 22 from any in", "Name: deny tcp 22 · weight 10"]
    await scene.tap(scene.alice, shown, "ok:")
    await scene.drive()
    listed = await scene.ask(scene.alice, "/firewall web-1")
    await scene.tap(scene.alice, listed, "fw1:")
    assert listed.text == "🧱 A rule of web-1\nRule: deny tcp 22 from any in\nName: deny tcp 22 · weight 10"
    assert labels(listed) == ["Remove rule", "🧱 Firewall"]
    await scene.tap(scene.alice, listed, "fwd:")
    assert terms(listed) == [
        "Remove a firewall rule of web-1?",
        "Rule: deny tcp 22 from any in",
        "Name: deny tcp 22 · weight 10",
    ]
    await scene.tap(scene.alice, listed, "ok:")
    await scene.drive()
    assert (scene.executed("add_hardpolicy"), scene.executed("del_hardpolicy")) == (1, 1)
    assert scene.server("web-1").policies == []


async def test_the_weight_names_what_is_removed_and_presets_stay(scene: Scene) -> None:
    some_rules(scene)
    asked = await scene.ask(scene.alice, "/firewall web-1 delete 120")
    assert terms(asked)[1:] == ["Rule: allow tcp 22 from 198.51.100.0/24 in", "Name: ssh <office> · weight 120"]
    assert "⚠ The other rules then decide" in asked.text
    missing = await scene.ask(scene.alice, "/firewall web-1 删除 121")
    assert missing.text.startswith("Not possible: this rule no longer exists (121).")
    preset = await scene.ask(scene.alice, "/firewall web-1 delete 7")
    assert preset.text.startswith("Not possible: this rule is preset and stays.")
    choice = await scene.ask(scene.alice, "/firewall web-1 delete")
    assert labels(choice)[:2] == ["🧱 120 ssh <office>", "🧱 20 games"]


async def test_a_preset_is_protected_from_made_up_buttons(scene: Scene) -> None:
    some_rules(scene)
    shown, row = await scene.ask(scene.alice, "/firewall web-1"), scene.row_id("web-1")
    preset = scene.server("web-1").policies[0].guid
    answer = await scene.press(scene.alice, shown, f"fwd:{row}:{preset}")
    assert answer is not None
    assert answer.text.startswith("Not possible: this rule is preset and stays.")
    await scene.press(scene.alice, shown, f"fw1:{row}:{preset}")
    assert shown.text.endswith("\n🔒 It came with the server and cannot be removed.")
    assert labels(shown) == ["🧱 Firewall"]


async def test_an_abnormal_rule_says_so(scene: Scene) -> None:
    add_rule(scene, "web-1", 20, status=0, message="下发失败 <x>")
    shown = await scene.ask(scene.alice, "/firewall web-1")
    await scene.tap(scene.alice, shown, "fw1:")
    assert shown.text.splitlines()[3:] == [
        "⚠ The engine calls it abnormal: it may not be in force.",
        "The engine says: “下发失败 <x>”",
    ]


async def test_many_rules_have_pages(scene: Scene) -> None:
    for number in range(45):
        add_rule(scene, "web-1", 1 + number, name="n" * 200)
    shown, row = await scene.ask(scene.alice, "/firewall web-1"), scene.row_id("web-1")
    assert shown.text.splitlines()[2].startswith("45 in ")
    assert shown.text.endswith("\n\nPage 1 of 3")
    await scene.tap(scene.alice, shown, f"fwl:{row}:1")
    assert data_of(shown, f"fwl:{row}:0")
    await scene.tap(scene.alice, shown, f"fwl:{row}:2")
    assert shown.text.splitlines()[2:4] == ["5 in allow tcp all any", "4 in allow tcp all any"]
    assert labels(shown)[-4:] == ["‹ Previous", "Add rule", "Refresh", "Open server"]


async def test_a_line_without_a_firewall_says_why_not(scene: Scene) -> None:
    shop = "203.0.113.10:10021"
    shown = await scene.ask(scene.alice, f"/firewall {shop}")
    assert shown.text.endswith("There are no rules.\n\nNo new one: its line does not offer this.")
    assert labels(shown) == ["Refresh", "Open server"]
    refused = await scene.ask(scene.alice, f"/firewall {shop} allow tcp 80")
    assert refused.text.startswith("Not possible: its line does not offer this.")


async def test_a_viewer_looks_and_an_operator_acts(scene: Scene) -> None:
    some_rules(scene)
    row, guid = scene.row_id("web-1"), scene.server("web-1").policies[1].guid
    shown = await scene.ask(scene.vera, "/firewall web-1", scene.team)
    assert "Add rule" not in labels(shown)
    await scene.tap(scene.vera, shown, f"fw1:{row}:{guid}")
    assert labels(shown) == ["🧱 Firewall"]
    refused = await scene.ask(scene.vera, "/firewall web-1 allow tcp 80", scene.team)
    assert refused.text.startswith("This needs the role “operator”")
    for data in (f"fwd:{row}:{guid}", f"do:add_hardpolicy:{row}"):
        answer = await scene.press(scene.vera, shown, data)
        assert answer is not None
        assert answer.text.startswith("This needs the role “operator”")
    asked = await scene.ask(scene.oscar, "/firewall web-1 delete 120", scene.team)
    assert labels(asked)[0] == "✅ Confirm"


async def test_other_peoples_and_junk_in_buttons(scene: Scene) -> None:
    shown, row = await scene.ask(scene.alice, "/firewall web-1"), scene.row_id("web-1")
    foreign, guid = scene.row_id("db-1"), scene.server("db-1").policies[1].guid
    for data in (f"fwl:{foreign}", f"fw1:{foreign}:{guid}", f"fwd:{foreign}:{guid}"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text == "This server is not, or no longer, one of yours. /servers shows yours."
    for data in ("fwl", "fwl:x", "fw1", "fw1:x:y", f"fw1:{row}", f"fw1:{row}:{guid}", f"fwd:{row}:{guid}", "fwd::"):
        answer = await scene.press(scene.alice, shown, data)
        assert answer is not None
        assert answer.text == "That is no longer on offer. Please choose again."
    assert not shown.edits
    assert all(len(data.encode()) <= 64 for data in all_data(shown))
