"""Renewing: for how long, what that costs, and several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped
from texts.money import money
from texts.times import day, left, moment

if TYPE_CHECKING:
    from operations.renewals import Period
    from operations.servers import KnownServer
    from texts.language import Texts

UNKNOWN = "?"


def months_label(t: Texts, months: int) -> str:
    """Return a number of months, plain: "3 months"."""
    return t.plain("months", count=months)


def period_label(t: Texts, period: Period) -> str:
    """Return a button for a number of months, with its price where that is known."""
    label = months_label(t, period.months)
    if period.price is None:
        return label
    return t.plain("period-priced", months=label, price=money(t, period.price))


def end_day(t: Texts, known: KnownServer, timezone: str) -> str:
    """Return the date on which a server ends, plain; "?" where that is unknown."""
    end = known.server.end_time
    return UNKNOWN if end is None else day(t, end, timezone)


def choose_period(t: Texts, known: KnownServer, *, listed: bool, timezone: str, now: float) -> str:
    """Return the question for how long a server shall be renewed.

    Args:
        t: the reader's texts.
        known: the server.
        listed: False where it is not known what its line offers.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
    """
    end = known.server.end_time
    lines = [t("choose-period", label=clipped(known.label, LONGEST_NAME))]
    if end is None:
        lines.append(t("choose-period-end-unknown"))
    else:
        remaining = left(t, end.timestamp() - now)
        lines.append(t("choose-period-end", moment=moment(t, end, timezone), left=remaining))
    lines.append(t("choose-period-prices") if listed else t("choose-period-unlisted"))
    return "\n".join(lines)


def choose_several(t: Texts, *, shown: int, chosen: int, more: int, months: int | None) -> str:
    """Return the text above a list of servers that can be ticked.

    Args:
        t: the reader's texts.
        shown: how many servers the list has.
        chosen: how many of them are ticked.
        more: how many did not fit in.
        months: for how long; None where no length fits all of them.
    """
    lines = [t("choose-several")]
    if months is None:
        lines.append(t("choose-several-no-months"))
    else:
        lines.append(t("choose-several-months", count=chosen, months=months_label(t, months)))
    if more:
        lines.append(t("choose-several-first", count=str(shown)))
    return "\n".join(lines)


def renew_button(t: Texts, count: int) -> str:
    """Return the button that goes on with so many servers."""
    return t.plain("renew-several", count=count)


def left_out(t: Texts, count: int) -> str:
    """Return that some servers did not fit into one question."""
    return t("left-out", count=count)
