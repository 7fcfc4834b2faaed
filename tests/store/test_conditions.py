from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store import Findings, StoreError

if TYPE_CHECKING:
    from store import ConditionRow
    from store.vocabulary import AlertKind
    from tests.store.conftest import Wall, World


async def keep(world: World, *, read_at: float, **found: list[object]) -> None:
    findings = Findings(**found)  # type: ignore[arg-type] # spelled out by each test
    await world.store.keep_conditions(world.account_id, findings, read_at=read_at, needed=2, noted={"failed"})


async def begun(world: World, guid: str = "g1", kind: AlertKind = "blocked", *, read_at: float = 100) -> ConditionRow:
    await keep(world, read_at=read_at, begun=[(guid, kind, "[-3]")])
    return next(row for row in world.store.open_conditions(world.account_id, [guid]) if row.kind == kind)


async def raised(world: World, guid: str = "g1", kind: AlertKind = "blocked") -> ConditionRow:
    row = await begun(world, guid, kind)
    await keep(world, read_at=160, confirmed=[row.id])
    found = world.store.condition(row.id)
    assert found is not None
    return found


async def test_one_is_open_for_each_server_and_kind(world: World) -> None:
    row = await begun(world)
    assert await begun(world, read_at=160) == row
    other = await begun(world, kind="off")
    assert [each.id for each in world.store.open_conditions(world.account_id, ["g1", "g2"])] == [row.id, other.id]
    assert world.store.open_conditions(world.account_id, ["g2"]) == []
    assert world.store.open_conditions(world.account_id + 1, ["g1"]) == []


async def test_a_kind_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(StoreError):
        await keep(world, read_at=100, begun=[("g1", "sad", "[]")])


async def test_only_a_later_reading_confirms(world: World, wall: Wall) -> None:
    row = await begun(world)
    for read_at in (99, 100):
        await keep(world, read_at=read_at, confirmed=[row.id])
        assert world.store.condition(row.id) == row
    await keep(world, read_at=160, confirmed=[row.id])
    found = world.store.condition(row.id)
    assert found is not None
    assert (found.reads, found.read_at, found.raised_at, found.first_seen_at) == (2, 160, wall.at, 100)
    wall.at += 3600
    await keep(world, read_at=3760, confirmed=[row.id])
    assert world.store.condition(row.id) == replace(found, reads=3, read_at=3760)


async def test_an_earlier_reading_ends_nothing(world: World) -> None:
    row = await begun(world)
    await keep(world, read_at=99, recovered=[row.id])
    assert world.store.condition(row.id) == row
    await keep(world, read_at=160, recovered=[row.id])
    assert world.store.condition(row.id) is None
    row = await raised(world, "g2")
    await keep(world, read_at=159, recovered=[row.id])
    assert world.store.condition(row.id) == row
    await keep(world, read_at=220, recovered=[row.id])
    ended = world.store.condition(row.id)
    assert ended is not None
    assert (ended.cleared_at, ended.cleared_how) == (220, "recovered")
    await keep(world, read_at=280, void=[row.id], confirmed=[row.id])
    assert world.store.condition(row.id) == ended


async def test_a_number_is_never_used_again(world: World) -> None:
    """Or whoever was told of the one would count as told of the next."""
    first = await begun(world)
    await keep(world, read_at=160, recovered=[first.id])
    assert (await begun(world, read_at=220)).id > first.id


async def test_what_is_noted_becomes_events(world: World) -> None:
    row, other = await raised(world, kind="failed"), await raised(world, kind="off")
    await keep(world, read_at=200, confirmed=[row.id, other.id])
    await keep(world, read_at=220, recovered=[row.id, other.id])
    events = [(event.kind, event.at, event.detail) for event in world.store.events(world.account_id, "g1")]
    assert events == [
        ("failed", 220, '{"before": [-3], "after": []}'),
        ("failed", 100, '{"before": [], "after": [-3]}'),
    ]


async def test_a_server_that_is_gone_has_no_trouble(world: World, wall: Wall) -> None:
    await world.store.touch_server(
        world.account_id, guid="g1", ip="192.0.2.1", share_ip=None, dead=False, data="{}", read_at=100
    )
    row, fresh, other = await raised(world), await begun(world, kind="off"), await begun(world, "g2")
    assert await world.store.mark_gone(world.account_id, "g1")
    ended = world.store.condition(row.id)
    assert ended is not None
    assert (ended.cleared_at, ended.cleared_how) == (wall.at, "void")
    assert world.store.condition(fresh.id) is None
    assert world.store.condition(other.id) == other
    assert not await world.store.mark_gone(world.account_id, "g1")


async def test_what_ended_long_ago_is_deleted(world: World) -> None:
    row, still = await raised(world), await raised(world, "g2")
    await keep(world, read_at=220, recovered=[row.id])
    assert await world.store.purge_conditions(220) == 0
    assert await world.store.purge_conditions(221) == 1
    assert world.store.condition(still.id) == still


async def test_looking_for_what_is_open_reads_nothing_else(world: World) -> None:
    statements: list[str] = []
    world.store._reader.set_trace_callback(statements.append)
    world.store.open_conditions(world.account_id, ["g1", "g2"])
    world.store._reader.set_trace_callback(None)
    plan = [detail for *_, detail in world.store._rows(f"EXPLAIN QUERY PLAN {statements[0]}")]
    assert "SEARCH conditions USING INDEX conditions_open (account_id=? AND guid=?)" in plan
