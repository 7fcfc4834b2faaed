"""Firewall rules in words, those of the line in which one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Protocol
from texts.markup import LONGEST_NAME, clipped

if TYPE_CHECKING:
    from engine import Policy
    from operations.firewall_rules import Rule
    from texts.language import Texts

LONGEST_WORD = 24
UNTOLD, NAMELESS = "?", "–"
_VERDICTS = {"allow": "rules-allow", "deny": "rules-deny"}
_DIRECTIONS = {"inbound": "rules-in", "outbound": "rules-out", "both": "rules-both"}


def rule_words(t: Texts, rule: Rule) -> str:
    """Return a rule as somebody wrote it, plain, with all that was left out."""
    cells = _cells(t, rule.verdict, rule.protocol, ports=rule.ports, remote=rule.remote, direction=rule.direction)
    return _line(t, cells)


def policy_words(t: Texts, policy: Policy) -> str:
    """Return a rule as the engine tells it, plain, in the same words."""
    return _line(t, policy_cells(t, policy))


def policy_cells(t: Texts, policy: Policy) -> tuple[str, str, str, str, str]:
    """Return direction, verdict, protocol, ports and remote of a rule, plain; what is not known is kept as said."""
    return _cells(
        t,
        policy.action,
        policy.protocol,
        ports=policy.local_port,
        remote=policy.remote_ip,
        direction=policy.direction,
    )


def _cells(
    t: Texts, verdict: str, protocol: str, *, ports: str | None, remote: str | None, direction: str
) -> tuple[str, str, str, str, str]:
    if ports in {None, "", "0"}:
        ports = "" if protocol.casefold() == Protocol.ICMP else t.plain("rules-all")
    if remote in {None, "", "0.0.0.0/0"}:
        remote = t.plain("rules-anywhere")
    return (
        _word(t, _DIRECTIONS, direction),
        _word(t, _VERDICTS, verdict),
        clipped(protocol, LONGEST_WORD) or UNTOLD,
        clipped(ports or "", LONGEST_WORD),
        clipped(remote or "", LONGEST_WORD),
    )


def _word(t: Texts, known: dict[str, str], said: str) -> str:
    key = known.get(said.casefold())
    return t.plain(key) if key is not None else clipped(said, LONGEST_WORD) or UNTOLD


def _line(t: Texts, cells: tuple[str, str, str, str, str]) -> str:
    direction, verdict, protocol, ports, remote = cells
    what = f"{protocol} {ports}".rstrip()
    return t.plain("rules-words", verdict=verdict, what=what, remote=remote, direction=direction)


def shown_weight(policy: Policy) -> str:
    """Return a rule's weight, plain."""
    return UNTOLD if policy.weight is None else str(policy.weight)


def shown_name(policy: Policy) -> str:
    """Return a rule's name, plain."""
    return clipped(policy.name, LONGEST_NAME) or NAMELESS
