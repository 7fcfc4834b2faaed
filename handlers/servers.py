"""/servers: the list, paged and filtered, with the age of what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from handlers.screens import FILTER_BYTES, PAGE_SIZE, home, paging, rows_of, server_button, server_rows
from operations import servers
from operations.access import Role
from operations.server_filters import TOKENS
from texts.home import filter_name
from texts.operations import button
from texts.servers import no_servers, server_list, state_emoji, state_words

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer

# Fewer are seen at a glance.
LONG_ENOUGH = 5


async def typed(request: Request) -> None:
    """`/servers [filter]`."""
    await show_list(request, 0, request.arguments)


async def turned(request: Request) -> None:
    """`lst:<page>:<filter>`: another page, or the way back from a card."""
    page, wanted = callback_data.unpack(request.arguments)
    request.answer()
    await show_list(request, callback_data.number(page) or 0, wanted)


async def show_list(request: Request, page: int, wanted: str) -> None:
    """Show one page of this chat's servers, those with the wanted word; more of it than fits a button is left out."""
    services, t = request.services, request.t
    wanted = callback_data.clip(wanted, FILTER_BYTES)
    found = servers.visible(services, request.actor)
    matching = [known for known in found if _matches(request, known, wanted)]
    if not found:
        await request.show(no_servers(t, contact=services.contact), [[_refresh(request, wanted), home(t)]])
        return
    pages = max(-(-len(matching) // PAGE_SIZE), 1)
    page = min(page, pages - 1)
    shown = matching[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    text = server_list(
        t,
        shown,
        page=page + 1,
        pages=pages,
        total=len(matching),
        filter_word=(filter_name(t, wanted) if wanted in TOKENS else wanted) or None,
        oldest_read_at=min((known.read_at for known in shown), default=None),
        now=services.clock.now(),
        timezone=request.actor.timezone,
    )
    buttons = [
        server_button(known, "srv", prefix=f"{'★' if known.favourite else ''}{state_emoji(known.server)} ")
        for known in shown
    ]
    last = [*paging(t, page, pages, "lst", wanted), _refresh(request, wanted, page)]
    await request.show(text, [*server_rows(buttons), *_filters(request, wanted, len(found)), last, _ways(request)])


def _filters(request: Request, wanted: str, total: int) -> list[list[Button]]:
    """Return a row that narrows the list down, where it is long enough to need that, or is narrowed down."""
    if total < LONG_ENOUGH and not wanted:
        return []
    row = [Button(filter_name(request.t, token), callback_data.pack("lst", 0, token)) for token in TOKENS]
    return (
        [*rows_of(row, 2), [Button(button(request.t, "all"), callback_data.pack("lst", 0, ""))]]
        if wanted
        else rows_of(row, 2)
    )


def _ways(request: Request) -> list[Button]:
    ways = []
    if request.actor.role.reaches(Role.OPERATOR):
        ways.append(Button(button(request.t, "several_power"), callback_data.pack("bpo")))
    return [*ways, home(request.t)]


def _refresh(request: Request, wanted: str, page: int = 0) -> Button:
    return Button(button(request.t, "refresh"), callback_data.pack("lst", page, wanted))


def _matches(request: Request, known: KnownServer, wanted: str) -> bool:
    """Tell whether alias, address, guid, system or state contain the word."""
    if not wanted:
        return True
    token = TOKENS.get(wanted)
    if token is not None:
        return token(known, request.services.clock.now())
    server = known.server
    system = request.services.catalogue.of(known.account_id).systems.get(server.system_guid or "")
    told = (
        known.alias or "",
        server.ip,
        server.share_ip or "",
        known.guid,
        system.name if system is not None else "",
        state_words(request.t, server),
    )
    return any(wanted.casefold() in word.casefold() for word in told)


def register(router: Router) -> None:
    """Add /servers and its paging."""
    router.command("servers", typed)
    router.press("lst", turned)
