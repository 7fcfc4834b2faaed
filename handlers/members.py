"""/members: who may do what in a group; only owners see and set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from handlers.screens import MOST_BUTTONS, rows_of
from handlers.updates import replied_person
from operations import members
from operations.access import Role
from texts.members import cannot_be_member, members_list, members_private, pick_role, role_name, role_set

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router


async def typed(request: Request) -> None:
    """`/members`: the list; as a reply to somebody's message: that person's role; with a role: set it."""
    if request.private:
        await request.say(members_private(request.t))
        return
    if request.replied_to is None:
        await _show(request)
        return
    person = replied_person(request.replied_to)
    if person is None:
        await request.say(cannot_be_member(request.t))
        return
    request.actor.require(Role.OWNER)
    await request.services.store.keep_person(person.id, person.full_name, person.language_code)
    word = request.arguments.casefold()
    if word in set(Role):
        await _set(request, person.id, Role(word))
    else:
        await _pick_role(request, person.id)


async def _show(request: Request) -> None:
    found = members.members(request.services, request.actor)
    buttons = [
        Button(member.name or str(member.user_id), callback_data.pack("mem", member.user_id))
        for member in found[:MOST_BUTTONS]
    ]
    await request.show(members_list(request.t, found), rows_of(buttons, 2))


async def picked(request: Request) -> None:
    """`mem:<user>`: a person of the list."""
    user_id = callback_data.number(request.arguments)
    if user_id is None or request.private:
        request.answer(request.t.plain("press-nothing"))
        return
    request.answer()
    await _pick_role(request, user_id)


async def _pick_role(request: Request, user_id: int) -> None:
    name = members.name_of(request.services, user_id)
    rows = [
        [Button(role_name(request.t, role), callback_data.pack("rol", user_id, role.value)) for role in Role],
    ]
    await request.show(pick_role(request.t, name=name, user_id=user_id), rows)


async def role_chosen(request: Request) -> None:
    """`rol:<user>:<role>`."""
    user, role = callback_data.unpack(request.arguments)
    user_id = callback_data.number(user)
    if user_id is None or role not in set(Role) or request.private:
        request.answer(request.t.plain("press-nothing"))
        return
    await _set(request, user_id, Role(role))


async def _set(request: Request, user_id: int, role: Role) -> None:
    await members.set_role(request.services, request.actor, user_id, role)
    request.answer()
    name = members.name_of(request.services, user_id)
    await request.show(role_set(request.t, name=name, user_id=user_id, role=role))
    request.parts.menu_changed()


def register(router: Router) -> None:
    """Add /members and its buttons."""
    router.command("members", typed, role=Role.OWNER, acts=True, group_only=True, audience="all")
    router.press("mem", picked, role=Role.OWNER)
    router.press("rol", role_chosen, role=Role.OWNER, acts=True)
