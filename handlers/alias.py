"""/alias: what this chat calls its servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations import aliases, servers
from operations.access import Role
from texts.dialog import alias_dropped, alias_set, aliases_list

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router

# Both mean "no alias any more".
DROP = frozenset({"-", "none"})


async def typed(request: Request) -> None:
    """`/alias`: the list and how to; `/alias <server> <name>`: set; `/alias <server> -`: forget."""
    words = request.arguments.split(maxsplit=1)
    if len(words) < 2:  # noqa: PLR2004 - a server and its name
        await request.say(aliases_list(request.t, servers.visible(request.services, request.actor)))
        return
    word, name = words
    known = await servers.find_or_read(request.services, request.actor, word)
    if name.casefold() in DROP:
        await aliases.drop_alias(request.services, request.actor, known)
        await request.say(alias_dropped(request.t, address=known.server.address))
        return
    alias = await aliases.set_alias(request.services, request.actor, known, name)
    await request.say(alias_set(request.t, alias=alias, address=known.server.address))


def register(router: Router) -> None:
    """Add /alias."""
    router.command("alias", typed, role=Role.OPERATOR, acts=True)
