from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from operations.states import STEPS, TRANSITIONS, NoSuchMoveError, ensure_move
from store import ENDED_STATES, OPEN_STATES
from tests.operations.kinds.cases import CASES, begin, finish

if TYPE_CHECKING:
    from tests.operations.conftest import World

DOCUMENT = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_drawing_shows_every_transition_and_why() -> None:
    drawn = re.findall(r"^    (\w+) --> (\w+)(?:: (.+))?$", DOCUMENT, re.MULTILINE)
    named = {(a.replace("_", "-"), b.replace("_", "-"), why) for a, b, why in drawn}
    assert named == {(each.from_, each.to, each.why) for each in TRANSITIONS}


def test_every_step_is_in_the_document() -> None:
    table = dict(
        re.findall(
            r"^\| `([\w-]+)` \| (that [^|]+|who [^|]+|how [^|]+|why [^|]+|what [^|]+|whose [^|]+) \|$",
            DOCUMENT,
            re.MULTILINE,
        )
    )
    assert table == {step.name: step.what for step in STEPS}


def test_every_open_state_is_left_and_no_ended_one() -> None:
    assert {each.from_ for each in TRANSITIONS} == set(OPEN_STATES)
    assert {each.to for each in TRANSITIONS} == {*OPEN_STATES, *ENDED_STATES}


@pytest.mark.parametrize(
    ("from_", "to"),
    [
        ("unknown", "sending"),
        ("unknown", "confirmed"),
        ("watching", "sending"),
        ("accepted", "done"),
        ("done", "failed"),
    ],
)
def test_no_other_move_is_made(from_: str, to: str) -> None:
    with pytest.raises(NoSuchMoveError, match=f"{from_} → {to}"):
        ensure_move(from_, to)  # type: ignore[arg-type]


async def test_a_move_that_there_is_not_is_never_written_down(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("operations.states._ALLOWED", frozenset({("confirmed", "sending")}))
    row = await begin(world, CASES[0])

    with pytest.raises(NoSuchMoveError):
        await finish(world.services, row)

    left = world.store.operation(row.taskid)
    assert left is not None
    assert (left.state, left.lease_owner) == ("sending", None)
