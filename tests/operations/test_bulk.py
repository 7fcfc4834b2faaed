from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine import Reason
from operations import bulk, confirmations, plans
from operations.errors import (
    ConfirmationEndedError,
    ConfirmationMovedError,
    CreditTooLowError,
    EngineUnavailableError,
    MixedOwnersError,
    NotAllowedError,
    NotPossibleError,
    ServerBusyError,
    ServerNotFoundError,
)
from operations.kinds.parameters import Install, Renew
from operations.pressing import Outcome
from sandbox.engine import Fault
from tests.operations.asking import MESSAGE, MONTH, NOTHING, ask, ask_for_many, kept, operation, press
from tests.operations.conftest import ALICE, BOB, TEAM

if TYPE_CHECKING:
    from operations.confirmations import Proposal
    from tests.operations.conftest import World

DAY = 86400.0
# web-1 and cache-1: 198.00 each; web-2: 88 + 150 GB at 0.50 + 85 for 5 Mbit/s and 15 more at 60.
WEB_2 = Decimal("1148.00")


@pytest.fixture(autouse=True)
async def _open(world: World) -> None:
    await world.policy(spending="open")


def guids(world: World, *nicknames: str) -> list[str]:
    return [world.made.servers[nickname] for nickname in nicknames]


async def moved(world: World, proposal: Proposal) -> ConfirmationMovedError:
    """Press what no longer holds."""
    with pytest.raises(ConfirmationMovedError) as error:
        await press(world, proposal)
    assert world.store.operations() == []
    assert {row.ended_how for row in world.store.batch_confirmations(kept(world, proposal).batch or "")} == {"void"}
    return error.value


async def test_one_yes_renews_each_under_its_own_number(world: World) -> None:
    proposal = await ask_for_many(world, "web-1", "web-2", "cache-1")
    assert proposal.total == Decimal("1544.00")
    assert [plan.price.shown for plan in proposal.plans] == [Decimal("198.00"), WEB_2, Decimal("198.00")]

    outcome = await press(world, proposal)
    ended = [await world.run(row) for row in outcome.operations]

    assert [row.guid for row in ended] == guids(world, "web-1", "web-2", "cache-1")
    assert {row.state for row in ended} == {"done"}
    assert {row.status_message_id for row in ended} == {MESSAGE}
    assert len({row.batch for row in ended}) == 1
    numbers = [row.order_no for row in ended]
    assert len(set(numbers)) == 3
    assert world.sent("renew") == numbers


async def test_one_server_is_no_batch(world: World) -> None:
    proposal = await ask_for_many(world, "web-1")

    assert kept(world, proposal).batch is None
    assert [row.batch for row in (await press(world, proposal)).operations] == [None]


async def test_a_server_named_twice_is_renewed_once(world: World) -> None:
    proposal = await ask_for_many(world, "web-1", "web-1")

    assert proposal.total == Decimal("198.00")
    assert len((await press(world, proposal)).operations) == 1


async def test_who_cannot_take_part_is_left_out_and_named(world: World) -> None:
    restart = await operation(world, await ask(world, "web-2", "restart", NOTHING))
    world.engine.world.lines[world.made.lines["shared"]].months = (3,)
    world.clock.advance(11)
    proposal = await ask_for_many(world, "web-1", "web-2", "shop-1")

    assert [plan.wish.guid for plan in proposal.plans] == guids(world, "web-1")
    (busy, refused) = proposal.refused
    assert (busy[0].guid, type(busy[1])) == (restart.guid, ServerBusyError)
    assert isinstance(refused[1], NotPossibleError)
    assert refused[1].reason == Reason.MONTHS_NOT_OFFERED


async def test_one_that_cannot_be_read_is_left_out(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("系统繁忙"), action="getserver")
    proposal = await ask_for_many(world, "web-1", "web-2")

    assert len(proposal.plans) == 1
    assert [type(error) for _, error in proposal.refused] == [EngineUnavailableError]


async def test_none_can_take_part(world: World) -> None:
    with pytest.raises(NotPossibleError) as error:
        await ask_for_many(world, "web-1", "web-2", params=Renew(months=11))

    assert error.value.reason == Reason.MONTHS_NOT_OFFERED


async def test_two_customers_money_is_not_mixed(world: World) -> None:
    await world.store.grant(ALICE, world.identities["bob"])

    with pytest.raises(MixedOwnersError):
        await ask_for_many(world, "web-1", "db-1")


async def test_at_least_one_and_at_most_twenty(world: World) -> None:
    everything = [world.engine.add_server(world.made.userid, line_guid=world.made.lines["bgp"]).guid for _ in range(21)]
    for guid in everything:
        await world.store.assign(world.account_id, guid, world.identities["alice"])
    await world.sync()
    knowns = [world.known_by_guid(guid) for guid in everything]

    with pytest.raises(ValueError, match="21 servers"):
        await bulk.propose_many(world.services, world.asker(), knowns, "renew", MONTH)
    with pytest.raises(ValueError, match="0 servers"):
        await bulk.propose_many(world.services, world.asker(), [], "renew", MONTH)
    proposal = await bulk.propose_many(world.services, world.asker(), knowns[:20], "renew", MONTH)

    assert len(proposal.plans) == 20
    await confirmations.bind(world.services, proposal.nonce, MESSAGE)
    assert len({row.order_no for row in (await press(world, proposal)).operations}) == 20


async def test_a_few_readings_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0
    draw_up = plans.draw_up

    async def counted(*args: object, **more: object) -> object:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return await draw_up(*args, **more)  # type: ignore[arg-type] # as they came
        finally:
            running -= 1

    monkeypatch.setattr(plans, "draw_up", counted)
    wish = (await ask(world)).plan.wish
    await plans.draw_up_all(world.services, [wish] * 20)

    assert most == 8


@pytest.mark.parametrize("action", ["refund", "install"])
async def test_what_is_typed_is_asked_one_at_a_time(world: World, action: str) -> None:
    """Else the first one's name would destroy all of them."""
    params = Install(system_guid=world.made.systems["debian11"], password="x") if action == "install" else NOTHING

    with pytest.raises(ValueError, match="one server at a time"):
        await bulk.propose_many(
            world.services, world.asker(), [world.known("web-1"), world.known("web-2")], action, params
        )


async def test_a_viewer_gets_none(world: World) -> None:
    await world.members(owners=(ALICE,), operators=(BOB,))

    with pytest.raises(NotAllowedError):
        await ask_for_many(world, "web-1", "web-2", asker=world.asker(BOB, TEAM))


async def test_one_moved_and_all_is_asked_again(world: World) -> None:
    proposal = await ask_for_many(world, "web-1", "web-2", "cache-1")
    world.server("web-2").ends_at += DAY

    error = await moved(world, proposal)

    assert error.moved == ("end",)
    assert len(error.proposal.plans) == 3
    await confirmations.bind(world.services, error.proposal.nonce, MESSAGE)
    assert len((await press(world, error.proposal)).operations) == 3


async def test_one_busy_and_the_rest_is_asked_again(world: World) -> None:
    proposal = await ask_for_many(world, "web-1", "web-2", "cache-1")
    restart = await operation(world, await ask(world, "web-2", "restart", NOTHING))

    with pytest.raises(ConfirmationMovedError) as error:
        await press(world, proposal)

    assert error.value.moved == ("state",)
    assert error.value.proposal.total == Decimal("396.00")
    assert [known.guid for known, _ in error.value.proposal.refused] == [restart.guid]
    assert [row.action for row in world.store.operations()] == ["restart"]


async def test_one_reassigned_and_all_is_void(world: World) -> None:
    proposal = await ask_for_many(world, "web-1", "web-2")
    await world.store.assign(world.account_id, world.made.servers["web-2"], world.identities["bob"])

    with pytest.raises((ConfirmationEndedError, ServerNotFoundError)):
        await press(world, proposal)

    assert world.store.operations() == []


async def test_one_reassigned_while_it_was_read_is_left_out_of_the_fresh_question(world: World) -> None:
    """The reading began before, the question was kept after: no assignment voids it, and the press finds it moved."""
    await world.store.grant(ALICE, world.identities["bob"])
    asker = world.asker()
    knowns = [world.known(nickname, asker.actor) for nickname in ("web-1", "web-2", "cache-1")]
    await world.store.assign(world.account_id, world.made.servers["web-2"], world.identities["bob"])
    proposal = await bulk.propose_many(world.services, asker, knowns, "renew", MONTH)
    await confirmations.bind(world.services, proposal.nonce, MESSAGE)

    error = await moved(world, proposal)

    assert error.moved == ("owner",)
    assert [known.guid for known, _ in error.proposal.refused] == guids(world, "web-2")
    assert isinstance(error.proposal.refused[0][1], MixedOwnersError)
    await confirmations.bind(world.services, error.proposal.nonce, MESSAGE)
    outcome = await press(world, error.proposal)
    assert [row.guid for row in outcome.operations] == guids(world, "web-1", "cache-1")
    assert {row.identity_id for row in outcome.operations} == {world.identities["alice"]}


async def test_one_out_of_reach_leaves_all_open(world: World) -> None:
    proposal = await ask_for_many(world, "web-1", "web-2")
    world.engine.fail_next(Fault.REFUSE("系统繁忙"), action="getserver")

    with pytest.raises(EngineUnavailableError):
        await press(world, proposal)

    assert world.store.operations() == []
    assert len((await press(world, proposal)).operations) == 2


async def test_cancelled_as_one(world: World) -> None:
    proposal = await ask_for_many(world, "web-1", "web-2")
    await confirmations.cancel(world.services, world.actor(), proposal.nonce, MESSAGE)

    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)

    assert ended.value.how == "cancelled"
    assert world.store.open_confirmations(ALICE, ALICE) == []


async def test_cancel_all_counts_a_batch_once(world: World) -> None:
    await ask_for_many(world, "web-1", "web-2")
    await ask(world, "cache-1", message=78)

    assert len(await confirmations.cancel_all(world.services, world.actor())) == 2


async def test_many_taps_at_once_pay_once(world: World) -> None:
    proposal = await ask_for_many(world, "web-1", "web-2")

    results = await asyncio.gather(*(press(world, proposal) for _ in range(6)), return_exceptions=True)

    assert sum(isinstance(result, Outcome) for result in results) == 1
    assert {type(r) for r in results if isinstance(r, Exception)} <= {ConfirmationEndedError}
    assert len(world.store.operations()) == 2


async def test_the_credit_has_to_cover_all_of_it(world: World) -> None:
    await world.credit("395.99")
    proposal = await ask_for_many(world, "web-1", "cache-1")

    with pytest.raises(CreditTooLowError) as low:
        await press(world, proposal)

    assert (low.value.available, low.value.needed) == (Decimal("395.99"), Decimal("396.00"))
    assert world.store.operations() == []
    await world.store.add_top_up(world.identities["alice"], Decimal("0.01"))
    assert [row.funding for row in (await press(world, proposal)).operations] == ["credit", "credit"]


async def test_the_limit_holds_for_all_of_it(world: World) -> None:
    await world.staff_chat()
    await world.policy(monthly_limit=Decimal("395.99"))

    outcome = await press(world, await ask_for_many(world, "web-1", "cache-1"))

    assert (outcome.operations, outcome.way.why) == ((), "limit")


async def test_one_unknown_price_makes_the_total_unknown_and_needs_the_reseller(world: World) -> None:
    await world.staff_chat()
    world.server("cache-1").cpu = 3
    proposal = await ask_for_many(world, "web-1", "cache-1")

    assert (proposal.total, proposal.way.why) == (None, "unknown_price")
    assert (await press(world, proposal)).approval is not None


async def test_an_earlier_number_is_its_own_servers_only(world: World) -> None:
    row = await operation(world, await ask(world))
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    first = await world.run(row)
    assert first.outcome == "did_not"

    outcome = await press(world, await ask_for_many(world, "web-1", "cache-1"))

    assert outcome.operations[0].order_no == first.order_no
    assert outcome.operations[1].order_no not in {None, first.order_no}
