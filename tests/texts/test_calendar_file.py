from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from tests.texts.endings import calendar_of, end
from tests.texts.samples import NOW, ZONE
from texts.calendar_file import calendar_file

if TYPE_CHECKING:
    from operations.renewals import End
    from texts import Texts


def written(t: Texts, *ends: End, now: float = NOW) -> bytes:
    return calendar_file(t, calendar_of(*ends, now=now).endings, timezone=ZONE, now=now)


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def alarms(event: Any) -> list[timedelta]:
    return [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]


def test_an_entry_an_end(en: Texts) -> None:
    (event,) = events(written(en, end(30, "web-1", kept=37, guid="77")))
    made = datetime(2026, 11, 23, 6, 5, 30, tzinfo=UTC)
    assert str(event["UID"]) == "1-77@apabot.invalid"
    assert event["SUMMARY"] == "web-1 ends"
    assert event["DTSTART"].dt == made + timedelta(days=30)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == made
    assert (event["TRANSP"], event["STATUS"]) == ("TRANSPARENT", "CONFIRMED")
    assert event["DESCRIPTION"].splitlines() == [
        "Address: 203.0.113.5",
        "Data are kept until 2026-12-30 14:05 (Asia/Shanghai).",
        "To renew, send the bot: /renew web-1",
    ]
    assert alarms(event) == [timedelta(days=-7), timedelta(days=-1)]
    assert [str(each["ACTION"]) for each in event.walk("VALARM")] == ["DISPLAY", "DISPLAY"]
    assert event.walk("VALARM")[0]["DESCRIPTION"] == "web-1 ends on 2026-12-23 14:05 (Asia/Shanghai)"


def test_the_readers_language(zh: Texts) -> None:
    calendar = Calendar.from_ical(written(zh, end(30, "数据库", renewable=False)))
    assert (calendar["X-WR-CALNAME"], calendar["NAME"]) == ("服务器到期日", "服务器到期日")
    (event,) = events(calendar.to_ical())
    assert event["SUMMARY"] == "数据库 到期"
    assert event["DESCRIPTION"].splitlines() == ["地址：203.0.113.5", "生成此文件时无法续费，请联系服务商。"]


def test_the_calendar_itself(en: Texts) -> None:
    calendar = Calendar.from_ical(written(en, end(1)))
    assert calendar["PRODID"] == "-//apabot//expiring//EN"
    assert (calendar["VERSION"], calendar["CALSCALE"], calendar["METHOD"]) == ("2.0", "GREGORIAN", "PUBLISH")


def test_a_renewed_server_moves_its_entry(en: Texts) -> None:
    (before,) = events(written(en, end(2, "web-1")))
    (after,) = events(written(en, end(33, "renamed"), now=NOW + 3600))
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"] > 0
    assert after["SEQUENCE"] < 2**31
    assert after["DTSTART"].dt > before["DTSTART"].dt


@pytest.mark.parametrize(
    ("days", "expected"),
    [(8, [-7, -1]), (7, [-1]), (1.5, [-1]), (1, []), (0.5, []), (-3, [])],
)
def test_only_alarms_that_are_to_come(en: Texts, days: float, expected: list[int]) -> None:
    (event,) = events(written(en, end(days)))
    assert [alarm.days for alarm in alarms(event)] == expected


def test_what_is_over_has_an_entry_and_what_is_unknown_has_none(en: Texts) -> None:
    found = events(written(en, end(-3, "old", guid="1"), end(400, "far", guid="2"), end(None, "unknown", guid="3")))
    assert [str(event["SUMMARY"]) for event in found] == ["old ends", "far ends"]
    assert len({str(event["UID"]) for event in found}) == 2


def test_names_from_outside_stay_within_their_line(t: Texts) -> None:
    evil = "a;b,c\\n\r\nEND:VCALENDAR\r\nX-EVIL:1\u202e\x00\u2028" + "长" * 90 + "🚀"
    content = written(t, end(10, evil))
    (event,) = events(content)
    assert "X-EVIL" not in event
    assert "a;b,c\\n  END:VCALENDAR" in event["SUMMARY"]
    assert content.count(b"\r\nEND:VCALENDAR\r\n") == 1
    assert b"\r\nX-EVIL" not in content


def test_lines_are_folded_by_the_rules(t: Texts) -> None:
    # RFC 5545, 3.1: lines end in CRLF and have 75 octets at most; what follows a fold begins with a blank.
    content = written(t, *(end(10, "名字很长的服务器" * 8 + str(number), guid=str(number)) for number in range(20)))
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", content)
    for line in lines:
        line.decode()  # no character is torn apart
    unfolded = content.replace(b"\r\n ", b"").split(b"\r\n")
    assert all(re.match(rb"[A-Z-]+[:;]", line) for line in unfolded if line)


def test_what_every_entry_must_have(en: Texts) -> None:
    # RFC 5545, 3.6.1 and 3.6.6: exactly one of each.
    content = written(en, end(30, guid="1"), end(31, guid="2"), end(-1, guid="3"))
    for block in re.findall(rb"BEGIN:VEVENT(.*?)END:VEVENT", content, re.DOTALL):
        head = block.split(b"BEGIN:VALARM")[0]
        for name in (b"UID", b"DTSTAMP", b"DTSTART", b"DTEND", b"SEQUENCE", b"SUMMARY"):
            assert head.count(b"\r\n" + name + b":") == 1
    for block in re.findall(rb"BEGIN:VALARM(.*?)END:VALARM", content, re.DOTALL):
        for name in (b"ACTION", b"DESCRIPTION", b"TRIGGER"):
            assert block.count(b"\r\n" + name + b":") == 1
