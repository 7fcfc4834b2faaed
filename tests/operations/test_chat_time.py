from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from operations.chat_time import ChatTime, of_chat, parsed

if TYPE_CHECKING:
    from tests.operations.conftest import World


def utc(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def as_utc(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")


def test_an_hour_of_the_day_is_the_chats_own() -> None:
    shanghai = ChatTime("Asia/Shanghai")
    assert as_utc(shanghai.next_hour(utc("2026-11-29 01:59"), 10)) == "2026-11-29 02:00"
    assert as_utc(shanghai.next_hour(utc("2026-11-29 02:00"), 10)) == "2026-11-30 02:00"
    assert shanghai.day(utc("2026-11-29 16:00")) == date(2026, 11, 30)
    assert as_utc(shanghai.at(date(2028, 2, 29), 0)) == "2028-02-28 16:00"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        # 02:30 does not exist on 28 March 2027 in Berlin; 02 means 03:00 summer time, 01:00 UTC.
        ("2027-03-27 12:00", "2027-03-28 01:00"),
        ("2027-03-28 01:00", "2027-03-29 00:00"),
        # 02:00 comes twice on 31 October 2027; the first is meant.
        ("2027-10-30 12:00", "2027-10-31 00:00"),
        ("2027-10-31 00:00", "2027-11-01 01:00"),
    ],
)
def test_hours_that_the_clocks_skip_or_repeat(after: str, expected: str) -> None:
    assert as_utc(ChatTime("Europe/Berlin").next_hour(utc(after), 2)) == expected


def test_quiet_hours_over_midnight() -> None:
    time = ChatTime("UTC", (22, 9))
    for at, awake in (
        ("2026-11-29 21:59", "2026-11-29 21:59"),
        ("2026-11-29 22:00", "2026-11-30 09:00"),
        ("2026-11-30 08:59", "2026-11-30 09:00"),
        ("2026-11-30 09:00", "2026-11-30 09:00"),
    ):
        assert as_utc(time.awake(utc(at))) == awake
        assert time.is_quiet(utc(at)) == (at != awake)


def test_quiet_hours_by_day() -> None:
    time = ChatTime("UTC", (12, 14))
    assert as_utc(time.awake(utc("2026-11-29 12:00"))) == "2026-11-29 14:00"
    assert as_utc(time.awake(utc("2026-11-29 11:59"))) == "2026-11-29 11:59"
    assert not ChatTime("UTC").is_quiet(utc("2026-11-29 03:00"))


@pytest.mark.parametrize("night", [(0, 2), (1, 2), (22, 3), (2, 3), (23, 2)])
@pytest.mark.parametrize("day", ["2027-03-27", "2027-03-28", "2027-10-30", "2027-10-31"])
def test_whoever_is_woken_is_awake_whatever_the_clocks_do(night: tuple[int, int], day: str) -> None:
    time = ChatTime("Europe/Berlin", night)
    begin = utc(f"{day} 00:00")
    for minutes in range(0, 2 * 1440, 10):
        at = begin + minutes * 60
        awake = time.awake(at)
        assert at <= awake < at + 86400
        assert not time.is_quiet(awake)


async def test_as_the_store_has_it(world: World) -> None:
    assert of_chat(world.services, 987) == ChatTime("Asia/Shanghai")
    await world.store.set_chat(987, timezone="Europe/Berlin", quiet_hours="22-9")
    assert of_chat(world.services, 987) == ChatTime("Europe/Berlin", (22, 9))
    assert parsed(None) is None
