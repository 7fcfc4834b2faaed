"""Several operations that were confirmed as one: one message while they run, one at their end, a line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.actions import action_name
from texts.contact import contact_line
from texts.markup import LONGEST_NAME, Safe, clipped, fitted
from texts.money import money
from texts.reading import refusal_words
from texts.receipts import servers_of
from texts.times import day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store import OperationRow
    from texts.language import Texts

_MARKS = {"done": "✅", "failed": "❌", "needs-human": "❔", "unknown": "❔"}
_OPEN = "🟡"
_SEPARATOR = Safe(" · ")
_SHORT = frozenset(
    {"not_connected", "stale", "moved", "failed", "deadline", "did_not", "unreadable", "no_trace", "settled"}
    | {"moved_elsewhere", "not_idle", "candidates", "incomplete"}
)


def batch_status(t: Texts, rows: Sequence[OperationRow], labels: Mapping[int, str]) -> str:
    """Return the text of the message that follows a batch by being edited.

    Args:
        t: the reader's texts.
        rows: its operations, all of one kind.
        labels: what the chat calls each one's server, by task number.
    """
    head = t("batch-title", action=action_name(t, rows[0].action), count=len(rows))
    return fitted(head, [_line(t, row, labels[row.taskid]) for row in _by_label(rows, labels)])


def _by_label(rows: Sequence[OperationRow], labels: Mapping[int, str]) -> list[OperationRow]:
    """Return the rows by label: task numbers made at once are in no order."""
    return sorted(rows, key=lambda row: labels[row.taskid].casefold())


def _line(t: Texts, row: OperationRow, label: str) -> str:
    waiting = row.state == "confirmed" and row.attempts and row.next_at is not None
    state = t("batch-retrying") if waiting else t(f"batch-{row.state}")
    return t("batch-row", mark=_MARKS.get(row.state, _OPEN), label=clipped(label, LONGEST_NAME), state=state)


def batch_ended(
    t: Texts,
    rows: Sequence[OperationRow],
    labels: Mapping[int, str],
    *,
    person: str | None,
    contact: str,
    timezone: str,
    informed: bool,
    notes: Sequence[str] = (),
) -> str:
    """Return the new message at a batch's end: every server's result, and the total of what was done.

    Args:
        t: the reader's texts.
        rows: its operations, all ended.
        labels: what the chat calls each one's server, by task number.
        person: who asked, in a group.
        contact: the reseller's contact, may be empty.
        timezone: IANA name of the reader's zone.
        informed: whether the reseller is told of unknown ends.
        notes: lines to be said below.
    """
    done = [row for row in rows if row.state == "done"]
    action = action_name(t, rows[0].action)
    head = t("batch-ended", action=action, count=str(len(rows)), done=str(len(done)))
    tail: list[str] = []
    prices = [row.price for row in done if row.price is not None]
    if prices and len(prices) == len(done):
        tail.append(t("batch-total", price=money(t, sum(prices[1:], prices[0]))))
    if any(row.state == "needs-human" for row in rows):
        tail.append(t("batch-repeat" if informed else "batch-repeat-tell"))
    tail += notes
    if len(done) < len(rows):
        tail.append(contact_line(t, contact))
    if person:
        tail.append(t("ended-person", person=clipped(person, LONGEST_NAME)))
    return fitted(
        head, [result_line(t, row, labels[row.taskid], timezone) for row in _by_label(rows, labels)], "\n".join(tail)
    )


def result_line(t: Texts, row: OperationRow, label: str, timezone: str) -> str:
    """Return how one of several operations ended, in one line."""
    label = clipped(label, LONGEST_NAME)
    if row.state == "done":
        return t("batch-ended-done", label=label, detail=_detail(t, row, timezone))
    key = "batch-ended-unknown" if row.state == "needs-human" else "batch-ended-failed"
    return t(key, label=label, why=_why(t, row))


def _detail(t: Texts, row: OperationRow, timezone: str) -> Safe:
    """Return what a receipt says, in one line."""
    before, after = servers_of(row)
    parts: list[str] = []
    if before is not None and after is not None and before.end_time is not None and after.end_time is not None:
        span = (day(t, each, timezone) for each in (before.end_time, after.end_time))
        parts.append(t("batch-ended-span", **dict(zip(("before", "after"), span, strict=True))))
    if row.price is not None:
        parts.append(money(t, row.price))
    if row.order_no is not None:
        parts.append(t("batch-ended-order", order=row.order_no))
    return Safe(_SEPARATOR.join(parts) or t("batch-done"))


def _why(t: Texts, row: OperationRow) -> str:
    if row.outcome == "refused":
        return refusal_words(t, row.engine_words, markup=False)
    if row.outcome in _SHORT:
        return t(f"short-{row.outcome}")
    return t("short-other", outcome=clipped(row.outcome or "?", LONGEST_NAME))
