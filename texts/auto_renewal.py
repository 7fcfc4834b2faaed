"""Servers that renew themselves: what is chosen, how it stands, and what a button turns on or off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.auto_renewal.times import NOTICE
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.renewal import months_label
from texts.times import day, left, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from operations.auto_renewal import Choice, Preview, Stopped, Terms
    from operations.auto_renewal.standing import Standing
    from operations.servers import KnownServer
    from texts.language import Texts

_PAYS = {
    "approval": "auto-pays-approval",
    "credit": "auto-pays-credit",
    "open": "auto-pays-open",
    "own": "auto-pays-own",
}


def title_of(known: KnownServer) -> str:
    """Return a server's name as it is put into a text."""
    return clipped(known.label, LONGEST_NAME)


def renewing_list(t: Texts, rows: Sequence[tuple[KnownServer, Standing]], *, timezone: str) -> str:
    """Return what renews itself in a chat, the first to end first."""
    blocks = [_list_row(t, known, standing, timezone) for known, standing in rows]
    return fitted(t("auto-list"), ["", *blocks])


def _list_row(t: Texts, known: KnownServer, standing: Standing, timezone: str) -> str:
    values = {"label": title_of(known), "months": months_label(t, standing.row.months)}
    if not standing.itself:
        return t("auto-list-row-not-now", **values)
    if standing.due_at is None:
        return t("auto-list-row-unknown", **values)
    return t("auto-list-row", day=day(t, standing.due_at, timezone), **values)


def settings_text(t: Texts, shown: Preview, *, private: bool, timezone: str, now: float, note: str = "") -> str:
    """Return what turning it on would mean, as it is shown before that.

    Args:
        t: the reader's texts.
        shown: the server, what is chosen, and what follows from it.
        private: whether only the person reads it; a group is not told how much credit is left.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
        note: a line that stands first.
    """
    choice, terms = shown.choice, shown.terms
    blocks = [
        "\n".join((t("auto-ask", label=title_of(shown.known)), t("auto-ask-how"))),
        "\n".join((_every(t, choice.months, choice.lead_days), *_end(t, terms, timezone, now))),
        "\n".join(_when(t, terms, (shown.announced_at, shown.due_at), timezone, now)),
        "\n".join((*_price(t, terms), _budget(t, choice.budget, None), *pays(t, terms, private=private))),
        t("auto-never-more"),
    ]
    return (
        fitted(note, filter(None, blocks), separator="\n\n") if note else fitted("", blocks, separator="\n\n").strip()
    )


def standing_text(
    t: Texts,
    known: KnownServer,
    standing: Standing,
    terms: Terms,
    *,
    person: str | None,
    here: bool,
    private: bool,
    timezone: str,
    now: float,
    note: str = "",
) -> str:
    """Return how a server's auto-renewal stands.

    Args:
        t: the reader's texts.
        known: the server.
        standing: what is active and what it waits for.
        terms: what the next renewal would be.
        person: who turned it on, where the chat may know that.
        here: whether it was turned on in this chat.
        private: as above.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
        note: a line that stands first.
    """
    row = standing.row
    head = [t("auto-is-on", label=title_of(known)), _every(t, row.months, row.lead_days)]
    blocks = [
        "\n".join((*head, *_end(t, terms, timezone, now))),
        "\n".join(_now(t, standing, terms, timezone, now)),
        "\n".join((*_price(t, terms), _budget(t, row.budget, standing.spent), *pays(t, terms, private=private))),
        _set_by(t, standing, person, here=here, timezone=timezone),
    ]
    whole = fitted(blocks[0], filter(None, blocks[1:]), separator="\n\n")
    return f"{note}\n\n{whole}" if note else whole


def not_renewing(t: Texts, known: KnownServer) -> str:
    """Return that a server does not renew itself, for those who cannot turn it on."""
    return t("auto-is-off", label=title_of(known))


def turned_off(
    t: Texts, known: KnownServer, stopped: Stopped, *, kept_until: datetime | None, timezone: str, now: float
) -> str:
    """Return what turning it off has come to, and what happens at the end then."""
    key = "auto-off-already" if stopped.row is None else "auto-turned-off"
    lines = [t(key, label=title_of(known))]
    placed = stopped.placed
    if placed is not None and placed.state not in {"failed", "done"}:
        lines.append(t("auto-off-placed"))
    return "\n".join((*lines, *what_then(t, known, kept_until=kept_until, timezone=timezone, now=now)))


def what_then(t: Texts, known: KnownServer, *, kept_until: datetime | None, timezone: str, now: float) -> Iterator[str]:
    """Give what happens to a server that nobody renews."""
    end = known.server.end_time
    if end is None:
        return
    remaining = end.timestamp() - now
    key = "auto-then-ends" if remaining > 0 else "auto-then-over"
    yield t(key, moment=moment(t, end, timezone), left=left(t, remaining))
    if kept_until is not None:
        yield t("auto-then-kept", moment=moment(t, kept_until, timezone))


def choice_label(t: Texts, choice: Choice, name: str, *, chosen: bool) -> str:
    """Return a button for one part of a choice, plain; ticked where it is what is chosen.

    Args:
        t: the reader's texts.
        choice: as it would be.
        name: `months`, `lead` or `budget`.
        chosen: whether it is.
    """
    if name == "months":
        label = t.plain("auto-choice-months", months=months_label(t, choice.months))
    elif name == "lead":
        label = t.plain("auto-choice-lead", count=choice.lead_days)
    elif choice.budget is None:
        label = t.plain("auto-choice-no-budget")
    else:
        label = t.plain("auto-choice-budget", budget=money(t, choice.budget))
    return t.plain("auto-chosen", choice=label) if chosen else label


def pays(t: Texts, terms: Terms, *, private: bool) -> Iterator[str]:
    """Give who pays, in plain words."""
    if terms.pays == "credit" and terms.available is not None and private:
        yield t("auto-pays-credit-left", left=money(t, terms.available))
    elif terms.pays == "open" and terms.monthly_limit is not None:
        yield t("auto-pays-open-limit", limit=money(t, terms.monthly_limit))
    else:
        yield t(_PAYS[terms.pays])
    if terms.price is None and not (terms.pays == "approval" and terms.why == "policy"):
        yield t("auto-unknown-unpaid")


def _every(t: Texts, months: int, lead_days: int) -> str:
    return t("auto-every", count=lead_days, months=months_label(t, months))


def _end(t: Texts, terms: Terms, timezone: str, now: float) -> Iterator[str]:
    if terms.end is None:
        yield t("auto-end-unknown")
        return
    remaining = terms.end.timestamp() - now
    key = "auto-end" if remaining > 0 else "auto-end-over"
    yield t(key, moment=moment(t, terms.end, timezone), left=left(t, remaining))


def _when(t: Texts, terms: Terms, times: tuple[float | None, float | None], timezone: str, now: float) -> Iterator[str]:
    """Give from when to when, and when that is announced and done; `times` are these two."""
    announced_at, due_at = times
    if terms.end is not None and terms.until is not None:
        yield t("auto-span", before=moment(t, terms.end, timezone), after=moment(t, terms.until, timezone))
    if announced_at is None or due_at is None:
        return
    due = moment(t, due_at, timezone)
    if due_at - announced_at < NOTICE and announced_at <= now:
        yield t("auto-due-now", due=due)
    else:
        yield t("auto-due", announced=moment(t, announced_at, timezone), due=due)


def _now(t: Texts, standing: Standing, terms: Terms, timezone: str, now: float) -> Iterator[str]:
    if not standing.itself:
        yield t("auto-now-not")
    elif standing.attempt is None or standing.due_at is None:
        yield from _when(t, terms, (standing.announced_at, standing.due_at), timezone, now)
    elif standing.placed is None:
        yield t("auto-now-announced", due=moment(t, standing.due_at, timezone))
    elif standing.placed.operation is None:
        yield t("auto-now-approval")
    elif standing.placed.operation.state == "needs-human":
        yield t("auto-now-human")
    else:
        yield t("auto-now-operation")


def _price(t: Texts, terms: Terms) -> Iterator[str]:
    yield t("auto-price-unknown") if terms.price is None else t("auto-price", price=money(t, terms.price))


def _budget(t: Texts, budget: Decimal | None, spent: Decimal | None) -> str:
    if budget is None:
        return t("auto-budget-none")
    return t("auto-budget", budget=money(t, budget), spent=money(t, spent or budget - budget))


def _set_by(t: Texts, standing: Standing, person: str | None, *, here: bool, timezone: str) -> str:
    on = day(t, standing.row.created_at, timezone)
    if not here:
        return t("auto-set-elsewhere", day=on)
    if person is None:
        return t("auto-set-here", day=on)
    return t("auto-set-by", person=clipped(person, LONGEST_NAME), day=on)
