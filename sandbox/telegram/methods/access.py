"""Finding the chat, thread and message that a call is about, and refusing as Telegram does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.telegram.errors import bad_request, forbidden, migrated
from sandbox.telegram.messages import BotMessage

if TYPE_CHECKING:
    from sandbox.telegram.chats import Chat
    from sandbox.telegram.messages import Message
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.world import World


def chat_of(world: World, parameters: Parameters, *, write: bool) -> Chat:
    """The chat that `chat_id` names.

    Args:
        world: the state.
        parameters: the call's.
        write: whether the call would reach people; those who blocked the bot or never wrote to it are out of reach.

    Raises:
        ApiError: 400 or 403.
    """
    if not parameters.text("chat_id"):
        raise bad_request("chat_id is empty")
    try:
        chat = world.chats.get(int(parameters.text("chat_id")))
    except ValueError:
        chat = None
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None and write:
        raise migrated(chat.migrated_to)
    if chat.bot_status == "kicked" and not chat.is_private:
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    person = chat.person
    if person is not None and not person.started:
        raise forbidden("bot can't initiate conversation with a user") if write else bad_request("chat not found")
    if person is not None and person.blocked and write:
        raise forbidden("bot was blocked by the user")
    return chat


def thread_of(chat: Chat, parameters: Parameters) -> int | None:
    """The topic that `message_thread_id` names; the general one and those that are gone are not found.

    Raises:
        ApiError: 400.
    """
    thread_id = parameters.integer("message_thread_id")
    if not thread_id:
        return None
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return thread_id


def reply_target(chat: Chat, parameters: Parameters) -> int | None:
    """The message that is replied to; None if there is none, or it is gone and may be.

    Raises:
        ApiError: 400, it is gone.
    """
    given = parameters.json("reply_parameters", what="reply parameters")
    if given is None:
        message_id = parameters.integer("reply_to_message_id")
        may_be_gone = parameters.boolean("allow_sending_without_reply")
    elif isinstance(given, dict):
        message_id = int(given.get("message_id", 0))
        may_be_gone = bool(given.get("allow_sending_without_reply", False))
    else:
        raise bad_request("Object expected as reply parameters")
    if not message_id:
        return None
    target = chat.messages.get(message_id)
    if target is not None and not target.deleted:
        return message_id
    if may_be_gone:
        return None
    raise bad_request("message to be replied not found")


def message_of(chat: Chat, parameters: Parameters, *, purpose: str) -> Message:
    """The message that `message_id` names.

    Args:
        chat: its chat.
        parameters: the call's.
        purpose: "edit", "delete" or "react", as Telegram's refusal says.

    Raises:
        ApiError: 400.
    """
    message = chat.messages.get(parameters.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request(f"message to {purpose} not found")
    return message


def own_message_of(world: World, parameters: Parameters) -> BotMessage:
    """The bot's message that an edit is about.

    Raises:
        ApiError: 400 or 403.
    """
    if parameters.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = chat_of(world, parameters, write=False)
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    if not parameters.text("message_id"):
        raise bad_request("Message identifier is not specified")
    message = message_of(chat, parameters, purpose="edit")
    if not isinstance(message, BotMessage):
        raise bad_request("message can't be edited")
    return message
