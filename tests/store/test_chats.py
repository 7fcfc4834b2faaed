from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from store import ChatRow, GrantRow, MemberRow, Store, StoreError

if TYPE_CHECKING:
    from tests.store.conftest import Wall, World


async def test_a_chat_is_remembered_with_defaults(store: Store) -> None:
    assert store.chat(-5) is None
    await store.keep_chat(-5, kind="group")
    assert store.chat(-5) == ChatRow(-5, "group", None, "Asia/Shanghai", None, None, None)


async def test_a_known_chat_costs_no_write(store: Store) -> None:
    await store.keep_chat(5, kind="private")
    commits = store.commits
    await store.keep_chat(5, kind="private")
    assert store.commits == commits
    await store.keep_chat(5, kind="group")
    chat = store.chat(5)
    assert chat is not None
    assert chat.kind == "group"


async def test_settings_change_one_by_one_and_back(store: Store) -> None:
    await store.set_chat(5, language="en", quiet_hours="22-9", menu="f00")
    await store.set_chat(5, timezone="Europe/Vienna")
    assert store.chat(5) == ChatRow(5, "private", "en", "Europe/Vienna", "22-9", None, "f00")
    await store.set_chat(5, quiet_hours=None, language=None)
    assert store.chat(5) == ChatRow(5, "private", None, "Europe/Vienna", None, None, "f00")


@pytest.mark.parametrize("changes", [{}, {"kind": "group"}, {"menu = 'x', kind": "group"}])
async def test_only_settings_can_be_set(store: Store, changes: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="cannot change"):
        await store.set_chat(5, **changes)
    assert store.chats() == []


async def test_a_kind_outside_the_set_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="CHECK constraint failed"):
        await store.keep_chat(5, kind="channel")  # type: ignore[arg-type]


async def test_blocking_keeps_the_first_time(store: Store, wall: Wall) -> None:
    await store.mark_blocked(5)
    wall.at += 10
    await store.mark_blocked(5)
    assert [chat.blocked_at for chat in store.chats()] == [1_800_000_000.0]
    await store.mark_unblocked(5)
    assert [chat.blocked_at for chat in store.chats()] == [None]
    commits = store.commits
    await store.mark_unblocked(5)
    assert store.commits == commits


async def test_a_group_that_became_a_supergroup_keeps_everything(world: World) -> None:
    store, account, identity = world.store, world.account_id, world.identity_id
    await store.set_chat(-5, language="en", timezone="Europe/Vienna", quiet_hours="22-9")
    await store.grant(-5, identity)
    await store.set_staff(-5, account, on=True)
    await store.set_member(-5, 7, "owner")
    await store.set_alias(-5, account, "g1", "web")
    nonce = await world.nonce(chat_id=-5, thread_id=3)
    opened = await store.create_operation(**world.operation(chat_id=-5, thread_id=3, status_message_id=9))
    await world.nonce(chat_id=-5, thread_id=3, guid="g2")
    asked = await store.ask_approval([2], needs="staff", expires_at=2e9, language="en", message_id=9)
    await store.mark_notice_delivered(1, 11)
    await store.add_notice(-5, "expiry", {"guid": "g1"}, thread_id=3)
    await store.set_member(-1005, 7, "viewer")

    for _ in range(2):
        await store.migrate_chat(-5, -1005)

    assert store.chat(-5) is None
    assert store.chat(-1005) == ChatRow(-1005, "group", "en", "Europe/Vienna", "22-9", None, None)
    assert store.grants(chat_id=-1005) == [GrantRow(-1005, identity, 1_800_000_000.0)]
    assert store.staff_chats(account) == [-1005]
    assert store.members(-1005) == [MemberRow(-1005, 7, "owner")]
    assert [alias.alias for alias in store.aliases(-1005)] == ["web"]
    confirmation = store.confirmation_by_nonce(nonce)
    assert confirmation is not None
    assert (confirmation.chat_id, confirmation.thread_id) == (-1005, None)
    operation = store.operation(opened.taskid)
    assert operation is not None
    assert (operation.chat_id, operation.thread_id, operation.status_message_id) == (-1005, None, None)
    (approval,) = store.open_approvals()
    assert (approval.id, approval.chat_id, approval.thread_id, approval.message_id) == (asked.id, -1005, None, None)
    (told,) = store.notices_about("approval", {"approval": asked.id})
    assert (told.chat_id, told.message_id) == (-1005, None)
    assert [(each.chat_id, each.thread_id) for each in store.due_notices(2e9)] == [(-1005, None)]
    assert store.check() == []


async def test_a_move_onto_itself_loses_nothing(store: Store) -> None:
    await store.set_member(-5, 7, "owner")
    await store.migrate_chat(-5, -5)
    assert store.members(-5) == [MemberRow(-5, 7, "owner")]
