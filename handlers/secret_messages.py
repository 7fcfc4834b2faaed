"""Messages that show a secret for a short while: only in private chats, and deleted when their time is up.

Such a message begins without the secret. Only when the store knows that it has to go, the secret is edited in: no crash
leaves one behind, and no notification on a locked phone shows it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

import structlog
from telegram.error import TelegramError

from handlers import callback_data
from handlers.outgoing import Button, ChatGoneError
from handlers.readers import texts_of
from operations import secrets
from operations.access import Role
from texts.access import password, password_opening
from texts.operations import button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.outgoing import Outgoing
    from handlers.request import Request
    from handlers.router import Router
    from operations.secrets import Handover
    from operations.services import Services
    from store import SecretMessageRow
    from texts import Texts

log = structlog.get_logger(__name__)

SHOW = "sec"
# What an opened private chat is greeted with: no server is called so, for names do not begin with a hyphen.
GREETING = "-open"
# Seconds.
LOOK_INTERVAL = 1.0
RETRY = 5.0


async def show_secret(
    services: Services,
    outgoing: Outgoing,
    chat_id: int,
    text: str,
    buttons: Sequence[Sequence[Button]] = (),
    *,
    opening: str,
    kind: str,
    about: Mapping[str, Any],
) -> int:
    """Show a secret in a private chat until its time is up; return the message's id.

    Args:
        services: the store and the clock.
        outgoing: messages out.
        chat_id: the private chat.
        text: HTML with the secret.
        buttons: rows under it; may hold the secret.
        opening: what stands there first, without it.
        kind: what is handed out, for the audit.
        about: ids, for the audit.

    Raises:
        ValueError: it is no private chat.
        ChatGoneError: the person never opened the chat, or blocked the bot.
        telegram.error.TelegramError: it could not be shown.
    """
    if chat_id <= 0:
        raise ValueError("secrets are shown in private chats only")
    message_id = await outgoing.send(chat_id, opening, repeat=False)
    delete_at = services.clock.now() + services.timing.secret
    await services.store.keep_secret_message(chat_id, message_id, delete_at=delete_at, kind=kind, about=about)
    await outgoing.edit(chat_id, message_id, text, buttons)
    return message_id


async def show_password(services: Services, outgoing: Outgoing, chat_id: int, handover: Handover) -> int:
    """Show a new password in a person's private chat; raises as `show_secret`."""
    t = texts_of(services, chat_id)
    return await show_secret(
        services,
        outgoing,
        chat_id,
        password(t, handover, seconds=services.timing.secret),
        opening=password_opening(t, handover),
        kind="password-shown",
        about={"taskid": handover.taskid, "user": chat_id},
    )


async def deliver(services: Services, outgoing: Outgoing, taskid: int) -> int | None:
    """Show an operation's password to who asked for it; None where it is not theirs to see any more.

    Raises:
        ChatGoneError: as `show_secret`.
        telegram.error.TelegramError: as `show_secret`.
    """
    row = services.store.operation(taskid)
    if row is None or not secrets.asker_may(services, row):
        return None
    handover = secrets.handed_over(services, row)
    return None if handover is None else await show_password(services, outgoing, row.user_id, handover)


def show_button(t: Texts, taskid: int, *, private: bool) -> Button:
    """Return the button that shows an operation's password once more."""
    name = button(t, "show_secret_again") if private else button(t, "show_secret")
    return Button(name, callback_data.pack(SHOW, taskid))


async def shown(request: Request) -> None:
    """`sec:<taskid>`: the password once more, in the private chat of whoever pressed and may have it."""
    taskid = callback_data.number(request.arguments)
    if taskid is None:
        request.answer(request.t.plain("press-nothing"))
        return
    handover = secrets.to_be_shown(request.services, request.actor, taskid)
    try:
        await show_password(request.services, request.parts.outgoing, request.user.id, handover)
    except ChatGoneError:
        await say_open_first(request)
        return
    request.answer("" if request.private else request.t.plain("secret-sent"))


async def say_open_first(request: Request) -> None:
    """Say that the person has to open the private chat before anything secret can be sent there."""
    if request.private:
        # Their own chat cannot be written to: there is nobody to tell.
        return
    if request.pressed and await request.alert(request.t.plain("secret-open-first")):
        return
    link = f"https://t.me/{request.parts.api.username}?start={GREETING}"
    await request.say(request.t("secret-open-first"), [[Button(button(request.t, "open_private"), url=link)]])


class Eraser:
    """Deletes the messages whose time is up, also those of an earlier run; use `async with`."""

    def __init__(self, outgoing: Outgoing, services: Services) -> None:
        self._outgoing = outgoing
        self._services = services
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="secret-messages")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            wait = LOOK_INTERVAL
            try:
                wait = await self.once()
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("secret_messages_failed")
            await asyncio.sleep(wait)

    async def once(self) -> float:
        """Delete what is due now; return after how many seconds to look again."""
        wait = LOOK_INTERVAL
        for row in self._services.store.due_secret_messages(self._services.clock.now()):
            try:
                await self._erase(row)
            except TelegramError as error:
                log.warning("secret_not_deleted_yet", chat_id=row.chat_id, error=type(error).__name__)
                wait = RETRY
        return wait

    async def _erase(self, row: SecretMessageRow) -> None:
        try:
            if not await self._outgoing.delete(row.chat_id, row.message_id):
                await self._blank(row)
        except ChatGoneError:
            log.info("secret_out_of_reach", chat_id=row.chat_id, message_id=row.message_id)
        await self._services.store.drop_secret_message(row.chat_id, row.message_id)

    async def _blank(self, row: SecretMessageRow) -> None:
        """Take the secret out of a message that is too old to be deleted: the bot may edit its own for ever."""
        t = texts_of(self._services, row.chat_id)
        blanked = await self._outgoing.edit(row.chat_id, row.message_id, t("secret-gone"))
        log.info("secret_not_deleted", chat_id=row.chat_id, message_id=row.message_id, blanked=blanked)


def register(router: Router) -> None:
    """Add the button that shows a password once more."""
    router.press(SHOW, shown, role=Role.OWNER)
