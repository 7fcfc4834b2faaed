"""Looks at every auto-renewal that is due: announces, carries out, finds out what came of it.

What is to be done follows from the rows alone, so that a restart, a second process or a day of downtime is no special
case: whoever looks does the next step, and of two exactly one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from operations import servers, unattended
from operations.access import Role
from operations.auto_renewal import times
from operations.auto_renewal.attempt import carry_out
from operations.auto_renewal.following import follow
from operations.auto_renewal.terms import terms_of
from operations.errors import NotAllowedError, ServerNotFoundError
from store import SAME_END, announcement_key

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.servers import KnownServer
    from operations.services import Services
    from store import AutoRenewalRow, RenewalAttemptRow, RenewalStop

log = structlog.get_logger(__name__)

# At one tick, and at a time: each may read the engine, which other jobs must not wait for too long.
MOST = 100
_AT_ONCE = 8
# Seconds. An end can move at any time, so nothing is put off for longer.
LOOK_AGAIN = times.HOUR
# Seconds after which a server that the engine no longer has is given up.
GONE_FOR_GOOD = times.DAY
TELLING_AGAIN = 60.0
TROUBLE_AGAIN = 300.0
# Closed for this end time, without another attempt.
_CLOSED = frozenset({"done", "declined", "asked"})
# A delivered notice is deleted after a day.
_PURGED_AFTER = times.DAY
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is to be decided yet."""


async def run(services: Services) -> int:
    """Look at what is due; return how many that were."""
    rows = services.store.due_auto_renewals(services.clock.now(), limit=MOST)
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(row: AutoRenewalRow) -> None:
        async with turn:
            try:
                next_at = await look(services, row)
            except Exception:  # one that fails must not keep the others from their turn; it is logged and tried again
                log.exception("auto_renewal_failed", renewal=row.id)
                next_at = services.clock.now() + TROUBLE_AGAIN
            await services.store.put_off_auto_renewal(row.id, next_at)

    await asyncio.gather(*(one(row) for row in rows))
    return len(rows)


async def look(services: Services, row: AutoRenewalRow) -> float:
    """Do the next step of one auto-renewal; return when to look again, UNIX time."""
    attempt = services.store.open_renewal_attempt(row.id)
    placed = None if attempt is None else unattended.placed(services, attempt.dedupe_key)
    if attempt is not None and placed is not None:
        # Whatever rights were lost since: what was placed is followed to its end.
        return await follow(services, row, attempt, placed)
    reached = _reached(services, row)
    if isinstance(reached, str):
        await services.store.stop_auto_renewal(row.id, reached)
        return services.clock.now()
    if isinstance(reached, Wait):
        return services.clock.now() + LOOK_AGAIN
    actor, known = reached
    end = known.server.end_time
    if attempt is not None and (end is None or abs(end.timestamp() - attempt.ends_at) >= SAME_END):
        # Renewed by hand, or elsewhere: what was announced is void, and the next end counts.
        await services.store.end_renewal_attempt(attempt.id, "void", "end_moved")
        attempt = None
    if end is None:
        return services.clock.now() + LOOK_AGAIN
    if attempt is None:
        return await _plan(services, row, actor, known, end.timestamp())
    return await _await_turn(services, row, attempt, actor, known)


def _reached(services: Services, row: AutoRenewalRow) -> tuple[Actor, KnownServer] | RenewalStop | Wait:
    """Return who allowed it and the server, as both are now, or why it may go on no longer."""
    try:
        actor = unattended.absent(services, chat_id=row.chat_id, user_id=row.user_id, language=row.language)
        known = servers.by_guid(services, actor, row.account_id, row.guid)
    except NotAllowedError:
        return "grant"
    except ServerNotFoundError:
        return "assignment"
    if known.identity_id != row.identity_id:
        # Another customer's money.
        return "assignment"
    if not actor.role.reaches(Role.OWNER):
        return "role"
    return _there(services, known) or (actor, known)


def _there(services: Services, known: KnownServer) -> RenewalStop | Wait | None:
    """Return None where the server is there, or what to do where it is not."""
    if known.server.is_dead:
        return "gone"
    cached = services.store.server_row(known.row_id)
    gone_at = None if cached is None else cached.gone_at
    if gone_at is None:
        return None
    # A list may have it again: who lost it for good can learn so tomorrow.
    return "gone" if services.clock.now() - gone_at >= GONE_FOR_GOOD else Wait()


async def _plan(services: Services, row: AutoRenewalRow, actor: Actor, known: KnownServer, end: float) -> float:
    """Announce the renewal of a server that ends then, once it is time."""
    now = services.clock.now()
    before = services.store.renewal_attempts(row.id, end)
    if before and before[-1].state in _CLOSED:
        return now + LOOK_AGAIN
    at = times.announced_at(end, row.lead_days)
    if now < at:
        return min(at, now + LOOK_AGAIN)
    terms = terms_of(services, actor, known, row.months)
    due = times.untold_due_at(end, row.lead_days, now)
    await services.store.announce_renewal(row.id, ends_at=end, due_at=due, price=terms.price, pays=terms.pays)
    return now + TELLING_AGAIN


async def _await_turn(
    services: Services, row: AutoRenewalRow, attempt: RenewalAttemptRow, actor: Actor, known: KnownServer
) -> float:
    """Find out whether the chat was told, and carry the attempt out when its time has come."""
    now = services.clock.now()
    if attempt.told_at is None:
        told_at = _told_at(services, attempt)
        if told_at == _NEVER:
            await services.store.stop_auto_renewal(row.id, "unreachable")
            return now
        if told_at is not None:
            due = times.due_at(attempt.ends_at, row.lead_days, told_at)
            await services.store.set_renewal_told(attempt, told_at=told_at, due_at=due)
            return now
        if now < attempt.due_at:
            return min(now + TELLING_AGAIN, attempt.due_at)
    if now < attempt.due_at:
        return min(attempt.due_at, now + LOOK_AGAIN)
    chat = services.store.chat(row.chat_id)
    if attempt.told_at is None and chat is not None and chat.blocked_at is not None:
        # The announcement rests until the chat is back, which it is not in time.
        await services.store.stop_auto_renewal(row.id, "unreachable")
        return now
    return await carry_out(services, row, attempt, actor, known)


def _told_at(services: Services, attempt: RenewalAttemptRow) -> float | None:
    """Return when the announcement reached the chat, None where it has not yet, `_NEVER` where it cannot."""
    notice = services.store.notice_by_key(announcement_key(attempt))
    if notice is None:
        # Delivered so long ago that it was forgotten; not sooner than that.
        return max(attempt.announced_at, services.clock.now() - _PURGED_AFTER)
    if notice.given_up_at is not None:
        return _NEVER
    return notice.delivered_at
