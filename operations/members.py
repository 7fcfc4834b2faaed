"""People of a chat, their roles and their language; joining by an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import store
from operations.access import Role, identify
from operations.errors import InviteOverError, LastOwnerError

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.services import Services

INVITE_LASTS = 7 * 86400.0
# Tells an invitation from everything else that may follow /start.
INVITE_PREFIX = "join_"


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a role in a chat; `name` is their display name where it is known."""

    user_id: int
    role: Role
    name: str | None


def name_of(services: Services, user_id: int) -> str | None:
    """Return a person's display name; None where they were never met."""
    person = services.store.person(user_id)
    return person.name if person is not None else None


def members(services: Services, actor: Actor) -> list[Member]:
    """Return the people of this chat that hold a role, owners first.

    Raises:
        NotAllowedError: the person is no owner here.
    """
    actor.require(Role.OWNER)
    found = [
        Member(row.user_id, Role(row.role), name_of(services, row.user_id))
        for row in services.store.members(actor.chat_id)
    ]
    return sorted(found, key=lambda member: (-member.role.rank, member.name or "", member.user_id))


async def set_role(services: Services, actor: Actor, user_id: int, role: Role) -> None:
    """Give a person a role in this chat.

    Raises:
        NotAllowedError: the person who asks is no owner here.
        LastOwnerError: it would leave the group without an owner.
    """
    actor.require(Role.OWNER)
    try:
        await services.store.set_member(actor.chat_id, user_id, role.value)
    except store.LastOwnerError:
        raise LastOwnerError from None


async def set_language(services: Services, actor: Actor, language: str) -> None:
    """Set the language: of the person in a private chat, of the whole chat in a group.

    Raises:
        NotAllowedError: in a group, the person is no owner.
    """
    if not actor.private:
        actor.require(Role.OWNER)
    await services.store.set_chat(actor.chat_id, language=language)


async def invite(services: Services, identity_id: int) -> str:
    """Make a one-time invitation to act as an identity; return its deep-link payload."""
    return INVITE_PREFIX + await services.store.add_invite(identity_id, expires_at=services.clock.now() + INVITE_LASTS)


async def join(services: Services, payload: str, *, chat_id: int, user_id: int, private: bool) -> int:
    """Use an invitation: the chat is granted its identity, the person becomes owner. Return the identity's id.

    Raises:
        InviteOverError: used, expired, or there never was one.
        NotAllowedError: the group already acts for somebody, and the person is no owner of it.
    """
    actor = identify(services, chat_id=chat_id, user_id=user_id, private=private, telegram_language=None)
    if actor is not None:
        actor.require(Role.OWNER)
    token = payload.removeprefix(INVITE_PREFIX)
    identity_id = await services.store.take_invite(token, chat_id=chat_id, user_id=user_id, now=services.clock.now())
    if identity_id is None:
        raise InviteOverError
    await services.store.keep_chat(chat_id, kind="private" if private else "group")
    return identity_id
