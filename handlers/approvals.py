"""The yes and the no of whoever has to approve: the reseller's staff, or a second owner of the asking chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.deciding import back_to_pending, bring_up_to_date, decides, say_no
from handlers.readers import texts_of, timezone_of
from handlers.screens import back_to_list
from handlers.waiting import NO, YES, decision, own_rows, waiting_message
from operations import approvals
from operations.errors import ApprovalEndedError, ApprovalMovedError, NotYourApprovalError
from operations.pending import view_approval
from texts import texts_for
from texts.approvals import approval_ended, approval_text, decided, not_your_own

if TYPE_CHECKING:
    from handlers.outgoing import Outgoing
    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from operations.services import Services
    from store import ApprovalRow
    from texts import Texts

SHOW = "show"


async def pressed(request: Request) -> None:
    """`apv:<approval>:<1 | 0 | show>`."""
    word, _, choice = request.arguments.partition(callback_data.SEPARATOR)
    number = callback_data.number(word)
    if number is None or choice not in {NO, YES, SHOW}:
        request.answer(request.t.plain("press-nothing"))
        return
    row = request.services.store.approval(number)
    if row is None:
        raise NotYourApprovalError
    if not await _may(request, row):
        return
    if choice == SHOW:
        request.answer()
        await _show(request, row.id)
        return
    try:
        await _decide(request, row, yes=choice == YES)
    except (ApprovalEndedError, ApprovalMovedError):
        # What is under the buttons is over: it must not look as if it still waited.
        await _up_to_date(request, row)
        raise


async def _may(request: Request, row: ApprovalRow) -> bool:
    if row.needs == "staff":
        return await decides(request, row.account_id)
    if (request.chat_id, request.user.id) == (row.chat_id, row.user_id):
        await say_no(request, not_your_own(request.t))
        return False
    if not approvals.may_decide(request.actor, row):
        raise NotYourApprovalError
    return True


async def _decide(request: Request, row: ApprovalRow, *, yes: bool) -> None:
    services, actor = request.services, request.actor
    if yes:
        result = await approvals.approve(services, actor, row.id)
    else:
        result = await approvals.decline(services, actor, row.id)
    request.answer(decided(request.t, result.approval))
    if result.operations:
        # The asker's waiting message is their status now, and the runner's reports edit it.
        request.parts.runner.kick()
    # The staff of a request that is passed on, or the person whose request was declined.
    request.parts.notices_due()
    await _up_to_date(request, row)
    if result.passed_on is not None:
        await _waits_for_staff(request, result.passed_on)


async def _waits_for_staff(request: Request, row: ApprovalRow) -> None:
    """Bring the asker's message up to date once a second owner has agreed."""
    if row.message_id is None:
        return
    t, timezone = texts_for(row.language), timezone_of(request.services, row.chat_id)
    text, rows = waiting_message(request.services, row, t, timezone=timezone)
    await bring_up_to_date(request.parts.outgoing, row.chat_id, row.message_id, text, rows)


async def _up_to_date(request: Request, row: ApprovalRow) -> None:
    """Bring every copy of a request to staff up to date, and the message that was pressed if it is none of them."""
    if row.needs != "staff":
        # The asker's own message becomes a status, or the notice of the end brings it up to date.
        if request.message_id != row.message_id:
            await _show(request, row.id)
        return
    shown = await refresh_copies(request.services, request.parts.outgoing, row.id)
    if (request.chat_id, request.message_id) not in shown:
        await _show(request, row.id)


async def _show(request: Request, approval_id: int) -> None:
    row = request.services.store.approval(approval_id)
    if row is None:
        raise NotYourApprovalError
    text, rows = staff_message(request.services, row, request.t, timezone=request.actor.timezone)
    rows = [*rows, [back_to_pending(request.t)]]
    await bring_up_to_date(request.parts.outgoing, request.chat_id, request.message_id, text, rows)


def staff_message(services: Services, row: ApprovalRow, t: Texts, *, timezone: str) -> tuple[str, Rows]:
    """Return a request as those who decide see it, with its buttons while it is open."""
    view = view_approval(services, row, for_staff=row.needs == "staff")
    text = approval_text(t, view, timezone=timezone)
    if row.ended_how is not None:
        return text, []
    return text, [decision(t, row)] if row.needs == "staff" else own_rows(t, row)


async def refresh_copies(services: Services, outgoing: Outgoing, approval_id: int) -> set[tuple[int, int]]:
    """Edit what the staff chats were sent about a request; return those messages as chat and number."""
    row = services.store.approval(approval_id)
    found = set()
    for notice in services.store.notices_about("approval", {"approval": approval_id}):
        if row is None or notice.message_id is None or notice.chat_id not in services.store.staff_chats(row.account_id):
            # None to be edited; or no business of that chat's any more.
            continue
        t, timezone = texts_of(services, notice.chat_id), timezone_of(services, notice.chat_id)
        text, rows = staff_message(services, row, t, timezone=timezone)
        await bring_up_to_date(outgoing, notice.chat_id, notice.message_id, text, rows)
        found.add((notice.chat_id, notice.message_id))
    return found


def ended_message(services: Services, row: ApprovalRow) -> tuple[str, Rows]:
    """Return what the person who asked is told when nothing came of it."""
    t = texts_for(row.language)
    return approval_ended(t, view_approval(services, row, for_staff=False)), [[back_to_list(t)]]


def register(router: Router) -> None:
    """Add the buttons of approvals; who may press is asked for each."""
    router.press("apv", pressed, acts=True)
