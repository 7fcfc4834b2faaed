from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from operations.chat_time import ChatTime
from operations.rhythm import Rhythm

BERLIN, NEW_YORK, LORD_HOWE, NUUK = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Nuuk"
ZONES = (BERLIN, NEW_YORK, LORD_HOWE, NUUK, "Asia/Shanghai", "UTC", "Africa/Cairo", "Asia/Kathmandu")


def utc(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def first(rhythm: Rhythm, zone: str, after: str, count: int = 3) -> list[str]:
    """The next runs on the wall, with their distance from UTC."""
    clock = ChatTime(zone)
    start = datetime.fromisoformat(after)
    runs = rhythm.runs(clock.at(start.date(), start.hour, start.minute), clock)
    return [clock.local(at).strftime("%Y-%m-%d %H:%M%z") for _, at in zip(range(count), runs, strict=False)]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm(hours=(3,)), ["2026-11-30 03:00+0800", "2026-12-01 03:00+0800", "2026-12-02 03:00+0800"]),
        (
            Rhythm(hours=(3,), weekdays=(6,)),
            ["2026-12-06 03:00+0800", "2026-12-13 03:00+0800", "2026-12-20 03:00+0800"],
        ),
        (
            Rhythm(hours=(22,), minute=30, weekdays=(0, 2)),
            ["2026-11-30 22:30+0800", "2026-12-02 22:30+0800", "2026-12-07 22:30+0800"],
        ),
        (Rhythm(hours=(0, 12)), ["2026-11-30 00:00+0800", "2026-11-30 12:00+0800", "2026-12-01 00:00+0800"]),
        (Rhythm(hours=(3,), days=(1, 15)), ["2026-12-01 03:00+0800", "2026-12-15 03:00+0800", "2027-01-01 03:00+0800"]),
        (Rhythm(hours=(3,), on=date(2026, 12, 24)), ["2026-12-24 03:00+0800"]),
        (Rhythm(hours=(12,), on=date(2026, 11, 29)), []),
    ],
)
def test_the_next_runs(rhythm: Rhythm, expected: list[str]) -> None:
    assert first(rhythm, "Asia/Shanghai", "2026-11-29 12:00") == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((31,), ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ((30,), ["2027-01-30", "2027-02-28", "2027-03-30", "2027-04-30"]),
        ((29, 30, 31), ["2027-01-29", "2027-01-30", "2027-01-31", "2027-02-28"]),
        ((28, 31), ["2027-01-28", "2027-01-31", "2027-02-28", "2027-03-28"]),
    ],
)
def test_a_day_that_a_month_does_not_have_is_its_last(days: tuple[int, ...], expected: list[str]) -> None:
    found = first(Rhythm(hours=(3,), days=days), "UTC", "2027-01-02 00:00", count=4)
    assert [each[:10] for each in found] == expected


def test_29_february() -> None:
    found = first(Rhythm(hours=(3,), days=(29,)), "UTC", "2028-01-30 00:00", count=2)
    assert [each[:10] for each in found] == ["2028-02-29", "2028-03-29"]
    assert first(Rhythm(hours=(3,), on=date(2028, 2, 29)), "UTC", "2028-01-30 00:00") == ["2028-02-29 03:00+0000"]


@pytest.mark.parametrize(
    ("zone", "rhythm", "after", "expected"),
    [
        # 02:30 is skipped on 28 March 2027: once, an hour later; and the same moment is not done twice.
        (BERLIN, Rhythm(hours=(2,), minute=30), "2027-03-27 12:00", ["2027-03-28 03:30+0200", "2027-03-29 02:30+0200"]),
        (
            BERLIN,
            Rhythm(hours=(2, 3), minute=30),
            "2027-03-27 12:00",
            ["2027-03-28 03:30+0200", "2027-03-29 02:30+0200"],
        ),
        # 02:30 comes twice on 31 October 2027: the first time only.
        (BERLIN, Rhythm(hours=(2,), minute=30), "2027-10-30 12:00", ["2027-10-31 02:30+0200", "2027-11-01 02:30+0100"]),
        (NEW_YORK, Rhythm(hours=(2,)), "2027-03-13 12:00", ["2027-03-14 03:00-0400", "2027-03-15 02:00-0400"]),
        (NEW_YORK, Rhythm(hours=(1,)), "2027-11-06 12:00", ["2027-11-07 01:00-0400", "2027-11-08 01:00-0500"]),
        # Half an hour on Lord Howe.
        (
            LORD_HOWE,
            Rhythm(hours=(2,), minute=15),
            "2027-10-02 12:00",
            ["2027-10-03 02:45+1100", "2027-10-04 02:15+1100"],
        ),
        (
            LORD_HOWE,
            Rhythm(hours=(1,), minute=45),
            "2027-04-03 12:00",
            ["2027-04-04 01:45+1100", "2027-04-05 01:45+1030"],
        ),
        # An hour that is skipped at the end of a day moves past midnight, behind the next day's first.
        (
            NUUK,
            Rhythm(hours=(0, 23), minute=30),
            "2027-03-27 12:00",
            ["2027-03-28 00:30-0100", "2027-03-28 23:30-0100"],
        ),
    ],
)
def test_changes_of_the_clocks(zone: str, rhythm: Rhythm, after: str, expected: list[str]) -> None:
    assert first(rhythm, zone, after, count=2) == expected


def test_hourly_across_a_change_of_the_clocks() -> None:
    clock, hourly = ChatTime(BERLIN), Rhythm(hours=tuple(range(24)))
    spring = [at for _, at in zip(range(5), hourly.runs(utc("2027-03-27 23:30"), clock), strict=False)]
    assert [b - a for a, b in pairwise(spring)] == [3600.0] * 4
    autumn = [at for _, at in zip(range(5), hourly.runs(utc("2027-10-30 22:30"), clock), strict=False)]
    # The second two o'clock is no run of its own.
    assert [b - a for a, b in pairwise(autumn)] == [3600.0, 7200.0, 3600.0, 3600.0]


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    numbers = st.integers(0, 23)
    hours = tuple(sorted(draw(st.sets(numbers, min_size=1, max_size=24))))
    minute, which = draw(st.integers(0, 59)), draw(st.sampled_from(["daily", "weekdays", "days", "once"]))
    if which == "once":
        return Rhythm(hours=hours[:1], minute=minute, on=draw(st.dates(date(2026, 1, 1), date(2030, 12, 31))))
    if which == "daily":
        return Rhythm(hours=hours, minute=minute)
    if which == "weekdays":
        return Rhythm(hours=hours, minute=minute, weekdays=tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))))
    return Rhythm(hours=hours, minute=minute, days=tuple(sorted(draw(st.sets(st.integers(1, 31), min_size=1)))))


@settings(max_examples=60, deadline=None)
@given(rhythms())
def test_it_is_read_as_it_was_written(rhythm: Rhythm) -> None:
    assert Rhythm.read(rhythm.written()) == rhythm


@settings(max_examples=60, deadline=None)
@given(rhythms(), st.sampled_from(ZONES), st.floats(utc("2026-01-01"), utc("2030-01-01")))
def test_runs_follow_each_other_and_the_wall_shows_them(rhythm: Rhythm, zone: str, after: float) -> None:
    clock, last = ChatTime(zone), after
    for _, at in zip(range(4), rhythm.runs(after, clock), strict=False):
        assert at > last
        wall = clock.local(at)
        shown = rhythm.falls_on(wall.date()) and wall.hour in rhythm.hours and wall.minute == rhythm.minute
        # What the wall does not show was skipped there: it would have shown it with the clocks unchanged.
        before = clock.local(at - 3 * 3600).utcoffset()
        unchanged = datetime.fromtimestamp(at, UTC) + (before or wall.utcoffset() or UTC.utcoffset(None))
        assert shown or (
            rhythm.falls_on(unchanged.date())
            and unchanged.hour in rhythm.hours
            and unchanged.minute == rhythm.minute
            and before != wall.utcoffset()
        )
        last = at


@settings(max_examples=60, deadline=None)
@given(rhythms(), st.sampled_from(ZONES), st.floats(utc("2026-01-01"), utc("2030-01-01")))
def test_no_run_lies_between_now_and_the_next(rhythm: Rhythm, zone: str, after: float) -> None:
    clock = ChatTime(zone)
    found = rhythm.next_run(after, clock)
    if found is None or found - after < 120:
        return
    assert rhythm.next_run((after + found) / 2, clock) == found
    assert rhythm.next_run(found - 1, clock) == found
    after_that = rhythm.next_run(found, clock)
    assert after_that is None or after_that > found
