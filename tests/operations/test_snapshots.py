from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Snapshot, SnapshotList
from operations import snapshots
from operations.errors import EngineUnavailableError
from operations.snapshots import kept_until, tree_of
from sandbox.engine import Fault

if TYPE_CHECKING:
    from tests.operations.conftest import World

NAMES = st.sampled_from(["a", "b", "c", "d", "快照", "e f"])


def drawn(listed: SnapshotList) -> list[tuple[str, int]]:
    return [(branch.snapshot.name, branch.depth) for branch in tree_of(listed)]


def test_each_below_the_one_it_was_made_upon() -> None:
    rows = [Snapshot(name=name) for name in ("c", "a", "b", "d")]
    listed = SnapshotList.model_validate({"snapshottree": "=a,a=b,b=c,=d", "snapshotlist": []})
    listed = listed.model_copy(update={"snapshots": tuple(rows)})
    assert drawn(listed) == [("a", 0), ("b", 1), ("c", 2), ("d", 0)]


def test_without_a_tree_the_rows_tell_their_parents() -> None:
    rows = (Snapshot(name="b", parent_name="a"), Snapshot(name="a"), Snapshot(name="c", parent_name="gone"))
    assert drawn(SnapshotList(snapshots=rows)) == [("a", 0), ("b", 1), ("c", 0)]


def test_a_circle_is_drawn_once() -> None:
    rows = (
        Snapshot(name="a", parent_name="b"),
        Snapshot(name="b", parent_name="a"),
        Snapshot(name="c", parent_name="c"),
    )
    assert sorted(name for name, _ in drawn(SnapshotList(snapshots=rows))) == ["a", "b", "c"]


def test_what_hangs_on_a_circle_stands_below_it() -> None:
    rows = (
        Snapshot(name="a", parent_name="b"),
        Snapshot(name="b", parent_name="a"),
        Snapshot(name="c", parent_name="b"),
        Snapshot(name="d"),
    )
    assert drawn(SnapshotList(snapshots=rows)) == [("d", 0), ("a", 0), ("b", 1), ("c", 2)]


def test_one_that_hangs_on_a_circle_may_be_met_first() -> None:
    rows = (
        Snapshot(name="c", parent_name="a"),
        Snapshot(name="a", parent_name="b"),
        Snapshot(name="b", parent_name="a"),
    )
    found = drawn(SnapshotList(snapshots=rows))
    assert sorted(name for name, _ in found) == ["a", "b", "c"]
    assert dict(found)["b"] == dict(found)["a"] + 1


def test_a_tree_of_any_depth_is_drawn() -> None:
    rows = tuple(Snapshot(name=f"s{n}", parent_name=f"s{n - 1}") for n in range(3000))
    assert drawn(SnapshotList(snapshots=rows))[-1] == ("s2999", 2999)


@pytest.mark.parametrize(
    ("days", "months", "end"),
    [
        (7, None, datetime(2027, 2, 7, 4, tzinfo=UTC)),
        (None, 1, datetime(2027, 2, 28, 4, tzinfo=UTC)),
        (None, 12, datetime(2028, 1, 31, 4, tzinfo=UTC)),
    ],
)
def test_until_when_a_period_lasts(days: int | None, months: int | None, end: datetime) -> None:
    assert kept_until(datetime(2027, 1, 31, 4, tzinfo=UTC), days=days, months=months) == end


@pytest.mark.parametrize(("days", "months"), [(7, None), (None, 1)])
def test_beyond_the_calendar_there_is_no_end(days: int | None, months: int | None) -> None:
    assert kept_until(datetime(9999, 12, 31, 4, tzinfo=UTC), days=days, months=months) is None


@given(st.lists(st.tuples(NAMES, st.none() | NAMES), max_size=8), st.text(alphabet="abcd=,", max_size=20))
def test_whatever_the_engine_says_each_is_drawn_once(rows: list[tuple[str, str | None]], tree: str) -> None:
    found = tuple(Snapshot(name=name, parent_name=parent) for name, parent in rows)
    listed = SnapshotList(snapshots=found).model_copy(update={"tree": tree})
    names = [name for name, _ in drawn(listed)]
    assert sorted(names) == sorted(listed.names)


async def test_a_fresh_reading_of_both(world: World) -> None:
    view = await snapshots.look(world.services, world.known("web-2"))
    assert [branch.snapshot.name for branch in view.tree] == ["twqag", "yegta"]
    assert view.most == 5
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="listsnapshot")
    with pytest.raises(EngineUnavailableError):
        await snapshots.look(world.services, world.known("web-2"))
