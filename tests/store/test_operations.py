from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import pytest

from store import ENDED_STATES, OPEN_STATES, DuplicateError, NotFoundError, OperationState, ServerBusyError, new_taskid

if TYPE_CHECKING:
    from pathlib import Path

    from store import OperationRow
    from tests.store.conftest import Wall, World


async def end(world: World, taskid: int, state: OperationState = "failed") -> OperationRow:
    claimed = await world.store.claim(
        taskid, owner="me", lease_seconds=30.0, now=world.store._now(), from_states=["confirmed"]
    )
    assert claimed is not None
    return await world.store.move(taskid, owner="me", from_state="confirmed", to_state=state)


def test_every_state_is_open_or_ended() -> None:
    assert sorted((*OPEN_STATES, *ENDED_STATES)) == sorted(get_args(OperationState))


def test_task_numbers_grow_with_time_and_are_no_sequence() -> None:
    now = 1_800_000_000.0
    numbers = {new_taskid(now) for _ in range(50)}
    assert len(numbers) > 40
    assert max(numbers) < min(new_taskid(now + 0.002) for _ in range(50))
    assert {number >> 13 for number in numbers} == {int((now - 1_704_067_200) * 1000)}
    assert 0 < new_taskid() < new_taskid(2_800_000_000.0) < 2**53


async def test_an_operation_comes_back_as_it_was_given(world: World) -> None:
    created = await world.store.create_operation(
        **world.operation(
            before='{"run":-1}',
            thread_id=3,
            status_message_id=9,
            order_no="A1",
            price=Decimal("29.90"),
            dedupe_key="g1/2027/1",
            next_at=5.0,
        )
    )
    assert (created.state, created.action, created.guid, created.params) == (
        "confirmed",
        "start",
        "g1",
        '{"guid":"g1"}',
    )
    assert (created.chat_id, created.thread_id, created.user_id, created.status_message_id) == (100, 3, 100, 9)
    assert (created.order_no, created.price, created.dedupe_key) == ("A1", Decimal("29.90"), "g1/2027/1")
    assert (created.before, created.language, created.next_at) == ('{"run":-1}', "en", 5.0)
    assert (created.attempts, created.reads, created.seen_in_progress) == (0, 0, False)
    assert (created.created_at, created.updated_at, created.ended_at) == (1_800_000_000.0, 1_800_000_000.0, None)
    assert world.store.operation(created.taskid) == created
    assert world.store.operation(1) is None


async def test_params_are_neither_shown_nor_readable_on_the_disk(world: World, path: Path) -> None:
    created = await world.store.create_operation(**world.operation(params='{"password":"hunter2"}'))
    assert "hunter2" not in repr(created)
    for file in (path, path.with_name("apabot.db-wal")):
        assert b"hunter2" not in file.read_bytes()


async def test_a_dedupe_key_works_for_ever(world: World) -> None:
    created = await world.store.create_operation(**world.operation(dedupe_key="k"))
    await end(world, created.taskid)
    with pytest.raises(DuplicateError) as caught:
        await world.store.create_operation(**world.operation(dedupe_key="k"))
    assert caught.value.what == "dedupe"


async def test_an_order_number_is_used_again_only_after_a_failure(world: World) -> None:
    created = await world.store.create_operation(**world.operation(order_no="A1"))
    with pytest.raises(DuplicateError) as caught:
        await world.store.create_operation(**world.operation(guid="g2", order_no="A1"))
    assert caught.value.what == "order"
    await end(world, created.taskid, "failed")
    again = await world.store.create_operation(**world.operation(order_no="A1"))
    await end(world, again.taskid, "needs-human")
    with pytest.raises(DuplicateError):
        await world.store.create_operation(**world.operation(order_no="A1"))


async def test_one_open_operation_per_server(world: World) -> None:
    created = await world.store.create_operation(**world.operation())
    with pytest.raises(ServerBusyError) as caught:
        await world.store.create_operation(**world.operation(action="stop"))
    assert caught.value.taskid == created.taskid
    open_now = world.store.open_operation(world.account_id, "g1")
    assert open_now == created
    await world.store.create_operation(**world.operation(guid="g2"))
    await end(world, created.taskid)
    assert world.store.open_operation(world.account_id, "g1") is None
    await world.store.create_operation(**world.operation())


async def test_purchases_have_no_server_and_do_not_wait_for_each_other(world: World) -> None:
    await world.store.create_operation(**world.operation(guid=None, action="create_new"))
    await world.store.create_operation(**world.operation(guid=None, action="create_new"))
    assert len(world.store.operations()) == 2


async def test_an_unknown_identity_is_refused(world: World) -> None:
    with pytest.raises(NotFoundError):
        await world.store.create_operation(**world.operation(identity_id=99))


async def test_operations_are_found_by_anything(world: World, wall: Wall) -> None:
    taskids = []
    for guid, chat in (("g1", 100), ("g2", 100), ("g3", 200)):
        wall.at += 1
        taskids.append((await world.store.create_operation(**world.operation(guid=guid, chat_id=chat))).taskid)
    await end(world, taskids[1], "needs-human")

    def found(**given: object) -> list[int]:
        return [taskids.index(row.taskid) for row in world.store.operations(**given)]  # type: ignore[arg-type]

    assert found() == [2, 1, 0]
    assert found(limit=1) == [2]
    assert found(state="needs-human") == [1]
    assert found(guid="g1") == [0]
    assert found(chat_id=100) == [1, 0]
    assert found(chat_id=100, state="confirmed") == [0]
    assert found(account_id=world.account_id, identity_id=world.identity_id) == [2, 1, 0]
    assert found(account_id=99) == []


async def test_what_is_due(world: World, wall: Wall) -> None:
    store = world.store
    later = await store.create_operation(**world.operation(guid="g1", next_at=wall.at + 10))
    at_once = await store.create_operation(**world.operation(guid="g2"))
    held = await store.create_operation(**world.operation(guid="g3"))
    done = await store.create_operation(**world.operation(guid="g4"))
    await end(world, done.taskid, "done")
    await store.claim(held.taskid, owner="me", lease_seconds=5, now=wall.at, from_states=["confirmed"])

    def due(seconds: float) -> list[int]:
        return [row.taskid for row in store.due_operations(wall.at + seconds)]

    assert due(0) == [at_once.taskid]
    assert sorted(due(5)) == sorted([at_once.taskid, held.taskid])
    assert due(10)[-1] == later.taskid
    assert len(store.due_operations(wall.at + 10, limit=2)) == 2


async def test_a_server_that_needs_a_human(world: World) -> None:
    created = await world.store.create_operation(**world.operation())
    assert world.store.needs_human(world.account_id, "g1") is None
    await end(world, created.taskid, "needs-human")
    found = world.store.needs_human(world.account_id, "g1")
    assert found is not None
    assert found.taskid == created.taskid
    assert world.store.needs_human(world.account_id, "g2") is None


async def test_the_status_message_is_remembered(world: World) -> None:
    created = await world.store.create_operation(**world.operation())
    await world.store.set_status_message(created.taskid, 55)
    found = world.store.operation(created.taskid)
    assert found is not None
    assert found.status_message_id == 55


async def test_further_ways_to_look_for_operations(world: World, wall: Wall) -> None:
    other = await world.identity("li")
    begin = wall.at
    given: tuple[dict[str, Any], ...] = (
        {"price": Decimal(5), "batch": "b"},
        {"order_no": "A1", "identity_id": other.id},
        {"batch": "b"},
    )
    taskids = []
    for number, values in enumerate(given):
        wall.at += 1
        row = await world.store.create_operation(**world.operation(guid=f"g{number}", **values))
        taskids.append(row.taskid)

    def found(**wanted: object) -> list[int]:
        return [taskids.index(row.taskid) for row in world.store.operations(**wanted)]  # type: ignore[arg-type]

    assert found(paid_only=True) == [1, 0]
    assert found(identity_ids=[other.id]) == [1]
    assert found(identity_ids={other.id, world.identity_id}, paid_only=True) == [1, 0]
    assert found(identity_ids=()) == []
    assert found(batch="b") == [2, 0]
    assert found(since=begin + 2) == [2, 1]
    assert found(before_taskid=taskids[2]) == [1, 0]
    assert found(before_taskid=taskids[1], limit=5) == [0]
    assert [row.taskid for row in world.store.batch_operations("b")] == [taskids[0], taskids[2]]


async def test_the_last_attempt_is_the_identitys_own(world: World, wall: Wall) -> None:
    other = await world.identity("li")
    attempts = []
    for values in ({}, {}, {"action": "stop"}, {"identity_id": other.id}, {"guid": None}):
        wall.at += 1
        row = await world.store.create_operation(**world.operation(**values))
        await end(world, row.taskid)
        attempts.append(row.taskid)

    def last(guid: str | None, identity_id: int) -> int | None:
        row = world.store.last_attempt(world.account_id, guid, "start", identity_id)
        return None if row is None else attempts.index(row.taskid)

    assert last("g1", world.identity_id) == 1
    assert last("g1", other.id) == 3
    assert last(None, world.identity_id) == 4
    assert last(None, other.id) is None


async def test_what_has_waited_long_for_a_person(world: World, wall: Wall) -> None:
    begin = wall.at
    taskids = [(await world.store.create_operation(**world.operation(guid=f"g{n}"))).taskid for n in range(3)]
    for taskid, state in zip(taskids, ("needs-human", "failed", "needs-human"), strict=True):
        await end(world, taskid, state)  # type: ignore[arg-type]
        wall.at += 10
    assert [row.taskid for row in world.store.needs_human_since(begin + 20)] == [taskids[0]]
    assert [row.taskid for row in world.store.needs_human_since(begin + 21)] == [taskids[0], taskids[2]]


async def test_one_message_may_show_several(world: World) -> None:
    taskids = [(await world.store.create_operation(**world.operation(guid=f"g{n}"))).taskid for n in range(3)]
    await world.store.set_status_messages(taskids[:2], 55)
    rows = [world.store.operation(taskid) for taskid in taskids]
    assert [row and row.status_message_id for row in rows] == [55, 55, None]


async def test_a_grave_operation_waits_for_the_persons_judgement(world: World) -> None:
    stuck = await world.store.create_operation(**world.operation())
    await end(world, stuck.taskid, "needs-human")
    with pytest.raises(ServerBusyError) as caught:
        await world.store.create_operation(**world.operation(grave=True))
    assert (caught.value.taskid, caught.value.needs_human) == (stuck.taskid, True)
    await world.store.create_operation(**world.operation(guid=None, grave=True))
    await world.store.create_operation(**world.operation())
