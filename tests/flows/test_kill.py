"""`kill -9` at every durable step of a paid operation, before and after its commit; then a restart has to end it well.

The steps come from `operations.states`: a new one without a way to it in `WAYS` or `WRITES` fails here.
"""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from operations import driving
from operations.states import STEPS, TRANSITIONS
from sandbox.engine import Outcome
from store import Store
from tests.flows.mortal import Death, Life, Side
from tests.flows.stage import SECRET_KEY, stage_at
from tests.flows.ways import PRICE, QUICK, WAYS, WRITES, Theatre, Way

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from operations.held import Held
    from operations.states import Transition

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

SIDES = get_args(Side)
PAID_IN = Decimal(800)
MARKS = {"done": "✅", "failed": "❌", "needs-human": "❔"}
SECOND_ANSWER = "answerCallbackQuery: a second answer to callback query"
ALREADY = "已经确认过了。"


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with stage_at(tmp_path) as stage, await Store.open(stage.settings().database, [SECRET_KEY]) as store:
        stage.engine.world.durations = QUICK
        yield Theatre(stage, store)
        assert stage.engine.violations == []
        # An update whose handler was killed is handled again, and its press answered again.
        assert set(stage.telegram.violations) <= {SECOND_ANSWER}


def test_every_step_has_its_death() -> None:
    assert set(WAYS) == {(each.from_, each.to) for each in TRANSITIONS}
    assert {step.name for step in STEPS} == {to for _, to in WAYS} | set(WRITES)


def test_the_document_tells_of_every_step() -> None:
    table = (Path(__file__).parents[2] / "docs" / "money.md").read_text(encoding="utf-8")
    for step in STEPS:
        assert f"`{step.name}`" in table, step


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda move: f"{move.from_}-{move.to}")
async def test_killed_at_a_move(theatre: Theatre, move: Transition, side: Side) -> None:
    values = {"from_state": move.from_, "to_state": move.to}
    await die_and_go_on(theatre, WAYS[move.from_, move.to], Death("move", side, values))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("step", sorted(WRITES))
async def test_killed_at_another_write(theatre: Theatre, step: str, side: Side) -> None:
    method, values, way = WRITES[step]
    await die_and_go_on(theatre, way, Death(method, side, values))


@pytest.mark.parametrize("side", SIDES)
async def test_killed_at_the_press(theatre: Theatre, side: Side) -> None:
    await die_and_go_on(theatre, Way(), Death("confirm", side))
    assert theatre.rows()[0].state == "done"


async def test_a_bot_that_sends_again_is_caught(theatre: Theatre) -> None:
    with pytest.raises(AssertionError):
        await die_and_go_on(theatre, Way(), Death("move", "before", {"to_state": "accepted"}), last=send_again)
    assert theatre.stage.executed("renew") == 2


def send_again() -> None:
    """Put in the mistake that must never be made: what was found on its way is sent once more."""

    async def found_sending(held: Held) -> None:
        await held.move("confirmed")

    driving._WORK = {**driving._WORK, "sending": found_sending}


async def die_and_go_on(theatre: Theatre, way: Way, death: Death, *, last: Callable[[], None] | None = None) -> None:
    await way.arrange(theatre)
    first = death if way.between is None else Death("confirm", "after")
    async with way.life(theatre.stage, first) as life:
        await theatre.known()
        await way.act(theatre)
        await life.died()
    if way.between is not None:
        await way.between(theatre)
        async with way.life(theatre.stage, death) as life:
            await life.died()
    await way.afterwards(theatre)
    async with Life(theatre.stage, last) if last is not None else way.life(theatre.stage, None):
        await theatre.until(theatre.quiet)
        await theatre.stage.telegram.wait_for(lambda: theatre.stage.telegram.updates_pending() == 0, timeout=10)
        # Whatever were to come after the end.
        await asyncio.sleep(0.1)
    await ended_well(theatre, way.action)


async def ended_well(theatre: Theatre, action: str) -> None:
    """Whatever died when: at most one effect, the money agrees with it, and so does the chat's last word."""
    stage, store = theatre.stage, theatre.store
    (row,) = theatre.rows()
    effects = [effect for effect in stage.engine.effects if effect.action == action]
    happened = sum(effect.outcome is not Outcome.FAILED for effect in effects)
    assert len(effects) <= 1
    assert happened == {"done": 1, "failed": 0}.get(row.state, happened)

    assert stage.engine.world.members[stage.world.userid].balance == Decimal(5000) - sum(
        each.charge for each in effects
    )
    credit, price = store.credit(row.identity_id), row.price or Decimal(0)
    assert price == PRICE[action]
    assert credit.balance == PAID_IN - (price if row.state == "done" else 0)
    assert credit.reserved == (price if row.state == "needs-human" else 0)
    assert store.verify_audit().problems == []

    # A press that is handled again after its process died may be told so after the end.
    last = [each.text for each in stage.telegram.messages(stage.zhang.id) if each.text != ALREADY][-1]
    assert last.startswith(MARKS[row.state]), (row.state, row.outcome, last)
    told = len(stage.telegram.messages(stage.people.staff))
    assert told >= 1 if row.state == "needs-human" else told == 0
