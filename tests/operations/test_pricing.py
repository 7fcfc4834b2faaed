from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations.catalogue import AccountCatalogue
from operations.errors import EngineUnavailableError
from operations.kinds.parameters import Downgrade, MakeSnapshot, NoParams, Purchase, Renew, RenewSnapshot, Resize
from operations.pricing import FREE, Price, price_of, read_prices, with_markup
from operations.sights import Sight
from sandbox.engine import Fault

if TYPE_CHECKING:
    from operations.kinds import Params
    from tests.operations.conftest import World


def quoted(world: World, action: str, params: Params, nickname: str | None = "web-1", identity: str = "alice") -> Price:
    server = None
    if nickname is not None:
        server = world.known(nickname).server
    sight = Sight(server=server)
    return price_of(world.services, action, params, sight, identity_id=world.identities[identity])


def purchase(world: World, *, months: int = 1, num: int = 1, system: str = "debian12") -> Purchase:
    return Purchase(
        line_guid=world.made.lines["bgp"],
        cpu=2,
        memory=4,
        harddisks=(50,),
        bandwidth=5,
        defense=5,
        system_guid=world.made.systems[system],
        password="Abc123!def",
        months=months,
        num=num,
    )


@pytest.mark.parametrize(
    ("listed", "percent", "shown"),
    [
        ("100", "0", "100.00"),
        ("100", "15", "115.00"),
        ("0.10", "5", "0.11"),
        ("0.30", "15", "0.35"),
        ("33.33", "12.5", "37.50"),
        ("0.01", "49", "0.01"),
        ("0.01", "50", "0.02"),
        ("80", "-25", "60.00"),
    ],
)
def test_the_mark_up_is_rounded_to_the_fen_half_a_fen_up(listed: str, percent: str, shown: str) -> None:
    assert str(with_markup(Decimal(listed), Decimal(percent))) == shown


async def test_a_renewal_is_the_lists_price_of_the_sizes(world: World) -> None:
    # 88 for 2 cores and 4 GB, 50 GB at 0.50, the 2nd to 5th Mbit/s at 18, 20, 22, 25.
    assert quoted(world, "renew", Renew(months=1)) == Price(Decimal("198.00"), Decimal("198.00"))
    assert quoted(world, "renew", Renew(months=3)) == Price(Decimal("594.00"), Decimal("594.00"))


async def test_the_identitys_mark_up_comes_before_the_accounts(world: World) -> None:
    await world.policy(markup=Decimal("12.5"))

    assert quoted(world, "renew", Renew(months=1)) == Price(Decimal("198.00"), Decimal("222.75"))
    assert quoted(world, "renew", Renew(months=1), identity="bob").shown == Decimal("198.00")


async def test_a_mark_up_of_nothing_is_one(world: World) -> None:
    await world.policy(markup=Decimal(0))

    assert quoted(world, "renew", Renew(months=1)).shown == Decimal("198.00")


async def test_a_purchase_counts_months_and_servers_and_windows(world: World) -> None:
    assert quoted(world, "create_new", purchase(world), None).shown == Decimal("198.00")
    assert quoted(world, "create_new", purchase(world, months=3, num=2), None).shown == Decimal("1188.00")
    assert quoted(world, "create_new", purchase(world, system="win2022"), None).shown == Decimal("218.00")


async def test_a_snapshot_costs_by_all_disks_and_its_period(world: World) -> None:
    # 50 GB of data and 30 of the system, at 0.10 a day or 1.00 a month.
    system = world.services.catalogue.of(world.account_id).systems[world.made.systems["debian12"]]
    assert system.system_harddisk == 30

    assert quoted(world, "createsnapshot", MakeSnapshot(days=3)).shown == Decimal("24.00")
    assert quoted(world, "renewsnapshot", RenewSnapshot(name="a", months=2)).shown == Decimal("160.00")


@pytest.mark.parametrize("action", ["upgrade", "renew_for_rd"])
async def test_what_the_engine_alone_knows_is_unknown(world: World, action: str) -> None:
    sizes = {"cpu": 4, "memory": 8, "bandwidth": 5, "defense": 5}
    params = Downgrade(**sizes) if action == "renew_for_rd" else Resize(**sizes, harddisks=(50,), password="x")

    assert quoted(world, action, params) == FREE


@pytest.mark.parametrize("action", ["stop", "refund", "removesnapshot"])
async def test_what_costs_nothing_has_no_price(world: World, action: str) -> None:
    await world.policy(markup=Decimal(20))

    assert quoted(world, action, NoParams()) == Price(None, None)


async def test_a_core_no_longer_sold_makes_it_unknown(world: World) -> None:
    world.server("web-1").cpu = 3
    await world.sync()

    assert quoted(world, "renew", Renew(months=1)) == FREE


async def test_without_a_price_list_it_is_unknown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.services.catalogue, "of", lambda _: AccountCatalogue())

    assert quoted(world, "renew", Renew(months=1)) == FREE
    assert quoted(world, "create_new", purchase(world), None) == FREE
    assert quoted(world, "createsnapshot", MakeSnapshot(days=3)) == FREE


async def test_without_a_server_nothing_can_be_quoted(world: World) -> None:
    assert quoted(world, "renew", Renew(months=1), None) == FREE
    assert quoted(world, "createsnapshot", MakeSnapshot(days=1), None) == FREE
    assert quoted(world, "create_new", Renew(months=1), None) == FREE


def lists_read(world: World) -> int:
    return sum(request.action == "getlines" for request in world.engine.requests)


async def test_the_price_list_is_read_again_after_ten_seconds(world: World) -> None:
    read = lists_read(world)
    await read_prices(world.services, "renew", world.account_id)
    world.clock.advance(9)
    await read_prices(world.services, "renew", world.account_id)
    assert lists_read(world) == read

    world.clock.advance(1.5)
    world.engine.world.lines[world.made.lines["bgp"]].disk_price = Decimal(1)
    await read_prices(world.services, "renew", world.account_id)

    assert lists_read(world) == read + 1
    assert quoted(world, "renew", Renew(months=1)).shown == Decimal("223.00")


async def test_a_press_asks_for_a_list_that_is_no_older_than_itself(world: World) -> None:
    await read_prices(world.services, "renew", world.account_id)
    read = lists_read(world)
    world.clock.advance(1)
    pressed_at = world.clock.now()
    await read_prices(world.services, "renew", world.account_id, since=pressed_at)
    await read_prices(world.services, "renew", world.account_id, since=pressed_at)
    assert lists_read(world) == read + 1


@pytest.mark.parametrize("action", ["stop", "upgrade", "renew_for_rd", "refund"])
async def test_what_goes_by_no_list_reads_none(world: World, action: str) -> None:
    world.clock.advance(3600)
    read = lists_read(world)

    await read_prices(world.services, action, world.account_id)

    assert lists_read(world) == read


async def test_a_list_that_cannot_be_read_is_said(world: World) -> None:
    world.clock.advance(60)
    world.engine.fail_next(Fault.REFUSE("系统繁忙"), action="getlines", times=5)

    with pytest.raises(EngineUnavailableError):
        await read_prices(world.services, "renew", world.account_id)
    assert quoted(world, "renew", Renew(months=1)).shown == Decimal("198.00")
