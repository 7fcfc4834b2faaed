"""Delivery from the store to Telegram on a virtual clock: real store, noticer and sender, only the wire is made up."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handlers import notice_kinds
from handlers.desk import Told
from handlers.notices import Noticer
from handlers.outgoing import Outgoing
from handlers.transport.sender import Sender
from operations.catalogue import Catalogue
from operations.engines import Engines
from operations.services import Services, Timing
from store.crypto import Keyring
from tests.simulation.turn_writer import open_store
from tests.simulation.virtual_loop import LoopClock, run_virtually

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import pytest

    from handlers.desk import Desk
    from handlers.transport.priority import Priority
    from store import NoticeRow, Store
    from tests.simulation.turn_writer import TurnWriter

KEYRING = Keyring(["a-secret-key-for-tests"])
# Seconds: what a commit and a call of Telegram take.
COMMIT = 0.004
ROUND_TRIP = 0.05


@dataclass(frozen=True)
class Arrival:
    at: float
    chat: int
    text: str


class Telegram:
    """What arrives, when; `trouble` holds what the next calls of a chat (0: of any) end with."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.trouble: dict[int, deque[Exception]] = {}
        self.round_trip = ROUND_TRIP
        self.lost: set[int] = set()

    def fail(self, chat: int, *errors: Exception, arrives: bool = False) -> None:
        self.trouble.setdefault(chat, deque()).extend(errors)
        if arrives:
            self.lost.update(id(error) for error in errors)

    def words(self, chat: int | None = None) -> list[str]:
        return [each.text for each in self.arrivals if chat is None or each.chat == chat]

    def times(self, chat: int | None = None) -> list[float]:
        return [each.at for each in self.arrivals if chat is None or each.chat == chat]

    async def take(self, _method: str, body: dict[str, Any]) -> dict[str, int]:
        await asyncio.sleep(self.round_trip / 2)
        chat = int(body["chat_id"])
        waiting = self.trouble.get(chat) or self.trouble.get(0)
        error = waiting.popleft() if waiting else None
        if error is None or id(error) in self.lost:
            self.arrivals.append(Arrival(asyncio.get_running_loop().time(), chat, body["text"]))
        await asyncio.sleep(self.round_trip / 2)
        if error is not None:
            raise error
        return {"message_id": len(self.arrivals)}


class _Api:
    """As much of `handlers.api.Api` as `Outgoing` uses."""

    def __init__(self, telegram: Telegram, sender: Sender) -> None:
        self._telegram = telegram
        self.rate_limiter = sender

    async def call(self, method: str, body: dict[str, Any], priority: Priority = "interactive") -> Any:
        return await self.rate_limiter.process_request(
            self._telegram.take, (method, body), {}, method, dict(body), priority
        )


class Office:
    """One running bot, as far as delivery goes."""

    def __init__(self, store: Store, writer: TurnWriter, telegram: Telegram, clock: LoopClock, name: str) -> None:
        loop = asyncio.get_running_loop()
        self.store = store
        self.sender = Sender(monotonic=loop.time)
        self.outgoing = Outgoing(_Api(telegram, self.sender), store)  # type: ignore[arg-type] # as much as it uses
        self.services = Services(store, Engines(store, None), Catalogue(store), clock, Timing())  # type: ignore[arg-type]
        self.services.process = name
        self.noticer = Noticer(self.outgoing, self.services)
        self.dead = asyncio.Event()
        self._writer = writer
        writer.on_death = self.kill

    def kill(self) -> None:
        """As `kill -9`: nothing is committed any more, nobody runs any more."""
        self._writer.drop()
        tasks = [*self.noticer._tasks.values(), *self.sender._running, self.noticer._loop, self.sender._alarm]
        for task in tasks:
            if task is not None:
                task.cancel()
        self.dead.set()

    async def stop(self) -> None:
        """End it in good order."""
        if not self.dead.is_set():
            await self.noticer.__aexit__()
            await self.sender.shutdown()
            self._writer.drop()
            self.dead.set()
        self.store._reader.close()


class Post:
    """The file, Telegram, and the bots that run one after another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.telegram = Telegram()
        self.clock = LoopClock(asyncio.get_running_loop())
        self.offices: list[Office] = []
        self.rendered: Counter[int] = Counter()
        self.most_under_way = 0

    @property
    def office(self) -> Office:
        return self.offices[-1]

    @property
    def store(self) -> Store:
        return self.office.store

    async def start(self, *, at_commit: Callable[[list[str]], str] = lambda _: "") -> Office:
        """Start a bot; `at_commit` may have it killed."""
        store, writer = await open_store(self._path, KEYRING, self.clock, delay=lambda: COMMIT, at_commit=at_commit)
        office = Office(store, writer, self.telegram, self.clock, f"process {len(self.offices)}")
        self.offices.append(office)
        await office.noticer.__aenter__()
        return office

    async def drained(self, *, seconds: float = 3600.0) -> None:
        """Wait until nothing is left that could be told now."""
        async with asyncio.timeout(seconds):
            while self.store.count_notices():
                self.most_under_way = max(self.most_under_way, len(self.office.noticer._tasks))
                await asyncio.sleep(0.2)


def most_in(times: list[float], seconds: float) -> int:
    """Return how many of these times, in order, fall into the fullest span of so many seconds."""
    most, first = 0, 0
    for index, at in enumerate(times):
        while times[first] <= at - seconds:
            first += 1
        most = max(most, index - first + 1)
    return most


def on_the_post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[[Post], Awaitable[None]]) -> None:
    """Run a test's work on a virtual loop; the kind `test` says its number."""

    async def run() -> None:
        path = tmp_path / "apabot.db"
        path.touch(mode=0o600)
        post = Post(path)

        async def render(_desk: Desk, notice: NoticeRow) -> Told:
            post.rendered[notice.id] += 1
            return Told(str(notice.subject["number"]))

        monkeypatch.setitem(notice_kinds.RENDERERS, "test", render)
        try:
            await work(post)
        finally:
            for office in post.offices:
                await office.stop()

    run_virtually(run())
