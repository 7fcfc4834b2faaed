"""Every kind, with the process gone between any two steps: what was asked for is never asked for twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from operations.driving import drive
from sandbox.engine import Fault
from tests.operations.kinds.cases import CASES, DONE, Case, asked, begin, end_of, executed, finish

if TYPE_CHECKING:
    from collections.abc import Callable

    from store import OperationRow
    from tests.operations.conftest import World

every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)


class Crash(BaseException):
    """The process is gone."""


def crash(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    *,
    when: Callable[[dict[str, Any]], bool] = lambda _: True,
    after: bool = True,
) -> None:
    """Let the process die at its next matching commit: just after it, or just before."""
    real = getattr(world.store, method)

    async def dying(*arguments: Any, **named: Any) -> Any:
        if not when(named):
            return await real(*arguments, **named)
        if after:
            await real(*arguments, **named)
        raise Crash

    monkeypatch.setattr(world.store, method, dying)


def to(state: str) -> Callable[[dict[str, Any]], bool]:
    return lambda named: named.get("to_state") == state


async def die_and_go_on(world: World, row: OperationRow, monkeypatch: pytest.MonkeyPatch) -> OperationRow:
    with pytest.raises(Crash):
        await drive(world.services, row.taskid)
    monkeypatch.undo()
    left = world.store.operation(row.taskid)
    assert left is not None
    assert left.ended_at is None
    world.clock.advance(16)
    return await finish(replace(world.services, process="the-next-process"), row)


@every
async def test_claimed_and_gone_it_is_sent_afterwards(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await begin(world, case)
    crash(world, monkeypatch, "claim")

    ended = await die_and_go_on(world, row, monkeypatch)

    assert (end_of(ended), executed(world, case.action)) == (DONE, 1)


@every
async def test_sending_and_gone_it_is_never_sent(world: World, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    row = await begin(world, case)
    crash(world, monkeypatch, "move", when=to("sending"))

    ended = await die_and_go_on(world, row, monkeypatch)

    assert (end_of(ended), asked(world, case.action)) == (case.cut_before, 0)


@every
async def test_answered_and_gone_before_it_was_written_down(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await begin(world, case)
    crash(world, monkeypatch, "move", when=to("accepted"), after=False)

    ended = await die_and_go_on(world, row, monkeypatch)

    # Found so late that what only shows while it goes on has gone by; a reinstallation takes longer.
    expected = DONE if case.action == "install" else case.late
    assert (end_of(ended), asked(world, case.action)) == (expected, 1)


@every
@pytest.mark.parametrize(
    ("state", "after"), [("accepted", True), ("watching", False), ("watching", True), ("done", False)]
)
async def test_accepted_and_gone_it_is_watched_to_its_end(
    world: World, case: Case, state: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await begin(world, case)
    crash(world, monkeypatch, "move", when=to(state), after=after)

    ended = await die_and_go_on(world, row, monkeypatch)

    assert (end_of(ended), asked(world, case.action)) == (DONE, 1)


@every
async def test_unknown_and_gone_it_is_settled_to_its_end(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await begin(world, case)
    world.engine.fail_next(Fault.CUT_BEFORE, action=case.action)
    crash(world, monkeypatch, "change", when=lambda named: named.get("reads") == 2)

    ended = await die_and_go_on(world, row, monkeypatch)

    assert (end_of(ended), asked(world, case.action)) == (case.cut_before, 1)
    assert ended.reads >= 3


SEEN = [case for case in CASES if case.fails is not None and case.action not in {"refund", "renewsnapshot"}]


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case.label)
async def test_seen_in_progress_and_gone(world: World, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    row = await begin(world, case)
    crash(world, monkeypatch, "change", when=lambda named: "seen_in_progress" in named)

    ended = await die_and_go_on(world, row, monkeypatch)

    assert (end_of(ended), asked(world, case.action)) == (DONE, 1)


# A hard stop is over before the second reading; of a purchase nothing shows without its answer.
SEEN_UNANSWERED = [case for case in SEEN if case.action not in {"stop_h", "create_new"}]


@pytest.mark.parametrize("case", SEEN_UNANSWERED, ids=lambda case: case.label)
async def test_unanswered_seen_in_progress_and_gone(world: World, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    row = await begin(world, case)
    world.engine.fail_next(Fault.CUT_AFTER, action=case.action)
    crash(world, monkeypatch, "change", when=lambda named: "seen_in_progress" in named)

    ended = await die_and_go_on(world, row, monkeypatch)

    assert (end_of(ended), asked(world, case.action)) == (DONE, 1)


async def test_a_dead_process_keeps_others_off_until_its_lease_runs_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await begin(world, CASES[0])
    crash(world, monkeypatch, "move", when=to("accepted"))
    with pytest.raises(Crash):
        await drive(world.services, row.taskid)
    monkeypatch.undo()

    assert await drive(replace(world.services, process="next"), row.taskid) is None


async def test_bought_and_gone_between_two_assignments(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(case for case in CASES if case.action == "create_new")
    row = await begin(world, case)
    crash(world, monkeypatch, "assign")

    ended = await die_and_go_on(world, row, monkeypatch)

    guids = world.engine.effects[-1].guids
    assert (end_of(ended), len(guids)) == (DONE, 2)
    assert {world.store.assignment(world.account_id, guid) for guid in guids} == {world.identities["alice"]}


async def test_what_was_given_to_another_after_a_crash_stays_theirs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in CASES if case.action == "create_new")
    row = await begin(world, case)
    crash(world, monkeypatch, "move", when=to("accepted"))
    with pytest.raises(Crash):
        await drive(world.services, row.taskid)
    monkeypatch.undo()
    first, second = world.engine.effects[-1].guids
    await world.store.assign(world.account_id, first, world.identities["bob"])
    world.clock.advance(16)

    await finish(replace(world.services, process="next"), row)

    assert world.store.assignment(world.account_id, first) == world.identities["bob"]
    assert world.store.assignment(world.account_id, second) == world.identities["alice"]


async def test_whoever_lost_the_lease_stops_at_the_next_step(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = await begin(world, CASES[0])
    real = world.store.move

    async def late(*arguments: Any, **named: Any) -> OperationRow:
        if named["to_state"] == "accepted":
            world.clock.advance(16)
            taken = await world.store.claim(
                row.taskid, owner="other", lease_seconds=15, now=world.clock.now(), from_states=["sending"]
            )
            assert taken is not None
        return await real(*arguments, **named)

    monkeypatch.setattr(world.store, "move", late)

    assert await drive(world.services, row.taskid) is None

    left = world.store.operation(row.taskid)
    assert left is not None
    assert (left.state, left.lease_owner, asked(world, "start")) == ("sending", "other", 1)
