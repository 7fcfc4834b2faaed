"""What ends when, and what it costs to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.calendar import nothing_ends
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.times import left, moment
from texts.urgency import SIGNS, urgency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.renewals import End, MonthOfSoon
    from texts.language import Texts


def expiring_list(
    t: Texts,
    rows: Sequence[End],
    *,
    total: MonthOfSoon,
    page: int,
    pages: int,
    timezone: str,
    now: float,
    nothing_soon: bool = False,
) -> str:
    """Return one page of servers by their end.

    Args:
        t: the reader's texts.
        rows: those of this page, the first to end first.
        total: what a month of all that end soon costs.
        page: which page, from 1.
        pages: of how many.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
        nothing_soon: whether nothing ends so soon that there were anything to draw.
    """
    head: str = t("expiring-title")
    if pages > 1:
        head += "\n" + t("list-of-pages", page=str(page), pages=str(pages))
    blocks = [_row(t, each, timezone, now) for each in rows] or [t("expiring-none")]
    return fitted(head, ["", *blocks], "\n" + _total(t, total) + (f"\n{nothing_ends(t)}" if nothing_soon else ""))


def _total(t: Texts, total: MonthOfSoon) -> str:
    if not total.servers:
        return t("expiring-soon-none", days=str(total.days))
    if total.price is None:
        return t("expiring-soon-unknown", count=total.servers, days=str(total.days))
    return t("expiring-soon", count=total.servers, days=str(total.days), price=money(t, total.price))


def _row(t: Texts, each: End, timezone: str, now: float) -> str:
    label, end = clipped(each.known.label, LONGEST_NAME), each.known.server.end_time
    if end is None:
        return t("expiring-row-unknown", label=label)
    remaining = end.timestamp() - now
    values = {"label": label, "moment": moment(t, end, timezone), "left": left(t, remaining)}
    month = "" if each.price is None else " · " + t("expiring-month", price=money(t, each.price))
    if each.renews_itself:
        month += " · " + t("expiring-itself")
    if remaining > 0:
        return t("expiring-row", sign=SIGNS[urgency(remaining)], **values) + month
    row = t("expiring-row-over", **values) + month
    if each.kept_until is not None:
        gone = each.kept_until.timestamp() <= now
        key = "expiring-kept-over" if gone else "expiring-kept"
        row += "\n" + t(key, moment=moment(t, each.kept_until, timezone))
    return row
