"""Rows of approvals: how they begin and end inside transactions, each time with an entry in the audit."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from store.audit import append_audit, parsed
from store.base import money_text, require
from store.errors import ApprovalEndedError, NoStaffError
from store.ledger import ApprovalRow
from store.notices import insert_notice, insert_staff_notices
from store.standing import require_standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from store.crypto import Keyring
    from store.ledger import ConfirmationRow
    from store.vocabulary import ApprovalEnd, ApprovalNeeds

APPROVAL_COLUMNS = ", ".join(field.name for field in fields(ApprovalRow))


def open_approval(
    connection: Connection,
    keyring: Keyring,
    rows: Sequence[ConfirmationRow],
    *,
    needs: ApprovalNeeds,
    language: str,
    message_id: int | None,
    expires_at: float,
    now: float,
) -> ApprovalRow:
    """Use confirmations up for a new approval, inside a transaction; see `Approvals.ask_approval`."""
    for row in rows:
        require_standing(connection, row, row.price)
    first = rows[0]
    values = (needs, first.account_id, first.identity_id, first.chat_id, first.thread_id, first.user_id)
    sql = (
        "INSERT INTO approvals (needs, account_id, identity_id, chat_id, thread_id, user_id, language, message_id, "
        f"created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING {APPROVAL_COLUMNS}"
    )
    approval = ApprovalRow(*connection.execute(sql, (*values, language, message_id, now, expires_at)).fetchone())
    for row in rows:
        connection.execute(
            "UPDATE confirmations SET ended_at = coalesce(ended_at, ?), ended_how = 'pressed', approval_id = ? "
            "WHERE id = ?",
            (now, approval.id, row.id),
        )
    wanted = [
        {"action": row.action, "guid": row.guid, "price": money_text(row.price), "asked": parsed(row.asked)}
        for row in rows
    ]
    data = {**_data(approval), "wanted": wanted}
    append_audit(connection, keyring, "approval-asked", data, now=now)
    if approval.needs == "staff":
        told = insert_staff_notices(
            connection,
            approval.account_id,
            "approval",
            {"approval": approval.id},
            dedupe_key=f"approval:{approval.id}",
            now=now,
        )
        if not told:
            raise NoStaffError
    return approval


def find_open_approval(connection: Connection, approval_id: int, now: float) -> ApprovalRow:
    """One approval that may still be given, inside a transaction.

    Raises:
        ApprovalEndedError: It has ended or expired.
        NotFoundError: `approval`.
    """
    sql = f"SELECT {APPROVAL_COLUMNS} FROM approvals WHERE id = ?"
    approval = ApprovalRow(*require(connection, sql, (approval_id,), "approval"))
    if approval.ended_how is not None or approval.expires_at <= now:
        raise ApprovalEndedError(approval.ended_how or "expired")
    return approval


def end_approvals(
    connection: Connection,
    keyring: Keyring,
    where: str,
    parameters: dict[str, Any],
    *,
    how: ApprovalEnd,
    now: float,
    decided_by: int | None = None,
    decided_chat: int | None = None,
) -> int:
    """End open approvals, with their entries in the audit; unless approved, the asker's chat is to be told.

    Args:
        connection: The writer's.
        keyring: Signs the audit.
        where: Which; a condition on the columns of `approvals`.
        parameters: Its named values.
        how: How they end.
        now: Unix seconds.
        decided_by: Who decided, if anybody.
        decided_chat: In which chat.

    Returns:
        How many there were.
    """
    rows = connection.execute(
        "UPDATE approvals SET ended_at = :now, ended_how = :how, decided_by = :decided_by, "
        f"decided_chat = :decided_chat WHERE ended_at IS NULL AND ({where}) RETURNING {APPROVAL_COLUMNS}",
        {**parameters, "now": now, "how": how, "decided_by": decided_by, "decided_chat": decided_chat},
    ).fetchall()
    for approval in sorted((ApprovalRow(*row) for row in rows), key=lambda approval: approval.id):
        data = {**_data(approval), "decided_by": decided_by, "decided_chat": decided_chat}
        append_audit(connection, keyring, f"approval-{how}", data, now=now)
        if how != "approved":
            insert_notice(
                connection,
                approval.chat_id,
                "approval-ended",
                {"approval": approval.id},
                dedupe_key=f"approval-ended:{approval.id}",
                thread_id=approval.thread_id,
                now=now,
            )
    return len(rows)


def _data(approval: ApprovalRow) -> dict[str, Any]:
    """What every entry about an approval tells."""
    return {
        "approval": approval.id,
        "needs": approval.needs,
        "account": approval.account_id,
        "identity": approval.identity_id,
        "chat": approval.chat_id,
        "user": approval.user_id,
    }
