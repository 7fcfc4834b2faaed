"""getChat, its members, and leaveChat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.telegram import wire
from sandbox.telegram.errors import bad_request, migrated
from sandbox.telegram.methods.access import chat_of
from sandbox.telegram.methods.registry import Session, method

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters


@method("getChat", "chat_id")
async def get_chat(session: Session, parameters: Parameters) -> dict[str, Any]:
    """All about a chat."""
    return wire.chat_full_info(chat_of(session.world, parameters, write=False))


@method("getChatMember", "chat_id", "user_id")
async def get_chat_member(session: Session, parameters: Parameters) -> dict[str, Any]:
    """What somebody is in a chat; those who never were in it are "left"."""
    world = session.world
    chat = chat_of(world, parameters, write=False)
    user_id = parameters.optional_integer("user_id")
    if user_id is None:
        raise bad_request("invalid user_id specified")
    if user_id == world.bot.id:
        return wire.member(chat, wire.bot_user(world.bot), chat.bot_status)
    person = world.people.get(user_id)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return wire.member(chat, wire.user(person), chat.status_of(user_id))


@method("getChatAdministrators", "chat_id")
async def get_chat_administrators(session: Session, parameters: Parameters) -> list[dict[str, Any]]:
    """The owner and the administrators; other bots are none here, the bot itself is listed if it is one."""
    world = session.world
    chat = chat_of(world, parameters, write=False)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    found = [
        wire.member(chat, wire.user(person), status)
        for person in chat.members.values()
        if (status := chat.status_of(person.id)) in {"creator", "administrator"}
    ]
    if chat.bot_status == "administrator":
        found.append(wire.member(chat, wire.bot_user(world.bot), "administrator"))
    return found


@method("getChatMemberCount", "chat_id")
async def get_chat_member_count(session: Session, parameters: Parameters) -> int:
    """How many are in a chat, the bot included."""
    return len(chat_of(session.world, parameters, write=False).members) + 1


@method("leaveChat", "chat_id")
async def leave_chat(session: Session, parameters: Parameters) -> bool:
    """The bot leaves a group."""
    world = session.world
    chat = chat_of(world, parameters, write=False)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    chat.bot_status = "left"
    world.state_changed()
    return True
