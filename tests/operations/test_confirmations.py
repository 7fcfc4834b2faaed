from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from engine import Reason
from operations import confirmations, pressing
from operations.errors import (
    ConfirmationEndedError,
    ConfirmationMovedError,
    EngineUnavailableError,
    NotAllowedError,
    NotPossibleError,
    NotYourConfirmationError,
    ServerBusyError,
    ServerNotFoundError,
)
from sandbox.engine import Fault, Run
from tests.operations.conftest import ALICE, BOB, TEAM

if TYPE_CHECKING:
    from operations.confirmations import Asker, Proposal
    from store import OperationRow
    from tests.operations.conftest import World

MESSAGE = 77


async def shown(world: World, nickname: str = "web-1", action: str = "stop", asker: Asker | None = None) -> Proposal:
    asker = asker or world.asker()
    proposal = await confirmations.propose(world.services, asker, world.known(nickname, asker.actor), action)
    await confirmations.bind(world.services, proposal.nonce, MESSAGE)
    return proposal


async def press(world: World, proposal: Proposal, asker: Asker | None = None, message: int = MESSAGE) -> OperationRow:
    outcome = await pressing.press(world.services, asker or world.asker(), proposal.nonce, message)
    assert outcome.approval is None
    return outcome.operations[0]


async def test_a_press_makes_one_operation_with_the_state_before(world: World) -> None:
    row = await press(world, await shown(world))

    assert (row.state, row.action, row.guid) == ("confirmed", "stop", world.made.servers["web-1"])
    assert row.before is not None
    assert '"run_status":1' in row.before.replace(" ", "")
    assert row.status_message_id == MESSAGE


async def test_only_the_first_of_many_presses_counts(world: World) -> None:
    proposal = await shown(world)

    results = await asyncio.gather(*(press(world, proposal) for _ in range(8)), return_exceptions=True)

    rows = [result for result in results if not isinstance(result, BaseException)]
    assert len(rows) == 1
    assert all(isinstance(r, ConfirmationEndedError | ServerBusyError) for r in results if isinstance(r, Exception))
    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)
    assert (ended.value.how, ended.value.taskid) == ("pressed", rows[0].taskid)


async def test_another_person_another_chat_another_message(world: World) -> None:
    await world.store.set_member(TEAM, ALICE, "owner")
    await world.store.set_member(TEAM, BOB, "operator")
    proposal = await shown(world, asker=world.asker(ALICE, TEAM))

    for asker, message in ((world.asker(BOB, TEAM), MESSAGE), (world.asker(ALICE), MESSAGE)):
        with pytest.raises(NotYourConfirmationError):
            await press(world, proposal, asker, message)
    with pytest.raises(NotYourConfirmationError):
        await press(world, proposal, world.asker(ALICE, TEAM), MESSAGE + 1)
    assert (await press(world, proposal, world.asker(ALICE, TEAM))).user_id == ALICE


async def test_too_late(world: World) -> None:
    proposal = await shown(world)
    world.clock.advance(121)

    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)

    assert ended.value.how == "expired"


async def test_an_unknown_nonce(world: World) -> None:
    with pytest.raises(ConfirmationEndedError) as ended:
        await pressing.press(world.services, world.asker(), "x" * 22, MESSAGE)
    assert ended.value.how == "unknown"


async def test_one_never_bound_to_its_message_is_void(world: World) -> None:
    proposal = await confirmations.propose(world.services, world.asker(), world.known("web-1"), "stop")

    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)

    assert ended.value.how == "void"


async def test_a_new_address_voids_it_and_shows_a_fresh_one(world: World) -> None:
    proposal = await shown(world)
    world.server("web-1").ip = "192.0.2.99"

    with pytest.raises(ConfirmationMovedError) as moved:
        await press(world, proposal)

    assert moved.value.moved == ("address",)
    assert moved.value.proposal.known is not None
    assert moved.value.proposal.known.server.ip == "192.0.2.99"
    with pytest.raises(ConfirmationEndedError):
        await press(world, proposal)
    await confirmations.bind(world.services, moved.value.proposal.nonce, MESSAGE)
    assert (await press(world, moved.value.proposal)).action == "stop"


async def test_a_state_that_makes_it_impossible_says_so(world: World) -> None:
    proposal = await shown(world)
    world.server("web-1").run_status = Run.OFF

    with pytest.raises(NotPossibleError) as impossible:
        await press(world, proposal)

    assert isinstance(impossible.value.reason, Reason)


async def test_reassigned_meanwhile(world: World) -> None:
    proposal = await shown(world)
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])

    with pytest.raises((ServerNotFoundError, ConfirmationEndedError)):
        await press(world, proposal)

    assert world.store.open_operation(world.account_id, world.made.servers["web-1"]) is None


async def test_a_role_taken_away_meanwhile(world: World) -> None:
    await world.store.set_member(TEAM, ALICE, "owner")
    await world.store.set_member(TEAM, BOB, "operator")
    proposal = await shown(world, asker=world.asker(BOB, TEAM))
    await world.store.set_member(TEAM, BOB, "viewer")

    with pytest.raises(NotAllowedError):
        await press(world, proposal, world.asker(BOB, TEAM))


async def test_a_viewer_gets_none(world: World) -> None:
    with pytest.raises(NotAllowedError) as refused:
        await shown(world, asker=world.asker(BOB, TEAM))
    assert refused.value.needed == "operator"


async def test_an_engine_out_of_reach_leaves_it_open(world: World) -> None:
    proposal = await shown(world)
    await world.engine.refuse_connections()

    with pytest.raises(EngineUnavailableError):
        await press(world, proposal)

    await world.engine.accept_connections()
    assert (await press(world, proposal)).state == "confirmed"


async def test_cancelled_is_over(world: World) -> None:
    proposal = await shown(world)
    await confirmations.cancel(world.services, world.actor(), proposal.nonce, MESSAGE)

    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)

    assert ended.value.how == "cancelled"


async def test_cancel_all_ends_only_ones_own(world: World) -> None:
    mine = await shown(world, "web-1")
    await shown(world, "web-2")
    theirs = await shown(world, "db-1", asker=world.asker(BOB))

    assert len(await confirmations.cancel_all(world.services, world.actor())) == 2
    assert await confirmations.cancel_all(world.services, world.actor()) == []
    with pytest.raises(ConfirmationEndedError):
        await press(world, mine)
    assert (await press(world, theirs, world.asker(BOB))).user_id == BOB


async def test_a_role_lost_while_the_press_was_reading_counts(world: World) -> None:
    await world.store.set_member(TEAM, ALICE, "owner")
    await world.store.set_member(TEAM, BOB, "operator")
    proposal = await shown(world, asker=world.asker(BOB, TEAM))
    world.engine.fail_next(Fault.SLOW(0.3), action="getserver")
    pressed = asyncio.create_task(press(world, proposal, world.asker(BOB, TEAM)))
    await asyncio.sleep(0.05)
    await world.store.set_member(TEAM, BOB, "viewer")

    with pytest.raises(NotAllowedError):
        await pressed

    await world.store.set_member(TEAM, BOB, "operator")
    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal, world.asker(BOB, TEAM))
    assert ended.value.how == "void"
