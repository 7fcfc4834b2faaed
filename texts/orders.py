"""What a chat has ordered and done: as a list, and as a file for a spreadsheet."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from texts.actions import action_name
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.times import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from operations.orders import OrderEntry
    from texts.language import Texts

_MARKS = {"done": "✅", "failed": "❌", "needs-human": "❔"}
_OPEN = "🟡"
_STATES = {"done": "orders-done", "failed": "orders-failed", "needs-human": "orders-unclear"}
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"); a full-width one counts as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_COLUMNS = (
    "orders-time",
    "orders-server",
    "orders-action",
    "orders-state",
    "orders-outcome",
    "orders-price",
    "orders-order",
    "orders-end-before",
    "orders-end-after",
)


def orders_text(t: Texts, entries: Sequence[OrderEntry], *, page: int, more: bool, timezone: str) -> str:
    """Return one page.

    Args:
        t: the reader's texts.
        entries: newest first.
        page: which page, from 0.
        more: whether there is another after it.
        timezone: IANA name of the reader's zone.
    """
    title = t("orders-title-page", page=str(page + 1)) if page or more else t("orders-title")
    return fitted(title + "\n", [_row(t, each, timezone) for each in entries] or [t("orders-nothing")])


def _row(t: Texts, entry: OrderEntry, timezone: str) -> str:
    mark, action = _MARKS.get(entry.state, _OPEN), action_name(t, entry.action)
    values = {"at": moment(t, entry.at, timezone), "mark": mark, "action": action}
    if entry.label:
        head = t("orders-row", label=clipped(entry.label, LONGEST_NAME), **values)
    else:
        head = t("orders-row-new", **values)
    details = []
    if entry.price is not None:
        details.append(money(t, entry.price))
    if entry.order_no is not None:
        details.append(t.plain("orders-number", number=entry.order_no))
    if entry.person:
        details.append(clipped(entry.person, LONGEST_NAME))
    return f"{head}\n  {t('orders-details', details=' · '.join(details))}" if details else head


def orders_caption(t: Texts, *, count: int, cut: bool) -> str:
    """Return what stands under the file."""
    return t("orders-file-cut" if cut else "orders-file", count=count)


def orders_csv(t: Texts, entries: Iterable[OrderEntry], *, timezone: str) -> bytes:
    """Return the file: UTF-8 with a mark at its beginning, without which Excel would not show Chinese.

    Args:
        t: the reader's texts.
        entries: what it lists.
        timezone: IANA name of the zone in which times are told.
    """
    zone = ZoneInfo(timezone)
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([t.plain(key) for key in _COLUMNS])
    for entry in entries:
        writer.writerow(
            [
                datetime.fromtimestamp(entry.at, UTC).astimezone(zone).isoformat(timespec="seconds"),
                harmless(entry.label),
                harmless(action_name(t, entry.action)),
                t.plain(_STATES.get(entry.state, "orders-open")),
                harmless(entry.outcome or ""),
                "" if entry.price is None else f"{entry.price:.2f}",
                harmless(entry.order_no or ""),
                _at(entry.end_before, zone),
                _at(entry.end_after, zone),
            ]
        )
    return file.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, whoever chose its words."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _at(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else at.astimezone(zone).isoformat(timespec="seconds")
