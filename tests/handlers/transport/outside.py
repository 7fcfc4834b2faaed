"""What the sender sends to, on a virtual clock."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handlers.transport.sender import Sender

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from handlers.transport.limits import Limits
    from handlers.transport.priority import Priority
    from tests.handlers.transport.virtual_clock import VirtualClock


@dataclass(frozen=True)
class Sent:
    at: float
    chat: int | str | None
    what: str


class Outside:
    """Records what is sent and when; `trouble` holds errors to answer a chat's next calls with."""

    def __init__(self, clock: VirtualClock, *, limits: Limits | None = None, round_trip: float = 0.0) -> None:
        self.clock = clock
        self.round_trip = round_trip
        self.sent: list[Sent] = []
        self.trouble: dict[int | str | None, deque[Exception]] = {}
        self.sender = Sender(limits=limits, monotonic=clock.monotonic, sleep=clock.sleep)

    def fail(self, chat: int | str | None, *errors: Exception) -> None:
        self.trouble.setdefault(chat, deque()).extend(errors)

    def times(self, chat: int | str | None = None) -> list[float]:
        """When was sent, to this chat or to all, from the clock's beginning at 100."""
        return [round(sent.at - 100.0, 6) for sent in self.sent if chat is None or sent.chat == chat]

    def words(self, chat: int | str | None = None) -> list[str]:
        return [sent.what for sent in self.sent if chat is None or sent.chat == chat]

    async def send(self, chat: int | str | None, what: str = "", *, priority: Priority | None = None) -> Any:
        return await self.call("sendMessage", {"chat_id": chat, "text": what}, priority=priority)

    async def edit(
        self, chat: int, message: int, what: str, *, priority: Priority | None = None, endpoint: str = "editMessageText"
    ) -> Any:
        return await self.call(endpoint, {"chat_id": chat, "message_id": message, "text": what}, priority=priority)

    async def call(self, endpoint: str, data: dict[str, Any], *, priority: Priority | None = None) -> Any:
        return await self.sender.process_request(self._arrive, (endpoint, data), {}, endpoint, data, priority)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(work)

    async def _arrive(self, endpoint: str, data: dict[str, Any]) -> Any:
        chat = data.get("chat_id")
        what = data.get("text") or endpoint
        self.sent.append(Sent(self.clock.time, chat, what))
        if self.round_trip:
            await self.clock.sleep(self.round_trip)
        trouble = self.trouble.get(chat)
        if trouble:
            raise trouble.popleft()
        return f"result of {what}"
