"""Five hundred histories; `--seed N` (given with this folder's path) replays one alone and shows its story."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from operations.kinds import KINDS
from tests.simulation import history

if TYPE_CHECKING:
    from pathlib import Path

# Other tests count which lines run; here that would cost more than running them.
pytestmark = pytest.mark.no_cover
HISTORIES = 500
CHUNK = 25


def seeds(first: int, config: pytest.Config) -> list[int]:
    """Return the seeds of a chunk; only the one asked for, in the first chunk."""
    asked = config.getoption("--seed", default=None)
    if asked is None:
        return list(range(first, first + CHUNK))
    return [asked] if first == 0 else []


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_whatever_happens_nothing_is_done_twice_lost_or_stuck(
    first: int, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    for seed in seeds(first, pytestconfig):
        result = history.run(seed, tmp_path)

        assert not result.problems, str(result)


def test_a_seed_makes_the_same_history_again(tmp_path: Path) -> None:
    once, again = history.run(4711, tmp_path), history.run(4711, tmp_path)

    assert once.story == again.story
    assert once.counts == again.counts
    assert len(once.story) > 5


def test_the_histories_are_full_of_trouble(tmp_path: Path) -> None:
    counts = sum((history.run(seed, tmp_path).counts for seed in range(10_000, 10_025)), Counter[str]())

    for name in ("kills", "orderly restarts", "batches asked for", "approvals asked", "fault: cut, executed later"):
        assert counts[name] > 0, name
    for state in ("done", "failed", "needs-human"):
        assert counts[f"ended: {state}"] > 0, state
    assert counts["operations"] > 40
    assert sum(counts[f"kind: {action}"] > 0 for action in KINDS) > 15
