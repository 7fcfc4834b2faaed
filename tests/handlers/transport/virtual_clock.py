"""Time that passes only when everything waits for it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable


class VirtualClock:
    def __init__(self) -> None:
        self.time = 100.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.time + seconds, next(self._numbers), future))
        await future

    async def settle(self) -> None:
        """Let everything run that waits neither for time nor for the network."""
        loop: Any = asyncio.get_running_loop()
        await asyncio.sleep(0)
        while loop._ready:  # noqa: ASYNC110 - the loop itself is what is waited for
            await asyncio.sleep(0)

    async def advance(self, seconds: float) -> None:
        """Let this much time pass, waking sleepers on the way."""
        end = self.time + seconds
        await self.settle()
        while (at := self._next()) is not None and at <= end:
            self._wake(at)
            await self.settle()
        self.time = max(self.time, end)

    async def finish(self, *work: Awaitable[Any]) -> list[Any]:
        """Run to the end, letting time pass as needed; exceptions are among the results."""
        everything = asyncio.gather(*work, return_exceptions=True)
        await self.settle()
        while not everything.done():
            at = self._next()
            assert at is not None, "everything waits, and nothing for time"
            self._wake(at)
            await self.settle()
        return list(await everything)

    def _next(self) -> float | None:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def _wake(self, at: float) -> None:
        self.time = max(self.time, at)
        while (following := self._next()) is not None and following <= self.time:
            heapq.heappop(self._sleepers)[2].set_result(None)
