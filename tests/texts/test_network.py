from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine import Policy, Port, Reason
from tests.texts.samples import EVIL, EVIL_ESCAPED, checked
from texts.network import one_rule, port_button, port_list, rule_button, rule_list

if TYPE_CHECKING:
    from texts import Texts


def port(**changes: Any) -> Port:
    values = {"guid": "p-1", "public_ip": "203.0.113.10", "public_port": 10_021, "local_port": 22, "remark": "ssh"}
    return Port.model_validate(values | changes)


def policy(**changes: Any) -> Policy:
    values = {
        "guid": "r-1",
        "name": "web",
        "weight": 20,
        "direction": "Inbound",
        "action": "Allow",
        "protocol": "tcp",
        "remote_ip": "198.51.100.0/24",
        "local_port": "443",
        "status": 1,
        "strategy_type": 1,
    }
    return Policy.model_validate(values | changes)


def test_ports_with_all_that_is_told(en: Texts, zh: Texts) -> None:
    shown = checked(port_list(en, "shop", [port()], reason=Reason.ADDRESS_NOT_SHARED, page=2, pages=3))
    assert shown == (
        "🔌 Forwarded ports of <b>shop</b>\n\n<code>203.0.113.10:10021</code> → 22 · ssh\n\n"
        "No new one: it has an IP of its own.\nPage 2 of 3"
    )
    assert checked(port_list(zh, "shop", [], reason=None, page=1, pages=1)) == (
        "🔌 <b>shop</b> 的端口转发\n\n没有转发任何端口。"
    )


def test_what_was_not_told_of_a_port_is_not_made_up(t: Texts) -> None:
    bare = Port.model_validate({"guid": "p-2"})
    assert checked(port_list(t, "shop", [bare], reason=None, page=1, pages=1)).endswith("\n<code>?</code> → ?")
    assert port_button(t, bare) == "❌ ? → ?"


def test_what_others_wrote_is_escaped_and_kept_short(t: Texts) -> None:
    shown = checked(port_list(t, EVIL, [port(remark="x" * 500)], reason=None, page=1, pages=1))
    assert EVIL_ESCAPED in shown
    assert shown.endswith("· " + "x" * 23 + "…")
    rules = [policy(weight=n, action=EVIL, protocol=EVIL, local_port=EVIL, remote_ip=EVIL) for n in range(20)]
    checked(rule_list(t, EVIL, rules, reason=None, page=1, pages=1))
    checked(one_rule(t, policy(name=EVIL, status=0, message=EVIL), EVIL))
    assert len(rule_button(t, policy(name="x" * 500))) == len("🧱 20 ") + 24


def test_a_table_has_its_columns_below_each_other(en: Texts) -> None:
    rules = [policy(), policy(weight=7, action="Deny", protocol="icmp", local_port="", remote_ip=None)]
    shown = checked(rule_list(en, "web-1", rules, reason=None, page=1, pages=1))
    assert shown == (
        "🧱 Firewall of <b>web-1</b>\n\n<pre>20 in allow tcp  443 198.51.100.0/24\n"
        " 7 in deny  icmp     any</pre>\nThe larger weight goes first."
    )


def test_words_that_are_not_known_are_shown_as_said(en: Texts) -> None:
    odd = policy(weight=None, direction="Sideways", action="", protocol="custom", local_port="0", remote_ip="0.0.0.0/0")
    assert "<pre>? Sideways ? custom all any</pre>" in rule_list(en, "x", [odd], reason=None, page=1, pages=1)
    assert "\nRule: <code>? custom all from any Sideways</code>\n" in one_rule(en, odd, "x")
    assert rule_button(en, policy(weight=None, name="")) == "🧱 ? "


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (0, "⚠ The engine calls it abnormal: it may not be in force."),
        (-1, "⚠ The engine calls it deleted: it is not in force any more."),
        (5, "⚠ Its status is unknown (5): it may not be in force."),
    ],
)
def test_a_rule_that_is_not_in_order_says_so(en: Texts, status: int, told: str) -> None:
    assert checked(one_rule(en, policy(status=status), "web-1")).splitlines()[-1] == told
    listed = rule_list(en, "web-1", [policy(status=status)], reason=None, page=1, pages=1)
    assert "198.51.100.0/24 ⚠</pre>\n" in listed
    assert listed.endswith("\n⚠ Not in order: open the rule.")


def test_a_preset_that_is_abnormal_has_both_marks(en: Texts) -> None:
    preset = policy(strategy_type=2, status=0, name="")
    assert "🔒⚠</pre>" in rule_list(en, "x", [preset], reason=Reason.FUNCTION_CLOSED, page=1, pages=2)
    assert checked(one_rule(en, preset, "x")).splitlines()[2:] == [
        "Name: – · weight 20",
        "⚠ The engine calls it abnormal: it may not be in force.",
        "🔒 It came with the server and cannot be removed.",
    ]
