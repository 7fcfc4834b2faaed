"""The invariants can fail: each of these mistakes, made in the program, is found within a few histories."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from engine import EngineError
from operations import approvals, confirmations, driving, plans, settling, watching
from operations.judging import Verdict
from operations.kinds import KINDS, Call
from operations.runner import Runner
from store import leases, presses
from tests.simulation import history, setting, world

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from operations.access import Actor
    from operations.held import Held
    from operations.services import Services
    from store import ConfirmationRow

# Other tests count which lines run; here that would cost more than running them.
pytestmark = pytest.mark.no_cover
MOST = 150


async def _ask_the_engine(held: Held) -> None:
    services, row = held.services, held.row
    call = Call(
        engine=services.engines.of(row.account_id),
        guid=row.guid,
        params=held.params,
        order_no=row.order_no,
        price=row.price,
        customer=services.engines.customer(row.identity_id),
        taskid=row.taskid,
    )
    with contextlib.suppress(EngineError):
        await held.kind.call(call)


async def _sends_again(held: Held) -> None:
    if held.row.reads == 0:
        await _ask_the_engine(held)
    await settling.settle_once(held)


async def _sends_what_it_finds(held: Held) -> None:
    await _ask_the_engine(held)
    await held.move("accepted", accepted_at=held.services.clock.now())


async def _sends_before_it_writes(held: Held) -> None:
    await _ask_the_engine(held)
    await held.move("sending", sent_at=held.services.clock.now(), attempts=1)
    await held.move("accepted", accepted_at=held.services.clock.now())


async def _reports_first(self: Runner, taskid: int) -> None:
    store, process = self._services.store, self._services.process
    now = self._services.clock.now()
    if await store.claim_report(taskid, owner=process, lease_seconds=15, now=now):
        await store.mark_reported(taskid, owner=process)
        row = store.operation(taskid)
        assert row is not None
        await self._services.reporter.ended(row)


async def _anybodys(services: Services, actor: Actor, row: ConfirmationRow) -> ConfirmationRow:
    del services, actor
    if row.ended_at is not None:
        raise confirmations.ended(row)
    return row


def _buys_at_any_price() -> Any:
    kind = KINDS["create_new"]
    call: Callable[[Call[Any]], Awaitable[Any]] = kind.call
    return mock.patch.dict(KINDS, {"create_new": replace(kind, call=lambda asked: call(replace(asked, price=None)))})


def _works(kind: str, work: Any) -> Any:
    return mock.patch.dict(driving._WORK, {kind: work})


MUTATIONS: dict[str, tuple[Callable[[], AbstractContextManager[object]], str]] = {
    "sends again after an unknown outcome": (lambda: _works("unknown", _sends_again), "duplicate:"),
    "sends what a dead process left": (lambda: _works("sending", _sends_what_it_finds), "duplicate:"),
    "sends before it writes that it does": (lambda: _works("confirmed", _sends_before_it_writes), "duplicate:"),
    "marks as done without reading": (
        lambda: mock.patch.object(watching, "judge", return_value=Verdict.DONE),
        "lie:",
    ),
    "gives up on an unknown outcome too soon": (
        lambda: mock.patch.object(world, "TIMING", replace(setting.TIMING, settle=20.0)),
        "lost:",
    ),
    "does not check the credit": (lambda: mock.patch.object(presses, "check_spend"), "credit:"),
    "lets anybody press": (lambda: mock.patch.object(confirmations, "still_open", _anybodys), "stranger:"),
    "lets anybody approve": (lambda: mock.patch.object(approvals, "may_decide", return_value=True), "unapproved:"),
    "gives a second attempt a second number": (
        lambda: mock.patch.object(plans, "earlier_attempt", return_value=None),
        "other order:",
    ),
    "buys at any price": (_buys_at_any_price, "overcharged:"),
    "forgets the chat": (lambda: mock.patch.object(Runner, "_report", _reports_first), "lost:"),
    "keeps no audit of an end": (lambda: mock.patch.object(leases, "append_audit"), "audit:"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_simulation_finds_a_program_that(name: str, tmp_path: Path) -> None:
    patch, sign = MUTATIONS[name]
    with patch():
        for seed in range(MOST):
            problems = history.run(seed, tmp_path).problems
            if any(problem.startswith(sign) for problem in problems):
                return
    pytest.fail(f"not found in {MOST} histories")
