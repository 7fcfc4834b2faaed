"""The part of Telegram's updates that we read, as Telegram documents it (Bot API, *Update*).

Parsed straight from the stored bytes. python-telegram-bot's own `Update.de_json` builds every object of the API,
which costs more than all the rest of an answer; the few fields used here are validated instead.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

# Telegram's stand-ins for senders that are no person: anonymous admins, channels, linked channels.
NOBODY = frozenset({1087968824, 136817688, 777000})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class User(_Part):
    """A person or a bot. The name is personal data: shown in the chat, never logged."""

    id: int
    is_bot: bool = False
    first_name: str = Field(default="", repr=False)
    last_name: str | None = Field(default=None, repr=False)
    language_code: str | None = None

    @property
    def full_name(self) -> str:
        """Return first and last name as Telegram shows them."""
        return f"{self.first_name} {self.last_name or ''}".strip()


class Chat(_Part):
    """A private chat, group, supergroup or channel."""

    id: int
    type: str

    @property
    def private(self) -> bool:
        """Tell whether it is the person's own chat with the bot."""
        return self.type == "private"


class Entity(_Part):
    """A marked part of a text; offsets count UTF-16 units."""

    type: str
    offset: int
    length: int


class InlineButton(_Part):
    """A button under a message; those that open something carry no data."""

    callback_data: str | None = None


class InlineKeyboard(_Part):
    """The buttons under a message of ours, as we sent them."""

    inline_keyboard: tuple[tuple[InlineButton, ...], ...] = ()

    @property
    def data(self) -> tuple[str, ...]:
        """Return what the buttons carry, in order."""
        return tuple(each.callback_data for row in self.inline_keyboard for each in row if each.callback_data)


class RepliedMessage(_Part):
    """The message a message answers; only who wrote it is read."""

    message_id: int
    sender: User | None = Field(default=None, alias="from")
    sender_chat: Chat | None = None


class Message(_Part):
    """A message, with what of it we read."""

    message_id: int
    date: int
    chat: Chat
    sender: User | None = Field(default=None, alias="from")
    sender_chat: Chat | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    text: str | None = Field(default=None, repr=False)
    entities: tuple[Entity, ...] = ()
    reply_to_message: RepliedMessage | None = None
    reply_markup: InlineKeyboard | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None

    @property
    def thread_id(self) -> int | None:
        """Return the topic; a reply's thread outside of topics is none."""
        return self.message_thread_id if self.is_topic_message else None

    @property
    def replied_to(self) -> RepliedMessage | None:
        """Return the message that was answered; Telegram makes a topic's first message one that all others answer."""
        replied = self.reply_to_message
        opened_topic = replied is not None and self.is_topic_message and replied.message_id == self.message_thread_id
        return None if opened_topic else replied

    @property
    def person(self) -> User | None:
        """Return the person who wrote it; None for channels, anonymous admins and bots."""
        return _person(self.sender, self.sender_chat)


class CallbackQuery(_Part):
    """A pressed button."""

    id: str
    sender: User = Field(alias="from")
    message: Message | None = None
    data: str | None = None


class MemberState(_Part):
    """What the bot is in a chat."""

    status: str


class BotMember(_Part):
    """A change of what the bot is in a chat: added, removed, blocked."""

    chat: Chat
    new_chat_member: MemberState


class Update(_Part):
    """One update; exactly one of the optional parts is there for the kinds we ask for."""

    update_id: int
    message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: BotMember | None = None


def _person(user: User | None, sender_chat: Chat | None) -> User | None:
    if user is None or user.is_bot or user.id in NOBODY or sender_chat is not None:
        return None
    return user


def replied_person(message: RepliedMessage) -> User | None:
    """Return the person who wrote the message that was answered; None for bots, channels and anonymous admins."""
    return _person(message.sender, message.sender_chat)
