"""Whether an operation that was confirmed a while ago may still be sent: the last look before the request leaves."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from operations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operations.services import Services
    from store import OperationRow


# Characters.
_SHORTEST = 4


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
    """Return the engine's words with the customer's own values and passwords blotted out: a refusal may repeat them."""
    identity = services.store.identity(row.identity_id)
    personal = (identity.name, identity.mobile, identity.idnum, identity.bank_account, identity.from_ip)
    found = {value for value in personal if value and len(value) > 1}
    # Short ones (a customer's number 1) would take half the words with them, and tell nobody anything.
    found |= {value for value in (identity.client_user_id, *_secrets(row)) if len(value) >= _SHORTEST}
    # The longest first: a part of it may be another value.
    for value in sorted(found, key=len, reverse=True):
        words = words.replace(value, "***")
    return words


def _secrets(row: OperationRow) -> Iterator[str]:
    """Give the operation's passwords as they are and as they went out."""
    kind = KINDS.get(row.action)
    if kind is None or not kind.params.SECRETS:
        return
    values = json.loads(row.params)
    for name in kind.params.SECRETS:
        secret = values.get(name)
        if isinstance(secret, str) and secret:
            encoded = base64.b64encode(secret.encode()).decode()
            yield from (secret, encoded, encoded.rstrip("="), quote(encoded, safe=""))
