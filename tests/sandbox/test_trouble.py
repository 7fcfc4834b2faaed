from __future__ import annotations

import pytest

from sandbox.engine import StandInEngine, made_up_world
from sandbox.trouble import Trouble
from tests.clocks import VirtualClock


@pytest.fixture
def engine() -> StandInEngine:
    return StandInEngine(now=VirtualClock().now)


def test_what_befalls_a_server_and_how_it_recovers(engine: StandInEngine) -> None:
    made = made_up_world(engine)
    trouble, guid = Trouble(engine, made.servers), made.servers["web-1"]

    def seen() -> tuple[str, tuple[str, ...]]:
        thing = next(each for each in trouble.things() if each.id == guid)
        assert thing.name == "web-1"
        return thing.state, thing.deeds

    healthy = ("running", ("off", "block", "lock", "fail"))
    assert seen() == healthy
    for deed, state, deeds in (
        ("off", "off", ("block", "lock", "fail", "recover")),
        ("block", "blocked", ("off", "lock", "fail", "recover")),
        ("lock", "locked", ("block", "fail", "recover")),
        ("fail", "failed", ("off", "block", "lock", "recover")),
    ):
        trouble.do(guid, deed)
        assert seen() == (state, deeds)
        trouble.do(guid, "recover")
        assert seen() == healthy
        server = engine.server(guid)
        assert (server.run_status, server.act_status, server.blocked, server.lock_status) == (1, 0, 0, 0)
        assert server.lock_reason == ""


def test_only_servers_in_service_and_only_what_can_befall_them(engine: StandInEngine) -> None:
    made = made_up_world(engine)
    trouble = Trouble(engine, made.servers)
    names = [thing.name for thing in trouble.things()]
    assert names == sorted(names)
    assert not {"deleted-1", "refunded-1", "recycled-1", "expired-1", "transferring-1"} & set(names)
    engine.server(made.servers["web-2"]).act_status = 4
    for thing, deed in (
        (made.servers["web-1"], "recover"),
        (made.servers["web-1"], "explode"),
        (made.servers["web-2"], "off"),
        (made.servers["expired-1"], "block"),
        ("nobody", "off"),
        ("", ""),
    ):
        with pytest.raises(ValueError, match="cannot be done"):
            trouble.do(thing, deed)
