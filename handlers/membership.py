"""What happens to the bot itself in a chat: blocked and unblocked, added and removed, a group grown to a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from handlers.request import Parts
    from handlers.updates import BotMember, Message

log = structlog.get_logger(__name__)

_GONE = frozenset({"left", "kicked"})


async def follow(parts: Parts, change: BotMember) -> None:
    """Mark a known chat as out of reach, or as reachable again. Unknown chats leave no trace.

    Where Telegram refused the menu while the bot was out of the chat, it is registered now.
    """
    store = parts.services.store
    if store.chat(change.chat.id) is None:
        return
    if change.new_chat_member.status in _GONE:
        await store.mark_blocked(change.chat.id)
    else:
        await store.mark_unblocked(change.chat.id)
        await store.set_chat(change.chat.id, menu=None)
        parts.menu_changed()
        # What was kept for it meanwhile.
        parts.notices_due()


async def heard_from(parts: Parts, chat_id: int) -> None:
    """Take a chat in which somebody speaks to the bot as reachable, whatever was thought of it.

    Who had never opened the chat, or was offline when the bot was let in again, is announced by nothing else.
    """
    if await parts.services.store.mark_unblocked(chat_id):
        await parts.services.store.set_chat(chat_id, menu=None)
        parts.menu_changed()
        parts.notices_due()


async def migrate(parts: Parts, message: Message) -> None:
    """Carry everything of a group over to the supergroup it has become.

    Telegram says it twice, in the old chat and in the new one; either may come first, or be the only one.
    """
    if message.migrate_to_chat_id is not None:
        old, new = message.chat.id, message.migrate_to_chat_id
    elif message.migrate_from_chat_id is not None:
        old, new = message.migrate_from_chat_id, message.chat.id
    else:
        return
    await parts.services.store.migrate_chat(old, new)
    log.info("chat_migrated", chat_id=old, new_chat_id=new)
