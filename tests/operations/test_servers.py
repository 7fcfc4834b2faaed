from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import reading, servers
from operations.errors import AmbiguousServerError, EngineUnavailableError, ServerNotFoundError
from tests.operations.conftest import ALICE, ASSIGNED, BOB, STRANGER

if TYPE_CHECKING:
    from tests.operations.conftest import World


def names(world: World, found: list[servers.KnownServer]) -> set[str]:
    nicknames = {guid: nickname for nickname, guid in world.made.servers.items()}
    return {nicknames[known.guid] for known in found}


async def test_each_sees_exactly_their_own(world: World) -> None:
    assert names(world, servers.visible(world.services, world.actor(ALICE))) == set(ASSIGNED["alice"])
    assert names(world, servers.visible(world.services, world.actor(BOB))) == set(ASSIGNED["bob"])


async def test_all_servers_sees_the_whole_account_but_for_dead_ones(world: World) -> None:
    await world.store.keep_chat(STRANGER, kind="private")
    await world.store.grant(STRANGER, world.identities["all"])

    seen = servers.visible(world.services, world.actor(STRANGER))

    assert {*ASSIGNED["alice"], *ASSIGNED["bob"]} < names(world, seen)
    assert not any(known.server.is_dead for known in seen)
    assert any(row.dead for row in world.store.servers_in(world.account_id))


async def test_the_assigned_identity_acts_even_when_reached_by_all_servers(world: World) -> None:
    await world.store.keep_chat(STRANGER, kind="private")
    await world.store.grant(STRANGER, world.identities["all"])
    actor = world.actor(STRANGER)

    assert world.known("web-1", actor).identity_id == world.identities["alice"]
    assert world.known("baidu-1", actor).identity_id == world.identities["all"]


@pytest.mark.parametrize("word", ["guid", "ip", "alias", "ALIAS", " ip "])
async def test_found_by_what_people_call_it(world: World, word: str) -> None:
    guid = world.made.servers["web-1"]
    await world.store.set_alias(ALICE, world.account_id, guid, "Web-Eins")
    words = {"guid": guid, "ip": world.server("web-1").ip, "alias": "web-eins", "ALIAS": "WEB-EINS"}
    words[" ip "] = f"  {words['ip']} "

    assert servers.find(world.services, world.actor(), words[word]).guid == guid


async def test_a_shared_address_is_ambiguous_and_its_port_is_not(world: World) -> None:
    share_ip = servers.find(world.services, world.actor(), world.made.servers["shop-1"]).server.share_ip
    assert share_ip is not None
    host = share_ip.partition(":")[0]

    with pytest.raises(AmbiguousServerError) as several:
        servers.find(world.services, world.actor(), host)

    assert names(world, list(several.value.candidates)) == {"shop-1", "shop-2"}
    if ":" in share_ip:
        assert servers.find(world.services, world.actor(), share_ip).guid == world.made.servers["shop-1"]


@pytest.mark.parametrize("word", ["", "nonsense", "1" * 10_000, "<b>", "💥", "192.0.2.254", "0", "-1", "' OR 1=1 --"])
async def test_what_does_not_exist_is_not_found(world: World, word: str) -> None:
    with pytest.raises(ServerNotFoundError):
        await servers.find_or_read(world.services, world.actor(), word)


async def test_someone_elses_looks_just_like_none(world: World) -> None:
    for word in (world.made.servers["db-1"], world.server("db-1").ip):
        with pytest.raises(ServerNotFoundError):
            await servers.find_or_read(world.services, world.actor(ALICE), word)
    row_id = world.known("db-1", world.actor(BOB)).row_id
    with pytest.raises(ServerNotFoundError):
        servers.by_row(world.services, world.actor(ALICE), row_id)


async def test_an_alias_belongs_to_its_chat(world: World) -> None:
    await world.store.set_alias(BOB, world.account_id, world.made.servers["db-1"], "base")

    with pytest.raises(ServerNotFoundError):
        servers.find(world.services, world.actor(ALICE), "base")


async def test_reassigning_takes_it_away_at_once(world: World) -> None:
    guid = world.made.servers["web-1"]
    await world.store.assign(world.account_id, guid, world.identities["bob"])

    with pytest.raises(ServerNotFoundError):
        servers.find(world.services, world.actor(ALICE), guid)
    assert servers.find(world.services, world.actor(BOB), guid).guid == guid


async def test_assigned_but_never_listed_is_read_on_first_use(world: World) -> None:
    fresh = world.engine.add_server(world.made.userid, line_guid=world.made.lines["bgp"])
    await world.store.assign(world.account_id, fresh.guid, world.identities["alice"])

    found = await servers.find_or_read(world.services, world.actor(), fresh.guid)

    assert found.server.ip == fresh.ip


async def test_a_fresh_look_and_one_that_failed(world: World) -> None:
    known = world.known("web-1")
    world.server("web-1").bandwidth = 77
    world.clock.advance(60)

    look = await reading.look(world.services, known)
    assert (look.error, look.known.server.bandwidth, look.known.read_at) == (None, 77, world.clock.now())
    assert world.known("web-1").server.bandwidth == 77

    await world.engine.refuse_connections()
    look = await reading.look(world.services, known)
    assert look.error is not None
    assert look.known is known
    with pytest.raises(EngineUnavailableError):
        await reading.look_surely(world.services, known)
