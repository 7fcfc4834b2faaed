"""`apabot credit …`: what customers paid in before they spend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.console import cny, moment, say, table, warn, work
from bot.commands.parameters import Checked, SignedCommand
from operations.admin import credit as admin

if TYPE_CHECKING:
    from decimal import Decimal

    from operations.services import Services
    from store import CreditEntry, CreditRow, IdentityRow

NEWEST = 50
AMOUNT = Checked("AMOUNT", admin.amount)


@click.group()
def credit() -> None:
    """What customers paid in before they spend it."""


@credit.command("add", cls=SignedCommand)
@click.argument("label")
@click.argument("amount", type=AMOUNT)
@click.option("--note", default="", help="Why; shown in the lists.")
def add(label: str, amount: Decimal, note: str) -> None:
    """Add CNY to a customer's credit; a negative amount corrects it: credit add LABEL -- -50."""

    async def act(services: Services) -> admin.Statement:
        return await admin.add(services, label, amount, note)

    statement = work(act)
    taken = "taken from" if amount < 0 else "added to"
    say(f"{cny(abs(amount))} {taken} the credit of {statement.identity.label}")
    say(_sums(statement.credit))
    _hint(statement.identity)


@credit.command("list")
@click.argument("label")
def list_(label: str) -> None:
    """List what was paid in and what it was spent on, and what is left."""

    async def act(services: Services) -> admin.Statement:
        return admin.shown(services, label, newest=NEWEST)

    statement = work(act)
    table(
        ("AT", "ENTRY", "AMOUNT", "ACTION", "SERVER", "ORDER", "TASKID", "NOTE"),
        [_cells(entry) for entry in statement.entries],
        empty=f"Nothing was paid in yet: apabot credit add {statement.identity.label} AMOUNT",
    )
    say(_sums(statement.credit))
    _hint(statement.identity)


def _cells(entry: CreditEntry) -> tuple[str, ...]:
    told = (entry.action or "-", entry.guid or "-", entry.order_no or "-")
    taskid = "-" if entry.taskid is None else str(entry.taskid)
    return (moment(entry.at), entry.kind, cny(entry.amount), *told, taskid, entry.note or "-")


def _sums(credit_: CreditRow) -> str:
    return f"Balance {cny(credit_.balance)}, reserved {cny(credit_.reserved)}, available {cny(credit_.available)}"


def _hint(identity: IdentityRow) -> None:
    if identity.erased_at is None and identity.spending != "credit":
        label = identity.label
        warn(
            f"{label} does not spend credit (the policy is {identity.spending}): "
            f"apabot identity set {label} --spending credit"
        )
