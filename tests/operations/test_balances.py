from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations.access import Actor, Role
from operations.balances import balances
from operations.errors import NotAllowedError
from tests.operations.conftest import ALICE, TEAM
from tests.operations.rows import operation, sight_of

if TYPE_CHECKING:
    from store import IdentityRow, Spending
    from tests.operations.conftest import World


async def identity(world: World, label: str, spending: Spending, limit: str | None = None) -> IdentityRow:
    row = await world.store.add_identity(
        account_id=world.account_id,
        label=label,
        name="李娜",
        mobile="13800005679",
        idnum="11010519491231002X",
        from_ip="203.0.113.9",
        client_user_id=label,
        bank_account=None,
        all_servers=False,
        spending=spending,
        monthly_limit=None if limit is None else Decimal(limit),
        markup=None,
    )
    await world.store.grant(ALICE, row.id)
    return row


def spent_by(world: World, row: IdentityRow) -> dict[str, Any]:
    return {
        "account_id": world.account_id,
        "identity_id": row.id,
        "guid": world.made.servers["web-1"],
        "chat_id": ALICE,
        "user_id": ALICE,
    }


async def test_under_approval_there_is_nothing_to_count(world: World) -> None:
    (found,) = balances(world.services, world.actor())
    assert (found.label, found.spending, found.credit, found.spent) == ("alice", "approval", None, None)


async def test_credit_with_what_moved_it(world: World) -> None:
    row = await identity(world, "prepaid", "credit")
    await world.store.add_top_up(row.id, Decimal(300), "cash")
    await world.store.set_alias(ALICE, world.account_id, world.made.servers["web-1"], "shop")
    world.clock.advance(1)
    await operation(world.services, "done", funding="credit", order_no="A1", outcome="done", **spent_by(world, row))
    world.clock.advance(1)
    await operation(world.services, funding="credit", order_no="A2", **spent_by(world, row))

    _, found = balances(world.services, world.actor())

    assert found.credit is not None
    assert (found.credit.balance, found.credit.reserved, found.credit.available) == (
        Decimal("228.00"),
        Decimal("72.00"),
        Decimal("156.00"),
    )
    assert [(each.entry.kind, each.entry.amount, each.label) for each in found.bookings] == [
        ("reserved", Decimal("-72.00"), "shop"),
        ("settled", Decimal("-72.00"), "shop"),
        ("top-up", Decimal("300.00"), ""),
    ]


async def test_a_server_that_went_to_somebody_else_keeps_the_name_of_then(world: World) -> None:
    row = await identity(world, "prepaid", "credit")
    await world.store.add_top_up(row.id, Decimal(300))
    guid = world.made.servers["web-1"]
    then = sight_of(world.services, guid, ip="198.51.100.7", share_ip=None)
    await operation(
        world.services, "done", funding="credit", order_no="A1", outcome="done", before=then, **spent_by(world, row)
    )
    await world.store.assign(world.account_id, guid, world.identities["bob"])
    _, found = balances(world.services, world.actor())
    assert [each.label for each in found.bookings if each.entry.guid] == ["198.51.100.7"]


async def test_open_with_what_was_spent_this_month(world: World) -> None:
    row = await identity(world, "invoiced", "open", "500")
    await operation(world.services, "done", funding="open", order_no="A1", outcome="done", **spent_by(world, row))
    await operation(world.services, "failed", funding="open", order_no="A2", outcome="refused", **spent_by(world, row))
    world.clock.advance(1)
    _, found = balances(world.services, world.actor())
    assert (found.spent, found.limit, found.credit) == (Decimal("72.00"), Decimal(500), None)

    world.clock.advance(32 * 86400)
    _, later = balances(world.services, world.actor())
    assert later.spent == Decimal("0.00")


async def test_only_owners_may_look(world: World) -> None:
    operator = Actor(TEAM, 77, False, Role.OPERATOR, (world.identities["alice"],), (), "en", "Asia/Shanghai")
    with pytest.raises(NotAllowedError):
        balances(world.services, operator)
