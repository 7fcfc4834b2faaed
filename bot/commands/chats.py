"""`apabot chat …`: which chat is whose."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from bot.commands.console import ensure_database, opened, say, settings_for, table, work
from bot.commands.parameters import CHAT_ID, TIMEZONE, SignedCommand
from bot.telegram_probe import TelegramProbe
from operations.admin import chats as admin
from operations.admin import validity
from operations.admin.identities import living
from operations.members import INVITE_LASTS

if TYPE_CHECKING:
    from operations.admin.chats import ChatLine
    from operations.services import Services
    from store.chats import ChatChanges

LANGUAGES = ("en", "zh-Hans")


@click.group()
def chat() -> None:
    """Which chat is whose. /whoami in a chat shows its CHAT_ID; groups' begin with a minus."""


@chat.command("grant", cls=SignedCommand)
@click.argument("chat_id", type=CHAT_ID)
@click.option("--identity", "label", required=True, help="The identity's label.")
def grant(chat_id: int, label: str) -> None:
    """Let a chat act as a customer."""

    async def act(services: Services) -> None:
        await admin.grant(services, chat_id, label)

    work(act)
    say(f"Chat {chat_id} acts as {label}")


@chat.command("revoke", cls=SignedCommand)
@click.argument("chat_id", type=CHAT_ID)
@click.option("--identity", "label", required=True, help="The identity's label.")
def revoke(chat_id: int, label: str) -> None:
    """No longer let a chat act as a customer."""

    async def act(services: Services) -> None:
        await admin.revoke(services, chat_id, label)

    work(act)
    say(f"Chat {chat_id} no longer acts as {label}")


@chat.command("list")
def list_() -> None:
    """List the chats with what they may and what is set for them."""

    async def act(services: Services) -> list[ChatLine]:
        return admin.chats(services)

    table(
        ("CHAT_ID", "KIND", "IDENTITIES", "STAFF OF", "MEMBERS", "LANGUAGE", "TIME ZONE", "QUIET", "BLOCKED"),
        [_cells(line) for line in work(act)],
        empty="No chats yet: apabot chat grant, or apabot chat invite",
    )


def _cells(line: ChatLine) -> tuple[str, ...]:
    row = line.row
    held = (", ".join(line.identities) or "-", ", ".join(line.staff_of) or "-", str(line.members))
    settings = (row.language or "-", row.timezone, row.quiet_hours or "-")
    return (str(row.chat_id), row.kind, *held, *settings, "no" if row.blocked_at is None else "yes")


@chat.command("staff", cls=SignedCommand)
@click.argument("chat_id", type=CHAT_ID)
@click.option("--account", required=True, help="The account's name.")
@click.option("--off", is_flag=True, help="No longer.")
def staff(chat_id: int, account: str, *, off: bool) -> None:
    """Make a chat one of your staff's, for an account: approves, settles, is told of trouble."""

    async def act(services: Services) -> bool:
        await admin.set_staff(services, chat_id, account, on=not off)
        return off or admin.has_owner(services, chat_id)

    decides = work(act)
    say(f"Chat {chat_id} is {'no longer ' if off else ''}a staff chat of {account}")
    if not decides:
        say(f"Nobody in it may approve yet: apabot member set {chat_id} USER_ID owner (/whoami shows who is who)")


@chat.command("set", cls=SignedCommand)
@click.argument("chat_id", type=CHAT_ID)
@click.option("--language", type=click.Choice(LANGUAGES, case_sensitive=False), help="Of everything the bot says.")
@click.option("--timezone", metavar="TZ", type=TIMEZONE, help="Such as Asia/Shanghai.")
@click.option("--quiet-hours", metavar="FROM-TO", help="Whole hours in the chat's zone, such as 22-9, or none.")
def set_(chat_id: int, language: str | None, timezone: str | None, quiet_hours: str | None) -> None:
    """Set a chat's language, time zone and quiet hours."""
    changes: ChatChanges = {}
    if language is not None:
        changes["language"] = language
    if timezone is not None:
        changes["timezone"] = timezone
    if quiet_hours is not None:
        changes["quiet_hours"] = validity.quiet_hours(quiet_hours)

    async def act(services: Services) -> None:
        await admin.set_chat(services, chat_id, changes)

    work(act)
    said = (f"{name.replace('_', ' ')} {value or 'none'}" for name, value in changes.items())
    say(f"Chat {chat_id}: {', '.join(said)}")


@chat.command("invite")
@click.option("--identity", "label", required=True, help="The identity's label.")
def invite(label: str) -> None:
    """Print a one-time link: whoever opens it first, their chat acts as the customer."""
    settings = settings_for(("telegram", "store"))
    ensure_database(settings)

    async def act() -> str:
        async with opened(settings) as services:
            # The name first: an invitation that nobody can be told must not be left behind.
            living(services, label)
            async with TelegramProbe(settings) as telegram:
                username = await telegram.username()
            return f"https://t.me/{username}?start={await admin.invite(services, label)}"

    say(asyncio.run(act()))
    click.echo(f"Valid once, for {INVITE_LASTS / 86400:.0f} days", err=True)
