from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from handlers.statuses import Statuses, key_of
from tests.clocks import VirtualClock
from tests.texts.samples import operation

if TYPE_CHECKING:
    from store import OperationRow


class Edits:
    """Edits that take until they are let go."""

    def __init__(self) -> None:
        self.shown: list[list[str]] = []
        self.go = asyncio.Event()
        self.go.set()
        self.error: Exception | None = None

    async def __call__(self, rows: object) -> None:
        assert isinstance(rows, list | tuple)
        self.shown.append([row.state for row in rows])
        await self.go.wait()
        if self.error is not None:
            raise self.error


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


def batch(*states: str, chat_id: int = 5) -> list[OperationRow]:
    return [
        replace(operation(taskid=number, batch="b", chat_id=chat_id), state=state)  # type: ignore[arg-type] # literals
        for number, state in enumerate(states)
    ]


async def quiet(statuses: Statuses) -> None:
    while edits := statuses.edits:
        await asyncio.gather(*edits, return_exceptions=True)
        await asyncio.sleep(0)


def test_a_batch_shares_one_message() -> None:
    assert {key_of(row) for row in batch("sending", "watching")} == {"b"}
    assert key_of(operation(taskid=7)) == "7"


@pytest.mark.parametrize(("chat_id", "pause"), [(5, 4), (-5, 10)])
async def test_many_states_at_once_are_one_edit_in_a_while(clock: VirtualClock, chat_id: int, pause: int) -> None:
    edits = Edits()
    statuses = Statuses(edits, clock)
    for states in (("sending", "confirmed"), ("accepted", "sending"), ("watching", "accepted")):
        statuses.follow(batch(*states, chat_id=chat_id))
        await quiet(statuses)
    assert edits.shown == [["sending", "confirmed"]]
    clock.advance(pause)
    statuses.follow(batch("watching", "watching", chat_id=chat_id))
    await quiet(statuses)
    assert edits.shown == [["sending", "confirmed"], ["watching", "watching"]]


async def test_what_waits_behind_an_edit_is_dropped_at_the_end(clock: VirtualClock) -> None:
    edits = Edits()
    edits.go.clear()
    statuses = Statuses(edits, clock)
    statuses.follow([operation(state="sending")])
    await asyncio.sleep(0)
    statuses.follow([operation(state="watching")])
    asyncio.get_running_loop().call_soon(edits.go.set)
    await statuses.at_rest("42")
    await quiet(statuses)
    assert edits.shown == [["sending"]]
    statuses.forget("42")
    await statuses.at_rest("42")


async def test_a_broken_edit_is_logged(clock: VirtualClock) -> None:
    edits = Edits()
    edits.error = RuntimeError("broken")
    statuses = Statuses(edits, clock)
    with capture_logs() as logs:
        statuses.follow([operation(state="sending")])
        await quiet(statuses)
    assert [(entry["event"], entry["taskid"]) for entry in logs] == [("status_edit_broken", 42)]


async def test_a_cancelled_edit_is_no_error(clock: VirtualClock) -> None:
    edits = Edits()
    edits.go.clear()
    statuses = Statuses(edits, clock)
    with capture_logs() as logs:
        statuses.follow([operation(state="sending")])
        await asyncio.sleep(0)
        statuses.edits[0].cancel()
        await quiet(statuses)
    assert logs == []
