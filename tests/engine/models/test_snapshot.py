from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from engine import SnapshotList
from engine.models.snapshot import NamedSnapshot
from tests.engine.peer import SAMPLES


def test_the_vendors_list() -> None:
    found = SnapshotList.model_validate_json(json.dumps(SAMPLES["listsnapshot"]["data"]))
    assert found.names == {"twqag", "yegta"}
    assert found.parents == {"twqag": None, "yegta": "twqag"}
    first, second = found.snapshots
    assert first.create_time == datetime(2021, 8, 16, 8, 17, 23, tzinfo=UTC)
    assert first.end_time == datetime(2021, 8, 23, 8, 17, 23, tzinfo=UTC)
    assert (first.status, first.current, first.parent_name) == (1, False, None)
    assert (second.current, second.parent_name) == (True, "twqag")


@pytest.mark.parametrize("data", [[], {}, {"snapshottree": "", "snapshotlist": []}, {"snapshotlist": ""}])
def test_none(data: object) -> None:
    found = SnapshotList.model_validate_json(json.dumps(data))
    assert (found.snapshots, found.names, found.parents) == ((), frozenset(), {})


@pytest.mark.parametrize(("tree", "parents"), [("a", {}), ("=a, a=b,", {"a": None, "b": "a"}), ("a=", {})])
def test_damaged_trees(tree: str, parents: dict[str, str | None]) -> None:
    assert SnapshotList(tree=tree).parents == parents


def test_a_name_that_is_not_repeated() -> None:
    assert NamedSnapshot.model_validate([]).name is None
    assert NamedSnapshot.model_validate({"snapshotname": "yegta"}).name == "yegta"
