from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from store import DraftRow, Store
    from tests.store.conftest import Wall


async def begun(store: Store, **values: Any) -> DraftRow:
    new: dict[str, Any] = {
        "chat_id": 100,
        "thread_id": None,
        "user_id": 100,
        "action": "upgrade",
        "account_id": 1,
        "guid": "g1",
        "answers": {},
    }
    row = store.draft(await store.add_draft(**new | values))
    assert row is not None
    return row


async def test_what_was_answered_is_kept(store: Store, wall: Wall) -> None:
    row = await begun(store, thread_id=7)
    assert (row.chat_id, row.thread_id, row.user_id, row.action, row.guid) == (100, 7, 100, "upgrade", "g1")
    assert (row.answers, row.step, row.message_id) == ({}, None, None)
    wall.at += 5
    assert await store.set_answers(row.id, {"core": "2-4"})
    await store.show_draft(row.id, step="disk1", message_id=44)
    kept = store.draft(row.id)
    assert kept is not None
    assert (kept.answers, kept.step, kept.message_id) == ({"core": "2-4"}, "disk1", 44)
    assert kept.updated_at - kept.created_at == 5


async def test_a_new_one_of_the_same_kind_replaces_the_old_one_of_that_person_alone(store: Store) -> None:
    old = await begun(store)
    others = [
        await begun(store, user_id=101),
        await begun(store, chat_id=101),
        await begun(store, guid="g2"),
        await begun(store, action="install"),
        await begun(store, account_id=None, guid=None),
    ]
    new = await begun(store)
    assert store.draft(old.id) is None
    assert all(store.draft(row.id) is not None for row in (new, *others))


async def test_without_a_server_a_new_one_replaces_the_old_one_too(store: Store) -> None:
    old = await begun(store, account_id=None, guid=None, action="create_new")
    new = await begun(store, account_id=None, guid=None, action="create_new")
    assert (store.draft(old.id), [row.id for row in store.drafts_of(100, 100)]) == (None, [new.id])


async def test_the_one_touched_last_comes_first(store: Store, wall: Wall) -> None:
    first, second = await begun(store), await begun(store, guid="g2")
    wall.at += 1
    await store.set_answers(first.id, {"core": "2-4"})
    assert [row.id for row in store.drafts_of(100, 100)] == [first.id, second.id]
    assert store.drafts_of(100, 101) == []


async def test_what_is_over_takes_no_answer(store: Store) -> None:
    row = await begun(store)
    assert await store.drop_draft(row.id)
    assert not await store.drop_draft(row.id)
    assert not await store.set_answers(row.id, {"core": "2-4"})
    assert store.draft(row.id) is None


async def test_what_became_an_operation_is_forgotten(store: Store) -> None:
    row, other = await begun(store), await begun(store, guid="g2")
    await store.drop_drafts_about(chat_id=100, user_id=100, action="upgrade", account_id=1, guid="g1")
    assert [each.id for each in store.drafts_of(100, 100)] == [other.id]
    assert store.draft(row.id) is None


async def test_what_nobody_touched_for_long_is_forgotten(store: Store, wall: Wall) -> None:
    old = await begun(store)
    wall.at += 100
    new = await begun(store, guid="g2")
    assert await store.purge_drafts(wall.at - 50, orders_before=0) == 1
    assert (store.draft(old.id), [row.id for row in store.drafts_of(100, 100)]) == (None, [new.id])


async def test_an_order_is_kept_for_longer(store: Store, wall: Wall) -> None:
    order = await begun(store, account_id=None, guid=None, action="create_new")
    wall.at += 100
    assert await store.purge_drafts(wall.at - 50, orders_before=wall.at - 200) == 0
    assert store.draft(order.id) is not None
    assert await store.purge_drafts(wall.at, orders_before=wall.at - 50) == 1


async def test_answers_are_neither_in_the_file_nor_in_a_repr(store: Store, path: Path) -> None:
    row = await begun(store, answers={"password": "Tr1ckySecret"})
    assert row.answers == {"password": "Tr1ckySecret"}
    await store.checkpoint()
    assert b"Tr1ckySecret" not in path.read_bytes()  # noqa: ASYNC240 - a small file, and nothing else runs
    assert "Tr1ckySecret" not in repr(row)


@pytest.mark.parametrize("touched", [True, False])
async def test_a_group_that_moved_takes_its_drafts_along(store: Store, *, touched: bool) -> None:
    await store.keep_chat(-5, kind="group")
    row = await begun(store, chat_id=-5, thread_id=3)
    if touched:
        await store.show_draft(row.id, step="core", message_id=9)
    await store.migrate_chat(-5, -1005)
    (moved,) = store.drafts_of(-1005, 100)
    assert (moved.id, moved.thread_id, moved.message_id) == (row.id, None, None)
