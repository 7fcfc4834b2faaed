from __future__ import annotations

from typing import TYPE_CHECKING

from store import InspectionRow, NewSnapshot, SnapshotRow

if TYPE_CHECKING:
    from store import InspectionKind
    from tests.store.conftest import Wall, World

T = 1_800_000_000.0
EVERY = 900.0


def due(world: World, kind: InspectionKind, at: float = T + 1e6) -> list[str]:
    return [row.guid for row in world.store.due_inspections(world.account_id, kind, at, limit=99)]


async def servers(world: World, *guids: str, dead: bool = False) -> None:
    await world.store.keep_page(world.account_id, [(guid, "", None, dead, "{}") for guid in guids], read_at=T)


async def wanting(world: World, chat_id: int = 100) -> None:
    await world.store.set_preferences(chat_id, alert_kinds={"abnormal", "off"})


async def follow(world: World) -> int:
    return await world.store.want_addresses(every=EVERY)


async def test_addresses_are_read_only_where_somebody_wants_to_be_told(world: World, wall: Wall) -> None:
    store, account = world.store, world.account_id
    await servers(world, "g1", "g2", "g3")
    await store.assign(account, "g1", world.identity_id)
    assert await follow(world) == 0
    await store.set_preferences(100, alert_kinds={"blocked", "off"})
    assert await follow(world) == 0

    await wanting(world)
    assert await follow(world) == 1
    (row,) = store.due_inspections(account, "address", T + EVERY, limit=9)
    assert (row.guid, T <= row.next_read_at < T + EVERY) == ("g1", True)
    assert await follow(world) == 0, "nothing is begun twice"

    await store.mute(100, account, "g1", until=T + 60)
    assert await follow(world) == 1
    assert due(world, "address") == []
    wall.at = T + 61
    assert await follow(world) == 1
    assert due(world, "address") == ["g1"]

    await store.unassign(account, "g1")
    assert await follow(world) == 1
    assert due(world, "address") == []


async def test_the_reseller_is_told_of_what_is_nobodys(world: World) -> None:
    store, account = world.store, world.account_id
    await servers(world, "g1", "g2")
    await servers(world, "dead", dead=True)
    own = await world.identity("own", all_servers=True)
    await store.grant(200, own.id)
    await store.assign(account, "g1", world.identity_id)
    await wanting(world, 200)
    await follow(world)
    assert due(world, "address") == ["g2"]
    await store.mark_gone(account, "g2")
    assert due(world, "address") == [], "a server that is gone is not read"
    await follow(world)
    assert store.count_inspections() == {}


async def test_one_chat_that_wants_it_is_enough(world: World) -> None:
    await servers(world, "g1")
    await world.store.assign(world.account_id, "g1", world.identity_id)
    await world.store.grant(101, world.identity_id)
    await wanting(world, 100)
    await wanting(world, 101)
    await world.store.mute(100, world.account_id, "g1")
    await follow(world)
    assert due(world, "address") == ["g1"]


async def test_the_longest_due_come_first_and_are_found_by_an_index(world: World) -> None:
    store, account = world.store, world.account_id
    await servers(world, "g1", "g2", "g3")
    await store.suspect_snapshots(account, ["g1", "g2", "g3"], every=EVERY)
    await store.inspected(account, "g1", "snapshots", next_read_at=T + 30)
    await store.inspected(account, "g2", "snapshots", next_read_at=T + 10, failed=True)
    await store.inspected(account, "g2", "snapshots", next_read_at=T + 20, failed=True)
    await store.inspected(account, "g3", "snapshots", next_read_at=T + 40)
    assert store.due_inspections(account, "snapshots", T + 30, limit=9) == [
        InspectionRow(account, "g2", "snapshots", T + 20, 2),
        InspectionRow(account, "g1", "snapshots", T + 30, 0),
    ]
    assert len(store.due_inspections(account, "snapshots", T + 99, limit=2)) == 2
    plan = store._rows(
        "EXPLAIN QUERY PLAN SELECT guid FROM inspections WHERE account_id = 1 AND kind = 'address' "
        "AND next_read_at <= 5 ORDER BY next_read_at LIMIT 9"
    )
    assert [row[3] for row in plan] == [
        "SEARCH inspections USING INDEX inspections_due (account_id=? AND kind=? AND next_read_at<?)"
    ]


async def keep(world: World, *snapshots: tuple[str, float | None], at: float = T) -> bool:
    return await world.store.keep_snapshots(
        world.account_id,
        "g1",
        [NewSnapshot(name, None, ends_at) for name, ends_at in snapshots],
        read_at=at,
        next_read_at=at + EVERY,
    )


async def test_a_list_of_snapshots_takes_the_place_of_the_last_one(world: World) -> None:
    await servers(world, "g1")
    assert await keep(world, ("a", T + 50), ("b", None), ("a", T + 60))
    account = world.account_id
    assert world.store.snapshots_of(account, "g1") == [
        SnapshotRow(account, "g1", "b", None, T),
        SnapshotRow(account, "g1", "a", T + 60, T),
    ]
    assert due(world, "snapshots") == ["g1"]
    assert not await keep(world, ("a", T + 60), ("b", None), at=T + 29), "nothing new, and not much later"
    assert await keep(world, ("a", T + 60), ("b", None), at=T + 30)
    assert not await keep(world, at=T + 29), "asked for earlier"
    assert await keep(world, at=T + 31)
    assert world.store.snapshots_of(account, "g1") == []
    assert due(world, "snapshots") == [], "what has none is not listed again"


async def test_hints_make_a_list_due_but_not_over_and_over(world: World, wall: Wall) -> None:
    store, account = world.store, world.account_id
    await servers(world, "g1")
    await store.suspect_snapshots(account, ["g1"], every=EVERY)
    assert due(world, "snapshots", T) == ["g1"]
    await keep(world)
    await store.suspect_snapshots(account, ["g1"], every=EVERY)
    assert due(world, "snapshots", T + EVERY - 1) == []
    assert due(world, "snapshots", T + EVERY) == ["g1"]
    await keep(world, ("a", T + 60), at=T + EVERY)
    wall.at = T + EVERY + 5
    await store.suspect_snapshots(account, ["g1"], every=EVERY)
    assert due(world, "snapshots", T + EVERY + 5) == [], "it is listed anyway"


async def test_snapshots_that_end_within_a_time(world: World) -> None:
    store, account = world.store, world.account_id
    await servers(world, "g1")
    await keep(world, ("a", T + 50), ("b", None), ("c", T + 10), ("d", T + 60))
    assert [row.name for row in store.snapshots_ending(T + 10, T + 60)] == ["c", "a"]
    await store.mark_gone(account, "g1")
    assert store.snapshots_ending(T, T + 99) == []
    assert await store.want_snapshots() == 4
    assert store.snapshots_of(account, "g1") == []


async def test_a_snapshot_made_here_is_looked_for(world: World, wall: Wall) -> None:
    store = world.store
    await servers(world, "g1")
    await keep(world)
    wall.at = T + 10
    await store.create_operation(**world.operation(action="start"))
    assert await store.want_snapshots() == 0
    await servers(world, "g2")
    row = await store.create_operation(**world.operation(action="createsnapshot", guid="g2"))
    assert await store.want_snapshots() == 1
    assert due(world, "snapshots", T + 10) == ["g2"]
    assert await store.want_snapshots() == 0
    await store.keep_snapshots(world.account_id, "g2", [], read_at=T + 20, next_read_at=T + 99)
    assert await store.want_snapshots() == 0, "that was looked at since"
    assert row.guid == "g2"
