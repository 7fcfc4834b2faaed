"""One history: a world, people, processes that die, and a look at what is left. The same for the same seed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import secrets
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unittest import mock

import structlog

from operations import approvals, runner
from operations.kinds import KINDS
from operations.pressing import APPROVAL_LASTS
from sandbox.engine.ledger import Outcome
from tests.simulation import invariants
from tests.simulation.asking import ask
from tests.simulation.meddling import meddle
from tests.simulation.people import People
from tests.simulation.processes import ProcessDiedError, note_tasks
from tests.simulation.setting import template
from tests.simulation.virtual_loop import run_virtually
from tests.simulation.world import World

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from pathlib import Path

_DEADLINE = 300.0
# Long enough for every deadline after the last fault.
_LONGEST = 3 * 3600.0


@dataclass(frozen=True)
class Result:
    """What came of a history.

    Attributes:
        seed: makes it again.
        problems: what must not be; empty for a good one.
        story: what happened, a line each.
        counts: figures, by name.
    """

    seed: int
    problems: list[str]
    story: list[str]
    counts: Counter[str]

    def __str__(self) -> str:
        return "\n".join([f"seed {self.seed}:", *self.story, "problems:", *self.problems])


def run(seed: int, directory: Path) -> Result:
    """Run the history of this seed on a database of its own in that folder."""
    # Made by now: no loop can be run within another.
    template()
    errors: list[str] = []
    with _chance_of(seed) as rng, _listening(errors):
        result: Result = run_virtually(_run(seed, rng, directory))
    result.problems.extend(f"logged: {error}" for error in errors)
    return result


@contextlib.contextmanager
def _listening(errors: list[str]) -> Iterator[None]:
    """Take down what the program itself logs as an error: a background task that goes on hides nothing."""

    def take(_logger: Any, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        cause = event.get("exc_info")
        cause = sys.exc_info()[1] if cause is True else cause
        errors.append(f"{event['event']} {cause!r}")
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[take], wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        yield
    finally:
        structlog.configure(**before)


@contextlib.contextmanager
def _chance_of(seed: int) -> Iterator[random.Random]:
    """Let everything that is random in a history follow from the seed: nonces, task numbers, jitter."""
    rng, numbers = random.Random(seed), random.Random(seed ^ 0x5EED)
    state = random.getstate()
    random.seed(seed)
    with (
        mock.patch.object(secrets, "randbits", numbers.getrandbits),
        mock.patch.object(secrets, "choice", numbers.choice),
        mock.patch.object(secrets, "token_hex", lambda size=32: numbers.randbytes(size).hex()),
        mock.patch.object(secrets, "token_urlsafe", lambda size=32: f"nonce-{numbers.getrandbits(8 * size):x}"),
        # In life up to an hour; here any longer than the settling time will do.
        mock.patch.dict(KINDS, {name: replace(kind, deadline=_DEADLINE) for name, kind in KINDS.items()}),
        # Whoever is needed sooner kicks; looking is for what a dead process left.
        mock.patch.object(runner, "LOOK_INTERVAL", 10.0),
    ):
        try:
            yield rng
        finally:
            random.setstate(state)


async def _run(seed: int, rng: random.Random, directory: Path) -> Result:
    note_tasks(asyncio.get_running_loop())
    world = World(rng, directory)
    await world.open()
    try:
        people = People(world)
        await _live(world, people)
        problems = await _finish(world)
        problems += people.problems + world.chat.problems + invariants.check(world, people)
    except Exception as error:
        error.add_note("\n".join([f"seed {seed}:", *world.story]))
        raise
    finally:
        await world.close()
    return Result(seed, problems, world.story, world.counts)


async def _live(world: World, people: People) -> None:
    rng = world.rng
    await _top_up(world)
    wanted = rng.choice((1, 1, 2))
    over = asyncio.Event()
    keeper = asyncio.create_task(_keep_alive(world, wanted, over))
    plans = [random.Random(rng.getrandbits(64)) for _ in range(rng.randint(2, 6))]
    try:
        await asyncio.gather(*(_later(plan, people) for plan in plans), meddle(world))
        # What is under way has no better weather than what was asked for.
        await world.clock.sleep(rng.uniform(0, 400))
    finally:
        over.set()
        await keeper


async def _later(rng: random.Random, people: People) -> None:
    await people.world.clock.sleep(rng.uniform(0, 90))
    await ask(people, rng)


async def _top_up(world: World) -> None:
    amount = world.rng.choice(("50", "150.55", "400", "2000"))
    await world.office.add_top_up(world.identity("credit"), Decimal(amount), "by bank")
    world.tell(f"credit of {amount}")


async def _keep_alive(world: World, wanted: int, over: asyncio.Event) -> None:
    """Have processes start, and start again a while after they died."""
    rng = world.rng
    while not over.is_set():
        if len(world.alive) < wanted:
            await world.start_process()
        elif rng.random() < 0.01:
            process = rng.choice(world.alive)
            world.tell(f"{process.name} is told to stop")
            world.counts["orderly restarts"] += 1
            with contextlib.suppress(ProcessDiedError):
                await process.stop()
        await world.clock.sleep(rng.uniform(1, 30))


async def _finish(world: World) -> list[str]:
    """Let the weather clear and everything come to its end; returns what did not."""
    world.weather.calm = True
    world.chat.unreachable = 0.0
    world.tell("the weather clears")
    if not world.alive:
        await world.start_process()
    until = world.clock.now() + _LONGEST
    while _open(world):
        if world.clock.now() > until:
            world.counts["stuck"] += len(_open(world))
            return [f"stuck: {name}" for name in _open(world)]
        await world.clock.sleep(5)
    return await _let_approvals_expire(world) + await _people_decide(world)


def _open(world: World) -> list[str]:
    """Return what has not ended, or was not told."""
    statement = "SELECT taskid, action, state FROM operations WHERE ended_at IS NULL OR reported_at IS NULL"
    return [f"{taskid} {action} {state}" for taskid, action, state in world.office._rows(statement)]


async def _let_approvals_expire(world: World) -> list[str]:
    waiting = world.office.open_approvals()
    if not waiting:
        return []
    # Nobody is awake for a day.
    for process in world.alive:
        await process.stop()
    await world.clock.sleep(APPROVAL_LASTS)
    process = await world.start_process()
    await process.call(approvals.expire(process.services))
    world.counts["approvals expired"] += len(waiting)
    return [f"approval {row.id} is open for ever" for row in world.office.open_approvals()]


async def _people_decide(world: World) -> list[str]:
    """The reseller looks into the engine's panel and settles some of what needs a human, truthfully."""
    for row in world.office.operations(state="needs-human", limit=200):
        if world.rng.random() < 0.5:
            continue
        done = any(
            effect.taskid == row.taskid and effect.outcome is not Outcome.FAILED for effect in world.engine.effects
        )
        await world.office.settle(row.taskid, "done" if done else "failed", "looked it up")
        world.counts["settled by people"] += 1
        world.tell(f"{row.taskid} settled as {'done' if done else 'failed'}")
    for _ in range(60):
        if not _open(world):
            break
        await world.clock.sleep(5)
    return [f"not told: {name}" for name in _open(world)]
