"""The command menu, registered with Telegram for each scope and language from the table that is obeyed.

Everybody sees what a stranger may use. A chat with a grant, or of the staff, sees what its viewers may (in a private
chat: all), and in a group each member with a role sees theirs. What a chat has registered is remembered as a
fingerprint, so that nothing is sent twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING, Self

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError

from operations.access import Role
from texts import LANGUAGES, texts_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.api import Api
    from handlers.router import Router
    from operations.services import Services
    from store import ChatRow

log = structlog.get_logger(__name__)

# Telegram's two-letter codes; the list without a code is for everybody else.
_CODES = {"zh-Hans": "zh", "en": ""}
_LOOK_INTERVAL = 30.0

MenuList = list[dict[str, str]]
Scope = dict[str, object]


class Menu:
    """Keeps Telegram's menus as they should be; use `async with`."""

    def __init__(self, bot: Api, services: Services, router: Router) -> None:
        self._bot = bot
        self._services = services
        self._router = router
        # A release that words a description anew is registered anew.
        self._words = [
            texts_for(each).plain(f"command-{name}") for each in LANGUAGES for name in sorted(router.commands)
        ]
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="menu")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def refresh(self) -> None:
        """Look now whether a chat's menu must change."""
        self._wake.set()

    async def _run(self) -> None:
        everybody = False
        while True:
            self._wake.clear()
            try:
                if not everybody:
                    await self._set({"type": "default"}, None, None)
                    everybody = True
                await self.bring_up_to_date()
            except TelegramError as error:
                log.warning("menu_failed", error=type(error).__name__)
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("menu_loop_failed")
            try:
                async with asyncio.timeout(_LOOK_INTERVAL):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def bring_up_to_date(self) -> None:
        """Register what changed: new grants, lost grants, roles, languages.

        Raises:
            TelegramError: Telegram cannot be reached; the rest is done at the next look.
        """
        for chat in self._services.store.chats():
            if chat.blocked_at is not None:
                continue
            wanted = self._fingerprint(chat)
            if wanted == (chat.menu or ""):
                continue
            for scope, role in self._scopes(chat):
                try:
                    await self._register(scope, role, chat.language)
                except (BadRequest, Forbidden) as error:
                    # The chat or the member is gone; not asked again until something changes.
                    log.info("menu_refused", chat_id=chat.chat_id, error=type(error).__name__)
            await self._services.store.set_chat(chat.chat_id, menu=wanted)

    def _scopes(self, chat: ChatRow) -> Iterator[tuple[Scope, Role | None]]:
        """Give each scope that concerns a chat with its role; None where the next broader menu is to show."""
        store = self._services.store
        ours = any(self._audiences(chat.chat_id))
        base: Role | None = None
        if ours:
            base = Role.OWNER if chat.kind == "private" else Role.VIEWER
        yield {"type": "chat", "chat_id": chat.chat_id}, base
        if chat.kind != "private":
            for member in store.members(chat.chat_id):
                scope = {"type": "chat_member", "chat_id": chat.chat_id, "user_id": member.user_id}
                role = Role(member.role)
                yield scope, role if ours and role is not Role.VIEWER else None

    def _audiences(self, chat_id: int) -> tuple[bool, bool]:
        """Return whether a chat acts as a customer, and whether it is a staff chat."""
        access = self._services.store.access(chat_id, 0)
        return (bool(access and access.identity_ids), bool(access and access.staff_account_ids))

    def _fingerprint(self, chat: ChatRow) -> str:
        scopes = [(scope, self._names(scope, role)) for scope, role in self._scopes(chat)]
        told = json.dumps([self._words, chat.language, scopes], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def _names(self, scope: Scope, role: Role | None) -> list[str]:
        # Telegram's ids of groups are negative.
        chat_id = int(str(scope.get("chat_id", 0)))
        customers, staff = self._audiences(chat_id) if chat_id else (False, False)
        allowed = self._router.allowed(role, private=chat_id >= 0, customers=customers, staff=staff)
        return [command.name for command in allowed]

    async def _register(self, scope: Scope, role: Role | None, language: str | None) -> None:
        if role is None:
            for code in _CODES.values():
                await self._bot.call("deleteMyCommands", {"scope": scope, "language_code": code}, "bulk")
        else:
            await self._set(scope, role, language)

    async def _set(self, scope: Scope, role: Role | None, language: str | None) -> None:
        for each in LANGUAGES:
            body = {
                "commands": self._list(scope, role, language or each),
                "scope": scope,
                "language_code": _CODES[each],
            }
            await self._bot.call("setMyCommands", body, "bulk")

    def _list(self, scope: Scope, role: Role | None, language: str) -> MenuList:
        t = texts_for(language)
        return [{"command": name, "description": t.plain(f"command-{name}")} for name in self._names(scope, role)]
