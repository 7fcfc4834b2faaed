from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations import catalog_view
from operations.errors import BadAnswerError
from tests.operations.conftest import ALICE, BOB

if TYPE_CHECKING:
    from typing import Any

    from operations.catalog_view import LineView
    from tests.operations.conftest import World


def change(world: World, nickname: str, **changes: Any) -> None:
    """Let the catalogue say something else of a line."""
    lines = world.services.catalogue.of(world.account_id).lines
    guid = world.made.lines[nickname]
    lines[guid] = lines[guid].model_copy(update=changes)


def view(world: World, nickname: str) -> LineView:
    return catalog_view.line(world.services, world.actor(), world.identities["alice"], world.made.lines[nickname])


def sold(world: World, nickname: str) -> list[tuple[int, int, bool, Decimal | None, Decimal | None]]:
    return [
        (each.configuration.cpu, each.configuration.memory, each.recommended, each.price, each.windows)
        for each in view(world, nickname).sizes
    ]


def zone_names(world: World, user_id: int = ALICE) -> list[tuple[str, int]]:
    return [(each.zone.name, each.lines) for each in catalog_view.zones(world.services, world.actor(user_id))]


async def test_zones_with_the_number_of_their_lines(world: World) -> None:
    assert zone_names(world) == [("华东·杭州", 1), ("华北·北京", 1), ("华南·广州", 1)]
    extra = world.engine.add_line(zone_guid=world.made.zones["east"], name="杭州 电信")
    await refresh(world)
    assert zone_names(world) == [("华东·杭州", 2), ("华北·北京", 1), ("华南·广州", 1)]
    extra.buy_status = 0
    await refresh(world)
    assert zone_names(world)[0] == ("华东·杭州", 1)


@pytest.mark.parametrize("closed", [{"buy_status": False}, {"cores": ()}])
async def test_a_zone_without_anything_to_buy_is_not_among_them(world: World, closed: dict[str, Any]) -> None:
    change(world, "shared", **closed)
    assert zone_names(world) == [("华东·杭州", 1), ("华北·北京", 1)]


async def test_what_the_line_does_not_tell_does_not_close_it(world: World) -> None:
    change(world, "shared", buy_status=None)
    assert ("华南·广州", 1) in zone_names(world)


async def test_nothing_was_read_yet(world: World) -> None:
    world.services.catalogue.of(world.account_id).zones.clear()
    assert zone_names(world) == []


async def test_a_zone_of_two_identities_is_shown_once_in_the_name_of_the_first(world: World) -> None:
    await world.store.grant(ALICE, world.identities["bob"])
    found = catalog_view.zones(world.services, world.actor())
    assert len(found) == 3
    assert {each.identity_id for each in found} == {world.identities["alice"]}


async def test_the_lines_of_a_zone_in_their_order_the_closed_ones_too(world: World) -> None:
    east = world.made.zones["east"]
    for name, sort_id, open_now in (("c", 3, 1), ("a", 2, 0), ("b", 2, 1)):
        world.engine.add_line(zone_guid=east, name=name, sort_id=sort_id, buy_status=open_now)
    await refresh(world)
    found = catalog_view.zone(world.services, world.actor(), world.identities["alice"], east)
    assert found.zone.name == "华东·杭州"
    assert [(each.line.name, each.sells) for each in found.lines] == [
        *(("杭州 BGP 多线", True), ("a", False), ("b", True), ("c", True)),
    ]


async def test_a_line_tells_the_price_of_its_cheapest_server(world: World) -> None:
    found = catalog_view.zone(world.services, world.actor(), world.identities["alice"], world.made.zones["south"])
    # 12.50 for the core, 10 GB at 0.50, the 9 Mbit/s beyond the free one at 18 + 20 + 22 + 25 + 5 × 60.
    assert [each.price for each in found.lines] == [Decimal("402.50")]
    change(world, "shared", harddisk_price=None)
    found = catalog_view.zone(world.services, world.actor(), world.identities["alice"], world.made.zones["south"])
    assert [each.price for each in found.lines] == [None]


async def test_sizes_with_what_is_recommended_first(world: World) -> None:
    assert sold(world, "shared") == [
        (1, 1, True, Decimal("402.50"), Decimal("412.50")),
        (1, 2, False, Decimal("410.00"), Decimal("420.00")),
        (2, 2, False, Decimal("422.00"), Decimal("432.00")),
    ]
    first = view(world, "shared").sizes[0].configuration
    assert (first.harddisks, first.bandwidth, first.defense) == ((10,), 10, 0)


async def test_the_customers_own_mark_up_is_in_every_price(world: World) -> None:
    await world.policy(markup=Decimal(100))
    assert sold(world, "shared")[0] == (1, 1, True, Decimal("805.00"), Decimal("825.00"))
    bobs = catalog_view.line(world.services, world.actor(BOB), world.identities["bob"], world.made.lines["shared"])
    assert bobs.sizes[0].price == Decimal("402.50")


async def test_a_size_that_stands_there_twice_is_shown_once_and_as_recommended(world: World) -> None:
    line = world.services.catalogue.of(world.account_id).lines[world.made.lines["shared"]]
    again = line.cores[0].model_copy(update={"name": "128H128G", "recommend_status": False})
    change(world, "shared", cores=(again, *line.cores))
    assert [each[:3] for each in sold(world, "shared")] == [(1, 1, True), (1, 2, False), (2, 2, False)]


async def test_two_prices_for_the_same_size_make_it_unknown(world: World) -> None:
    line = world.services.catalogue.of(world.account_id).lines[world.made.lines["shared"]]
    dearer = line.cores[0].model_copy(update={"price": Decimal(99)})
    change(world, "shared", cores=(*line.cores, dearer))
    assert sold(world, "shared")[0] == (1, 1, True, None, None)
    assert sold(world, "shared")[1][3] == Decimal("410.00")


async def test_a_negative_price_is_none(world: World) -> None:
    line = world.services.catalogue.of(world.account_id).lines[world.made.lines["shared"]]
    no_windows = tuple(core.model_copy(update={"windows_price": Decimal(-1)}) for core in line.cores)
    change(world, "shared", cores=no_windows)
    assert sold(world, "shared")[0] == (1, 1, True, Decimal("402.50"), None)


async def test_systems_that_can_be_bought_with_by_name(world: World) -> None:
    names = [each.name for each in view(world, "shared").systems]
    assert names == [
        *("Debian 11 64位", "Debian 12 64位", "Rocky Linux 9.4 64位", "Ubuntu 22.04 64位", "Ubuntu 24.04 64位"),
    ]
    assert len(view(world, "bgp").systems) > len(names)


async def test_a_line_with_its_zone_as_far_as_that_is_known(world: World) -> None:
    found = view(world, "baidu")
    assert found.sells
    assert found.zone is not None
    assert found.zone.identity_status is True
    change(world, "baidu", zone_guid="gone", buy_status=False)
    found = view(world, "baidu")
    assert found.zone is None
    assert not found.sells


@pytest.mark.parametrize("guid", ["", "nope", "😀"])
async def test_what_is_no_longer_there(world: World, guid: str) -> None:
    mine = world.identities["alice"]
    for look in (catalog_view.zone, catalog_view.line):
        with pytest.raises(BadAnswerError) as caught:
            look(world.services, world.actor(), mine, guid)
        assert caught.value.problem == "gone"


@pytest.mark.parametrize("label", ["bob", "all"])
async def test_nobody_looks_in_another_customers_name(world: World, label: str) -> None:
    theirs = world.identities[label]
    with pytest.raises(BadAnswerError):
        catalog_view.zone(world.services, world.actor(), theirs, world.made.zones["east"])
    with pytest.raises(BadAnswerError):
        catalog_view.line(world.services, world.actor(), theirs, world.made.lines["bgp"])
    with pytest.raises(BadAnswerError):
        catalog_view.line(world.services, world.actor(), 9999, world.made.lines["bgp"])


async def refresh(world: World) -> None:
    engine = world.services.engines.of(world.account_id)
    await world.services.catalogue.refresh(world.account_id, engine, now=world.clock.now())
