"""What the staff chats of an account are told about an operation's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from operations.ledger_watch import alert_low_credit
from operations.refusals import meaning

if TYPE_CHECKING:
    from operations.services import Services
    from store import OperationRow

log = structlog.get_logger(__name__)

HOUR = 3600


async def alert_staff(services: Services, row: OperationRow) -> None:
    """Keep a notice where the end needs the reseller; the same end twice makes one.

    Called before the chat is told and until that was possible, so that no crash in between loses it.
    """
    await alert_low_credit(services, row)
    kind = _subject_of(row)
    if kind is None:
        return
    name, key = kind
    await services.store.add_staff_notices(row.account_id, name, {"taskid": row.taskid}, dedupe_key=key)
    log.debug("operation_step", taskid=row.taskid, step="staff-told")


def _subject_of(row: OperationRow) -> tuple[str, str] | None:
    """Return the kind of notice and its deduplication key."""
    if row.state == "needs-human":
        return "needs-human", f"needs-human:{row.taskid}"
    if row.outcome == "refused" and meaning(row.engine_words or "") == "balance":
        # An empty balance refuses everything: once an hour is enough.
        hour = int((row.ended_at or row.updated_at) // HOUR)
        return "balance-empty", f"balance:{row.account_id}:{hour}"
    return None
