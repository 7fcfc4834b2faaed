"""What lately happened to a server."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from texts.actions import action_name
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.states import act_words, order_words, run_words
from texts.times import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.history import Entry
    from texts.language import Texts

_MARKS = {"done": "✅", "failed": "❌", "needs-human": "❔"}
_OPEN = "🟡"
# In the order of `operations.changes.WATCHED`, with the text that gives each its unit.
_SIZES = ("card-cpu", "card-memory", "card-disks", "card-bandwidth", "card-defense")

# What is or is not: the texts for no and yes.
_SWITCHES = {
    "blocked": ("change-blocked-off", "change-blocked-on"),
    "abnormal": ("change-abnormal-off", "change-abnormal-on"),
}


def history_text(t: Texts, entries: Sequence[Entry], *, label: str, timezone: str) -> str:
    """Return a server's latest entries.

    Args:
        t: the reader's texts.
        entries: newest first.
        label: what the chat calls the server.
        timezone: IANA name of the reader's zone.
    """
    rows = [_row(t, entry, timezone) for entry in entries] or [t("history-nothing")]
    note = "\n" + t("history-note") if any(entry.elsewhere for entry in entries) else ""
    return fitted(t("history-title", label=clipped(label, LONGEST_NAME)), rows, note)


def _row(t: Texts, entry: Entry, timezone: str) -> str:
    at = moment(t, entry.at, timezone)
    if entry.elsewhere:
        return t("history-change", at=at, change=_change(t, entry, timezone))
    mark, action = _MARKS.get(entry.state, _OPEN), action_name(t, entry.what)
    if entry.person:
        person = clipped(entry.person, LONGEST_NAME)
        return t("history-operation-person", at=at, mark=mark, action=action, person=person)
    return t("history-operation", at=at, mark=mark, action=action)


def _change(t: Texts, entry: Entry, timezone: str) -> str:
    """Return a change in words, plain. Its values come out of the store and may be those of another version."""
    kind = entry.what
    if kind in {"system", "gone"}:
        return t.plain(f"change-{kind}")
    if kind in _SWITCHES:
        return t.plain(_SWITCHES[kind][any(entry.after)])
    if kind == "failed":
        statuses = [each for each in entry.after if isinstance(each, int)]
        return act_words(t, statuses[0]) if statuses else t.plain("change-failed-off")
    if kind == "sizes" and len(entry.before) != len(_SIZES):
        # Something was not told in one of the readings, so which value is which is lost.
        return t.plain("change-sizes-untold")
    if kind not in {"run", "order", "address", "end_time", "sizes"}:
        return t.plain("change-other", kind=clipped(kind, LONGEST_NAME))
    pairs = list(enumerate(zip(entry.before, entry.after, strict=False)))
    moved = [(index, before, after) for index, (before, after) in pairs if before != after]
    between = t.plain("state-separator")
    return t.plain(
        "change-moved",
        what=t.plain(f"change-{kind}"),
        before=between.join(_value(t, kind, index, before, timezone) for index, before, _ in moved),
        after=between.join(_value(t, kind, index, after, timezone) for index, _, after in moved),
    )


def _value(t: Texts, kind: str, index: int, value: object, timezone: str) -> str:
    if kind == "run" and isinstance(value, int):
        return run_words(t, value)
    if kind == "order" and isinstance(value, int):
        return order_words(t, value)
    if kind == "end_time" and isinstance(value, str):
        return moment(t, datetime.fromisoformat(value), timezone)
    if kind == "sizes":
        numbers = " + ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        return t.plain(_SIZES[index], **{"sizes" if isinstance(value, list | tuple) else "count": numbers})
    return clipped(str(value), LONGEST_NAME) if value else t.plain("change-nothing")
