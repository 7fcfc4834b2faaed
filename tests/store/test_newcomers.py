from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import Given, NotFoundError
from tests.store.conftest import add_account, add_identity

if TYPE_CHECKING:
    from tests.store.conftest import World

T = 1_800_000_000.0


async def page(world: World, *guids: str) -> None:
    await world.store.keep_page(world.account_id, [(guid, "10.0.0.1", None, False, "{}") for guid in guids], read_at=T)


def untold(world: World) -> list[str]:
    return [row.guid for row in world.store.newcomers_untold(world.account_id, limit=99)]


async def test_what_was_there_at_the_first_whole_list_has_not_appeared(world: World) -> None:
    store, account = world.store, world.account_id
    await page(world, "g1")
    await store.confirm_list(account, {"g1"}, listed_at=T, baseline=False)
    await page(world, "g1", "g2")
    await store.touch_server(account, guid="g3", ip="", share_ip=None, dead=False, data="{}", read_at=T)
    assert untold(world) == [], "no list was whole so far"
    await store.confirm_list(account, {"g1", "g2", "g3"}, listed_at=T)
    await page(world, "g1", "g4")
    await store.touch_server(account, guid="g5", ip="", share_ip=None, dead=False, data="{}", read_at=T)
    assert untold(world) == ["g4", "g5"]
    assert (store.is_listed(account, "g1"), store.is_listed(account, "g4")) == (True, False)


async def test_one_that_went_and_came_back_has_not_appeared(world: World) -> None:
    await world.store.keep_servers(world.account_id, [("g1", "", None, False, "{}")], read_at=T)
    await world.store.mark_gone(world.account_id, "g1")
    await page(world, "g1")
    assert untold(world) == []


async def appeared(world: World, *guids: str) -> list[int]:
    await world.store.confirm_list(world.account_id, set(), listed_at=T)
    await page(world, *guids)
    return [row.id for row in world.store.newcomers_untold(world.account_id, limit=99)]


async def test_told_once_and_only_where_somebody_hears_it(world: World) -> None:
    store, account = world.store, world.account_id
    ids = await appeared(world, "g1", "g2")
    assert await store.tell_newcomers(account, ids, "unassigned") == 0
    assert untold(world) == ["g1", "g2"]
    for chat_id in (300, 301):
        await store.set_staff(chat_id, account, on=True)
    assert await store.tell_newcomers(account, ids, "unassigned") == 2
    assert untold(world) == []
    assert [(row.chat_id, row.subject) for row in store.due_notices(T)] == [
        (300, {"batch": ids[0]}),
        (301, {"batch": ids[0]}),
    ]
    assert [row.guid for row in store.newcomers_of(ids[0])] == ["g1", "g2"]
    assert await store.tell_newcomers(account, [], "unassigned") == 0
    assert await store.tell_newcomers(account, ids, "unassigned") == 0, "a second process tells nothing"


async def test_given_once_with_an_entry_in_the_audit(world: World) -> None:
    store, account = world.store, world.account_id
    (number,) = await appeared(world, "g1")
    other = await world.identity("other")
    mine = await store.give_newcomer(number, world.identity_id, user_id=7, chat_id=300)
    assert mine == Given(world.identity_id, fresh=True)
    assert store.assignment(account, "g1") == world.identity_id
    assert await store.give_newcomer(number, other.id, user_id=8, chat_id=300) == Given(world.identity_id, fresh=False)
    assert store.assignment(account, "g1") == world.identity_id
    row = store.newcomer(number)
    assert row is not None
    assert (row.ended_at, row.ended_how) == (T, "assigned")
    entries = store._rows("SELECT data FROM audit WHERE kind = 'assigned'")
    assert entries == [(f'{{"account":{account},"chat":300,"guid":"g1","identity":{world.identity_id},"user":7}}',)]
    assert store.verify_audit().problems == []


async def test_not_to_whoever_may_not_have_it(world: World) -> None:
    store = world.store
    (number,) = await appeared(world, "g1")
    foreign = await add_identity(store, await add_account(store, "other"), "foreign")
    with pytest.raises(NotFoundError, match="identity of this account"):
        await store.give_newcomer(number, foreign.id, user_id=7, chat_id=300)
    await store.erase_identity(world.identity_id)
    with pytest.raises(NotFoundError, match="identity of this account"):
        await store.give_newcomer(number, world.identity_id, user_id=7, chat_id=300)
    with pytest.raises(NotFoundError, match="newcomer"):
        await store.give_newcomer(number + 1, world.identity_id, user_id=7, chat_id=300)
    assert store.newcomer(number + 1) is None


async def test_left_alone(world: World) -> None:
    (number,) = await appeared(world, "g1")
    assert await world.store.end_newcomer(number, "left")
    assert not await world.store.end_newcomer(number, "gone")
    assert untold(world) == []
