"""New firewall rules: in one line, and by the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.rules import add_rule, terms
from tests.handlers.scene import labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

EXAMPLE = "Example: allow tcp 443 from 203.0.113.0/24 in"


@pytest.mark.parametrize(
    ("line", "rule", "name"),
    [
        ("allow tcp 443 from 0.0.0.0/0 in", "allow tcp 443 from any in", "allow tcp 443 · weight 10"),
        ("in 443 tcp allow", "allow tcp 443 from any in", "allow tcp 443 · weight 10"),
        ("add deny udp 5-15 from 203.0.113.9 out", "deny udp 5-15 from 203.0.113.9 out", "deny udp 5-15 · weight 10"),
        ("deny icmp both weight 77", "deny icmp from any both", "deny icmp · weight 77"),
        ('allow tcp name "a <b> c"', "allow tcp all from any in", "a <b> c · weight 10"),
        ("允许 tcp 22 来自198.51.100.7/24 入", "allow tcp 22 from 198.51.100.0/24 in", "allow tcp 22 · weight 10"),
    ],
)
async def test_one_line_goes_straight_to_the_confirmation(scene: Scene, line: str, rule: str, name: str) -> None:
    asked = await scene.ask(scene.alice, f"/firewall web-1 {line}")
    assert terms(asked) == ["Add a firewall rule for web-1?", f"Rule: {rule}", f"Name: {name}"]
    assert "\nThe rule takes effect at once; a wrong one can lock you out.\n" in asked.text
    assert labels(asked) == ["✅ Confirm", "✏️ Change", "❌ Cancel"]


async def test_a_confirmed_rule_is_at_the_engine_as_it_was_said_and_in_the_list(scene: Scene) -> None:
    add_rule(scene, "web-1", 20)
    asked = await scene.ask(scene.alice, '/firewall web-1 deny udp 5-15 from 203.0.113.0/24 both name "x y"')
    assert not scene.server("web-1").policies[1:]
    await scene.tap(scene.alice, asked, "ok:")
    (row,) = await scene.drive()
    assert row.state == "done"
    made = scene.server("web-1").policies[1]
    assert (made.weight, made.action, made.protocol, made.local_port) == (30, "Deny", "udp", "5-15")
    assert (made.remote_ip, made.direction, made.name) == ("203.0.113.0/24", "Both", "x y")
    listed = await scene.ask(scene.alice, "/firewall web-1")
    assert listed.text.splitlines()[2] == "30 both deny  udp 5-15 203.0.113.0/24"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("allow tpc 443", f"“tpc” is not understood. {EXAMPLE}"),
        ("allow tcp 80 443", f"“443” is one too many: a rule has one of each. {EXAMPLE}"),
        ("allow 443", f"A rule needs allow or deny, and tcp, udp or icmp. {EXAMPLE}"),
        ("allow icmp 80", "icmp has no ports. Leave them out, or choose tcp or udp."),
        ("allow tcp 70000", "“70000” are no ports. Write 80, 5-15 or all."),
        ("allow tcp from ::1", "“::1” is IPv6; the engine's firewall takes IPv4 only."),
        (
            "allow tcp from 1.2.3",
            "“1.2.3” is no IPv4 address or network. Write 203.0.113.5, 203.0.113.0/24 or any.",
        ),
        ("allow tcp weight x", "“x” is no weight: a number from 1 to 65535."),
        ('allow tcp name "', "A name has 1 to 32 characters in one line, without quotation marks."),
        ("<b>🧱", f"“<b>🧱” is not understood. {EXAMPLE}"),
    ],
)
async def test_a_line_that_is_no_rule_is_told_in_one_clear_line(scene: Scene, line: str, answer: str) -> None:
    refused = await scene.ask(scene.alice, f"/firewall web-1 {line}")
    assert refused.text == answer


async def test_a_weight_that_is_taken_is_asked_for_again(scene: Scene) -> None:
    add_rule(scene, "web-1", 20)
    asked = await scene.ask(scene.alice, "/firewall web-1 allow tcp 80 weight 20")
    assert asked.text.startswith("⚠ Weight “20” is used by another rule. Choose another number.\n")
    assert asked.text.endswith("Which weight? The larger goes first.")
    fine = await scene.ask(scene.alice, "15")
    assert terms(fine)[2] == "Name: allow tcp 80 · weight 15"


async def test_a_rule_above_that_decides_already_is_said(scene: Scene) -> None:
    add_rule(scene, "web-1", 20, action="Deny", local_port="1-1024")
    asked = await scene.ask(scene.alice, "/firewall web-1 allow tcp 80 weight 15")
    assert terms(asked)[3] == (
        "⚠ A rule above it decides about the same traffic already: deny tcp 1-1024 from any in (weight 20)"
    )
    above = await scene.ask(scene.alice, "/firewall web-1 allow tcp 80")
    assert terms(above)[1:] == ["Rule: allow tcp 80 from any in", "Name: allow tcp 80 · weight 30"]


async def test_icmp_is_not_asked_for_ports_and_every_answer_may_be_typed(scene: Scene) -> None:
    await scene.ask(scene.alice, "/firewall web-1 add")
    questions = [(await scene.ask(scene.alice, word)).text.splitlines()[-1] for word in ("拒绝", "ICMP", "203.0.113.9")]
    assert questions == [
        "Which protocol?",
        "From where? Press, or type an IP or a network: 203.0.113.0/24",
        "Which traffic?",
    ]
    asked = await scene.ask(scene.alice, "双向")
    assert terms(asked)[1] == "Rule: deny icmp from 203.0.113.9 both"


async def test_junk_at_every_step_is_one_clear_line_and_the_form_stands(scene: Scene) -> None:
    await scene.ask(scene.alice, "/firewall web-1 add")
    for junk, told, fine in (
        ("perhaps", "“perhaps” is not one of the choices.", "allow"),
        ("custom", "“custom” is not one of the choices.", "tcp"),
        ("-5", "“-5” are no ports.", "5-15"),
        ("everyone", "“everyone” is no IPv4 address or network.", "any"),
        ("sideways", "“sideways” is not one of the choices.", "in"),
    ):
        refused = await scene.ask(scene.alice, junk)
        assert refused.text.startswith(f"⚠ {told}")
        answer = await scene.ask(scene.alice, fine)
    assert terms(answer)[1:] == ["Rule: allow tcp 5-15 from any in", "Name: allow tcp 5-15 · weight 10"]


async def test_another_person_does_not_fill_in_the_form(scene: Scene) -> None:
    form = await scene.ask(scene.alice, "/firewall web-1 add", scene.team)
    answer = await scene.press(scene.oscar, form, "f:1:verdict:Deny")
    assert answer is not None
    assert answer.text == "Somebody else is filling this in. Ask for your own."
    assert form.text.endswith("Allow or deny?")
