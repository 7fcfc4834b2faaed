"""People, chats and messages as the chat page shows them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sandbox.telegram.changes import CallbackAnswered, Change, MessageChanged, Typing
from sandbox.telegram.rendering import page_html

if TYPE_CHECKING:
    from sandbox.telegram.chats import Chat, Person
    from sandbox.telegram.messages import Message
    from sandbox.telegram.world import World

_COLORS = ("#e17076", "#7bc862", "#65aadd", "#a695e7", "#ee7aae", "#6ec9cb", "#faa774")
_SERVICE_WORDS = {
    "migrate_to_chat_id": "This group has become a supergroup.",
    "migrate_from_chat_id": "This supergroup was a group.",
    "forum_topic_created": "A topic was created.",
    "new_chat_members": "Somebody joined.",
    "left_chat_member": "Somebody left.",
}


def state(world: World) -> dict[str, Any]:
    """Who and which chats there are."""
    bot = world.bot
    return {
        "bot": {"id": bot.id, "name": bot.first_name, "username": bot.username},
        "people": [_person(person) for person in world.people.values()],
        "chats": [_chat(world, chat) for chat in world.chats.values() if chat.migrated_to is None],
        "version": world.changes.version,
    }


def message(of: Message, world: World) -> dict[str, Any]:
    """A message; a deleted one keeps its place without its content."""
    sender, content = of.sender, of.content
    attachment = None if of.deleted else of.attachment
    url = f"/page/file/{attachment.file_id}" if attachment is not None else None
    photo = attachment is not None and attachment.kind == "photo"
    return {
        "id": of.message_id,
        "chat": of.chat.id,
        "from": sender.id if sender is not None else world.bot.id,
        "from_name": sender.first_name if sender is not None else world.bot.first_name,
        "is_bot": sender is None,
        "date": of.date,
        "html": "" if of.deleted else _html(of),
        "edited": of.edited_at,
        "deleted": of.deleted,
        "buttons": [] if of.deleted else [[_button(button.wire()) for button in row] for row in content.keyboard],
        "reply_to": of.reply_to,
        "thread": of.thread_id if of.is_topic_message else None,
        "photo": url if photo else None,
        "document": {"name": attachment.name, "url": url} if attachment is not None and not photo else None,
    }


def change(of: Change, world: World) -> dict[str, Any]:
    """A change as an event of the page's stream."""
    match of:
        case MessageChanged():
            return {"type": "message", "message": message(of.message, world), "new": of.new}
        case CallbackAnswered():
            return {
                "type": "answer",
                "person": of.person_id,
                "query": of.query_id,
                "text": of.text,
                "alert": of.alert,
            }
        case Typing():
            return {"type": "typing", "chat": of.chat_id}
        case _:
            return {"type": "state"}


def _html(of: Message) -> str:
    for field in of.service:
        return f"<i>{escape(_SERVICE_WORDS.get(field, field))}</i>"
    return page_html(of.content.text, of.content.entities)


def _button(body: dict[str, Any]) -> dict[str, Any]:
    if "callback_data" in body:
        body["data"] = body.pop("callback_data")
    return body


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.first_name,
        "language": person.language_code or "en",
        "color": _COLORS[person.id % len(_COLORS)],
    }


def _chat(world: World, chat: Chat) -> dict[str, Any]:
    return {
        "id": chat.id,
        "type": chat.type,
        "title": world.bot.first_name if chat.is_private else chat.title,
        "is_forum": chat.is_forum,
        "members": list(chat.members),
        "topics": [{"id": topic, "name": name} for topic, name in chat.topics.items()],
    }
