"""The engine's asynchronous callback. Its form is not documented; this one is a plain form with the task's number."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.engine.ledger import Ended

log = structlog.get_logger(__name__)

_LOOK_EVERY = 0.2
_TIMEOUT = aiohttp.ClientTimeout(total=5)


class Callbacks:
    """Collects ended operations and posts them; each is posted once, whether it arrives or not."""

    def __init__(self, url: str | None, *, settle: Callable[[], None]) -> None:
        self._url = url
        self._settle = settle
        self._due: list[Ended] = []
        self._task: asyncio.Task[None] | None = None

    def note(self, ended: Ended) -> None:
        """Remember an operation that has ended."""
        self._due.append(ended)

    def start(self) -> None:
        """Deliver by itself from now on: ends are noticed only when somebody looks, so look now and then."""
        if self._url is not None:
            self._task = asyncio.create_task(self._look_now_and_then())

    async def stop(self) -> None:
        """Deliver no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def deliver(self) -> int:
        """Post what is due; returns how many were taken with a status below 400."""
        self._settle()
        due, self._due = self._due, []
        if not due or self._url is None:
            return 0
        arrived = 0
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            for ended in due:
                form = {"taskid": str(ended.taskid), "action": ended.action, "guid": ended.guid, "code": "0"}
                try:
                    async with session.post(self._url, data=form) as response:
                        arrived += response.ok
                except (aiohttp.ClientError, TimeoutError) as error:
                    log.info("callback_failed", taskid=ended.taskid, error=type(error).__name__)
        return arrived

    async def _look_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            await self.deliver()
