"""The one list of handler modules, in the order of the menu."""

from __future__ import annotations

from handlers import (
    alias,
    approvals,
    balance,
    bulk_renewal,
    confirming,
    help,  # noqa: A004 - named after its command
    history,
    language,
    members,
    orders,
    pending,
    picking,
    power,
    refund,
    renew,
    server,
    servers,
    settlement,
    start,
    whoami,
)
from handlers.router import Router

MODULES = (
    servers,
    server,
    start,
    power,
    renew,
    bulk_renewal,
    refund,
    confirming,
    picking,
    orders,
    balance,
    history,
    alias,
    pending,
    approvals,
    settlement,
    members,
    language,
    help,
    whoami,
)


def build_router() -> Router:
    """Return the router with every handler module registered."""
    router = Router()
    for module in MODULES:
        module.register(router)
    return router
