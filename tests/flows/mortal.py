"""The real bot in a process of its own that kills itself (SIGKILL) at one commit of its database.

Processes are forked from a server that has imported everything: a start takes a twentieth of a second, so that every
step of an operation can have a death of its own.
"""

from __future__ import annotations

import asyncio
import contextvars
import multiprocessing
import os
import resource
import signal
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, Self

from bot import wiring
from bot.logs import configure_logging
from bot.running import run
from handlers.transport.limits import Limits
from operations import runner
from operations.kinds import KINDS
from operations.services import Timing
from store import Store
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.context import ForkServerProcess
    from sqlite3 import Connection

    from bot.settings import Settings
    from tests.flows.stage import Stage

Side = Literal["before", "after"]
# Short enough for a test, and each long enough for what it has to outlast.
QUICK_TIMING = Timing(poll=0.05, settle=1.0, grace=0.3, lease=0.3, look=5.0)


@dataclass(frozen=True)
class Death:
    """At which write a process dies.

    Attributes:
        method: of `Store`.
        values: keyword arguments of the call that is meant; a callable decides about a value.
        side: before the commit, with everything written but that, or right after it.
    """

    method: str
    side: Side
    values: Mapping[str, Any] = field(default_factory=dict)

    def meant(self, given: Mapping[str, Any]) -> bool:
        return all(name in given and given[name] == value for name, value in self.values.items())


def mortal(settings: Settings, log: str, change: Callable[[], None]) -> None:
    """Run the bot, changed a little; the forked process's whole life."""
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    configure_logging(settings)
    runner.LOOK_INTERVAL = 0.1
    wiring.timing_of = lambda settings: QUICK_TIMING
    change()
    asyncio.run(run(settings, limits=Limits.none()))


def end_early(deadlines: Mapping[str, float], death: Death | None) -> None:
    """Give up on what the engine accepted after so many seconds, and perhaps die."""
    for action, deadline in deadlines.items():
        KINDS[action] = replace(KINDS[action], deadline=deadline)
    if death is not None:
        die_at(death)


def die_at(death: Death) -> None:
    """Have this process killed at the commit of the meant write, in the very transaction that holds it."""
    inside = contextvars.ContextVar("inside", default=False)
    marked: set[int] = set()
    method, submit, transaction = getattr(Store, death.method), Writer._submit, Writer._transaction

    async def watched(self: Store, *args: Any, **kwargs: Any) -> Any:
        token = inside.set(death.meant(kwargs))
        try:
            return await method(self, *args, **kwargs)
        finally:
            inside.reset(token)

    def watched_submit(self: Writer, work: Callable[[Connection], Any], *, alone: bool) -> Any:
        if inside.get():
            marked.add(id(work))
        return submit(self, work, alone=alone)

    def watched_transaction(self: Writer, jobs: list[Any], connection: Connection) -> Any:
        doomed = any(id(job.work) in marked for job in jobs)
        return transaction(self, jobs, Doomed(connection, death.side) if doomed else connection)  # type: ignore[arg-type]

    setattr(Store, death.method, watched)
    Writer._submit = watched_submit  # type: ignore[method-assign]
    Writer._transaction = watched_transaction  # type: ignore[method-assign]


def starve() -> None:
    """Have this process's files not grow while it writes its first confirmed operation, as on a full disk."""
    confirm, hungry = Store.confirm, [True]

    async def starved(self: Store, *args: Any, **kwargs: Any) -> Any:
        if not hungry:
            return await confirm(self, *args, **kwargs)
        hungry.clear()
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        try:
            return await confirm(self, *args, **kwargs)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    Store.confirm = starved  # type: ignore[method-assign,assignment]


class Doomed:
    """A connection whose commit is the last thing that its process does, or the first that it does not."""

    def __init__(self, connection: Connection, side: Side) -> None:
        self._connection = connection
        self._side = side

    def execute(self, sql: str, *parameters: Any) -> Any:
        if sql == "COMMIT":
            if self._side == "after":
                self._connection.execute(sql)
            os.kill(os.getpid(), signal.SIGKILL)
        return self._connection.execute(sql, *parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class Life:
    """A started process of the bot; use `async with`."""

    def __init__(self, stage: Stage, change: Callable[[], None]) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.flows.mortal"])
        arguments = (stage.settings(), str(stage.folder / "bot.log"), change)
        self._process: ForkServerProcess = context.Process(target=mortal, args=arguments, daemon=True)

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._process.start)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._process.is_alive():
            self._process.terminate()
        await self._joined(10)
        if self._process.is_alive():
            self._process.kill()
            await self._joined(10)
        self._process.close()

    async def died(self) -> None:
        """Wait until it has killed itself; AssertionError where it ends in another way or not at all."""
        await self._joined(15)
        assert self._process.exitcode == -signal.SIGKILL, f"it did not come to that: {self._process.exitcode}"

    async def kill(self) -> None:
        self._process.kill()
        await self._joined(10)

    async def _joined(self, seconds: float) -> None:
        await asyncio.to_thread(self._process.join, seconds)
