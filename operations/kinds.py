"""The kinds of operation: one row each, and everything that differs between them.

Adding the next one means adding a row here, a short method in `engine`, a callback in `handlers` and a text entry.
Who waits for what is the protocol's table *When is it done*; what an unknown outcome is settled by is its table
in *Money and unknown outcomes*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import ActStatus, Engine, RunStatus
from operations.access import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

POWER_DEADLINE = 600.0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of operation.

    Attributes:
        action: the engine's action.
        role: least role that may ask for it.
        confirmed: whether a typed command needs a confirmation, too (a button always does).
        progress: the `actStatus` while it runs.
        failure: the `actStatus` that says it failed, where the document names one.
        wanted_run: the `runStatus` at the end.
        leaves_trace: whether its effect can be read later; a restart cannot.
        deadline: seconds after the engine's yes until it counts as failed.
        call: the request itself: `(engine, guid, *, customer, taskid)`.
    """

    action: str
    role: Role
    confirmed: bool
    progress: ActStatus
    failure: ActStatus
    wanted_run: RunStatus
    leaves_trace: bool
    deadline: float
    call: Callable[..., Awaitable[None]]


def _table(*kinds: Kind) -> dict[str, Kind]:
    return {kind.action: kind for kind in kinds}


KINDS = _table(
    Kind(
        action="start",
        role=Role.OPERATOR,
        # It harms nothing: `/start web-1` typed by a person acts at once.
        confirmed=False,
        progress=ActStatus.STARTING,
        failure=ActStatus.START_FAILED,
        wanted_run=RunStatus.RUNNING,
        leaves_trace=True,
        deadline=POWER_DEADLINE,
        call=Engine.start,
    ),
    Kind(
        action="stop",
        role=Role.OPERATOR,
        confirmed=True,
        progress=ActStatus.STOPPING,
        failure=ActStatus.STOP_FAILED,
        wanted_run=RunStatus.OFF,
        leaves_trace=True,
        deadline=POWER_DEADLINE,
        call=Engine.stop,
    ),
    Kind(
        action="restart",
        role=Role.OPERATOR,
        confirmed=True,
        progress=ActStatus.RESTARTING,
        failure=ActStatus.RESTART_FAILED,
        wanted_run=RunStatus.RUNNING,
        leaves_trace=False,
        deadline=POWER_DEADLINE,
        call=Engine.restart,
    ),
    Kind(
        action="stop_h",
        role=Role.OPERATOR,
        confirmed=True,
        progress=ActStatus.STOPPING,
        failure=ActStatus.STOP_FAILED,
        wanted_run=RunStatus.OFF,
        leaves_trace=True,
        deadline=POWER_DEADLINE,
        call=Engine.stop_h,
    ),
    Kind(
        action="restart_h",
        role=Role.OPERATOR,
        confirmed=True,
        progress=ActStatus.RESTARTING,
        failure=ActStatus.RESTART_FAILED,
        wanted_run=RunStatus.RUNNING,
        leaves_trace=False,
        deadline=POWER_DEADLINE,
        call=Engine.restart_h,
    ),
)
