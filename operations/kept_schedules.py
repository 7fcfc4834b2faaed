"""Schedules that are set: listed, paused, let go on, and deleted by the people of their chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations import servers
from operations.access import Role
from operations.chat_time import ChatTime
from operations.errors import BadAnswerError, ScheduleOverError
from operations.kinds import KINDS
from operations.rhythm import Rhythm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.access import Actor
    from operations.services import Services
    from store import ScheduleRow
    from store.schedule_rows import Missed


def listed(services: Services, actor: Actor) -> list[ScheduleRow]:
    """Return the chat's schedules, the next to run first."""
    return services.store.schedules(actor.chat_id)


def one(services: Services, actor: Actor, schedule_id: int) -> ScheduleRow:
    """Return a schedule of this chat that has not ended.

    Raises:
        ScheduleOverError: there is none.
    """
    row = services.store.schedule(schedule_id)
    if row is None or row.chat_id != actor.chat_id or row.ended_at is not None:
        raise ScheduleOverError
    return row


def may_change(actor: Actor, row: ScheduleRow) -> bool:
    """Tell whether this person may change it: whoever may do what it does."""
    return actor.role.reaches(KINDS[row.action].role if row.action in KINDS else Role.OWNER)


def _changing(services: Services, actor: Actor, schedule_id: int) -> ScheduleRow:
    row = one(services, actor, schedule_id)
    actor.require(KINDS[row.action].role)
    return row


async def pause(services: Services, actor: Actor, schedule_id: int) -> None:
    """Let it rest; what has begun goes on. Raises as `one`, and `NotAllowedError`."""
    row = _changing(services, actor, schedule_id)
    await services.store.pause_schedule(row.id, "person")


async def resume(services: Services, actor: Actor, schedule_id: int) -> None:
    """Let it run again, from its next time on; what was due meanwhile is not made up for.

    Raises:
        ScheduleOverError: as `one`.
        NotAllowedError: the role does not reach.
        BadAnswerError: its one run's time is over.
    """
    row = _changing(services, actor, schedule_id)
    next_at = Rhythm.read(row.rhythm).next_run(services.clock.now(), ChatTime(row.timezone))
    if next_at is None:
        raise BadAnswerError("when-past", word=row.rhythm)
    await services.store.resume_schedule(row.id, next_at)


async def choose_missed(services: Services, actor: Actor, schedule_id: int, missed: Missed) -> None:
    """Choose what becomes of missed runs. Raises as `pause`."""
    row = _changing(services, actor, schedule_id)
    await services.store.set_missed(row.id, missed)


async def delete(services: Services, actor: Actor, schedule_id: int) -> ScheduleRow:
    """End it; what has begun goes on, and what it made stays. Raises as `pause`."""
    row = _changing(services, actor, schedule_id)
    await services.store.delete_schedule(row.id)
    return row


def labels(services: Services, row: ScheduleRow) -> Sequence[str]:
    """Return what the chat calls the servers of a schedule, as far as they are its own still."""
    found = (
        servers.seen_by(services, row.chat_id, each.account_id, each.guid)
        for each in services.store.schedule_servers(row.id)
    )
    return sorted((known.label for known in found if known is not None), key=str.casefold)
