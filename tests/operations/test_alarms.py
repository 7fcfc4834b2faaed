from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from operations import alarms
from operations.upkeep import NOTICES_KEPT, purge
from store import Store, Turn
from tests.operations.watched import ALICE, BOB, GUID, RITA, watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from operations.alarms import Alarm
    from store import NoticeRow
    from tests.clocks import VirtualClock
    from tests.operations.watched import Watched


@pytest.fixture
async def watched(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Watched]:
    made = await watch(tmp_path / "apabot.db", clock)
    yield made
    await made.store.close()


async def trouble(watched: Watched, guid: str = GUID) -> None:
    """Let a server be null-routed for two readings."""
    for _ in range(2):
        await watched.read(guid, blocked=True)


def waiting(watched: Watched, chat_id: int = ALICE) -> list[NoticeRow]:
    return [each for each in watched.store.due_notices(watched.clock.now() + 1e9) if each.chat_id == chat_id]


def lines(alarm: Alarm | None) -> list[str]:
    """What an alarm tells: `!` trouble, `-` its end, `~` trouble that was."""
    if alarm is None:
        return []
    over = [f"{'~' if each.news else '-'}{each.condition.kind} {each.known.guid}" for each in alarm.over]
    return [f"!{each.condition.kind} {each.known.guid}" for each in alarm.troubles] + over


async def deliver(watched: Watched, chat_id: int = ALICE) -> list[list[str]]:
    """Deliver what waits for a chat; return what each message told."""
    told = []
    for notice in waiting(watched, chat_id):
        assert await watched.store.claim_notices(
            [Turn(chat_id, urgent=False)], "test", watched.clock.now() + 60, watched.clock.now()
        )
        found = lines(await alarms.at_delivery(watched.services, notice))
        if found:
            await watched.store.mark_notice_delivered(notice.id, 1)
            told.append(found)
        else:
            await watched.store.give_up_notice(notice.id)
    return told


async def tell(watched: Watched, chat_id: int = ALICE) -> list[list[str]]:
    await alarms.tell(watched.services)
    return await deliver(watched, chat_id)


async def test_trouble_and_its_end_are_told_once_each(watched: Watched) -> None:
    await watched.read(blocked=True)
    assert await alarms.tell(watched.services) == 0
    await watched.read()
    assert await tell(watched) == [["!blocked g-1"]]
    for _ in range(3):
        await watched.read()
        assert await alarms.tell(watched.services) == 0
    await watched.read(blocked=False)
    assert await tell(watched) == [["-blocked g-1"]]
    assert await alarms.tell(watched.services) == 0
    await trouble(watched)
    assert await tell(watched) == [["!blocked g-1"]]


async def test_the_customer_hears_and_nobody_else_unless_it_is_nobodys(watched: Watched) -> None:
    await watched.store.grant(BOB, watched.identities["alice"])
    await watched.read("g-2")
    await trouble(watched)
    await trouble(watched, "g-2")
    await alarms.tell(watched.services)
    told = {chat_id: await deliver(watched, chat_id) for chat_id in (ALICE, BOB, RITA)}
    assert told == {ALICE: [["!blocked g-1"]], BOB: [["!blocked g-1"]], RITA: [["!blocked g-2"]]}


async def test_many_found_at_once_are_one_message_for_each_chat(watched: Watched) -> None:
    guids = [f"g-{number}" for number in range(1, 31)]
    for guid in guids:
        await watched.store.assign(watched.account_id, guid, watched.identities["alice"])
        await watched.read(guid, after=0)
    for _ in range(2):
        watched.clock.advance(60)
        for guid in guids:
            await watched.read(guid, after=0, blocked=True)
    assert await alarms.tell(watched.services) == 30
    (notice,) = waiting(watched)
    alarm = await alarms.at_delivery(watched.services, notice)
    assert alarm is not None
    assert (len(alarm.troubles), alarm.more_troubles, alarm.more_over) == (20, 10, 0)
    await watched.store.mark_notice_delivered(notice.id, 1)
    watched.clock.advance(60)
    for guid in guids[:25]:
        await watched.read(guid, after=0, blocked=False)
    for guid in guids[25:]:
        await watched.read(guid, after=0, run_status=-2)
    for guid in guids[25:]:
        await watched.read(guid, after=60)
    assert await alarms.tell(watched.services) == 30
    (notice,) = waiting(watched)
    alarm = await alarms.at_delivery(watched.services, notice)
    assert alarm is not None
    assert (len(alarm.troubles), alarm.more_troubles, len(alarm.over), alarm.more_over) == (5, 0, 15, 10)
    assert len(alarm.servers) == 20


async def test_only_what_a_chat_wants_to_hear_of(watched: Watched) -> None:
    await watched.store.set_preferences(ALICE, alert_kinds=["off", "abnormal"])
    for _ in range(2):
        await watched.read(blocked=True, black_hole=True, run_status=-1)
    assert await tell(watched) == [["!abnormal g-1", "!off g-1"]]
    await watched.store.set_preferences(ALICE, alert_kinds=[])
    await watched.read(black_hole=False)
    assert await tell(watched) == []
    await watched.store.set_preferences(ALICE, alert_kinds=["blocked", "off"])
    assert await tell(watched) == [["!blocked g-1"]]


async def test_abnormal_is_told_only_to_those_who_asked_for_it(watched: Watched) -> None:
    for _ in range(2):
        await watched.read(black_hole=True)
    assert await tell(watched) == []


async def test_what_nobody_has_looked_at_for_a_day_is_no_news(watched: Watched) -> None:
    """Only `getserver` tells it, and nobody reads it so while no chat wants to hear of it."""
    for _ in range(2):
        await watched.read(black_hole=True)
    await watched.read(after=2 * 86400, black_hole=None)
    await watched.store.set_preferences(ALICE, alert_kinds=["abnormal"])
    assert await tell(watched) == []
    await watched.read(black_hole=True)
    assert await tell(watched) == [["!abnormal g-1"]]


async def test_a_muted_server_is_told_when_the_mute_is_over_and_it_still_holds(watched: Watched) -> None:
    await watched.store.mute(ALICE, watched.account_id, GUID, until=watched.clock.now() + 600)
    await trouble(watched)
    assert await tell(watched) == []
    watched.clock.advance(600)
    assert await tell(watched) == [["!blocked g-1"]]
    await watched.store.mute(ALICE, watched.account_id, GUID)
    await watched.read(blocked=False)
    assert await tell(watched) == []
    await watched.store.unmute(ALICE, watched.account_id, GUID)
    assert await tell(watched) == []


@pytest.mark.parametrize("whole", [True, False])
async def test_in_maintenance_trouble_is_not_told_until_it_ends(watched: Watched, *, whole: bool) -> None:
    which = {} if whole else {"account_id": watched.account_id, "guid": GUID}
    start = watched.clock.now()
    await watched.store.add_maintenance(ALICE, starts_at=start, ends_at=start + 600, user_id=ALICE, **which)  # type: ignore[arg-type]
    await trouble(watched)
    await watched.read(run_status=-1)
    assert await tell(watched) == []
    await watched.read(run_status=1)
    watched.clock.advance(600)
    assert await tell(watched) == [["!blocked g-1"]]


async def test_what_was_told_before_a_window_is_said_to_be_over_in_it(watched: Watched) -> None:
    await trouble(watched)
    assert await tell(watched) == [["!blocked g-1"]]
    now = watched.clock.now()
    await watched.store.add_maintenance(ALICE, starts_at=now, ends_at=now + 600, user_id=ALICE)
    await watched.read(blocked=False)
    assert await tell(watched) == [["-blocked g-1"]]


async def test_muted_on_the_way_it_is_told_when_the_mute_is_over(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    await watched.store.mute(ALICE, watched.account_id, GUID, until=watched.clock.now() + 600)
    assert await deliver(watched) == []
    assert await tell(watched) == []
    watched.clock.advance(600)
    assert await tell(watched) == [["!blocked g-1"]]


async def test_what_is_over_before_it_was_delivered_is_one_line(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    await watched.read(blocked=False)
    assert await tell(watched) == [["~blocked g-1"]]
    assert await tell(watched) == []


async def test_what_is_over_while_it_is_being_delivered_is_told_once(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    (notice,) = waiting(watched)
    now = watched.clock.now()
    assert await watched.store.claim_notices([Turn(ALICE, urgent=False)], "test", now + 300, now)
    assert lines(await alarms.at_delivery(watched.services, notice)) == ["!blocked g-1"]
    await watched.read(blocked=False)
    assert await alarms.tell(watched.services) == 0
    await watched.store.mark_notice_delivered(notice.id, 1)
    assert await tell(watched) == [["-blocked g-1"]]


async def test_what_was_over_before_anybody_looked_is_in_its_own_message(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    await watched.read(blocked=False)
    assert await deliver(watched) == [["~blocked g-1"]]
    assert await tell(watched) == []


async def test_whoever_could_not_be_told_of_the_trouble_is_not_told_of_its_end(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    (notice,) = waiting(watched)
    await watched.store.give_up_notice(notice.id)
    await watched.read(blocked=False)
    assert await tell(watched) == []
    assert watched.store.chats_of_ended_alarms() == []


async def test_what_was_refused_is_told_a_day_later_and_not_every_ten_seconds(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    (notice,) = waiting(watched)
    assert lines(await alarms.at_delivery(watched.services, notice)) == ["!blocked g-1"]
    await watched.store.give_up_notice(notice.id, unheard=True)
    assert await tell(watched) == []
    await watched.read(after=86401)
    await purge(watched.services)
    assert await tell(watched) == [["!blocked g-1"]]
    await watched.read(blocked=False)
    assert await tell(watched) == [["-blocked g-1"]]


@pytest.mark.parametrize("purged", [False, True])
async def test_that_it_was_written_down_does_not_mean_that_it_was_heard(watched: Watched, *, purged: bool) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    (notice,) = waiting(watched)
    assert lines(await alarms.at_delivery(watched.services, notice)) == ["!blocked g-1"]
    await watched.store.give_up_notice(notice.id, unheard=True)
    if purged:
        watched.clock.advance(86401)
        await purge(watched.services)
    await watched.read(blocked=False)
    assert await tell(watched) == []
    assert watched.store.chats_of_ended_alarms() == []


async def test_a_chat_that_was_out_of_reach_for_a_week_is_told_when_it_is_back(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    await watched.store.mark_blocked(ALICE)
    await watched.read(after=NOTICES_KEPT + 1)
    await purge(watched.services)
    assert waiting(watched) == []
    await watched.store.mark_unblocked(ALICE)
    assert await tell(watched) == [["!blocked g-1"]]


async def test_trouble_that_outlives_its_notice_is_said_to_be_over(watched: Watched) -> None:
    await trouble(watched)
    assert await tell(watched) == [["!blocked g-1"]]
    watched.clock.advance(3 * 86400)
    await purge(watched.services)
    assert await tell(watched) == []
    await watched.read(blocked=False)
    assert await tell(watched) == [["-blocked g-1"]]


async def test_while_a_message_waits_it_takes_in_what_is_new(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    (notice,) = waiting(watched)
    await watched.store.postpone_notice(notice.id, watched.clock.now() + 3600)
    for _ in range(2):
        await watched.read(run_status=-1)
    assert await alarms.tell(watched.services) == 1
    (same,) = waiting(watched)
    assert (same.id, same.next_at) == (notice.id, watched.clock.now())
    assert await deliver(watched) == [["!blocked g-1", "!off g-1"]]


async def test_a_server_that_goes_to_somebody_else_is_their_trouble(watched: Watched) -> None:
    await trouble(watched)
    assert await tell(watched) == [["!blocked g-1"]]
    await watched.store.assign(watched.account_id, GUID, watched.identities["bob"])
    await alarms.tell(watched.services)
    assert await deliver(watched, BOB) == [["!blocked g-1"]]
    await watched.read(blocked=False)
    await alarms.tell(watched.services)
    assert (await deliver(watched, ALICE), await deliver(watched, BOB)) == ([], [["-blocked g-1"]])


async def test_one_that_goes_to_somebody_else_on_the_way_is_not_told(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    await watched.store.assign(watched.account_id, GUID, watched.identities["bob"])
    assert await deliver(watched, ALICE) == []
    assert await tell(watched, BOB) == [["!blocked g-1"]]


async def test_what_is_gone_on_the_way_is_neither_told_nor_over(watched: Watched) -> None:
    await trouble(watched)
    await alarms.tell(watched.services)
    await watched.store.mark_gone(watched.account_id, GUID)
    assert await deliver(watched) == []
    assert await tell(watched) == []


async def test_a_chat_out_of_reach_is_told_when_it_is_back(watched: Watched) -> None:
    await watched.store.mark_blocked(ALICE)
    await trouble(watched)
    assert await tell(watched) == []
    await watched.store.mark_unblocked(ALICE)
    assert await tell(watched) == [["!blocked g-1"]]


async def test_a_group_that_becomes_another_chat_has_been_told(watched: Watched) -> None:
    await watched.store.keep_chat(-5, kind="group")
    await watched.store.grant(-5, watched.identities["alice"])
    await trouble(watched)
    assert await tell(watched, -5) == [["!blocked g-1"]]
    await watched.store.migrate_chat(-5, -1005)
    assert await tell(watched, -1005) == []
    await watched.read(blocked=False)
    assert await tell(watched, -1005) == [["-blocked g-1"]]


async def test_two_processes_and_a_restart_tell_it_once(watched: Watched, tmp_path: Path) -> None:
    await trouble(watched)
    async with await Store.open(tmp_path / "apabot.db", ["a-secret-key-for-tests"], now=watched.clock.now) as store:
        again = watched.again(store)
        assert sum(await asyncio.gather(*(alarms.tell(each.services) for each in (watched, again) * 2))) == 1
        assert await deliver(watched) == [["!blocked g-1"]]
        await watched.read(blocked=False)
        assert sum(await asyncio.gather(*(alarms.tell(each.services) for each in (watched, again) * 2))) == 1
    assert await deliver(watched) == [["-blocked g-1"]]
    assert await tell(watched) == []


async def test_what_is_long_over_is_forgotten(watched: Watched) -> None:
    await trouble(watched)
    await tell(watched)
    (row,) = watched.open()
    await watched.read(blocked=False)
    await tell(watched)
    watched.clock.advance(alarms.KEPT)
    await purge(watched.services)
    assert watched.store.condition(row.id) is not None
    watched.clock.advance(1)
    await purge(watched.services)
    assert watched.store.condition(row.id) is None
