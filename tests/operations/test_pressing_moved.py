"""Pressing what is no longer as it was shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations import confirmations
from operations.errors import (
    ConfirmationEndedError,
    ConfirmationMovedError,
    NotPossibleError,
    NotYourConfirmationError,
    ServerNotFoundError,
)
from operations.kinds.parameters import MakeSnapshot, RenewSnapshot
from sandbox.engine import Run, Snapshot
from tests.operations.asking import MESSAGE, NOTHING, ask, ask_to_buy, kept, operation, press
from tests.operations.conftest import ALICE

if TYPE_CHECKING:
    from operations.confirmations import Proposal
    from tests.operations.conftest import World

DAY = 86400.0


@pytest.fixture(autouse=True)
async def _open(world: World) -> None:
    await world.policy(spending="open")


async def moved(world: World, proposal: Proposal) -> ConfirmationMovedError:
    """Press what no longer holds."""
    with pytest.raises(ConfirmationMovedError) as error:
        await press(world, proposal)
    assert kept(world, proposal).ended_how == "void"
    assert world.store.operations() == []
    return error.value


async def test_a_price_that_moved_at_the_engine(world: World) -> None:
    proposal = await ask(world)
    # The list that the question was made of is still good for questions.
    world.clock.advance(1)
    world.engine.world.lines[world.made.lines["bgp"]].disk_price = Decimal(1)

    error = await moved(world, proposal)

    assert error.moved == ("price",)
    assert error.proposal.plan.price.shown == Decimal("223.00")
    await confirmations.bind(world.services, error.proposal.nonce, MESSAGE)
    assert (await operation(world, error.proposal)).price == Decimal("223.00")


async def test_the_end_moved(world: World) -> None:
    proposal = await ask(world)
    world.server("web-1").ends_at += DAY

    assert (await moved(world, proposal)).moved == ("end",)


async def test_the_sizes_moved_and_with_them_the_price(world: World) -> None:
    proposal = await ask(world)
    world.server("web-1").harddisks.append(20)

    assert (await moved(world, proposal)).moved == ("price", "sizes")


async def test_a_snapshot_came(world: World) -> None:
    proposal = await ask(world, "web-2", "createsnapshot", MakeSnapshot(days=1))
    world.server("web-2").snapshots.append(
        Snapshot(name="other", created_at=world.clock.now(), ends_at=world.clock.now() + DAY)
    )

    assert (await moved(world, proposal)).moved == ("snapshots",)


async def test_a_snapshot_prolonged_meanwhile(world: World) -> None:
    proposal = await ask(world, "web-2", "renewsnapshot", RenewSnapshot(name="twqag", days=1))
    world.server("web-2").snapshots[0].ends_at += DAY

    assert (await moved(world, proposal)).moved == ("snapshots",)


async def test_the_system_moved(world: World) -> None:
    proposal = await ask(world)
    world.server("web-1").system_guid = world.made.systems["debian11"]

    assert (await moved(world, proposal)).moved == ("state",)


async def test_moved_and_no_longer_possible(world: World) -> None:
    proposal = await ask(world, action="stop", params=NOTHING)
    world.server("web-1").run_status = Run.OFF

    with pytest.raises(NotPossibleError):
        await press(world, proposal)

    assert kept(world, proposal).ended_how == "void"


async def test_other_terms_end_what_is_open(world: World) -> None:
    proposal = await ask(world)
    await world.policy(markup=Decimal(10))

    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)

    assert ended.value.how == "void"


async def test_a_press_older_than_the_question(world: World) -> None:
    proposal = await ask(world)
    world.clock.advance(120)

    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)

    assert (ended.value.how, kept(world, proposal).ended_how) == ("expired", "expired")


async def test_a_button_of_an_older_message(world: World) -> None:
    proposal = await ask(world)

    with pytest.raises(NotYourConfirmationError):
        await press(world, proposal, message=MESSAGE - 1)

    assert kept(world, proposal).ended_how is None


async def test_a_chat_that_lost_its_customer(world: World) -> None:
    await world.store.grant(ALICE, world.identities["bob"])
    proposal = await ask(world)
    await world.store.revoke(ALICE, world.identities["alice"])

    with pytest.raises((ConfirmationEndedError, ServerNotFoundError)):
        await press(world, proposal)

    assert kept(world, proposal).ended_how == "void"


async def test_a_purchase_carries_what_was_shown(world: World) -> None:
    await world.policy(markup=Decimal(10))
    row = await operation(world, await ask_to_buy(world))
    await world.run(row)

    (request,) = (each for each in world.engine.requests if each.action == "create_new")
    assert (row.guid, row.price, row.list_price) == (None, Decimal("217.80"), Decimal("198.00"))
    assert Decimal(request.form["clientPrice"]) == Decimal("217.80")
    assert "Abc123!def" not in str(row)


async def test_a_purchase_at_another_price_is_asked_again(world: World) -> None:
    proposal = await ask_to_buy(world)
    world.clock.advance(11)
    world.engine.world.lines[world.made.lines["bgp"]].disk_price = Decimal(1)

    assert (await moved(world, proposal)).moved == ("price",)


async def test_a_purchase_no_longer_sold(world: World) -> None:
    proposal = await ask_to_buy(world)
    world.clock.advance(11)
    line = world.engine.world.lines[world.made.lines["bgp"]]
    line.buy_status, line.disk_price = 0, Decimal(1)

    with pytest.raises(NotPossibleError):
        await press(world, proposal)

    assert kept(world, proposal).ended_how == "void"


async def test_a_purchase_for_a_customer_that_the_chat_lost(world: World) -> None:
    await world.store.grant(ALICE, world.identities["bob"])
    proposal = await ask_to_buy(world)
    await world.store.revoke(ALICE, world.identities["alice"])

    with pytest.raises((ConfirmationEndedError, ServerNotFoundError)):
        await press(world, proposal)

    assert world.store.operations() == []
