"""Credit: an identity's prepaid money. It is derived from top-ups and operations, so that it cannot be unbalanced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.audit import append_audit
from store.base import Base, Row, fen, from_fen, money_text, require
from store.errors import CreditTooLowError, LimitReachedError
from store.ledger import CreditEntry, CreditRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from sqlite3 import Connection

    from store.presses import Spend

_SUMS = """
    SELECT (SELECT coalesce(sum(fen), 0) FROM top_ups WHERE identity_id = ?1),
        coalesce(sum(price_fen) FILTER (WHERE state = 'done'), 0),
        coalesce(sum(price_fen) FILTER (WHERE state NOT IN ('done', 'failed')), 0)
    FROM operations WHERE identity_id = ?1 AND funding = 'credit'
"""
# What an unknown outcome would cost counts as spent until somebody knows better.
_SPENT = """
    SELECT coalesce(sum(price_fen), 0) FROM operations
    WHERE identity_id = ? AND funding = 'open' AND created_at >= ? AND state <> 'failed'
"""
_ENTRIES = """
    SELECT at AS at, 'top-up', fen, note, NULL AS taskid, NULL, NULL, NULL, id FROM top_ups WHERE identity_id = ?1
    UNION ALL
    SELECT CASE WHEN state IN ('done', 'failed') THEN ended_at ELSE created_at END,
        CASE state WHEN 'done' THEN 'settled' WHEN 'failed' THEN 'released' ELSE 'reserved' END,
        CASE state WHEN 'failed' THEN 0 ELSE -price_fen END, '', taskid, action, guid, order_no, taskid
    FROM operations WHERE identity_id = ?1 AND funding = 'credit'
    ORDER BY 1 DESC, 9 DESC LIMIT ?2
"""


class Credits(Base):
    """The subject `top_ups`, and the sums over what was paid."""

    async def add_top_up(self, identity_id: int, amount: Decimal, note: str = "") -> CreditRow:
        """Add to an identity's credit what was paid in, or correct it.

        Args:
            identity_id: The identity.
            amount: CNY, at most two decimals; a negative one takes away.
            note: Why; for the lists.

        Returns:
            The credit afterwards.

        Raises:
            CreditTooLowError: It would take away more than is available.
            NotFoundError: `identity`: unknown or erased.
            ValueError: Zero, not finite, or more than two decimals.
        """
        added, now = fen(amount), self._now()
        if not added:
            raise ValueError("a top-up is not zero")

        def add(connection: Connection) -> CreditRow:
            require(
                connection, "SELECT 1 FROM identities WHERE id = ? AND erased_at IS NULL", (identity_id,), "identity"
            )
            available = _credit(connection, identity_id).available
            if added < 0 and available < -amount:
                raise CreditTooLowError(available, -amount)
            top_up = connection.execute(
                "INSERT INTO top_ups (identity_id, fen, note, at) VALUES (?, ?, ?, ?)", (identity_id, added, note, now)
            ).lastrowid
            amount_text = money_text(from_fen(added))
            data = {"top_up": top_up, "identity": identity_id, "amount": amount_text, "fen": added, "note": note}
            append_audit(connection, self._keyring, "top-up", data, now=now)
            return _credit(connection, identity_id)

        return await self._write(add)

    def credit(self, identity_id: int) -> CreditRow:
        """An identity's credit; zero of an unknown one."""
        return _credit_row(self._rows(_SUMS, (identity_id,))[0])

    def credit_entries(self, identity_id: int, *, limit: int = 50) -> list[CreditEntry]:
        """The top-ups, and each operation paid from the credit as it stands now, the newest first."""
        return [
            CreditEntry(at, kind, from_fen(amount), note, taskid, action, guid, order_no)
            for at, kind, amount, note, taskid, action, guid, order_no, _ in self._rows(_ENTRIES, (identity_id, limit))
        ]

    def spent_since(self, identity_id: int, since: float) -> Decimal:
        """What an identity spent under the policy `open`: operations written down since then that have not failed."""
        spent: int = self._rows(_SPENT, (identity_id, since))[0][0]
        return from_fen(spent)


def check_spend(connection: Connection, spend: Spend, prices: Sequence[Decimal | None]) -> None:
    """Refuse what the policy does not cover, inside the transaction that writes the operations down.

    Raises:
        CreditTooLowError: The credit does not reach.
        LimitReachedError: The month's limit does not reach.
        ValueError: A price is unknown, which needs an approval under every policy.
    """
    if spend.funding not in {"credit", "open"}:
        return
    known = [price for price in prices if price is not None]
    if len(known) < len(prices):
        raise ValueError("an unknown price needs an approval")
    needed = from_fen(sum(map(fen, known)))
    if spend.funding == "credit":
        available = _credit(connection, spend.identity_id).available
        if available < needed:
            raise CreditTooLowError(available, needed)
    elif spend.monthly_limit is not None:
        (spent,) = connection.execute(_SPENT, (spend.identity_id, spend.month_start)).fetchone()
        left = max(spend.monthly_limit - from_fen(spent), from_fen(0))
        if left < needed:
            raise LimitReachedError(left, needed)


def _credit(connection: Connection, identity_id: int) -> CreditRow:
    return _credit_row(connection.execute(_SUMS, (identity_id,)).fetchone())


def _credit_row(sums: Row) -> CreditRow:
    topped_up, settled, reserved = sums
    return CreditRow(from_fen(topped_up), from_fen(settled), from_fen(reserved))
