from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from operations import orders
from operations.orders import all_orders, page_of_orders
from tests.operations.conftest import ALICE, BOB, TEAM
from tests.operations.rows import operation, sight_of

if TYPE_CHECKING:
    import pytest

    from store import OperationRow
    from tests.operations.conftest import World

BEFORE = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
AFTER = datetime(2027, 1, 1, 4, 0, tzinfo=UTC)


async def renewed(world: World, nickname: str = "web-1", *, label: str = "alice", **new: object) -> OperationRow:
    guid = world.made.servers[nickname]
    values: dict[str, object] = {
        "account_id": world.account_id,
        "identity_id": world.identities[label],
        "guid": guid,
        "chat_id": ALICE,
        "user_id": ALICE,
        "before": sight_of(world.services, guid, end_time=BEFORE),
        "after": sight_of(world.services, guid, end_time=AFTER),
        "outcome": "done",
        "order_no": "A1",
    }
    world.clock.advance(60)
    return await operation(world.services, "done", **values | new)


async def test_an_entry_says_what_when_who_and_how_it_ended(world: World) -> None:
    await world.store.keep_person(ALICE, "Alice", "en")
    await world.store.set_alias(ALICE, world.account_id, world.made.servers["web-1"], "shop")
    row = await renewed(world)

    found = page_of_orders(world.services, world.actor(), 0)

    assert (found.page, found.more) == (0, False)
    (entry,) = found.entries
    assert (entry.at, entry.action, entry.label) == (row.created_at, "renew", "shop")
    assert (entry.state, entry.outcome, entry.price, entry.order_no) == ("done", "done", Decimal("72.00"), "A1")
    assert entry.person == "Alice"
    assert (entry.end_before, entry.end_after) == (BEFORE, AFTER)


async def test_a_chat_sees_its_own_customers_and_names_its_own_people(world: World) -> None:
    await world.store.keep_person(BOB, "Bob", "zh")
    await renewed(world, "db-1", label="bob", chat_id=BOB, user_id=BOB)
    await renewed(world, chat_id=TEAM, user_id=BOB, order_no="A2")

    assert [entry.person for entry in page_of_orders(world.services, world.actor(), 0).entries] == [None]
    team = page_of_orders(world.services, world.actor(ALICE, TEAM), 0).entries
    assert [entry.person for entry in team] == ["Bob"]


async def test_whoever_holds_all_servers_sees_all_orders_of_the_account(world: World) -> None:
    await renewed(world, "db-1", label="bob", chat_id=BOB, user_id=BOB)
    await world.store.keep_chat(599, kind="private")
    await world.store.grant(599, world.identities["all"])
    (entry,) = page_of_orders(world.services, world.actor(599), 0).entries
    assert entry.person is None
    assert entry.label == world.server("db-1").ip


async def test_a_server_that_went_to_somebody_else_keeps_the_name_of_then(world: World) -> None:
    guid = world.made.servers["web-1"]
    await renewed(world, before=sight_of(world.services, guid, ip="198.51.100.7", share_ip=None))
    await renewed(world, before=None, order_no="A2")
    await world.store.assign(world.account_id, guid, world.identities["bob"])
    newest, oldest = page_of_orders(world.services, world.actor(), 0).entries
    assert (newest.label, oldest.label) == (guid, "198.51.100.7")


async def test_a_purchase_has_no_server(world: World) -> None:
    await renewed(world, guid=None, action="create_new", before=None, after=None, order_no="B1")
    (entry,) = page_of_orders(world.services, world.actor(), 0).entries
    assert (entry.label, entry.end_before, entry.end_after) == ("", None, None)


async def test_pages_newest_first_and_beyond_the_end_the_last(world: World) -> None:
    numbers = [f"N{number}" for number in range(18)]
    for number in numbers:
        await renewed(world, order_no=number)
    first, second, third = (page_of_orders(world.services, world.actor(), page) for page in range(3))

    assert [entry.order_no for entry in first.entries] == numbers[:9:-1]
    assert [entry.order_no for entry in third.entries] == ["N1", "N0"]
    assert [page.more for page in (first, second, third)] == [True, True, False]
    beyond = page_of_orders(world.services, world.actor(), 99)
    assert (beyond.page, beyond.more, beyond.entries) == (2, False, third.entries)
    assert [entry.order_no for entry in await all_orders(world.services, world.actor())] == numbers[::-1]


async def test_a_page_that_is_exactly_full_is_the_last(world: World) -> None:
    for number in range(8):
        await renewed(world, order_no=f"N{number}")
    assert page_of_orders(world.services, world.actor(), 0).more is False
    assert page_of_orders(world.services, world.actor(), 1).page == 0


async def test_no_more_than_one_file_holds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "MOST", 3)
    for number in range(5):
        await renewed(world, order_no=f"N{number}")
    assert [entry.order_no for entry in await all_orders(world.services, world.actor())] == ["N4", "N3", "N2"]


async def test_nothing_ordered_yet(world: World) -> None:
    found = page_of_orders(world.services, world.actor(), 0)
    assert (found.entries, found.page, found.more) == ((), 0, False)
