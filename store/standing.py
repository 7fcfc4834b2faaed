"""The last barrier before what a person allowed beforehand is done: does that stand still?

Called inside the transaction that writes an operation down, or asks for its approval: what was committed before it
counts, whatever the program had read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import AlreadyUsedError
from store.renewal_rows import require_renewal

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.ledger import ConfirmationRow

SCHEDULE_PREFIX = "schedule:"
"""With this, and a schedule's number, begins the deduplication key of everything that schedules do."""


def require_standing(connection: Connection, row: ConfirmationRow, price: Decimal | None) -> None:
    """Refuse what an auto-renewal or a schedule wants to do, unless that stands; let all else through.

    Args:
        connection: The writer's.
        row: The confirmation.
        price: What would be paid, CNY.

    Raises:
        AlreadyUsedError: `void`.
    """
    require_renewal(connection, row.dedupe_key, price)
    _require_schedule(connection, row)


def _require_schedule(connection: Connection, row: ConfirmationRow) -> None:
    """The schedule has neither ended nor been paused, and has this server, which is whose it was."""
    if row.dedupe_key is None or not row.dedupe_key.startswith(SCHEDULE_PREFIX):
        return
    number, _, _ = row.dedupe_key.removeprefix(SCHEDULE_PREFIX).partition(":")
    found = connection.execute(
        "SELECT 1 FROM schedules JOIN schedule_servers ON schedule_id = schedules.id "
        "WHERE schedules.id = CAST(? AS INTEGER) AND ended_at IS NULL AND paused_at IS NULL "
        "AND account_id = ? AND guid = ? AND identity_id = ?",
        (number, row.account_id, row.guid, row.identity_id),
    ).fetchone()
    if found is None:
        raise AlreadyUsedError("void")
