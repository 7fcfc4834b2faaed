"""`apabot operation …`: what people asked for."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING, Literal

import click

from bot.commands.console import cny, moment, table, work
from store import ENDED_STATES, OPEN_STATES

if TYPE_CHECKING:
    from operations.services import Services
    from store import OperationRow, OperationState

NEWEST = 100


@click.group()
def operation() -> None:
    """What people asked for."""


@operation.command("list")
@click.option("--state", type=click.Choice((*OPEN_STATES, *ENDED_STATES)), help="Only those in this state.")
def list_(state: OperationState | None) -> None:
    """List the newest operations."""

    async def act(services: Services) -> tuple[list[OperationRow], dict[int, str]]:
        accounts = {row.id: row.name for row in services.store.accounts()}
        return services.store.operations(state=state, limit=NEWEST), accounts

    rows, accounts = work(act)
    table(
        ("TASKID", "STATE", "ACTION", "SERVER", "ACCOUNT", "CHAT", "PRICE", "ORDER", "ASKED", "ENDED", "OUTCOME"),
        [
            (
                str(row.taskid),
                row.state,
                row.action,
                row.guid or "-",
                accounts[row.account_id],
                str(row.chat_id),
                cny(row.price),
                row.order_no or "-",
                moment(row.created_at),
                moment(row.ended_at),
                row.outcome or "-",
            )
            for row in rows
        ],
        empty=f"No operations are {state}" if state else "No operations yet",
    )


@operation.command()
@click.argument("taskid", type=click.IntRange(min=1))
@click.option("--as", "state", type=click.Choice(["done", "failed"]), required=True, help="What became of it.")
def settle(taskid: int, state: Literal["done", "failed"]) -> None:
    """Decide what became of an operation that needs a human; its chat is told.

    Look in the engine's panel first: the chat will take your word for it.
    """

    async def act(services: Services) -> OperationRow:
        # No chat and no person of Telegram's: the audit names this machine's user instead.
        return await services.store.settle(taskid, state, f"settled on the command line by {_user()}")

    row = work(act)
    click.echo(f"Operation {row.taskid} ({row.action}) is settled as {row.state}; the running bot tells the chat")


def _user() -> str:
    """Return who is logged in here; a container may have no name for its user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody"
