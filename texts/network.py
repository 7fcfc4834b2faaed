"""Forwarded ports and firewall rules, as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from operations.firewall_order import ABNORMAL, DELETED, NORMAL
from texts.markup import LONGEST_NAME, Safe, clipped, escape, fitted
from texts.rules import UNTOLD, policy_cells, policy_words, shown_name, shown_weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine import Policy, Port, Reason
    from texts.language import Texts

LONGEST_SHOWN = 24
_LOCK, _WARNING = "🔒", "⚠"
_IN_FORCE = frozenset({None, NORMAL})


def port_list(t: Texts, label: str, ports: Sequence[Port], *, reason: Reason | None, page: int, pages: int) -> str:
    """Return a server's forwarded ports.

    Args:
        t: the reader's texts.
        label: what the chat calls the server.
        ports: those of this page.
        reason: what speaks against a new one.
        page: which page, counted from 1.
        pages: how many there are.
    """
    head = t("ports-title", label=clipped(label, LONGEST_NAME))
    rows = [_port(t, port) for port in ports] or [t("ports-none")]
    return fitted(head, ["", *rows], _tail(t, "ports-no-new", reason, page, pages))


def _tail(t: Texts, key: str, reason: Reason | None, page: int, pages: int) -> str:
    lines = [t(key, reason=t(f"reason-{reason}"))] if reason is not None else []
    lines += [t("list-of-pages", page=str(page), pages=str(pages))] if pages > 1 else []
    return "\n" + "\n".join(lines) if lines else ""


def _number(port: int | None) -> str:
    return UNTOLD if port is None else str(port)


def _port(t: Texts, port: Port) -> str:
    public = _number(port.public_port)
    outside = f"{port.public_ip}:{public}" if port.public_ip else public
    row = t("ports-row", outside=clipped(outside, LONGEST_NAME), local=_number(port.local_port))
    return f"{row} · {escape(clipped(port.remark, LONGEST_SHOWN))}" if port.remark else row


def port_button(t: Texts, port: Port) -> str:
    """Return the button that removes a forwarding, plain."""
    return t.plain("ports-remove", outside=_number(port.public_port), local=_number(port.local_port))


def rule_list(t: Texts, label: str, policies: Sequence[Policy], *, reason: Reason | None, page: int, pages: int) -> str:
    """Return a server's firewall rules as a table in the order given; arguments as in `port_list`."""
    head = t("rules-title", label=clipped(label, LONGEST_NAME))
    if not policies:
        return fitted(head, ["", t("rules-none")], _tail(t, "rules-no-new", reason, page, pages))
    rows = [Safe(f"<pre>{escape(_table(t, policies))}</pre>"), t("rules-order")]
    if any(policy.is_preset for policy in policies):
        rows.append(t("rules-preset", mark=_LOCK))
    if any(policy.status not in _IN_FORCE for policy in policies):
        rows.append(t("rules-abnormal", mark=_WARNING))
    return fitted(head, ["", *rows], _tail(t, "rules-no-new", reason, page, pages))


def _table(t: Texts, policies: Sequence[Policy]) -> str:
    """Return a line a rule: weight, direction, verdict, protocol, ports, from, marks."""
    rows = [(shown_weight(policy), *policy_cells(t, policy)) for policy in policies]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    marks = [f"{_LOCK * policy.is_preset}{_WARNING * (policy.status not in _IN_FORCE)}" for policy in policies]
    lines = []
    for (weight, *words), mark in zip(rows, marks, strict=True):
        padded = [word + " " * (width - _width(word)) for word, width in zip(words, widths[1:], strict=True)]
        # Marks stand last, for how wide they are differs from phone to phone, and close by, to be seen on a narrow one.
        lines.append(" ".join((weight.rjust(widths[0]), " ".join(padded).rstrip(), mark)).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    """Return how many columns a text takes where every letter has the same width; a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def one_rule(t: Texts, policy: Policy, label: str) -> str:
    """Return what is known of one rule.

    Args:
        t: the reader's texts.
        policy: which.
        label: what the chat calls the server.
    """
    lines: list[str] = [
        t("rule-title", label=clipped(label, LONGEST_NAME)),
        t("terms-rule", rule=policy_words(t, policy)),
        t("terms-rule-name", name=shown_name(policy), weight=shown_weight(policy)),
    ]
    if policy.status not in _IN_FORCE:
        lines.append(_status(t, policy))
    if policy.is_preset:
        lines.append(t("rule-preset", mark=_LOCK))
    return "\n".join(lines)


def _status(t: Texts, policy: Policy) -> str:
    """Return what is wrong with a rule, with the engine's words where it has some."""
    if policy.status in {ABNORMAL, DELETED}:
        told = t("rule-abnormal" if policy.status == ABNORMAL else "rule-deleted")
    else:
        told = t("rule-status-unknown", value=str(policy.status))
    words = clipped(policy.message, LONGEST_NAME)
    return f"{told}\n{t('rule-message', words=words)}" if words else told


def rule_button(t: Texts, policy: Policy) -> str:
    """Return the button that opens a rule, plain."""
    return t.plain("rules-open", weight=shown_weight(policy), name=clipped(policy.name, LONGEST_SHOWN))
