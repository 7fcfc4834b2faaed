"""Approvals: what those who decide read, and what the person who asked is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.actions import action_name
from texts.credit import total
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from operations.pending import ApprovalView, Wanted
    from store import ApprovalNeeds, ApprovalRow
    from texts.language import Texts

LONGEST_BUTTON = 60
_SEPARATOR = " · "
_WHY = {
    "policy": "approval-policy",
    "unknown_price": "approval-unknown-price",
    "limit": "approval-limit",
    "second_owner": "approval-second-owner",
}
_ENDS = {
    "approved": "approval-approved",
    "declined": "approval-declined",
    "withdrawn": "approval-withdrawn",
    "expired": "approval-expired",
    "void": "approval-void",
}
_ASKED = {"expired": "asked-expired", "void": "asked-void"}
# A parameter that counts something, and the text that gives it its unit.
_COUNTED = {"months": "approval-months", "days": "approval-days", "num": "approval-servers"}
_WORDS = {"line": "card-line", "system": "card-system"}
_SIZES = {
    "cpu": "card-cpu",
    "memory": "card-memory",
    "bandwidth": "card-bandwidth",
    "defense": "card-defense",
}


def approval_text(t: Texts, view: ApprovalView, *, timezone: str) -> str:
    """Return an approval as those who decide it read it: open, or how it ended.

    Args:
        t: the reader's texts.
        view: the approval.
        timezone: IANA name of the reader's zone.
    """
    head = [t("approval-title"), _who(t, view)]
    if view.automatic:
        head.append(t("approval-automatic"))
    blocks = ["\n".join(_item(t, each, timezone, view.row.needs)) for each in view.wanted]
    tail = []
    if len(view.wanted) > 1:
        tail.append(_total(t, view))
    tail.append(t(_WHY[view.why]))
    if view.row.ended_how is None:
        tail.append(t("approval-until", until=moment(t, view.row.expires_at, timezone)))
    else:
        tail.append(approval_end(t, view, timezone=timezone))
    return fitted("\n".join(head) + "\n", blocks, "\n" + "\n".join(filter(None, tail)))


def approval_end(t: Texts, view: ApprovalView, *, timezone: str) -> str:
    """Return the line that says how an approval ended."""
    row = view.row
    at = moment(t, row.ended_at if row.ended_at is not None else row.expires_at, timezone)
    key = _ENDS[row.ended_how or "void"]
    if row.ended_how in {"approved", "declined", "withdrawn"}:
        return t(key, person=_name(t, view.decider), at=at)
    return t(key, at=at)


def approval_ended(t: Texts, view: ApprovalView) -> str:
    """Return what the person who asked is told when nothing came of it.

    Another owner is named, for they are of the same chat; the reseller's people are not.
    """
    row, what = view.row, what_of(t, view)
    if row.ended_how == "withdrawn":
        if row.decided_by == row.user_id:
            return t("asked-withdrawn", what=what)
        return t("asked-withdrawn-owner", person=_name(t, view.decider), what=what)
    if row.ended_how == "declined":
        if row.needs == "owner":
            return t("asked-declined-owner", person=_name(t, view.decider), what=what)
        return t("asked-declined-staff", what=what)
    return t(_ASKED[row.ended_how or "void"], what=what)


def what_of(t: Texts, view: ApprovalView) -> str:
    """Return in a few words what was asked for, plain: "renew (web-1, web-2)"."""
    if not view.wanted:
        return "?"
    name = action_name(t, view.wanted[0].action)
    labels = [clipped(each.label, LONGEST_NAME) for each in view.wanted if each.label]
    return t.plain("asked-what", action=name, labels=t.plain("action-separator").join(labels)) if labels else name


def pending_text(t: Texts, *, count: int, shown: int) -> str:
    """Return the head of the list of what waits; the things themselves are its buttons."""
    if not count:
        return t("pending-none")
    head = t("pending-title", count=count)
    return head if shown >= count else head + "\n" + t("pending-more", count=count - shown)


def pending_approval(t: Texts, view: ApprovalView) -> str:
    """Return the label of an approval's button in that list."""
    first = view.wanted[0]
    # The chat knows whose servers these are, and not who of them asked.
    customer = view.customer if view.row.needs == "staff" else _name(t, view.person)
    values = {"action": action_name(t, first.action), "customer": customer}
    if len(view.wanted) > 1:
        return clipped(t.plain("pending-approval-many", many=str(len(view.wanted)), **values), LONGEST_BUTTON)
    label = first.label or t.plain("pending-new")
    return clipped(t.plain("pending-approval", label=label, **values), LONGEST_BUTTON)


def pending_unsettled(t: Texts, action: str, *, label: str, customer: str) -> str:
    """Return the label of the button of an operation to be settled; `label` is empty for a purchase."""
    label = label or t.plain("pending-new")
    told = t.plain("pending-unsettled", action=action_name(t, action), label=label, customer=customer)
    return clipped(told, LONGEST_BUTTON)


def not_your_own(t: Texts) -> str:
    """Return, plain, why the person who asked cannot be the one who agrees."""
    return t.plain("approval-yours")


def no_owner_yet(t: Texts, *, chat_id: int, user_id: int) -> str:
    """Return, plain, how the reseller makes somebody an owner of a staff chat that has none."""
    return t.plain("approval-no-owner", chat=str(chat_id), user=str(user_id))


def withdrawn(t: Texts) -> str:
    """Return the answer to the press that took it back, plain."""
    return t.plain("approval-thanks-withdrawn")


def decided(t: Texts, row: ApprovalRow) -> str:
    """Return the answer to the press that decided, plain."""
    return t.plain("approval-thanks-yes" if row.ended_how == "approved" else "approval-thanks-no")


def _who(t: Texts, view: ApprovalView) -> str:
    person = clipped(view.person or "", LONGEST_NAME)
    if view.row.needs == "owner":
        # The chat knows whose servers these are.
        return t("approval-person", person=person or t.plain("approval-somebody"))
    customer = clipped(view.customer, LONGEST_NAME)
    if not person:
        return t("approval-customer-alone", customer=customer)
    return t("approval-customer", customer=customer, person=person)


def _item(t: Texts, wanted: Wanted, timezone: str, needs: ApprovalNeeds) -> Iterator[str]:
    action, label, address = action_name(t, wanted.action), wanted.label, wanted.address
    if not label:
        yield t("approval-item-new", action=action)
    elif address and address != label:
        yield t("approval-item-address", action=action, label=clipped(label, LONGEST_NAME), address=address)
    else:
        yield t("approval-item", action=action, label=clipped(label, LONGEST_NAME))
    if details := _SEPARATOR.join(_asked(t, wanted)):
        yield "  " + details
    if wanted.end_after is not None:
        unknown = t.plain("approval-end-unknown")
        before = unknown if wanted.end_before is None else moment(t, wanted.end_before, timezone)
        yield "  " + t("approval-end", before=before, after=moment(t, wanted.end_after, timezone))
    if wanted.price is not None:
        yield "  " + _price(t, wanted.price, wanted.list_price, needs)
    elif wanted.paid:
        yield "  " + t("approval-price-unknown")


def _asked(t: Texts, wanted: Wanted) -> Iterator[str]:
    for name, value in wanted.asked.items():
        if name in _COUNTED and isinstance(value, int):
            yield t(_COUNTED[name], count=value)
        elif name in _SIZES and value:
            yield t(_SIZES[name], count=str(value))
        elif name == "harddisks" and isinstance(value, list) and value:
            yield t("card-disks", sizes=" + ".join(map(str, value)))
        elif name in _WORDS and isinstance(value, str):
            yield t(_WORDS[name], **{name: clipped(value, LONGEST_NAME)})


def _total(t: Texts, view: ApprovalView) -> str:
    price, listed = (total(each.price for each in view.wanted), total(each.list_price for each in view.wanted))
    if price is None:
        return ""
    if view.row.needs == "owner":
        return t("approval-total-own", price=money(t, price))
    return t("approval-total", price=money(t, price), list=_money(t, listed))


def _price(t: Texts, price: Decimal, listed: Decimal | None, needs: ApprovalNeeds) -> str:
    # What the reseller adds to the engine's list price is not the customer's to read.
    if needs == "owner":
        return t("approval-price-own", price=money(t, price))
    return t("approval-price", price=money(t, price), list=_money(t, listed))


def _money(t: Texts, amount: Decimal | None) -> str:
    return "?" if amount is None else money(t, amount)


def _name(t: Texts, name: str | None) -> str:
    return clipped(name or "", LONGEST_NAME) or t.plain("approval-somebody")
