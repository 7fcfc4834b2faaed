"""What ends when as a file that calendar programs take (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped
from texts.times import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icalendar import Alarm, Event

    from operations.expiry_calendar import Ending
    from texts.language import Texts

FILENAME = "apabot-expiring.ics"
MOST = 500
"""So many ends at most: programs choke on more, and the first ones matter."""
# Made-up and never resolved: it makes the ids ours among all others' in somebody's calendar.
_DOMAIN = "apabot.invalid"
_PRODUCT = "-//apabot//expiring//"
_ALARM_DAYS = (7, 1)
# An end is a moment, and programs show moments badly.
_LENGTH = timedelta(minutes=30)
_MINUTE = 60


def calendar_file(t: Texts, endings: Sequence[Ending], *, timezone: str, now: float) -> bytes:
    """Return the file.

    An entry keeps its id through renewals and its number grows with the time of the export, so that importing a newer
    file moves what has moved and doubles nothing.

    Args:
        t: the reader's texts.
        endings: at most `MOST` ends.
        timezone: IANA name of the reader's zone, for times within words; entries themselves are in UTC.
        now: UNIX time of the export.
    """
    from icalendar import Calendar  # noqa: PLC0415 - loaded with the first file

    calendar = Calendar()
    calendar.add("prodid", f"{_PRODUCT}{t.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = t.plain("calendar-name")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for ending in endings:
        calendar.add_component(_event(t, ending, timezone, now))
    return bytes(calendar.to_ical())


def _event(t: Texts, ending: Ending, timezone: str, now: float) -> Event:
    from icalendar import Event  # noqa: PLC0415 - loaded with the first file

    starts, made = datetime.fromtimestamp(int(ending.ends_at), UTC), datetime.fromtimestamp(int(now), UTC)
    label = clipped(ending.names[0], LONGEST_NAME)
    event = Event()
    event.add("uid", f"{ending.key}@{_DOMAIN}")
    event.add("dtstamp", made)
    event.add("last-modified", made)
    event.add("sequence", int(now // _MINUTE))
    event.add("dtstart", starts)
    event.add("dtend", starts + _LENGTH)
    event.add("summary", t.plain("calendar-event", label=label))
    event.add("description", _description(t, ending, timezone))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    words = t.plain("calendar-alarm", label=label, moment=moment(t, starts, timezone), zone=timezone)
    for days in _ALARM_DAYS:
        # One that would have rung by now rings at the import in some programs.
        if ending.ends_at - days * 86400 > now:
            event.add_component(_alarm(words, days))
    return event


def _alarm(words: str, days: int) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415 - loaded with the first file

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _description(t: Texts, ending: Ending, timezone: str) -> str:
    lines = []
    if ending.address:
        lines.append(t.plain("calendar-event-address", address=clipped(ending.address, LONGEST_NAME)))
    if ending.kept_until is not None:
        kept = moment(t, ending.kept_until, timezone)
        lines.append(t.plain("calendar-event-kept", moment=kept, zone=timezone))
    if ending.renewable:
        lines.append(t.plain("calendar-event-renew", name=clipped(ending.names[0], LONGEST_NAME)))
    else:
        lines.append(t.plain("calendar-event-not-renewable"))
    return "\n".join(lines)
