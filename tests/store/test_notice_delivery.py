from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from store import Turn

if TYPE_CHECKING:
    from store import NoticeRow, Store
    from tests.store.conftest import Wall

NOW = 1_800_000_000.0


async def claim(store: Store, now: float = NOW, *, owner: str = "a", limit: int = 99) -> list[NoticeRow]:
    return await store.claim_notices(store.notice_turns(now, limit=limit), owner, now + 60, now)


def numbers(rows: list[NoticeRow]) -> list[int]:
    return [row.subject["n"] for row in rows]


async def fill(store: Store, *chats: int) -> None:
    for number, chat in enumerate(chats):
        await store.add_notice(chat, "x", {"n": number})


async def test_each_chat_has_its_oldest_taken_and_then_stands_behind_the_others(store: Store, wall: Wall) -> None:
    await fill(store, 1, 1, 1, 2, 3)
    first = await claim(store, limit=2)
    assert numbers(first) == [0, 3]
    assert [row.attempts for row in first] == [1, 1]
    wall.at += 1
    await store.mark_notice_delivered(first[0].id, 7)
    assert store.notice_turns(wall.at, limit=9) == [Turn(3, urgent=False), Turn(1, urgent=False)]
    assert numbers(await claim(store, wall.at)) == [4, 1]


async def test_a_chat_is_with_one_process_at_a_time(store: Store, wall: Wall) -> None:
    await fill(store, 1, 1)
    turns = store.notice_turns(NOW, limit=9)
    taken = await asyncio.gather(*(store.claim_notices(turns, owner, NOW + 60, NOW) for owner in "abc"))
    assert [numbers(rows) for rows in taken] == [[0], [], []]
    # Something new does not bring the chat another turn meanwhile.
    await store.add_notice(1, "x", {"n": 2})
    assert await claim(store, owner="b") == []
    assert store.notice_turns(NOW + 59, limit=9) == []
    again = await claim(store, NOW + 60, owner="b")
    assert numbers(again) == [0]
    assert await store.begin_notice(taken[0][0], "a") is False
    assert await store.begin_notice(again[0], "b") is True
    await store.renew_notice_claims([again[0].id], "a", NOW + 999)
    assert numbers(await claim(store, NOW + 121, owner="c")) == [0]


async def test_that_it_may_have_arrived_is_remembered_and_counted_once_a_claim(store: Store, wall: Wall) -> None:
    await fill(store, 1)
    (row,) = await claim(store)
    assert await store.begin_notice(row, "a") is True
    assert await store.begin_notice(row, "a") is True
    found = store.notice(row.id)
    assert found is not None
    assert found.sends == 1
    await store.release_notice(row, rest_until=NOW + 5, arrived=False)
    assert store.notice_turns(NOW + 4, limit=9) == []
    (row,) = await claim(store, NOW + 5)
    assert row.sends == 0
    await store.begin_notice(row, "a")
    await store.release_notice(row, rest_until=NOW + 5, arrived=True)
    assert [each.sends for each in await claim(store, NOW + 5)] == [1]


async def test_what_rests_lets_others_of_its_chat_wait_and_what_is_postponed_does_not(store: Store, wall: Wall) -> None:
    await fill(store, 1, 1)
    (row,) = await claim(store)
    await store.release_notice(row, rest_until=NOW + 40, arrived=False)
    assert await claim(store, NOW + 39) == []
    (row,) = await claim(store, NOW + 40)
    assert row.subject == {"n": 0}
    await store.postpone_notice(row.id, NOW + 90)
    (row,) = await claim(store, NOW + 41)
    assert row.subject == {"n": 1}
    await store.give_up_notice(row.id)
    assert await claim(store, NOW + 89) == []
    assert numbers(await claim(store, NOW + 90)) == [0]


async def test_turns_are_put_off_in_the_same_commit(store: Store) -> None:
    await fill(store, 1, 2)
    one, two = store.notice_turns(NOW, limit=9)
    assert numbers(await store.claim_notices([two], "a", NOW + 60, NOW, rests={one: NOW + 7})) == [1]
    assert store.notice_turns(NOW + 6, limit=9) == []
    assert store.notice_turns(NOW + 7, limit=9) == [one]


async def test_what_somebody_waits_for_comes_first_also_in_a_chat_with_a_backlog(store: Store) -> None:
    await fill(store, 1, 2, 2)
    await store.add_notice(2, "approval", {"n": 3})
    taken = await claim(store)
    assert numbers(taken) == [3, 0, 1]
    assert [row.urgent for row in taken] == [True, False, False]


async def test_a_blocked_chat_has_no_turn_until_it_is_back(store: Store, wall: Wall) -> None:
    await fill(store, 1, 1, 2)
    (row, _) = await claim(store)
    await store.mark_blocked(1)
    await store.release_notice(row, rest_until=NOW, arrived=False)
    await store.add_notice(1, "x", {"n": 3})
    assert store.notice_turns(NOW + 1e6, limit=9) == [Turn(2, urgent=False)]
    # Seen before it was blocked, taken after.
    assert await store.claim_notices([Turn(1, urgent=False)], "a", NOW + 60, NOW) == []
    await store.mark_unblocked(1)
    assert numbers(await claim(store)) == [0]


async def test_a_process_that_ends_lets_go(store: Store) -> None:
    await fill(store, 1, 2)
    await claim(store, limit=1)
    await claim(store, owner="b")
    await store.release_notices("a")
    assert numbers(await claim(store, owner="b")) == [0]


async def test_a_group_that_moves_takes_its_turn_along(store: Store) -> None:
    await store.keep_chat(-5, kind="group")
    await fill(store, -5, -5)
    (row,) = await claim(store)
    await store.migrate_chat(-5, -1005)
    assert await claim(store) == []
    await store.mark_notice_delivered(row.id, 1)
    (row,) = await claim(store)
    assert (row.chat_id, row.subject) == (-1005, {"n": 1})
    await store.mark_notice_delivered(row.id, 2)
    assert await claim(store, NOW + 1e6) == []
    assert store._rows("SELECT * FROM notice_turns") == []


async def test_a_turn_without_a_notice_goes(store: Store) -> None:
    await fill(store, 1)
    await store._change("DELETE FROM notices", ())
    assert await claim(store) == []
    assert store._rows("SELECT * FROM notice_turns") == []


async def test_what_could_not_be_told_for_too_long_is_given_up(store: Store, wall: Wall) -> None:
    await fill(store, 1, 2, 3)
    await store.add_notice(4, "x", {"n": 9}, next_at=NOW + 50)
    await store.mark_blocked(1)
    await store.mark_notice_delivered(2, 1)
    await claim(store)
    wall.at += 10
    assert await store.give_up_old_notices(NOW + 5) == 1
    assert {row.subject["n"] for row in store.due_notices(NOW + 1e6)} == {2, 9}


async def test_what_ended_is_deleted_in_portions_and_its_key_is_free(store: Store, wall: Wall) -> None:
    for number in range(450):
        await store.add_notice(number, "x", {}, dedupe_key=str(number))
    await store._change("UPDATE notices SET delivered_at = ? WHERE id <= 420", (NOW,))
    await store.give_up_notice(421)
    assert await store.purge_notices(NOW) == 0
    commits = store._writer.commits
    assert await store.purge_notices(NOW + 1) == 421
    assert store._writer.commits - commits == 3
    assert await store.add_notice(1, "x", {}, dedupe_key="1") is True
    assert await store.add_notice(430, "x", {}, dedupe_key="430") is False


async def test_no_step_reads_the_backlog(store: Store) -> None:
    """Each statement of the way of a notice is answered by an index."""
    ours = "chat_id = 1 AND urgent = 0"
    waiting = "delivered_at IS NULL AND given_up_at IS NULL"
    ended = "coalesce(delivered_at, given_up_at) < 1 AND (delivered_at IS NOT NULL OR given_up_at IS NOT NULL)"
    for table, rest, index in (
        ("notice_turns", "urgent = 0 AND at <= 1 ORDER BY at LIMIT 9", "notice_turns_next"),
        ("notices", f"{ours} AND {waiting} AND next_at <= 1 ORDER BY next_at, id LIMIT 1", "notices_lane"),
        ("notices", f"{ours} AND claim_owner IS NOT NULL AND claim_until > 1", "notices_claimed"),
        ("notices", f"{waiting} AND next_at < 1 AND claim_owner IS NULL", "notices_due"),
        ("notices", f"{ended} LIMIT 9", "notices_ended"),
    ):
        sql = f"SELECT 1 FROM {table} WHERE {rest}"  # noqa: S608 - the literals above
        plan = " ".join(str(row[3]) for row in store._rows(f"EXPLAIN QUERY PLAN {sql}"))
        assert index in plan, (sql, plan)
        assert "TEMP B-TREE" not in plan, (sql, plan)
