"""People, chats and messages as the Bot API shows them to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.telegram.chats import BotIdentity, Chat, Person
    from sandbox.telegram.messages import Message

_ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


def user(person: Person) -> dict[str, Any]:
    """A person as a User."""
    body: dict[str, Any] = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    if person.username:
        body["username"] = person.username
    if person.language_code:
        body["language_code"] = person.language_code
    return body


def bot_user(bot: BotIdentity) -> dict[str, Any]:
    """The bot as a User."""
    return {"id": bot.id, "is_bot": True, "first_name": bot.first_name, "username": bot.username}


def chat(of: Chat) -> dict[str, Any]:
    """A Chat."""
    if of.person is not None:
        body: dict[str, Any] = {"id": of.id, "type": "private", "first_name": of.person.first_name}
        if of.person.username:
            body["username"] = of.person.username
        return body
    body = {"id": of.id, "type": of.type, "title": of.title}
    if of.is_forum:
        body["is_forum"] = True
    if of.type == "group":
        body["all_members_are_administrators"] = False
    return body


def chat_full_info(of: Chat) -> dict[str, Any]:
    """A ChatFullInfo with its required fields."""
    body = chat(of) | {
        "accent_color_id": abs(of.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": True,
            "limited_gifts": True,
            "unique_gifts": True,
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }
    if not of.is_private:
        body["permissions"] = {"can_send_messages": True, "can_invite_users": True}
    return body


def member(of: Chat, who: dict[str, Any], status: str) -> dict[str, Any]:
    """A ChatMember with the required fields of its status."""
    body: dict[str, Any] = {"user": who, "status": status}
    if status == "creator":
        body["is_anonymous"] = False
    elif status == "administrator":
        body |= dict.fromkeys(_ADMINISTRATOR_RIGHTS, True)
        body |= {"can_be_edited": False, "is_anonymous": False, "can_promote_members": False}
        if not of.is_forum:
            del body["can_manage_topics"]
    elif status == "kicked":
        body["until_date"] = 0
    return body


def message(of: Message, bot: BotIdentity, *, with_reply: bool = True) -> dict[str, Any]:
    """A Message; the one it replies to is contained without its own reply."""
    body: dict[str, Any] = {
        "message_id": of.message_id,
        "from": user(of.sender) if of.sender is not None else bot_user(bot),
        "chat": chat(of.chat),
        "date": of.date,
    }
    if of.thread_id is not None:
        body["message_thread_id"] = of.thread_id
        if of.is_topic_message:
            body["is_topic_message"] = True
    if of.edited_at is not None:
        body["edit_date"] = of.edited_at
    _add_content(body, of)
    if with_reply:
        # In a topic Telegram shows every message as a reply to the one that opened the topic.
        reply = of.chat.messages.get(of.reply_to or (of.thread_id if of.is_topic_message else None) or 0)
        if reply is not None and reply is not of and not reply.deleted:
            body["reply_to_message"] = message(reply, bot, with_reply=False)
    return body | of.service


def _add_content(body: dict[str, Any], of: Message) -> None:
    content = of.content
    field, entities_field = "text", "entities"
    if of.attachment is not None:
        body |= of.attachment.wire()
        field, entities_field = "caption", "caption_entities"
    if content.text:
        body[field] = content.text
        if content.entities:
            body[entities_field] = [entity.wire() for entity in content.entities]
    if content.keyboard:
        body["reply_markup"] = {"inline_keyboard": [[button.wire() for button in row] for row in content.keyboard]}


def own_membership(of: Chat, actor: Person, bot: BotIdentity, *, old: str, new: str, date: int) -> dict[str, Any]:
    """A `my_chat_member`: what the bot is in a chat has changed."""
    who = bot_user(bot)
    return {
        "chat": chat(of),
        "from": user(actor),
        "date": date,
        "old_chat_member": member(of, who, old),
        "new_chat_member": member(of, who, new),
    }
