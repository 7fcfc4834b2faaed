from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import Policy
from operations.firewall_rules import parse
from texts.rules import policy_words, rule_words

if TYPE_CHECKING:
    from texts import Texts

LINES = [
    "allow tcp 443 from 203.0.113.0/24 in",
    "deny udp 5-15 from 203.0.113.9 out",
    "allow icmp both",
    "deny tcp all from any in",
]


@pytest.mark.parametrize("line", LINES)
def test_a_rule_in_words_can_be_typed_as_it_stands(t: Texts, line: str) -> None:
    rule = parse(line)
    assert parse(rule_words(t, rule)) == rule


@pytest.mark.parametrize("line", LINES)
def test_the_engines_rule_is_told_in_the_same_words(t: Texts, line: str) -> None:
    rule = parse(line)
    told = Policy.model_validate(
        {
            "guid": "r-1",
            "direction": rule.direction.value,
            "action": rule.verdict.value,
            "protocol": rule.protocol.value,
            "remote_ip": rule.remote or "0.0.0.0/0",
            "local_port": rule.ports or "0",
        }
    )
    assert policy_words(t, told) == rule_words(t, rule)


def test_all_is_said_in_both_languages(en: Texts, zh: Texts) -> None:
    rule = parse("deny tcp")
    assert rule_words(en, rule) == "deny tcp all from any in"
    assert rule_words(zh, rule) == "拒绝 tcp 全部 来自 任意 入站"
