"""Maintenance windows: times in which trouble with a server is expected, so a chat is not alarmed of it.

Reminders go on. Trouble that still holds when a window ends is told then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations import servers
from operations.access import Role
from operations.errors import BadAnswerError
from operations.typed_time import DAY

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.servers import KnownServer
    from operations.services import Services
    from store import MaintenanceRow

# More would be a mute that nobody remembers.
LONGEST = 7 * DAY
FARTHEST = 366 * DAY


@dataclass(frozen=True, slots=True)
class Window:
    """A window of a chat.

    Attributes:
        id: its number.
        known: the server; None: all that the chat has.
        starts_at: UNIX time.
        ends_at: UNIX time.
    """

    id: int
    known: KnownServer | None
    starts_at: float
    ends_at: float


def windows(services: Services, actor: Actor) -> list[Window]:
    """Return the chat's windows that are not over, of servers that it may see or of all, the first to begin first."""
    rows = services.store.maintenance(actor.chat_id, services.clock.now())
    if not rows:
        return []
    seen = {(known.account_id, known.guid): known for known in servers.visible(services, actor)}
    return [
        _window(row, seen.get((row.account_id or 0, row.guid or "")))
        for row in rows
        if row.guid is None or (row.account_id, row.guid) in seen
    ]


def open_until(services: Services, chat_id: int, known: KnownServer) -> float | None:
    """Return until when a chat is not alarmed of a server (UNIX time), where a window is open for it."""
    now = services.clock.now()
    ends = [
        row.ends_at
        for row in services.store.maintenance(chat_id, now)
        if row.starts_at <= now and (row.guid is None or (row.account_id, row.guid) == (known.account_id, known.guid))
    ]
    return max(ends, default=None)


async def begin(
    services: Services, actor: Actor, known: KnownServer | None, *, seconds: float, starts_at: float | None = None
) -> Window:
    """Open a window, as one with those of the same server that it overlaps or touches.

    Args:
        services: store and clock.
        actor: the person.
        known: the server; None: all that the chat has.
        seconds: for how long.
        starts_at: UNIX time; None: now.

    Raises:
        NotAllowedError: the person is no operator here.
        BadAnswerError: it lasts, with those it is joined with, longer than `LONGEST` from now on, or begins later
            than `FARTHEST` from now.
    """
    actor.require(Role.OPERATOR)
    now = services.clock.now()
    start = now if starts_at is None else max(starts_at, now)
    end = start + seconds
    if start - now > FARTHEST:
        raise BadAnswerError("moment-far")
    account_id, guid = (None, None) if known is None else (known.account_id, known.guid)
    joined = [
        row
        for row in services.store.maintenance(actor.chat_id, now)
        if (row.account_id, row.guid) == (account_id, guid) and row.starts_at <= end and row.ends_at >= start
    ]
    first = min([start, *(row.starts_at for row in joined)])
    if max([end, *(row.ends_at for row in joined)]) - max(first, now) > LONGEST:
        raise BadAnswerError("maintenance-long")
    row = await services.store.join_maintenance(
        actor.chat_id, account_id=account_id, guid=guid, starts_at=start, ends_at=end, user_id=actor.user_id
    )
    return _window(row, known)


async def end(services: Services, actor: Actor, window_id: int) -> bool:
    """End a window, begun or not; False if the chat has none of this number (any more).

    Raises:
        NotAllowedError: the person is no operator here.
    """
    actor.require(Role.OPERATOR)
    return await services.store.end_maintenance(window_id, actor.chat_id)


def _window(row: MaintenanceRow, known: KnownServer | None) -> Window:
    return Window(row.id, known, row.starts_at, row.ends_at)
