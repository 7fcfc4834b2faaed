from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from operations import secrets
from operations.errors import NotAllowedError, SecretOverError, ServerNotFoundError
from operations.kinds import KINDS, Answer
from operations.kinds.parameters import Password
from operations.secrets import KEPT, Entrance
from operations.servers import visible
from operations.sights import Sight
from operations.upkeep import Upkeep
from tests.operations.conftest import ALICE, BOB, TEAM
from tests.operations.rows import operation, sight_of

if TYPE_CHECKING:
    from store import OperationRow, OperationState
    from tests.operations.conftest import World

PASSWORD = "Tr1cky_Secret"
OUTCOMES = {"done": "done", "failed": "failed", "needs-human": "no_trace"}


async def reset(world: World, state: OperationState = "done", **changes: Any) -> OperationRow:
    """A password reset of alice's that has ended."""
    values: dict[str, Any] = {
        "account_id": world.account_id,
        "identity_id": world.identities["alice"],
        "guid": world.made.servers["web-1"],
        "action": "setpsw",
        "params": json.dumps({"password": PASSWORD}),
        "chat_id": ALICE,
        "user_id": ALICE,
        "price": None,
        "list_price": None,
        "outcome": OUTCOMES.get(state),
        "after": sight_of(world.services, world.made.servers["web-1"]),
    }
    if state not in OUTCOMES:
        del values["outcome"], values["after"]
    return await operation(world.services, state, **values | changes)


def shown(world: World, row: OperationRow) -> secrets.Handover | None:
    current = world.store.operation(row.taskid)
    assert current is not None
    return secrets.handed_over(world.services, current)


def test_every_kind_with_a_password_is_known() -> None:
    assert {name: sorted(fields) for name, fields in secrets.SECRETS.items()} == {
        name: ["password"] for name in ("setpsw", "setvnc", "install", "upgrade", "create_new")
    }
    assert all(KINDS[name].role == "owner" for name in secrets.SECRETS)


async def test_a_password_with_the_way_in(world: World) -> None:
    found = shown(world, await reset(world))
    assert found is not None
    address = world.server("web-1").ip
    assert found.password == PASSWORD
    assert found.certain
    assert found.entrances == (Entrance(address, f"{address}:22", "root"),)
    assert PASSWORD not in repr(found)


async def test_behind_a_shared_address_with_its_port(world: World) -> None:
    guid = world.made.servers["shop-1"]
    found = shown(world, await reset(world, guid=guid, after=sight_of(world.services, guid)))
    assert found is not None
    assert found.entrances[0].address == "203.0.113.10:10021"


async def test_the_console_has_no_login(world: World) -> None:
    found = shown(world, await reset(world, action="setvnc"))
    assert found is not None
    address = world.server("web-1").ip
    assert found.entrances == (Entrance(address, address, ""),)


async def test_without_a_last_reading_the_cache_tells(world: World) -> None:
    found = shown(world, await reset(world, after=None))
    assert found is not None
    assert found.entrances[0].login == "root"


@pytest.mark.parametrize(
    ("state", "outcome", "certain"),
    [("done", "done", True), ("needs-human", "no_trace", False), ("failed", "deadline", False)],
)
async def test_how_sure_it_is(world: World, state: OperationState, outcome: str, certain: bool) -> None:
    found = shown(world, await reset(world, state, outcome=outcome))
    assert found is not None
    assert found.certain is certain


@pytest.mark.parametrize("outcome", ["failed", "refused", "did_not", "not_connected"])
async def test_what_failed_hands_nothing_over(world: World, outcome: str) -> None:
    assert shown(world, await reset(world, "failed", outcome=outcome)) is None


async def test_what_is_open_or_has_no_password_hands_nothing_over(world: World) -> None:
    assert shown(world, await reset(world, "sending")) is None
    other = await reset(world, guid=world.made.servers["web-2"], action="restart", params="{}")
    assert shown(world, other) is None


async def test_for_a_day(world: World) -> None:
    row = await reset(world)
    world.clock.advance(KEPT - 1)
    assert shown(world, row) is not None
    world.clock.advance(1)
    assert shown(world, row) is None


async def test_upkeep_overwrites_it_after_a_day_and_keeps_the_rest(world: World) -> None:
    row = await reset(world)
    upkeep = Upkeep(world.services)
    await upkeep.once()
    assert PASSWORD in str(world.store.operation(row.taskid).params)  # type: ignore[union-attr] # it is there
    world.clock.advance(KEPT + 1)
    await upkeep.once()
    kept = world.store.operation(row.taskid)
    assert kept is not None
    assert PASSWORD not in kept.params
    # What reads parameters later still can.
    assert Password.model_validate_json(kept.params).same_wish(Password(password="another"))
    # Also where somebody settles it only then: what is gone is not handed over as a password.
    world.clock.advance(-KEPT)
    assert shown(world, row) is None


async def test_a_later_one_takes_its_place(world: World) -> None:
    first = await reset(world)
    world.clock.advance(1)
    console = await reset(world, action="setvnc")
    assert shown(world, first) is not None
    world.clock.advance(1)
    await reset(world, "failed", outcome="refused")
    assert shown(world, first) is not None
    world.clock.advance(1)
    last = await reset(world, action="install", params=json.dumps({"system_guid": "s", "password": "x"}))
    assert shown(world, first) is None
    assert shown(world, console) is not None
    assert shown(world, last) is not None


async def test_a_purchase_with_every_address(world: World) -> None:
    guids = [world.made.servers[name] for name in ("web-1", "web-2")]
    bought = [Sight.from_json(sight_of(world.services, guid)).server for guid in guids]
    row = await reset(
        world,
        "sending",
        guid=None,
        action="create_new",
        params=json.dumps({"password": PASSWORD}),
    )
    await world.store.change(row.taskid, owner="test", answer=Answer(guids=(*guids, "unread1")).to_json())
    after = Sight(server=None, servers=tuple(each for each in bought if each is not None)).to_json()
    await world.store.move(row.taskid, owner="test", from_state="sending", to_state="done", outcome="done", after=after)
    found = shown(world, row)
    assert found is not None
    ips = [world.server(name).ip for name in ("web-1", "web-2")]
    assert found.entrances == (
        *(Entrance(ip, f"{ip}:22", "root") for ip in ips),
        Entrance("unread1", "", ""),
    )


async def test_a_purchase_that_nobody_knows_of(world: World) -> None:
    row = await reset(world, "needs-human", guid=None, action="create_new", outcome="candidates", after=None)
    found = shown(world, row)
    assert found is not None
    assert (found.entrances, found.certain) == ((), False)


async def test_promised_once_to_who_asked(world: World) -> None:
    await world.members(owners=(ALICE,))
    row = await reset(world, chat_id=TEAM)
    assert await secrets.promise(world.services, row)
    assert not await secrets.promise(world.services, row)
    (notice,) = world.store.due_notices(world.clock.now())
    assert (notice.chat_id, notice.kind, notice.subject) == (ALICE, "secret", {"taskid": row.taskid})


async def test_settled_as_done_it_is_promised_again(world: World) -> None:
    row = await reset(world, "needs-human")
    assert await secrets.promise(world.services, row)
    world.clock.advance(60)
    settled = await world.store.settle(row.taskid, "done", "looked")
    assert await secrets.promise(world.services, settled)
    found = shown(world, row)
    assert found is not None
    assert found.certain


async def test_nothing_is_promised_where_there_is_nothing(world: World) -> None:
    assert not await secrets.promise(world.services, await reset(world, "failed", outcome="refused"))
    # In the team, where alice has no role.
    assert not await secrets.promise(world.services, await reset(world, chat_id=TEAM))
    assert world.store.due_notices(world.clock.now()) == []


async def test_shown_to_owners_of_its_chat_alone(world: World) -> None:
    await world.members(owners=(ALICE, 507), operators=(504,))
    row = await reset(world, chat_id=TEAM)
    for owner in (ALICE, 507):
        assert secrets.to_be_shown(world.services, world.actor(owner, TEAM), row.taskid).password == PASSWORD
    for person in (504, 505):
        with pytest.raises(NotAllowedError):
            secrets.to_be_shown(world.services, world.actor(person, TEAM), row.taskid)
    for actor in (world.actor(ALICE), world.actor(BOB)):
        with pytest.raises(SecretOverError):
            secrets.to_be_shown(world.services, actor, row.taskid)
    with pytest.raises(SecretOverError):
        secrets.to_be_shown(world.services, world.actor(), 1)


async def test_not_once_the_server_or_the_customer_is_somebody_elses(world: World) -> None:
    row = await reset(world)
    order = await reset(world, "needs-human", guid=None, action="create_new", after=None)
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
    with pytest.raises(ServerNotFoundError):
        secrets.to_be_shown(world.services, world.actor(), row.taskid)
    assert not secrets.asker_may(world.services, row)
    assert secrets.to_be_shown(world.services, world.actor(), order.taskid).password == PASSWORD
    await world.store.grant(ALICE, world.identities["bob"])
    actor = world.actor()
    assert visible(world.services, actor)
    await world.store.revoke(ALICE, world.identities["alice"])
    with pytest.raises(ServerNotFoundError):
        secrets.to_be_shown(world.services, world.actor(), order.taskid)
