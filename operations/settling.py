"""Settling an unknown outcome by reading, never by asking again; `operations.settlement` is where a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.judging import Verdict, settle
from operations.watching import ended_by

if TYPE_CHECKING:
    from operations.held import Held
    from operations.sights import Sight

LEAST_READS = 3
LONGEST_WAIT = 60.0


async def settle_once(held: Held) -> None:
    """Read once about an outcome nobody answered for; decide when time and readings suffice."""
    services = held.services
    sight = await held.read()
    if sight is not None:
        await held.change("read", reads=held.row.reads + 1)
        verdict = settle(held.kind, held.evidence(sight))
        if await ended_by(held, verdict, sight):
            return
        if verdict is Verdict.IN_PROGRESS:
            # From here on it is an operation like any other; its time runs from now.
            await held.move("watching", accepted_at=services.clock.now())
            return
    if _read_enough(held, sight):
        await _conclude(held, sight)
        return
    await held.pause(_wait(held))


def _read_enough(held: Held, sight: Sight | None) -> bool:
    gone = held.services.clock.now() - held.unknown_since
    if sight is None:
        # Out of reach just now: reading goes on until it can be asked once more, twice as long at the most.
        return gone >= 2 * held.services.timing.settle
    return gone >= held.services.timing.settle and held.row.reads >= LEAST_READS


def _wait(held: Held) -> float:
    """Back off from the poll interval, but always leave room for the least number of readings."""
    timing = held.services.timing
    longest = min(LONGEST_WAIT, timing.settle / (LEAST_READS + 1))
    return min(timing.poll * 2.0 ** min(held.row.reads, 16), longest)


async def _conclude(held: Held, sight: Sight | None) -> None:
    if sight is None:
        await held.end("needs-human", "unreadable")
        return
    conclusion = held.kind.conclude(held.evidence(sight))
    await held.end("needs-human" if conclusion.needs_human else "failed", conclusion.value, after=sight)
