"""Watching for the end of what the engine has accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.judging import Verdict, at_rest, judge

if TYPE_CHECKING:
    from operations.held import Held
    from operations.sights import Sight


async def watch(held: Held) -> None:
    """Read once; end the operation or wait for the next reading."""
    sight = await held.read()
    if held.kind.yes_proves:
        # The engine's success is the end; the reading only shows how it looks now.
        await held.end("done", "done", after=sight)
        return
    if sight is not None:
        _note_idle(held, sight)
        verdict = judge(held.kind, held.evidence(sight), idle_for=_idle_for(held), grace=held.services.timing.grace)
        if await ended_by(held, verdict, sight):
            return
    if _too_late(held):
        await _give_up(held, sight)
        return
    await held.pause(held.services.timing.poll)


async def ended_by(held: Held, verdict: Verdict, sight: Sight) -> bool:
    """Write down what a verdict says; True where that was the end."""
    if verdict is Verdict.IN_PROGRESS and not held.row.seen_in_progress:
        await held.change("seen", seen_in_progress=True)
    if verdict is Verdict.DONE:
        await held.end("done", "done", after=sight)
        return True
    if verdict is Verdict.FAILED:
        await held.end("failed", "failed", after=sight)
        return True
    return False


def _note_idle(held: Held, sight: Sight) -> None:
    if not at_rest(held.kind, sight):
        held.idle_since = None
    elif held.idle_since is None:
        held.idle_since = held.services.clock.now()


def _idle_for(held: Held) -> float:
    return 0.0 if held.idle_since is None else held.services.clock.now() - held.idle_since


def _too_late(held: Held) -> bool:
    now, timing = held.services.clock.now(), held.services.timing
    # A process that has just taken over looks for as long as idleness needs to prove anything.
    return now - held.unknown_since >= held.kind.deadline and now - held.began_at > timing.grace


async def _give_up(held: Held, sight: Sight | None) -> None:
    if sight is None:
        # Unreadable to the end: the engine said yes, and nobody can say what came of it.
        await held.end("needs-human", "unreadable")
    elif held.kind.grave:
        # The engine said yes, so money may be gone, or data: not for the program to call it failed.
        await held.end("needs-human", "deadline", after=sight)
    else:
        await held.end("failed", "deadline", after=sight)
