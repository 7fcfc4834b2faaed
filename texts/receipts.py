"""What an order or something destructive has come to: before and after, price, order number; honest where unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.kinds import KINDS
from operations.kinds.parameters import Renew
from operations.refusals import meaning
from operations.sights import Sight
from texts.actions import action_name
from texts.markup import LONGEST_NAME, clipped
from texts.money import money
from texts.sizes import in_one_line, sizes
from texts.times import MINUTE, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from engine import Server
    from store import OperationRow
    from texts.language import Texts

LONGEST_WORDS = 300
# Of the servers of one order; the others are in the list.
MOST_BOUGHT = 20
# Outcomes after which nobody knows whether it was carried out; each has its own words.
UNKNOWN_OUTCOMES = frozenset({"unreadable", "no_trace", "moved_elsewhere", "not_idle", "candidates", "deadline"})


def is_grave(row: OperationRow) -> bool:
    """Tell whether money was spent or something destroyed; also of rows older than that column."""
    kind = KINDS.get(row.action)
    return row.grave or (kind is not None and kind.grave)


def receipt(t: Texts, row: OperationRow, *, timezone: str, informed: bool, notes: Sequence[str] = ()) -> list[str]:
    """Return the lines below an end's first, none for what neither costs nor destroys.

    Args:
        t: the reader's texts.
        row: the ended operation.
        timezone: IANA name of the reader's zone.
        informed: whether the reseller is told of bad ends.
        notes: lines to be said below what was done.
    """
    lines: list[str] = []
    if row.outcome == "refused" and meaning(row.engine_words or "") == "balance":
        lines.append(t("receipt-informed" if informed else "receipt-tell"))
    if not is_grave(row):
        return lines
    if row.state == "done":
        lines += [*_changes(t, row, timezone), *order(t, row)]
        if row.engine_words:
            lines.append(t("receipt-words", words=clipped(row.engine_words, LONGEST_WORDS)))
        lines += notes
    elif row.state == "needs-human":
        lines += [*_both_sights(t, row, timezone), *order(t, row)]
    return lines


def credit_low(t: Texts, left: Decimal | None) -> str:
    """Return that the prepaid credit left does not cover the same once more.

    Args:
        t: the reader's texts.
        left: CNY; None where not everybody who reads it may know.
    """
    return t("receipt-credit-low-group") if left is None else t("receipt-credit-low", left=money(t, left))


def order(t: Texts, row: OperationRow) -> Iterator[str]:
    """Give price and order number, as far as there are some."""
    if row.price is not None:
        yield t("receipt-price", price=money(t, row.price))
    if row.order_no is not None:
        yield t("receipt-order", order=row.order_no)


def unknown_grave(t: Texts, row: OperationRow, label: str, *, informed: bool) -> str:
    """Return that nobody knows what came of something grave, that it must not be repeated, and who finds out.

    Args:
        t: the reader's texts.
        row: the operation.
        label: what the chat calls the server.
        informed: whether the reseller is told of it.
    """
    values = {"label": label, "action": action_name(t, row.action)}
    if row.outcome in UNKNOWN_OUTCOMES:
        said = t(f"grave-{row.outcome}", **values)
    else:
        said = t("grave-other", outcome=clipped(row.outcome or "?", LONGEST_NAME), **values)
    return f"{said}\n{t('grave-do-not-repeat' if informed else 'grave-tell')}"


def servers_of(row: OperationRow) -> tuple[Server | None, Server | None]:
    """Return the server before and after, each None where it was not read or is gone."""
    sights = [None if text is None else Sight.from_json(text).server for text in (row.before, row.after)]
    return sights[0], sights[1]


def asked_until(row: OperationRow) -> datetime | None:
    """Return until when a renewal was asked for."""
    if row.action != "renew":
        return None
    return Renew.model_validate_json(row.params).end_time


def bought(row: OperationRow) -> tuple[Server, ...]:
    """Return the servers that a purchase brought, as they were at its end; none of anything else."""
    return () if row.guid is not None or row.after is None else Sight.from_json(row.after).servers


def _changes(t: Texts, row: OperationRow, timezone: str) -> Iterator[str]:
    for server in bought(row)[:MOST_BOUGHT]:
        yield t("receipt-bought", address=clipped(server.address or server.guid, LONGEST_NAME), sizes=sizes(t, server))
    if len(bought(row)) > MOST_BOUGHT:
        yield t("receipt-bought-more", count=str(len(bought(row)) - MOST_BOUGHT))
    before, after = servers_of(row)
    if after is None:
        return
    end = after.end_time
    if row.action == "renew" and end is not None:
        told = moment(t, end, timezone)
        if before is not None and before.end_time is not None:
            yield t("receipt-end", before=moment(t, before.end_time, timezone), after=told)
        else:
            yield t("receipt-end-alone", after=told)
        asked = asked_until(row)
        if asked is not None and abs((asked - end).total_seconds()) >= MINUTE:
            yield t("receipt-asked", asked=moment(t, asked, timezone), told=told)
    if before is not None and (was := sizes(t, before)) != (now := sizes(t, after)) and was and now:
        yield t("receipt-sizes", before=was, after=now)


def _both_sights(t: Texts, row: OperationRow, timezone: str) -> Iterator[str]:
    before, after = servers_of(row)
    if before is not None:
        yield t("receipt-before", sight=in_one_line(t, before, timezone))
    if row.after is not None and row.guid is not None:
        yield t("receipt-now", sight=in_one_line(t, after, timezone))
