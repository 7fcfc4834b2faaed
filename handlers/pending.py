"""/approvals: all that waits for this staff chat, or for an owner of this group: a lost message loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, errors
from handlers.outgoing import Button
from handlers.screens import home
from operations.access import Role
from operations.pending import approvals_of, names_of, unsettled_of, view_approval
from texts.approvals import pending_approval, pending_text, pending_unsettled

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.access import Actor
    from store import ApprovalRow, OperationRow

MOST = 30


async def typed(request: Request) -> None:
    """`/approvals`; who decides nothing in this chat has no such command."""
    if not _decides(request.actor):
        if request.private:
            await errors.unknown_command(request)
        return
    await _show(request)


async def reopened(request: Request) -> None:
    """`pnd`: back to the list."""
    if not _decides(request.actor):
        request.answer(request.t.plain("press-nothing"))
        return
    request.answer()
    await _show(request)


def _decides(actor: Actor) -> bool:
    """Tell whether something may wait for this person: in a staff chat, or as one of several owners of a group."""
    return bool(actor.staff_account_ids) or (not actor.private and actor.role.reaches(Role.OWNER))


async def _show(request: Request) -> None:
    waiting = approvals_of(request.services, request.actor)
    unsettled = unsettled_of(request.services, request.actor)
    buttons = [_approval(request, row) for row in waiting[:MOST]]
    buttons += [_unsettled(request, row) for row in unsettled[: MOST - len(buttons)]]
    text = pending_text(request.t, count=len(waiting) + len(unsettled), shown=len(buttons))
    await request.show(text, [*([each] for each in buttons), [home(request.t)]])


def _approval(request: Request, row: ApprovalRow) -> Button:
    label = pending_approval(request.t, view_approval(request.services, row, for_staff=row.needs == "staff"))
    return Button(label, callback_data.pack("apv", row.id, "show"))


def _unsettled(request: Request, row: OperationRow) -> Button:
    services = request.services
    label, _ = names_of(services, row.chat_id, row.account_id, row.guid)
    customer = services.store.identity(row.identity_id).label
    text = pending_unsettled(request.t, row.action, label=label, customer=customer)
    return Button(text, callback_data.pack("set", row.taskid, "show"))


def register(router: Router) -> None:
    """Add /approvals and the way back to it."""
    router.command("approvals", typed, audience="deciders")
    router.press("pnd", reopened)
