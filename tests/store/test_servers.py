from __future__ import annotations

from typing import TYPE_CHECKING

from store import CachedServer
from tests.store.conftest import add_account

if TYPE_CHECKING:
    from store import Store
    from tests.store.conftest import World

ONE = ("g1", "10.0.0.1", "Share.Test:2201", False, '{"run":1}')
TWO = ("g2", "10.0.0.2", None, False, '{"run":1}')


async def test_a_list_is_kept(world: World) -> None:
    assert await world.store.keep_servers(world.account_id, [ONE, TWO], read_at=50.0) == ["g1", "g2"]
    assert world.store.server_by_guid("g1") == [
        CachedServer(1, world.account_id, "g1", "10.0.0.1", "Share.Test:2201", '{"run":1}', 50.0, None, False)
    ]
    assert world.store.server_row(2) == CachedServer(
        2, world.account_id, "g2", "10.0.0.2", None, '{"run":1}', 50.0, None, False
    )
    assert world.store.server_row(3) is None
    assert world.store.sync_state(world.account_id).listed_at == 50.0


async def test_only_what_changed_is_written_but_all_is_as_fresh_as_the_list(world: World) -> None:
    await world.store.keep_servers(world.account_id, [ONE, TWO], read_at=50.0)
    changed = ("g2", "10.0.0.2", None, False, '{"run":-1}')
    assert await world.store.keep_servers(world.account_id, [ONE, changed], read_at=110.0) == ["g2"]
    assert world.store._rows("SELECT guid, read_at FROM servers ORDER BY guid") == [("g1", 50.0), ("g2", 110.0)]
    assert [server.read_at for server in world.store.server_by_guid("g1")] == [110.0]


async def test_a_server_missing_from_the_list_is_not_said_to_be_fresh(world: World) -> None:
    await world.store.keep_servers(world.account_id, [ONE, TWO], read_at=50.0)
    await world.store.keep_servers(world.account_id, [ONE], read_at=110.0)
    assert [(each.read_at, each.gone_at) for each in world.store.server_by_guid("g2")] == [(50.0, None)]
    assert await world.store.keep_servers(world.account_id, [ONE, TWO], read_at=170.0) == []
    assert [each.read_at for each in world.store.server_by_guid("g2")] == [170.0]


async def test_what_was_read_later_is_not_overwritten_by_an_older_answer(world: World) -> None:
    account = world.account_id
    await world.store.keep_servers(account, [ONE], read_at=100.0)
    newer, older = '{"run":-1}', '{"run":0}'
    assert await world.store.touch_server(
        account, guid="g1", ip="10.0.0.1", share_ip="Share.Test:2201", dead=False, data=newer, read_at=105.0
    )
    assert await world.store.keep_servers(account, [(*ONE[:4], older)], read_at=104.0) == []
    assert not await world.store.touch_server(
        account, guid="g1", ip="10.0.0.1", share_ip="Share.Test:2201", dead=False, data=older, read_at=104.0
    )
    assert [(each.data, each.read_at) for each in world.store.server_by_guid("g1")] == [(newer, 105.0)]


async def test_an_older_list_that_arrives_late_moves_nothing_back(world: World) -> None:
    await world.store.keep_servers(world.account_id, [ONE], read_at=50.0)
    await world.store.keep_servers(world.account_id, [ONE], read_at=120.0)
    assert await world.store.keep_servers(world.account_id, [(*ONE[:4], "{}"), TWO], read_at=90.0) == ["g2"]
    assert [(each.data, each.read_at) for each in world.store.server_by_guid("g1")] == [('{"run":1}', 120.0)]
    assert [each.read_at for each in world.store.server_by_guid("g2")] == [90.0]
    assert world.store.sync_state(world.account_id).listed_at == 120.0


async def test_a_single_read_writes_only_news(world: World) -> None:
    store, account = world.store, world.account_id

    async def touch(data: str, read_at: float) -> bool:
        return await store.touch_server(
            account, guid="g9", ip="10.0.0.9", share_ip="", dead=False, data=data, read_at=read_at
        )

    assert await touch("a", 100.0) is True
    commits = store.commits
    assert await touch("a", 129.0) is False
    assert store.commits == commits
    assert await touch("b", 129.0) is True
    assert await touch("b", 159.0) is True
    assert [(each.data, each.read_at, each.share_ip) for each in store.server_by_guid("g9")] == [("b", 159.0, None)]


async def test_servers_are_found_by_any_address_unless_dead_or_gone(world: World) -> None:
    store, account = world.store, world.account_id
    dead = ("g3", "10.0.0.1", None, True, "{}")
    six = ("g4", "2001:db8::1", "2001:DB8::2", False, "{}")
    await store.keep_servers(account, [ONE, TWO, dead, six], read_at=50.0)

    def found(text: str) -> list[str]:
        return [server.guid for server in store.servers_by_address(text)]

    assert found(" 10.0.0.1 ") == ["g1"]
    assert found("share.test") == ["g1"]
    assert found("SHARE.TEST:2201") == ["g1"]
    assert found("share.test:2202") == []
    assert found("2001:db8::2") == ["g4"]
    assert found("2001:db8:") == []
    assert await store.mark_gone(account, "g1") is True
    assert await store.mark_gone(account, "g1") is False
    assert found("10.0.0.1") == []
    assert [each.gone_at for each in store.server_by_guid("g1")] == [1_800_000_000.0]
    assert await store.keep_servers(account, [ONE], read_at=60.0) == ["g1"]
    assert found("10.0.0.1") == ["g1"]


async def test_who_reaches_which_server(world: World) -> None:
    store, account = world.store, world.account_id
    li = await world.identity("li")
    other = await add_account(store, "other")
    dead = ("g3", "10.0.0.3", None, True, "{}")
    await store.keep_servers(account, [ONE, TWO, dead], read_at=50.0)
    await store.keep_servers(other, [("g1", "10.1.0.1", None, False, "{}")], read_at=50.0)
    await store.assign(account, "g1", world.identity_id)
    await store.assign(account, "g2", li.id)
    await store.assign(account, "g3", li.id)

    def reached(identities: list[int], accounts: list[int]) -> list[tuple[int, str]]:
        return [(each.account_id, each.guid) for each in store.servers_of(identities, accounts)]

    assert reached([world.identity_id], []) == [(account, "g1")]
    assert reached([world.identity_id, li.id], []) == [(account, "g1"), (account, "g2")]
    assert reached([], [other]) == [(other, "g1")]
    assert reached([li.id], [account]) == [(account, "g1"), (account, "g2")]
    assert reached([], []) == []


async def test_the_row_number_of_a_server_stays(store: Store) -> None:
    account = await add_account(store)
    await store.keep_servers(account, [ONE, TWO], read_at=50.0)
    await store.keep_servers(account, [TWO, (*ONE[:4], "{}")], read_at=60.0)
    assert [(each.id, each.data) for each in store.server_by_guid("g1")] == [(1, "{}")]


async def test_when_a_server_ends_can_be_searched(world: World) -> None:
    end = '{"end_time":"2027-01-15T16:00:00+08:00"}'
    await world.store.keep_servers(
        world.account_id, [("g1", "", None, False, end), ("g2", "", None, False, '{"end_time":null}')], read_at=5
    )
    select = "SELECT guid, ends_at FROM servers ORDER BY guid"
    assert world.store._rows(select) == [("g1", 1_800_000_000.0), ("g2", None)]
    plan = world.store._rows(
        "EXPLAIN QUERY PLAN SELECT id FROM servers WHERE ends_at BETWEEN 1 AND 2 AND dead = 0 AND gone_at IS NULL"
    )
    assert "servers_ends" in plan[0][3]
