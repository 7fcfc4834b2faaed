"""What a reading says about an operation: pure functions over what was seen before and what is seen now.

The rules are the protocol's (*When is it done*, *Money and unknown outcomes*). Two traps decide their shape: an idle
status right after the request proves nothing, for the engine may not have begun; and a status that tells of progress or
failure may be left over from something earlier.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from engine import ActStatus, OrderStatus, SnapStatus

if TYPE_CHECKING:
    from operations.kinds import Evidence, Kind
    from operations.sights import Sight


class Verdict(Enum):
    """What one reading proves."""

    NOTHING = auto()
    IN_PROGRESS = auto()
    DONE = auto()
    FAILED = auto()


def judge(kind: Kind, evidence: Evidence[Any], *, idle_for: float, grace: float) -> Verdict:
    """Say what this reading proves about an operation that the engine has accepted.

    Args:
        kind: the kind of operation.
        evidence: what was asked for and seen.
        idle_for: seconds for which every reading since the engine's yes has shown nothing going on.
        grace: seconds of idleness that prove an end which left no other trace.
    """
    if in_progress(kind, evidence):
        return Verdict.IN_PROGRESS
    if _shows_failure(kind, evidence.now):
        left_over = evidence.before is not None and _shows_failure(kind, evidence.before)
        return Verdict.NOTHING if left_over and not evidence.seen_in_progress else Verdict.FAILED
    if not at_rest(kind, evidence.now) or not kind.ended(evidence):
        return Verdict.NOTHING
    waited = kind.idle_proves and idle_for >= grace
    if _changed(kind, evidence) or evidence.seen_in_progress or waited:
        return Verdict.DONE
    return Verdict.NOTHING


def settle(kind: Kind, evidence: Evidence[Any]) -> Verdict:
    """Say what this reading proves about an operation whose answer is missing.

    Idleness proves nothing here, however long: the request may execute minutes after its connection broke.
    """
    if in_progress(kind, evidence):
        return Verdict.IN_PROGRESS
    if evidence.seen_in_progress:
        return judge(kind, evidence, idle_for=0, grace=0)
    if kind.happened(evidence):
        return Verdict.DONE
    fresh = evidence.before is not None and not _shows_failure(kind, evidence.before)
    if fresh and _shows_failure(kind, evidence.now):
        return Verdict.FAILED
    return Verdict.NOTHING


def in_progress(kind: Kind, evidence: Evidence[Any]) -> bool:
    """Tell whether it goes on: the status says so now, and did not before it was asked for."""
    before = evidence.before is not None and _shows_progress(kind, evidence.before)
    return _shows_progress(kind, evidence.now) and not before


def at_rest(kind: Kind, sight: Sight) -> bool:
    """Tell whether the status in which this kind would show itself is idle; a kind that shows in none always rests."""
    server = sight.server
    if server is None:
        return True
    match kind.progress:
        case ActStatus():
            return server.act_status == ActStatus.IDLE
        case SnapStatus():
            return server.snap_status == SnapStatus.IDLE
        case _:
            return True


def _changed(kind: Kind, evidence: Evidence[Any]) -> bool:
    """Tell whether it is now as at the end, and was not before."""
    return evidence.before is not None and not kind.ended(replace(evidence, now=evidence.before))


def _shows_progress(kind: Kind, sight: Sight) -> bool:
    server, progress = sight.server, kind.progress
    # The numbers of the statuses overlap, so it matters which one is compared.
    if isinstance(progress, OrderStatus):
        return any(bought.order_status == progress for bought in sight.servers)
    if server is None or progress is None:
        return False
    return progress == (server.act_status if isinstance(progress, ActStatus) else server.snap_status)


def _shows_failure(kind: Kind, sight: Sight) -> bool:
    return kind.failure is not None and sight.server is not None and sight.server.act_status == kind.failure
