"""Power: begun by the engine's yes, seen in `runStatus`; a restart leaves it as it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from engine import ActStatus, RunStatus
from operations.access import Role
from operations.kinds.kind import Kind, did_not, never, no_trace
from operations.kinds.parameters import NoParams

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from operations.kinds.kind import Answer, Call, Evidence

DEADLINE = 600.0


async def _start(call: Call[NoParams]) -> None:
    await call.engine.start(call.server, customer=call.customer, taskid=call.taskid)


async def _stop(call: Call[NoParams]) -> None:
    await call.engine.stop(call.server, customer=call.customer, taskid=call.taskid)


async def _stop_h(call: Call[NoParams]) -> None:
    await call.engine.stop_h(call.server, customer=call.customer, taskid=call.taskid)


async def _restart(call: Call[NoParams]) -> None:
    await call.engine.restart(call.server, customer=call.customer, taskid=call.taskid)


async def _restart_h(call: Call[NoParams]) -> None:
    await call.engine.restart_h(call.server, customer=call.customer, taskid=call.taskid)


def _runs(status: RunStatus, evidence: Evidence[NoParams]) -> bool:
    server = evidence.now.server
    return server is not None and server.run_status == status


def _switched(status: RunStatus, evidence: Evidence[NoParams]) -> bool:
    before = evidence.before.server if evidence.before is not None else None
    # It was read before it was asked for; where that is lost, what is as asked counts as changed.
    return _runs(status, evidence) and (before is None or before.run_status != status)


def _switch(
    action: str,
    call: Callable[[Call[Any]], Awaitable[Answer | None]],
    *,
    to: RunStatus,
    progress: ActStatus,
    failure: ActStatus,
    confirmed: bool = True,
) -> Kind:
    return Kind(
        action=action,
        role=Role.OPERATOR,
        call=call,
        params=NoParams,
        progress=progress,
        failure=failure,
        deadline=DEADLINE,
        ended=partial(_runs, to),
        happened=partial(_switched, to),
        conclude=did_not,
        confirmed=confirmed,
        idle_proves=True,
    )


def _again(action: str, call: Callable[[Call[Any]], Awaitable[Answer | None]]) -> Kind:
    return Kind(
        action=action,
        role=Role.OPERATOR,
        call=call,
        params=NoParams,
        progress=ActStatus.RESTARTING,
        failure=ActStatus.RESTART_FAILED,
        deadline=DEADLINE,
        ended=partial(_runs, RunStatus.RUNNING),
        happened=never,
        conclude=no_trace,
        idle_proves=True,
    )


POWER = (
    _switch(
        "start",
        _start,
        to=RunStatus.RUNNING,
        progress=ActStatus.STARTING,
        failure=ActStatus.START_FAILED,
        # It harms nothing: `/start web-1` typed by a person acts at once.
        confirmed=False,
    ),
    _switch("stop", _stop, to=RunStatus.OFF, progress=ActStatus.STOPPING, failure=ActStatus.STOP_FAILED),
    _again("restart", _restart),
    _switch("stop_h", _stop_h, to=RunStatus.OFF, progress=ActStatus.STOPPING, failure=ActStatus.STOP_FAILED),
    _again("restart_h", _restart_h),
)
