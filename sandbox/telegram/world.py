"""The state of the stand-in: people, chats, messages, and what the bot did."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox.telegram.changes import Changes, MessageChanged, StateChanged
from sandbox.telegram.errors import too_many_requests
from sandbox.telegram.limits import Limits, RateLimiter
from sandbox.telegram.messages import BotMessage, Content, Message
from sandbox.telegram.updates import UpdateQueue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.telegram.chats import BotIdentity, Chat, Person
    from sandbox.telegram.errors import ApiError
    from sandbox.telegram.files import StoredFile

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the Bot API: when (unix seconds), which, with what, and the HTTP status of the answer.

    The status is 0 if the connection was cut instead.
    """

    time: float
    method: str
    params: dict[str, Any] = field(repr=False)
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What `answerCallbackQuery` told a person."""

    query_id: str
    person: Person
    text: str
    show_alert: bool
    url: str
    time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press of a button that waits for its answer."""

    query_id: str
    person: Person
    time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An entry of the command menu."""

    command: str
    description: str


@dataclass(slots=True, kw_only=True)
class Profile:
    """What the bot says of itself by language code ("": all others), and its menu buttons by chat id (0: default)."""

    name: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)


class World:
    """Everything that Telegram knows; only what happens changes it, no timer.

    Attributes:
        commands: (scope, language code or "") → the commands set for it. Scopes: "default", "all_private_chats",
            "all_group_chats", "all_chat_administrators", "chat:<id>", "chat_administrators:<id>",
            "chat_member:<id>:<user>".
        presses: query id → a press that is not answered yet.
        violations: what a well-behaved bot would not have done, in words.
    """

    def __init__(self, *, bot: BotIdentity, now: Callable[[], float], limits: Limits, strict: bool) -> None:
        self.bot = bot
        self.now = now
        self.strict = strict
        self.limiter = RateLimiter(limits, now=now)
        self.changes = Changes()
        self.updates = UpdateQueue(now=now, wake=self.changes.wake)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.answers: dict[str, Answer] = {}
        self.commands: dict[tuple[str, str], list[Command]] = {}
        self.profile = Profile()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._account_message_ids = count(1)
        self._supergroup_message_ids: dict[int, count[int]] = {}

    def breach(self, words: str, error: ApiError) -> None:
        """Notes a violation and, when strict, refuses the call.

        Raises:
            ApiError: the given error.
        """
        self.violations.append(words)
        if self.strict:
            raise error

    def spend(self, chat: Chat, *, edit: bool = False) -> None:
        """Counts a send or edit against the rate limits.

        Raises:
            ApiError: 429; the call has no effect.
        """
        if refused := self.limiter.spend(chat, edit=edit):
            retry_after, words = refused
            self.violations.append(f"429: {words}")
            raise too_many_requests(retry_after)

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups number their messages themselves; all other chats of an account share one sequence.

        A supergroup's message 1 is the one that made it, and the number of a forum's general topic.
        """
        if chat.type != "supergroup":
            return next(self._account_message_ids)
        return next(self._supergroup_message_ids.setdefault(chat.id, count(2)))

    def add_message(
        self,
        chat: Chat,
        sender: Person,
        content: Content,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
        date: int | None = None,
        service: dict[str, Any] | None = None,
    ) -> Message:
        """Adds what a person wrote or did."""
        message = Message(
            chat=chat,
            message_id=self.next_message_id(chat),
            sender=sender,
            date=int(self.now()) if date is None else date,
            content=content,
            thread_id=thread_id,
            reply_to=reply_to,
            service=service or {},
        )
        return self._added(message)

    def add_bot_message(
        self,
        chat: Chat,
        content: Content,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
        attachment: StoredFile | None = None,
        silent: bool = False,
        protected: bool = False,
    ) -> BotMessage:
        """Adds what the bot sent."""
        message = BotMessage(
            chat=chat,
            message_id=self.next_message_id(chat),
            sender=None,
            date=int(self.now()),
            content=content,
            thread_id=thread_id,
            reply_to=reply_to,
            attachment=attachment,
            silent=silent,
            protected=protected,
        )
        return self._added(message)

    def _added(self, message: M) -> M:
        message.chat.messages[message.message_id] = message
        self.changes.publish(MessageChanged(message=message, new=True))
        return message

    def edit(self, message: Message, content: Content) -> None:
        """Replaces a message's content."""
        message.change(content, date=int(self.now()))
        self.message_changed(message)

    def delete(self, message: Message) -> None:
        """Marks a message as deleted."""
        message.deleted = True
        self.message_changed(message)

    def message_changed(self, message: Message) -> None:
        """Tells those who wait that a message is not what it was."""
        self.changes.publish(MessageChanged(message=message, new=False))

    def state_changed(self) -> None:
        """Tells those who wait that people, chats, topics or commands changed."""
        self.changes.publish(StateChanged())
