from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from operations.candidates import Candidate, candidates
from sandbox.engine import Fault
from tests.operations.kinds.cases import CASES, begin, end_of, finish

if TYPE_CHECKING:
    from sandbox.engine import ServerState
    from tests.operations.conftest import World

PURCHASE = next(case for case in CASES if case.action == "create_new")


@pytest.fixture(autouse=True)
def an_hour_later(world: World) -> None:
    """What the world began with was bought long ago."""
    world.clock.advance(3600)


def another(world: World, **changes: Any) -> ServerState:
    """A server as the order asks for, bought now."""
    made = {"line_guid": world.made.lines["bgp"], "system_guid": world.made.systems["debian12"]}
    return world.engine.add_server(world.made.userid, **made | changes)


async def test_an_unanswered_purchase_is_shown_with_what_it_may_have_bought(world: World) -> None:
    world.engine.fail_next(Fault.EXECUTE_LATER(30), action="create_new")
    ended = await finish(world.services, await begin(world, PURCHASE))

    found = candidates(world.services, ended)

    assert end_of(ended) == ("needs-human", "candidates")
    guids = world.engine.effects[-1].guids
    # Counted from when it was executed, half a minute after it was asked for.
    bought_at = ended.created_at + 30
    assert found == [
        Candidate(world.store.server_by_guid(guid)[0].id, guid, world.engine.server(guid).ip, bought_at)
        for guid in sorted(guids)
    ]
    assert all(world.store.assignment(world.account_id, guid) is None for guid in guids)


async def test_only_new_ones_as_ordered_that_are_nobodys_count(world: World) -> None:
    row = await begin(world, PURCHASE)
    now = world.clock.now()
    fits = another(world)
    at_once = another(world, bought_at=now - 59)
    others = [
        another(world, bought_at=now - 61),
        another(world, cpu=4),
        another(world, memory=8),
        another(world, harddisks=[50, 50]),
        another(world, bandwidth=6),
        another(world, defense=10),
        another(world, line_guid=world.made.lines["baidu"]),
        another(world, order_status=-1),
    ]
    given = another(world)
    await world.sync()
    await world.store.assign(world.account_id, given.guid, world.identities["bob"])

    found = [each.guid for each in candidates(world.services, row)]

    assert found == [at_once.guid, fits.guid]
    assert len(others) == 8


async def test_what_the_engine_no_longer_knows_is_none(world: World) -> None:
    row = await begin(world, PURCHASE)
    server = another(world)
    await world.sync()
    await world.store.mark_gone(world.account_id, server.guid)

    assert candidates(world.services, row) == []


async def test_only_purchases_have_candidates(world: World) -> None:
    row = await begin(world, CASES[0])
    with pytest.raises(ValidationError):
        candidates(world.services, row)
