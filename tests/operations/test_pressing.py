from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine import Transport
from operations import confirmations, pressing, servers
from operations.access import identify
from operations.catalogue import Catalogue
from operations.confirmations import Asker
from operations.driving import drive
from operations.engines import Engines
from operations.errors import (
    ConfirmationEndedError,
    ConfirmationMovedError,
    ServerBusyError,
)
from operations.kinds.parameters import Downgrade, Password
from operations.services import Services, Timing
from sandbox.engine import Fault
from store import Store
from tests.operations.asking import MESSAGE, MONTH, NOTHING, ask, operation, press
from tests.operations.conftest import ALICE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.operations.conftest import World

DAY = 86400.0
DOWNGRADE = Downgrade(cpu=2, memory=2, bandwidth=5, defense=5)


@pytest.fixture(autouse=True)
async def _open(world: World) -> None:
    await world.policy(spending="open")


async def needs_human(world: World, nickname: str = "web-1") -> None:
    """Leave a renewal that nobody can tell the outcome of."""
    row = await operation(world, await ask(world, nickname))
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    world.server(nickname).ends_at += 3 * DAY
    assert (await world.run(row)).state == "needs-human"


async def test_an_order_is_written_down_whole(world: World) -> None:
    row = await operation(world, await ask(world))

    assert (row.state, row.action, row.price, row.list_price) == (
        "confirmed",
        "renew",
        Decimal("198.00"),
        Decimal("198.00"),
    )
    assert (row.grave, row.funding, row.status_message_id, row.approval_id) == (True, "open", MESSAGE, None)
    assert row.order_no is not None
    assert len(row.order_no) == 20
    assert row.asked == '{"end_time": "2027-04-29T16:00:00+08:00", "months": 1}'


async def test_it_is_paid_once_and_under_its_number(world: World) -> None:
    row = await operation(world, await ask(world))

    assert (await world.run(row)).state == "done"
    assert world.sent("renew") == [row.order_no]


async def test_a_second_tap_while_the_first_runs(world: World) -> None:
    proposal = await ask(world)
    row = await operation(world, proposal)

    with pytest.raises(ConfirmationEndedError) as ended:
        await press(world, proposal)

    assert (ended.value.how, ended.value.taskid) == ("pressed", row.taskid)


async def test_a_slow_second_tap_asks_for_no_second_payment(world: World) -> None:
    """Its reading shows what the first tap did: that is no change that calls for a fresh question."""
    proposal = await ask(world)
    world.engine.fail_next(Fault.SLOW(0.2), action="getserver")
    second = asyncio.create_task(press(world, proposal))
    await asyncio.sleep(0.05)
    row = await operation(world, proposal)
    assert (await world.run(row)).state == "done"

    with pytest.raises(ConfirmationEndedError) as ended:
        await second

    assert (ended.value.how, ended.value.taskid) == ("pressed", row.taskid)
    assert world.store.open_confirmations(ALICE, ALICE) == []


async def test_many_taps_at_once_pay_once(world: World) -> None:
    proposal = await ask(world)

    results = await asyncio.gather(*(press(world, proposal) for _ in range(8)), return_exceptions=True)

    assert sum(isinstance(result, pressing.Outcome) for result in results) == 1
    assert {type(r) for r in results if isinstance(r, Exception)} == {ConfirmationEndedError}
    assert len(world.store.operations()) == 1


async def test_of_many_taps_on_what_moved_one_asks_afresh(world: World) -> None:
    proposal = await ask(world)
    world.server("web-1").ends_at += DAY

    results = await asyncio.gather(*(press(world, proposal) for _ in range(4)), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == [
        *["ConfirmationEndedError"] * 3,
        "ConfirmationMovedError",
    ]


async def test_cancelled_while_the_press_was_reading(world: World) -> None:
    proposal = await ask(world)
    world.engine.fail_next(Fault.SLOW(0.2), action="getserver")
    pressed = asyncio.create_task(press(world, proposal))
    await asyncio.sleep(0.05)
    await confirmations.cancel(world.services, world.actor(), proposal.nonce, MESSAGE)

    with pytest.raises(ConfirmationEndedError) as ended:
        await pressed

    assert ended.value.how == "cancelled"
    assert world.store.operations() == []


async def test_a_second_question_does_not_pay_again_unseen(world: World) -> None:
    one, two = await ask(world), await ask(world, message=78)
    await world.run(await operation(world, one))

    with pytest.raises(ConfirmationMovedError) as error:
        await press(world, two, message=78)

    assert error.value.moved == ("state", "end")
    assert len(world.sent("renew")) == 1


async def test_a_second_question_about_what_leaves_no_trace(world: World) -> None:
    """A booked downgrade cannot be read: that one was booked meanwhile is known here alone."""
    rita = await world.staff_chat()
    await world.store.grant(rita.actor.chat_id, world.identities["alice"])
    rita = Asker(world.actor(rita.actor.user_id, rita.actor.chat_id), None)
    one = await ask(world, action="renew_for_rd", params=DOWNGRADE, asker=rita)
    two = await ask(world, action="renew_for_rd", params=DOWNGRADE, asker=rita, message=78)
    await world.run(await operation(world, one, asker=rita))

    with pytest.raises(ConfirmationMovedError) as error:
        await press(world, two, asker=rita, message=78)

    assert error.value.moved == ("state",)
    assert len(world.sent("renew_for_rd")) == 1


async def test_one_that_needs_a_person_bars_what_is_grave_only(world: World) -> None:
    await needs_human(world)

    for action, params in (("renew", MONTH), ("setpsw", Password(password="Abc123!def")), ("refund", NOTHING)):
        with pytest.raises(ServerBusyError) as busy:
            await ask(world, action=action, params=params)
        assert (busy.value.action, busy.value.needs_human) == ("renew", True)
    assert (await operation(world, await ask(world, action="stop", params=NOTHING))).action == "stop"


async def test_a_question_from_before_does_not_get_past_it(world: World) -> None:
    world.services.timing = Timing(settle=60)
    proposal = await ask(world, action="setpsw", params=Password(password="Abc123!def"))
    await needs_human(world)
    # Everything looks as it did.
    world.server("web-1").ends_at -= 3 * DAY

    with pytest.raises(ServerBusyError) as busy:
        await press(world, proposal)

    assert busy.value.needs_human


async def test_two_questions_about_one_server_at_once(world: World) -> None:
    """Both readings find it free; the transaction lets one through."""
    one = await ask(world, action="stop", params=NOTHING)
    two = await ask(world, action="restart", params=NOTHING, message=78)

    results = await asyncio.gather(press(world, one), press(world, two, message=78), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == ["Outcome", "ServerBusyError"]
    assert len(world.store.operations()) == 1


async def test_a_press_after_a_restart(world: World, tmp_path: Path) -> None:
    proposal = await ask(world)
    store = await Store.open(tmp_path / "apabot.db", ["a-secret-key-for-tests"], now=world.clock.now)
    try:
        async with Transport(now=world.clock.now) as transport:
            services = Services(
                store=store, engines=Engines(store, transport), catalogue=Catalogue(store), clock=world.clock
            )
            actor = identify(services, chat_id=ALICE, user_id=ALICE, private=True, telegram_language="en")
            assert actor is not None
            outcome = await pressing.press(services, Asker(actor, None), proposal.nonce, MESSAGE)
            row = await drive(services, outcome.operations[0].taskid)
            assert row is not None
            assert servers.by_guid(services, actor, row.account_id, row.guid or "").guid == row.guid
    finally:
        await store.close()

    assert (row.state, row.price) == ("done", Decimal("198.00"))
    with pytest.raises(ConfirmationEndedError):
        await press(world, proposal)
    assert len(world.sent("renew")) == 1
