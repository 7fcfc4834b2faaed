"""What the reseller, the engine and the machine do without being asked."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from engine import EngineError
from operations.kinds import KINDS
from sandbox.engine.ledger import Outcome
from tests.simulation.processes import ProcessDiedError
from tests.simulation.setting import ACCOUNT, ANN, TEAM

if TYPE_CHECKING:
    from store import Role
    from tests.simulation.world import World

# Kinds whose failure the engine shows by nothing at all: no reading could tell it from success.
_FAIL_SILENTLY = frozenset({"revertsnapshot", "install"})
# And those that it may take money for and never carry out, without a status that shows as much.
_HANG_SILENTLY = frozenset({"renewsnapshot"})


async def meddle(world: World) -> None:
    """Let the reseller and the engine do what they do without asking."""
    rng = world.rng
    for _ in range(rng.randint(0, 5)):
        await world.clock.sleep(rng.uniform(0, 120))
        what = rng.choice(_MEDDLING)
        world.counts[f"meddling: {what.__name__.strip('_').replace('_', ' ')}"] += 1
        await what(world)


async def _prices_move(world: World) -> None:
    world.prices_move()
    if world.rng.random() < 0.5:
        return
    world.tell("the bot reads them")
    for process in world.alive:
        engine = process.services.engines.of(ACCOUNT)
        with contextlib.suppress(EngineError, ProcessDiedError):
            await process.call(process.services.catalogue.refresh(ACCOUNT, engine, now=world.clock.now()))


async def _server_is_reassigned(world: World) -> None:
    nickname, policy = world.rng.choice((("web-1", "open"), ("web-2", "credit"), ("expiring-1", "approval")))
    await world.office.assign(ACCOUNT, world.made.servers[nickname], world.identity(policy))
    world.tell(f"{nickname} now belongs to {policy}")


async def _role_is_lost(world: World) -> None:
    role: Role = world.rng.choice(("viewer", "operator"))
    await world.office.set_member(TEAM, ANN, role)
    world.tell(f"Ann is {role} now")


async def _operation_is_to_fail(world: World) -> None:
    outcome = world.rng.choice((Outcome.FAILED, Outcome.FAILED, Outcome.NEVER))
    silent = _HANG_SILENTLY if outcome is Outcome.NEVER else _FAIL_SILENTLY
    action = world.rng.choice(sorted(set(KINDS) - silent))
    world.engine.world.outcomes.plan(action, outcome)
    world.counts[f"fault: accepted, then {outcome}"] += 1
    world.tell(f"the next {action} ends {outcome}")


async def _process_is_killed(world: World) -> None:
    """Kill one at any moment, or in the worst: while a request is on its way."""
    if world.rng.random() < 0.5:
        for _ in range(300):
            if world.office.count_operations().get("sending"):
                break
            await world.clock.sleep(0.2)
    if world.alive and world.died < world.most_deaths:
        process = world.rng.choice(world.alive)
        process.kill()
        world.died += 1
        world.counts["kills"] += 1
        world.counts["kill: between two commits"] += 1
        world.tell(f"{process.name} killed")


_MEDDLING = (_prices_move, _server_is_reassigned, _role_is_lost, _operation_is_to_fail, _process_is_killed)
