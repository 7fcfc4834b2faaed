from __future__ import annotations

from typing import TYPE_CHECKING

from store import OPEN_STATES, OutageRow

if TYPE_CHECKING:
    from store import NoticeRow
    from tests.store.conftest import Wall, World

T = 1_800_000_000.0


def notices(world: World) -> list[NoticeRow]:
    return world.store.due_notices(T + 1e9)


async def test_an_outage_is_told_once_and_its_end_once(world: World, wall: Wall) -> None:
    store, account = world.store, world.account_id
    await store.set_staff(300, account, on=True)
    assert store.failing_accounts(600) == []
    await store.note_unreadable(account, "NoAnswerError")
    wall.at = T + 599
    await store.note_unreadable(account, "NoAnswerError")
    assert store.failing_accounts(600) == []
    wall.at = T + 600
    await store.note_unreadable(account, "NoAnswerError")
    assert store.failing_accounts(600) == [(account, T)]

    assert await store.begin_outage(account, T, "failing")
    assert not await store.begin_outage(account, T, "failing")
    assert store.failing_accounts(600) == []
    (row,) = store.open_outages()
    assert not await store.end_outage(row.id, "failing"), "it lasts"

    await store.confirm_list(account, set(), listed_at=T + 700)
    assert not await store.begin_outage(account, T, "failing"), "it is over"
    assert await store.end_outage(row.id, "failing")
    assert not await store.end_outage(row.id, "failing")
    assert store.outage(row.id) == OutageRow(row.id, account, T, T + 700)
    assert store.open_outages() == []
    assert [(each.chat_id, each.subject) for each in notices(world)] == [
        (300, {"outage": row.id, "over": False}),
        (300, {"outage": row.id, "over": True}),
    ]


async def test_a_digest_a_day(world: World) -> None:
    store = world.store
    await store.set_staff(300, world.account_id, on=True)
    await store.set_staff(300, world.account_id, on=True)
    assert store.all_staff_chats() == [300]
    assert store.last_digest(300) is None
    assert not await store.add_digest(300, "2027-01-15", "digest", next_at=T), "never looked at"
    await store.begin_digests(300, "2027-01-14")
    await store.begin_digests(300, "2027-01-20")
    assert store.last_digest(300) == "2027-01-14"
    assert await store.add_digest(300, "2027-01-15", "digest", next_at=T + 60)
    assert not await store.add_digest(300, "2027-01-15", "digest", next_at=T + 60)
    assert not await store.add_digest(300, "2027-01-14", "digest", next_at=T + 60), "the clock went back"
    assert [(row.subject, row.next_at) for row in notices(world)] == [({"day": "2027-01-15"}, T + 60)]


async def test_a_group_takes_its_digests_along(world: World) -> None:
    await world.store.set_staff(-300, world.account_id, on=True)
    await world.store.begin_digests(-300, "2027-01-14")
    await world.store.migrate_chat(-300, -100300)
    assert world.store.last_digest(-100300) == "2027-01-14"


async def test_one_reminder_of_what_nobody_settled(world: World, wall: Wall) -> None:
    store, account = world.store, world.account_id
    row = await store.create_operation(**world.operation())
    await store.claim(row.taskid, owner="o", lease_seconds=9, now=T, from_states=OPEN_STATES)
    await store.move(row.taskid, owner="o", from_state="confirmed", to_state="sending")
    await store.move(row.taskid, owner="o", from_state="sending", to_state="needs-human")
    assert store.unreminded(T + 1) == [], "nobody to remind"
    await store.set_staff(300, account, on=True)
    assert store.unreminded(T) == []
    assert store.unreminded(T + 1) == [(row.taskid, account)]
    assert await store.remind_of_needs_human(row.taskid, account, "old")
    assert not await store.remind_of_needs_human(row.taskid, account, "old")
    assert store.unreminded(T + 1) == []
    assert [each.subject for each in notices(world)] == [{"taskid": row.taskid}]
