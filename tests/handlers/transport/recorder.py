"""Handlers that remember."""

from __future__ import annotations

import asyncio

from handlers.transport.intake import Incoming, chat_key


class Handlers:
    """Handlers that end when told to; `held` chats wait for `release`."""

    def __init__(self) -> None:
        self.begun: list[Incoming] = []
        self.ended: list[int] = []
        self.held: set[int] = set()
        self.most = 0
        self._running = 0
        self._release = asyncio.Event()
        self.errors: dict[int, BaseException] = {}

    async def __call__(self, incoming: Incoming) -> None:
        self.begun.append(incoming)
        self._running += 1
        self.most = max(self.most, self._running)
        try:
            if chat_key(incoming.body) in self.held:
                await self._release.wait()
            else:
                await asyncio.sleep(0)
            if incoming.update_id in self.errors:
                raise self.errors[incoming.update_id]
        finally:
            self._running -= 1
        self.ended.append(incoming.update_id)

    def release(self) -> None:
        self._release.set()

    @property
    def numbers(self) -> list[int]:
        return [incoming.update_id for incoming in self.begun]
