"""/snapshot: a server's snapshots as a tree, and what can be done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, forms, picking
from handlers.outgoing import Button
from handlers.screens import Rows, open_server, paging, rows_of
from operations import offers, servers, snapshots
from operations.access import Role
from operations.errors import BadAnswerError
from operations.forms import Choice, chosen, period, token
from operations.sights import Sight
from texts.operations import button
from texts.snapshots import one_snapshot, snapshot_button, snapshot_tree

if TYPE_CHECKING:
    from engine import Snapshot
    from handlers.request import Request
    from handlers.router import Router
    from operations.offers import Offer
    from operations.servers import KnownServer
    from operations.snapshots import SnapshotView

OPEN, ONE, DO = "snp", "sn1", "sn2"
# On one page; a line allows a handful.
A_PAGE = 10
# What is typed behind the server → the engine's action.
WORDS = {
    **dict.fromkeys(("create", "new", "add", "新建"), "createsnapshot"),
    **dict.fromkeys(("revert", "back", "恢复"), "revertsnapshot"),
    **dict.fromkeys(("renew", "keep", "延长"), "renewsnapshot"),
    **dict.fromkeys(("delete", "remove", "删除"), "removesnapshot"),
}
OF_ONE = ("revertsnapshot", "renewsnapshot", "removesnapshot")


async def typed(request: Request) -> None:
    """`/snapshot`, `/snapshot <server>`, `/snapshot <server> create [7d]`, `… revert|renew|delete <name> [1m]`."""
    word, _, rest = request.arguments.partition(" ")
    if not word:
        await picking.pick(request, "snapshots")
        return
    known = await servers.find_or_read(request.services, request.actor, word)
    what, _, details = rest.strip().partition(" ")
    if not what:
        await show(request, known)
        return
    action = WORDS.get(what.casefold())
    if action is None:
        raise BadAnswerError("snapshots-word", word=what)
    given = _said(action, details.strip())
    await forms.begin(request, known, action, {key: value for key, value in given.items() if value})


def _said(action: str, details: str) -> dict[str, str]:
    """Return what was typed behind the verb, by the steps of its form."""
    if action == "createsnapshot":
        return {"period": details}
    if action == "renewsnapshot":
        name, length = period.split(details)
        return {"snapshot": name, "period": length}
    return {"snapshot": details}


async def show(request: Request, known: KnownServer, page: int = 0) -> None:
    """Show the tree."""
    services, t = request.services, request.t
    request.answer()
    view = await snapshots.look(services, known)
    pages = max(-(-len(view.tree) // A_PAGE), 1)
    page = min(page, pages - 1)
    (offer,) = _offers(request, view, "createsnapshot")
    row, shown = view.known.row_id, view.tree[page * A_PAGE : (page + 1) * A_PAGE]
    text = snapshot_tree(
        t,
        view,
        shown,
        new=offer,
        page=page + 1,
        pages=pages,
        timezone=request.actor.timezone,
        now=services.clock.now(),
    )
    names = [branch.snapshot.name for branch in shown]
    buttons = [
        Button(snapshot_button(t, name), callback_data.pack(ONE, row, token(Choice(value=name)))) for name in names
    ]
    new = []
    if offer.allowed:
        new.append(Button(button(t, "createsnapshot"), callback_data.pack("do", "createsnapshot", row)))
    ways = [Button(button(t, "refresh"), callback_data.pack(OPEN, row, page)), open_server(t, row)]
    turn = paging(t, page, pages, callback_data.SEPARATOR.join((OPEN, str(row))))
    await request.show(text, [*rows_of(buttons, 2), turn, new, ways])


def _offers(request: Request, view: SnapshotView, *actions: str) -> list[Offer]:
    sight = Sight(server=view.known.server, snapshots=tuple(branch.snapshot for branch in view.tree))
    return offers.offers(request.services, request.actor, view.known, actions=actions, sight=sight)


async def _opened(request: Request) -> None:
    """`snp:<row>[:<page>]`."""
    first, page = callback_data.unpack(request.arguments)
    await show(request, picking.server_of(request, first), callback_data.number(page) or 0)


async def _find(request: Request, row: str, wanted: str) -> tuple[SnapshotView, Snapshot]:
    """Return the snapshot that a button means, as it is now."""
    view = await snapshots.look(request.services, picking.server_of(request, row))
    found = chosen([Choice(value=branch.snapshot.name) for branch in view.tree], wanted)
    return view, next(branch.snapshot for branch in view.tree if branch.snapshot.name == found.value)


async def _one(request: Request) -> None:
    """`sn1:<row>:<token>`: one snapshot, with what can be done with it."""
    row, wanted = callback_data.unpack(request.arguments)
    view, snapshot = await _find(request, row, wanted)
    request.answer()
    t, now = request.t, request.services.clock.now()
    found = _offers(request, view, *OF_ONE)
    buttons: Rows = []
    for place, offer in enumerate(found):
        if offer.allowed:
            data = callback_data.pack(DO, place, row, token(Choice(value=snapshot.name)))
            buttons.append([Button(button(t, offer.action), data)])
    text = one_snapshot(t, snapshot, view.known.label, offers=found, timezone=request.actor.timezone, now=now)
    await request.show(text, [*buttons, [Button(button(t, "snapshots"), callback_data.pack(OPEN, row))]])


async def _do(request: Request) -> None:
    """`sn2:<place>:<row>:<token>`: begin what a snapshot's button says."""
    first, rest = callback_data.unpack(request.arguments)
    place = callback_data.number(first)
    row, wanted = callback_data.unpack(rest)
    if place is None or place >= len(OF_ONE):
        raise BadAnswerError("gone")
    view, snapshot = await _find(request, row, wanted)
    await forms.begin(request, view.known, OF_ONE[place], {"snapshot": snapshot.name})


def register(router: Router) -> None:
    """Add /snapshot and its screens."""
    router.command("snapshot", typed)
    router.press(OPEN, _opened)
    router.press(ONE, _one)
    router.press(DO, _do, role=Role.OWNER)
