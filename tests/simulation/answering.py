"""What comes after the question: presses once, twice, at once, late, by strangers, a crowd; a typed word; a cancel."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from operations import confirmations, pressing
from operations.confirmations import Asker
from operations.errors import ConfirmationMovedError
from tests.simulation.deciding import decide
from tests.simulation.people import NobodyThereError, Press, identify
from tests.simulation.setting import ALICE, ANN, BOB, OLGA, OPAL, STAFF, STRANGER, VERA

if TYPE_CHECKING:
    import random

    from operations.confirmations import Proposal
    from operations.pressing import Outcome
    from store import ConfirmationRow
    from tests.simulation.people import People, Shown
    from tests.simulation.processes import Process

_WAYS = {"once": 8, "twice": 2, "at once": 3, "strangers": 3, "late": 1, "cancel": 1, "wrong": 1, "crowd": 2}
_MOST_MOVES = 2


@dataclass(frozen=True)
class _Finger:
    """Who presses where; `word` is what they type instead, where a word is asked for."""

    user: int
    chat: int
    message: int
    word: str | None


async def answer(people: People, rng: random.Random, shown: Shown) -> None:
    """Press what was shown, in one of the ways in which people (and others) press."""
    mine = _Finger(shown.user, shown.chat, shown.message, shown.words[0] if shown.words else None)
    await people.world.clock.sleep(rng.uniform(0, 40))
    match rng.choices(tuple(_WAYS), tuple(_WAYS.values()))[0]:
        case "once":
            await _press(people, rng, shown, mine)
        case "twice":
            await _press(people, rng, shown, mine)
            await _press(people, rng, shown, mine)
        case "at once":
            await asyncio.gather(_press(people, rng, shown, mine), _press(people, rng, shown, mine))
        case "strangers":
            await _strangers(people, rng, shown, mine)
        case "late":
            await people.world.clock.sleep(rng.uniform(80, 200))
            await _press(people, rng, shown, mine)
        case "cancel":
            await asyncio.gather(_cancel(people, shown), _press(people, rng, shown, mine))
        case "wrong":
            # Without a word where one is needed, or with another server's.
            await _press(people, rng, shown, replace(mine, word=rng.choice((None, "web-1")) if mine.word else None))
            await _press(people, rng, shown, mine)
        case _:
            others = [replace(mine, user=rng.choice((ANN, OLGA, STRANGER))) for _ in range(2)]
            fingers = [mine, *others, mine]
            await asyncio.gather(*(_press(people, rng, shown, each) for each in fingers), _cancel(people, shown))


async def _strangers(people: People, rng: random.Random, shown: Shown, mine: _Finger) -> None:
    await _press(people, rng, shown, replace(mine, user=STRANGER, chat=STRANGER))
    await _press(people, rng, shown, replace(mine, user=rng.choice((ANN, OPAL, VERA, STRANGER, BOB))))
    await _press(people, rng, shown, replace(mine, chat=rng.choice((STAFF, BOB, STRANGER, ALICE))))
    await _press(people, rng, shown, replace(mine, message=mine.message + 1))
    if rng.random() < 0.5:
        await _press(people, rng, shown, mine)


async def _press(people: People, rng: random.Random, shown: Shown, finger: _Finger, *, moves: int = 0) -> None:
    """Press once; answer what comes of it: an approval to be given, a fresh confirmation."""
    world = people.world
    made = Press(finger.user, finger.chat, finger.message, finger.word, world.clock.now())
    if finger.word is None:
        shown.presses.append(made)
    moved: list[Proposal] = []

    async def press(process: Process) -> Outcome:
        asker = Asker(identify(process, finger.chat, finger.user), None)
        try:
            if finger.word is None:
                outcome = await pressing.press(process.services, asker, shown.nonce, finger.message)
            else:
                row = _meant(people, process, asker, made)
                outcome = await pressing.press_typed(process.services, asker, row, finger.word)
        except ConfirmationMovedError as error:
            moved.append(error.proposal)
            raise
        process.runner.kick()
        return outcome

    world.counts["presses"] += 1
    found, outcome = await people.have_done(press)
    made.came_to = [row.taskid for row in outcome.operations] if found == "ok" else found
    world.tell(f"  {finger.user} in {finger.chat} presses {shown.action} in {finger.message}: {made.came_to}")
    if found == "ok" and outcome.approval is not None:
        world.counts["approvals asked"] += 1
        await decide(people, rng, outcome.approval.id, outcome.approval.needs, shown)
    if moved and moves < _MOST_MOVES and rng.random() < 0.8:
        again = await people.show(finger.chat, finger.user, moved[0])
        await world.clock.sleep(rng.uniform(0, 20))
        await _press(people, rng, again, replace(finger, message=again.message), moves=moves + 1)


def _meant(people: People, process: Process, asker: Asker, made: Press) -> ConfirmationRow:
    """Return what a typed word is taken to answer, which need not be what the person had in mind.

    Raises:
        NobodyThereError: nothing waits for a word; it is chatter.
    """
    typed_as = people.world.chat.message()
    row = confirmations.awaiting_word(process.services, asker.actor, typed_as=typed_as, answers=made.message)
    if row is None:
        raise NobodyThereError
    meant = next((each for each in people.shown if each.digest == row.nonce_hash), None)
    if meant is not None:
        made.message = meant.message
        meant.presses.append(made)
    return row


async def _cancel(people: People, shown: Shown) -> None:
    async def cancel(process: Process) -> None:
        actor = identify(process, shown.chat, shown.user)
        await confirmations.cancel(process.services, actor, shown.nonce, shown.message)

    await people.world.clock.sleep(people.world.rng.uniform(0, 0.6))
    found, _ = await people.have_done(cancel)
    people.world.tell(f"  {shown.user} cancels {shown.action}: {found}")
