"""What a reading says about an operation: pure functions over two states of a server.

The rules are the protocol's (*When is it done*, *Money and unknown outcomes*). Two traps decide their shape: an idle
status right after the request proves nothing, for the engine may not have begun; and a failed status may be left over
from an earlier operation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from engine import ActStatus

if TYPE_CHECKING:
    from engine import Server
    from operations.kinds import Kind


class Verdict(Enum):
    """What one reading proves."""

    NOTHING = auto()
    IN_PROGRESS = auto()
    DONE = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Course:
    """How an operation has gone so far.

    Attributes:
        before: the server as read before the request, or None where that reading is lost.
        seen_in_progress: whether a reading has shown the in-progress status.
        idle_for: seconds for which every reading since the engine's yes has shown an idle server.
    """

    before: Server | None
    seen_in_progress: bool
    idle_for: float


def judge(kind: Kind, course: Course, server: Server, *, grace: float) -> Verdict:
    """Say what this reading proves about an operation that the engine has accepted.

    Args:
        kind: the kind of operation.
        course: what was seen before.
        server: the reading.
        grace: seconds of idleness that prove an end which left no other trace.
    """
    if server.act_status == kind.progress:
        return Verdict.IN_PROGRESS
    if server.act_status == kind.failure:
        left_over = course.before is not None and course.before.act_status == kind.failure
        return Verdict.NOTHING if left_over and not course.seen_in_progress else Verdict.FAILED
    if server.act_status != ActStatus.IDLE or server.run_status != kind.wanted_run:
        return Verdict.NOTHING
    changed = course.before is not None and course.before.run_status != kind.wanted_run
    if changed or course.seen_in_progress or course.idle_for >= grace:
        return Verdict.DONE
    return Verdict.NOTHING


def settle(kind: Kind, course: Course, server: Server) -> Verdict:
    """Say what this reading proves about an operation whose answer is missing.

    Idleness proves nothing here, however long: the request may execute minutes after its connection broke.
    """
    if server.act_status == kind.progress:
        return Verdict.IN_PROGRESS
    if course.seen_in_progress:
        return judge(kind, course, server, grace=0)
    run_changed = course.before is None or course.before.run_status != kind.wanted_run
    if kind.leaves_trace and run_changed and server.run_status == kind.wanted_run:
        return Verdict.DONE
    fresh_failure = course.before is not None and course.before.act_status != kind.failure
    if server.act_status == kind.failure and fresh_failure:
        return Verdict.FAILED
    return Verdict.NOTHING
