"""What a chat is told of a server that renews itself without having asked: before, when it failed, when it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.auto_renewal import pays
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.reading import refusal_words
from texts.receipts import LONGEST_WORDS
from texts.renewal import months_label
from texts.times import left, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from operations.auto_renewal import Terms
    from store import AutoRenewalRow, OperationRow, RenewalAttemptRow
    from texts.language import Texts

NO_TRACE = "operation:did_not"
_SHORT = frozenset({"not_connected", "stale", "moved", "incomplete", "failed", "did_not", "settled"})
_WHY = {
    "credit_low": "auto-why-credit_low",
    "no_staff": "auto-why-no_staff",
    "over_budget": "auto-why-over_budget",
    "price_unknown": "auto-why-price_unknown",
}
_STOPPED = {
    "off": "auto-stopped-off",
    "replaced": "auto-stopped-replaced",
    "assignment": "auto-stopped-assignment",
    "erased": "auto-stopped-erased",
    "grant": "auto-stopped-grant",
    "role": "auto-stopped-role",
    "failures": "auto-stopped-failures",
    "gone": "auto-stopped-gone",
    "unreachable": "auto-stopped-unreachable",
}
_WAITING = {
    "human": "auto-waiting-human",
    "engine": "auto-waiting-engine",
    "busy": "auto-waiting-busy",
    "earlier": "auto-waiting-earlier",
}
_STAFF = {"failures": "auto-staff-failures", "unreachable": "auto-staff-unreachable"}


def announcement(
    t: Texts,
    row: AutoRenewalRow,
    attempt: RenewalAttemptRow,
    terms: Terms,
    *,
    label: str,
    due_at: float,
    over_budget: bool,
    private: bool,
    timezone: str,
) -> str:
    """Return that a server will renew itself, and everything that decides whether it should.

    Args:
        t: the reader's texts.
        row: what was allowed.
        attempt: what is announced; its price is the most that is paid.
        terms: how things stand now.
        label: what the chat calls the server.
        due_at: when it is carried out, UNIX time.
        over_budget: whether the month's budget does not cover it.
        private: whether only the person reads it; a group is not told how much credit is left.
        timezone: IANA name of the reader's zone.
    """
    lines: list[str] = [t("auto-announced", label=clipped(label, LONGEST_NAME), due=moment(t, due_at, timezone))]
    if attempt.revision > 1:
        lines.append(t("auto-announced-again"))
    if terms.end is not None and terms.until is not None:
        before, after = moment(t, terms.end, timezone), moment(t, terms.until, timezone)
        lines.append(t("auto-period", months=months_label(t, row.months), before=before, after=after))
    if attempt.price is None:
        lines.append(t("auto-at-most-unknown"))
    else:
        lines.append(t("auto-at-most", price=money(t, attempt.price)))
    lines += pays(t, terms, private=private)
    lines += _warnings(t, row, terms, over_budget=over_budget, private=private)
    return "\n".join((*lines, "", t("auto-stop-how")))


def _warnings(t: Texts, row: AutoRenewalRow, terms: Terms, *, over_budget: bool, private: bool) -> Iterator[str]:
    if terms.credit_too_low and terms.available is not None:
        yield t("auto-warn-credit-left", left=money(t, terms.available)) if private else t("auto-warn-credit")
    if over_budget and row.budget is not None:
        yield t("auto-warn-budget", budget=money(t, row.budget))
    if terms.reason is not None:
        yield t("auto-warn-impossible", reason=t(f"reason-{terms.reason}"))


def failed(
    t: Texts,
    attempt: RenewalAttemptRow,
    after: RenewalAttemptRow,
    operation: OperationRow | None,
    *,
    label: str,
    number: int,
    timezone: str,
) -> str:
    """Return that an attempt came to nothing, and when the next one is.

    Args:
        t: the reader's texts.
        attempt: which.
        after: the next one.
        operation: what came of the attempt, if anything did.
        label: what the chat calls the server.
        number: the how many-th it was at this end.
        timezone: IANA name of the reader's zone.
    """
    due = moment(t, after.due_at, timezone)
    lines = [t("auto-failed", label=clipped(label, LONGEST_NAME), why=why(t, attempt, operation))]
    if attempt.why != NO_TRACE:
        # Else that is what could be read, and no more.
        lines.append(t("auto-nothing-paid"))
    if after.price is None:
        lines.append(t("auto-failed-next-unknown", number=str(number), due=due))
    else:
        lines.append(t("auto-failed-next", number=str(number), due=due, price=money(t, after.price)))
    return "\n".join(lines)


def waiting(
    t: Texts,
    attempt: RenewalAttemptRow,
    reason: str,
    *,
    label: str,
    timezone: str,
    now: float,
    customer: str | None = None,
) -> str:
    """Return that an attempt is due, but waits.

    Args:
        t: the reader's texts.
        attempt: which.
        reason: why, as the store has it.
        label: what the chat calls the server.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
        customer: whose server it is, where the reseller reads it.
    """
    due, because = moment(t, attempt.due_at, timezone), t.plain(_WAITING[reason])
    label = clipped(label, LONGEST_NAME)
    end = {"moment": moment(t, attempt.ends_at, timezone), "left": left(t, attempt.ends_at - now)}
    if customer is not None:
        head = t("auto-staff-waiting", customer=clipped(customer, LONGEST_NAME), label=label, due=due, why=because)
        return f"{head}\n{t('auto-staff-end', **end)}"
    head = t("auto-waiting", label=label, due=due, why=because)
    return "\n".join((head, t("auto-waiting-end", **end), t("auto-waiting-goes-on")))


def no_more(t: Texts, attempt: RenewalAttemptRow, terms: Terms | None, *, label: str) -> str:
    """Return that a server is not renewed by itself this time: somebody said no, or it has to be asked for."""
    label = clipped(label, LONGEST_NAME)
    if attempt.state == "asked":
        lines = [t("auto-asked", label=label)]
        if terms is not None and terms.price is not None:
            lines.append(t("auto-asked-price", price=money(t, terms.price)))
    else:
        lines = [t("auto-withdrawn" if attempt.why == "withdrawn" else "auto-declined", label=label)]
    return "\n".join((*lines, t("auto-by-hand")))


def stopped(t: Texts, row: AutoRenewalRow, failures: Sequence[tuple[float, str]], *, label: str, timezone: str) -> str:
    """Return that a server no longer renews itself, and why; `failures` are when and why attempts failed."""
    head = t(_STOPPED[row.stopped_how or "off"], label=clipped(label, LONGEST_NAME))
    return fitted(head, _failures(t, failures, timezone))


def staff(
    t: Texts,
    row: AutoRenewalRow,
    failures: Sequence[tuple[float, str]],
    *,
    customer: str,
    label: str,
    end: datetime | None,
    timezone: str,
    now: float,
) -> str:
    """Return to the reseller that a customer's server no longer renews itself."""
    head = t(
        _STAFF[row.stopped_how or "failures"],
        customer=clipped(customer, LONGEST_NAME),
        label=clipped(label, LONGEST_NAME),
    )
    tail = ""
    if end is not None:
        tail = t("auto-staff-end", moment=moment(t, end, timezone), left=left(t, end.timestamp() - now))
    return fitted(head, _failures(t, failures, timezone), tail)


def _failures(t: Texts, failures: Sequence[tuple[float, str]], timezone: str) -> Iterator[str]:
    for number, (at, reason) in enumerate(failures, 1):
        yield t("auto-failure", number=str(number), at=moment(t, at, timezone), why=reason)


def why(t: Texts, attempt: RenewalAttemptRow, operation: OperationRow | None) -> str:
    """Return why an attempt came to nothing, plain, half a sentence."""
    code, _, detail = (attempt.why or "").partition(":")
    if code == "not_possible":
        return t.plain(f"reason-{detail}")
    if code == "approval":
        return t.plain("auto-why-approval_expired" if detail == "expired" else "auto-why-approval_void")
    if code == "operation":
        return _operation(t, detail, operation)
    if code in _WHY:
        return t.plain(_WHY[code])
    return t.plain("auto-why-other", code=clipped(code or "?", LONGEST_NAME))


def _operation(t: Texts, outcome: str, operation: OperationRow | None) -> str:
    if outcome == "refused":
        words = refusal_words(t, operation.engine_words if operation is not None else None, markup=False)
        return t.plain("auto-why-refused", words=clipped(words, LONGEST_WORDS))
    if outcome in _SHORT:
        return t.plain(f"short-{outcome}")
    return t.plain("short-other", outcome=clipped(outcome or "?", LONGEST_NAME))
