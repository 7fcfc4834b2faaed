"""Where a new firewall rule stands among the others: its weight, and what stands above it.

The engine takes the rules by weight, the larger first, and wants each weight once on a server.
"""

from __future__ import annotations

import itertools
import re
from ipaddress import IPv4Network, ip_network
from typing import TYPE_CHECKING

from engine import Direction
from operations.firewall_rules import HIGHEST_WEIGHT
from operations.kinds.parameters import HIGHEST_PORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine import Policy
    from operations.firewall_rules import Rule

NORMAL, ABNORMAL, DELETED = 1, 0, -1
"""What the engine says of a rule's status."""
# Room for rules that somebody may want in between later.
_STEP = 10
_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_ANY_PORT = frozenset({None, "", "0"})


def ordered(policies: Iterable[Policy]) -> list[Policy]:
    """Return the rules as the engine takes them: the largest weight first, those without one last."""
    return sorted(policies, key=lambda policy: (policy.weight is None, -(policy.weight or 0)))


def free_weight(policies: Iterable[Policy]) -> int:
    """Return the weight of a new rule: above all rules that people made, so that the newest counts; never a used one.

    Where presets stand does not count: one far above stays above. At the upper end it is the largest that is unused.
    """
    weights = [(policy.weight, policy.is_preset) for policy in policies if policy.weight is not None]
    used = {each for each, _ in weights}
    wanted = max((each for each, preset in weights if not preset), default=0) + _STEP
    candidates = itertools.chain(range(max(wanted, 1), HIGHEST_WEIGHT + 1), range(min(wanted, HIGHEST_WEIGHT), 0, -1))
    return next(each for each in candidates if each not in used)


def shadowing(policies: Sequence[Policy], rule: Rule, at: int) -> Policy | None:
    """Return the first rule above a new one that decides about all of the same traffic already, if there is one.

    Only where that is sure: in force, the same protocol, the same or wider ports, network and direction.

    Args:
        policies: those of the server.
        rule: the new one.
        at: its weight.
    """
    above = (policy for policy in ordered(policies) if policy.weight is not None and policy.weight > at)
    return next((policy for policy in above if _covers(policy, rule)), None)


def _covers(policy: Policy, rule: Rule) -> bool:
    return (
        policy.status in {None, NORMAL}
        and policy.protocol.casefold() == rule.protocol
        and policy.direction in {rule.direction, Direction.BOTH}
        and _ports_within(policy.local_port, rule.ports)
        and _network_within(policy.remote_ip, rule.remote)
    )


def _ports_within(outer: str | None, inner: str | None) -> bool:
    if outer in _ANY_PORT:
        return True
    wide, narrow = _PORTS.fullmatch(outer or ""), _PORTS.fullmatch(inner or f"1-{HIGHEST_PORT}")
    if wide is None or narrow is None:
        return False
    return int(wide[1]) <= int(narrow[1]) and int(narrow[2] or narrow[1]) <= int(wide[2] or wide[1])


def _network_within(outer: str | None, inner: str | None) -> bool:
    if not outer:
        return True
    try:
        wide, narrow = ip_network(outer, strict=False), ip_network(inner or "0.0.0.0/0", strict=False)
    except ValueError:
        return False
    return isinstance(wide, IPv4Network) and isinstance(narrow, IPv4Network) and narrow.subnet_of(wide)
