from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import EndRow, HeldRound, RoundRow, Window

if TYPE_CHECKING:
    from tests.store.conftest import Wall, World

END = 1_800_100_000.0
ALL = [Window("1", END - 10, END + 10)]


async def server(world: World, guid: str, end: str | None = "2027-01-16T11:46:40Z") -> None:
    data = "{}" if end is None else f'{{"end_time": "{end}"}}'
    await world.store.touch_server(
        world.account_id, guid=guid, ip="", share_ip=None, dead=False, data=data, read_at=1_800_000_000.0
    )


@pytest.fixture
async def ending(world: World) -> World:
    """The server g1 of the chat 100 ends."""
    await server(world, "g1")
    await world.store.assign(world.account_id, "g1", world.identity_id)
    return world


def due(world: World, chat_id: int = 100, now: float = 1_800_000_000.0) -> list[EndRow]:
    return world.store.due_ends(chat_id, ALL, now)


def row(world: World, chat_id: int = 100) -> RoundRow:
    found = world.store.round(chat_id)
    assert found is not None
    return found


async def held(world: World, ends: list[EndRow], now: float = 1_800_000_000.0) -> int:
    return await world.store.hold_rounds([HeldRound(row(world), now + 86400, whole=True, ends=tuple(ends))], now)


async def test_what_is_due_is_told_in_one_notice_and_never_again(ending: World) -> None:
    await server(ending, "g2")
    await ending.store.assign(ending.account_id, "g2", ending.identity_id)
    found = due(ending)
    assert found == [EndRow(ending.account_id, guid, "", END, "1") for guid in ("g1", "g2")]
    assert await held(ending, found) == 1
    assert due(ending) == []
    assert await held(ending, found) == 0
    (notice,) = ending.store.due_notices(1_800_000_000.0)
    assert (notice.chat_id, notice.kind, notice.subject) == (100, "reminders", {"at": 1_800_000_000.0})
    assert ending.store.standing_reminders(100, notice.id, 1_800_000_000.0, 1_800_000_001.0) == found


async def test_what_was_not_heard_is_told_at_the_next_round_and_what_was_no_longer_so_is_not(ending: World) -> None:
    found = due(ending)
    await held(ending, found)
    (notice,) = ending.store.due_notices(1_800_000_000.0)
    await ending.store.give_up_notice(notice.id)
    assert due(ending) == []
    await ending.store.give_up_notice(notice.id, unheard=True)
    assert due(ending) == found


async def test_what_was_out_of_reach_for_too_long_was_not_heard(ending: World, wall: Wall) -> None:
    found = due(ending)
    await held(ending, found)
    assert await ending.store.give_up_old_notices(1_800_000_001.0) == 1
    assert due(ending) == found


async def test_another_notice_of_the_same_number_that_was_not_heard_leaves_it(ending: World, wall: Wall) -> None:
    await held(ending, due(ending))
    (notice,) = ending.store.due_notices(1_800_000_000.0)
    await ending.store.mark_notice_delivered(notice.id, 1)
    wall.at += 1
    await ending.store.purge_notices(wall.at)
    await ending.store.add_notice(100, "reminders", {"at": 1_800_000_001.0})
    (other,) = ending.store.due_notices(wall.at)
    assert other.id == notice.id
    await ending.store.give_up_notice(other.id, unheard=True)
    assert due(ending) == []


async def test_another_notice_of_the_same_number_does_not_tell_it(ending: World) -> None:
    await held(ending, due(ending))
    (notice,) = ending.store.due_notices(1_800_000_000.0)
    assert ending.store.standing_reminders(100, notice.id, 1_900_000_000.0, 1_800_000_001.0) == []
    assert ending.store.standing_reminders(101, notice.id, 1_800_000_000.0, 1_800_000_001.0) == []


async def test_no_windows_no_ends(ending: World) -> None:
    assert ending.store.due_ends(100, [], 1_800_000_000.0) == []


async def test_a_round_comes_with_the_grant_and_is_worked_out_afresh_with_settings(world: World) -> None:
    store = world.store
    assert row(world) == RoundRow(100, 0.0, None, None)

    async def put() -> None:
        await store.hold_rounds([HeldRound(row(world), 1_800_050_000.0)], 1_800_000_000.0)
        assert row(world) == RoundRow(100, 1_800_050_000.0, None, 1_800_000_000.0)

    await put()
    await store.set_chat(100, language="en", menu="x")
    await store.set_chat(100, timezone="Asia/Shanghai")
    assert row(world).next_at == 1_800_050_000.0
    for change in (
        store.set_chat(100, timezone="UTC"),
        store.set_chat(100, quiet_hours="22-9"),
        store.set_preferences(100, reminder_hour=9),
        store.set_preferences(100, reminder_stages=["7"]),
    ):
        await change
        assert row(world).next_at == 0
        await put()


async def test_settings_that_change_while_a_round_is_held_are_not_lost(world: World) -> None:
    await world.store.hold_rounds([HeldRound(row(world), 5.0)], 1.0)
    seen = row(world)
    await world.store.set_preferences(100, reminder_hour=9)
    await world.store.hold_rounds([HeldRound(seen, 86405.0, whole=True)], 6.0)
    assert row(world) == RoundRow(100, 0.0, None, 6.0)


async def test_a_round_goes_with_the_last_grant_and_not_before(world: World) -> None:
    gone = HeldRound(row(world), None)
    await world.store.hold_rounds([gone], 1.0)
    assert row(world).chat_id == 100
    await world.store.revoke(100, world.identity_id)
    await world.store.hold_rounds([gone], 1.0)
    assert world.store.round(100) is None


async def test_a_group_that_moved_takes_its_round_and_what_it_was_told_along(ending: World) -> None:
    store = ending.store
    await store.grant(-5, ending.identity_id)
    await store.hold_rounds([HeldRound(row(ending, -5), 7.0, whole=True, ends=tuple(due(ending, -5)))], 3.0)
    await store.snooze(-5, ending.account_id, "g1", until=9.0)
    await store.migrate_chat(-5, -1005)
    assert row(ending, -1005) == RoundRow(-1005, 7.0, None, 3.0)
    assert store.round(-5) is None
    assert due(ending, -1005, now=8.0) == []
    assert store.snoozed_until(-1005, ending.account_id, "g1") == 9.0


async def test_what_is_put_off_is_told_once_more(ending: World) -> None:
    store, account_id = ending.store, ending.account_id
    await held(ending, due(ending))
    assert await store.snooze(100, account_id, "g1", until=1_800_000_500.0)
    assert due(ending, now=1_800_000_499.0) == []
    (again,) = due(ending, now=1_800_000_500.0)
    assert again.woken
    assert await held(ending, [again], 1_800_000_500.0) == 1
    assert await held(ending, [again], 1_800_000_501.0) == 0
    assert due(ending, now=1_800_000_502.0) == []


async def test_a_snooze_is_of_one_end_and_can_be_taken_back(ending: World) -> None:
    store, account_id = ending.store, ending.account_id
    await server(ending, "g2", None)
    assert not await store.snooze(100, account_id, "g2", until=5.0)
    assert not await store.snooze(100, account_id, "unknown", until=5.0)
    assert await store.snooze(100, account_id, "g1", until=1_800_000_500.0)
    assert due(ending) == []
    assert store.snoozed_until(100, account_id, "g1") == 1_800_000_500.0
    assert await store.wake(100, account_id, "g1")
    assert not await store.wake(100, account_id, "g1")
    assert len(due(ending)) == 1


async def test_reassigning_and_revoking_end_what_was_put_off(ending: World) -> None:
    store, account_id = ending.store, ending.account_id
    other = await ending.identity("li")

    async def snoozed() -> bool:
        return bool(store._rows("SELECT 1 FROM snoozes"))

    for change in (
        lambda: store.assign(account_id, "g1", other.id),
        lambda: store.unassign(account_id, "g1"),
        lambda: store.revoke(100, ending.identity_id),
        lambda: store.erase_identity(ending.identity_id),
    ):
        await store.assign(account_id, "g1", ending.identity_id)
        await store.grant(100, ending.identity_id)
        await store.snooze(100, account_id, "g1", until=1_800_000_500.0)
        assert await snoozed()
        await change()  # type: ignore[no-untyped-call]
        assert not await snoozed()


async def test_a_late_notice_takes_over_what_no_other_tells(ending: World, wall: Wall) -> None:
    store = ending.store
    (end,) = due(ending)
    await held(ending, [end])
    (notice,) = store.due_notices(1_800_000_000.0)
    over = EndRow(end.account_id, "g1", "", END, "expired")
    assert await store.take_reminders(100, notice.id, 1_800_000_000.0, [over]) == [over]
    assert await store.take_reminders(100, notice.id, 1_800_000_000.0, [over]) == [over]
    assert await store.take_reminders(100, notice.id + 1, 1_800_000_000.0, [over]) == []


async def test_marks_only_move_on_and_chats_are_told_at_the_earliest_time(ending: World) -> None:
    store, account_id = ending.store, ending.account_id
    assert [mark.told_until for mark in store.expiry_marks()] == [None]
    await store.hasten_rounds({account_id: 50.0}, {100: 70.0, 999: 1.0})
    await store.hasten_rounds({account_id: 40.0}, {100: 90.0})
    assert [mark.told_until for mark in store.expiry_marks()] == [50.0]
    assert row(ending).sooner_at == 70.0
    assert store.chats_of_ended(account_id, END - 1, END) == [100]
    assert store.chats_of_ended(account_id, END, END + 1) == []
    await store.unassign(account_id, "g1")
    assert store.chats_of_ended(account_id, END - 1, END) == []
    everything = await ending.identity("all", all_servers=True)
    await store.grant(200, everything.id)
    assert store.chats_of_ended(account_id, END - 1, END) == [200]
    assert [each.guid for each in store.due_ends(200, ALL, 1.0)] == ["g1"]


async def test_grants_by_chat_or_identity_or_all(world: World) -> None:
    other = await world.identity("li")
    await world.store.grant(200, other.id)
    await world.store.grant(100, other.id)

    def ids(**which: int) -> list[tuple[int, int]]:
        return [(each.chat_id, each.identity_id) for each in world.store.grants(**which)]

    assert ids() == [(100, world.identity_id), (100, other.id), (200, other.id)]
    assert ids(chat_id=100) == [(100, world.identity_id), (100, other.id)]
    assert ids(identity_id=other.id) == [(100, other.id), (200, other.id)]
    assert ids(chat_id=200, identity_id=world.identity_id) == []
