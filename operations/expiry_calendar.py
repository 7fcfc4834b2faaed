"""What ends within the next months, as a picture and a calendar program want to know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.chat_time import ChatTime
    from operations.renewals import End

DAYS = 90
"""How far a picture looks ahead, the day of now included."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One server's end.

    Attributes:
        key: names the server for ever, through every renewal; says nothing to people.
        names: what it may be called, the best first: alias, address, guid, as far as there are any.
        address: how to reach it; empty where that is unknown.
        ends_at: UNIX time.
        kept_until: until when its data are kept after that, UNIX time; None where that is unknown.
        renewable: whether it can be renewed, as last read.
    """

    key: str
    names: tuple[str, ...]
    address: str
    ends_at: float
    kept_until: float | None
    renewable: bool


@dataclass(frozen=True, slots=True)
class ExpiryCalendar:
    """A chat's servers by their end, each part in the order of the ends.

    Attributes:
        begins_at: the chat's midnight before now, UNIX time.
        until: the chat's midnight `DAYS` days later; a day's length is the chat's, so not always 24 h.
        now: UNIX time.
        over: ended by now.
        within: end before `until`.
        later: end after that.
        unknown: how many have no known end.
    """

    begins_at: float
    until: float
    now: float
    over: tuple[Ending, ...]
    within: tuple[Ending, ...]
    later: tuple[Ending, ...]
    unknown: int

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.over or self.within)

    @property
    def endings(self) -> tuple[Ending, ...]:
        """All known ends."""
        return self.over + self.within + self.later


def expiry_calendar(found: Sequence[End], *, clock: ChatTime, now: float) -> ExpiryCalendar:
    """Sort a chat's servers into what has ended, what ends soon, and the rest.

    Args:
        found: the servers, in the order of their ends.
        clock: the chat's.
        now: UNIX time.
    """
    today = clock.day(now)
    begins_at, until = clock.at(today, 0), clock.at(today + timedelta(days=DAYS), 0)
    known = [ending for each in found if (ending := _ending(each)) is not None]
    return ExpiryCalendar(
        begins_at=begins_at,
        until=until,
        now=now,
        over=tuple(each for each in known if each.ends_at <= now),
        within=tuple(each for each in known if now < each.ends_at < until),
        later=tuple(each for each in known if each.ends_at >= max(until, now)),
        unknown=len(found) - len(known),
    )


def _ending(end: End) -> Ending | None:
    known = end.known
    at = known.server.end_time
    if at is None:
        return None
    names = (known.alias, known.address, known.guid)
    return Ending(
        key=f"{known.account_id}-{known.guid}",
        names=tuple(name for name in names if name),
        address=known.address,
        ends_at=at.timestamp(),
        kept_until=None if end.kept_until is None else end.kept_until.timestamp(),
        renewable=end.renewable,
    )
