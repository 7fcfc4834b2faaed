"""An event loop whose time passes only when everything waits for it."""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

START = 1_800_000_000.0


class _Jumping(selectors.SelectSelector):
    """Instead of waiting for a timer, makes it due."""

    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # Nothing in a history comes from outside the loop, so there is nothing to look at.
        if timeout is None:
            raise AssertionError("everything waits, and nothing for time")
        self.loop.elapsed += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """All that is inside has no other time: sleeps, time-outs and the HTTP library's own timers."""

    elapsed = 0.0

    def __init__(self) -> None:
        selector = _Jumping()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.elapsed


class LoopClock:
    """The virtual loop's time as UNIX time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def now(self) -> float:
        return START + self._loop.time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds, 0))


def run_virtually(work: Any) -> Any:
    """Run a coroutine to its end on a virtual loop of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
