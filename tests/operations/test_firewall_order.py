from __future__ import annotations

import pytest

from engine import Policy
from operations.firewall_order import free_weight, ordered, shadowing
from operations.firewall_rules import HIGHEST_WEIGHT, parse


def policy(weight: object, **more: object) -> Policy:
    values: dict[str, object] = {
        "guid": f"guid-{weight}",
        "weight": weight,
        "direction": "Inbound",
        "action": "Deny",
        "protocol": "tcp",
        "status": 1,
        "strategy_type": 1,
    }
    return Policy.model_validate(values | more)


def test_the_larger_weight_stands_first_and_none_last() -> None:
    assert [each.weight for each in ordered([policy(None), policy(3), policy(20), policy(7)])] == [20, 7, 3, None]


@pytest.mark.parametrize(
    ("own", "presets", "expected"),
    [
        ([], [], 10),
        ([20], [7], 30),
        ([20], [30], 31),
        ([], [500], 10),
        ([HIGHEST_WEIGHT], [], HIGHEST_WEIGHT - 1),
        ([HIGHEST_WEIGHT - 3], [HIGHEST_WEIGHT], HIGHEST_WEIGHT - 1),
        ([-40], [], 1),
        ([100_000, HIGHEST_WEIGHT], [], HIGHEST_WEIGHT - 1),
    ],
)
def test_a_new_rule_stands_above_what_people_made_at_an_unused_weight(
    own: list[int], presets: list[int], expected: int
) -> None:
    policies = [policy(each) for each in own] + [policy(each, strategy_type=2) for each in presets]
    assert free_weight([*policies, policy(None)]) == expected


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ({}, "allow tcp 443"),
        ({"local_port": "0"}, "allow tcp"),
        ({"local_port": "1-65535"}, "allow tcp"),
        ({"local_port": "400-500"}, "allow tcp 443-450"),
        ({"local_port": "443", "remote_ip": "203.0.113.0/24"}, "allow tcp 443 from 203.0.113.7"),
        ({"remote_ip": "0.0.0.0/0", "direction": "Both"}, "deny tcp out"),
        ({"protocol": "ICMP", "action": "Allow"}, "allow icmp"),
        ({"status": None, "strategy_type": 2}, "allow tcp 443"),
    ],
)
def test_a_rule_above_that_decides_about_the_same_is_found(above: dict[str, object], line: str) -> None:
    found = policy(20, **above)
    assert shadowing([policy(5), found], parse(line), 10) == found


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ({"protocol": "udp"}, "allow tcp 443"),
        ({"local_port": "443"}, "allow tcp 443-444"),
        ({"local_port": "443"}, "allow tcp"),
        ({"local_port": "443,80"}, "allow tcp 443"),
        ({"remote_ip": "203.0.113.0/24"}, "allow tcp 443"),
        ({"remote_ip": "203.0.113.0/24"}, "allow tcp 443 from 198.51.100.1"),
        ({"remote_ip": "somewhere"}, "allow tcp 443"),
        ({"remote_ip": "::/0"}, "allow tcp 443"),
        ({"direction": "Outbound"}, "allow tcp 443"),
        ({}, "allow tcp 443 both"),
        ({"status": 0}, "allow tcp 443"),
        ({"status": -1}, "allow tcp 443"),
        ({"weight": 10}, "allow tcp 443"),
        ({"weight": None}, "allow tcp 443"),
    ],
)
def test_what_is_not_surely_the_same_traffic_is_not_said(above: dict[str, object], line: str) -> None:
    values: dict[str, object] = {"weight": 20} | above
    assert shadowing([policy(**values)], parse(line), 10) is None


def test_of_several_the_first_is_named() -> None:
    assert shadowing([policy(20), policy(40), policy(30)], parse("deny tcp"), 10) == policy(40)
