"""A stand-in for Telegram: the Bot API over HTTP, the people on its other side, and the chat page's JSON.

Written from core.telegram.org/bots/api; see docs/sandbox-telegram.md for how to use it and where it differs.
"""

from __future__ import annotations

from sandbox.telegram.cast import ChatRef
from sandbox.telegram.chats import Chat, Person
from sandbox.telegram.limits import Limits
from sandbox.telegram.messages import BotMessage, Button, Message
from sandbox.telegram.stand_in import StandInTelegram
from sandbox.telegram.world import Answer, Call, Command

__all__ = [
    "Answer",
    "BotMessage",
    "Button",
    "Call",
    "Chat",
    "ChatRef",
    "Command",
    "Limits",
    "Message",
    "Person",
    "StandInTelegram",
]
