"""What becomes of each kind of notice: its message, made at the moment of delivery from what is true then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import (
    alerts_told,
    approvals,
    auto_renewal_notices,
    reminded,
    schedule_notices,
    secret_messages,
    settlement,
    staff_notices,
)
from handlers.deciding import bring_up_to_date
from handlers.desk import Desk, Rendered, Sent, Told, about_to_send, is_staff
from handlers.readers import texts_of, timezone_of
from operations import digest, newcomers, outages
from operations.pending import names_of, view_settlement
from texts.notices import balance_empty, credit_low

if TYPE_CHECKING:
    from handlers.desk import Renderer
    from store import NoticeRow


async def _approval(desk: Desk, notice: NoticeRow) -> Rendered:
    row = desk.services.store.approval(int(notice.subject["approval"]))
    if row is None or row.ended_how is not None or not is_staff(desk, notice, row.account_id):
        return None
    t, timezone = texts_of(desk.services, notice.chat_id), timezone_of(desk.services, notice.chat_id)
    return Told(*approvals.staff_message(desk.services, row, t, timezone=timezone))


async def _approval_ended(desk: Desk, notice: NoticeRow) -> Rendered:
    """Tell who asked; their message that waited and the requests to staff are brought up to date first."""
    row = desk.services.store.approval(int(notice.subject["approval"]))
    if row is None or row.ended_how in {None, "approved"}:
        return None
    await approvals.refresh_copies(desk.services, desk.outgoing, row.id)
    text, rows = approvals.ended_message(desk.services, row)
    if row.message_id is not None:
        await bring_up_to_date(desk.outgoing, row.chat_id, row.message_id, text, rows)
    if row.ended_how == "withdrawn" and row.decided_by == row.user_id:
        # Who took it back knows.
        return None
    return Told(text, rows)


async def _needs_human(desk: Desk, notice: NoticeRow) -> Rendered:
    row = desk.services.store.operation(int(notice.subject["taskid"]))
    if row is None or row.state != "needs-human" or not is_staff(desk, notice, row.account_id):
        return None
    view = await view_settlement(desk.services, row)
    t, timezone = texts_of(desk.services, notice.chat_id), timezone_of(desk.services, notice.chat_id)
    return Told(*settlement.message(desk.services, view, t, timezone=timezone))


async def _balance_empty(desk: Desk, notice: NoticeRow) -> Rendered:
    store = desk.services.store
    row = store.operation(int(notice.subject["taskid"]))
    if row is None or not is_staff(desk, notice, row.account_id):
        return None
    label, _ = names_of(desk.services, row.chat_id, row.account_id, row.guid)
    account, customer = store.account(row.account_id).name, store.identity(row.identity_id).label
    t = texts_of(desk.services, notice.chat_id)
    return Told(balance_empty(t, row, account=account, customer=customer, label=label))


async def _credit_low(desk: Desk, notice: NoticeRow) -> Rendered:
    store = desk.services.store
    row = store.operation(int(notice.subject["taskid"]))
    if row is None or row.price is None or not is_staff(desk, notice, row.account_id):
        return None
    available = store.credit(row.identity_id).available
    if available >= row.price:
        # Topped up meanwhile.
        return None
    t, customer = texts_of(desk.services, notice.chat_id), store.identity(row.identity_id).label
    return Told(credit_low(t, row.action, price=row.price, customer=customer, available=available))


async def _secret(desk: Desk, notice: NoticeRow) -> Rendered:
    await about_to_send(desk, notice)
    message_id = await secret_messages.deliver(desk.services, desk.outgoing, int(notice.subject["taskid"]))
    return None if message_id is None else Sent(message_id)


RENDERERS: dict[str, Renderer] = {
    "approval": _approval,
    "approval-ended": _approval_ended,
    "needs-human": _needs_human,
    "balance-empty": _balance_empty,
    "credit-low": _credit_low,
    "secret": _secret,
    digest.KIND: staff_notices.digested,
    newcomers.KIND: staff_notices.appeared,
    outages.FAILING: staff_notices.failing,
    outages.UNSETTLED: staff_notices.unsettled,
    "alerts": alerts_told.render,
    "reminders": reminded.render,
    "auto-renewal": auto_renewal_notices.render,
    "schedule": schedule_notices.render,
}
