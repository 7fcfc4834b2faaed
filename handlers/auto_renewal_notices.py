"""What a chat is told of a server that renews itself, made at the moment of delivery from what is true then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.auto_renewal_screens import told_rows
from handlers.desk import Told, is_quiet
from handlers.readers import texts_of, timezone_of
from operations import auto_renewal, unattended
from operations.auto_renewal.standing import announced_due
from operations.errors import NotAllowedError
from operations.pending import names_of
from operations.servers import seen_by
from operations.spending import month_start
from texts import auto_renewal_notices as texts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from handlers.desk import Desk, Rendered
    from handlers.screens import Rows
    from operations.auto_renewal import Terms
    from operations.servers import KnownServer
    from store import AutoRenewalRow, NoticeRow, RenewalAttemptRow

    Say = Callable[[Desk, NoticeRow, AutoRenewalRow], Awaitable[Rendered]]


async def render(desk: Desk, notice: NoticeRow) -> Rendered:
    """Return the message of a notice `auto-renewal`."""
    row = desk.services.store.auto_renewal_by_id(int(notice.subject["renewal"]))
    say = _SAYS.get(str(notice.subject["event"]))
    return None if row is None or say is None else await say(desk, notice, row)


def _attempt(desk: Desk, notice: NoticeRow) -> RenewalAttemptRow | None:
    return desk.services.store.renewal_attempt(int(notice.subject["attempt"]))


def _known(desk: Desk, row: AutoRenewalRow) -> KnownServer | None:
    return seen_by(desk.services, row.chat_id, row.account_id, row.guid)


def _label(known: KnownServer | None, row: AutoRenewalRow) -> str:
    # Somebody else's by now: what it is called today is not for this chat to see.
    return known.label if known is not None else row.address or row.guid


def _terms(desk: Desk, row: AutoRenewalRow, known: KnownServer) -> Terms | None:
    try:
        actor = unattended.absent(desk.services, chat_id=row.chat_id, user_id=row.user_id, language=row.language)
    except NotAllowedError:
        return None
    return auto_renewal.terms_of(desk.services, actor, known, row.months)


async def _announced(desk: Desk, notice: NoticeRow, row: AutoRenewalRow) -> Rendered:
    services, attempt, known = desk.services, _attempt(desk, notice), _known(desk, row)
    terms = None if known is None else _terms(desk, row, known)
    if attempt is None or known is None or terms is None:
        return None
    if row.stopped_at is not None or attempt.state != "announced" or attempt.revision != notice.subject["revision"]:
        return None
    now = services.clock.now()
    spent = services.store.auto_renewal_spent(row.account_id, row.guid, row.identity_id, month_start(now))
    t = texts_of(services, row.chat_id)
    text = texts.announcement(
        t,
        row,
        attempt,
        terms,
        label=known.label,
        due_at=announced_due(attempt, row, now),
        over_budget=row.budget is not None and attempt.price is not None and spent + attempt.price > row.budget,
        private=row.chat_id > 0,
        timezone=timezone_of(services, row.chat_id),
    )
    # By night without a sound rather than later: the 48 hours begin when it is there.
    return Told(text, told_rows(t, known, row.months, stop=True), silent=is_quiet(desk, row.chat_id))


async def _failed(desk: Desk, notice: NoticeRow, row: AutoRenewalRow) -> Rendered:
    services, attempt, known = desk.services, _attempt(desk, notice), _known(desk, row)
    after = services.store.open_renewal_attempt(row.id)
    if attempt is None or known is None or after is None or row.stopped_at is not None:
        # Stopped since, which is told by itself, or over.
        return None
    before = services.store.renewal_attempts(row.id, attempt.ends_at)
    number = sum(each.state == "failed" and each.id <= attempt.id for each in before)
    t = texts_of(services, row.chat_id)
    text = texts.failed(
        t,
        attempt,
        after,
        services.store.operation_by_dedupe_key(attempt.dedupe_key),
        label=known.label,
        number=number,
        timezone=timezone_of(services, row.chat_id),
    )
    return Told(text, told_rows(t, known, row.months, stop=True))


async def _waiting(desk: Desk, notice: NoticeRow, row: AutoRenewalRow) -> Rendered:
    """For the chat, or for a staff chat; nothing where it no longer waits."""
    services, attempt, known = desk.services, _attempt(desk, notice), _known(desk, row)
    staff = notice.subject["event"] == "staff-waiting"
    if attempt is None or known is None or row.stopped_at is not None:
        return None
    if attempt.state != "announced" or attempt.waiting_at is None:
        return None
    if staff and notice.chat_id not in services.store.staff_chats(row.account_id):
        return None
    t = texts_of(services, notice.chat_id)
    text = texts.waiting(
        t,
        attempt,
        str(notice.subject["why"]),
        label=names_of(services, row.chat_id, row.account_id, row.guid)[0] if staff else known.label,
        timezone=timezone_of(services, notice.chat_id),
        now=services.clock.now(),
        customer=services.store.identity(row.identity_id).label if staff else None,
    )
    return Told(text, [] if staff else told_rows(t, known, row.months, stop=True))


async def _no_more(desk: Desk, notice: NoticeRow, row: AutoRenewalRow) -> Rendered:
    attempt, known = _attempt(desk, notice), _known(desk, row)
    if attempt is None or known is None:
        return None
    t = texts_of(desk.services, row.chat_id)
    text = texts.no_more(t, attempt, _terms(desk, row, known), label=known.label)
    return Told(text, told_rows(t, known, row.months))


async def _stopped(desk: Desk, notice: NoticeRow, row: AutoRenewalRow) -> Rendered:
    del notice
    known = _known(desk, row)
    t = texts_of(desk.services, row.chat_id)
    timezone = timezone_of(desk.services, row.chat_id)
    text = texts.stopped(t, row, _failures(desk, row, row.chat_id), label=_label(known, row), timezone=timezone)
    rows: Rows = []
    if known is not None and row.stopped_how not in {"gone", "assignment"}:
        rows = told_rows(t, known, row.months, again=row.stopped_how != "replaced")
    return Told(text, rows)


async def _staff(desk: Desk, notice: NoticeRow, row: AutoRenewalRow) -> Rendered:
    services = desk.services
    if notice.chat_id not in services.store.staff_chats(row.account_id):
        return None
    known, t = _known(desk, row), texts_of(services, notice.chat_id)
    label, _ = names_of(services, row.chat_id, row.account_id, row.guid)
    return Told(
        texts.staff(
            t,
            row,
            _failures(desk, row, notice.chat_id),
            customer=services.store.identity(row.identity_id).label,
            label=label,
            end=known.server.end_time if known is not None else None,
            timezone=timezone_of(services, notice.chat_id),
            now=services.clock.now(),
        )
    )


def _failures(desk: Desk, row: AutoRenewalRow, reader: int) -> list[tuple[float, str]]:
    """Return when and why the last attempts failed; nothing where it stopped for another reason."""
    if row.stopped_how != "failures":
        return []
    store, t = desk.services.store, texts_of(desk.services, reader)
    every = [each for each in store.renewal_attempts(row.id) if each.state == "failed"]
    last = [each for each in every if each.ends_at == every[-1].ends_at]
    return [
        (each.ended_at or each.due_at, texts.why(t, each, store.operation_by_dedupe_key(each.dedupe_key)))
        for each in last
    ]


_SAYS: dict[str, Say] = {
    "announced": _announced,
    "failed": _failed,
    "waiting": _waiting,
    "staff-waiting": _waiting,
    "declined": _no_more,
    "asked": _no_more,
    "stopped": _stopped,
    "staff": _staff,
}
