"""Somebody wants something done: to one server, to several, a purchase; and again where it came to nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from operations import bulk, confirmations, servers, starting
from operations.confirmations import Asker
from operations.kinds.parameters import Renew
from operations.plans import Wish
from tests.simulation.answering import answer
from tests.simulation.people import identify
from tests.simulation.setting import ACCOUNT, ALICE, ANN, BOB, CARL, CHATS, OLGA, OPAL, SERVERS, TEAM, VERA
from tests.simulation.wishes import action_for, params_for

if TYPE_CHECKING:
    import random
    from collections.abc import Awaitable, Callable

    from operations.confirmations import Proposal
    from operations.kinds import Params
    from tests.simulation.people import People, Shown
    from tests.simulation.processes import Process
    from tests.simulation.world import World

_ASKERS = {
    (ALICE, ALICE): 4,
    (BOB, BOB): 4,
    (CARL, CARL): 3,
    (TEAM, ANN): 3,
    (TEAM, OLGA): 3,
    (TEAM, OPAL): 1,
    (TEAM, VERA): 1,
}
_MOST_ATTEMPTS = 3
_MOST_WISHES = 4


async def ask(people: People, rng: random.Random) -> None:
    """Let somebody want something and see it through; who is refused at once wants something else."""
    chat, user = rng.choices(tuple(_ASKERS), tuple(_ASKERS.values()))[0]
    for _ in range(_MOST_WISHES):
        policy, action = rng.choice(CHATS[chat]), action_for(rng)
        guid, params = _about(people, rng, action, policy)
        if params is not None and await _want(people, rng, chat, user, policy, action, guid, params):
            return


async def _want(
    people: People,
    rng: random.Random,
    chat: int,
    user: int,
    policy: str,
    action: str,
    guid: str | None,
    params: Params,
) -> bool:
    """Ask for this; False where that was refused before anything was shown."""
    if action == "start" and rng.random() < 0.5 and guid is not None:
        await _type_start(people, rng, chat, user, guid)
        return True
    if action == "renew" and rng.random() < 0.2:
        return await _ask_for_many(people, rng, chat, user, policy)
    wish = Wish(action, params, ACCOUNT, people.world.identity(policy), None)
    shown = await _ask_for_one(people, chat, user, wish, guid)
    if shown is None:
        return False
    attempts = 1
    await answer(people, rng, shown)
    while attempts < _MOST_ATTEMPTS and await _wants_it_again(people, rng, shown):
        attempts += 1
        again = await _ask_for_one(people, chat, user, wish, guid)
        if again is None:
            break
        shown = again
        await answer(people, rng, shown)
    return True


def _about(people: People, rng: random.Random, action: str, policy: str) -> tuple[str | None, Params | None]:
    """Draw a server on which this can be asked for, and the parameters."""
    world = people.world
    if action == "create_new":
        return None, params_for(world, rng, action, None)
    # A server that was refunded may be gone by now.
    world.engine.settle()
    for nickname in rng.sample(SERVERS[policy], len(SERVERS[policy])):
        guid = world.made.servers[nickname]
        if guid in world.engine.servers:
            params = params_for(world, rng, action, guid)
            if params is not None:
                return guid, params
    return None, None


async def _ask_for_one(people: People, chat: int, user: int, wish: Wish, guid: str | None) -> Shown | None:
    """Ask once; None where it was refused."""

    async def propose(process: Process) -> Proposal:
        services, actor = process.services, identify(process, chat, user)
        if guid is None:
            return await confirmations.propose_wish(services, Asker(actor, None), wish)
        known = servers.by_guid(services, actor, ACCOUNT, guid)
        return await confirmations.propose(services, Asker(actor, None), known, wish.action, wish.params)

    people.world.tell(f"{user} in {chat} asks for {wish.action} on {guid}")
    return await _shown(people, chat, user, propose)


async def _ask_for_many(people: People, rng: random.Random, chat: int, user: int, policy: str) -> bool:
    guids = [people.world.made.servers[name] for name in SERVERS[policy]]

    async def propose(process: Process) -> Proposal:
        services, actor = process.services, identify(process, chat, user)
        knowns = [servers.by_guid(services, actor, ACCOUNT, guid) for guid in guids]
        return await bulk.propose_many(services, Asker(actor, None), knowns, "renew", Renew(months=1))

    people.world.tell(f"{user} in {chat} asks to renew {len(guids)} servers")
    people.world.counts["batches asked for"] += 1
    shown = await _shown(people, chat, user, propose)
    if shown is not None:
        await answer(people, rng, shown)
    return shown is not None


async def _shown(
    people: People, chat: int, user: int, propose: Callable[[Process], Awaitable[Proposal]]
) -> Shown | None:
    found, proposal = await people.have_done(propose)
    if found == "ok":
        return await people.show(chat, user, proposal)
    people.world.tell(f"  refused: {found}")
    return None


async def _type_start(people: People, rng: random.Random, chat: int, user: int, guid: str) -> None:
    key = f"update-{chat}-{len(people.typed)}"
    people.typed[key] = (chat, user)
    asked_at = people.world.clock.now()

    async def start(process: Process) -> None:
        services, actor = process.services, identify(process, chat, user)
        known = servers.by_guid(services, actor, ACCOUNT, guid)
        await starting.start_now(services, Asker(actor, None), known, "start", asked_at=asked_at, dedupe_key=key)
        process.runner.kick()

    people.world.tell(f"{user} in {chat} types /start {guid}")
    # Telegram may deliver it twice, and to two processes.
    await asyncio.gather(*(people.have_done(start) for _ in range(2 if rng.random() < 0.4 else 1)))


async def _wants_it_again(people: People, rng: random.Random, shown: Shown) -> bool:
    """Wait for the end; True where it came to nothing and the person will try the same again."""
    world = people.world
    taskid = _made_of(world, shown)
    if taskid is None:
        # Lost in a crash, perhaps: some people just ask again.
        return rng.random() < 0.2
    row = world.office.operation(taskid)
    for _ in range(60):
        if row is None or row.ended_at is not None:
            break
        await world.clock.sleep(10)
        row = world.office.operation(taskid)
    await world.clock.sleep(rng.uniform(1, 90))
    return row is not None and row.state == "failed" and rng.random() < 0.9


def _made_of(world: World, shown: Shown) -> int | None:
    statement = "SELECT taskid FROM confirmations WHERE nonce_hash = ?"
    rows = world.office._rows(statement, (shown.digest,))
    return rows[0][0] if rows else None
