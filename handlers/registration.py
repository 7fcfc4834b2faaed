"""The one list of handler modules, in the order of the menu."""

from __future__ import annotations

from handlers import alias, help, history, language, members, picking, power, server, servers, start, whoami  # noqa: A004 - named after its command
from handlers.router import Router

MODULES = (servers, server, start, power, picking, history, alias, members, language, help, whoami)


def build_router() -> Router:
    """Return the router with every handler module registered."""
    router = Router()
    for module in MODULES:
        module.register(router)
    return router
