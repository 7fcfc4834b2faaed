from __future__ import annotations

from datetime import UTC, datetime

import pytest

from operations.chat_time import ChatTime
from operations.expiry_calendar import Ending, expiry_calendar
from tests.texts.endings import DAY, calendar_of, end
from tests.texts.samples import NOW


def test_what_is_over_what_comes_and_what_is_unknown() -> None:
    calendar = calendar_of(
        end(-3, "old"), end(0, "now"), end(0.01, "soon"), end(89, "last"), end(90, "after"), end(None), end(None)
    )
    names = [[each.names[0] for each in part] for part in (calendar.over, calendar.within, calendar.later)]
    assert names == [["old", "now"], ["soon", "last"], ["after"]]
    assert calendar.unknown == 2
    assert [each.names[0] for each in calendar.endings] == ["old", "now", "soon", "last", "after"]
    assert calendar.has_picture


def test_it_begins_at_the_chats_midnight_and_lasts_90_of_its_days() -> None:
    calendar = calendar_of(end(1))
    assert calendar.begins_at == datetime(2026, 11, 22, 16, tzinfo=UTC).timestamp()
    assert calendar.until == datetime(2027, 2, 20, 16, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("timezone", "hours"),
    [("Europe/Berlin", 90 * 24 - 1), ("America/New_York", 90 * 24 - 1), ("Asia/Shanghai", 90 * 24)],
)
def test_days_are_as_long_as_the_zone_has_them(timezone: str, hours: float) -> None:
    now = datetime(2027, 2, 1, 12, tzinfo=UTC).timestamp()
    calendar = calendar_of(timezone=timezone, now=now)
    assert calendar.until - calendar.begins_at == hours * 3600
    assert calendar.begins_at <= now < calendar.begins_at + DAY


def test_the_very_edge_in_a_zone_that_changes_its_clocks() -> None:
    # Berlin's clocks go ahead on 28 March: the last of the 90 days from 15 January ends an hour earlier than 90 × 24 h.
    now = datetime(2027, 1, 15, 12, tzinfo=UTC).timestamp()
    edge = datetime(2027, 4, 14, 22, tzinfo=UTC).timestamp()
    calendar = calendar_of(
        end((edge - 1 - NOW) / DAY, "in"), end((edge - NOW) / DAY, "out"), timezone="Europe/Berlin", now=now
    )
    assert [each.names[0] for each in calendar.within] == ["in"]
    assert [each.names[0] for each in calendar.later] == ["out"]


def test_nothing_to_draw() -> None:
    for ends in ([], [end(None)], [end(91)]):
        assert not calendar_of(*ends).has_picture
    assert calendar_of(end(91)).endings


def test_what_an_ending_says() -> None:
    (ending,) = calendar_of(end(2, None, kept=9, renewable=False, guid="77")).within
    assert ending == Ending(
        key="1-77",
        names=("203.0.113.5", "77"),
        address="203.0.113.5",
        ends_at=NOW + 2 * DAY,
        kept_until=NOW + 9 * DAY,
        renewable=False,
    )


def test_a_server_keeps_its_key_through_a_renewal() -> None:
    before, after = calendar_of(end(2, "web")).endings[0], calendar_of(end(33, "renamed")).endings[0]
    assert before.key == after.key
    assert expiry_calendar([], clock=ChatTime("UTC"), now=NOW).endings == ()
