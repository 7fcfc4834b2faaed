from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from store import LostLeaseError, NotFoundError, OperationRow, StoreError, WrongStateError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Wall, World


async def claim(world: World, taskid: int, owner: str = "a", **values: Any) -> OperationRow | None:
    given = {"lease_seconds": 10.0, "now": 1_800_000_000.0, "from_states": ["confirmed"], **values}
    return await world.store.claim(taskid, owner=owner, **given)


@pytest.fixture
async def taskid(world: World) -> int:
    return (await world.store.create_operation(**world.operation())).taskid


async def test_one_of_many_gets_it(world: World, taskid: int) -> None:
    results = await asyncio.gather(*(claim(world, taskid, owner) for owner in "abcdef"))
    winners = [row for row in results if row is not None]
    assert [row.lease_owner for row in winners] == ["a"]
    assert winners[0].lease_until == 1_800_000_010.0


async def test_a_lease_is_free_again_when_it_has_run_out(world: World, taskid: int) -> None:
    assert await claim(world, taskid, "a")
    assert await claim(world, taskid, "a", now=1_800_000_005.0)
    assert await claim(world, taskid, "b", now=1_800_000_014.9) is None
    taken = await claim(world, taskid, "b", now=1_800_000_015.0)
    assert taken is not None
    assert taken.lease_owner == "b"
    with pytest.raises(LostLeaseError) as caught:
        await world.store.move(taskid, owner="a", from_state="confirmed", to_state="sending")
    assert caught.value.taskid == taskid


async def test_only_the_states_asked_for_are_claimed(world: World, taskid: int) -> None:
    assert await claim(world, taskid, from_states=["watching", "unknown"]) is None
    assert await claim(world, taskid, from_states=["watching", "confirmed"]) is not None
    assert await claim(world, 1) is None


async def test_an_operation_goes_its_way(world: World, wall: Wall, taskid: int) -> None:
    store = world.store
    await claim(world, taskid)
    wall.at += 1
    sending = await store.move(
        taskid, owner="a", from_state="confirmed", to_state="sending", sent_at=wall.at, attempts=1
    )
    assert (sending.state, sending.sent_at, sending.attempts, sending.updated_at) == ("sending", wall.at, 1, wall.at)
    watching = await store.move(
        taskid, owner="a", from_state="sending", to_state="watching", accepted_at=wall.at, next_at=wall.at + 2
    )
    assert (watching.lease_owner, watching.ended_at, watching.next_at) == ("a", None, wall.at + 2)
    seen = await store.change(taskid, owner="a", seen_in_progress=True, reads=2, before="{}", order_no="A1")
    assert (seen.state, seen.seen_in_progress, seen.reads, seen.before, seen.order_no) == (
        "watching",
        True,
        2,
        "{}",
        "A1",
    )
    wall.at += 4
    done = await store.move(
        taskid, owner="a", from_state="watching", to_state="done", outcome="ok", engine_words="成功", after="{}"
    )
    assert (done.state, done.outcome, done.engine_words, done.after) == ("done", "ok", "成功", "{}")
    assert (done.ended_at, done.lease_owner, done.lease_until) == (1_800_000_005.0, None, None)
    assert store.operation(taskid) == done


async def test_a_move_happens_once(world: World, taskid: int) -> None:
    await claim(world, taskid)
    results = await asyncio.gather(
        *(world.store.move(taskid, owner="a", from_state="confirmed", to_state="sending") for _ in range(3)),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [OperationRow, LostLeaseError, LostLeaseError]


async def test_nobody_moves_what_they_do_not_hold(world: World, taskid: int) -> None:
    store = world.store
    with pytest.raises(LostLeaseError):
        await store.change(taskid, owner="a", reads=1)
    await claim(world, taskid, "b")
    assert await store.renew_leases([taskid], owner="a", until=9e9) == 0
    await store.release(taskid, owner="a")
    found = store.operation(taskid)
    assert found is not None
    assert (found.lease_owner, found.reads) == ("b", 0)


async def test_a_lease_is_renewed_and_released(world: World, taskid: int) -> None:
    await claim(world, taskid)
    assert await world.store.renew_leases([taskid], owner="a", until=1_800_000_065.0) == 1
    assert await claim(world, taskid, "b", now=1_800_000_064.0) is None
    await world.store.release(taskid, owner="a")
    assert await claim(world, taskid, "b", now=1_800_000_064.0) is not None


async def test_only_known_columns_change(world: World, taskid: int) -> None:
    await claim(world, taskid)
    with pytest.raises(TypeError, match="cannot change price"):
        await world.store.change(taskid, owner="a", price="1")  # type: ignore[call-arg]
    with pytest.raises(StoreError, match="CHECK constraint failed"):
        await world.store.change(taskid, owner="a", ended_at=5.0)


async def test_a_person_settles_and_the_chat_is_told_again(world: World, wall: Wall, taskid: int) -> None:
    store = world.store
    with pytest.raises(WrongStateError, match="is confirmed") as caught:
        await store.settle(taskid, "done", "seen in the panel")
    assert caught.value.state == "confirmed"
    await claim(world, taskid)
    await store.move(taskid, owner="a", from_state="confirmed", to_state="needs-human")
    await store.claim_report(taskid, owner="a", lease_seconds=10.0, now=wall.at)
    wall.at += 60
    settled = await store.settle(taskid, "done", "seen in the panel")
    # What was told before the settlement is no longer the last word.
    assert await store.mark_reported(taskid, owner="a") is False
    assert (settled.state, settled.outcome, settled.note) == ("done", "settled", "seen in the panel")
    assert (settled.ended_at, settled.reported_at) == (1_800_000_060.0, None)
    assert [row.taskid for row in store.unreported()] == [taskid]
    assert store.needs_human(world.account_id, "g1") is None
    with pytest.raises(WrongStateError, match="is done"):
        await store.settle(taskid, "failed", "")
    with pytest.raises(NotFoundError, match="operation"):
        await store.settle(1, "failed", "")


async def test_an_answer_is_kept_and_not_readable_on_the_disk(world: World, taskid: int, path: Path) -> None:
    await claim(world, taskid)
    moved = await world.store.move(
        taskid, owner="a", from_state="confirmed", to_state="accepted", answer='{"guids":["bought-7"]}'
    )
    assert moved.answer == '{"guids":["bought-7"]}'
    assert world.store.operation(taskid) == moved
    assert "bought-7" not in repr(moved)
    for file in (path, path.with_name("apabot.db-wal")):
        assert b"bought-7" not in file.read_bytes()
    assert (await world.store.change(taskid, owner="a", answer=None)).answer is None


async def test_evidence_that_is_no_json_moves_nothing(world: World, taskid: int) -> None:
    await claim(world, taskid)
    with pytest.raises(ValueError, match="Expecting value"):
        await world.store.move(taskid, owner="a", from_state="confirmed", to_state="done", evidence="nonsense")
    found = world.store.operation(taskid)
    assert found is not None
    assert found.state == "confirmed"
