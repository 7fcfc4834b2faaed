from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.store.test_leases import claim
from tests.store.test_operations import end

if TYPE_CHECKING:
    from store import OperationState
    from tests.store.conftest import Wall, World

REPORT = {"lease_seconds": 10.0, "now": 1_800_000_000.0}


@pytest.fixture
async def taskid(world: World) -> int:
    return (await world.store.create_operation(**world.operation())).taskid


@pytest.fixture
async def batch(world: World, wall: Wall) -> list[int]:
    taskids = []
    for number in range(3):
        wall.at += 1
        row = await world.store.create_operation(**world.operation(guid=f"b{number}", batch="b"))
        taskids.append(row.taskid)
    return taskids


def reported(world: World, taskids: list[int]) -> list[bool]:
    rows = [world.store.operation(taskid) for taskid in taskids]
    return [row is not None and row.reported_at is not None for row in rows]


async def test_the_end_is_reported_by_one(world: World, taskid: int) -> None:
    store = world.store
    assert await store.claim_report(taskid, owner="a", **REPORT) is False
    await claim(world, taskid)
    assert await store.mark_reported(taskid, owner="a") is False
    await store.move(taskid, owner="a", from_state="confirmed", to_state="failed")
    assert [row.taskid for row in store.unreported()] == [taskid]
    assert await asyncio.gather(*(store.claim_report(taskid, owner=each, **REPORT) for each in "abc")) == [
        True,
        False,
        False,
    ]
    assert await store.claim_report(taskid, owner="b", lease_seconds=10.0, now=1_800_000_010.0) is True
    assert await store.mark_reported(taskid, owner="a") is False
    assert await store.mark_reported(taskid, owner="b") is True
    assert store.unreported() == []
    assert await store.claim_report(taskid, owner="b", lease_seconds=10.0, now=1_800_000_030.0) is False


async def test_a_batch_is_reported_once_when_all_of_it_has_ended(world: World, batch: list[int]) -> None:
    store = world.store
    await end(world, batch[2])
    await end(world, batch[0], "done")
    assert store.unreported() == []
    assert await store.claim_report(batch[0], owner="a", **REPORT) is False
    await end(world, batch[1], "needs-human")
    assert [row.taskid for row in store.unreported()] == [batch[0]]
    # Whichever ended last stands for all, too: who claims first has the whole batch.
    claims = [
        await store.claim_report(each, owner=owner, **REPORT) for each, owner in ((batch[1], "a"), (batch[0], "b"))
    ]
    assert claims == [True, False]
    assert await store.mark_reported(batch[1], owner="a") is True
    assert reported(world, batch) == [True, True, True]
    assert store.unreported() == []


@pytest.mark.parametrize("state", ["done", "failed"])
async def test_settling_one_of_a_batch_lets_the_chat_be_told_again(
    world: World, batch: list[int], state: OperationState
) -> None:
    store = world.store
    for taskid, each in zip(batch, ("done", "needs-human", state), strict=True):
        await end(world, taskid, each)
    await store.claim_report(batch[0], owner="a", **REPORT)
    await store.settle(batch[1], "done", "seen in the panel")
    assert await store.mark_reported(batch[0], owner="a") is True
    assert reported(world, batch) == [True, False, True]
    assert [row.taskid for row in store.unreported()] == [batch[1]]
    assert await store.claim_report(batch[1], owner="b", **REPORT) is True
    assert await store.mark_reported(batch[1], owner="b") is True
    assert store.unreported() == []


async def test_batches_do_not_wait_for_each_other(world: World, batch: list[int]) -> None:
    other = await world.store.create_operation(**world.operation(guid="o", batch="other"))
    await end(world, other.taskid)
    assert [row.taskid for row in world.store.unreported()] == [other.taskid]
    assert await world.store.claim_report(other.taskid, owner="a", **REPORT) is True
    assert len(batch) == 3
