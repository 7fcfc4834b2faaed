from __future__ import annotations

from typing import TYPE_CHECKING

from store import MuteRow

if TYPE_CHECKING:
    from store import Store
    from tests.store.conftest import World


async def test_for_a_time_or_for_good(store: Store) -> None:
    await store.mute(5, 1, "g1")
    await store.mute(5, 1, "g2", until=100.0)
    assert store.mutes(5, 99.0) == [MuteRow(1, "g1", None), MuteRow(1, "g2", 100.0)]
    assert store.mutes(5, 100.0) == [MuteRow(1, "g1", None)]
    assert store.is_muted(5, 1, "g2", 99.0)
    assert not store.is_muted(5, 1, "g2", 100.0)
    assert not store.is_muted(6, 1, "g1", 0.0)
    assert not store.is_muted(5, 2, "g1", 0.0)


async def test_said_again_the_newer_counts_and_it_can_be_taken_back(store: Store) -> None:
    await store.mute(5, 1, "g1")
    await store.mute(5, 1, "g1", until=100.0)
    assert store.mutes(5, 0.0) == [MuteRow(1, "g1", 100.0)]
    assert await store.unmute(5, 1, "g1")
    assert not await store.unmute(5, 1, "g1")
    assert store.mutes(5, 0.0) == []


async def test_a_group_that_moved_takes_them_along(store: Store) -> None:
    await store.keep_chat(-5, kind="group")
    await store.mute(-5, 1, "g1")
    await store.migrate_chat(-5, -1005)
    assert store.mutes(-1005, 0.0) == [MuteRow(1, "g1", None)]


async def test_those_that_are_over_are_purged(store: Store) -> None:
    for guid, until in (("g1", None), ("g2", 100.0), ("g3", 200.0)):
        await store.mute(5, 1, guid, until=until)
    assert await store.purge_mutes(200.0) == 1
    assert [row.guid for row in store.mutes(5, 0.0)] == ["g1", "g3"]


async def _hushed(world: World, *guids: str, chat_id: int = 100) -> None:
    for guid in guids:
        await world.store.mute(chat_id, world.account_id, guid)
        await world.store.add_maintenance(
            chat_id, account_id=world.account_id, guid=guid, starts_at=1, ends_at=2, user_id=7
        )


def _of(world: World, chat_id: int = 100) -> list[str]:
    muted = [row.guid for row in world.store.mutes(chat_id, 0.0)]
    windows = {row.guid for row in world.store.maintenance(chat_id, 0) if row.guid is not None}
    assert set(muted) == windows
    return muted


async def test_whoever_gets_a_server_hears_of_it(world: World) -> None:
    store, account = world.store, world.account_id
    li = await world.identity("li")
    for guid in ("g1", "g2"):
        await store.assign(account, guid, world.identity_id)
    await _hushed(world, "g1", "g2")
    await store.assign(account, "g1", world.identity_id)
    assert _of(world) == ["g1", "g2"]
    await store.assign(account, "g1", li.id)
    assert _of(world) == ["g2"]
    await store.unassign(account, "g2")
    assert _of(world) == []


async def test_a_chat_that_no_longer_reaches_a_server_forgets_that_it_was_muted(world: World) -> None:
    store, account = world.store, world.account_id
    all_servers = await world.identity("all", all_servers=True)
    await store.assign(account, "g1", world.identity_id)
    for chat_id in (100, 200):
        await store.grant(chat_id, all_servers.id)
        await _hushed(world, "g1", "g2", chat_id=chat_id)
    await store.add_maintenance(100, starts_at=1, ends_at=2, user_id=7)

    await store.revoke(100, world.identity_id)
    assert _of(world) == ["g2"]
    # One for all servers is of whatever the chat reaches, as long as it reaches any.
    assert [row.guid for row in store.maintenance(100, 0) if row.guid is None] == [None]
    await store.revoke(100, all_servers.id)
    assert _of(world) == []
    assert store.maintenance(100, 0) == []
    assert _of(world, 200) == ["g1", "g2"]
    await store.erase_identity(all_servers.id)
    assert _of(world, 200) == []
