"""`apabot account …`: the reseller's memberships at engines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.commands.console import moment, one_line, percent, say, settings_for, table, transport, work
from bot.commands.parameters import PERCENT
from bot.logs import protect, redacted
from engine import MAINLAND_SALT, RefusedError
from operations.admin import accounts as admin
from operations.errors import BadInputError

if TYPE_CHECKING:
    from decimal import Decimal

    from bot.settings import Settings
    from operations.admin.accounts import AccountCheck
    from operations.services import Services
    from store import AccountRow

# Beyond this an engine may refuse a signature for its time; nothing is known of where the border is.
SKEW_SECONDS = 30.0


@click.group()
def account() -> None:
    """The reseller's memberships at engines."""


@account.command("add")
@click.argument("name")
@click.option("--url", required=True, help="The engine's address, such as https://engine.example.com.")
@click.option("--userid", required=True, type=click.IntRange(min=1), help="Your member id at the engine.")
@click.option("--salt", default=MAINLAND_SALT, help="Of the engine's edition, if it is not the mainland one.")
@click.option("--markup", type=PERCENT, default="0", show_default=True, help="Percent on list prices.")
def add(name: str, url: str, userid: int, salt: str, markup: Decimal) -> None:
    """Enter an account; its key comes from APABOT_ACCOUNT_KEY or is asked for."""
    settings = settings_for({"store"})
    key = _key(settings)
    protect(key)

    async def act(services: Services) -> AccountRow:
        return await admin.add_account(services, name=name, url=url, userid=userid, key=key, salt=salt, markup=markup)

    row = work(act, settings=settings, create=True)
    say(f"Account {row.name} added. Try it: apabot account check {row.name}")


def _key(settings: Settings) -> str:
    if settings.account_key is not None:
        return settings.account_key.get_secret_value()
    if not _has_terminal():
        raise BadInputError("APABOT_ACCOUNT_KEY is not set, and there is no terminal to ask for the key at")
    key: str = click.prompt("Key", hide_input=True, err=True)
    return key


def _has_terminal() -> bool:
    return sys.stdin.isatty()


@account.command("list")
def list_() -> None:
    """List the accounts, without their secrets."""

    async def act(services: Services) -> list[AccountRow]:
        return services.store.accounts()

    table(
        ("NAME", "USERID", "URL", "MARK-UP", "ADDED"),
        [(row.name, str(row.userid), row.url, percent(row.markup), moment(row.created_at)) for row in work(act)],
        empty="No accounts yet: apabot account add",
    )


@account.command("check")
@click.argument("name")
@click.pass_context
def check(ctx: click.Context, name: str) -> None:
    """Sign a getzones: does the engine take the account, and is this machine's clock right?"""

    async def act(services: Services) -> AccountCheck:
        row = services.store.account_named(name)
        async with transport() as wire:
            return await admin.check_account(row, wire, now=services.clock.now)

    found = work(act)
    for line in findings(found):
        say(line)
    if found.error is not None:
        ctx.exit(1)


def findings(found: AccountCheck) -> list[str]:
    """Return what a check found, as lines: the engine's words first, then the clock."""
    if found.error is None:
        lines = [f"The engine answered in {found.seconds * 1000:.0f} ms: {found.zones} zones"]
    elif isinstance(found.error, RefusedError):
        lines = [f"The engine refused: {one_line(redacted(found.error.message)) or 'without a word'}"]
    else:
        lines = [f"The engine could not be asked: {one_line(redacted(str(found.error)))}"]
    if found.skew is None:
        lines.append("Clock skew unknown: no answer told the engine's time")
    elif abs(found.skew) <= SKEW_SECONDS:
        lines.append(f"Clock skew {found.skew:+.0f} s")
    else:
        lines.append(f"Clock skew {found.skew:+.0f} s: set this machine's clock, signatures carry its time")
    return lines
