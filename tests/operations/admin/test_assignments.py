from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.admin.assignments import Step, Wish, carry_out, plan, unassign
from operations.errors import BadInputError
from sandbox.engine import Fault

if TYPE_CHECKING:
    from tests.operations.conftest import World

NOWHERE = "1999999999999999"


def shown(steps: list[Step]) -> list[tuple[str, str, str | None, bool]]:
    return [(step.guid, step.identity.label, step.previous, step.checked) for step in steps]


async def test_known_servers_need_no_engine(world: World) -> None:
    await world.engine.refuse_connections()
    mine, free = world.made.servers["web-1"], world.made.servers["baidu-1"]
    steps = await plan(world.services, [Wish(mine, "bob"), Wish(free, "bob"), Wish(free, "bob")])
    assert shown(steps) == [(mine, "bob", "alice", True), (free, "bob", None, True)]
    assert world.store.assignment(world.account_id, mine) == world.identities["alice"]
    await carry_out(world.services, steps)
    assert world.store.assignment(world.account_id, mine) == world.identities["bob"]
    assert world.store.assignment(world.account_id, free) == world.identities["bob"]


async def test_assigning_again_says_nothing_of_before(world: World) -> None:
    mine = world.made.servers["web-1"]
    assert shown(await plan(world.services, [Wish(mine, "alice")])) == [(mine, "alice", None, True)]


async def test_the_engine_is_asked_for_unknown_ones(world: World) -> None:
    new = world.engine.add_server(world.made.userid)
    steps = await plan(world.services, [Wish(new.guid, "bob")])
    assert shown(steps) == [(new.guid, "bob", None, True)]
    assert [row.guid for row in world.store.server_by_guid(new.guid)] == [new.guid]


async def test_one_that_the_engine_denies_stops_all(world: World) -> None:
    new = world.engine.add_server(world.made.userid)
    with pytest.raises(BadInputError, match=f"line 3: the engine denies server {NOWHERE}: "):
        await plan(world.services, [Wish(new.guid, "bob", 2), Wish(NOWHERE, "bob", 3)])
    assert world.store.assignment(world.account_id, new.guid) is None


async def test_out_of_reach_means_unchecked(world: World) -> None:
    await world.engine.refuse_connections()
    other = "1999999999999998"
    steps = await plan(world.services, [Wish(NOWHERE, "bob"), Wish(other, "bob")])
    assert shown(steps) == [(NOWHERE, "bob", None, False), (other, "bob", None, False)]


async def test_an_answer_that_proves_nothing_means_unchecked(world: World) -> None:
    new = world.engine.add_server(world.made.userid)
    # Every attempt of the read.
    world.engine.fail_next(Fault.HTML, action="getserver", times=3)
    steps = await plan(world.services, [Wish(new.guid, "bob")])
    assert shown(steps) == [(new.guid, "bob", None, False)]


async def test_many_unknown_ones_are_read_by_the_list(world: World) -> None:
    guids = [world.engine.add_server(world.made.userid).guid for _ in range(25)]
    world.engine.fail_next(Fault.REFUSE("asked one by one"), action="getserver", times=25)
    steps = await plan(world.services, [Wish(guid, "bob") for guid in guids])
    assert [step.checked for step in steps] == [True] * 25


async def test_many_unknown_ones_without_a_list_are_asked_for(world: World) -> None:
    guids = [world.engine.add_server(world.made.userid).guid for _ in range(25)]
    world.engine.fail_next(Fault.REFUSE("busy"), action="getservers", times=3)
    steps = await plan(world.services, [Wish(guid, "bob") for guid in guids])
    assert [step.checked for step in steps] == [True] * 25


async def test_problems_come_together_with_their_lines(world: World) -> None:
    await world.store.erase_identity(world.identities["bob"])
    mine = world.made.servers["web-1"]
    wishes = [Wish("bad!", "alice", 2), Wish(mine, "bob", 3), Wish(mine, "nobody", 4)]
    wishes += [Wish(mine, "alice", 5), Wish(mine, "all", 6)]
    with pytest.raises(BadInputError) as caught:
        await plan(world.services, wishes)
    assert str(caught.value) == (
        "line 2: 'bad!' is not a server's guid; line 3: identity bob was erased; "
        "line 4: identity nobody: not found; check the spelling, or add it first; "
        f"line 6: server {mine} is to be all's and alice's"
    )


async def test_unassigning_is_all_or_nothing(world: World) -> None:
    mine, free = world.made.servers["web-1"], world.made.servers["baidu-1"]
    with pytest.raises(BadInputError, match=f"server {free} is assigned to nobody; nothing was changed"):
        await unassign(world.services, [mine, free])
    assert world.store.assignment(world.account_id, mine) == world.identities["alice"]
    assert await unassign(world.services, [mine, mine]) == [(mine, "alice")]
    assert world.store.assignment(world.account_id, mine) is None
