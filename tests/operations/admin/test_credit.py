from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations.admin import credit
from operations.admin.identities import erase_identity
from operations.errors import BadInputError
from store import CreditTooLowError, NotFoundError

if TYPE_CHECKING:
    from tests.operations.conftest import World


@pytest.mark.parametrize(
    ("text", "taken"),
    [("5", "5.00"), (" 0.01 ", "0.01"), ("-50", "-50.00"), ("-0.5", "-0.50"), ("10000000", "10000000.00")],
)
def test_amounts(text: str, taken: str) -> None:
    assert str(credit.amount(text)) == taken


@pytest.mark.parametrize(
    "text", ["", "0", "-0.00", "--5", "- -5", "1.005", "NaN", "-Infinity", "1e9", "10000001", "五"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(BadInputError, match="the amount"):
        credit.amount(text)


async def test_paid_in_and_corrected(world: World) -> None:
    statement = await credit.add(world.services, "bob", Decimal("100.00"), " transfer ")
    assert (statement.identity.label, statement.credit.available) == ("bob", Decimal("100.00"))
    with pytest.raises(CreditTooLowError, match="the credit is too low"):
        await credit.add(world.services, "bob", Decimal("-100.01"), "")
    await credit.add(world.services, "bob", Decimal("-99.99"), "")
    shown = credit.shown(world.services, "bob", newest=50)
    assert shown.credit.available == Decimal("0.01")
    assert [(entry.amount, entry.note) for entry in shown.entries] == [
        (Decimal("-99.99"), ""),
        (Decimal("100.00"), "transfer"),
    ]
    assert [entry.amount for entry in credit.shown(world.services, "bob", newest=1).entries] == [Decimal("-99.99")]


async def test_refusals_leave_everything_as_it_was(world: World) -> None:
    with pytest.raises(NotFoundError, match="identity nobody"):
        await credit.add(world.services, "nobody", Decimal(5), "")
    with pytest.raises(BadInputError, match="the note must have at most 200 printable characters"):
        await credit.add(world.services, "bob", Decimal(5), "a\tb")
    assert credit.shown(world.services, "bob", newest=50).entries == ()


async def test_an_erased_customers_books_stay(world: World) -> None:
    await credit.add(world.services, "bob", Decimal(5), "")
    await erase_identity(world.services, "bob")
    with pytest.raises(BadInputError, match="was erased"):
        await credit.add(world.services, "bob", Decimal(5), "")
    assert credit.shown(world.services, "bob", newest=50).credit.balance == Decimal("5.00")
