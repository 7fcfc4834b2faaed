"""What the parts of a run share: its keys, and how it stands on one server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Reason
from store import SCHEDULE_PREFIX

if TYPE_CHECKING:
    from operations.services import Services
    from store import RunRow, ScheduleRow, ScheduleServer, StepRow

# Seconds.
LATE = 300.0
"""What is found later than this was missed: nobody was there."""
DONE_ALREADY = {"start": Reason.SERVER_RUNNING, "stop": Reason.SERVER_OFF, "stop_h": Reason.SERVER_OFF}
"""What is in the way where the server is as it shall be."""
FINE = frozenset({None, "already", "waiting", "stopped", "no-approval"})
"""What is no trouble, or was told by somebody else."""
UNTOUCHED = "kept-current"


@dataclass(frozen=True, slots=True)
class Result:
    """How a run stands on one server.

    Attributes:
        problem: a stable word for what is in the way; None where nothing is.
        over: whether nothing more will be tried.
        until: when a removal is given up, where one has just begun; UNIX time.
    """

    problem: str | None = None
    over: bool = False
    until: float | None = None


def key_of(run: RunRow, step: StepRow) -> str:
    """Return the deduplication key of a run on one server."""
    return f"{SCHEDULE_PREFIX}{run.schedule_id}:{int(run.due_at)}:{step.account_id}:{step.guid}"


def removal_key(run: RunRow, step: StepRow, name: str) -> str:
    """Return the deduplication key of the removal of one snapshot after a run."""
    return f"{key_of(run, step)}:remove:{name}"


def server_of(services: Services, schedule: ScheduleRow, step: StepRow) -> ScheduleServer | None:
    """Return the server of a step as its schedule has it now; None once it has left."""
    return next(
        (
            each
            for each in services.store.schedule_servers(schedule.id)
            if (each.account_id, each.guid) == (step.account_id, step.guid)
        ),
        None,
    )
