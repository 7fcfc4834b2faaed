from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import CreditEntry, CreditRow, CreditTooLowError, NotFoundError, Store
from store.base import fen, from_fen
from tests.store.conftest import KEY, World, add_account, add_identity
from tests.store.test_operations import end

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Wall


async def order(world: World, guid: str, price: str, **values: object) -> int:
    row = await world.store.create_operation(
        **world.operation(guid=guid, action="renew", price=Decimal(price), funding="credit", **values)
    )
    return row.taskid


async def test_credit_is_reserved_then_taken_or_given_back(world: World) -> None:
    store, identity = world.store, world.identity_id
    assert store.credit(identity) == CreditRow(Decimal(0), Decimal(0), Decimal(0))
    added = await store.add_top_up(identity, Decimal(100), "bank transfer")
    assert added == store.credit(identity) == CreditRow(Decimal(100), Decimal(0), Decimal(0))
    done, failed, stuck = [await order(world, f"g{n}", price) for n, price in enumerate(("10.10", "20.20", "30.30"))]
    assert store.credit(identity) == CreditRow(Decimal(100), Decimal(0), Decimal("60.60"))
    await end(world, done, "done")
    await end(world, failed, "failed")
    await end(world, stuck, "needs-human")
    credit = store.credit(identity)
    assert credit == CreditRow(Decimal(100), Decimal("10.10"), Decimal("30.30"))
    assert (str(credit.balance), str(credit.available)) == ("89.90", "59.60")
    await store.settle(stuck, "failed", "not in the panel")
    assert store.credit(identity).available == Decimal("89.90")


async def test_only_what_is_paid_from_it_counts(world: World) -> None:
    other = await world.identity("li")
    await world.store.add_top_up(other.id, Decimal(5))
    await world.store.create_operation(**world.operation(price=Decimal(9), funding="open"))
    await world.store.create_operation(**world.operation(guid="g2", price=Decimal(9), funding="approval"))
    assert world.store.credit(world.identity_id).available == Decimal(0)
    assert world.store.credit(other.id).available == Decimal(5)


async def test_a_correction_takes_no_more_than_is_available(world: World) -> None:
    store, identity = world.store, world.identity_id
    await store.add_top_up(identity, Decimal(50))
    await order(world, "g1", "20.00")
    with pytest.raises(CreditTooLowError) as caught:
        await store.add_top_up(identity, Decimal("-30.01"))
    assert (caught.value.available, caught.value.needed) == (Decimal(30), Decimal("30.01"))
    await store.add_top_up(identity, Decimal(-30), "paid out")
    assert store.credit(identity) == CreditRow(Decimal(20), Decimal(0), Decimal(20))


@pytest.mark.parametrize("amount", ["0", "0.00", "0.001", "-1.005", "NaN", "Infinity"])
async def test_nonsense_is_no_top_up(world: World, amount: str) -> None:
    with pytest.raises(ValueError, match=r"two decimals|not zero"):
        await world.store.add_top_up(world.identity_id, Decimal(amount))
    assert world.store.credit_entries(world.identity_id) == []


async def test_only_a_living_identity_is_topped_up(world: World) -> None:
    with pytest.raises(NotFoundError, match="identity"):
        await world.store.add_top_up(99, Decimal(1))
    await world.store.erase_identity(world.identity_id)
    with pytest.raises(NotFoundError, match="identity"):
        await world.store.add_top_up(world.identity_id, Decimal(1))


async def test_the_entries_add_up_to_what_is_available(world: World, wall: Wall) -> None:
    store, identity, begin = world.store, world.identity_id, wall.at
    await store.add_top_up(identity, Decimal(100), "bank transfer")
    wall.at += 1
    done = await order(world, "g1", "10.10", order_no="A1")
    wall.at += 1
    failed = await order(world, "g2", "20.20")
    wall.at += 1
    reserved = await order(world, "g3", "30.30")
    wall.at += 1
    await end(world, done, "done")
    wall.at += 1
    await end(world, failed, "failed")
    entries = store.credit_entries(identity)
    assert entries == [
        CreditEntry(begin + 5, "released", Decimal(0), "", failed, "renew", "g2", None),
        CreditEntry(begin + 4, "settled", Decimal("-10.10"), "", done, "renew", "g1", "A1"),
        CreditEntry(begin + 3, "reserved", Decimal("-30.30"), "", reserved, "renew", "g3", None),
        CreditEntry(begin, "top-up", Decimal(100), "bank transfer", None, None, None, None),
    ]
    assert sum(entry.amount for entry in entries) == store.credit(identity).available == Decimal("59.60")
    assert store.credit_entries(identity, limit=1) == entries[:1]


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_fen_and_money_are_the_same(amount: int) -> None:
    assert fen(from_fen(amount)) == amount
    assert from_fen(amount).as_tuple().exponent == -2


@settings(max_examples=10, deadline=None)
@given(st.lists(st.decimals(min_value=0, max_value=9999, places=2), min_size=1, max_size=12))
async def test_sums_are_exact(tmp_path_factory: pytest.TempPathFactory, prices: list[Decimal]) -> None:
    path: Path = tmp_path_factory.mktemp("credit") / "apabot.db"
    async with await Store.open(path, [KEY]) as store:
        account_id = await add_account(store)
        identity = await add_identity(store, account_id, "zhang")
        world = World(store, account_id, identity.id)
        for number, price in enumerate(prices):
            await order(world, f"g{number}", str(price))
        assert store.credit(identity.id).reserved == sum(prices)
        assert store.credit(identity.id).available == -sum(prices)
