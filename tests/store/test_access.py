from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from store import AccessRow, GrantRow, LastOwnerError, MemberRow, NotFoundError, Store
from tests.store.conftest import KEY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Wall, World


async def test_a_stranger_has_nothing(store: Store) -> None:
    assert store.access(100, 100) is None


async def test_everything_in_one_row(world: World) -> None:
    second = await world.identity("li")
    await world.store.grant(-5, second.id)
    await world.store.grant(-5, world.identity_id)
    await world.store.set_staff(-5, world.account_id, on=True)
    await world.store.set_member(-5, 7, "operator")
    await world.store.set_chat(-5, language="zh-Hans")
    await world.store.keep_person(7, "Bob", "de")
    await world.store.set_person_language(7, "en")
    assert world.store.access(-5, 7) == AccessRow(
        chat_kind="group",
        language="zh-Hans",
        timezone="Asia/Shanghai",
        role="operator",
        identity_ids=(world.identity_id, second.id),
        staff_account_ids=(world.account_id,),
        person_language="en",
    )
    assert world.store.access(-5, 8) == AccessRow(
        "group", "zh-Hans", "Asia/Shanghai", None, (world.identity_id, second.id), (world.account_id,), None
    )


async def test_access_is_one_statement_in_the_callers_thread(world: World) -> None:
    seen: list[tuple[str, int]] = []
    world.store._reader.set_trace_callback(lambda sql: seen.append((sql, threading.get_ident())))
    world.store.access(100, 100)
    world.store._reader.set_trace_callback(None)
    # The sub-selects are traced as comments of the same statement.
    assert [thread for sql, thread in seen if not sql.startswith("--")] == [threading.get_ident()]


async def test_a_revoked_grant_is_gone_for_the_next_read(world: World) -> None:
    nonce = await world.nonce()
    assert await world.store.revoke(100, world.identity_id) is True
    access = world.store.access(100, 100)
    assert access is not None
    assert access.identity_ids == ()
    confirmation = world.store.confirmation_by_nonce(nonce)
    assert confirmation is not None
    assert confirmation.ended_how == "void"
    assert await world.store.revoke(100, world.identity_id) is False


async def test_another_process_changes_access_at_once(world: World, path: Path) -> None:
    async with await Store.open(path, [KEY]) as other:
        await other.revoke(100, world.identity_id)
        access = world.store.access(100, 100)
        assert access is not None
        assert access.identity_ids == ()


async def test_granting_twice_is_granting_once(world: World, wall: Wall) -> None:
    wall.at += 9
    await world.store.grant(100, world.identity_id)
    expected = [GrantRow(100, world.identity_id, 1_800_000_000.0)]
    assert world.store.grants() == expected
    assert world.store.grants(identity_id=world.identity_id) == expected
    assert world.store.grants(chat_id=5) == []


async def test_unknown_identities_and_accounts_are_refused(store: Store) -> None:
    with pytest.raises(NotFoundError, match="identity"):
        await store.grant(5, 99)
    with pytest.raises(NotFoundError, match="account"):
        await store.set_staff(5, 99, on=True)
    assert store.chats() == []


async def test_staff_chats_come_and_go(world: World) -> None:
    for chat in (-7, -5, -5):
        await world.store.set_staff(chat, world.account_id, on=True)
    assert world.store.staff_chats(world.account_id) == [-7, -5]
    await world.store.set_staff(-7, world.account_id, on=False)
    assert world.store.staff_chats(world.account_id) == [-5]


async def test_the_last_owner_of_a_group_stays(store: Store) -> None:
    await store.set_member(-5, 7, "owner")
    await store.set_member(-5, 8, "viewer")
    with pytest.raises(LastOwnerError, match="last owner"):
        await store.set_member(-5, 7, "operator")
    await store.set_member(-5, 7, "owner")
    await store.set_member(-5, 8, "owner")
    await store.set_member(-5, 7, "operator")
    assert store.members(-5) == [MemberRow(-5, 7, "operator"), MemberRow(-5, 8, "owner")]


async def test_two_owners_cannot_both_step_down_at_once(store: Store) -> None:
    await store.set_member(-5, 7, "owner")
    await store.set_member(-5, 8, "owner")
    results = await asyncio.gather(
        store.set_member(-5, 7, "viewer"), store.set_member(-5, 8, "viewer"), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), LastOwnerError]
    assert store.members(-5) == [MemberRow(-5, 7, "viewer"), MemberRow(-5, 8, "owner")]


async def test_a_private_chats_person_may_be_anything(store: Store) -> None:
    await store.set_member(5, 5, "owner")
    await store.set_member(5, 5, "viewer")
    assert store.members(5) == [MemberRow(5, 5, "viewer")]
