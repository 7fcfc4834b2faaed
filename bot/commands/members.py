"""`apabot member …`: who may do what in a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.console import say, work
from bot.commands.parameters import CHAT_ID, USER_ID, SignedCommand
from operations.access import Role
from operations.admin import chats as admin

if TYPE_CHECKING:
    from operations.services import Services

ROLES = tuple(role.value for role in Role)


@click.group()
def member() -> None:
    """Who may do what in a group."""


@member.command("set", cls=SignedCommand)
@click.argument("chat_id", type=CHAT_ID)
@click.argument("user_id", type=USER_ID)
@click.argument("role", metavar="ROLE", type=click.Choice(ROLES, case_sensitive=False))
def set_(chat_id: int, user_id: int, role: str) -> None:
    """Set a person's role: viewer looks, operator also powers, owner also pays and destroys."""

    async def act(services: Services) -> None:
        await admin.set_member(services, chat_id, user_id, Role(role))

    work(act)
    say(f"{user_id} is {role} in chat {chat_id}")
