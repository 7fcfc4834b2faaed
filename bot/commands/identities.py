"""`apabot identity …`: end customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.console import CommandError, cny, percent, say, table, warn, work
from bot.commands.parameters import CNY, PERCENT, or_none
from bot.logs import protect
from operations.admin import identities as admin
from texts.masking import mask_idnum, mask_mobile, mask_name

if TYPE_CHECKING:
    from operations.admin.identities import IdentityLine
    from operations.services import Services
    from store import IdentityRow

SPENDING = ("approval", "credit", "open")


@click.group()
def identity() -> None:
    """End customers: in whose name the engine is asked."""


@identity.command("add")
@click.argument("label")
@click.option("--account", required=True, help="The account's name.")
@click.option("--client-user-id", required=True, help="The customer's id in your own books.")
@click.option("--name", required=True, help="Legal name.")
@click.option("--mobile", required=True, help="Mainland mobile number, or + and the country's code.")
@click.option("--idnum", required=True, help="National ID number; a passport's is taken with a warning.")
@click.option("--ip", "from_ip", required=True, help="The IP they last logged in from.")
@click.option("--bank-account", help="Bank card.")
@click.option("--all-servers", is_flag=True, help="Reaches every server of the account: your own people.")
@click.option("--spending", type=click.Choice(SPENDING), default="approval", show_default=True, help="Paid operations.")
@click.option("--monthly-limit", type=CNY, help="CNY, with --spending open.")
@click.option("--markup", type=PERCENT, help="Percent on list prices; without it the account's.")
def add(**values: Any) -> None:
    """Enter a customer. Personal values are encrypted, and shown masked ever after."""
    protect(*(values[name] for name in ("name", "mobile", "idnum", "bank_account")))

    async def act(services: Services) -> tuple[IdentityRow, list[str]]:
        return await admin.add_identity(services, admin.NewIdentity(**values))

    row, doubts = work(act)
    for doubt in doubts:
        warn(doubt)
    say(f"Identity {row.label} added. Give it servers: apabot server assign GUID --identity {row.label}")


@identity.command("set")
@click.argument("label")
@click.option("--spending", type=click.Choice(SPENDING), help="How paid operations are let through.")
@click.option("--monthly-limit", type=or_none(CNY), metavar="CNY|none", help="With --spending open.")
@click.option("--markup", type=or_none(PERCENT), metavar="PERCENT|none", help="On list prices; none: the account's.")
def set_(label: str, **values: Any) -> None:
    """Change a customer's spending policy. What waits for their or your yes has to be asked for again."""

    async def act(services: Services) -> IdentityRow:
        return await admin.set_identity(services, label, admin.NewPolicy(**values))

    row = work(act)
    limit = f", at most {cny(row.monthly_limit)} a month" if row.monthly_limit is not None else ""
    markup = "the account's mark-up" if row.markup is None else f"mark-up {percent(row.markup)}"
    say(f"Identity {row.label}: spending {row.spending}{limit}, {markup}")


@identity.command("list")
def list_() -> None:
    """List the customers, personal values masked."""

    async def act(services: Services) -> list[IdentityLine]:
        return admin.identities(services)

    table(
        ("LABEL", "ACCOUNT", "NAME", "MOBILE", "ID NUMBER", "SERVERS", "CHATS", "SPENDING", "LIMIT", "MARK-UP"),
        [_cells(line) for line in work(act)],
        empty="No identities yet: apabot identity add",
    )


def _cells(line: IdentityLine) -> tuple[str, ...]:
    row = line.row
    masked = ("erased", "-", "-")
    if row.erased_at is None:
        masked = (mask_name(row.name), mask_mobile(row.mobile), mask_idnum(row.idnum))
    servers = "all" if row.all_servers else str(line.servers)
    policy = (row.spending, cny(row.monthly_limit), percent(row.markup))
    return (row.label, line.account, *masked, servers, str(line.chats), *policy)


@identity.command("erase")
@click.argument("label")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(label: str, *, yes: bool) -> None:
    """Forget a customer's personal values; their chats and servers are let go. There is no way back."""
    if not yes and not click.confirm(f"Erase identity {label} for ever?", err=True):
        raise CommandError("nothing was erased")

    async def act(services: Services) -> None:
        await admin.erase_identity(services, label)

    work(act)
    say(f"Identity {label} erased; backups made before still hold it")
