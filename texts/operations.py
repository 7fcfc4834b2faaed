"""Operations: the one message while it runs, the new message at its end; and buttons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from operations.kinds import KINDS
from operations.sights import Sight
from store import KEY_PREFIX
from texts.actions import action_name, doing
from texts.contact import contact_line
from texts.markup import LONGEST_NAME, clipped
from texts.reading import refusal_words
from texts.receipts import is_grave, receipt, unknown_grave
from texts.renewal import UNKNOWN
from texts.states import state_words
from texts.times import clock, duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store import OperationRow
    from texts.language import Texts

__all__ = ["action_name", "button", "ended", "status"]


# Outcomes after which a person should see how the server does now, where it could be read.
_STATE_MATTERS = frozenset({"failed", "deadline", "did_not", "no_trace"})
# Outcomes that leave something only the reseller can look into.
_RESELLER_HELPS = frozenset({"refused", "failed", "deadline", "unreadable", "no_trace"})
_OUTCOMES = frozenset(
    {"refused", "not_connected", "stale", "moved", "incomplete", "failed", "deadline", "did_not"}
    | {"unreadable", "no_trace"}
)


def button(t: Texts, name: str) -> str:
    """Return the label of a button: an action, or a way through the screens."""
    return t.plain(f"button-{name}")


def status(
    t: Texts,
    row: OperationRow,
    *,
    label: str,
    address: str,
    now: float,
    timezone: str,
    settled_by: float | None = None,
) -> str:
    """Return the text of the message that follows an operation by being edited.

    Args:
        t: the reader's texts.
        row: the operation.
        label: what the chat calls the server; empty for a purchase.
        address: the server's public address, may be empty.
        now: UNIX time.
        timezone: IANA name of the reader's zone.
        settled_by: until when an unknown outcome will be known or given up, UNIX time; None where that is open.
    """
    title = _title(t, row, clipped(label, LONGEST_NAME), clipped(address, LONGEST_NAME))
    return title + "\n" + _course(t, row, now=now, timezone=timezone, settled_by=settled_by)


def _title(t: Texts, row: OperationRow, label: str, address: str) -> str:
    """Return what the operation is about; a purchase has no server yet, so what is bought."""
    if not label:
        asked = json.loads(row.params)
        cpu, memory = (str(asked.get(name, UNKNOWN)) for name in ("cpu", "memory"))
        return t("status-title-purchase", cpu=cpu, memory=memory, count=str(asked.get("num", 1)))
    if not address or address == label:
        return t("status-title-alone", label=label)
    return t("status-title", label=label, address=address)


def _course(t: Texts, row: OperationRow, *, now: float, timezone: str, settled_by: float | None) -> str:
    name = doing(t, row.action)
    match row.state:
        case "confirmed" if row.attempts and row.next_at is not None:
            return t("status-retrying", doing=name, wait=duration(t, row.next_at - now))
        case "unknown" if settled_by is not None:
            return t("status-unknown-until", doing=name, until=clock(t, settled_by, timezone))
        case "watching":
            return t("status-watching", doing=name, elapsed=_elapsed(t, row, now))
        case "done":
            return t("status-done", action=action_name(t, row.action), elapsed=_elapsed(t, row, now))
        case "confirmed" | "sending" | "accepted" | "unknown":
            return t(f"status-{row.state}", doing=name)
        case _:
            return t(f"status-{row.state}", action=action_name(t, row.action))


def _elapsed(t: Texts, row: OperationRow, now: float) -> str:
    until = now if row.ended_at is None else row.ended_at
    return duration(t, until - (row.sent_at or row.created_at))


def ended(
    t: Texts,
    row: OperationRow,
    *,
    label: str,
    address: str,
    person: str | None,
    contact: str,
    timezone: str,
    informed: bool,
    notes: Sequence[str] = (),
) -> str:
    """Return the new message that says how an operation ended, and what to do next where it did not end well.

    Args:
        t: the reader's texts.
        row: the ended operation.
        label: what the chat calls the server.
        address: the server's public address, may be empty.
        person: who asked, in a group.
        contact: the reseller's contact, may be empty.
        timezone: IANA name of the reader's zone.
        informed: whether the reseller is told of bad ends.
        notes: lines to be said below a receipt.
    """
    label, address = clipped(label, LONGEST_NAME), clipped(address, LONGEST_NAME)
    if address and address != label:
        label = f"{label} · {address}"
    lines: list[str] = [_end(t, row, label, informed=informed)]
    if (row.dedupe_key or "").startswith(KEY_PREFIX):
        lines.append(t("ended-automatic" if row.state == "done" else "ended-automatic-failed"))
    lines += receipt(t, row, timezone=timezone, informed=informed, notes=notes)
    after = Sight.from_json(row.after).server if row.after is not None else None
    # An unknown end of something grave has told both states already.
    told = row.state == "needs-human" and is_grave(row)
    if row.outcome in _STATE_MATTERS and after is not None and not told:
        lines.append(t("ended-now", state=state_words(t, after)))
    if row.outcome in _RESELLER_HELPS or row.state == "needs-human":
        lines.append(contact_line(t, contact))
    if person:
        lines.append(t("ended-person", person=clipped(person, LONGEST_NAME)))
    return "\n".join(lines)


def _end(t: Texts, row: OperationRow, label: str, *, informed: bool) -> str:
    elapsed = duration(t, (row.ended_at or row.updated_at) - (row.sent_at or row.created_at))
    if row.outcome == "settled" and row.state != "needs-human":
        return t(f"ended-settled-{row.state}", label=label, action=action_name(t, row.action))
    if row.state == "done":
        return t("ended-done", done=_done(t, row.action, label), elapsed=elapsed)
    if row.state == "needs-human" and is_grave(row):
        return unknown_grave(t, row, label, informed=informed)
    return _bad_end(t, row, {"label": label, "action": action_name(t, row.action)}, elapsed)


def _bad_end(t: Texts, row: OperationRow, values: dict[str, str], elapsed: str) -> str:
    if row.outcome == "refused":
        return t("ended-refused", words=refusal_words(t, row.engine_words), **values)
    if row.outcome == "deadline":
        return t("ended-deadline", elapsed=elapsed, **values)
    if row.outcome in _OUTCOMES:
        return t(f"ended-{row.outcome}", **values)
    return t(f"ended-other-{row.state}", outcome=clipped(row.outcome or "?", LONGEST_NAME), **values)


def _done(t: Texts, action: str, label: str) -> str:
    if action in KINDS:
        return t(f"done-{action}", label=label)
    return t("done-unknown", label=label, action=action_name(t, action))
