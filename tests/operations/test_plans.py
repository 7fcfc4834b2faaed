from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine import Reason
from operations import plans
from operations.errors import EngineUnavailableError, NotAllowedError, NotPossibleError, ServerBusyError
from operations.kinds.parameters import MakeSnapshot, Renew
from operations.plans import Wish
from operations.services import Timing
from sandbox.engine import Fault
from tests.operations.asking import MONTH, NOTHING, ask, operation, purchase
from tests.operations.conftest import ALICE, BOB, TEAM

if TYPE_CHECKING:
    from operations.kinds import Params
    from tests.operations.conftest import World


def wish(world: World, nickname: str = "web-1", action: str = "renew", params: Params = MONTH) -> Wish:
    known = world.known(nickname)
    return Wish(action, params, known.account_id, known.identity_id, known)


async def test_a_renewals_end_follows_from_the_reading(world: World) -> None:
    world.server("web-1").ends_at += 86400
    plan = await plans.make(world.services, world.actor(), wish(world))

    assert plan.known is not None
    assert plan.known.server.end_time is not None
    assert plan.known.server.end_time.timestamp() == world.server("web-1").ends_at
    assert isinstance(plan.params, Renew)
    assert plan.params.end_time is not None
    # From 29 March to 29 April.
    assert plan.params.end_time - plan.known.server.end_time == timedelta(days=31)
    assert json.loads(plan.asked) == {"months": 1, "end_time": plan.params.end_time.isoformat()}


async def test_what_a_renewal_binds(world: World) -> None:
    plan = await plans.make(world.services, world.actor(), wish(world))
    server = world.server("web-1")

    assert json.loads(json.dumps(plan.shown())) == {
        "owner": [world.identities["alice"]],
        "price": ["198", "198"],
        "address": [server.ip, None],
        "state": [1, 1, world.made.systems["debian12"], None],
        "end": ["2027-03-29T16:00:00+08:00"],
        "sizes": [2, 4, [50], 5, 5],
    }
    assert plans.moved(json.loads(json.dumps(plan.shown())), plan) == []


async def test_what_a_stop_binds(world: World) -> None:
    plan = await plans.make(world.services, world.actor(), wish(world, action="stop", params=NOTHING))

    assert set(plan.shown()) == {"owner", "price", "address", "state"}
    assert plan.shown()["price"] == [None, None]


async def test_what_a_snapshot_binds(world: World) -> None:
    plan = await plans.make(world.services, world.actor(), wish(world, "web-2", "createsnapshot", MakeSnapshot(days=1)))

    assert plan.shown()["snapshots"] == [
        ["twqag", "2027-01-25T16:00:00+08:00"],
        ["yegta", "2027-01-17T04:00:00+08:00"],
    ]


async def test_what_a_purchase_binds(world: World) -> None:
    plan = await plans.make(world.services, world.actor(), purchase(world))

    assert plan.shown() == {"owner": [world.identities["alice"]], "price": ["198", "198"]}
    assert (plan.known, plan.wish.guid, plan.earlier, plan.last) == (None, None, None, None)
    assert "password" not in plan.asked


async def test_what_is_missing_now_has_moved_too(world: World) -> None:
    plan = await plans.make(world.services, world.actor(), wish(world))

    assert plans.moved({**plan.shown(), "snapshots": [["a", ""]]}, plan) == ["snapshots"]


async def test_a_viewer_is_refused(world: World) -> None:
    await world.members(owners=(ALICE,))

    with pytest.raises(NotAllowedError):
        await plans.make(world.services, world.actor(BOB, TEAM), wish(world))
    with pytest.raises(NotAllowedError):
        await plans.make(world.services, world.actor(BOB, TEAM), purchase(world))


async def test_what_the_line_does_not_offer_is_refused(world: World) -> None:
    with pytest.raises(NotPossibleError) as months:
        await plans.make(world.services, world.actor(), wish(world, params=Renew(months=11)))
    with pytest.raises(NotPossibleError) as core:
        await plans.make(world.services, world.actor(), purchase(world, cpu=3))

    assert (months.value.reason, core.value.reason) == (Reason.MONTHS_NOT_OFFERED, Reason.CORE_NOT_OFFERED)


async def test_a_price_that_moved_at_the_engine_is_seen(world: World) -> None:
    world.clock.advance(60)
    world.engine.world.lines[world.made.lines["bgp"]].disk_price = Decimal(1)

    plan = await plans.make(world.services, world.actor(), wish(world))

    assert plan.price.shown == Decimal("223.00")


async def test_an_engine_that_keeps_silent_is_given_up(world: World) -> None:
    world.services.timing = Timing(look=0.05)
    world.engine.fail_next(Fault.SLOW(1), action="getserver")

    with pytest.raises(EngineUnavailableError):
        await plans.make(world.services, world.actor(), wish(world))


async def test_a_refusal_to_read_one_does_not_hide_the_others(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("系统繁忙"), action="getserver")

    results = await plans.draw_up_all(world.services, [wish(world, "web-1"), wish(world, "web-2")])

    assert sorted(type(result).__name__ for result in results) == ["EngineUnavailableError", "Plan"]


async def test_a_reading_from_before_anothers_end_is_not_believed(world: World) -> None:
    """The slow reading left while a renewal was under way; when it comes back, that has ended."""
    await world.policy(spending="open")
    row = await operation(world, await ask(world))
    # As long as the renewal may take on a busy machine.
    world.engine.fail_next(Fault.SLOW(1.0), action="getserver")
    drawing = asyncio.create_task(plans.draw_up(world.services, wish(world)))
    await asyncio.sleep(0.05)

    ended = await world.run(row)
    plan = await drawing

    assert ended.state == "done"
    assert plan.known is not None
    assert plan.known.server.end_time is not None
    assert plan.known.server.end_time.timestamp() == world.server("web-1").ends_at


async def test_another_operation_on_the_server_is_in_the_way(world: World) -> None:
    row = await operation(world, await ask(world, action="stop", params=NOTHING))

    with pytest.raises(ServerBusyError) as busy:
        await plans.make(world.services, world.actor(), wish(world))

    assert (busy.value.taskid, busy.value.needs_human) == (row.taskid, False)
