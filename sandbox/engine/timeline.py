"""What is due when. There are no timers: whoever looks at the world first lets the due steps happen."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Timeline:
    """Steps in the order of their times; equal times in the order of planning."""

    def __init__(self) -> None:
        self._steps: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = itertools.count()

    def plan(self, at: float, step: Callable[[float], None]) -> None:
        """Let `step` happen at the unix time `at`; it is called with that time, however late it is looked at."""
        heapq.heappush(self._steps, (at, next(self._order), step))

    def run_until(self, now: float) -> None:
        """Let everything happen that is due, the steps that those steps plan included."""
        while self._steps and self._steps[0][0] <= now:
            at, _, step = heapq.heappop(self._steps)
            step(at)

    def __len__(self) -> int:
        return len(self._steps)
