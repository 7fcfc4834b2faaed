"""The gate: every update passes here, and only what its chat, person and role allow goes on to a handler.

Strangers learn nothing: whatever they send or press gets the same answer or none, whether or not it exists.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from handlers import callback_data, errors
from handlers.membership import follow, heard_from, migrate
from handlers.outgoing import ChatGoneError
from handlers.request import Request
from handlers.screens import BELOW
from handlers.updates import Update
from operations.access import identify, language_of
from operations.starting import ensure_fresh
from texts import texts_for

if TYPE_CHECKING:
    from handlers.request import Parts
    from handlers.router import Handler, Router
    from handlers.transport.intake import Incoming
    from handlers.updates import CallbackQuery, Message, User
    from operations.access import Actor

log = structlog.get_logger(__name__)


# People whose names are remembered in memory; beyond that it begins anew.
MOST_MET = 10_000


class Gate:
    """Takes each update from the intake to its handler."""

    def __init__(self, parts: Parts, router: Router) -> None:
        self._parts = parts
        self._router = router
        self._met: dict[int, tuple[str, str | None]] = {}

    async def process(self, incoming: Incoming) -> None:
        """Handle one update to its end. Never raises for what a person or Telegram did."""
        update = Update.model_validate(incoming.body)
        try:
            if update.message is not None:
                await self._message(update.update_id, update.message)
            elif update.callback_query is not None:
                await self._press(update.update_id, update.callback_query, incoming.received_at)
            elif update.my_chat_member is not None:
                await follow(self._parts, update.my_chat_member)
        except ChatGoneError:
            log.info("answer_undeliverable", update_id=update.update_id)
        except TelegramError as error:
            log.warning("answer_failed", update_id=update.update_id, error=type(error).__name__)

    async def _message(self, update_id: int, message: Message) -> None:
        if message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None:
            await migrate(self._parts, message)
            return
        if message.text is None:
            return
        if not self._is_ours(message):
            return
        word, arguments = _command_of(message.text)
        person = message.person
        if person is None:
            await self._anonymous(message, word)
            return
        request = self._request(update_id, message, person)
        request.arguments = arguments
        request.bare = word is None
        await errors.guarded(partial(self._typed, word), request)

    async def _typed(self, word: str | None, request: Request) -> None:
        actor = await self._recognise(request)
        if word is not None:
            handler = self._handler_of(word, request, actor)
        elif actor is not None:
            handler = self._router.text
        else:
            # In their own chat a stranger hears the same for everything; groups hear nothing.
            handler = self._router.commands["start"].handler if request.private else None
            request.arguments = ""
        if handler is not None:
            await handler(request)

    def _handler_of(self, word: str, request: Request, actor: Actor | None) -> Handler | None:
        command = self._router.commands.get(word)
        if actor is None:
            if command is not None and command.public:
                return command.handler
            # In their own chat a stranger hears the same for every command, existing or not; groups hear nothing.
            request.arguments = ""
            return self._router.commands["start"].handler if request.private else None
        if command is None:
            return errors.unknown_command if request.private else None
        if not (command.public or actor.role.reaches(command.role)):
            return command.refused or errors.too_low(command.role)
        if command.acts:
            ensure_fresh(request.services, request.asked_at)
        return command.handler

    async def _press(self, update_id: int, query: CallbackQuery, received_at: float) -> None:
        message = query.message
        if message is None or query.data is None:
            await self._parts.outgoing.answer(query.id)
            return
        request = self._request(update_id, message, query.sender)
        request.query_id = query.id
        request.keyboard = message.reply_markup
        request.asked_at = received_at
        verb, request.arguments = callback_data.unpack(query.data)
        if verb == BELOW:
            request.below = True
            verb, request.arguments = callback_data.unpack(request.arguments)
        await errors.guarded(partial(self._pressed, verb), request)

    async def _pressed(self, verb: str, request: Request) -> None:
        actor = await self._recognise(request)
        press = self._router.presses.get(verb)
        if actor is None or press is None:
            request.answer(request.t.plain("press-nothing"))
        elif not actor.role.reaches(press.role):
            await errors.too_low(press.role)(request)
        else:
            if press.acts:
                ensure_fresh(request.services, request.asked_at)
            await press.handler(request)

    def _request(self, update_id: int, message: Message, person: User) -> Request:
        return Request(
            parts=self._parts,
            update_id=update_id,
            chat_id=message.chat.id,
            thread_id=message.thread_id,
            message_id=message.message_id,
            user=person,
            private=message.chat.private,
            t=texts_for(language_of(person.language_code)),
            asked_at=float(message.date),
            replied_to=message.replied_to,
        )

    async def _recognise(self, request: Request) -> Actor | None:
        """Find out who asks, and remember what known people are called, for /members and /history.

        Strangers are not kept.
        """
        user = request.user
        actor = identify(
            self._parts.services,
            chat_id=request.chat_id,
            user_id=user.id,
            private=request.private,
            telegram_language=user.language_code,
        )
        if actor is not None:
            request.known = actor
            request.t = texts_for(actor.language)
            await self._meet(user)
            await heard_from(self._parts, request.chat_id)
        return actor

    async def _meet(self, user: User) -> None:
        """Keep what a person is called now; most updates come from people whose name has not changed since the last."""
        called = (user.full_name, user.language_code)
        if self._met.get(user.id) != called:
            await self._parts.services.store.keep_person(user.id, *called)
            if len(self._met) >= MOST_MET:
                self._met.clear()
            self._met[user.id] = called

    async def _anonymous(self, message: Message, word: str | None) -> None:
        """An anonymous admin or a channel is nobody who could have a role: say so where the chat is known."""
        if word is None or word not in self._router.commands:
            return
        access = self._parts.services.store.access(message.chat.id, 0)
        if access is None or not (access.identity_ids or access.staff_account_ids):
            return
        t = texts_for(access.language or "en")
        await self._parts.outgoing.send(message.chat.id, t("anonymous-sender"), thread_id=message.thread_id)

    def _is_ours(self, message: Message) -> bool:
        """Tell whether a text is meant for this bot: groups talk among themselves, and to other bots."""
        text = message.text or ""
        if not text.startswith("/"):
            return message.chat.private or self._answers_us(message)
        addressee = text.split(maxsplit=1)[0].partition("@")[2]
        return not addressee or addressee.casefold() == self._parts.api.username.casefold()

    def _answers_us(self, message: Message) -> bool:
        replied = message.replied_to
        return replied is not None and replied.sender is not None and replied.sender.id == self._parts.api.id


def _command_of(text: str) -> tuple[str | None, str]:
    """Return the command's name and what follows it; None and all of it for a text that is no command."""
    if not text.startswith("/"):
        return None, text
    head, *rest = text.split(maxsplit=1)
    return head[1:].partition("@")[0].casefold(), rest[0].strip() if rest else ""
