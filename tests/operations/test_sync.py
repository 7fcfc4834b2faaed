from __future__ import annotations

from typing import TYPE_CHECKING

from operations import reading
from operations.catalogue import Catalogue
from operations.history import history
from operations.sync import Synchroniser, sync_servers
from sandbox.engine import Fault, Run
from tests.operations.conftest import BOB
from tests.operations.test_driving import begin, finish

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def test_what_changed_elsewhere_becomes_history(world: World) -> None:
    world.server("web-1").ip = "192.0.2.88"
    world.server("web-1").run_status = Run.OFF
    world.clock.advance(600)

    await world.sync()

    entries = history(world.services, world.actor(), world.known("web-1"))
    assert {(entry.what, entry.elsewhere) for entry in entries} == {("address", True), ("run", True)}
    address = next(entry for entry in entries if entry.what == "address")
    assert "192.0.2.88" in address.after


async def test_what_we_did_ourselves_is_not_told_twice(world: World) -> None:
    await finish(world, await begin(world, "web-1", "stop"))

    await world.sync()

    entries = history(world.services, world.actor(), world.known("web-1"))
    assert [(entry.what, entry.state) for entry in entries] == [("stop", "done")]


async def test_people_are_named_only_to_the_chat_they_acted_in(world: World) -> None:
    await world.store.keep_person(world.actor().user_id, "Alice A.", "en")
    await finish(world, await begin(world, "web-1", "stop"))
    here = history(world.services, world.actor(), world.known("web-1"))
    await world.store.set_member(-1001, world.actor().user_id, "owner")
    there = history(world.services, world.actor(chat_id=-1001), world.known("web-1"))
    assert (here[0].person, there[0].person) == ("Alice A.", None)


async def test_an_engine_out_of_reach_leaves_the_cache(world: World) -> None:
    await world.engine.refuse_connections()

    assert not await Synchroniser(world.services).once(world.account_id)

    assert world.known("web-1").server.ip


async def test_a_vanished_server_is_gone_only_after_two_direct_noes(world: World) -> None:
    guid = world.made.servers["web-1"]
    world.engine.world.remove_server(world.engine.server(guid))
    world.engine.fail_next(Fault.STATUS_500, action="getserver", times=3)
    for expected in ([None], [None], [world.clock.now()]):
        await sync_servers(world.services, world.account_id)
        assert [row.gone_at for row in world.store.server_by_guid(guid)] == expected


async def test_a_change_seen_first_on_a_card_is_history_all_the_same(world: World) -> None:
    world.server("web-1").run_status = Run.OFF
    world.clock.advance(600)

    await reading.look(world.services, world.known("web-1"))
    await world.sync()

    entries = history(world.services, world.actor(), world.known("web-1"))
    assert [(entry.what, entry.elsewhere) for entry in entries] == [("run", True)]


async def test_a_new_owner_does_not_see_what_the_former_one_did(world: World) -> None:
    await finish(world, await begin(world, "web-1", "stop"))
    world.server("web-1").ip = "192.0.2.88"
    world.clock.advance(600)
    await world.sync()
    world.clock.advance(600)
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])

    bob = world.actor(BOB)
    assert history(world.services, bob, world.known("web-1", bob)) == []


async def test_catalogue_survives_in_the_store(world: World) -> None:
    again = Catalogue(world.store).of(world.account_id)
    assert set(again.lines) == set(world.made.lines.values())
    assert set(again.systems) == set(world.made.systems.values())
