"""/balance: whose money this chat spends, and what is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.screens import home
from operations.access import Role
from operations.balances import balances
from texts.credit import balance_text

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router


async def typed(request: Request) -> None:
    """`/balance`."""
    found = balances(request.services, request.actor)
    request.answer()
    await request.show(balance_text(request.t, found, timezone=request.actor.timezone), [[home(request.t)]])


def register(router: Router) -> None:
    """Add /balance."""
    router.command("balance", typed, role=Role.OWNER)
