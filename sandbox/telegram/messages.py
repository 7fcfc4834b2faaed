"""Messages: their content, buttons and history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.telegram.rendering import telegram_html

if TYPE_CHECKING:
    from sandbox.telegram.chats import Chat, Person
    from sandbox.telegram.entities import Entity
    from sandbox.telegram.files import StoredFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An inline button: exactly one of callback data, address and text to copy."""

    text: str
    data: str | None = None
    url: str | None = None
    copy_text: str | None = None

    def wire(self) -> dict[str, Any]:
        """The button as the Bot API shows it."""
        body: dict[str, Any] = {"text": self.text}
        if self.data is not None:
            body["callback_data"] = self.data
        if self.url is not None:
            body["url"] = self.url
        if self.copy_text is not None:
            body["copy_text"] = {"text": self.copy_text}
        return body


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an edit can change: the text (or caption) with its entities, and the inline keyboard."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()


@dataclass(eq=False, slots=True, kw_only=True)
class Message:
    """A message as it is now.

    Attributes:
        sender: who wrote it; None is the bot.
        date: unix seconds.
        thread_id: `message_thread_id`; a topic's if the chat is a forum, else the root of a thread of replies.
        edits: what it showed before each edit, oldest first.
        attachment: a photo or document; the content's text is then its caption.
        service: the field that makes it a service message, e.g. {"migrate_to_chat_id": -100…}.
        reactions: the emoji that the bot reacted with.
    """

    chat: Chat
    message_id: int
    sender: Person | None
    date: int
    content: Content = field(default_factory=Content)
    thread_id: int | None = None
    reply_to: int | None = None
    edited_at: int | None = None
    deleted: bool = False
    edits: list[Content] = field(default_factory=list)
    attachment: StoredFile | None = None
    service: dict[str, Any] = field(default_factory=dict)
    reactions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The plain text or caption."""
        return self.content.text

    @property
    def html(self) -> str:
        """The text in Telegram's own HTML."""
        return telegram_html(self.content.text, self.content.entities)

    @property
    def is_topic_message(self) -> bool:
        """Whether it stands in a forum topic."""
        return self.thread_id is not None and self.chat.is_forum

    def change(self, content: Content, *, date: int) -> None:
        """Replaces the content and keeps the old one in `edits`."""
        self.edits.append(self.content)
        self.content = content
        self.edited_at = date


@dataclass(eq=False, slots=True, kw_only=True)
class BotMessage(Message):
    """A message that the bot sent.

    Attributes:
        silent: sent with `disable_notification`.
        protected: sent with `protect_content`.
    """

    silent: bool = False
    protected: bool = False

    @property
    def buttons(self) -> list[list[Button]]:
        """The rows of inline buttons."""
        return [list(row) for row in self.content.keyboard]

    def button(self, text: str) -> Button:
        """The button with this text.

        Raises:
            LookupError: there is none.
        """
        for row in self.content.keyboard:
            for button in row:
                if button.text == text:
                    return button
        raise LookupError(f"no button {text!r} under message {self.message_id}")
