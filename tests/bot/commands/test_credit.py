from __future__ import annotations

import asyncio
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from store import Pressed, Spend, Store
from tests.bot.conftest import SECRET_KEY

if TYPE_CHECKING:
    from tests.bot.conftest import Terminal


def with_credit(terminal: Terminal) -> None:
    terminal.with_customers()
    terminal.good("identity", "set", "Harbour", "--spending", "credit")


def renew(terminal: Terminal, price: str) -> int:
    """Have a renewal reserve that much of Harbour's credit."""

    async def ask() -> int:
        async with await Store.open(terminal.folder / "apabot.db", [SECRET_KEY]) as store:
            identity = store.identity_labelled("Harbour")
            nonce = await store.add_confirmation(
                chat_id=5,
                thread_id=None,
                user_id=5,
                action="renew",
                account_id=identity.account_id,
                guid=terminal.made.servers["web-1"],
                identity_id=identity.id,
                params="{}",
                price=Decimal(price),
                shown="{}",
                expires_at=4e9,
                paid=True,
                grave=True,
            )
            row = store.confirmation_by_nonce(nonce)
            assert row is not None
            (operation,) = await store.confirm(
                [Pressed(row.id, before=None)], language="en", spend=Spend(identity.id, "credit")
            )
            return operation.taskid

    return asyncio.run(ask())


def test_what_is_paid_in_and_corrected(terminal: Terminal) -> None:
    with_credit(terminal)
    told = terminal.good("credit", "add", "Harbour", "500", "--note", "转账 11-23")
    assert told.splitlines() == [
        "500.00 CNY added to the credit of Harbour",
        "Balance 500.00 CNY, reserved 0.00 CNY, available 500.00 CNY",
    ]
    told = terminal.good("credit", "add", "Harbour", "--", "-50")
    assert told.splitlines() == [
        "50.00 CNY taken from the credit of Harbour",
        "Balance 450.00 CNY, reserved 0.00 CNY, available 450.00 CNY",
    ]
    assert "available 449.50 CNY" in terminal.good("credit", "add", "Harbour", "-0.50")


def test_the_list_adds_up_to_what_is_available(terminal: Terminal) -> None:
    with_credit(terminal)
    assert terminal.good("credit", "list", "Harbour").splitlines() == [
        "Nothing was paid in yet: apabot credit add Harbour AMOUNT",
        "Balance 0.00 CNY, reserved 0.00 CNY, available 0.00 CNY",
    ]
    terminal.good("credit", "add", "Harbour", "500", "--note", "transfer")
    taskid = renew(terminal, "79.20")
    head, *lines, sums = terminal.good("credit", "list", "Harbour").splitlines()
    assert head.split() == ["AT", "ENTRY", "AMOUNT", "ACTION", "SERVER", "ORDER", "TASKID", "NOTE"]
    newest, oldest = (re.split(r"  +", line)[1:] for line in lines)
    assert newest[:4] == ["reserved", "-79.20 CNY", "renew", terminal.made.servers["web-1"]]
    assert re.fullmatch("[A-Z0-9]{10,20}", newest[4])
    assert newest[5:] == [str(taskid), "-"]
    assert oldest == ["top-up", "500.00 CNY", "-", "-", "-", "-", "transfer"]
    assert sums == "Balance 500.00 CNY, reserved 79.20 CNY, available 420.80 CNY"


def test_what_is_reserved_cannot_be_taken_away(terminal: Terminal) -> None:
    with_credit(terminal)
    terminal.good("credit", "add", "Harbour", "100")
    renew(terminal, "79.20")
    told = terminal.bad("credit", "add", "Harbour", "--", "-20.81")
    assert told == "the credit is too low: 20.81 CNY are needed, 20.80 are available; top it up"
    terminal.good("credit", "add", "Harbour", "--", "-20.80")
    assert "available 0.00 CNY" in terminal.good("credit", "list", "Harbour")


def test_one_whose_policy_is_another_is_pointed_out(terminal: Terminal) -> None:
    terminal.with_customers()
    result = terminal.type("credit", "add", "Harbour", "500")
    assert result.exit_code == 0
    assert result.stderr == (
        "Warning: Harbour does not spend credit (the policy is approval): "
        "apabot identity set Harbour --spending credit\n"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("Harbour", "1.234"), "the amount has more than two decimals"),
        (("Harbour", "--", "-1.234"), "the amount has more than two decimals"),
        (("Harbour", "0"), "the amount must not be zero"),
        (("Harbour", "--", "-0.00"), "the amount must not be zero"),
        (("Harbour", "--", "--5"), "the amount must be a number"),
        (("Harbour", "much"), "the amount must be a number"),
        (("Harbour", "NaN"), "the amount must be a number"),
        (("Harbour", "1e9"), "the amount must be a number"),
        (("Harbour", "5", "--nota", "x"), "No such option '--nota'"),
        (("Harbour", "5", "--note", "a\nb"), "the note must have at most 200 printable characters"),
        (("Harbour", "5", "--note", "x" * 201), "the note must have at most 200 printable characters"),
        (("Harbour",), "Missing argument 'AMOUNT'"),
        (("nobody", "5"), "identity nobody: not found"),
    ],
)
def test_bad_input(terminal: Terminal, args: tuple[str, ...], said: str) -> None:
    with_credit(terminal)
    assert said in terminal.bad("credit", "add", *args)
    assert "Nothing was paid in yet" in terminal.good("credit", "list", "Harbour")


def test_an_erased_one_is_listed_and_not_added_to(terminal: Terminal) -> None:
    with_credit(terminal)
    terminal.good("credit", "add", "Harbour", "5")
    terminal.good("identity", "erase", "Harbour", "--yes")
    assert terminal.bad("credit", "add", "Harbour", "5") == "identity Harbour was erased"
    assert "available 5.00 CNY" in terminal.good("credit", "list", "Harbour")
    assert "identity nobody: not found" in terminal.bad("credit", "list", "nobody")
