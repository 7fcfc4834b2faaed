from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations.errors import MonthsNotOfferedError
from operations.renewals import (
    End,
    MonthOfSoon,
    Period,
    asked_months,
    by_end,
    ending_soon,
    ends,
    month_of_soon,
    months_for_all,
    periods,
)
from tests.operations.conftest import BOB
from tests.texts.samples import NOW, known

if TYPE_CHECKING:
    from typing import Any

    from tests.operations.conftest import World

DAY = 86400.0


def change_line(world: World, nickname: str, **changes: Any) -> None:
    lines = world.services.catalogue.of(world.account_id).lines
    guid = world.made.lines[nickname]
    lines[guid] = lines[guid].model_copy(update=changes)


def guids(world: World, *nicknames: str) -> list[str]:
    return [world.made.servers[nickname] for nickname in nicknames]


async def test_the_first_to_end_stands_first(world: World) -> None:
    found = [known.guid for known in by_end(world.services, world.actor())]
    assert found == guids(world, "shop-1", "shop-2", "cache-1", "web-2", "web-1")
    assert ending_soon(world.services, world.actor()) == []


async def test_what_ends_within_a_week_or_has_ended(world: World) -> None:
    for nickname, days in (("web-1", 6.9), ("web-2", 7.1), ("cache-1", -2.0)):
        world.server(nickname).ends_at = world.clock.now() + days * DAY
    await world.sync()
    found = [known.guid for known in ending_soon(world.services, world.actor())]
    assert found == guids(world, "cache-1", "web-1")


async def test_what_cannot_be_renewed_is_not_among_them(world: World) -> None:
    change_line(world, "shared", renew_status=False)
    found = [known.guid for known in by_end(world.services, world.actor())]
    assert found == guids(world, "cache-1", "web-2", "web-1")


async def test_periods_are_the_lines_with_their_prices(world: World) -> None:
    found = periods(world.services, world.known("shop-1"))
    assert found.listed
    assert found.months == (1, 3, 6, 12)
    assert found.periods[1].price == found.periods[0].price * 3  # type: ignore[operator] # known there


async def test_a_zone_may_allow_less_than_the_line_lists(world: World) -> None:
    change_line(world, "shared", months=(1, 12, 24))
    assert periods(world.services, world.known("shop-1")).months == (1, 12)


async def test_the_mark_up_is_in_the_price(world: World) -> None:
    await world.store.set_identity(world.identities["alice"], markup=Decimal(50))
    change_line(world, "bgp", months=(1,))
    assert periods(world.services, world.known("web-1")).periods == (Period(1, Decimal("297.00")),)


async def test_an_unknown_line_offers_a_month_of_unknown_price(world: World) -> None:
    world.services.catalogue.of(world.account_id).lines.clear()
    found = periods(world.services, world.known("web-1"))
    assert (found.periods, found.listed) == ((Period(1, None),), False)
    assert asked_months(world.services, [world.known("web-1")], "5") == 5
    with pytest.raises(MonthsNotOfferedError) as caught:
        asked_months(world.services, [world.known("web-1")], "five")
    assert caught.value.offered is None


async def test_only_what_all_offer_fits_all(world: World) -> None:
    change_line(world, "bgp", months=(1, 2, 6))
    chosen = [world.known(nickname) for nickname in ("web-1", "shop-1")]
    assert months_for_all(world.services, chosen) == (1, 6)
    assert months_for_all(world.services, []) == ()
    assert asked_months(world.services, chosen, "6") == 6


@pytest.mark.parametrize("word", ["", "0", "2", "-1", "1.5", "٣", "0001", "a"])
async def test_what_is_no_number_of_months_on_offer(world: World, word: str) -> None:
    with pytest.raises(MonthsNotOfferedError) as caught:
        asked_months(world.services, [world.known("shop-1")], word)
    assert caught.value.offered == (1, 3, 6, 12)
    assert caught.value.word == word


async def test_an_unknown_end_comes_last(world: World) -> None:
    row = world.store.server_by_guid(world.made.servers["shop-1"])[0]
    known = world.known("shop-1").server.model_copy(update={"end_time": None})
    await world.store.touch_server(
        world.account_id,
        guid=row.guid,
        ip=row.ip,
        share_ip=row.share_ip,
        dead=False,
        data=known.model_dump_json(),
        read_at=world.clock.now() + 1,
    )
    assert [each.guid for each in by_end(world.services, world.actor())][-1] == row.guid


async def test_every_server_has_its_end_also_what_cannot_be_renewed(world: World) -> None:
    change_line(world, "shared", renew_status=False)
    found = ends(world.services, world.actor())
    assert [each.known.guid for each in found] == guids(world, "shop-1", "shop-2", "cache-1", "web-2", "web-1")
    assert [each.renewable for each in found] == [False, False, True, True, True]
    assert [each.price for each in found[:2]] == [None, None]
    assert found[-1].price == periods(world.services, world.known("web-1")).periods[0].price == Decimal("198.00")


async def test_the_mark_up_is_in_what_a_month_costs(world: World) -> None:
    await world.store.set_identity(world.identities["alice"], markup=Decimal(50))
    assert ends(world.services, world.actor())[-1].price == Decimal("297.00")


async def test_an_unknown_line_tells_neither_price_nor_until_when_data_are_kept(world: World) -> None:
    world.services.catalogue.of(world.account_id).lines.clear()
    for each in ends(world.services, world.actor()):
        assert (each.price, each.renewable, each.kept_until) == (None, True, None)


@pytest.mark.parametrize("days", [0, 3, 30])
async def test_until_when_the_data_are_kept(world: World, days: int) -> None:
    change_line(world, "bgp", retention_days=days)
    change_line(world, "shared", retention_days=None)
    found = {each.known.guid: each for each in ends(world.services, world.actor())}
    web, shop = (found[guid] for guid in guids(world, "web-1", "shop-1"))
    assert web.known.server.end_time is not None
    assert web.kept_until == web.known.server.end_time + timedelta(days=days)
    assert shop.kept_until is None


async def test_a_chat_sees_the_ends_of_its_own_servers(world: World) -> None:
    found = [each.known.guid for each in ends(world.services, world.actor(BOB))]
    assert found == guids(world, "win-1", "db-1")


def an_end(days: float | None, price: str | None = "10", *, renewable: bool = True) -> End:
    its = known(end_time=None if days is None else datetime.fromtimestamp(NOW + days * DAY, UTC))
    return End(its, None if price is None else Decimal(price), renewable, None)


@pytest.mark.parametrize(
    ("found", "total"),
    [
        ([], MonthOfSoon(0, None, 30)),
        ([an_end(30.01)], MonthOfSoon(0, None, 30)),
        ([an_end(None)], MonthOfSoon(0, None, 30)),
        ([an_end(3, None, renewable=False)], MonthOfSoon(0, None, 30)),
        ([an_end(30)], MonthOfSoon(1, Decimal(10), 30)),
        ([an_end(-400, "0.01"), an_end(0, "0.02"), an_end(29, "0.03")], MonthOfSoon(3, Decimal("0.06"), 30)),
        ([an_end(3), an_end(4, None)], MonthOfSoon(2, None, 30)),
        ([an_end(3), an_end(4, None, renewable=False), an_end(31, None)], MonthOfSoon(1, Decimal(10), 30)),
    ],
)
def test_what_a_month_of_all_that_end_soon_costs(found: list[End], total: MonthOfSoon) -> None:
    assert month_of_soon(found, now=NOW) == total
