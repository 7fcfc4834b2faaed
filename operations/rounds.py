"""Rounds: once a day, at its own hour, each chat is told of all that ends; of what is over it is told when it is.

What a chat is told of is a matter of when its calendar says that something ends, never of when this looked last: a
round that was missed tells at the next one what is still so, and what was told stands in the store. So a second
process, a restart or a week of downtime is no special case.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from engine import Server
from operations.chat_time import of_chat
from operations.retention import kept_until
from store import HeldRound, Window

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from operations.chat_time import ChatTime
    from operations.services import Services
    from store import EndRow, ExpiryMark, RoundRow, Stage

# Chats looked at in one go; the loop has its turn between two goes.
MOST = 50
# Of one chat so many ends in one go; what is left the next go adds to the same message.
MOST_ENDS = 1000
# Against a round that would be due for ever: the rest waits for the next tick.
MOST_GOES = 500
DAY = 86400.0
# Whoever has not been told of an end by then is not told any more; sooner, where the data are gone sooner.
LONGEST_OVER = 30 * DAY
# Seconds. What ends within a minute is one message.
COLLECT = 60.0
# How old a list may be to be reminded by, at least. After a start it may be much older until it is read; then a
# reminder waits, but not for ever: better to tell of an end that may have moved than not to.
FRESH = 900.0
READS_MISSED = 3
PATIENCE = 3600.0
AGAIN = 60.0
# How far a mark may fall behind where nothing ended: a commit for each tick would tell nothing.
MARK_EVERY = 600.0


async def hold(services: Services) -> int:
    """Hold the rounds that are due; return how many chats are told something."""
    await hasten(services)
    told = 0
    now = services.clock.now()
    for _ in range(MOST_GOES):
        rows = services.store.due_rounds(now, limit=MOST)
        if not rows:
            break
        told += await services.store.hold_rounds(look(services, rows, now), now)
    return told


async def hasten(services: Services) -> None:
    """Find what has ended since the last look and have its chats told, as soon as they are awake.

    How far was looked is kept per account, and never beyond what its list was read for: downtime leaves no gap, and
    what was renewed meanwhile is not told as over.
    """
    store, now = services.store, services.clock.now()
    marks: dict[int, float] = {}
    sooner: dict[int, float] = {}
    for mark in store.expiry_marks():
        until = _seen_until(services, mark, now)
        if until is None:
            continue
        if mark.told_until is None:
            # A new account: what is over by then, a round will tell.
            marks[mark.account_id] = until
        elif until > mark.told_until:
            chats = store.chats_of_ended(mark.account_id, mark.told_until, until)
            if chats or until - mark.told_until >= MARK_EVERY:
                marks[mark.account_id] = until
            sooner.update((chat_id, of_chat(services, chat_id).awake(now + COLLECT)) for chat_id in chats)
    if marks:
        await store.hasten_rounds(marks, sooner)


def windows(time: ChatTime, stages: Collection[Stage], now: float, *, whole: bool = True) -> list[Window]:
    """Return which ends are at which of a chat's stages now; each end at the most urgent one that it has reached.

    Days are counted by the chat's calendar: what ends at 00:30 tomorrow ends tomorrow, be it in half an hour.

    Args:
        time: the chat's clock.
        stages: those that the chat wants to be told at.
        now: UNIX time.
        whole: whether of what is still to end, too, not only of what is over.
    """
    # Ends are whole seconds.
    over = math.floor(now) + 1.0
    found = [Window("expired", over - LONGEST_OVER, over)] if "expired" in stages else []
    if not whole:
        return found
    begin, today = over, time.day(now)
    for stage in sorted((stage for stage in stages if stage != "expired"), key=int):
        until = time.at(today + timedelta(days=int(stage) + 1), 0)
        if until > begin:
            found.append(Window(stage, begin, until))
            begin = until
    return found


def next_round(time: ChatTime, hour: int, after: float) -> float:
    """Return when a chat's first round after that time is: at its hour, or when its quiet hours end."""
    day = time.day(after) - timedelta(days=1)
    while (found := time.awake(time.at(day, hour))) <= after:
        day += timedelta(days=1)
    return found


def _seen_until(services: Services, mark: ExpiryMark, now: float) -> float | None:
    """Return until when it is known what has ended of an account; None: it is not, for its list is too old."""
    if mark.listed_at is not None and mark.listed_at >= now - _fresh(services):
        return min(mark.listed_at, now)
    return now if now >= services.started_at + PATIENCE else None


def _fresh(services: Services) -> float:
    return max(FRESH, READS_MISSED * services.timing.sync)


def unread(services: Services, now: float) -> set[int]:
    """Return the accounts whose lists are so old that what they say of ends may not be told yet."""
    marks = services.store.expiry_marks()
    return {mark.account_id for mark in marks if _seen_until(services, mark, now) is None}


def again_at(services: Services, chat_id: int, old: Collection[int], now: float) -> float:
    """Return when a chat may be told of ends: now, or once a list of `unread` may have been read."""
    if not old:
        return now
    grants = services.store.grants(chat_id=chat_id)
    waits = any(services.store.identity(grant.identity_id).account_id in old for grant in grants)
    return now + AGAIN if waits else now


def look(services: Services, rows: Sequence[RoundRow], now: float) -> list[HeldRound]:
    """Look at rounds that are due: what each chat is to be told of, and when its next one is."""
    old = unread(services, now)
    return [_round(services, row, old, now) for row in rows]


def _round(services: Services, row: RoundRow, old: Collection[int], now: float) -> HeldRound:
    """Look at one chat's round."""
    store = services.store
    grants = store.grants(chat_id=row.chat_id)
    if not grants:
        return HeldRound(row, None)
    time, wants = of_chat(services, row.chat_id), store.preferences(row.chat_id)
    # Worked out from the last one, not from now: whoever moves their hour forward loses no day by it.
    begin = row.done_at
    if begin is None:
        granted_at = max(grant.created_at for grant in grants)
        begin = granted_at if granted_at > now - DAY else now
    next_at = row.next_at or next_round(time, wants.reminder_hour, begin)
    whole, sooner = next_at <= now, row.sooner_at is not None and row.sooner_at <= now
    if not (whole or sooner):
        return HeldRound(row, next_at, row.sooner_at)
    chat = store.chat(row.chat_id)
    if chat is not None and chat.blocked_at is not None:
        # Nobody would be told, so nothing counts as told.
        return HeldRound(row, next_round(time, wants.reminder_hour, now))
    again = max(time.awake(now), again_at(services, row.chat_id, old, now))
    if again > now:
        return HeldRound(row, max(next_at, again), again if sooner else row.sooner_at)
    found = store.due_ends(row.chat_id, windows(time, wants.reminder_stages, now, whole=whole), now, limit=MOST_ENDS)
    ends: list[EndRow] = []
    passed_over: list[EndRow] = []
    for end in found:
        (passed_over if _is_forgotten(services, end, now) else ends).append(end)
    if len(found) >= MOST_ENDS:
        # There may be more: it stays due.
        return HeldRound(row, row.next_at or now, row.sooner_at, ends=tuple(ends), passed_over=tuple(passed_over))
    return HeldRound(
        row,
        next_round(time, wants.reminder_hour, now) if whole else next_at,
        None if sooner else row.sooner_at,
        whole=whole,
        ends=tuple(ends),
        passed_over=tuple(passed_over),
    )


def _is_forgotten(services: Services, end: EndRow, now: float) -> bool:
    """Tell whether a server's data are gone already, as far as its line tells how long they are kept."""
    if end.stage != "expired" or end.snapshot:
        return False
    row = next(each for each in services.store.server_by_guid(end.guid) if each.account_id == end.account_id)
    kept = kept_until(services, end.account_id, Server.model_validate_json(row.data))
    return kept is not None and kept.timestamp() <= now
