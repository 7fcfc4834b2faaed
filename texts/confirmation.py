"""The question before an operation, and what stands in its place when somebody else has to say yes, or nobody will."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from operations.kinds.parameters import Purchase, Renew
from texts.actions import action_name
from texts.errors import short_error
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.renewal import UNKNOWN, months_label
from texts.states import state_words
from texts.terms import decided
from texts.times import day, duration, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from operations.confirmations import Proposal
    from operations.plans import Plan
    from operations.servers import KnownServer
    from store import ApprovalRow
    from texts.language import Texts
    from texts.terms import Names

# Nobody needs the seconds that have gone since it was made.
_TENS = 10
_SEPARATOR = " · "


def _unnamed(_: str) -> None:
    """Know no names."""


def confirmation(
    t: Texts,
    proposal: Proposal,
    *,
    system_name: str | None,
    timezone: str,
    now: float,
    private: bool = True,
    note: str = "",
    names: Names = _unnamed,
) -> str:
    """Return the question before an operation: what, to which server, what is lost or paid, who else has to say yes.

    Args:
        t: the reader's texts.
        proposal: what would be done.
        system_name: the server's operating system, where the catalogue knows it.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
        private: whether the chat is the person's own; in a group a typed answer has to be a reply.
        note: HTML that stands first: why it is asked again, or what is left out. The message's limit holds for both.
        names: gives the name of a line or system by its guid, None where it is not known.
    """
    # How long it is valid is told as a span: a wall clock would differ between the members of a group.
    left = duration(t, _TENS * math.ceil((proposal.expires_at - now) / _TENS))
    needs = [t(f"needs-{proposal.way.why}")] if proposal.way.needs is not None else []
    tail = [*_payer(t, proposal), *needs, *_how(t, proposal, private=private), t("confirmation-valid", left=left)]
    lost = t(f"lost-{proposal.kind.action}")
    head = [note, ""] if note else []
    if len(proposal.plans) > 1 or proposal.refused:
        return _of_many(t, proposal, head, ["", lost, "", *tail], timezone)
    title, *about = _of_one(t, proposal, system_name)
    # What is paid is in the part that never gives way.
    return fitted(
        "\n".join((*head, title)), about, "\n".join((*_terms(t, proposal.plan, timezone, names), "", lost, "", *tail))
    )


def _payer(t: Texts, proposal: Proposal) -> list[str]:
    payer = proposal.payer
    if payer is None:
        return []
    label = clipped(payer.label, LONGEST_NAME)
    return [t("confirmation-payer", customer=label, available=money(t, payer.available))]


def _of_one(t: Texts, proposal: Proposal, system_name: str | None) -> Iterator[str]:
    known, action = proposal.known, proposal.kind.action
    if known is None:
        yield t(f"ask-{action}", label="")
        if proposal.buyer is not None:
            yield t("confirmation-buyer", customer=clipped(proposal.buyer, LONGEST_NAME))
        return
    yield t(f"ask-{action}", label=clipped(known.label, LONGEST_NAME))
    if known.server.address:
        yield t("confirmation-address", address=clipped(known.server.address, LONGEST_NAME))
    if system_name:
        yield t("confirmation-system", system=clipped(system_name, LONGEST_NAME))
    yield t("confirmation-state", state=state_words(t, known.server))


def _terms(t: Texts, plan: Plan, timezone: str, names: Names) -> Iterator[str]:
    """Give what is paid and what for."""
    yield from decided(t, plan, names, timezone)
    if plan.params.SECRETS:
        yield t("confirmation-password")
    if isinstance(plan.params, Renew):
        yield t("confirmation-period", months=months_label(t, plan.params.months))
        before, after = _span(t, plan, timezone)
        unknown = after == UNKNOWN
        yield t("confirmation-until-unknown") if unknown else t("confirmation-until", before=before, after=after)
    if not plan.kind.paid:
        return
    if plan.price.shown is None:
        yield t("confirmation-price-unknown")
    else:
        yield t("confirmation-price", price=money(t, plan.price.shown))
        if isinstance(plan.params, Purchase):
            yield t("confirmation-ceiling")
    if plan.earlier is not None:
        yield t("confirmation-earlier", day=day(t, plan.earlier.created_at, timezone))


def _span(t: Texts, plan: Plan, timezone: str) -> tuple[str, str]:
    before = plan.known.server.end_time if plan.known is not None else None
    after = plan.params.end_time if isinstance(plan.params, Renew) else None
    told = [UNKNOWN if each is None else moment(t, each, timezone) for each in (before, after)]
    return told[0], told[1]


def _how(t: Texts, proposal: Proposal, *, private: bool) -> list[str]:
    if not proposal.kind.typed or proposal.known is None:
        return []
    word = clipped(proposal.known.label, LONGEST_NAME)
    return [t("confirmation-type" if private else "confirmation-type-reply", word=word)]


def _of_many(t: Texts, proposal: Proposal, above: Sequence[str], tail: Sequence[str], timezone: str) -> str:
    plans = proposal.plans
    head = [*above, t("confirmation-many", action=action_name(t, proposal.kind.action), count=len(plans))]
    if isinstance(proposal.plan.params, Renew):
        head.append(t("confirmation-period", months=months_label(t, proposal.plan.params.months)))
    rows = [_row(t, plan, timezone) for plan in plans]
    if proposal.refused:
        rows.append(t("confirmation-out"))
        rows += [_out(t, known, short_error(t, error)) for known, error in proposal.refused]
    total: list[str] = []
    if proposal.kind.paid:
        total.append(_total(t, proposal.total))
    return fitted("\n".join(head), rows, "\n".join((*total, *tail)))


def _total(t: Texts, amount: Decimal | None) -> str:
    if amount is None:
        return t("confirmation-total-unknown")
    return t("confirmation-total", price=money(t, amount))


def _row(t: Texts, plan: Plan, timezone: str) -> str:
    parts: list[str] = []
    if isinstance(plan.params, Renew):
        before, after = (
            UNKNOWN if each is None else day(t, each, timezone)
            for each in (plan.known.server.end_time if plan.known is not None else None, plan.params.end_time)
        )
        parts.append(t("confirmation-row-span", before=before, after=after))
    if plan.kind.paid:
        shown = plan.price.shown
        parts.append(t("confirmation-row-price-unknown") if shown is None else money(t, shown))
    if plan.earlier is not None:
        parts.append(t("confirmation-row-again"))
    label = clipped(plan.known.label, LONGEST_NAME) if plan.known is not None else ""
    return t("confirmation-row", label=label, detail=_SEPARATOR.join(parts))


def _out(t: Texts, known: KnownServer, why: str) -> str:
    return t("confirmation-out-row", label=clipped(known.label, LONGEST_NAME), why=why)


def waiting(
    t: Texts, approval: ApprovalRow, *, action: str, labels: Sequence[str], deciders: Sequence[str], timezone: str
) -> str:
    """Return what stands where a confirmation stood that was pressed but needs somebody else's yes.

    Args:
        t: the reader's texts.
        approval: what waits.
        action: the kind of operation.
        labels: what the chat calls the servers.
        deciders: the other owners of the chat by name, where one of them is asked.
        timezone: IANA name of the reader's zone.
    """
    names = t.plain("action-separator").join(clipped(label, LONGEST_NAME) for label in labels)
    title = t("waiting-title", label=names, action=action_name(t, action))
    until = moment(t, approval.expires_at, timezone)
    if approval.needs == "staff":
        told = t("waiting-staff", until=until)
    elif deciders:
        people = t.plain("action-separator").join(clipped(name, LONGEST_NAME) for name in deciders)
        told = t("waiting-owner", until=until, names=people)
    else:
        told = t("waiting-owner-unnamed", until=until)
    return f"{title}\n{told}"


def cancelled(t: Texts, action: str) -> str:
    """Return what stands where a confirmation stood that was cancelled."""
    return t("cancelled", action=action_name(t, action))
