"""Time as a chat lives it: its zone, its quiet hours, and its next hour of the day.

Wall-clock times that a change of the clocks skips count as if the clocks had not been changed yet (02:30 becomes
03:30); of one that comes twice the first is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from operations.access import DEFAULT_TIMEZONE

if TYPE_CHECKING:
    from operations.services import Services

_zone = lru_cache(maxsize=512)(ZoneInfo)


@dataclass(frozen=True, slots=True)
class ChatTime:
    """A chat's clock.

    Attributes:
        timezone: IANA name.
        quiet: from which hour to which it wants to be left alone; None: never.
    """

    timezone: str
    quiet: tuple[int, int] | None = None

    def local(self, at: float) -> datetime:
        """Return UNIX time as the chat's wall-clock time, aware."""
        return datetime.fromtimestamp(at, UTC).astimezone(_zone(self.timezone))

    def day(self, at: float) -> date:
        """Return on which of the chat's days it is."""
        return self.local(at).date()

    def at(self, day: date, hour: int, minute: int = 0) -> float:
        """Return when the chat's clock shows that, UNIX time."""
        return datetime.combine(day, time(hour, minute), _zone(self.timezone)).timestamp()

    def next_hour(self, after: float, hour: int) -> float:
        """Return when it is that hour of the day for the next time after `after`, UNIX time."""
        day = self.day(after)
        found = self.at(day, hour)
        while found <= after:
            day += timedelta(days=1)
            found = self.at(day, hour)
        return found

    def is_quiet(self, at: float) -> bool:
        """Tell whether that lies in the quiet hours."""
        if self.quiet is None:
            return False
        begin, end = self.quiet
        hour = self.local(at).hour
        return begin <= hour < end if begin < end else hour >= begin or hour < end

    def awake(self, at: float) -> float:
        """Return the first moment from `at` on that is not in the quiet hours, UNIX time."""
        if self.quiet is None or not self.is_quiet(at):
            return at
        found = self.next_hour(at, self.quiet[1])
        # Where the clocks are put back the hour may come twice, or the end may fall into a skipped one.
        return found if not self.is_quiet(found) else self.next_hour(found, self.quiet[1])


def of_chat(services: Services, chat_id: int) -> ChatTime:
    """Return a chat's clock; a chat that was never heard of lives in `DEFAULT_TIMEZONE` and is never quiet."""
    chat = services.store.chat(chat_id)
    if chat is None:
        return ChatTime(DEFAULT_TIMEZONE)
    return ChatTime(chat.timezone, parsed(chat.quiet_hours))


def parsed(quiet_hours: str | None) -> tuple[int, int] | None:
    """Return quiet hours as the store keeps them ("22-9") as two hours."""
    if not quiet_hours:
        return None
    begin, _, end = quiet_hours.partition("-")
    return int(begin), int(end)
