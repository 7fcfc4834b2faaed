from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import Line
from operations import rounds
from operations.chat_time import ChatTime
from operations.rounds import next_round, windows
from store import STAGES, Stage
from tests.operations.conftest import ALICE, BOB, RITA, TEAM
from tests.operations.ending import DAY, ends, listed, nothing_ends, snapshot_ends, told, utc
from tests.operations.test_chat_time import as_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.operations.conftest import World

HOUR = 3600.0


def stage(time: ChatTime, end: float, now: float, stages: Sequence[Stage] = STAGES) -> str | None:
    found = [each.stage for each in windows(time, stages, now) if each.from_at <= end < each.until_at]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2028-02-21 23:59", None),
        ("2028-02-22 00:00", "7"),
        ("2028-02-25 23:59", "7"),
        ("2028-02-26 00:00", "3"),
        # The day before is the 28th, for the year has a 29th.
        ("2028-02-28 00:00", "1"),
        ("2028-02-28 23:59", "1"),
        ("2028-02-29 00:00", "0"),
        ("2028-02-29 17:59", "0"),
        ("2028-02-29 18:00", "expired"),
        ("2028-03-30 17:59", "expired"),
        ("2028-03-30 18:01", None),
    ],
)
def test_days_are_those_of_the_calendar(now: str, expected: str | None) -> None:
    assert stage(ChatTime("UTC"), utc("2028-02-29 18:00"), utc(now)) == expected


def test_the_calendar_is_the_chats_own() -> None:
    # 00:30 of 1 March in Shanghai.
    end, now = utc("2028-02-29 16:30"), utc("2028-02-29 15:30")
    assert stage(ChatTime("Asia/Shanghai"), end, now) == "1"
    assert stage(ChatTime("Europe/Berlin"), end, now) == "0"


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_days_that_are_an_hour_shorter_or_longer(day: str) -> None:
    time = ChatTime("Europe/Berlin")
    # The last minute of that day, by the clock on the wall.
    end = time.at(time.day(utc(f"{day} 12:00")), 23, 59)
    for now, expected in ((time.at(time.day(end), 0), "0"), (time.at(time.day(end), 0) - 60, "1")):
        assert stage(time, end, now) == expected


def test_only_stages_that_the_chat_wants() -> None:
    end = utc("2028-02-29 18:00")
    assert stage(ChatTime("UTC"), end, utc("2028-02-27 10:00"), ("7", "0")) == "7"
    assert stage(ChatTime("UTC"), end, utc("2028-03-01 10:00"), ("7", "0")) is None
    assert windows(ChatTime("UTC"), (), utc("2028-03-01 10:00")) == []


@pytest.mark.parametrize(
    ("zone", "quiet", "hour", "after", "expected"),
    [
        ("Asia/Shanghai", None, 10, "2028-02-28 01:59", "2028-02-28 02:00"),
        ("Asia/Shanghai", None, 10, "2028-02-28 02:00", "2028-02-29 02:00"),
        # Out of the quiet hours, into the next day.
        ("UTC", (22, 9), 23, "2028-02-28 12:00", "2028-02-29 09:00"),
        ("UTC", (22, 9), 23, "2028-02-29 09:00", "2028-03-01 09:00"),
        ("UTC", (22, 9), 8, "2028-02-28 08:30", "2028-02-28 09:00"),
        # 02:00 does not exist there on that day.
        ("Europe/Berlin", None, 2, "2027-03-27 12:00", "2027-03-28 01:00"),
        ("Europe/Berlin", None, 2, "2027-03-28 01:00", "2027-03-29 00:00"),
        # It comes twice on that one.
        ("Europe/Berlin", None, 2, "2027-10-31 00:00", "2027-11-01 01:00"),
    ],
)
def test_when_a_round_is(zone: str, quiet: tuple[int, int] | None, hour: int, after: str, expected: str) -> None:
    assert as_utc(next_round(ChatTime(zone, quiet), hour, utc(after))) == expected


@pytest.fixture
async def calm(world: World) -> World:
    """Nothing ends, every chat has its rounds, and it is 12:00 of 15 January 2027 in UTC, which all chats live in."""
    for chat_id in (ALICE, BOB, TEAM):
        await world.store.set_chat(chat_id, timezone="UTC")
    await nothing_ends(world.services, world.account_id)
    world.clock.advance(utc("2027-01-15 12:00") - world.clock.now())
    await reread(world)
    assert await rounds.hold(world.services) == 0
    return world


async def reread(world: World) -> None:
    await listed(world.services, world.account_id)


async def at(world: World, when: str) -> int:
    """Let it be that time, the list just read; return how many chats are told something."""
    world.clock.advance(utc(when) - world.clock.now())
    await reread(world)
    return await rounds.hold(world.services)


def of(world: World, nickname: str) -> str:
    return world.made.servers[nickname]


def stages(world: World, chat_id: int) -> list[tuple[str, str]]:
    """What a chat was told: nickname or snapshot, and the stage."""
    names = {guid: nickname for nickname, guid in world.made.servers.items()}
    rows = world.store._rows("SELECT guid, snapshot, stage FROM reminders WHERE chat_id = ? ORDER BY rowid", (chat_id,))
    return [(snapshot or names[guid], stage) for guid, snapshot, stage in rows]


async def test_every_stage_once_and_each_in_its_day(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-25 18:00"))
    for when, chats in (
        ("2027-01-17 10:00", 0),
        ("2027-01-18 09:59", 0),
        ("2027-01-18 10:00", 2),
        ("2027-01-18 10:01", 0),
        ("2027-01-19 10:00", 0),
        ("2027-01-22 10:00", 2),
        ("2027-01-24 10:00", 2),
        ("2027-01-25 10:00", 2),
        ("2027-01-25 18:00", 0),
        ("2027-01-25 18:01", 2),
        ("2027-01-26 10:00", 0),
    ):
        assert await at(calm, when) == chats, when
    everything = [("web-1", each) for each in STAGES]
    assert stages(calm, ALICE) == stages(calm, TEAM) == everything
    assert stages(calm, BOB) == []


async def test_all_of_a_day_is_one_notice(calm: World) -> None:
    for nickname in ("web-1", "web-2", "cache-1"):
        await ends(calm.services, of(calm, nickname), utc("2027-01-18 18:00"))
    await at(calm, "2027-01-16 10:00")
    assert len(told(calm.services, ALICE)) == 1
    assert len(stages(calm, ALICE)) == 3


async def test_a_renewal_arms_it_again(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-31 18:00"))
    assert await at(calm, "2027-01-30 10:00") == 2
    # A month later there is no such day.
    await ends(calm.services, of(calm, "web-1"), utc("2027-02-28 18:00"))
    assert await at(calm, "2027-01-31 10:00") == 0
    assert await at(calm, "2027-02-21 10:00") == 2
    assert stages(calm, ALICE) == [("web-1", "1"), ("web-1", "7")]


async def test_after_downtime_only_what_is_so_now(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-25 18:00"))
    # Down from before the first stage until after the third.
    assert await at(calm, "2027-01-24 23:00") == 2
    assert stages(calm, ALICE) == [("web-1", "1")]


async def test_what_ended_while_it_was_down_is_told_at_once(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-25 18:00"))
    for chat_id in (ALICE, TEAM):
        await calm.store.set_preferences(chat_id, reminder_stages=["expired"])
    assert await at(calm, "2027-01-25 17:59") == 0
    # Before the round of the next day.
    assert await at(calm, "2027-01-26 08:00") == 0
    assert await at(calm, "2027-01-26 08:01") == 2


async def test_ends_in_the_past(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-14 12:00"))
    await ends(calm.services, of(calm, "web-2"), utc("2026-12-10 12:00"))
    assert await at(calm, "2027-01-15 13:00") == 0
    assert await at(calm, "2027-01-16 10:00") == 2
    # The other one is over for more than thirty days.
    assert stages(calm, ALICE) == [("web-1", "expired")]


async def test_what_the_line_no_longer_keeps_is_not_told(calm: World) -> None:
    lines = calm.services.catalogue.of(calm.account_id).lines
    guid = calm.known("web-1").server.line_guid
    lines[guid] = Line.model_validate({**lines[guid].model_dump(), "retention_days": 5})
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-11 10:00"))
    assert await at(calm, "2027-01-16 10:00") == 0


async def test_dead_and_gone_servers_and_unknown_ends(calm: World) -> None:
    end = utc("2027-01-17 18:00")
    await ends(calm.services, of(calm, "web-1"), end, dead=True)
    await ends(calm.services, of(calm, "web-2"), end)
    await calm.store.mark_gone(calm.account_id, of(calm, "web-2"))
    await snapshot_ends(calm.services, calm.account_id, of(calm, "web-1"), "snap", end)
    assert await at(calm, "2027-01-16 10:00") == 0


async def test_snapshots_end_like_servers(calm: World) -> None:
    for name, end in (("old", "2027-01-17 18:00"), ("new", "2027-03-17 18:00")):
        await snapshot_ends(calm.services, calm.account_id, of(calm, "web-1"), name, utc(end))
    await snapshot_ends(calm.services, calm.account_id, of(calm, "web-1"), "endless", None)
    assert await at(calm, "2027-01-16 10:00") == 2
    assert await at(calm, "2027-01-17 10:00") == 2
    assert await at(calm, "2027-01-17 18:01") == 0
    assert await at(calm, "2027-01-17 18:02") == 2
    assert stages(calm, ALICE) == [("old", "1"), ("old", "0"), ("old", "expired")]


async def test_all_servers_means_those_that_nobody_has(calm: World) -> None:
    await calm.store.set_chat(RITA, timezone="UTC")
    await calm.store.grant(RITA, calm.identities["all"])
    await rounds.hold(calm.services)
    for nickname in ("web-1", "failed-1"):
        await ends(calm.services, of(calm, nickname), utc("2027-01-16 18:00"))
        await snapshot_ends(calm.services, calm.account_id, of(calm, nickname), "snap", utc("2027-01-16 17:00"))
    await at(calm, "2027-01-16 10:00")
    assert sorted(stages(calm, RITA)) == [("failed-1", "0"), ("snap", "0")]
    assert await at(calm, "2027-01-16 18:02") == 0
    assert await at(calm, "2027-01-16 18:03") == 3
    assert sorted(stages(calm, RITA)) == [
        ("failed-1", "0"),
        ("failed-1", "expired"),
        ("snap", "0"),
        ("snap", "expired"),
    ]


async def test_quiet_hours_move_the_round_and_what_is_over(calm: World) -> None:
    await calm.store.set_chat(ALICE, quiet_hours="22-12")
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-16 23:00"))
    await at(calm, "2027-01-15 13:00")
    await at(calm, "2027-01-16 10:00")
    assert stages(calm, ALICE) == []
    await at(calm, "2027-01-16 12:00")
    assert stages(calm, ALICE) == [("web-1", "0")]
    for when in ("2027-01-16 23:01", "2027-01-17 03:00", "2027-01-17 11:59"):
        await at(calm, when)
    assert len(stages(calm, ALICE)) == 1
    assert stages(calm, TEAM) == [("web-1", "0"), ("web-1", "expired")]
    await at(calm, "2027-01-17 12:00")
    assert stages(calm, ALICE)[1:] == [("web-1", "expired")]


async def test_another_hour_loses_no_day(calm: World) -> None:
    await calm.store.set_preferences(ALICE, reminder_hour=20)
    await at(calm, "2027-01-15 20:00")
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-16 19:00"))
    # Its hour of that day is over already, and that of the former setting is not to come.
    await at(calm, "2027-01-16 12:00")
    await calm.store.set_preferences(ALICE, reminder_hour=10)
    await at(calm, "2027-01-16 12:01")
    assert stages(calm, ALICE) == [("web-1", "0")]
    # Back again: a second round on that day has nothing new.
    await calm.store.set_preferences(ALICE, reminder_hour=20)
    await at(calm, "2027-01-16 18:00")
    assert len(told(calm.services, ALICE)) == 1


async def test_a_new_chat_and_one_that_lost_everything(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-17 18:00"))
    await calm.store.set_chat(777, timezone="UTC")
    await calm.store.grant(777, calm.identities["alice"])
    await calm.store.revoke(ALICE, calm.identities["alice"])
    # The first look since then.
    await at(calm, "2027-01-16 10:00")
    assert stages(calm, 777) == stages(calm, TEAM) == [("web-1", "1")]
    assert stages(calm, ALICE) == []
    assert calm.store.round(ALICE) is None
    await calm.store.grant(ALICE, calm.identities["alice"])
    await at(calm, "2027-01-16 10:01")
    await at(calm, "2027-01-17 10:00")
    assert stages(calm, ALICE) == [("web-1", "0")]


async def test_a_blocked_chat_is_told_when_it_is_back(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-18 18:00"))
    await calm.store.mark_blocked(ALICE)
    assert await at(calm, "2027-01-16 10:00") == 1
    await calm.store.mark_unblocked(ALICE)
    await at(calm, "2027-01-17 10:00")
    assert stages(calm, ALICE) == [("web-1", "1")]


async def test_muted_servers_and_what_is_told_once_the_mute_is_over(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-18 18:00"))
    await calm.store.mute(ALICE, calm.account_id, of(calm, "web-1"), until=utc("2027-01-17 12:00"))
    await at(calm, "2027-01-16 10:00")
    await at(calm, "2027-01-17 10:00")
    assert stages(calm, ALICE) == []
    await at(calm, "2027-01-18 10:00")
    assert stages(calm, ALICE) == [("web-1", "0")]


async def test_the_new_owner_is_told_and_the_old_one_no_more(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-18 18:00"))
    await at(calm, "2027-01-16 10:00")
    await calm.store.assign(calm.account_id, of(calm, "web-1"), calm.identities["bob"])
    await at(calm, "2027-01-17 10:00")
    assert stages(calm, ALICE) == [("web-1", "3")]
    assert stages(calm, BOB) == [("web-1", "1")]


async def test_after_a_start_nothing_is_told_before_the_list_is_read(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-17 18:00"))
    calm.clock.advance(1.5 * DAY)
    calm.services.started_at = calm.clock.now()
    assert await rounds.hold(calm.services) == 0
    # It was renewed meanwhile, and the reading brings it.
    await ends(calm.services, of(calm, "web-1"), utc("2027-02-17 18:00"))
    calm.clock.advance(rounds.AGAIN)
    await reread(calm)
    assert await rounds.hold(calm.services) == 0
    assert stages(calm, ALICE) == []


async def test_but_a_list_that_cannot_be_read_holds_nothing_back_for_ever(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-17 18:00"))
    calm.clock.advance(2 * DAY - HOUR)
    calm.services.started_at = calm.clock.now()
    assert await rounds.hold(calm.services) == 0
    calm.clock.advance(rounds.PATIENCE)
    assert await rounds.hold(calm.services) == 2
    assert stages(calm, ALICE) == [("web-1", "0")]


async def test_chats_go_in_portions_and_each_is_in_one(calm: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST", 1)
    for nickname in ("web-1", "db-1"):
        await ends(calm.services, of(calm, nickname), utc("2027-01-17 18:00"))
    assert await at(calm, "2027-01-16 10:00") == 3
    monkeypatch.setattr(rounds, "MOST_GOES", 2)
    assert await at(calm, "2027-01-17 10:00") == 2
    assert await at(calm, "2027-01-17 10:01") == 1


async def test_two_processes_tell_it_once(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-17 18:00"))
    calm.clock.advance(utc("2027-01-16 10:00") - calm.clock.now())
    await reread(calm)
    rows = calm.store.due_rounds(calm.clock.now(), limit=9)
    held = rounds.look(calm.services, rows, calm.clock.now())
    assert await calm.store.hold_rounds(held, calm.clock.now()) == 2
    assert await calm.store.hold_rounds(held, calm.clock.now()) == 0
    assert len(told(calm.services, ALICE)) == 1


async def test_what_is_long_over_is_forgotten(calm: World) -> None:
    await ends(calm.services, of(calm, "web-1"), utc("2027-01-17 18:00"))
    await calm.store.snooze(ALICE, calm.account_id, of(calm, "web-1"), until=utc("2027-01-17 00:00"))
    await at(calm, "2027-01-16 10:00")
    assert await calm.store.purge_reminders(utc("2027-01-17 18:00")) == 0
    assert await calm.store.purge_reminders(utc("2027-01-17 18:01")) == 2


async def test_more_than_a_portion_is_still_one_notice(calm: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_ENDS", 2)
    for nickname in ("web-1", "web-2", "cache-1", "shop-1", "shop-2"):
        await ends(calm.services, of(calm, nickname), utc("2027-01-17 18:00"))
    await at(calm, "2027-01-16 10:00")
    assert len(stages(calm, ALICE)) == 5
    assert len(told(calm.services, ALICE)) == 1
    assert await at(calm, "2027-01-16 10:01") == 0


async def test_what_is_passed_over_is_not_found_again(calm: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_ENDS", 1)
    lines = calm.services.catalogue.of(calm.account_id).lines
    for guid, line in list(lines.items()):
        lines[guid] = Line.model_validate({**line.model_dump(), "retention_days": 1})
    for nickname in ("web-1", "web-2"):
        await ends(calm.services, of(calm, nickname), utc("2027-01-14 10:00"))
    assert await at(calm, "2027-01-16 10:00") == 0
    round_ = calm.store.round(ALICE)
    assert round_ is not None
    assert round_.next_at == utc("2027-01-17 10:00")
    assert told(calm.services, ALICE) == []
