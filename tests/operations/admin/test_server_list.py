from __future__ import annotations

from typing import TYPE_CHECKING

from engine import NotConnectedError
from operations.admin.server_list import list_servers
from sandbox.engine import Order

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def test_everything_with_its_owner(world: World) -> None:
    owners = {line.guid: line.identity for line in (await list_servers(world.services)).lines}
    assert owners[world.made.servers["web-1"]] == "alice"
    assert owners[world.made.servers["db-1"]] == "bob"
    assert owners[world.made.servers["baidu-1"]] is None


async def test_only_the_unassigned(world: World) -> None:
    lines = (await list_servers(world.services, unassigned=True)).lines
    assert world.made.servers["baidu-1"] in {line.guid for line in lines}
    assert {line.identity for line in lines} == {None}


async def test_it_is_read_now(world: World) -> None:
    new = world.engine.add_server(world.made.userid)
    world.clock.advance(50)
    found = await list_servers(world.services)
    line = next(line for line in found.lines if line.guid == new.guid)
    assert line.read_at == world.clock.now()
    assert found.unread == {}


async def test_without_the_engine_it_is_what_was_known(world: World) -> None:
    world.engine.add_server(world.made.userid)
    before = {line.guid: line.read_at for line in (await list_servers(world.services)).lines}
    world.clock.advance(50)
    await world.engine.refuse_connections()
    found = await list_servers(world.services)
    assert {line.guid: line.read_at for line in found.lines} == before
    assert isinstance(found.unread["demo"], NotConnectedError)


async def test_the_dead_are_listed_as_long_as_they_are_somebodys(world: World) -> None:
    mine, free = world.made.servers["web-1"], world.made.servers["baidu-1"]
    for guid in (mine, free):
        world.engine.server(guid).order_status = Order.RECYCLED
    guids = {line.guid for line in (await list_servers(world.services)).lines}
    assert mine in guids
    assert free not in guids


async def test_an_assigned_server_that_was_never_read(world: World) -> None:
    await world.engine.refuse_connections()
    await world.store.assign(world.account_id, "1999999999999999", world.identities["bob"])
    lines = (await list_servers(world.services)).lines
    line = next(line for line in lines if line.guid == "1999999999999999")
    assert (line.server, line.identity, line.read_at, line.gone) == (None, "bob", None, False)
