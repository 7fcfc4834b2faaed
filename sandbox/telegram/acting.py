"""What people do in Telegram, and the updates that the bot gets of it."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from sandbox.telegram import wire
from sandbox.telegram.entities import trimmed, utf16_length, with_detected
from sandbox.telegram.limits import TEXT_UNITS
from sandbox.telegram.messages import BotMessage, Content, Message
from sandbox.telegram.world import Press

if TYPE_CHECKING:
    from sandbox.telegram.chats import BotStatus, Chat, Person
    from sandbox.telegram.world import World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"/[A-Za-z0-9_]+(?:@(?P<bot>[A-Za-z0-9_]+))?")


def say(
    world: World,
    person: Person,
    chat: Chat,
    text: str,
    *,
    thread_id: int | None = None,
    reply_to: int | None = None,
    date: int | None = None,
) -> Message:
    """A person writes a text.

    Raises:
        ValueError: Telegram would not let them, or has no such message.
    """
    _may_write(person, chat)
    if thread_id is not None and thread_id not in chat.topics:
        raise ValueError(f"chat {chat.id} has no topic {thread_id}")
    if reply_to is not None and (reply_to not in chat.messages or chat.messages[reply_to].deleted):
        raise ValueError(f"chat {chat.id} has no message {reply_to} to reply to")
    if chat.is_private:
        person.started = True
    message = world.add_message(
        chat,
        person,
        Content(**_typed(text)),
        thread_id=_thread(chat, thread_id, reply_to),
        reply_to=reply_to,
        date=date,
    )
    if _bot_reads(world, message):
        world.updates.add("message", wire.message(message, world.bot))
    return message


def edit(world: World, message: Message, text: str) -> None:
    """A person changes what they wrote.

    Raises:
        ValueError: it is not a person's, or gone.
    """
    if message.sender is None or message.deleted:
        raise ValueError("only a person's message that is not deleted can be edited by them")
    world.edit(message, Content(**_typed(text)))
    if _bot_reads(world, message):
        world.updates.add("edited_message", wire.message(message, world.bot))


def open_link(world: World, person: Person, chat: Chat, payload: str) -> Message:
    """A person opens t.me/<bot>?start=<payload>.

    Raises:
        ValueError: Telegram would cut the payload off.
    """
    if not _PAYLOAD.fullmatch(payload):
        raise ValueError("a deep link's payload is 1 to 64 of A-Z a-z 0-9 _ -")
    return say(world, person, chat, f"/start {payload}")


def press(world: World, person: Person, message: BotMessage, data: str) -> str:
    """A person presses a callback button; the data may be that of a button which is no longer there.

    Returns:
        The id of the callback query.

    Raises:
        ValueError: they are not in the chat, or the message is gone.
    """
    if person.id not in message.chat.members:
        raise ValueError(f"person {person.id} is not in chat {message.chat.id}")
    if message.deleted:
        raise ValueError(f"message {message.message_id} is deleted")
    query_id = str(secrets.randbits(62))
    world.presses[query_id] = Press(query_id=query_id, person=person, time=world.now())
    world.updates.add(
        "callback_query",
        {
            "id": query_id,
            "from": wire.user(person),
            "message": wire.message(message, world.bot),
            "chat_instance": str(abs(message.chat.id) * 7919),
            "data": data,
        },
    )
    world.changes.wake()
    return query_id


def callback_data(message: BotMessage, text: str) -> str:
    """The data of the callback button with this text.

    Raises:
        LookupError: there is no such button.
        ValueError: it is a link or copies a text.
    """
    button = message.button(text)
    if button.data is None:
        raise ValueError(f"the button {text!r} sends no callback")
    return button.data


def set_blocked(world: World, person: Person, chat: Chat, *, blocked: bool) -> None:
    """A person blocks the bot or takes it back."""
    if person.blocked == blocked:
        return
    person.blocked = blocked
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    _membership(world, chat, person, old=old, new=new)


def set_bot_status(world: World, chat: Chat, actor: Person, status: BotStatus) -> None:
    """Somebody adds the bot to a group, makes it an administrator, or throws it out."""
    old = chat.bot_status
    chat.bot_status = status
    _membership(world, chat, actor, old=old, new=status)


def service(world: World, chat: Chat, actor: Person, field: dict[str, Any]) -> Message:
    """A service message, which bots always get while they are in the chat."""
    message = world.add_message(chat, actor, Content(), service=field)
    if chat.bot_status in {"member", "administrator"}:
        world.updates.add("message", wire.message(message, world.bot))
    return message


def _membership(world: World, chat: Chat, actor: Person, *, old: str, new: str) -> None:
    date = int(world.now())
    change = wire.own_membership(chat, actor, world.bot, old=old, new=new, date=date)
    world.updates.add("my_chat_member", change)
    world.state_changed()


def _typed(text: str) -> dict[str, Any]:
    stripped, _ = trimmed(text, ())
    if not stripped:
        raise ValueError("Telegram sends no empty message")
    if utf16_length(stripped) > TEXT_UNITS:
        raise ValueError(f"Telegram splits a message of more than {TEXT_UNITS} characters")
    return {"text": stripped, "entities": with_detected(stripped)}


def _may_write(person: Person, chat: Chat) -> None:
    if person.id not in chat.members:
        raise ValueError(f"person {person.id} is not in chat {chat.id}")
    if chat.migrated_to is not None:
        raise ValueError(f"chat {chat.id} has become the supergroup {chat.migrated_to}")
    if chat.is_private and person.blocked:
        raise ValueError(f"person {person.id} has blocked the bot")


def _thread(chat: Chat, thread_id: int | None, reply_to: int | None) -> int | None:
    """A topic; or the root of the replies, which supergroups number as a thread too."""
    if reply_to is None or thread_id is not None or chat.type != "supergroup":
        return thread_id
    replied = chat.messages[reply_to]
    if chat.is_forum:
        return replied.thread_id
    return replied.thread_id or replied.message_id


def _bot_reads(world: World, message: Message) -> bool:
    """Privacy mode: of a group a bot gets commands and replies to itself (core.telegram.org/bots/features)."""
    chat = message.chat
    if chat.is_private:
        return True
    if chat.bot_status not in {"member", "administrator"}:
        return False
    if chat.bot_status == "administrator" or world.bot.reads_all_group_messages:
        return True
    if isinstance(chat.messages.get(message.reply_to or 0), BotMessage):
        return True
    command = _COMMAND.match(message.text)
    return command is not None and (command["bot"] or world.bot.username).lower() == world.bot.username.lower()
