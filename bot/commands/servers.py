"""`apabot server …`: whose server it is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.console import ago, moment, say, table, warn, work
from engine import ActStatus, OrderStatus
from operations.admin import assignments
from operations.admin.assignment_file import read_wishes
from operations.admin.assignments import Wish
from operations.admin.server_list import list_servers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import IntEnum

    from engine import Server
    from operations.admin.assignments import Step
    from operations.admin.server_list import ServerLine, ServerList
    from operations.services import Services


@click.group()
def server() -> None:
    """Whose server it is."""


@server.command("assign")
@click.argument("guids", metavar="GUID...", nargs=-1, required=True)
@click.option("--identity", "label", required=True, help="The identity's label.")
def assign(guids: tuple[str, ...], label: str) -> None:
    """Give servers to a customer: all of them, or none where one cannot be."""
    _assign([Wish(guid.strip(), label) for guid in guids])


@server.command("import")
@click.argument("file", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def import_(file: Path, *, dry_run: bool) -> None:
    """Give servers to customers by a file with the columns guid and identity: all of them, or none."""
    _assign(read_wishes(file), dry_run=dry_run)


def _assign(wishes: Sequence[Wish], *, dry_run: bool = False) -> None:
    async def act(services: Services) -> list[Step]:
        steps = await assignments.plan(services, wishes)
        if not dry_run:
            await assignments.carry_out(services, steps)
        return steps

    steps = work(act)
    for step in steps:
        before = f" (was {step.previous})" if step.previous is not None else ""
        say(f"{step.guid} {'would be' if dry_run else 'is now'} {step.identity.label}'s{before}")
        if not step.checked:
            warn(f"{step.guid} not checked: the engine could not be asked whether it exists")
    say(f"{len(steps)} server{'s' if len(steps) > 1 else ''} {'would be ' if dry_run else ''}assigned")


@server.command("unassign")
@click.argument("guids", metavar="GUID...", nargs=-1, required=True)
def unassign(guids: tuple[str, ...]) -> None:
    """Take servers from the customers that have them: all of them, or none."""

    async def act(services: Services) -> list[tuple[str, str]]:
        return await assignments.unassign(services, guids)

    for guid, label in work(act):
        say(f"{guid} is nobody's now (was {label}'s)")


@server.command("list")
@click.option("--unassigned", is_flag=True, help="Only those that are nobody's.")
def list_(*, unassigned: bool) -> None:
    """List all accounts' servers with their owners, read from the engine now where it can be."""

    async def act(services: Services) -> ServerList:
        return await list_servers(services, unassigned=unassigned)

    found = work(act)
    for name, error in found.unread.items():
        warn(f"account {name} could not be read ({error}): what follows is what was known")
    now = time.time()
    table(
        ("GUID", "ADDRESS", "STATE", "ENDS", "IDENTITY", "ACCOUNT", "READ"),
        [_cells(line, now) for line in found.lines],
        empty="No servers" + (" without an identity" if unassigned else ""),
    )


def _cells(line: ServerLine, now: float) -> tuple[str, ...]:
    read = "never" if line.read_at is None else ago(now - line.read_at)
    if line.server is None:
        return (line.guid, "-", "unknown", "-", line.identity or "-", line.account, read)
    state = "gone" if line.gone else state_words(line.server)
    ends = moment(line.server.end_time)
    return (line.guid, line.server.address or "-", state, ends, line.identity or "-", line.account, read)


def state_words(server: Server) -> str:
    """Return what matters most of a server's state, in the engine's own terms."""
    if server.order_status not in {OrderStatus.NORMAL, None}:
        return _word(server.order_status)
    if server.act_status not in {ActStatus.IDLE, None}:
        return _word(server.act_status)
    words = _word(server.run_status)
    return f"{words}, null-routed" if server.blocked else words


def _word(status: IntEnum | int | None) -> str:
    if status is None:
        return "unknown"
    # A value that the document does not name stays a plain number.
    name: str | None = getattr(status, "name", None)
    return f"unknown ({status})" if name is None else name.lower().replace("_", " ")
