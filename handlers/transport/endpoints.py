"""Which of the Bot API's methods Telegram counts as messages, and to which chat they go."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# What begins with "send" and is no message in the chat's history.
_NO_MESSAGES = frozenset({"sendChatAction", "sendMessageDraft", "sendGift"})

# A newer one of the first kind leaves nothing visible of a waiting one of the second kinds.
_REPLACES = {
    "editMessageText": frozenset({"editMessageText", "editMessageReplyMarkup"}),
    "editMessageCaption": frozenset({"editMessageCaption", "editMessageReplyMarkup"}),
    "editMessageReplyMarkup": frozenset({"editMessageReplyMarkup"}),
    "editMessageMedia": frozenset(
        {"editMessageMedia", "editMessageCaption", "editMessageText", "editMessageReplyMarkup"}
    ),
}


@lru_cache(maxsize=256)
def is_message(endpoint: str) -> bool:
    """Whether this method sends or changes messages, and so counts against the limits."""
    return endpoint.startswith(("send", "editMessage", "copyMessage", "forwardMessage")) and (
        endpoint not in _NO_MESSAGES
    )


def chat_of(data: Mapping[str, Any]) -> int | str | None:
    """The chat that a call concerns: an id, an `@name`, or none."""
    chat = data.get("chat_id")
    if isinstance(chat, str):
        try:
            return int(chat)
        except ValueError:
            return chat.lower()
    return chat if isinstance(chat, int) else None


def edited_message(endpoint: str, data: Mapping[str, Any]) -> int | str | None:
    """The message that a call edits: its id in its chat, or an inline message's id; none where it edits none."""
    if endpoint not in _REPLACES:
        return None
    message: int | str | None = data.get("message_id") or data.get("inline_message_id")
    return message


def replaces(newer: str, older: str) -> bool:
    """Whether an edit by method `newer` makes a waiting one of the same message by method `older` pointless."""
    return older in _REPLACES.get(newer, ())


def message_count(data: Mapping[str, Any]) -> int:
    """How many messages a call makes: an album's pictures and forwarded messages count one by one."""
    many = data.get("media") if "media" in data else data.get("message_ids")
    return max(1, len(many)) if isinstance(many, (list, tuple)) else 1
