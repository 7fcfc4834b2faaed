from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.writer import Writer

if TYPE_CHECKING:
    from sqlite3 import Connection

    import pytest

    from store import Store
    from tests.store.conftest import Wall, World

ONE = ("g1", "10.0.0.1", None, False, '{"run":1}')
TWO = ("g2", "10.0.0.2", None, False, '{"run":1}')
T = 1_800_000_000.0


def read_at(world: World, guid: str) -> float:
    (row,) = world.store.server_by_guid(guid)
    return row.read_at


async def touch(store: Store, account: int, data: str, at: float) -> bool:
    return await store.touch_server(account, guid="g1", ip="10.0.0.1", share_ip=None, dead=False, data=data, read_at=at)


async def test_a_page_is_kept_and_confirms_nothing_else(world: World, wall: Wall) -> None:
    store, account = world.store, world.account_id
    await store.keep_servers(account, [ONE, TWO], read_at=T)
    wall.at = T + 60
    changed = (*TWO[:4], '{"run":-1}')
    assert await store.keep_page(account, [ONE, changed], read_at=T + 60) == ["g2"]
    assert (read_at(world, "g1"), read_at(world, "g2")) == (T, T + 60)
    assert store.sync_state(account).listed_at == T
    assert await store.confirm_list(account, {"g1", "g2"}, listed_at=T + 60)
    assert (read_at(world, "g1"), read_at(world, "g2")) == (T + 60, T + 60)
    assert store.sync_state(account).listed_at == T + 60


async def test_a_list_of_thousands_is_confirmed_in_transactions_that_stay_small(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, account = world.store, world.account_id
    many = [(f"g{number}", f"10.0.{number // 250}.{number % 250}", None, False, "{}") for number in range(2001)]
    await store.keep_page(account, many, read_at=T)
    sizes = []
    transaction = Writer._transaction

    def counted(self: Writer, jobs: list[Any], connection: Connection) -> Any:
        before = connection.total_changes
        outcomes = transaction(self, jobs, connection)
        sizes.append(connection.total_changes - before)
        return outcomes

    monkeypatch.setattr(Writer, "_transaction", counted)
    guids = {each[0] for each in many}
    assert await store.confirm_list(account, guids, listed_at=T)
    assert store.unlisted(account, limit=1) == []
    assert await store.confirm_list(account, {"g7"}, listed_at=T + 1)
    assert len(store.unlisted(account, limit=9999)) == 2000
    assert sum(sizes) >= 4001
    assert max(sizes) <= 1001
    sizes.clear()
    assert await store.confirm_list(account, {"g7"}, listed_at=T + 2)
    assert len(sizes) == 1


async def test_pages_never_overwrite_what_was_read_later(world: World) -> None:
    await world.store.keep_page(world.account_id, [ONE], read_at=100.0)
    assert await world.store.keep_page(world.account_id, [(*ONE[:4], "{}")], read_at=99.0) == []
    assert world.store.server_by_guid("g1")[0].data == ONE[4]


async def test_a_list_older_than_the_newest_confirms_nothing(world: World) -> None:
    await world.store.keep_servers(world.account_id, [ONE], read_at=100.0)
    assert not await world.store.confirm_list(world.account_id, set(), listed_at=99.0)
    assert world.store.unlisted(world.account_id, limit=9) == []


async def test_a_row_overwritten_by_an_older_answer_while_the_list_came_is_not_confirmed(
    world: World, wall: Wall
) -> None:
    """The list told something else of that server than the row holds by now."""
    store, account = world.store, world.account_id
    await store.keep_servers(account, [ONE, TWO], read_at=T - 60)
    await store.keep_page(account, [ONE, TWO], read_at=T)
    wall.at = T + 2
    assert await touch(store, account, '{"run":0}', T - 1)
    await store.confirm_list(account, {"g1", "g2"}, listed_at=T)
    assert (read_at(world, "g1"), read_at(world, "g2")) == (T - 1, T)
    assert store.unlisted(account, limit=9) == ["g1"]


async def test_a_later_answer_while_the_list_came_does_no_harm(world: World, wall: Wall) -> None:
    store, account = world.store, world.account_id
    await store.keep_servers(account, [ONE], read_at=T - 60)
    wall.at = T + 2
    assert await touch(store, account, '{"run":0}', T + 1)
    await store.confirm_list(account, {"g1"}, listed_at=T)
    assert (read_at(world, "g1"), store.unlisted(account, limit=9)) == (T + 1, [])


async def test_the_order_in_which_missing_ones_are_asked_for(world: World, wall: Wall) -> None:
    store, account = world.store, world.account_id
    for number, at in ((1, 30.0), (2, 10.0), (3, 20.0), (4, 40.0)):
        await store.keep_page(account, [(f"g{number}", "", None, False, "{}")], read_at=at)
    await store.confirm_list(account, set(), listed_at=50.0)
    assert store.unlisted(account, limit=9) == ["g2", "g3", "g1", "g4"], "the longest unread first"
    assert await store.note_asked(account, "g2", denied=False) == 0
    wall.at += 1
    assert await store.note_asked(account, "g4", denied=True) == 1
    assert store.unlisted(account, limit=9) == ["g4", "g3", "g1", "g2"], "who was denied first, who was asked last"
    assert store.unlisted(account, limit=2) == ["g4", "g3"]
    assert await store.note_asked(account, "g4", denied=True) == 2
    assert await store.note_asked(account, "nobody", denied=True) == 0
    await store.mark_gone(account, "g4")
    assert store.unlisted(account, limit=9) == ["g3", "g1", "g2"]


async def test_being_listed_or_read_wipes_a_no_out(world: World) -> None:
    store, account = world.store, world.account_id
    await store.keep_page(account, [ONE, TWO], read_at=T + 10)
    for guid in ("g1", "g2"):
        assert await store.note_asked(account, guid, denied=True) == 1
    await touch(store, account, "{}", T + 20)
    await store.confirm_list(account, {"g2"}, listed_at=T + 30)
    assert await store.note_asked(account, "g1", denied=True) == 1
    await store.confirm_list(account, set(), listed_at=T + 40)
    assert await store.note_asked(account, "g2", denied=True) == 1


async def test_missing_ones_are_found_by_an_index(world: World) -> None:
    plan = world.store._rows(
        "EXPLAIN QUERY PLAN SELECT guid FROM servers WHERE account_id = 1 AND listed = 0 AND gone_at IS NULL "
        "ORDER BY noes DESC, asked_at, read_at LIMIT 20"
    )
    assert [row[3] for row in plan] == ["SEARCH servers USING INDEX servers_unlisted (account_id=?)"]


async def test_only_the_servers_asked_for(world: World) -> None:
    await world.store.keep_page(world.account_id, [ONE, TWO], read_at=10.0)
    assert [row.guid for row in world.store.servers_among(world.account_id, ["g2", "g9"])] == ["g2"]
    assert world.store.servers_among(world.account_id + 1, ["g2"]) == []


async def test_since_when_a_list_cannot_be_read(world: World, wall: Wall) -> None:
    store, account = world.store, world.account_id
    await store.note_unreadable(account, "NoAnswerError")
    wall.at += 60
    await store.note_unreadable(account, "RefusedError")
    state = store.sync_state(account)
    assert (state.failing_since, state.failed_at, state.error) == (T, T + 60, "RefusedError")
    await store.confirm_list(account, set(), listed_at=T + 90)
    assert store.sync_state(account).failing_since is None
