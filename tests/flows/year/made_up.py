"""Who there is in a made-up year: chats of many zones and habits, servers with their first ends."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.flows.year.oracle import DAY, HOUR, ORDER, Chat, Server

if TYPE_CHECKING:
    import random

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu")
HOURS = (10, 9, 2, 20, 0)
QUIET = (None, None, (22, 9), (23, 7), (1, 6), (12, 14))
STAGES = (ORDER, ORDER, ("7", "1"), ("3", "0", "expired"), ("expired",))
ENGINE = ZoneInfo("Asia/Shanghai")


def chats_of(rng: random.Random, chats: int, owners: int) -> list[Chat]:
    """Make chats up: each identity has one or two, some have two identities, the last have all servers."""
    found = []
    for number in range(chats):
        everything = number >= chats - max(chats // 20, 1)
        found.append(
            Chat(
                id=1000 + number,
                zone=rng.choice(ZONES),
                hour=rng.choice(HOURS),
                quiet=rng.choice(QUIET),
                stages=rng.choice(STAGES),
                identities=() if everything else tuple({number % owners, *([0] if number % 17 == 0 else [])}),
                everything=everything,
            )
        )
    return found


def servers_of(rng: random.Random, servers: int, owners: int, begin: float) -> list[tuple[Server, float | None]]:
    """Make servers up with their first ends: each owner's on a few days, some in the past, some unknown."""
    found: list[tuple[Server, float | None]] = []
    days: dict[int | None, list[float]] = {}
    for number in range(servers):
        owner = None if number % 25 == 0 else rng.randrange(owners)
        ends = days.setdefault(owner, [_first_end(rng, begin) for _ in range(3)])
        end = (
            None
            if number % 40 == 7
            else begin - rng.choice((3, 20, 200)) * DAY
            if number % 50 == 9
            else rng.choice(ends)
        )
        label = f"10.{number // 250}.{number % 250}.1"
        retention = 7 if number % 3 == 0 else None
        found.append((Server(str(1_000_000 + number), label, owner, {"": end}, retention), end))
    return found


def _first_end(rng: random.Random, begin: float) -> float:
    if rng.random() < 0.2:
        # The last of a January: a month later there is no such day.
        return datetime(2028, 1, 31, rng.choice((0, 23)), 59, 59, tzinfo=ENGINE).timestamp()
    day = begin // DAY * DAY + rng.randrange(1, 120) * DAY
    return day + rng.choice((0, 16 * HOUR, 15 * HOUR + 3599, 3.5 * HOUR, 10 * HOUR))
