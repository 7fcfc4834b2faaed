"""/ports: the forwarded ports of a server behind a shared address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Reason
from handlers import callback_data, forms, picking
from handlers.outgoing import Button
from handlers.screens import open_server, paging, rows_of
from operations import offers, reading, servers
from operations.access import Role
from operations.errors import BadAnswerError, NotPossibleError
from operations.forms import Choice, chosen, token
from operations.forms.network import PORT_KINDS
from operations.kinds import KINDS
from texts.network import port_button, port_list
from texts.operations import button

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer

OPEN, REMOVE = "prt", "prd"
A_PAGE = 12
_ADD = frozenset({"add", "new", "添加"})
_DELETE = frozenset({"delete", "remove", "删除"})


async def typed(request: Request) -> None:
    """`/ports`, `/ports <server>`, `/ports <server> add 8080 [same|random] [note]`, `… delete <public port>`."""
    words = request.arguments.split()
    if not words:
        await picking.pick(request, "ports")
        return
    known = await servers.find_or_read(request.services, request.actor, words[0])
    what, details = "".join(words[1:2]).casefold(), words[2:]
    if what in _ADD:
        await forms.begin(request, known, "create_port", _new(details))
    elif what in _DELETE and details:
        await _delete(request, known, " ".join(details))
    elif what and what not in _DELETE:
        raise BadAnswerError("ports-word", word=words[1])
    else:
        await show(request, known)


def _new(words: list[str]) -> dict[str, str]:
    """Return what was said of a new forwarding: its port, then how the public one is chosen, then a note."""
    if not words:
        return {}
    local, *rest = words
    kind = PORT_KINDS.get(rest[0].casefold()) if rest else None
    given = {"local": local, "kind": kind or "random"}
    remark = " ".join(rest if kind is None else rest[1:])
    return {**given, "remark": remark} if remark else given


async def _delete(request: Request, known: KnownServer, wanted: str) -> None:
    known = await reading.look_surely(request.services, known)
    port = next((each for each in known.server.ports if str(each.public_port) == wanted), None)
    if port is None:
        raise NotPossibleError(Reason.PORT_NOT_FOUND, names=[wanted])
    await forms.begin(request, known, "delete_port", {"port": port.guid})


async def show(request: Request, known: KnownServer, page: int = 0) -> None:
    """Show a fresh list."""
    request.answer()
    services, t = request.services, request.t
    known = await reading.look_surely(services, known)
    ports = known.server.ports
    pages = max(-(-len(ports) // A_PAGE), 1)
    page = min(page, pages - 1)
    shown, row = ports[page * A_PAGE : (page + 1) * A_PAGE], known.row_id
    reason = offers.refused(services, known, KINDS["create_port"])
    may = request.actor.role.reaches(KINDS["delete_port"].role)
    removable = may and offers.refused(services, known, KINDS["delete_port"]) is None
    buttons = [
        Button(port_button(t, port), callback_data.pack(REMOVE, row, token(Choice(value=port.guid))))
        for port in (shown if removable else ())
    ]
    new = []
    if reason is None and may:
        new.append(Button(button(t, "create_port"), callback_data.pack("do", "create_port", row)))
    turn = paging(t, page, pages, callback_data.SEPARATOR.join((OPEN, str(row))))
    ways = [Button(button(t, "refresh"), callback_data.pack(OPEN, row, page)), open_server(t, row)]
    text = port_list(t, known.label, shown, reason=reason, page=page + 1, pages=pages)
    await request.show(text, [*rows_of(buttons, 2), turn, new, ways])


async def _opened(request: Request) -> None:
    """`prt:<row>[:<page>]`."""
    first, page = callback_data.unpack(request.arguments)
    await show(request, picking.server_of(request, first), callback_data.number(page) or 0)


async def _removed(request: Request) -> None:
    """`prd:<row>:<token>`: stop forwarding one."""
    first, wanted = callback_data.unpack(request.arguments)
    known = await reading.look_surely(request.services, picking.server_of(request, first))
    port = chosen([Choice(value=each.guid) for each in known.server.ports], wanted)
    await forms.begin(request, known, "delete_port", {"port": port.value})


def register(router: Router) -> None:
    """Add /ports and its screens."""
    router.command("ports", typed)
    router.press(OPEN, _opened)
    router.press(REMOVE, _removed, role=Role.OPERATOR)
