"""The bot's processes: each a store connection, services and a runner on the shared file; and how one dies."""

from __future__ import annotations

import asyncio
import contextvars
from typing import TYPE_CHECKING, Any, TypeVar

from operations.catalogue import Catalogue
from operations.engines import Engines
from operations.runner import Runner
from operations.services import Services, Timing
from tests.simulation.turn_writer import open_store
from tests.simulation.wires import WiredTransport

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from operations.clock import Clock
    from store import Store
    from store.crypto import Keyring
    from tests.simulation.chat import Chat
    from tests.simulation.turn_writer import TurnWriter
    from tests.simulation.wires import Network

T = TypeVar("T")
_living_in: contextvars.ContextVar[Process | None] = contextvars.ContextVar("living_in", default=None)


class ProcessDiedError(Exception):
    """The process that was asked to do something was killed meanwhile."""


class Process:
    """One running bot.

    Attributes:
        alive: until it is killed or stopped.
    """

    def __init__(self, name: str, store: Store, transport: WiredTransport, writer: TurnWriter) -> None:
        self.name = name
        self.store = store
        self.alive = True
        self.services: Services
        self.runner: Runner
        self._transport = transport
        self._writer = writer
        self._tasks: dict[asyncio.Task[Any], None] = {}

    def took(self, task: asyncio.Task[Any]) -> None:
        """Note a task that runs in here."""
        self._tasks[task] = None
        task.add_done_callback(lambda done: self._tasks.pop(done, None))

    async def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Have the process do something.

        Raises:
            ProcessDiedError: it died before that was done; nobody knows how far it got.
        """
        if not self.alive:
            work.close()
            raise ProcessDiedError
        task = asyncio.get_running_loop().create_task(work, context=self._inside())
        try:
            return await task
        except asyncio.CancelledError:
            if self.alive:
                raise
            raise ProcessDiedError from None

    def _inside(self) -> contextvars.Context:
        context = contextvars.copy_context()
        context.run(_living_in.set, self)
        return context

    def kill(self) -> None:
        """Every task is dropped at once: no lease is given back, nothing is committed any more."""
        if not self.alive:
            return
        self.alive = False
        self._writer.drop()
        self._transport.cut()
        for task in list(self._tasks):
            task.cancel()

    async def stop(self) -> None:
        """End in order, as on SIGTERM."""
        if not self.alive:
            return
        await self.call(self.runner.__aexit__(None, None, None))
        self.alive = False

    async def bury(self) -> None:
        """Free what the test's own process still holds of it."""
        self.kill()
        # A task that writes while it is cancelled waits for a store that will never answer: cancelled once more.
        for _ in range(3):
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._transport.close()
        self._writer.drop()
        self.store._reader.close()


def note_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Have every task know in which process it lives."""

    def make(loop: asyncio.AbstractEventLoop, work: Any, **how: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **how)
        context = how.get("context")
        process = _living_in.get() if context is None else context.get(_living_in)
        if process is not None:
            process.took(task)
        return task

    loop.set_task_factory(make)


async def start(
    name: str,
    *,
    path: Path,
    keyring: Keyring,
    clock: Clock,
    timing: Timing,
    network: Network,
    chat: Chat,
    delay: Callable[[], float],
    at_commit: Callable[[Process, list[str]], str],
) -> Process:
    """Start a process on the shared file."""
    box: list[Process] = []
    store, writer = await open_store(
        path, keyring, clock, delay=delay, at_commit=lambda steps: at_commit(box[0], steps) if box else ""
    )
    transport = WiredTransport(network, now=clock.now)
    process = Process(name, store, transport, writer)
    writer.on_death = process.kill
    box.append(process)
    process.services = Services(
        store=store,
        engines=Engines(store, transport),
        catalogue=Catalogue(store),
        clock=clock,
        timing=timing,
        reporter=chat.reporter(process),
        process=name,
    )
    process.runner = Runner(process.services)
    await process.call(process.runner.__aenter__())
    return process
