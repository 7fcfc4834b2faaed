"""/buy: a new server, by questions; one that was begun earlier can be gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, forms
from handlers.outgoing import Button
from handlers.screens import back_to_list
from operations.access import Role
from operations.forms import open_draft, resumable
from operations.forms.purchase import anything_sold
from texts.forms import resume
from texts.operations import button

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router

OPEN, AFRESH = "buy", "by2"
ACTION = "create_new"


async def buy(request: Request) -> None:
    """`/buy` and its button: go on with what was begun, or begin."""
    request.answer()
    request.actor.require(Role.OWNER)
    row = resumable(request.services, request.actor, ACTION)
    if row is None:
        await begin(request)
        return
    drafting = await open_draft(request.services, request.actor, row.id)
    steps = [step for step in drafting.form.asked(drafting.filling) if step.name in drafting.filling.answers]
    if not steps:
        await begin(request)
        return
    rows = [
        [Button(button(request.t, "resume"), callback_data.pack(forms.NEXT, row.id))],
        [Button(button(request.t, "afresh"), callback_data.pack(AFRESH))],
        [Button(button(request.t, "cancel"), callback_data.pack(forms.CANCEL, row.id))],
    ]
    await request.show(resume(request.t, drafting.filling, steps), rows)


async def begin(request: Request, given: dict[str, str] | None = None) -> None:
    """Begin anew, with what is known already: step → answer."""
    actor = request.actor
    if not anything_sold(request.services, actor):
        request.answer()
        why = "buy-nothing" if actor.identity_ids else "buy-nobody"
        await request.show(request.t(why), [[back_to_list(request.t)]])
        return
    await forms.begin(request, None, ACTION, given)


async def _afresh(request: Request) -> None:
    """`by2`: forget what was begun."""
    await begin(request)


def register(router: Router) -> None:
    """Add /buy and its buttons."""
    router.command("buy", buy, role=Role.OWNER)
    router.press(OPEN, buy, role=Role.OWNER)
    router.press(AFRESH, _afresh, role=Role.OWNER)
