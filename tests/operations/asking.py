"""What the tests of confirmed operations have in common: asking, and pressing the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations import bulk, confirmations, pressing
from operations.kinds.parameters import NoParams, Purchase, Renew
from operations.plans import Wish

if TYPE_CHECKING:
    from operations.confirmations import Asker, Proposal
    from operations.kinds import Params
    from operations.pressing import Outcome
    from store import ConfirmationRow, OperationRow
    from tests.operations.conftest import World

MESSAGE = 77
MONTH = Renew(months=1)
NOTHING = NoParams()


async def ask(
    world: World,
    nickname: str = "web-1",
    action: str = "renew",
    params: Params = MONTH,
    *,
    asker: Asker | None = None,
    message: int = MESSAGE,
) -> Proposal:
    """Ask and show the question."""
    asker = asker or world.asker()
    proposal = await confirmations.propose(world.services, asker, world.known(nickname, asker.actor), action, params)
    await confirmations.bind(world.services, proposal.nonce, message)
    return proposal


async def ask_for_many(world: World, *nicknames: str, params: Params = MONTH, asker: Asker | None = None) -> Proposal:
    """Ask for the renewal of several and show the question."""
    asker = asker or world.asker()
    knowns = [world.known(nickname, asker.actor) for nickname in nicknames]
    proposal = await bulk.propose_many(world.services, asker, knowns, "renew", params)
    await confirmations.bind(world.services, proposal.nonce, MESSAGE)
    return proposal


async def press(world: World, proposal: Proposal, *, asker: Asker | None = None, message: int = MESSAGE) -> Outcome:
    """Press the button."""
    return await pressing.press(world.services, asker or world.asker(), proposal.nonce, message)


async def operation(world: World, proposal: Proposal, *, asker: Asker | None = None) -> OperationRow:
    """Press the button of what makes one operation at once."""
    outcome = await press(world, proposal, asker=asker)
    assert outcome.approval is None
    (row,) = outcome.operations
    return row


def kept(world: World, proposal: Proposal) -> ConfirmationRow:
    """What the store has of a question."""
    row = world.store.confirmation_by_nonce(proposal.nonce)
    assert row is not None
    return row


def purchase(world: World, **changes: object) -> Wish:
    """A server like web-1, for Alice."""
    values = {
        "line_guid": world.made.lines["bgp"],
        "cpu": 2,
        "memory": 4,
        "harddisks": (50,),
        "bandwidth": 5,
        "defense": 5,
        "system_guid": world.made.systems["debian12"],
        "password": "Abc123!def",
        "months": 1,
    }
    params = Purchase.model_validate({**values, **changes})
    return Wish("create_new", params, world.account_id, world.identities["alice"], None)


async def ask_to_buy(world: World, *, asker: Asker | None = None) -> Proposal:
    """Ask for a purchase and show the question."""
    proposal = await confirmations.propose_wish(world.services, asker or world.asker(), purchase(world))
    await confirmations.bind(world.services, proposal.nonce, MESSAGE)
    return proposal
