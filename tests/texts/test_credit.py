from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations.balances import Balance, Booking
from store import CreditEntry, CreditRow
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked
from texts.credit import balance_text, signed, total

if TYPE_CHECKING:
    from texts import Texts


def entry(kind: Any, amount: str, action: str | None = "renew", label: str = "web-1") -> Booking:
    taskid = None if action is None else 42
    return Booking(CreditEntry(NOW, kind, Decimal(amount), "a note", taskid, action, "g", "A1"), label)


def prepaid(*bookings: Booking, reserved: str = "0.00", label: str = "Harbour") -> Balance:
    return Balance(label, "credit", CreditRow(Decimal("1300.00"), Decimal("72.00"), Decimal(reserved)), bookings)


@pytest.mark.parametrize(
    ("amount", "text"), [("1000", "+1,000.00"), ("-72.5", "−72.50"), ("0", "0.00"), ("-0.00", "0.00")]
)
def test_an_amount_with_its_sign(amount: str, text: str) -> None:
    assert signed(Decimal(amount)) == text


def test_a_total_is_unknown_where_a_part_is() -> None:
    assert total([Decimal(1), Decimal("2.50")]) == Decimal("3.50")
    assert total([Decimal(1), None]) is None
    assert total([]) is None


def test_credit_in_full(en: Texts) -> None:
    bookings = (
        entry("reserved", "-72.00"),
        entry("settled", "-72.00", label=""),
        entry("released", "0.00"),
        entry("top-up", "1300.00", action=None),
        entry("top-up", "-5.00", action=None),
    )
    assert checked(balance_text(en, [prepaid(*bookings, reserved="72.00")], timezone=ZONE)) == (
        "<b>Balance</b>\n"
        "Available: <b>CNY 1,156.00</b>\n"
        "Balance CNY 1,228.00, of it CNY 72.00 reserved for what is under way.\n"
        "\n"
        "2026-11-23  −72.00  renewal · web-1 (reserved)\n"
        "2026-11-23  −72.00  renewal\n"
        "2026-11-23  0.00  renewal · web-1 (given back)\n"
        "2026-11-23  +1,300.00  top-up\n"
        "2026-11-23  −5.00  correction"
    )


def test_nothing_reserved_nothing_moved(en: Texts) -> None:
    text = checked(balance_text(en, [prepaid()], timezone=ZONE))
    assert "reserved" not in text
    assert text.endswith("No entries yet.")


def test_the_other_policies(en: Texts) -> None:
    approval = Balance("a", "approval")
    unlimited = Balance("b", "open", spent=Decimal(5))
    limited = Balance("c", "open", spent=Decimal(5), limit=Decimal(500))
    text = checked(balance_text(en, [approval, unlimited, limited], timezone=ZONE))
    assert "<b>a</b>\nYour reseller approves each order." in text
    assert "<b>b</b>\nSpent this month: CNY 5.00. There is no limit." in text
    assert "<b>c</b>\nSpent this month: CNY 5.00 of CNY 500.00." in text
    assert "<b>a</b>" not in balance_text(en, [approval], timezone=ZONE)


def test_nobodys(t: Texts) -> None:
    assert checked(balance_text(t, [], timezone=ZONE))


def test_names_are_escaped_and_notes_are_the_resellers(t: Texts) -> None:
    found = [prepaid(entry("settled", "-1.00", label=EVIL), label=EVIL), prepaid()]
    text = checked(balance_text(t, found, timezone=ZONE))
    assert text.count(EVIL_ESCAPED) == 2
    assert "a note" not in text
