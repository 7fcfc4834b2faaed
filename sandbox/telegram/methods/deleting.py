"""deleteMessage and deleteMessages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.telegram.errors import bad_request
from sandbox.telegram.limits import DELETABLE_SECONDS
from sandbox.telegram.methods.access import chat_of, message_of
from sandbox.telegram.methods.registry import Session, method

if TYPE_CHECKING:
    from sandbox.telegram.chats import Chat
    from sandbox.telegram.messages import Message
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.world import World

_MOST = 100


@method("deleteMessage", "chat_id", "message_id")
async def delete_message(session: Session, parameters: Parameters) -> bool:
    """Deletes a message: the bot's own, anybody's in a private chat, anybody's in a group if the bot administers it."""
    world = session.world
    if not parameters.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if not parameters.text("message_id"):
        raise bad_request("Message identifier is not specified")
    chat = chat_of(world, parameters, write=True)
    message = message_of(chat, parameters, purpose="delete")
    if not _deletable(world, chat, message):
        raise bad_request("message can't be deleted for everyone")
    world.delete(message)
    return True


@method("deleteMessages", "chat_id", "message_ids")
async def delete_messages(session: Session, parameters: Parameters) -> bool:
    """Deletes up to 100 messages; those that are gone are passed over."""
    world = session.world
    ids = parameters.json("message_ids", what="message_ids")
    if not ids:
        raise bad_request("Message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("Expected an Array of message identifiers")
    if len(ids) > _MOST:
        world.breach(f"more than {_MOST} messages to delete", bad_request("Too many message identifiers specified"))
    chat = chat_of(world, parameters, write=True)
    found = [chat.messages[int(message_id)] for message_id in ids if int(message_id) in chat.messages]
    present = [message for message in found if not message.deleted]
    if not all(_deletable(world, chat, message) for message in present):
        raise bad_request("message can't be deleted for everyone")
    for message in present:
        world.delete(message)
    return True


def _deletable(world: World, chat: Chat, message: Message) -> bool:
    if world.now() - message.date >= DELETABLE_SECONDS:
        return False
    return message.sender is None or chat.is_private or chat.bot_status == "administrator"
