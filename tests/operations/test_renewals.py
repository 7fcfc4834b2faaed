from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations.errors import MonthsNotOfferedError
from operations.renewals import Period, asked_months, by_end, ending_soon, months_for_all, periods

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
