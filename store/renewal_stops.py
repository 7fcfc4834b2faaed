"""How auto-renewals stop, inside the transaction that takes away what they stood on; who set them is told why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.approval_rows import end_approvals
from store.audit import append_audit
from store.notices import insert_notice, insert_staff_notices
from store.renewal_rows import RENEWAL_COLUMNS, read_renewal

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.crypto import Keyring
    from store.renewal_rows import AutoRenewalRow
    from store.vocabulary import RenewalStop

NOTICE = "auto-renewal"
# After these the reseller is told as well: nobody else may be there to hear it.
_STAFF_HEARS = frozenset({"failures", "unreachable"})


def stop_renewals(
    connection: Connection,
    keyring: Keyring,
    where: str,
    parameters: dict[str, Any],
    *,
    how: RenewalStop,
    now: float,
    stopped_by: int | None = None,
    stopped_in: int | None = None,
) -> int:
    """Stop active auto-renewals: their open attempts are void, and the approvals that these wait for.

    An operation that was written down already goes on: that order is placed.

    Args:
        connection: The writer's.
        keyring: Signs the audit.
        where: Which; a condition on the columns of `auto_renewals`.
        parameters: Its named values.
        how: Why.
        now: Unix seconds.
        stopped_by: Who stopped them, if anybody did.
        stopped_in: In which chat; who hears of it there is not told again.

    Returns:
        How many there were.
    """
    rows = connection.execute(
        "UPDATE auto_renewals SET stopped_at = :now, stopped_how = :how, stopped_by = :stopped_by "
        f"WHERE stopped_at IS NULL AND ({where}) RETURNING {RENEWAL_COLUMNS}",
        {**parameters, "now": now, "how": how, "stopped_by": stopped_by},
    ).fetchall()
    for row in sorted((read_renewal(row) for row in rows), key=lambda row: row.id):
        _void_attempts(connection, keyring, row.id, now=now)
        data = {**described(row), "how": how, "stopped_by": stopped_by, "stopped_in": stopped_in}
        append_audit(connection, keyring, "auto-renewal-off", data, now=now)
        if row.chat_id != stopped_in:
            tell(connection, row, "stopped", {"renewal": row.id}, key=f"stopped:{row.id}", now=now)
        if how in _STAFF_HEARS:
            insert_staff_notices(
                connection,
                row.account_id,
                NOTICE,
                {"event": "staff", "renewal": row.id},
                dedupe_key=f"{NOTICE}:staff:{row.id}",
                now=now,
            )
    return len(rows)


def void_approvals(connection: Connection, keyring: Keyring, dedupe_key: str, *, now: float) -> None:
    """End the approval that an attempt waits for, if it does."""
    end_approvals(
        connection,
        keyring,
        "id IN (SELECT approval_id FROM confirmations WHERE dedupe_key = :key)",
        {"key": dedupe_key},
        how="void",
        now=now,
    )


def tell(
    connection: Connection, row: AutoRenewalRow, event: str, subject: dict[str, Any], *, key: str, now: float
) -> None:
    """Keep a notice for the chat in which an auto-renewal was turned on."""
    insert_notice(
        connection,
        row.chat_id,
        NOTICE,
        {"event": event, **subject},
        dedupe_key=f"{NOTICE}:{key}",
        thread_id=row.thread_id,
        now=now,
    )


def described(row: AutoRenewalRow) -> dict[str, Any]:
    """What every entry of the audit about an auto-renewal tells."""
    return {
        "renewal": row.id,
        "account": row.account_id,
        "guid": row.guid,
        "identity": row.identity_id,
        "chat": row.chat_id,
        "user": row.user_id,
    }


def _void_attempts(connection: Connection, keyring: Keyring, renewal_id: int, *, now: float) -> None:
    ended = connection.execute(
        "UPDATE renewal_attempts SET state = 'void', ended_at = ?, why = 'stopped' "
        "WHERE renewal_id = ? AND state IN ('announced', 'placed') RETURNING dedupe_key",
        (now, renewal_id),
    ).fetchall()
    for (key,) in ended:
        void_approvals(connection, keyring, key, now=now)
