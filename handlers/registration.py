"""The one list of handler modules, in the order of the menu."""

from __future__ import annotations

from handlers import (
    access,
    alerts_menu,
    alias,
    approvals,
    balance,
    bulk_power,
    bulk_renewal,
    buy,
    catalog,
    confirming,
    expiring,
    favourites,
    firewall,
    forms,
    help,  # noqa: A004 - named after its command
    history,
    home,
    language,
    maintenance,
    members,
    mute,
    orders,
    pending,
    picking,
    ports,
    power,
    refund,
    renew,
    resize,
    secret_messages,
    server,
    servers,
    settlement,
    snapshots,
    start,
    vnc,
    whoami,
    withdrawing,
    written,
)
from handlers.router import Router

MODULES = (
    servers,
    server,
    favourites,
    home,
    start,
    power,
    bulk_power,
    vnc,
    access,
    secret_messages,
    expiring,
    renew,
    bulk_renewal,
    snapshots,
    resize,
    buy,
    catalog,
    ports,
    firewall,
    refund,
    confirming,
    forms,
    written,
    picking,
    orders,
    balance,
    history,
    alias,
    alerts_menu,
    mute,
    maintenance,
    pending,
    approvals,
    withdrawing,
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
