from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

import pytest

from sandbox.engine import StandInEngine
from sandbox.engine.refused import Refused
from sandbox.engine.shanghai import months_later, parsed, written
from sandbox.engine.timeline import Timeline

if TYPE_CHECKING:
    from sandbox.engine import ServerState
    from tests.sandbox.engine.caller import Caller, Clock

DAY = 86_400


async def test_expiry_locks_and_then_recycles(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    engine.world.lines[server.line_guid].retention_days = 3
    server.ends_at = clock() + 60
    clock.forward(59)
    assert await caller.statuses(server.guid) == (1, 1, 0, 0)
    clock.forward(1)
    assert await caller.statuses(server.guid) == (3, -2, 0, 0)
    clock.forward(3 * DAY)
    caller.vtime = "20260304"
    assert await caller.statuses(server.guid) == (-1, -2, 0, 0)


async def test_an_administrators_lock_may_end_by_itself(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    server.run_status, server.lock_status, server.unlocks_at = -2, 1, clock() + 60
    assert await caller.refused("start", guid=server.guid) == "业务已锁定，不能启动"
    clock.forward(60)
    assert await caller.statuses(server.guid) == (1, -1, 0, 0)
    assert engine.server(server.guid).lock_status == 0
    await caller.data("start", guid=server.guid)


async def test_an_unlocked_server_that_has_expired_stays_locked(
    caller: Caller, clock: Clock, server: ServerState
) -> None:
    server.order_status, server.run_status = 3, -2
    server.ends_at, server.unlocks_at = clock() - 60, clock() + 60
    clock.forward(60)
    assert await caller.statuses(server.guid) == (3, -2, 0, 0)


def test_a_server_stands_as_of_now(engine: StandInEngine, clock: Clock, server: ServerState) -> None:
    server.ends_at = clock() + 1
    clock.forward(1)
    assert engine.server(server.guid).order_status == 3
    with pytest.raises(KeyError):
        engine.server("1999999999999999")


def test_defaults_make_what_is_missing(engine: StandInEngine) -> None:
    server = engine.add_server(1001)
    line = engine.world.lines[server.line_guid]
    assert line.zone_guid in engine.world.zones
    assert engine.world.systems[server.system_guid].lines == [line.guid]
    other = engine.add_server(1001)
    assert (other.line_guid, other.system_guid) == (server.line_guid, server.system_guid)
    assert (server.ip, other.ip) == ("198.18.0.1", "198.18.0.2")
    assert len({server.guid, other.guid, line.guid, line.zone_guid, server.system_guid}) == 5
    with pytest.raises(KeyError):
        engine.add_server(7)


def test_lines_run_out_of_addresses(engine: StandInEngine) -> None:
    engine.add_line(network=IPv4Network("192.0.2.0/30"))
    assert [engine.add_server(1001).ip for _ in range(2)] == ["192.0.2.1", "192.0.2.2"]
    with pytest.raises(Refused, match="线路可用IP不足"):
        engine.add_server(1001)


def test_the_same_seed_makes_the_same_world(clock: Clock) -> None:
    names = []
    for seed in (5, 5, 6):
        engine = StandInEngine(now=clock, seed=seed)
        names.append((engine.world.numbering.uuid(), engine.world.numbering.snapshot_name(set())))
    assert names[0] == names[1]
    assert names[0] != names[2]


def test_snapshot_names_avoid_those_taken(clock: Clock) -> None:
    first = StandInEngine(now=clock).world.numbering.snapshot_name(set())
    second = StandInEngine(now=clock).world.numbering.snapshot_name({first})
    assert len(first) == len(second) == 5
    assert first != second


def test_secrets_do_not_show(engine: StandInEngine, server: ServerState) -> None:
    server.password = server.vnc_password = "Secret-1"
    told = repr((engine.members, server))
    assert "Secret-1" not in told
    assert "interface-key" not in told


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31 08:00:00", 1, "2026-02-28 08:00:00"),
        ("2028-01-31 08:00:00", 1, "2028-02-29 08:00:00"),
        ("2026-12-15 23:59:59", 2, "2027-02-15 23:59:59"),
    ],
)
def test_months_are_calendar_months(start: str, months: int, end: str) -> None:
    assert written(months_later(parsed(start), months)) == end


def test_the_wire_speaks_shanghai() -> None:
    assert parsed("2026-03-01 12:00:00") == 1_772_337_600


def test_steps_happen_in_order_with_their_own_time() -> None:
    happened: list[tuple[str, float]] = []
    timeline = Timeline()
    timeline.plan(5, lambda at: happened.append(("later", at)))
    timeline.plan(2, lambda at: timeline.plan(at + 1, lambda then: happened.append(("planned", then))))
    timeline.plan(2, lambda at: happened.append(("second", at)))
    timeline.plan(9, lambda at: happened.append(("not yet", at)))
    timeline.run_until(8)
    assert happened == [("second", 2), ("planned", 3), ("later", 5)]
    assert len(timeline) == 1
