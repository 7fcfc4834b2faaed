"""Withdrawals: who asked takes back what still waits for somebody else's yes.

Nothing has to be given back for it: credit is reserved at the yes, never while an approval waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.access import Role
from operations.errors import ApprovalEndedError, NotYourApprovalError

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.services import Services
    from store import ApprovalRow


def may_withdraw(actor: Actor, row: ApprovalRow) -> bool:
    """Tell whether this person may take it back: who asked, in the chat where they did, and that chat's owners."""
    return actor.chat_id == row.chat_id and (actor.user_id == row.user_id or actor.role.reaches(Role.OWNER))


async def withdraw(services: Services, actor: Actor, approval_id: int) -> ApprovalRow:
    """End an approval that nobody has decided; where a yes comes at the same time, exactly one of both counts.

    Returns:
        The approval as it is now.

    Raises:
        NotYourApprovalError: unknown, or not this person's to take back.
        ApprovalEndedError: decided, withdrawn, expired or void already.
    """
    row = services.store.approval(approval_id)
    # One that does not exist and one that is not theirs look the same.
    if row is None or not may_withdraw(actor, row):
        raise NotYourApprovalError
    won = await services.store.end_approval(row.id, "withdrawn", decided_by=actor.user_id, decided_chat=actor.chat_id)
    row = services.store.approval(approval_id) or row
    if not won:
        raise ApprovalEndedError(row.ended_how or "void")
    return row


async def withdraw_all(services: Services, actor: Actor) -> list[ApprovalRow]:
    """Take back all that this person asked for in this chat and that still waits; return what that was."""
    withdrawn = []
    # Looked for afresh each time: one that a second owner passes on meanwhile waits under another number.
    while row := _waiting(services, actor):
        try:
            withdrawn.append(await withdraw(services, actor, row.id))
        except ApprovalEndedError:
            # Decided at the same moment, which who asked is told by itself.
            continue
    return withdrawn


def _waiting(services: Services, actor: Actor) -> ApprovalRow | None:
    rows = services.store.open_approvals()
    return next((row for row in rows if (row.chat_id, row.user_id) == (actor.chat_id, actor.user_id)), None)
