from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from operations import newcomers
from operations.errors import NotAllowedError, NotYourApprovalError
from operations.upkeep import JOBS
from sandbox.engine import Fault, Order
from tests.operations.conftest import ALICE, BOB, RITA, STAFF
from tests.operations.kinds.cases import CASES, begin, finish
from tests.operations.test_sync import add_servers, unlist

if TYPE_CHECKING:
    from store import NoticeRow
    from tests.operations.conftest import World

PURCHASE = next(case for case in CASES if case.action == "create_new")


def told(world: World) -> list[NoticeRow]:
    return [each for each in world.store.due_notices(world.clock.now() + 1e9) if each.kind == "unassigned"]


def guids_of(world: World, notice: NoticeRow) -> list[str]:
    return [each.row.guid for each in newcomers.of_batch(world.services, notice.subject["batch"])]


async def look(world: World) -> int:
    world.clock.advance(60)
    await world.sync()
    return await newcomers.tell(world.services)


async def test_it_is_one_of_the_jobs() -> None:
    assert newcomers.tell in {job.run for job in JOBS}


async def test_what_was_there_at_first_is_not_told_and_what_appears_is_in_one_notice(world: World) -> None:
    await world.staff_chat()
    assert await look(world) == 0
    guids = add_servers(world, 3)
    assert await look(world) == 3
    (notice,) = told(world)
    assert (notice.chat_id, set(guids_of(world, notice))) == (STAFF, set(guids))
    assert await look(world) == 0
    assert await newcomers.tell(world.services) == 0, "nor after a restart"
    assert len(told(world)) == 1


async def test_servers_of_a_first_list_that_was_cut_short_have_not_appeared(world: World) -> None:
    await world.staff_chat()
    await world.store._change("UPDATE sync_states SET listed_at = NULL, baseline_at = NULL", ())
    hidden = world.server("web-1")
    await world.store._change("DELETE FROM servers WHERE guid = ?", (hidden.guid,))
    items = world.engine.world.count_owned
    world.engine.world.count_owned = lambda userid: items(userid) + 1  # type: ignore[method-assign] # it promises more
    unlist(world, hidden.guid)
    assert await look(world) == 0
    world.engine.world.count_owned = items  # type: ignore[method-assign] # and keeps its promise
    world.engine.world._owned[hidden.userid].append(hidden)
    await world.store.unassign(world.account_id, hidden.guid)
    assert await look(world) == 0
    add_servers(world, 1)
    assert await look(world) == 1


async def test_a_list_that_always_falls_short_of_its_promise_is_believed_in_the_end(world: World) -> None:
    await world.staff_chat()
    await world.store._change("UPDATE sync_states SET listed_at = NULL, baseline_at = NULL", ())
    items = world.engine.world.count_owned
    world.engine.world.count_owned = lambda userid: items(userid) + 1  # type: ignore[method-assign] # it promises more
    for _ in range(2):
        assert await look(world) == 0
    add_servers(world, 1)
    assert await look(world) == 1


async def test_not_before_a_whole_list_has_it(world: World) -> None:
    await world.staff_chat()
    (guid,) = add_servers(world, 1)
    await world.services.store.keep_page(
        world.account_id, [(guid, "10.0.0.1", None, False, '{"guid":"x"}')], read_at=world.clock.now()
    )
    assert await newcomers.tell(world.services) == 0
    assert await look(world) == 1


async def test_without_a_staff_chat_it_waits_for_one(world: World) -> None:
    add_servers(world, 1)
    assert await look(world) == 0
    await world.staff_chat()
    assert await newcomers.tell(world.services) == 1


async def test_what_somebody_has_or_what_is_dead_is_not_told(world: World) -> None:
    await world.staff_chat()
    assigned, dead = add_servers(world, 2)
    world.engine.server(dead).order_status = Order.DELETED
    await world.store.assign(world.account_id, assigned, world.identities["bob"])
    assert await look(world) == 0
    await world.store.unassign(world.account_id, assigned)
    assert await newcomers.tell(world.services) == 0


async def test_what_an_undecided_purchase_may_claim_waits_for_its_end(world: World) -> None:
    world.clock.advance(3600)
    await world.staff_chat()
    world.engine.fail_next(Fault.EXECUTE_LATER(30), action="create_new")
    row = await begin(world, PURCHASE)
    other: dict[str, Any] = {"cpu": 32, "memory": 64}
    (unlike,) = [world.engine.add_server(world.made.userid, **other).guid]
    assert await look(world) == 1
    assert guids_of(world, told(world)[0]) == [unlike]

    ended = await finish(world.services, row)
    assert ended.state == "needs-human"
    bought = world.engine.effects[-1].guids
    assert await look(world) == 0, "staff may still say that these are what was ordered"

    await world.store.settle(ended.taskid, "failed", "")
    assert await look(world) == len(bought)
    assert set(guids_of(world, told(world)[1])) == set(bought)


async def test_a_purchase_that_went_well_is_nobodys_news(world: World) -> None:
    await world.staff_chat()
    world.clock.advance(3600)
    await finish(world.services, await begin(world, PURCHASE))
    assert await look(world) == 0


async def appeared(world: World, count: int = 1) -> list[int]:
    add_servers(world, count)
    await look(world)
    return [each.row.id for each in newcomers.of_batch(world.services, told(world)[-1].subject["batch"])]


async def test_given_by_an_owner_and_only_once(world: World) -> None:
    rita = (await world.staff_chat()).actor
    (number,) = await appeared(world)
    found = newcomers.find(world.services, rita, number)
    assert (found.open, found.owner, found.label) == (True, None, found.server.ip)
    after = await newcomers.give(world.services, rita, number, world.identities["bob"])
    assert (after.open, after.owner) == (False, "bob")
    again = await newcomers.give(world.services, rita, number, world.identities["alice"])
    assert again.owner == "bob"
    assert world.store.assignment(world.account_id, after.row.guid) == world.identities["bob"]
    assert (await newcomers.leave(world.services, rita, number)).owner == "bob"


async def test_somebody_on_the_command_line_may_be_quicker(world: World) -> None:
    rita = (await world.staff_chat()).actor
    (number,) = await appeared(world)
    guid = newcomers.find(world.services, rita, number).row.guid
    await world.store.assign(world.account_id, guid, world.identities["alice"])
    assert (await newcomers.give(world.services, rita, number, world.identities["bob"])).owner == "alice"
    await world.store.unassign(world.account_id, guid)
    assert newcomers.find(world.services, rita, number).open, "it is nobody's again"


async def test_left_alone_is_for_good(world: World) -> None:
    rita = (await world.staff_chat()).actor
    (number,) = await appeared(world)
    assert not (await newcomers.leave(world.services, rita, number)).open
    after = await newcomers.give(world.services, rita, number, world.identities["bob"])
    assert (after.open, after.owner) == (False, None)
    assert await look(world) == 0


async def test_only_owners_of_a_staff_chat_of_that_account(world: World) -> None:
    await world.staff_chat()
    (number,) = await appeared(world)
    await world.store.set_member(STAFF, ALICE, "operator")
    operator = world.actor(ALICE, STAFF)
    with pytest.raises(NotAllowedError):
        await newcomers.give(world.services, operator, number, world.identities["bob"])
    with pytest.raises(NotAllowedError):
        await newcomers.leave(world.services, operator, number)
    for actor in (world.actor(ALICE), world.actor(BOB)):
        with pytest.raises(NotYourApprovalError):
            await newcomers.give(world.services, actor, number, world.identities["bob"])
    rita = world.actor(RITA, STAFF)
    with pytest.raises(NotYourApprovalError):
        await newcomers.give(world.services, rita, number, 999)
    with pytest.raises(NotYourApprovalError):
        newcomers.find(world.services, rita, 999)


async def test_the_erased_are_not_offered(world: World) -> None:
    await world.store.erase_identity(world.identities["bob"])
    assert [row.label for row in newcomers.takers(world.services, world.account_id)] == ["alice", "all"]
