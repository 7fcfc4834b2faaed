"""People and the chats they are in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sandbox.telegram.messages import Message

ChatType = Literal["private", "group", "supergroup"]
BotStatus = Literal["member", "administrator", "kicked", "left"]


@dataclass(eq=False, slots=True, kw_only=True)
class Person:
    """Somebody who uses Telegram; their private chat with the bot has the same id.

    Attributes:
        started: they have written to the bot, so it may write to them.
        blocked: they blocked the bot.
    """

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    started: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BotIdentity:
    """The bot, as `getMe` shows it."""

    id: int
    first_name: str
    username: str
    reads_all_group_messages: bool


@dataclass(eq=False, slots=True, kw_only=True)
class Chat:
    """A private chat, a group or a supergroup.

    Attributes:
        person: whose private chat it is; None for groups.
        topics: message_thread_id → name, of a forum.
        bot_status: what the bot is in this chat.
        migrated_to: the supergroup that this group has become.
        messages: message_id → message, oldest first, deleted ones too.
    """

    id: int
    type: ChatType
    title: str
    person: Person | None = None
    members: dict[int, Person] = field(default_factory=dict)
    owner_id: int | None = None
    administrator_ids: set[int] = field(default_factory=set)
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    bot_status: BotStatus = "member"
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Whether this is somebody's private chat with the bot."""
        return self.person is not None

    def status_of(self, user_id: int) -> str:
        """A member's status: creator, administrator, member or left."""
        if user_id not in self.members:
            return "left"
        if user_id == self.owner_id or self.is_private:
            return "creator" if not self.is_private else "member"
        return "administrator" if user_id in self.administrator_ids else "member"
