"""Whether an operation that was confirmed a while ago may still be sent: the last look before the request leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from operations.services import Services
    from store import OperationRow


def objection(services: Services, row: OperationRow) -> str | None:
    """Return the outcome code with which the operation must end unsent, or None where it may go.

    Between the press and the request there is usually nothing; after a crash there may be hours, and the person has
    long gone on, or the server is no longer theirs.
    """
    if services.clock.now() - row.created_at > services.timing.fresh:
        return "stale"
    identity = services.store.identity(row.identity_id)
    if identity.erased_at is not None:
        return "moved"
    if row.guid is None:
        return None
    assigned = services.store.assignment(row.account_id, row.guid)
    if assigned == identity.id or (assigned is None and identity.all_servers):
        return None
    return "moved"


def without_personal_data(services: Services, row: OperationRow, words: str) -> str:
    """Return the engine's words with the end customer's own values blotted out: a refusal may repeat them."""
    identity = services.store.identity(row.identity_id)
    for value in (identity.name, identity.mobile, identity.idnum, identity.bank_account):
        if value and len(value) > 1:
            words = words.replace(value, "***")
    return words
