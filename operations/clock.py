"""Time as the program sees it, so that tests can own it."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Wall-clock time and waiting."""

    def now(self) -> float:
        """Return UNIX time in seconds."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long; returns at once for zero or less."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Return UNIX time in seconds."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""
        await asyncio.sleep(max(seconds, 0))
