"""Amounts of money as people read them. All of it is CNY."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from texts.language import Texts


def money(t: Texts, amount: Decimal) -> str:
    """Return an amount, plain, to the fen: "CNY 1,072.00"."""
    return t.plain("money", amount=f"{amount:,.2f}")
