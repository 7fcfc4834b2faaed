"""Messages out: the few Bot API calls the bot makes, and what each of Telegram's refusals means for them.

Limits and order are the sender's (`handlers.transport`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TimedOut

from handlers.transport.sender import Sender

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.api import Api
    from handlers.transport.priority import Priority
    from store import Store

log = structlog.get_logger(__name__)

_NO_PREVIEW = {"is_disabled": True}
_ANSWER_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: either `data` comes back when it is pressed, or `url` is opened."""

    text: str
    data: str | None = None
    url: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return it as Telegram's InlineKeyboardButton."""
        if self.url is not None:
            return {"text": self.text, "url": self.url}
        return {"text": self.text, "callback_data": self.data or ""}


class ChatGoneError(Exception):
    """The chat cannot be written to: the person blocked the bot, or it was removed from the group."""


class Outgoing:
    """Sends, edits and answers; knows which refusals are success, which are final, and which want another way."""

    def __init__(self, bot: Api, store: Store) -> None:
        self._bot = bot
        self._store = store

    def bulk_wait(self, chat_id: int | None = None) -> float:
        """How many seconds it is until a chat (none: any chat) may be sent what nobody waits for."""
        sender = self._bot.rate_limiter
        return sender.bulk_wait(chat_id) if isinstance(sender, Sender) else 0.0

    async def send(
        self,
        chat_id: int,
        text: str,
        buttons: Sequence[Sequence[Button]] = (),
        *,
        thread_id: int | None = None,
        priority: Priority = "interactive",
        repeat: bool = True,
        silent: bool = False,
    ) -> int:
        """Send an HTML text; return the new message's id.

        Args:
            chat_id: where.
            text: HTML, as Telegram knows it.
            buttons: rows under it.
            thread_id: the topic, if any.
            priority: whether a person waits for it.
            repeat: whether to try once more where Telegram failed: an answer seen twice is better than none. Not for
                what the caller repeats by itself.
            silent: whether it comes without a sound.

        Raises:
            ChatGoneError: blocked or removed; the chat has been marked.
            telegram.error.TelegramError: it could not be sent, or (`TimedOut`) nobody knows whether it was.
        """
        body: dict[str, object] = {
            "chat_id": chat_id,
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": _NO_PREVIEW,
        }
        if thread_id is not None:
            body["message_thread_id"] = thread_id
        if buttons:
            body["reply_markup"] = keyboard(buttons)
        if silent:
            body["disable_notification"] = True
        result = await self._to_chat("sendMessage", body, priority, repeat=repeat)
        return int(result["message_id"]) if isinstance(result, dict) else 0

    async def send_document(
        self,
        chat_id: int,
        content: bytes,
        *,
        filename: str,
        caption: str,
        thread_id: int | None = None,
        silent: bool = False,
    ) -> int:
        """Send a file with an HTML caption under it; return the new message's id.

        Raises:
            ChatGoneError: blocked or removed; the chat has been marked.
            telegram.error.TelegramError: it could not be sent, or (`TimedOut`) nobody knows whether it was.
        """
        file = {"document": InputFile(content, filename=filename)}
        return await self._send_file("sendDocument", chat_id, file, caption, thread_id, silent=silent)

    async def send_photo(
        self, chat_id: int, png: bytes, *, caption: str, thread_id: int | None = None, silent: bool = False
    ) -> int:
        """Send a picture with an HTML caption under it; return the new message's id.

        Raises:
            ChatGoneError: blocked or removed; the chat has been marked.
            telegram.error.TelegramError: it could not be sent, or (`TimedOut`) nobody knows whether it was.
        """
        file = {"photo": InputFile(png, filename="picture.png")}
        return await self._send_file("sendPhoto", chat_id, file, caption, thread_id, silent=silent)

    async def _send_file(
        self,
        method: str,
        chat_id: int,
        file: dict[str, InputFile],
        caption: str,
        thread_id: int | None,
        *,
        silent: bool,
    ) -> int:
        body: dict[str, object] = {"chat_id": chat_id, **file, "caption": caption, "parse_mode": "HTML"}
        if thread_id is not None:
            body["message_thread_id"] = thread_id
        if silent:
            body["disable_notification"] = True
        result = await self._to_chat(method, body, "interactive", repeat=True)
        return int(result["message_id"]) if isinstance(result, dict) else 0

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        buttons: Sequence[Sequence[Button]] = (),
        *,
        priority: Priority = "interactive",
    ) -> bool:
        """Replace a message's text and buttons; return False where the message can no longer be edited.

        Raises:
            ChatGoneError: blocked or removed.
            telegram.error.TelegramError: it could not be done for another reason.
        """
        body: dict[str, object] = {
            "chat_id": chat_id,
            "message_id": message_id,
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": _NO_PREVIEW,
            "reply_markup": keyboard(buttons),
        }
        try:
            await self._to_chat("editMessageText", body, priority, repeat=True)
        except BadRequest as error:
            words = error.message.lower()
            if "not modified" in words:
                return True
            if "message to edit not found" in words or "can't be edited" in words or "message_id_invalid" in words:
                return False
            raise
        return True

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Take a message out of a chat; return False where Telegram does not let us (any more), or it was gone.

        Raises:
            ChatGoneError: blocked or removed.
            telegram.error.TelegramError: it could not be done for another reason.
        """
        try:
            await self._to_chat(
                "deleteMessage", {"chat_id": chat_id, "message_id": message_id}, "interactive", repeat=True
            )
        except BadRequest as error:
            log.info("delete_refused", chat_id=chat_id, error=error.message)
            return False
        return True

    async def answer(self, query_id: str, text: str = "", *, alert: bool = False) -> bool:
        """Answer a pressed button; return False where it was pressed too long ago for Telegram to show an answer.

        Raises:
            telegram.error.TelegramError: Telegram could not be reached.
        """
        body: dict[str, object] = {"callback_query_id": query_id}
        if text:
            body |= {"text": text[:_ANSWER_LIMIT], "show_alert": alert}
        try:
            await self._twice("answerCallbackQuery", body, "interactive")
        except BadRequest as error:
            if "query is too old" not in error.message.lower() and "query_id_invalid" not in error.message.lower():
                raise
            log.debug("callback_too_old")
            return False
        return True

    async def _twice(self, method: str, body: dict[str, object], priority: Priority) -> object:
        """Call, and once more where Telegram's side broke (5xx, a cut connection)."""
        try:
            return await self._bot.call(method, body, priority)
        except (BadRequest, TimedOut):
            # The one is an answer; after the other a repetition would only queue up behind it.
            raise
        except NetworkError as error:
            log.info("telegram_call_repeated", method=method, error=type(error).__name__)
            return await self._bot.call(method, body, priority)

    async def _to_chat(self, method: str, body: dict[str, object], priority: Priority, *, repeat: bool) -> object:
        chat_id = body["chat_id"]
        call = self._twice if repeat else self._bot.call
        try:
            return await call(method, body, priority)
        except ChatMigrated as error:
            # The group became a supergroup before its message about it reached us.
            await self._store.migrate_chat(int(str(chat_id)), error.new_chat_id)
            if "message_id" in body:
                # Message numbers begin anew there: the old one may be another message's by now.
                raise BadRequest("message to edit not found") from None
            return await self._to_chat(method, body | {"chat_id": error.new_chat_id}, priority, repeat=repeat)
        except Forbidden as error:
            await self._store.mark_blocked(int(str(chat_id)))
            log.info("chat_gone", chat_id=chat_id)
            raise ChatGoneError(str(error.message)) from None
        except BadRequest as error:
            words = error.message.lower()
            if "message_thread_id" in body and ("thread not found" in words or "topic_" in words):
                del body["message_thread_id"]
                return await self._to_chat(method, body, priority, repeat=repeat)
            if "chat not found" in words:
                await self._store.mark_blocked(int(str(chat_id)))
                raise ChatGoneError(str(error.message)) from None
            raise


def keyboard(buttons: Sequence[Sequence[Button]]) -> dict[str, list[list[dict[str, str]]]]:
    """Return rows of buttons as Telegram's InlineKeyboardMarkup; no rows take the keyboard away."""
    return {"inline_keyboard": [[button.as_json() for button in row] for row in buttons if row]}
