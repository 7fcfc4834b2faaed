from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations.admin.identities import (
    NewIdentity,
    NewPolicy,
    add_identity,
    erase_identity,
    identities,
    living,
    set_identity,
)
from operations.errors import BadInputError
from store import DuplicateError, NotFoundError

if TYPE_CHECKING:
    from tests.operations.conftest import World

NEW: dict[str, Any] = {
    "label": "carol",
    "account": "demo",
    "client_user_id": "1009",
    "name": "欧阳娜",
    "mobile": "139 0000 1234",
    "idnum": "11010519491231002x",
    "from_ip": "2001:DB8::7",
}


async def test_a_customer_is_entered_tidied(world: World) -> None:
    row, doubts = await add_identity(world.services, NewIdentity(**NEW))
    assert doubts == []
    assert (row.label, row.name, row.mobile, row.idnum, row.from_ip, row.client_user_id) == (
        "carol",
        "欧阳娜",
        "13900001234",
        "11010519491231002X",
        "2001:db8::7",
        "1009",
    )
    assert (row.spending, row.monthly_limit, row.markup, row.all_servers) == ("approval", None, None, False)


async def test_slips_are_doubted_and_kept(world: World) -> None:
    new = NewIdentity(**{**NEW, "idnum": "E12345678", "bank_account": "4111111111111112"})
    row, doubts = await add_identity(world.services, new)
    assert [doubt.partition(" is")[0] for doubt in doubts] == [
        "the ID number",
        "the bank card's check digit does not fit (Luhn): it",
    ]
    assert (row.idnum, row.bank_account) == ("E12345678", "4111111111111112")


async def test_a_monthly_limit_needs_open_spending(world: World) -> None:
    with pytest.raises(BadInputError, match="--spending open only"):
        await add_identity(world.services, NewIdentity(**NEW, monthly_limit=Decimal(5)))
    row, _ = await add_identity(world.services, NewIdentity(**NEW, monthly_limit=Decimal(5), spending="open"))
    assert row.monthly_limit == Decimal(5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"client_user_id": " "}, "the client user id must have"),
        ({"name": ""}, "the name must have"),
        ({"mobile": "1"}, "the mobile number"),
        ({"from_ip": "here"}, "the IP must be"),
        ({"bank_account": "x" * 200}, "the bank account must have"),
    ],
)
async def test_what_cannot_be_is_refused(world: World, change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        await add_identity(world.services, NewIdentity(**{**NEW, **change}))
    with pytest.raises(NotFoundError):
        world.store.identity_labelled("carol")


async def test_account_and_label_must_fit(world: World) -> None:
    with pytest.raises(NotFoundError, match="account nowhere"):
        await add_identity(world.services, NewIdentity(**{**NEW, "account": "nowhere"}))
    with pytest.raises(DuplicateError, match="identity"):
        await add_identity(world.services, NewIdentity(**{**NEW, "label": "alice"}))


def test_nothing_personal_is_in_the_repr() -> None:
    shown = repr(NewIdentity(**NEW, bank_account="4111111111111111"))
    assert "carol" in shown
    for secret in ("欧阳娜", "139", "1101", "2001", "1009", "4111"):
        assert secret not in shown


async def test_the_list_counts_servers_and_chats(world: World) -> None:
    lines = {line.row.label: (line.account, line.servers, line.chats) for line in identities(world.services)}
    assert lines == {"alice": ("demo", 5, 2), "all": ("demo", 0, 0), "bob": ("demo", 2, 1)}


async def test_the_erased_stay_as_a_label(world: World) -> None:
    was = await erase_identity(world.services, "bob")
    assert was.name == "张伟"
    lines = {line.row.label: (line.row.name, line.servers, line.chats) for line in identities(world.services)}
    assert lines["bob"] == ("", 0, 0)
    with pytest.raises(BadInputError, match="identity bob was erased"):
        living(world.services, "bob")
    with pytest.raises(BadInputError, match="identity bob was erased"):
        await erase_identity(world.services, "bob")


async def test_a_policy_is_set_by_parts(world: World) -> None:
    row = await set_identity(world.services, "bob", NewPolicy(spending="open", monthly_limit=Decimal(100)))
    assert (row.spending, row.monthly_limit, row.markup) == ("open", Decimal(100), None)
    row = await set_identity(world.services, "bob", NewPolicy(markup=Decimal("7.5")))
    assert (row.spending, row.monthly_limit, row.markup) == ("open", Decimal(100), Decimal("7.5"))
    row = await set_identity(world.services, "bob", NewPolicy(spending="credit", markup="none"))
    assert (row.spending, row.monthly_limit, row.markup) == ("credit", None, None)
    assert world.store.identity_labelled("bob") == row


async def test_policies_that_cannot_be(world: World) -> None:
    with pytest.raises(BadInputError, match="nothing to set"):
        await set_identity(world.services, "bob", NewPolicy())
    with pytest.raises(BadInputError, match="--spending open only"):
        await set_identity(world.services, "bob", NewPolicy(monthly_limit=Decimal(5)))
    with pytest.raises(NotFoundError, match="identity nobody"):
        await set_identity(world.services, "nobody", NewPolicy(spending="open"))
