"""Time that tests own."""

from __future__ import annotations

import asyncio


class VirtualClock:
    """Stands still until somebody sleeps; then jumps to when they wake."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self._now = start
        self.slept: list[float] = []

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds

    async def sleep(self, seconds: float) -> None:
        """Jump ahead, after everything that is ready has run."""
        self.slept.append(seconds)
        wake_at = self._now + max(seconds, 0)
        await asyncio.sleep(0)
        self._now = max(self._now, wake_at)
