from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from store import PURGED, SecretMessageRow, Store
from store import secret_messages as module
from tests.store.conftest import KEY

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from store import OperationRow
    from tests.store.conftest import Wall, World

SECRET = "Tr1cky_Secret"
SECRETS = {"setpsw": ["password"], "create_new": ["password"]}


async def ended(world: World, **values: Any) -> OperationRow:
    """An operation that ends now."""
    store = world.store
    new = {"action": "setpsw", "params": json.dumps({"password": SECRET, "kept": 1}), "asked": '{"kept": 1}'}
    row = await store.create_operation(**world.operation(**new | values))
    await store.claim(row.taskid, owner="me", lease_seconds=9, now=row.created_at, from_states=["confirmed"])
    return await store.move(row.taskid, owner="me", from_state="confirmed", to_state="failed", outcome="failed")


def params(world: World, row: OperationRow) -> Any:
    current = world.store.operation(row.taskid)
    assert current is not None
    return json.loads(current.params)


async def keep(store: Store, message_id: int, delete_at: float, chat_id: int = 100) -> None:
    await store.keep_secret_message(
        chat_id, message_id, delete_at=delete_at, kind="password-shown", about={"taskid": 1, "user": chat_id}
    )


async def test_due_when_their_time_is_up_the_longest_overdue_first(store: Store) -> None:
    await keep(store, 2, 120)
    await keep(store, 1, 110)
    await keep(store, 3, 120.5)
    assert store.due_secret_messages(109) == []
    assert store.due_secret_messages(120) == [SecretMessageRow(100, 1, 110), SecretMessageRow(100, 2, 120)]
    assert len(store.due_secret_messages(999, limit=2)) == 2
    assert await store.drop_secret_message(100, 1)
    assert not await store.drop_secret_message(100, 1)
    assert store.due_secret_messages(120) == [SecretMessageRow(100, 2, 120)]


async def test_they_outlive_the_process(store: Store, path: Path) -> None:
    await keep(store, 7, 120)
    await store.close()
    async with await Store.open(path, [KEY]) as again:
        assert again.due_secret_messages(120) == [SecretMessageRow(100, 7, 120)]


async def test_the_same_message_again_stays_one(store: Store) -> None:
    await keep(store, 7, 120)
    await keep(store, 7, 130)
    assert store.due_secret_messages(999) == [SecretMessageRow(100, 7, 130)]


async def test_each_is_an_entry_in_the_audit(store: Store) -> None:
    await keep(store, 7, 120)
    assert store._rows("SELECT kind, data FROM audit") == [("password-shown", '{"taskid":1,"user":100}')]
    assert store.verify_audit().problems == []


async def test_passwords_are_overwritten_and_all_else_stays(world: World, wall: Wall) -> None:
    row = await ended(world)
    assert await world.store.purge_passwords(wall.at, SECRETS) == 0
    assert params(world, row) == {"password": SECRET, "kept": 1}
    assert await world.store.purge_passwords(wall.at + 1, SECRETS) == 1
    assert params(world, row) == {"password": PURGED, "kept": 1}
    kept = world.store.operation(row.taskid)
    assert kept is not None
    assert (kept.asked, kept.state, kept.updated_at) == (row.asked, row.state, row.updated_at)
    assert world.store.verify_audit().problems == []


async def test_purged_once_is_left_alone(world: World, wall: Wall) -> None:
    row = await ended(world)
    assert await world.store.purge_passwords(wall.at + 1, SECRETS) == 1
    sealed = world.store._row("SELECT params FROM operations WHERE taskid = ?", (row.taskid,))
    assert await world.store.purge_passwords(wall.at + 1, SECRETS) == 0
    assert world.store._row("SELECT params FROM operations WHERE taskid = ?", (row.taskid,)) == sealed


async def test_what_is_open_or_has_no_password_is_left_alone(world: World, wall: Wall) -> None:
    other = await ended(world, action="start", guid="g2")
    bare = await ended(world, action="create_new", guid=None, params='{"num": 2}')
    running = await world.store.create_operation(
        **world.operation(action="setpsw", params=json.dumps({"password": SECRET}))
    )
    assert await world.store.purge_passwords(wall.at + 1, SECRETS) == 1
    assert params(world, other) == {"password": SECRET, "kept": 1}
    assert params(world, bare) == {"num": 2}
    assert params(world, running) == {"password": SECRET}


async def test_more_than_fit_into_one_transaction(world: World, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    rows = [await ended(world, guid=f"g{number}") for number in range(5)]
    assert await world.store.purge_passwords(wall.at + 1, SECRETS) == 5
    assert {params(world, row)["password"] for row in rows} == {PURGED}
