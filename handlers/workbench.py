"""Where pictures and files are made that take a while: beside the loop, one at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Order = TypeVar("Order", bound=Hashable)

log = structlog.get_logger(__name__)

# A drawing takes some tenths of a second: whoever comes after these would wait longer than people do.
MOST_WAITING = 16
# What was made last is kept: the same is often asked for again, by several people of a group above all.
_KEPT = 8


class NotMadeError(Exception):
    """It could not be made.

    Attributes:
        busy: whether only because too many others wait.
    """

    def __init__(self, *, busy: bool) -> None:
        super().__init__("too many wait" if busy else "it failed")
        self.busy = busy


class Workbench:
    """One thread that makes things for all chats, and the last few things that it made."""

    def __init__(self, *, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._waiting = 0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="workbench")
        # Touched by that one thread only.
        self._made: OrderedDict[tuple[object, object], bytes] = OrderedDict()

    async def make(self, maker: Callable[[Order], bytes], order: Order) -> bytes:
        """Return what the maker makes of an order; equal orders are equal things.

        Whoever is cancelled while waiting gives their place up; what has been begun is finished and kept.

        Raises:
            NotMadeError: too many wait, or it failed; the log says why.
        """
        if self._waiting >= self._most_waiting:
            log.warning("workbench_busy", waiting=self._waiting)
            raise NotMadeError(busy=True)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._make, maker, order)
        except (ImportError, MemoryError, OSError, RuntimeError, ValueError) as error:
            # A library that is not there or not whole, a full disk, no memory, what the libraries themselves raise:
            # nothing of it is a reason to withhold the rest of an answer.
            log.exception("making_failed", maker=maker.__name__, error=type(error).__name__)
            raise NotMadeError(busy=False) from None
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Take nothing on any more; what waits is given up."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _make(self, maker: Callable[[Order], bytes], order: Order) -> bytes:
        key = (maker, order)
        made = self._made.pop(key, None)
        if made is None:
            made = maker(order)
        self._made[key] = made
        if len(self._made) > _KEPT:
            self._made.popitem(last=False)
        return made
