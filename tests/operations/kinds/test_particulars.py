"""What is particular to one kind or another on its way."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations.sights import Sight
from sandbox.engine import Fault
from tests.operations.kinds.cases import DONE, PASSWORD, begin, end_of, finish, of, seldom

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def test_the_ceiling_keeps_the_engine_from_taking_more(world: World) -> None:
    ended = await finish(world.services, await begin(world, of("create_new"), price=Decimal("0.01")))

    assert (*end_of(ended), ended.engine_words) == ("failed", "refused", "购买价格低于结算价格")


async def test_a_purchase_is_the_buyers_from_the_answer_on(world: World) -> None:
    world.engine.fail_operation_next("create_new", never_ends=True)

    ended = await finish(seldom(world), await begin(world, of("create_new")))

    guids = world.engine.effects[-1].guids
    assert len(guids) == 2
    assert [world.store.assignment(world.account_id, guid) for guid in guids] == [world.identities["alice"]] * 2
    assert ended.answer is not None
    assert all(guid in ended.answer for guid in guids)


async def test_an_end_keeps_what_proves_it(world: World) -> None:
    ended = await finish(world.services, await begin(world, of("renew")))

    assert ended.before is not None
    assert ended.after is not None
    before, after = Sight.from_json(ended.before).server, Sight.from_json(ended.after).server
    assert before is not None
    assert after is not None
    assert before.end_time is not None
    assert after.end_time is not None
    assert (after.end_time - before.end_time).days == 31


async def test_passwords_arrive_and_are_in_no_repr(world: World) -> None:
    row = await begin(world, of("setpsw"))
    await finish(world.services, row)

    assert world.server("web-1").password == PASSWORD
    assert PASSWORD not in repr(of("setpsw").params(world))
    assert of("setpsw").params(world).asked() == {}


async def test_a_renewal_to_another_end_than_asked_is_done_where_the_engine_said_yes(world: World) -> None:
    row = await begin(world, of("renew"), params='{"months": 1, "end_time": "2030-01-01T00:00:00+08:00"}')

    assert end_of(await finish(world.services, row)) == DONE


async def test_a_renewal_to_another_end_than_asked_is_a_persons_to_judge_where_it_said_nothing(world: World) -> None:
    row = await begin(world, of("renew"), params='{"months": 1, "end_time": "2030-01-01T00:00:00+08:00"}')
    # Long enough to be over before the second reading.
    world.engine.fail_next(Fault.EXECUTE_LATER(600), action="renew")

    assert end_of(await finish(world.services, row)) == ("needs-human", "moved_elsewhere")


async def test_a_renewal_without_an_end_time_is_not_sent(world: World) -> None:
    row = await begin(world, of("renew"), params='{"months": 1}')

    assert end_of(await finish(world.services, row)) == ("failed", "incomplete")


@pytest.mark.parametrize("becomes", [4, -1, -2, None])
async def test_a_refund_is_done_whatever_becomes_of_the_server(world: World, becomes: int | None) -> None:
    world.engine.refund_ends_as(becomes)

    ended = await finish(world.services, await begin(world, of("refund")))

    assert end_of(ended) == DONE
    assert ended.after is not None
    assert (Sight.from_json(ended.after).server is None) == (becomes is None)


async def test_a_grave_end_that_cannot_be_read_is_a_persons_to_judge(world: World) -> None:
    row = await begin(world, of("renew"))
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="getserver", times=5000)

    assert end_of(await finish(seldom(world), row)) == ("needs-human", "unreadable")


async def test_a_customer_erased_on_the_way_leaves_snapshots_to_a_person(world: World) -> None:
    world.engine.fail_next(Fault.CUT_BEFORE, action="createsnapshot")
    row = await begin(world, of("createsnapshot"))
    progress = world.heard.progress

    async def erase(operation: object) -> None:
        await progress(operation)  # type: ignore[arg-type]
        if world.heard.states[-1] == "unknown":
            await world.store.erase_identity(world.identities["alice"])

    world.heard.progress = erase  # type: ignore[method-assign]

    assert end_of(await finish(world.services, row)) == ("needs-human", "unreadable")


async def test_an_unknown_outcome_that_cannot_be_read_waits_twice_as_long_for_a_person(world: World) -> None:
    row = await begin(world, of("renew"))
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="getserver", times=5000)

    ended = await finish(seldom(world), row)

    assert (*end_of(ended), ended.reads) == ("needs-human", "unreadable", 0)
    assert 1800 <= world.clock.now() - row.created_at < 1900


async def test_readable_again_it_is_still_read_three_times(world: World) -> None:
    row = await begin(world, of("renew"))
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="getserver", times=120)

    ended = await finish(seldom(world), row)

    assert (*end_of(ended), ended.reads) == ("failed", "did_not", 3)
    assert world.clock.now() - row.created_at > 1200


async def test_what_an_erased_customer_bought_is_nobodys(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = await begin(world, of("create_new"))
    progress = world.heard.progress

    async def erase(operation: object) -> None:
        await progress(operation)  # type: ignore[arg-type]
        if world.heard.states[-1] == "accepted":
            await world.store.erase_identity(world.identities["alice"])

    monkeypatch.setattr(world.heard, "progress", erase)

    ended = await finish(world.services, row)

    assert end_of(ended) == DONE
    assert [world.store.assignment(world.account_id, guid) for guid in world.engine.effects[-1].guids] == [None, None]
