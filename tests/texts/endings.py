"""Servers by their end, as the calendar is made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from operations.chat_time import ChatTime
from operations.expiry_calendar import expiry_calendar
from operations.renewals import End
from tests.texts.samples import NOW, ZONE, known

if TYPE_CHECKING:
    from operations.expiry_calendar import ExpiryCalendar

DAY = 86400.0


def at(days: float) -> datetime:
    return datetime.fromtimestamp(NOW + days * DAY, UTC)


def end(
    days: float | None,
    alias: str | None = "web-1",
    *,
    kept: float | None = None,
    renewable: bool = True,
    guid: str = "1",
) -> End:
    """A server that ends in so many days from 23 November, 14:05:30 in Shanghai."""
    its = known(alias, end_time=None if days is None else at(days), guid=guid)
    return End(its, None, renewable=renewable, kept_until=None if kept is None else at(kept))


def calendar_of(*ends: End, timezone: str = ZONE, now: float = NOW) -> ExpiryCalendar:
    return expiry_calendar(ends, clock=ChatTime(timezone), now=now)
