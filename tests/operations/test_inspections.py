from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from operations import reading, snapshots
from operations.inspections import Inspector
from operations.sync import Synchroniser
from sandbox.engine import Fault, Snap
from sandbox.engine.server_state import Snapshot
from sandbox.engine.wire import server_list_row
from tests.operations.conftest import ALICE, BOB
from tests.operations.test_driving import begin, finish
from tests.operations.test_sync import unlist

if TYPE_CHECKING:
    import pytest

    from sandbox.engine.ledger import Received
    from tests.operations.conftest import World

HOUR = 3600.0


def add_snapshot(world: World, nickname: str, name: str = "first", days: float = 7) -> Snapshot:
    now = world.clock.now()
    snapshot = Snapshot(name=name, created_at=now, ends_at=now + days * 86400)
    world.server(nickname).snapshots.append(snapshot)
    return snapshot


async def requests(world: World, *, advance: float = 0, action: str | None = None) -> list[Received]:
    """What the engine is asked for at the next look."""
    world.clock.advance(advance)
    before = len(world.engine.requests)
    inspector = Inspector(world.services)
    await inspector.follow()
    await inspector.once(world.account_id)
    return [each for each in world.engine.requests[before:] if action in {None, each.action}]


def guids(found: list[Received]) -> set[str]:
    return {each.form["guid"] for each in found}


def guids_of(world: World, *nicknames: str) -> set[str]:
    return {world.made.servers[nickname] for nickname in nicknames}


async def test_nobody_wants_it_so_nothing_is_read(world: World) -> None:
    for _ in range(3):
        assert await requests(world, advance=24 * HOUR) == []


async def test_addresses_of_those_who_want_to_be_told_each_once_an_interval(world: World) -> None:
    await world.store.set_preferences(BOB, alert_kinds={"abnormal"})
    # Begun at some time of the interval each, so that they do not come together.
    await requests(world)
    found = await requests(world, advance=900)
    assert [each.action for each in found] == ["getserver"] * 2
    assert guids(found) == guids_of(world, "db-1", "win-1")
    assert await requests(world, advance=800) == []
    assert len(await requests(world, advance=200)) == 2
    assert world.engine.violations == []


async def test_what_only_that_reading_tells_is_kept_and_compared(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, bool | None, bool | None]] = []

    async def compare(services: object, account_id: int, pairs: list[tuple[object, object]], *, read_at: float) -> None:
        compared.extend((server.guid, row is not None, server.black_hole) for row, server in pairs)  # type: ignore[attr-defined]

    monkeypatch.setattr(reading, "compare", compare)
    world.server("db-1").black_hole = 1
    world.server("win-1").ip = "192.0.2.77"
    await world.store.set_preferences(BOB, alert_kinds={"abnormal"})
    await requests(world)
    await requests(world, advance=900)
    assert set(compared) == {(world.made.servers["db-1"], True, True), (world.made.servers["win-1"], True, False)}
    assert world.store.server_by_guid(world.made.servers["win-1"])[0].ip == "192.0.2.77"


async def test_one_that_cannot_be_read_backs_off_and_stops_no_other(world: World) -> None:
    await world.store.set_preferences(BOB, alert_kinds={"abnormal"})
    await requests(world)
    world.engine.fail_next(Fault.REFUSE("接口维护中"), action="getserver")
    refused, *others = await requests(world, advance=900)
    assert len(others) == 1
    found = await requests(world, advance=1000)
    assert guids(found) == guids(others), "twice the interval for the one that was refused"
    assert guids(await requests(world, advance=990)) == {*guids([refused]), *guids(others)}


async def test_an_engine_out_of_reach_is_not_asked_for_all_of_them(world: World) -> None:
    await world.store.set_preferences(ALICE, alert_kinds={"abnormal"})
    await requests(world)
    await world.engine.refuse_connections()
    assert await requests(world, advance=900) == []
    due = world.store.due_inspections(world.account_id, "address", world.clock.now(), limit=99)
    assert len(due) == 3, "two were tried"
    await world.engine.accept_connections()
    assert guids(await requests(world, advance=10)) == {row.guid for row in due}


async def test_snapshots_made_here_are_listed_in_the_customers_name_until_there_is_none(world: World) -> None:
    await finish(world, await begin(world, "web-1", "stop"))
    shot = add_snapshot(world, "web-1")
    assert await requests(world, advance=24 * HOUR, action="listsnapshot") == [], "nothing tells of it"

    view = await snapshots.look(world.services, world.known("web-1"))
    assert len(view.tree) == 1
    (kept,) = world.store.snapshots_of(world.account_id, world.made.servers["web-1"])
    assert (kept.name, kept.ends_at) == ("first", shot.ends_at)
    assert await requests(world, advance=5 * HOUR) == []
    (found,) = await requests(world, advance=2 * HOUR)
    assert (found.action, found.form["auth_client_user_id"]) == ("listsnapshot", "alice")

    world.server("web-1").snapshots.clear()
    assert len(await requests(world, advance=7 * HOUR)) == 1
    assert world.store.snapshots_of(world.account_id, world.made.servers["web-1"]) == []
    assert await requests(world, advance=24 * HOUR) == []


async def test_a_snapshot_in_the_making_seen_in_a_list_is_looked_for(world: World) -> None:
    world.server("web-1").snap_status = Snap.CREATING
    await world.sync()
    world.server("web-1").snap_status = Snap.IDLE
    add_snapshot(world, "web-1")
    await world.sync()
    assert guids(await requests(world, action="listsnapshot")) == guids_of(world, "web-1")
    assert [row.name for row in world.store.snapshots_ending(0, 1e12)] == ["first"]


async def test_a_name_in_the_list_is_a_hint(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sandbox.engine.actions.sync.server_list_row", lambda server: server_list_row(server) | {"snapId": "77"}
    )
    await world.sync()
    found = guids(await requests(world, action="listsnapshot"))
    assert guids_of(world, "web-1", "db-1") <= found
    await world.sync()
    assert await requests(world, advance=5 * HOUR, action="listsnapshot") == []


async def test_in_the_resellers_name_where_it_is_nobodys_and_else_not_at_all(world: World) -> None:
    await world.store.unassign(world.account_id, world.made.servers["web-1"])
    await world.store.suspect_snapshots(world.account_id, [world.made.servers["web-1"]], every=1)
    (found,) = await requests(world)
    assert found.form["auth_client_user_id"] == "all"
    await world.store.erase_identity(world.identities["all"])
    await world.store.suspect_snapshots(world.account_id, [world.made.servers["web-1"]], every=1)
    assert await requests(world, advance=24 * HOUR) == []
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
    (found,) = await requests(world, advance=24 * HOUR)
    assert found.form["auth_client_user_id"] == "bob"


async def test_a_server_that_is_gone_is_not_read_any_more(world: World) -> None:
    await world.store.set_preferences(BOB, alert_kinds={"abnormal"})
    await requests(world)
    guid = world.made.servers["db-1"]
    unlist(world, guid)
    world.engine.world.servers.pop(guid)
    for _ in range(2):
        await world.sync()
    assert guids(await requests(world, advance=2000)) == guids_of(world, "win-1")


async def test_it_runs_beside_the_lists(world: World) -> None:
    await world.store.set_preferences(BOB, alert_kinds={"abnormal"})
    before = len(world.engine.requests)

    def asked() -> set[str]:
        return {each.form["guid"] for each in world.engine.requests[before:] if each.action == "getserver"}

    async with asyncio.timeout(60), Synchroniser(world.services):
        while asked() != guids_of(world, "db-1", "win-1"):  # noqa: ASYNC110 - the clock is the test's own
            await asyncio.sleep(0)
    assert {each.action for each in world.engine.requests[before:]} >= {"getservers", "getserver"}
