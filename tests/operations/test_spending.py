from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations.errors import CreditTooLowError, NoStaffError
from operations.kinds.parameters import Downgrade
from operations.pressing import Outcome
from operations.spending import Payer, Way, is_staff, month_start
from sandbox.engine import Fault
from store import Spend
from tests.operations.asking import MONTH, NOTHING, ask, kept, operation, press
from tests.operations.conftest import ALICE, BOB, RITA, STAFF, TEAM

if TYPE_CHECKING:
    from tests.operations.conftest import World

# What a month of web-1 costs; web-2 has more disks and bandwidth.
PRICE = Decimal("198.00")
DOWNGRADE = Downgrade(cpu=2, memory=2, bandwidth=5, defense=5)


async def test_under_approval_the_reseller_is_asked(world: World) -> None:
    await world.staff_chat()
    proposal = await ask(world)
    outcome = await press(world, proposal)

    assert outcome.way == Way(Spend(world.identities["alice"], "approval"), "staff", "policy")
    assert outcome.approval is not None
    assert (outcome.approval.needs, outcome.approval.chat_id, outcome.operations) == ("staff", ALICE, ())
    assert [(notice.chat_id, notice.kind) for notice in world.store.due_notices(world.clock.now())] == [
        (STAFF, "approval")
    ]


async def test_without_a_staff_chat_nobody_can_be_asked(world: World) -> None:
    proposal = await ask(world)

    with pytest.raises(NoStaffError):
        await press(world, proposal)

    assert kept(world, proposal).ended_how is None
    await world.staff_chat()
    assert (await press(world, proposal)).approval is not None


async def test_what_costs_nothing_is_nobodys_policy(world: World) -> None:
    row = await operation(world, await ask(world, action="stop", params=NOTHING))

    assert (row.funding, row.price) == (None, None)


async def test_credit_is_reserved_and_taken_at_the_end(world: World) -> None:
    await world.credit("200")
    row = await operation(world, await ask(world))

    credit = world.store.credit(world.identities["alice"])
    assert (row.funding, row.price, row.list_price) == ("credit", PRICE, PRICE)
    assert (credit.reserved, credit.available) == (PRICE, Decimal("2.00"))

    await world.run(row)
    credit = world.store.credit(world.identities["alice"])
    assert (credit.settled, credit.reserved, credit.balance) == (PRICE, Decimal(0), Decimal("2.00"))


async def test_credit_is_given_back_when_it_did_not_happen(world: World) -> None:
    await world.credit("200")
    row = await operation(world, await ask(world))
    world.engine.fail_next(Fault.REFUSE("余额不足"), action="renew")

    assert (await world.run(row)).state == "failed"
    assert world.store.credit(world.identities["alice"]).available == Decimal("200.00")


async def test_what_is_taken_is_the_price_with_the_mark_up(world: World) -> None:
    await world.policy(markup=Decimal(10))
    await world.credit("217.80")
    row = await operation(world, await ask(world))

    assert (row.price, row.list_price) == (Decimal("217.80"), PRICE)
    assert world.store.credit(world.identities["alice"]).available == Decimal(0)


async def test_a_fen_too_little_credit_leaves_the_question_open(world: World) -> None:
    await world.credit("197.99")
    proposal = await ask(world)

    with pytest.raises(CreditTooLowError) as low:
        await press(world, proposal)

    assert (low.value.available, low.value.needed) == (Decimal("197.99"), PRICE)
    assert world.store.operations() == []
    await world.store.add_top_up(world.identities["alice"], Decimal("0.01"))
    assert (await operation(world, proposal)).funding == "credit"


async def test_two_presses_at_once_for_one_credit(world: World) -> None:
    await world.credit("300")
    one, two = await ask(world, "cache-1", message=77), await ask(world, "web-1", message=78)

    results = await asyncio.gather(press(world, one), press(world, two, message=78), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == ["CreditTooLowError", "Outcome"]
    assert world.store.credit(world.identities["alice"]).reserved == PRICE
    assert len(world.store.operations()) == 1


async def test_an_unknown_outcome_keeps_the_credit(world: World) -> None:
    await world.credit("200")
    row = await operation(world, await ask(world))
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    # Something else moved the end: nobody but a person can tell.
    world.server("web-1").ends_at += 3 * 86400

    assert (await world.run(row)).state == "needs-human"
    assert world.store.credit(world.identities["alice"]).reserved == PRICE


@pytest.mark.parametrize("policy", ["approval", "credit", "open"])
async def test_an_unknown_price_needs_the_reseller_under_every_policy(world: World, policy: Any) -> None:
    await world.staff_chat()
    await world.policy(spending=policy)
    outcome = await press(world, await ask(world, action="renew_for_rd", params=DOWNGRADE))

    assert outcome.approval is not None
    assert outcome.way == Way(Spend(world.identities["alice"], "approval"), "staff", "unknown_price")


async def test_open_without_a_limit(world: World) -> None:
    await world.policy(spending="open")

    assert (await operation(world, await ask(world))).funding == "open"


async def test_open_up_to_the_limit_and_not_a_fen_further(world: World) -> None:
    await world.staff_chat()
    await world.policy(spending="open", monthly_limit=Decimal("395.99"))
    await world.run(await operation(world, await ask(world)))

    outcome = await press(world, await ask(world, "cache-1"))

    assert (outcome.operations, outcome.way.why) == ((), "limit")
    await world.policy(monthly_limit=Decimal("396.00"))
    assert (await operation(world, await ask(world, "cache-1"))).funding == "open"


async def test_the_limit_counts_from_the_month_in_shanghai(world: World) -> None:
    await world.policy(spending="open", monthly_limit=Decimal("198.00"))
    await world.run(await operation(world, await ask(world)))
    assert (await ask(world, "cache-1")).way.why == "limit"

    # The clock's 15 January 2027; 31 January 16:00 UTC is midnight there.
    world.clock.advance(datetime(2027, 1, 31, 15, 59, 59, tzinfo=UTC).timestamp() - world.clock.now())
    assert (await ask(world, "cache-1")).way.why == "limit"
    world.clock.advance(1)
    assert (await operation(world, await ask(world, "cache-1"))).funding == "open"


async def test_a_limit_reached_by_two_at_once(world: World) -> None:
    await world.staff_chat()
    await world.policy(spending="open", monthly_limit=Decimal("300.00"))
    one, two = await ask(world, "cache-1", message=77), await ask(world, "web-1", message=78)

    results = await asyncio.gather(press(world, one), press(world, two, message=78))

    # The transaction finds what the look before it could not: the second goes to the reseller.
    assert sorted(len(result.operations) for result in results) == [0, 1]
    (waiting,) = (result for result in results if result.approval is not None)
    assert waiting.way.why == "limit"
    assert world.store.spent_since(world.identities["alice"], 0) == PRICE


async def test_a_limit_reached_by_two_at_once_in_the_staff_chat(world: World) -> None:
    rita = await world.staff_chat()
    await world.store.grant(STAFF, world.identities["alice"])
    await world.policy(spending="open", monthly_limit=Decimal("300.00"))
    rita = world.asker(RITA, STAFF)
    one = await ask(world, "cache-1", asker=rita, message=77)
    two = await ask(world, "web-1", asker=rita, message=78)

    results = await asyncio.gather(
        press(world, one, asker=rita), press(world, two, asker=rita, message=78), return_exceptions=True
    )

    fundings = [result.operations[0].funding for result in results if isinstance(result, Outcome)]
    assert sorted(str(funding) for funding in fundings) == ["approval", "open"]


async def test_staffs_own_request_is_its_own_approval(world: World) -> None:
    await world.staff_chat()
    await world.store.grant(STAFF, world.identities["alice"])
    rita = world.asker(RITA, STAFF)

    row = await operation(world, await ask(world, asker=rita), asker=rita)

    assert (row.funding, row.price, row.approval_id) == ("approval", PRICE, None)


async def test_an_operator_in_the_staff_chat_decides_nothing(world: World) -> None:
    await world.staff_chat()
    await world.store.set_member(STAFF, BOB, "operator")

    assert is_staff(world.actor(RITA, STAFF), world.account_id)
    assert not is_staff(world.actor(BOB, STAFF), world.account_id)
    assert not is_staff(world.actor(RITA, STAFF), world.account_id + 1)
    assert not is_staff(world.actor(ALICE), world.account_id)


async def test_a_second_owner_is_needed_only_where_there_is_one(world: World) -> None:
    await world.members(owners=(ALICE,), operators=(BOB,))
    alice = world.asker(ALICE, TEAM)
    assert (await ask(world, action="refund", params=NOTHING, asker=alice)).way.needs is None

    await world.members(owners=(BOB,))
    way = (await ask(world, action="refund", params=NOTHING, asker=alice)).way
    assert (way.needs, way.why, way.spend.funding) == ("owner", "second_owner", None)
    # In one's own chat one is alone, and a renewal needs no second.
    assert (await ask(world, action="refund", params=NOTHING)).way.needs is None
    assert (await ask(world, params=MONTH, asker=alice)).way.needs == "staff"


def test_months_begin_at_midnight_in_shanghai() -> None:
    march = datetime(2027, 2, 28, 16, 0, 0, tzinfo=UTC).timestamp()
    assert month_start(march) == march
    assert month_start(march - 1) == datetime(2027, 1, 31, 16, 0, 0, tzinfo=UTC).timestamp()
    assert month_start(march + 30 * 86400) == march


async def test_whose_credit_a_resellers_chat_spends(world: World) -> None:
    await world.credit("200")
    staff = await world.staff_chat()
    await world.store.grant(STAFF, world.identities["all"])
    resellers = world.asker(staff.actor.user_id, STAFF)

    assert (await ask(world, asker=resellers)).payer == Payer("alice", Decimal("200.00"))
    assert (await ask(world)).payer is None, "their own"
    assert (await ask(world, "db-1", asker=resellers)).payer is None, "the reseller's own yes pays for db-1"
    assert (await ask(world, action="stop", params=NOTHING, asker=resellers)).payer is None

    await world.store.grant(ALICE, world.identities["bob"])
    assert (await ask(world)).payer == Payer("alice", Decimal("200.00")), "the chat acts for two"
