"""One update on its way through a handler: who asks, where, in which language, and how to answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from handlers.outgoing import ChatGoneError
from operations.confirmations import Asker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from handlers.api import Api
    from handlers.last_screens import LastScreens
    from handlers.outgoing import Button, Outgoing
    from handlers.updates import InlineKeyboard, RepliedMessage, User
    from handlers.workbench import Workbench
    from operations.access import Actor
    from operations.runner import Runner
    from operations.services import Services
    from texts import Texts


log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Parts:
    """What handlers work with besides the update; built once.

    Attributes:
        services: operations' store, engines and clock.
        outgoing: messages out.
        runner: drives operations in the background.
        api: knows the bot's own username, as groups write it behind a command.
        screens: the last screen of each person.
        workbench: makes pictures and files.
        menu_changed: called when a chat's menu may have to change.
        failed: called when a handler failed in a way nobody foresaw.
        notices_due: called when a chat is to be told something that is no answer.
    """

    services: Services
    outgoing: Outgoing
    runner: Runner
    api: Api
    screens: LastScreens
    workbench: Workbench
    menu_changed: Callable[[], None]
    failed: Callable[[], None]
    notices_due: Callable[[], None]


@dataclass
class Request:
    """One command, text or press.

    Attributes:
        parts: what handlers work with.
        update_id: Telegram's number of the update.
        chat_id: where.
        thread_id: the topic, if any.
        message_id: the command's message, or the one whose button was pressed.
        user: the person.
        private: whether it is the person's own chat.
        t: texts in the reader's language.
        asked_at: UNIX time at which the person asked, as well as it is known.
        arguments: what follows the command, or the button's verb.
        query_id: the press to be answered; None for a typed message.
        replied_to: the message that was answered, if any.
        keyboard: the pressed message's buttons, as Telegram keeps them.
        known: who asks, where the gate knows them.
        bare: whether it is a text that is no command.
        below: whether the pressed message is to stay, and screens go below it.
    """

    parts: Parts
    update_id: int
    chat_id: int
    thread_id: int | None
    message_id: int
    user: User
    private: bool
    t: Texts
    asked_at: float
    arguments: str = ""
    query_id: str | None = None
    replied_to: RepliedMessage | None = None
    keyboard: InlineKeyboard | None = None
    known: Actor | None = None
    bare: bool = False
    below: bool = False
    _answer: asyncio.Task[bool] | None = field(default=None, repr=False)

    @property
    def services(self) -> Services:
        """Operations' services."""
        return self.parts.services

    @property
    def actor(self) -> Actor:
        """The person as this chat's grants and roles make them; only for handlers behind the gate."""
        if self.known is None:
            raise RuntimeError("a public handler has no actor")
        return self.known

    @property
    def asker(self) -> Asker:
        """Who asks, as operations keep it."""
        return Asker(self.actor, self.thread_id)

    @property
    def pressed(self) -> bool:
        """Tell whether it came from a button."""
        return self.query_id is not None

    async def say(self, text: str, buttons: Sequence[Sequence[Button]] = ()) -> int:
        """Send a new message to where the request came from; return its id."""
        return await self.parts.outgoing.send(self.chat_id, text, buttons, thread_id=self.thread_id)

    async def show(self, text: str, buttons: Sequence[Sequence[Button]] = (), *, stays: bool = False) -> int:
        """Show a screen: in place of the one whose button was pressed, else as a new message; return its id.

        A new one takes the place of the person's last screen, which is deleted once the new one is there.

        Args:
            text: HTML.
            buttons: rows under it.
            stays: whether it is none that the next screen may take the place of: a confirmation.
        """
        place = (self.chat_id, self.thread_id, self.user.id)
        screens, now = self.parts.screens, self.services.clock.now()
        in_place = self.pressed and not self.below
        if in_place and await self.parts.outgoing.edit(self.chat_id, self.message_id, text, buttons):
            if stays:
                screens.forget(place, self.message_id)
            return self.message_id
        message_id = await self.say(text, buttons)
        old = screens.swap(place, None if stays else message_id, now=now, burst=not self.bare)
        if old is not None:
            await self._take_away(old)
        return message_id

    async def _take_away(self, message_id: int) -> None:
        try:
            await self.parts.outgoing.delete(self.chat_id, message_id)
        except (TelegramError, ChatGoneError) as error:
            # The new screen is there; an old one more does no harm.
            log.info("old_screen_stays", chat_id=self.chat_id, error=type(error).__name__)

    def answer(self, text: str = "", *, alert: bool = False) -> None:
        """Answer the press, once; does not wait, for Telegram forgets a press that waits for the work behind it."""
        self._begin_answer(text, alert=alert)

    async def alert(self, text: str) -> bool:
        """Answer the press with a text that has to be dismissed; return whether it could be shown.

        It could not where the press had been answered before, or waited too long for Telegram to take an answer.
        """
        begun = self._begin_answer(text, alert=True)
        return begun is not None and await begun

    def _begin_answer(self, text: str, *, alert: bool) -> asyncio.Task[bool] | None:
        if self.query_id is None or self._answer is not None:
            return None
        self._answer = asyncio.create_task(self.parts.outgoing.answer(self.query_id, text, alert=alert))
        return self._answer

    async def finish(self) -> None:
        """Answer what is still unanswered and wait until it is out."""
        self.answer()
        if self._answer is not None:
            await self._answer
