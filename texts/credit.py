"""Money: amounts, and what is left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.actions import action_name
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.times import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from operations.balances import Balance, Booking
    from texts.language import Texts

MINUS = "−"
_BOOKED = {
    "settled": ("balance-settled", "balance-settled-server"),
    "reserved": ("balance-reserved", "balance-reserved-server"),
    "released": ("balance-released", "balance-released-server"),
}


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum; None where one is unknown or there is none."""
    found = list(amounts)
    known = [amount for amount in found if amount is not None]
    return sum(known[1:], known[0]) if known and len(known) == len(found) else None


def signed(amount: Decimal) -> str:
    """Return an amount with its sign, as "+1,000.00" or "−72.00"; nothing moved is "0.00"."""
    if not amount:
        return "0.00"
    return f"+{amount:,.2f}" if amount > 0 else f"{MINUS}{-amount:,.2f}"


def balance_text(t: Texts, found: Sequence[Balance], *, timezone: str) -> str:
    """Return whose money this chat spends and what is left of it.

    Args:
        t: the reader's texts.
        found: one for each identity of the chat.
        timezone: IANA name of the reader's zone.
    """
    if not found:
        return t("balance-no-identity")
    blocks = ["\n".join(_balance(t, each, timezone, named=len(found) > 1)) for each in found]
    return fitted(t("balance-title"), blocks, separator="\n\n" if len(found) > 1 else "\n")


def _balance(t: Texts, balance: Balance, timezone: str, *, named: bool) -> list[str]:
    lines: list[str] = []
    if named:
        lines.append(t("balance-identity", label=clipped(balance.label, LONGEST_NAME)))
    if balance.credit is not None:
        lines.append(t("balance-credit", available=money(t, balance.credit.available)))
        if balance.credit.reserved:
            whole, reserved = money(t, balance.credit.balance), money(t, balance.credit.reserved)
            lines.append(t("balance-credit-reserved", balance=whole, reserved=reserved))
        lines.append("")
        lines.extend([_booking(t, each, timezone) for each in balance.bookings] or [t("balance-none")])
    elif balance.spent is None:
        lines.append(t("balance-approval"))
    elif balance.limit is None:
        lines.append(t("balance-open", spent=money(t, balance.spent)))
    else:
        lines.append(t("balance-open-limit", spent=money(t, balance.spent), limit=money(t, balance.limit)))
    return lines


def _booking(t: Texts, booking: Booking, timezone: str) -> str:
    entry = booking.entry
    at, amount = day(t, entry.at, timezone), signed(entry.amount)
    if entry.kind == "top-up" or entry.action is None:
        # The reseller's note to it is the reseller's own.
        what = t("balance-top-up" if entry.amount > 0 else "balance-correction")
    else:
        alone, with_server = _BOOKED[entry.kind]
        action, label = action_name(t, entry.action), clipped(booking.label, LONGEST_NAME)
        what = t(with_server, action=action, label=label) if label else t(alone, action=action)
    return t("balance-entry", at=at, amount=amount, what=what)
