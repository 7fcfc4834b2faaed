"""What a chat is reminded of, as it is at the moment of telling; putting it off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from operations import renewals, servers
from operations.chat_time import of_chat
from operations.retention import kept_until
from operations.rounds import windows
from store import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.chat_time import ChatTime
    from operations.servers import KnownServer
    from operations.services import Services
    from store import EndRow, Stage, Window

# Of what is told in one message so many are shown; those that end first.
MOST_SHOWN = 40
# Renewed with one tap, where the line offers them.
USUAL_MONTHS = (1, 3, 12)
# For so many days an end may be put off.
SNOOZES = (1, 3)


@dataclass(frozen=True, slots=True)
class Reminder:
    """An end that is near or over.

    Attributes:
        known: the server, as this chat sees it.
        snapshot: the name of what ends, where that is one of its snapshots; else empty.
        ends_at: when, UNIX time.
        days: on which of the chat's days from today on: 0 today; None where it is over.
        kept_until: of what is over: when its data are destroyed, UNIX time; None where that is unknown.
        renews_itself: whether it is renewed without anybody's doing.
        months: for how long it can be renewed with one tap.
    """

    known: KnownServer
    snapshot: str
    ends_at: float
    days: int | None
    kept_until: float | None = None
    renews_itself: bool = False
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one message tells.

    Attributes:
        shown: the first to end first.
        more: how many there are besides.
    """

    shown: tuple[Reminder, ...]
    more: int = 0


def renews_itself(services: Services, account_id: int, guid: str, ends_at: float) -> bool:
    """Tell whether a server that ends then is renewed without anybody's doing."""
    return services.store.renews_itself(account_id, guid, ends_at)


async def standing(services: Services, chat_id: int, notice_id: int, at: float) -> Reminded:
    """Return what of a notice's reminders is to be told now.

    Left out is what is no longer so, what the chat wants no more, and what was overtaken: a reminder that came late,
    so that by now another one tells of the same end, or that nobody wants to hear of once it is over.

    Args:
        services: where the store is.
        chat_id: who is told.
        notice_id: the notice.
        at: when it was decided, as its subject has it.
    """
    now, time = services.clock.now(), of_chat(services, chat_id)
    wanted = services.store.preferences(chat_id).reminder_stages
    current = windows(time, wanted, now)
    kept: list[EndRow] = []
    late: list[EndRow] = []
    for end in services.store.standing_reminders(chat_id, notice_id, at, now):
        stage = _stage(current, end.ends_at)
        if end.stage not in wanted or (stage is None and end.ends_at <= now):
            continue
        if stage is None or STAGES.index(stage) <= STAGES.index(end.stage):
            kept.append(end)
        else:
            late.append(replace(end, stage=stage))
    if late:
        # Where nothing else tells the later stage, this does, and nothing tells it again.
        kept += await services.store.take_reminders(chat_id, notice_id, at, late)
    # One that is tried again, after it took a later stage over, has both; they are the same end.
    kept = sorted({replace(end, stage="0"): end for end in kept}.values(), key=lambda end: end.ends_at)
    seen = [reminder for end in kept[:MOST_SHOWN] if (reminder := _view(services, chat_id, end, time)) is not None]
    return Reminded(tuple(seen), max(len(kept) - MOST_SHOWN, 0))


def of_server(services: Services, chat_id: int, known: KnownServer) -> Reminder | None:
    """Return when a server ends, as a chat is reminded of it; None where that is not known."""
    end = known.server.end_time
    if end is None:
        return None
    return _reminder(services, known, "", end.timestamp(), of_chat(services, chat_id))


def snoozes(services: Services, chat_id: int, known: KnownServer) -> tuple[int, ...]:
    """Return for how many days a server's end may be put off: never beyond the day on which it ends."""
    reminder = of_server(services, chat_id, known)
    if reminder is None or reminder.days is None:
        return ()
    last = reminder.days
    return tuple(days for days in SNOOZES if days <= last)


async def snooze(services: Services, chat_id: int, known: KnownServer, days: int) -> bool:
    """Remind a chat of a server's end in so many days again, at its round of that day, and not before.

    Returns:
        False where it ends before that, or its end is not known.
    """
    if days not in snoozes(services, chat_id, known):
        return False
    time = of_chat(services, chat_id)
    # From midnight on: the round of that day finds it whatever the chat's hour is by then.
    until = time.at(time.day(services.clock.now()) + timedelta(days=days), 0)
    return await services.store.snooze(chat_id, known.account_id, known.guid, until=until)


def _stage(current: Sequence[Window], ends_at: float) -> Stage | None:
    return next((window.stage for window in current if window.from_at <= ends_at < window.until_at), None)


def _view(services: Services, chat_id: int, end: EndRow, time: ChatTime) -> Reminder | None:
    known = servers.seen_by(services, chat_id, end.account_id, end.guid)
    return None if known is None else _reminder(services, known, end.snapshot, end.ends_at, time)


def _reminder(services: Services, known: KnownServer, snapshot: str, ends_at: float, time: ChatTime) -> Reminder:
    now = services.clock.now()
    over = ends_at <= now
    days = None if over else (time.day(ends_at) - time.day(now)).days
    if snapshot:
        return Reminder(known, snapshot, ends_at, days)
    kept = kept_until(services, known.account_id, known.server)
    return Reminder(
        known,
        "",
        ends_at,
        days,
        kept_until=kept.timestamp() if over and kept is not None else None,
        renews_itself=not over and renews_itself(services, known.account_id, known.guid, ends_at),
        months=tuple(each for each in renewals.periods(services, known).months if each in USUAL_MONTHS),
    )
