from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import pytest

from sandbox.engine import MadeUpWorld, StandInEngine, made_up_world
from sandbox.engine.prices import Sizes, month_price

if TYPE_CHECKING:
    from tests.sandbox.engine.caller import Caller, Clock

DOCUMENTATION = [ipaddress.ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]


@pytest.fixture
def filled(clock: Clock) -> tuple[StandInEngine, MadeUpWorld]:
    engine = StandInEngine(now=clock)
    return engine, made_up_world(engine)


async def test_the_states_a_person_may_meet(caller: Caller, filled: tuple[StandInEngine, MadeUpWorld]) -> None:
    engine, world = filled
    caller.url, caller.userid, caller.key = await engine.start(), world.userid, world.key
    states = {nickname: await caller.statuses(guid) for nickname, guid in world.servers.items()}
    running, off = (1, 1, 0, 0), (1, -1, 0, 0)
    assert states == {
        "web-1": running,
        "web-2": running,
        "db-1": running,
        "cache-1": off,
        "win-1": running,
        "baidu-1": running,
        "shop-1": running,
        "shop-2": running,
        "locked-1": (1, -2, 0, 0),
        "blocked-1": running,
        "failed-1": (1, -1, -3, 0),
        "expiring-1": running,
        "expiring-today": running,
        "expired-1": (3, -2, 0, 0),
        "transferring-1": (2, -1, 0, 0),
        "deleted-1": (-2, -1, 0, 0),
        "recycled-1": (-1, -1, 0, 0),
        "refunded-1": (4, -1, 0, 0),
    }
    assert (await caller.data("getservers", page=1))["items"] == "18"
    assert engine.violations == []
    await engine.stop()


def test_addresses_are_for_documentation(filled: tuple[StandInEngine, MadeUpWorld]) -> None:
    engine, world = filled
    for guid in world.servers.values():
        server = engine.servers[guid]
        public = ipaddress.ip_address((server.share_ip or server.ip).partition(":")[0])
        assert any(public in network for network in DOCUMENTATION)
        assert len(guid) == 16


def test_every_server_has_a_price(filled: tuple[StandInEngine, MadeUpWorld]) -> None:
    engine, world = filled
    for guid in world.servers.values():
        server = engine.servers[guid]
        line, system = engine.world.lines[server.line_guid], engine.world.systems[server.system_guid]
        assert month_price(line, Sizes.of(server), windows=system.is_windows) > 0
        assert line.guid in system.lines


def test_it_names_what_it_made(filled: tuple[StandInEngine, MadeUpWorld]) -> None:
    engine, world = filled
    assert (len(world.zones), len(world.lines), len(world.systems)) == (3, 3, 10)
    assert engine.world.zones[world.zones["north"]].identity_status == 1
    assert {engine.world.lines[guid].resources_type for guid in world.lines.values()} == {0, 2}
    assert set(world.systems.values()) == set(engine.world.systems)
    with pytest.raises(TypeError):
        world.servers["web-1"] = "1"  # type: ignore[index]  # it is read-only
