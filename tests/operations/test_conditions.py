from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from engine import Server
from operations.conditions import observe
from operations.history import history
from sandbox.engine import Act, Run
from store import Store
from tests.operations.rows import operation
from tests.operations.test_driving import begin, finish
from tests.operations.watched import GUID, watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.clocks import VirtualClock
    from tests.operations.conftest import World
    from tests.operations.watched import Watched

TROUBLES = [
    ("blocked", {"blocked": True}, {"blocked": False}),
    ("abnormal", {"black_hole": True}, {"black_hole": False}),
    ("locked", {"run_status": -2}, {"run_status": 1}),
    ("off", {"run_status": -1}, {"run_status": 1}),
    ("failed", {"act_status": -3}, {"act_status": 0}),
]


@pytest.fixture
async def watched(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Watched]:
    made = await watch(tmp_path / "apabot.db", clock)
    yield made
    await made.store.close()


@pytest.mark.parametrize(("kind", "bad", "good"), TROUBLES)
async def test_two_readings_raise_it_and_a_good_one_is_the_recovery(
    watched: Watched, kind: str, bad: dict[str, Any], good: dict[str, Any]
) -> None:
    await watched.read(**bad)
    first = watched.clock.now()
    assert [row.kind for row in watched.open()] == [kind]
    assert watched.raised() == []
    await watched.read()
    (row,) = watched.open()
    assert (row.kind, row.first_seen_at, row.raised_at) == (kind, first, first + 60)
    for _ in range(3):
        await watched.read()
    assert watched.open() == [row]
    await watched.read(after=60, **good)
    assert watched.open() == []
    ended = watched.store.condition(row.id)
    assert ended is not None
    assert (ended.cleared_how, (ended.cleared_at or 0) - ended.first_seen_at) == ("recovered", 300)


@pytest.mark.parametrize(("kind", "bad", "good"), TROUBLES)
async def test_a_good_reading_in_between_starts_over(
    watched: Watched, kind: str, bad: dict[str, Any], good: dict[str, Any]
) -> None:
    for _ in range(3):
        await watched.read(**bad)
        await watched.read(**good)
        assert watched.open() == []
    await watched.read(**bad)
    assert watched.raised() == []
    await watched.read()
    assert watched.raised() == [kind]


@pytest.mark.parametrize(
    ("kind", "bad", "silence"),
    [
        ("blocked", {"blocked": True}, {"blocked": None}),
        ("abnormal", {"black_hole": True}, {"black_hole": None}),
        ("locked", {"run_status": -2}, {"run_status": None}),
        ("locked", {"run_status": -2}, {"run_status": 7}),
        ("locked", {"run_status": -2}, {"order_status": None}),
        ("off", {"run_status": -1}, {"run_status": None}),
        ("off", {"run_status": -1}, {"run_status": 7}),
        ("off", {"run_status": -1}, {"order_status": 9}),
        ("failed", {"act_status": -3}, {"act_status": None}),
        ("failed", {"act_status": -3}, {"act_status": -77}),
    ],
)
async def test_what_is_not_told_or_not_known_is_no_evidence(
    watched: Watched, kind: str, bad: dict[str, Any], silence: dict[str, Any]
) -> None:
    good = {key: watched.statuses[GUID][key] for key in silence}
    await watched.read(**silence)
    assert watched.open() == []
    await watched.read(**good)
    await watched.read(**bad)
    await watched.read(**silence)
    assert [(row.kind, row.reads) for row in watched.open()] == [(kind, 1)]
    await watched.read(**good | bad)
    assert watched.raised() == [kind]
    await watched.read(**silence)
    assert watched.raised() == [kind]


async def test_two_readings_of_one_moment_are_one(watched: Watched) -> None:
    """Whoever waits for an operation reads every two seconds: what a reboot shows is seen twice, and is none."""
    await watched.read(run_status=-1)
    for _ in range(9):
        await watched.read(after=2)
    assert watched.raised() == []
    await watched.read(run_status=1)
    assert watched.open() == []


@pytest.mark.parametrize(("every", "readings"), [(2, 10), (5, 4), (15, 2), (20, 1)])
async def test_however_often_it_is_read_it_is_certain_in_the_end(watched: Watched, every: float, readings: int) -> None:
    await watched.read(blocked=True)
    for _ in range(readings - 1):
        await watched.read(after=every)
    assert watched.raised() == []
    await watched.read(after=every)
    assert watched.raised() == ["blocked"]


async def test_one_reading_counts_once_and_an_older_one_not_at_all(watched: Watched) -> None:
    await watched.read(blocked=True)
    await watched.read(after=0)
    assert watched.raised() == []
    blocked = Server.model_validate({"guid": GUID, "blocked": True, "order_status": 1})
    rows = watched.store.server_by_guid(GUID)
    await observe(watched.services, watched.account_id, [(rows[0], blocked)], read_at=watched.clock.now() - 30)
    assert watched.raised() == []
    fine = blocked.model_copy(update={"blocked": False})
    await observe(watched.services, watched.account_id, [(rows[0], fine)], read_at=watched.clock.now() - 30)
    assert len(watched.open()) == 1


@pytest.mark.parametrize(
    ("statuses", "kinds"),
    [
        ({"run_status": -1}, []),
        ({"act_status": -4}, []),
        ({"run_status": -2, "order_status": 3}, []),
        ({"run_status": -2}, ["locked"]),
        ({"blocked": True, "black_hole": True}, ["blocked", "abnormal"]),
    ],
)
async def test_of_a_server_never_seen_before_nobody_knows_how_it_came_to_be_off(
    watched: Watched, statuses: dict[str, Any], kinds: list[str]
) -> None:
    for _ in range(3):
        await watched.read("g-9", **statuses)
    assert watched.raised("g-9") == kinds


async def test_a_server_that_comes_back_is_seen_for_the_first_time(watched: Watched) -> None:
    await watched.store.mark_gone(watched.account_id, GUID)
    for _ in range(3):
        await watched.read(run_status=-1)
    assert watched.open() == []


async def test_it_is_off_until_it_runs_again_even_if_locked_in_between(watched: Watched) -> None:
    for status in (-1, -1, -2, -2, -1):
        await watched.read(run_status=status)
    assert watched.raised() == ["off"]
    await watched.read(run_status=1)
    assert watched.open() == []


async def test_off_while_somebody_else_restarts_it_waits_for_how_that_ends(watched: Watched) -> None:
    for _ in range(4):
        await watched.read(run_status=-1, act_status=8)
    assert watched.raised() == []
    await watched.read(run_status=1, act_status=0)
    assert watched.open() == []
    for _ in range(2):
        await watched.read(run_status=-1, act_status=5)
    await watched.read(act_status=0)
    assert watched.raised() == ["off"]


@pytest.mark.parametrize("order_status", [3, 2, 0, 4, -1, -2])
async def test_what_is_out_of_service_is_no_longer_alarmed_and_did_not_recover(
    watched: Watched, order_status: int
) -> None:
    for _ in range(2):
        await watched.read(run_status=-1)
    for _ in range(2):
        await watched.read(run_status=-2)
    ids = [row.id for row in watched.open()]
    assert watched.raised() == ["off", "locked"]
    await watched.read(order_status=order_status)
    assert watched.open() == []
    ended = [watched.store.condition(each) for each in ids]
    assert {row.cleared_how for row in ended if row is not None} == {"void"}


@pytest.mark.parametrize(("order_status", "stays"), [(3, True), (2, False), (4, False)])
async def test_an_expired_server_is_blocked_still_one_transferred_or_refunded_is_not(
    watched: Watched, order_status: int, *, stays: bool
) -> None:
    for _ in range(2):
        await watched.read(blocked=True)
    await watched.read(order_status=order_status)
    assert bool(watched.open()) is stays


async def test_what_is_gone_has_no_trouble(watched: Watched) -> None:
    for _ in range(2):
        await watched.read(blocked=True)
    (row,) = watched.open()
    watched.clock.advance(60)
    await watched.store.mark_gone(watched.account_id, GUID)
    ended = watched.store.condition(row.id)
    assert ended is not None
    assert ended.cleared_how == "void"


@pytest.mark.parametrize("action", ["stop", "restart_h", "install", "upgrade", "revertsnapshot"])
async def test_what_an_operation_of_ours_does_is_expected(watched: Watched, action: str) -> None:
    row = await operation(watched.services, "watching", **watched.operation(action))
    for _ in range(3):
        await watched.read(run_status=-1)
    assert watched.open() == []
    await watched.store.move(row.taskid, owner="test", from_state="watching", to_state="done", outcome="done")
    for _ in range(3):
        await watched.read()
    assert watched.open() == []


async def test_an_operation_that_ended_just_before_explains_it_and_one_long_ago_does_not(watched: Watched) -> None:
    await operation(watched.services, "done", **watched.operation("stop"), outcome="done")
    await watched.read(run_status=-1)
    assert watched.open() == []
    await watched.read(run_status=1)
    watched.clock.advance(600)
    await watched.read()
    for _ in range(2):
        await watched.read(run_status=-1)
    assert watched.raised() == ["off"]


async def test_what_touches_no_machine_explains_no_machine_that_is_off(watched: Watched) -> None:
    await operation(watched.services, "watching", **watched.operation("create_port"))
    for _ in range(2):
        await watched.read(run_status=-1)
    assert watched.raised() == ["off"]


async def test_while_we_are_at_work_a_reading_confirms_nothing(watched: Watched) -> None:
    await watched.read(run_status=-1)
    row = await operation(watched.services, "watching", **watched.operation("start"))
    await watched.read()
    assert watched.raised() == []
    await watched.store.move(row.taskid, owner="test", from_state="watching", to_state="failed", outcome="did_not")
    await watched.read(after=1)
    assert watched.raised() == []
    for _ in range(2):
        await watched.read(after=120)
    assert watched.raised() == ["off"]


@pytest.mark.parametrize(
    ("action", "act_status", "ours"),
    [
        ("start", -3, True),
        ("restart", -3, True),
        ("setpsw", -9, True),
        ("setpsw", -3, False),
        ("create_port", -3, False),
    ],
)
async def test_a_failure_of_our_own_is_told_by_its_operation(
    watched: Watched, action: str, act_status: int, *, ours: bool
) -> None:
    row = await operation(watched.services, "watching", **watched.operation(action))
    await watched.read(act_status=act_status)
    await watched.store.move(row.taskid, owner="test", from_state="watching", to_state="failed", outcome="failed")
    for _ in range(4):
        await watched.read(after=120)
    assert watched.raised() == ([] if ours else ["failed"])


async def test_another_failure_is_news_after_one_of_ours(watched: Watched) -> None:
    await operation(watched.services, "failed", **watched.operation("start"), outcome="failed")
    await watched.read(act_status=-3)
    watched.clock.advance(600)
    await watched.read()
    for _ in range(2):
        await watched.read(act_status=-5)
    assert watched.raised() == ["failed"]
    assert [row.detail for row in watched.open()] == ["[-5]"]


async def test_what_changes_do_not_tell_is_history_once_it_is_certain(watched: Watched) -> None:
    await watched.read(act_status=-3, black_hole=True)
    assert watched.events() == []
    for _ in range(3):
        await watched.read()
    await watched.read(act_status=0, black_hole=False)
    assert watched.events() == [
        ("abnormal", '{"before": [], "after": [true]}'),
        ("failed", '{"before": [], "after": [-3]}'),
        ("abnormal", '{"before": [true], "after": []}'),
        ("failed", '{"before": [-3], "after": []}'),
    ]


async def test_a_restart_in_between_changes_nothing(watched: Watched, tmp_path: Path) -> None:
    await watched.read(blocked=True, run_status=-1)
    async with await Store.open(tmp_path / "apabot.db", ["a-secret-key-for-tests"], now=watched.clock.now) as store:
        again = watched.again(store)
        await again.read()
        assert again.raised() == ["blocked", "off"]
    await watched.read(blocked=False, run_status=1)
    assert watched.open() == []


async def test_a_crash_before_the_reading_was_kept_loses_nothing(watched: Watched) -> None:
    """What changed is seen against the cache, so it has to be noted before the cache is written."""
    off = Server.model_validate({"guid": GUID, "order_status": 1, "run_status": -1})
    (row,) = watched.store.server_by_guid(GUID)
    watched.clock.advance(60)
    await observe(watched.services, watched.account_id, [(row, off)], read_at=watched.clock.now())
    await watched.read(run_status=-1)
    assert watched.raised() == ["off"]


async def test_two_processes_that_read_at_once_open_one(watched: Watched, tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "apabot.db", ["a-secret-key-for-tests"], now=watched.clock.now) as store:
        both = watched, watched.again(store)
        for _ in range(2):
            watched.clock.advance(60)
            await asyncio.gather(*(each.read(after=0, blocked=True) for each in both))
        assert [(row.kind, row.reads) for row in watched.open()] == [("blocked", 2)]
        watched.clock.advance(60)
        await asyncio.gather(*(each.read(after=0, blocked=False) for each in both))
    assert watched.open() == []


async def test_servers_without_trouble_cost_no_write(watched: Watched) -> None:
    names = [f"g-{number}" for number in range(50)]
    for guid in names:
        await watched.read(guid, after=0, run_status=-1 if guid.endswith("7") else 1)
    commits = watched.store._writer.commits
    pairs = [
        (row, Server.model_validate_json(row.data)) for guid in names for row in watched.store.server_by_guid(guid)
    ]
    watched.clock.advance(60)
    await observe(watched.services, watched.account_id, pairs, read_at=watched.clock.now())
    assert watched.store._writer.commits == commits


async def test_that_a_trouble_holds_is_written_once_an_hour(watched: Watched) -> None:
    for _ in range(2):
        await watched.read(blocked=True)
    (row,) = watched.open()
    await watched.read(after=3599)
    assert watched.open() == [row]
    await watched.read(after=1)
    (later,) = watched.open()
    assert (later.read_at, later.raised_at) == (watched.clock.now(), row.raised_at)


async def test_readings_of_the_list_raise_it_and_it_is_history(world: World) -> None:
    guid = world.made.servers["web-1"]
    world.server("web-1").run_status = Run.OFF
    world.server("web-2").act_status = Act.STOP_FAILED
    world.clock.advance(60)
    await world.sync()
    (row,) = world.store.open_conditions(world.account_id, [guid])
    assert row.raised_at is None
    world.clock.advance(60)
    await world.sync()
    troubled = world.store.open_conditions(world.account_id, [guid, world.made.servers["web-2"]])
    assert {(row.kind, row.raised_at) for row in troubled} == {
        ("off", world.clock.now()),
        ("failed", world.clock.now()),
    }
    world.clock.advance(60)
    await world.sync()
    entries = history(world.services, world.actor(), world.known("web-2"))
    assert [(entry.what, entry.after) for entry in entries] == [("failed", (-4,))]


async def test_what_a_person_stops_here_is_not_alarmed(world: World) -> None:
    await finish(world, await begin(world, "web-1", "stop"))
    for _ in range(3):
        world.clock.advance(60)
        await world.sync()
    assert world.store.open_conditions(world.account_id, [world.made.servers["web-1"]]) == []
