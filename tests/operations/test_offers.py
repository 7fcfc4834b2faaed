from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engine import Reason, Snapshot
from operations import offers
from operations.access import Role
from operations.errors import NotAllowedError, NotPossibleError, ServerBusyError
from operations.kinds import KINDS, NoParams
from operations.kinds.parameters import Install, MakeSnapshot, NamedSnapshot, Purchase, Renew, Resize
from operations.sights import Sight
from tests.operations.kinds.cases import CASES, begin

if TYPE_CHECKING:
    from operations.kinds import Params
    from tests.operations.conftest import World


@pytest.fixture
def purchase(world: World) -> Purchase:
    return Purchase(
        line_guid=world.made.lines["bgp"],
        cpu=2,
        memory=4,
        harddisks=(50,),
        bandwidth=5,
        defense=5,
        system_guid=world.made.systems["debian12"],
        password="Aa1!Aa1!",
        months=1,
    )


async def catalogued(world: World) -> World:
    await world.services.catalogue.refresh(
        world.account_id, world.services.engines.of(world.account_id), now=world.clock.now()
    )
    return world


def refused(world: World, nickname: str, action: str, params: Params | None = None) -> Reason | None:
    return offers.refused(
        world.services, world.known(nickname, bob_or_alice(world, nickname)), KINDS[action], params=params
    )


def bob_or_alice(world: World, nickname: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - an actor
    return world.actor(502) if nickname in {"db-1", "win-1"} else world.actor()


async def end_needing_human(world: World, action: str) -> int:
    row = await begin(world, next(case for case in CASES if case.action == action))
    await world.store.claim(row.taskid, owner="me", lease_seconds=1, now=world.clock.now(), from_states=["confirmed"])
    await world.store.move(row.taskid, owner="me", from_state="confirmed", to_state="needs-human", outcome="no_trace")
    return row.taskid


async def test_parameters_are_held_against_the_line(world: World) -> None:
    await catalogued(world)
    size = {"harddisks": (50,), "bandwidth": 5, "defense": 5, "password": "x"}

    assert refused(world, "web-1", "renew", Renew(months=1)) is None
    assert refused(world, "web-1", "renew", Renew(months=11)) is Reason.MONTHS_NOT_OFFERED
    assert refused(world, "web-1", "createsnapshot", MakeSnapshot(days=2)) is Reason.PERIOD_NOT_OFFERED
    assert refused(world, "web-1", "createsnapshot", MakeSnapshot(days=3)) is None
    grown = Resize.model_validate({**size, "cpu": 3, "memory": 5})
    assert refused(world, "web-1", "upgrade", grown) is Reason.CORE_NOT_OFFERED
    shrunk = Resize.model_validate({**size, "cpu": 2, "memory": 4, "harddisks": (40,)})
    assert refused(world, "web-1", "upgrade", shrunk) is Reason.DISK_WOULD_SHRINK


async def test_systems_are_held_against_the_line_and_the_one_that_runs(world: World) -> None:
    await catalogued(world)
    systems = world.made.systems

    def install(system: str) -> Install:
        return Install(system_guid=system, password="x")

    assert refused(world, "web-1", "install", install(systems["ubuntu22"])) is None
    assert refused(world, "shop-1", "install", install(systems["win2022"])) is Reason.SYSTEM_NOT_OFFERED
    assert refused(world, "web-1", "install", install("no-such-system")) is Reason.SYSTEM_NOT_OFFERED


async def test_what_was_never_read_speaks_against_nothing(world: World) -> None:
    world.services.catalogue._read[world.account_id] = type(world.services.catalogue.of(world.account_id))()

    assert refused(world, "web-1", "install", Install(system_guid="no-such-system", password="x")) is None


def test_snapshots_that_were_seen_count(world: World) -> None:
    known = world.known("web-1")
    seen = Sight(server=known.server, snapshots=(Snapshot(name="a"),))
    none = Sight(server=known.server, snapshots=())
    install, revert = KINDS["install"], KINDS["revertsnapshot"]

    assert offers.refused(world.services, known, install, sight=seen) is Reason.SNAPSHOTS_EXIST
    assert offers.refused(world.services, known, install, sight=none) is None
    found = offers.refused(world.services, known, revert, params=NamedSnapshot(name="b"), sight=seen)
    assert found is Reason.SNAPSHOT_NOT_FOUND


def test_a_reinstall_names_the_snapshots_in_its_way(world: World) -> None:
    known = world.known("web-1")
    seen = Sight(server=known.server, snapshots=(Snapshot(name="a"), Snapshot(name="b")))

    with pytest.raises(NotPossibleError) as refusal:
        offers.check(world.services, world.actor(), known, KINDS["install"], sight=seen)

    assert (refusal.value.reason, refusal.value.names) == (Reason.SNAPSHOTS_EXIST, ("a", "b"))


def test_what_the_engine_does_not_know_any_more_is_dead(world: World) -> None:
    gone = Sight(server=None)
    with pytest.raises(NotPossibleError) as refusal:
        offers.check(world.services, world.actor(), world.known("web-1"), KINDS["refund"], sight=gone)
    assert refusal.value.reason is Reason.SERVER_DEAD


async def test_one_that_needs_a_human_bars_what_is_grave_and_nothing_else(world: World) -> None:
    taskid = await end_needing_human(world, "renew")
    known, actor = world.known("web-1"), world.actor()

    for action in sorted({"renew", "upgrade", "install", "refund", "setpsw", "createsnapshot"}):
        with pytest.raises(ServerBusyError) as busy:
            offers.check(world.services, actor, known, KINDS[action])
        assert (busy.value.taskid, busy.value.action, busy.value.needs_human) == (taskid, "renew", True)
    offers.check(world.services, actor, known, KINDS["restart"])
    offers.check(world.services, actor, world.known("web-2"), KINDS["renew"])
    (renewal, restart) = offers.offers(world.services, actor, known, actions=["renew", "restart"])
    assert renewal.busy is not None
    assert (renewal.busy.taskid, renewal.allowed, restart.allowed) == (taskid, False, True)


async def test_an_open_one_bars_everything_on_its_server(world: World) -> None:
    row = await begin(world, CASES[1])
    for action in sorted(set(KINDS) - {"create_new"}):
        with pytest.raises(ServerBusyError) as busy:
            offers.check(world.services, world.actor(), world.known("web-1"), KINDS[action])
        assert (busy.value.taskid, busy.value.needs_human) == (row.taskid, False)


def test_cards_offer_power_unless_told_otherwise(world: World) -> None:
    found = offers.offers(world.services, world.actor(), world.known("web-1"))
    assert [each.action for each in found] == ["start", "stop", "restart", "stop_h", "restart_h"]


def test_the_role_comes_first(world: World) -> None:
    operator = replace(world.actor(), role=Role.OPERATOR)
    with pytest.raises(NotAllowedError):
        offers.check(world.services, operator, world.known("web-1"), KINDS["renew"])
    (offer,) = offers.offers(world.services, operator, world.known("web-1"), actions=["renew"])
    assert offer.role is Role.OWNER


async def test_a_purchase_is_held_against_what_is_sold(world: World, purchase: Purchase) -> None:
    await catalogued(world)

    def reason(**changes: object) -> Reason | None:
        wanted = purchase.model_copy(update=changes)
        try:
            offers.check_purchase(world.services, world.actor(), world.account_id, wanted)
        except NotPossibleError as error:
            return error.reason
        return None

    assert reason() is None
    assert reason(cpu=3) is Reason.CORE_NOT_OFFERED
    assert reason(num=21) is Reason.TOO_MANY_SERVERS
    assert reason(months=11) is Reason.MONTHS_NOT_OFFERED
    assert reason(system_guid="no-such-system") is Reason.SYSTEM_NOT_OFFERED
    assert reason(system_guid=world.made.systems["centos7"]) is Reason.SYSTEM_NOT_OFFERED
    assert reason(line_guid="no-such-line") is Reason.BUYING_CLOSED


async def test_a_purchase_where_nothing_was_read_is_the_engines_to_judge(world: World, purchase: Purchase) -> None:
    world.services.catalogue._read[world.account_id] = type(world.services.catalogue.of(world.account_id))()

    offers.check_purchase(world.services, world.actor(), world.account_id, purchase)


def test_only_owners_buy_and_only_purchases(world: World, purchase: Purchase) -> None:
    operator = replace(world.actor(), role=Role.OPERATOR)
    with pytest.raises(NotAllowedError):
        offers.check_purchase(world.services, operator, world.account_id, purchase)
    with pytest.raises(TypeError):
        offers.check_purchase(world.services, world.actor(), world.account_id, NoParams())
