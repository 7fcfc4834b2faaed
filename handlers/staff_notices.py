"""What staff chats are told of an account by itself: digests, servers that appeared, outages, what waits too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import settlement, staff_unassigned
from handlers.deciding import back_to_pending
from handlers.desk import Desk, Rendered, Told, after_quiet_hours, is_quiet, is_staff
from handlers.readers import texts_of, timezone_of
from operations import digest, newcomers
from operations.outages import trouble_of
from operations.pending import view_settlement
from texts.digest import digest_text, failing_text, recovered_text, still_unsettled

if TYPE_CHECKING:
    from handlers.desk import Later
    from handlers.screens import Rows
    from store import NoticeRow


async def digested(desk: Desk, notice: NoticeRow) -> Rendered:
    """Return a chat's digest as of now, after its quiet hours."""
    services, chat_id = desk.services, notice.chat_id
    wanted, newest = services.store.preferences(chat_id).digest_hour, services.store.last_digest(chat_id)
    if wanted is None or notice.subject.get("day") != newest:
        # Not wanted any more, or a newer one waits that says the same.
        return None
    if (later := after_quiet_hours(desk, chat_id)) is not None:
        return later
    accounts = await digest.digest(services, chat_id)
    if not accounts:
        return None
    t = texts_of(services, chat_id)
    text = digest_text(t, accounts, soon_days=digest.SOON_DAYS, timezone=timezone_of(services, chat_id))
    waiting = any(each.approvals or each.unsettled for each in accounts)
    return Told(text, [[back_to_pending(t)]] if waiting else [])


async def appeared(desk: Desk, notice: NoticeRow) -> Rendered:
    """Return the servers of a notice that are nobody's still, after the chat's quiet hours."""
    found = newcomers.of_batch(desk.services, int(notice.subject["batch"]))
    if not any(each.open for each in found) or not is_staff(desk, notice, found[0].row.account_id):
        return None
    if (later := after_quiet_hours(desk, notice.chat_id)) is not None:
        return later
    return Told(*staff_unassigned.message(desk.services, found, texts_of(desk.services, notice.chat_id)))


async def failing(desk: Desk, notice: NoticeRow) -> Rendered:
    """Return that an account cannot be read while that is so, or that it can be again."""
    services, chat_id = desk.services, notice.chat_id
    row = services.store.outage(int(notice.subject["outage"]))
    if row is None or not is_staff(desk, notice, row.account_id):
        return None
    account, t = services.store.account(row.account_id).name, texts_of(services, chat_id)
    if notice.subject["over"]:
        if row.ended_at is None:
            return None
        return _by_night(desk, chat_id, recovered_text(t, account=account, seconds=row.ended_at - row.since))
    if row.ended_at is not None:
        # Its end is told, and for how long it lasted.
        return None
    text = failing_text(
        t,
        account=account,
        since=row.since,
        trouble=trouble_of(services, row.account_id),
        timezone=timezone_of(services, chat_id),
    )
    return _by_night(desk, chat_id, text)


async def unsettled(desk: Desk, notice: NoticeRow) -> Rendered:
    """Return an operation that has needed a person for long, with the buttons that settle it."""
    services, chat_id = desk.services, notice.chat_id
    row = services.store.operation(int(notice.subject["taskid"]))
    if row is None or row.state != "needs-human" or not is_staff(desk, notice, row.account_id):
        return None
    later = _waits(desk, chat_id)
    if later is not None:
        return later
    t, view = texts_of(services, chat_id), await view_settlement(services, row)
    text, rows = settlement.message(services, view, t, timezone=timezone_of(services, chat_id))
    return _by_night(desk, chat_id, still_unsettled(t, text), rows)


def _by_night(desk: Desk, chat_id: int, text: str, rows: Rows | None = None) -> Rendered:
    """Return a message as the chat wants it in its quiet hours: without a sound, as by day, or after them."""
    later = _waits(desk, chat_id)
    if later is not None:
        return later
    loud = desk.services.store.preferences(chat_id).night == "loud"
    return Told(text, rows or [], silent=not loud and is_quiet(desk, chat_id))


def _waits(desk: Desk, chat_id: int) -> Later | None:
    night = desk.services.store.preferences(chat_id).night
    return after_quiet_hours(desk, chat_id) if night == "wait" else None
