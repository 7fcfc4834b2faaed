"""Who says yes to what somebody else confirmed: staff, a second owner, two at once, nobody, and people who may not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from operations import approvals
from tests.simulation.people import Decision, identify
from tests.simulation.setting import ANN, FRANK, GRACE, OLGA, STAFF, STRANGER, TEAM, VERA

if TYPE_CHECKING:
    import random

    from tests.simulation.people import People, Shown
    from tests.simulation.processes import Process

_WAYS = {"yes": 5, "no": 1, "both yes": 2, "yes and no": 1, "others": 2, "never": 1}
_WAIT = 60.0


async def decide(people: People, rng: random.Random, approval: int, needs: str, shown: Shown) -> None:
    """Decide an approval in one of the ways in which that happens."""
    second = OLGA if shown.user == ANN else ANN
    first, other = ((FRANK, STAFF), (GRACE, STAFF)) if needs == "staff" else ((second, shown.chat),) * 2
    await people.world.clock.sleep(rng.uniform(0, _WAIT))
    match rng.choices(tuple(_WAYS), tuple(_WAYS.values()))[0]:
        case "yes":
            await _say(people, approval, "approve", *first)
        case "no":
            await _say(people, approval, "decline", *other)
        case "both yes":
            await asyncio.gather(*(_say(people, approval, "approve", *who) for who in (first, other)))
        case "yes and no":
            await asyncio.gather(_say(people, approval, "approve", *first), _say(people, approval, "decline", *other))
        case "others":
            for who in ((shown.user, shown.chat), (VERA, TEAM), (STRANGER, STRANGER), (STRANGER, STAFF)):
                await _say(people, approval, rng.choice(("approve", "decline")), *who)
            await _say(people, approval, "approve", *first)
        case _:
            people.world.tell(f"  nobody decides approval {approval}")
    if needs == "owner":
        await _reseller_too(people, rng, approval, shown)


async def _reseller_too(people: People, rng: random.Random, approval: int, shown: Shown) -> None:
    """A second owner's yes may need the reseller's, too: then the confirmations are another approval's by now."""
    office = people.world.office
    if office.approval_confirmations(approval):
        return
    later = [row for row in office.open_approvals() if row.needs == "staff" and row.id > approval]
    if later:
        await decide(people, rng, later[-1].id, "staff", shown)


async def _say(people: People, approval: int, how: str, user: int, chat: int) -> None:
    async def say(process: Process) -> None:
        actor = identify(process, chat, user)
        if how == "approve":
            await approvals.approve(process.services, actor, approval)
        else:
            await approvals.decline(process.services, actor, approval)
        process.runner.kick()

    people.world.counts["decisions"] += 1
    found, _ = await people.have_done(say)
    people.decisions.append(Decision(approval, user, chat, how, found))
    people.world.tell(f"  {user} in {chat} says {how} to approval {approval}: {found}")
