"""What a staff chat is told unasked: outcomes that nobody could find out, and money that runs out."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from texts.actions import action_name
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.reading import LONGEST_WORDS
from texts.sizes import SEPARATOR, in_one_line
from texts.times import age, duration, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from operations.pending import SettlementView
    from operations.sights import Sight
    from store import OperationRow
    from texts.language import Texts

LONGEST_SNAPSHOTS = 5
_SETTLED = {"done": "settle-settled-done", "failed": "settle-settled-failed"}
_SETTLED_BY = {"done": "settle-settled-done-by", "failed": "settle-settled-failed-by"}
_REALLY = {"done": "settle-really-done", "failed": "settle-really-failed"}


def settlement_text(
    t: Texts,
    view: SettlementView,
    *,
    systems: Mapping[str, str],
    now: float,
    timezone: str,
    question: str | None = None,
    settled_by: str | None = None,
) -> str:
    """Return an operation that a person has to settle, or has settled.

    Args:
        t: the reader's texts.
        view: the operation.
        systems: names of operating systems by their guid.
        now: UNIX time.
        timezone: IANA name of the reader's zone.
        question: the decision that is asked about once more, `done` or `failed`.
        settled_by: who settled it just now.
    """
    row = view.row
    head = [t("settle-title"), _what(t, view), *_about(t, view), _who(t, view)]
    asked = moment(t, row.created_at, timezone)
    if row.state == "needs-human":
        unclear = duration(t, now - (row.ended_at or row.created_at))
        head.append(t("settle-since", at=asked, age=unclear))
    blocks = ["\n".join((*head, "")), *_readings(t, view, systems, now, timezone)]
    if row.guid is None:
        blocks.extend(_candidates(t, view, timezone))
    return fitted(blocks[0], blocks[1:], "\n" + _ending(t, row, timezone, question, settled_by))


def _ending(t: Texts, row: OperationRow, timezone: str, question: str | None, settled_by: str | None) -> str:
    if row.state != "needs-human":
        if row.outcome != "settled" or row.state not in _SETTLED:
            return t("settle-not-open")
        if settled_by is None:
            return t(_SETTLED[row.state])
        person = clipped(settled_by, LONGEST_NAME)
        return t(_SETTLED_BY[row.state], person=person, at=moment(t, row.ended_at or row.updated_at, timezone))
    return t("settle-look") if question is None else t(_REALLY[question])


def _what(t: Texts, view: SettlementView) -> str:
    action, label = action_name(t, view.row.action), clipped(view.label, LONGEST_NAME)
    if not label:
        return t("settle-what-new", action=action)
    if view.address and view.address != view.label:
        return t("settle-what-address", action=action, label=label, address=view.address)
    return t("settle-what", action=action, label=label)


def _about(t: Texts, view: SettlementView) -> Iterator[str]:
    row = view.row
    if row.guid is not None:
        yield t("settle-guid", guid=clipped(row.guid, LONGEST_NAME))
    if row.order_no is not None:
        yield t("settle-order", number=row.order_no)
    if row.price is not None and row.list_price is not None:
        yield t("settle-price-list", price=money(t, row.price), list=money(t, row.list_price))
    elif row.price is not None:
        yield t("settle-price", price=money(t, row.price))


def _who(t: Texts, view: SettlementView) -> str:
    customer, person = clipped(view.customer, LONGEST_NAME), clipped(view.person or "", LONGEST_NAME)
    if not person:
        return t("approval-customer-alone", customer=customer)
    return t("approval-customer", customer=customer, person=person)


def _readings(t: Texts, view: SettlementView, systems: Mapping[str, str], now: float, timezone: str) -> Iterator[str]:
    if view.row.guid is None:
        return
    if view.before is not None:
        yield t("settle-before", sight=_sight(t, view.before, systems, timezone))
    if view.now is None or view.read_at is None:
        yield t("settle-now-unread")
    else:
        read = age(t, now - view.read_at)
        yield t("settle-now", age=read, sight=_sight(t, view.now, systems, timezone))


def _sight(t: Texts, sight: Sight, systems: Mapping[str, str], timezone: str) -> str:
    """Return what tells one reading from another, plain."""
    parts = [in_one_line(t, sight.server, timezone)]
    if sight.server is not None and sight.server.system_guid:
        system = systems.get(sight.server.system_guid, sight.server.system_guid)
        parts.append(t.plain("settle-system", system=clipped(system, LONGEST_NAME)))
    if sight.snapshots is not None:
        names = [clipped(each.name, LONGEST_NAME) for each in sight.snapshots[:LONGEST_SNAPSHOTS]]
        told = ", ".join(names) + ("…" if len(sight.snapshots) > LONGEST_SNAPSHOTS else "")
        parts.append(t.plain("settle-snapshots", count=len(sight.snapshots), names=told))
    return SEPARATOR.join(parts)


def _candidates(t: Texts, view: SettlementView, timezone: str) -> Iterator[str]:
    """Return the servers that an unknown purchase may have made, and how to hand one over."""
    if not view.candidates:
        yield t("settle-candidates-none")
        return
    yield t("settle-candidates")
    for each in view.candidates:
        bought = moment(t, each.bought_at, timezone)
        yield t("settle-candidate", address=each.ip or "–", guid=clipped(each.guid, LONGEST_NAME), at=bought)
    yield t("settle-assign", label=quote(clipped(view.customer, LONGEST_NAME)))


def settled_already(t: Texts) -> str:
    """Return the answer to a press on what is settled, plain."""
    return t.plain("settle-already")


def balance_empty(t: Texts, row: OperationRow, *, account: str, customer: str, label: str) -> str:
    """Return that the reseller's own balance at the engine did not reach.

    Args:
        t: the reader's texts.
        row: the operation that was refused.
        account: the account's name.
        customer: the identity's label.
        label: what the customer calls the server; empty for a purchase.
    """
    text = t(
        "notice-balance-empty",
        account=clipped(account, LONGEST_NAME),
        action=action_name(t, row.action),
        label=clipped(label, LONGEST_NAME) or t.plain("pending-new"),
        customer=clipped(customer, LONGEST_NAME),
    )
    words = clipped(row.engine_words or "", LONGEST_WORDS)
    return f"{text}\n{t('notice-words', words=words)}" if words else text


def credit_low(t: Texts, action: str, *, price: Decimal, customer: str, available: Decimal) -> str:
    """Return that a customer's credit does not reach for another operation like the last.

    Args:
        t: the reader's texts.
        action: what that was.
        price: what it cost, CNY.
        customer: the identity's label.
        available: the credit left, CNY.
    """
    return t(
        "notice-credit-low",
        customer=clipped(customer, LONGEST_NAME),
        # As a shell takes it.
        label=quote(clipped(customer, LONGEST_NAME)),
        action=action_name(t, action),
        available=money(t, available),
        price=money(t, price),
    )
