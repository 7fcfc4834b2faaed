"""What the parts of a run share: its keys, and how it stands on one server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Reason

if TYPE_CHECKING:
    from store import RunRow, StepRow

PREFIX = "schedule:"
"""What the deduplication keys of everything that schedules do begin with."""
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
    return f"{PREFIX}{run.schedule_id}:{int(run.due_at)}:{step.account_id}:{step.guid}"


def removal_key(run: RunRow, step: StepRow, name: str) -> str:
    """Return the deduplication key of the removal of one snapshot after a run."""
    return f"{key_of(run, step)}:remove:{name}"
