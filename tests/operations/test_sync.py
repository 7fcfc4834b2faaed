from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from operations import reading, sync
from operations.catalogue import Catalogue
from operations.history import history
from operations.sync import Synchroniser, sync_servers
from sandbox.engine import Fault, Run
from tests.operations.conftest import BOB
from tests.operations.test_driving import begin, finish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine import Server
    from operations.services import Services
    from sandbox.engine.validators import Incoming
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


def asked(world: World, action: str, since: int = 0) -> int:
    """How often the engine was asked for something since so many requests."""
    return sum(request.action == action for request in world.engine.requests[since:])


def unlist(world: World, guid: str) -> None:
    """Take a server out of the engine's list, which still knows it: a list cut short."""
    server = world.engine.server(guid)
    world.engine.world._owned[server.userid].remove(server)


def add_servers(world: World, count: int) -> list[str]:
    addresses = (f"10.99.{number // 250}.{number % 250}" for number in range(count))
    return [world.engine.add_server(world.made.userid, ip=address).guid for address in addresses]


async def test_ten_thousand_servers_are_two_hundred_requests_and_bounded_pages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_servers(world, 10_000 - len(world.engine.servers))
    taken: list[int] = []
    waiting: list[str] = []

    async def counted(services: Services, account_id: int, servers: Sequence[Server], *, read_at: float) -> int:
        assert waiting == [], "whoever waits for the loop had no turn since the last page"
        new = await reading.take_in(services, account_id, servers, read_at=read_at)
        taken.append(len(servers))
        waiting.append("somebody")
        asyncio.get_running_loop().call_soon(waiting.clear)
        return new

    monkeypatch.setattr(sync, "take_in", counted)

    async def walk() -> tuple[int, int]:
        """How many requests and commits a walk takes."""
        requests, commits = len(world.engine.requests), world.store.commits
        await sync_servers(world.services, world.account_id)
        assert {each.action for each in world.engine.requests[requests:]} == {"getservers"}
        return len(world.engine.requests) - requests, world.store.commits - commits

    requests, _ = await walk()
    assert requests == 200
    assert len(world.store.servers_in(world.account_id)) == 10_000
    # The second reading makes certain what trouble there is.
    for _ in range(2):
        world.clock.advance(60)
        last = await walk()
    assert last == (200, 1), "what has not changed is not written again"
    assert taken == [50] * 600
    assert world.engine.violations == []


async def test_each_page_is_written_before_the_next_and_a_list_that_breaks_off_confirms_nothing(world: World) -> None:
    guids = add_servers(world, 60)
    world.server("web-1").ip = "192.0.2.88"
    listed_at = world.store.sync_state(world.account_id).listed_at
    world.clock.advance(60)
    # The newest stand on the first page, what the world was made with on the second.
    answered = world.engine.receive

    def second_page_refused(incoming: Incoming) -> object:
        if incoming.form.get("page") == "2":
            world.engine.fail_next(Fault.REFUSE("操作频繁"), action="getservers")
        return answered(incoming)

    world.engine.receive = second_page_refused  # type: ignore[method-assign,assignment] # one page is in trouble
    assert not await Synchroniser(world.services).once(world.account_id)

    state = world.store.sync_state(world.account_id)
    assert (state.listed_at, state.error, state.failing_since) == (listed_at, "RefusedError", world.clock.now())
    assert len(world.store.server_by_guid(guids[-1])) == 1
    (row,) = world.store.server_by_guid(world.made.servers["web-1"])
    assert (row.read_at, row.ip == "192.0.2.88") == (listed_at, False)
    assert world.store.unlisted(world.account_id, limit=100) != [], "new ones are not confirmed"

    world.engine.receive = answered  # type: ignore[method-assign] # and out of it
    await world.sync()
    state = world.store.sync_state(world.account_id)
    assert (state.listed_at, state.failing_since) == (world.clock.now(), None)
    assert world.store.unlisted(world.account_id, limit=100) == []


async def test_what_a_list_lost_is_asked_for_a_few_at_a_time_until_all_had_their_turn(world: World) -> None:
    guids = add_servers(world, 45)
    await world.sync()
    for guid in guids:
        unlist(world, guid)
    turns = []
    for _ in range(4):
        world.clock.advance(60)
        before = len(world.engine.requests)
        await world.sync()
        turns.append([each.form["guid"] for each in world.engine.requests[before:] if each.action == "getserver"])
    assert [len(turn) for turn in turns] == [20, 20, 20, 20]
    assert {*turns[0], *turns[1], *turns[2]} == set(guids)
    assert set(turns[3]) <= {*turns[0], *turns[1]}, "the longest not asked for come again"
    assert all(world.store.server_by_guid(guid)[0].gone_at is None for guid in guids)


async def test_what_was_denied_once_is_decided_at_the_next_list(world: World) -> None:
    lost = add_servers(world, 30)
    await world.sync()
    for guid in lost:
        unlist(world, guid)
    removed = world.engine.server(lost[0])
    world.engine.world.servers.pop(removed.guid)
    for _ in range(2):
        world.clock.advance(60)
        await world.sync()
    (row,) = world.store.server_by_guid(removed.guid)
    if row.gone_at is None:
        world.clock.advance(60)
        await world.sync()
        (row,) = world.store.server_by_guid(removed.guid)
    assert row.gone_at is not None
    assert [event.kind for event in world.store.events(world.account_id, removed.guid)] == ["gone"]
    gone = [guid for guid in lost if world.store.server_by_guid(guid)[0].gone_at is not None]
    assert gone == [removed.guid]


@pytest.mark.parametrize("words", ["操作频繁，请稍后再试", "余额不足", "签名错误"])
async def test_a_no_that_means_something_else_is_none(world: World, words: str) -> None:
    guid = world.made.servers["web-1"]
    unlist(world, guid)
    for _ in range(3):
        world.clock.advance(60)
        world.engine.fail_next(Fault.REFUSE(words), action="getserver")
        await world.sync()
    assert world.store.server_by_guid(guid)[0].gone_at is None


async def test_a_yes_between_two_noes_begins_again(world: World) -> None:
    guid = world.made.servers["web-1"]
    unlist(world, guid)
    for no in (True, False, True):
        world.clock.advance(60)
        if no:
            world.engine.fail_next(Fault.REFUSE("业务不存在"), action="getserver")
        await world.sync()
    assert world.store.server_by_guid(guid)[0].gone_at is None
    world.clock.advance(60)
    world.engine.fail_next(Fault.REFUSE("业务不存在"), action="getserver")
    await world.sync()
    assert world.store.server_by_guid(guid)[0].gone_at == world.clock.now()


async def test_noes_outlive_a_restart_and_a_server_that_comes_back_is_there_again(world: World) -> None:
    server = world.server("web-1")
    world.engine.world.remove_server(server)
    await Synchroniser(world.services).once(world.account_id)
    await Synchroniser(world.services).once(world.account_id)
    assert world.store.server_by_guid(server.guid)[0].gone_at is not None

    world.engine.world.servers[server.guid] = server
    world.engine.world._owned[server.userid].append(server)
    world.clock.advance(60)
    await world.sync()
    assert world.store.server_by_guid(server.guid)[0].gone_at is None


async def test_an_engine_out_of_reach_is_not_asked_for_one_missing_server_after_the_other(world: World) -> None:
    guids = add_servers(world, 5)
    await world.sync()
    for guid in guids:
        unlist(world, guid)
    world.engine.fail_next(Fault.CUT_BEFORE, action="getserver", times=100)
    before = len(world.engine.requests)
    await world.sync()
    assert asked(world, "getserver", before) == 3, "one read with its two repetitions"


async def test_a_reading_that_is_newer_than_the_list_stays(world: World) -> None:
    guid = world.made.servers["web-1"]
    answered = world.engine.receive

    def read_meanwhile(incoming: Incoming) -> object:
        answer = answered(incoming)
        world.clock.advance(1)
        return answer

    world.engine.receive = read_meanwhile  # type: ignore[method-assign,assignment] # answers take their time
    walking = asyncio.create_task(sync_servers(world.services, world.account_id))
    await asyncio.sleep(0)
    newer = world.server("web-1")
    newer.ip = "192.0.2.99"
    await world.store.touch_server(
        world.account_id,
        guid=guid,
        ip="192.0.2.99",
        share_ip=None,
        dead=False,
        data=world.store.server_by_guid(guid)[0].data.replace(world.store.server_by_guid(guid)[0].ip, "192.0.2.99"),
        read_at=world.clock.now() + 0.5,
    )
    newer.ip = "192.0.2.1"
    await walking
    assert world.store.server_by_guid(guid)[0].ip == "192.0.2.99"
