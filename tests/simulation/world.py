"""One history's world: the engine, its weather, the chat, and processes that start and die."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from typing import TYPE_CHECKING

from sandbox.engine import Dialect, Durations
from tests.simulation import processes
from tests.simulation.chat import Chat
from tests.simulation.faults import Weather
from tests.simulation.setting import KEYRING, SETTLE, TIMING, engine_at, template
from tests.simulation.turn_writer import open_store
from tests.simulation.virtual_loop import START, LoopClock
from tests.simulation.wires import Network

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from sandbox.engine import ServerState
    from sandbox.engine.ledger import Ended
    from store import Store
    from tests.simulation.processes import Process

# Seconds from the engine's yes until it begins.
_DELAYS = (0.0, 0.0, 1.0, 4.0, 12.0)
_KILL_STEPS = (
    "add_confirmation",
    "set_confirmation_message",
    "end_confirmation",
    "confirm",
    "ask_approval",
    "approve",
    "end_approval",
    "create_operation",
    "claim",
    # Around the request, most of all.
    *("move sending",) * 6,
    *("move accepted",) * 3,
    "move confirmed",
    "move unknown",
    "move watching",
    "change",
    "assign",
    "move done",
    "move failed",
    "move needs-human",
    "claim_report",
    "add_staff_notices",
    "mark_reported",
)
"""The steps at which a process may be told to die; any other commit is hit by its number."""


class World:
    """One history's world.

    Attributes:
        rng: the history's chance.
        counts: figures, by name.
        story: what happened, a line each.
        office: the command line's store: never killed, on the same file.
        died: how often processes were killed.
    """

    def __init__(self, rng: random.Random, directory: Path) -> None:
        loop = asyncio.get_running_loop()
        self.rng = rng
        self.clock = LoopClock(loop)
        self.counts: Counter[str] = Counter()
        self.story: list[str] = []
        delays = {action: rng.choice(_DELAYS) for action in ("renew", "createsnapshot", "stop", "install", "refund")}
        wild = rng.random() < 0.3
        dialect_seed = rng.getrandbits(16)
        self.engine, self.made = engine_at(
            self.clock,
            durations=Durations(start_delay=rng.choice(_DELAYS), start_delays=delays),
            dialect=Dialect.wild(dialect_seed) if wild else None,
        )
        self.ended: dict[int, float] = {}
        self.engine.world.on_end = self._note_end
        self.engine.refund_ends_as(rng.choice((4, -1, -2, None)))
        rate = rng.choice((0.15, 0.4, 0.6, 0.9))
        self.weather = Weather(
            rng,
            self.counts,
            settle=SETTLE,
            rate=rate,
            read_rate=rng.choice((0.0, 0.03, 0.1)),
            prices_move=self.prices_move,
        )
        self.engine.faults = self.weather
        self.network = Network(self.engine, self.weather)
        self.chat = Chat(rng, self.clock.now)
        self.chat.unreachable = rng.choice((0.0, 0.0, 0.3))
        self.office: Store
        self.processes: list[Process] = []
        self.died = 0
        self.most_deaths = rng.choice((0, 3, 6, 10))
        self._path = directory / f"{id(self):x}.db"
        self._fuses: dict[str, tuple[str | None, int, str]] = {}
        self._started = 0

    async def open(self) -> None:
        shutil.copyfile(template(), self._path)
        await self.network.open()
        self.office, _ = await open_store(self._path, KEYRING, self.clock)

    async def close(self) -> None:
        for process in self.processes:
            await process.bury()
        self.office._reader.close()
        await self.office.close()
        await self.network.close()
        for path in self._path.parent.glob(f"{self._path.name}*"):
            path.unlink()

    def tell(self, line: str) -> None:
        """Add to the story."""
        self.story.append(f"{self.clock.now() - START:9.2f}  {line}")

    def server(self, guid: str) -> ServerState:
        return self.engine.server(guid)

    def identity(self, policy: str) -> int:
        return self.office.identity_labelled(policy).id

    def _note_end(self, ended: Ended) -> None:
        self.ended[ended.taskid] = ended.time

    def prices_move(self) -> None:
        """Let the engine's prices rise."""
        self.counts["prices moved"] += 1
        self.tell("prices move")
        for line in self.engine.world.lines.values():
            line.disk_price += 1

    # Processes

    async def start_process(self) -> Process:
        """Start one more process on the shared file."""
        self._started += 1
        name = f"process-{self._started}"
        self._fuses[name] = self._fuse()
        process = await processes.start(
            name,
            path=self._path,
            keyring=KEYRING,
            clock=self.clock,
            timing=TIMING,
            network=self.network,
            chat=self.chat,
            delay=lambda: self.rng.uniform(0.0005, 0.02),
            at_commit=self._at_commit,
        )
        self.processes.append(process)
        self.tell(f"{name} starts")
        return process

    @property
    def alive(self) -> list[Process]:
        return [process for process in self.processes if process.alive]

    async def somebody(self) -> Process:
        """Return a living process, after the next start where there is none."""
        while not self.alive:
            await self.clock.sleep(1)
        return self.rng.choice(self.alive)

    def _fuse(self) -> tuple[str | None, int, str]:
        """Decide where this process will die: at a certain step or at a certain commit, before it or after."""
        rng = self.rng
        if rng.random() < 0.35:
            return None, rng.randint(1, 25), rng.choice(("before", "after"))
        step = rng.choice(_KILL_STEPS)
        # The answer is there, and nothing on the disk says so: the worst moment of all.
        worst = step in {"move accepted", "move unknown", "move failed"}
        return (
            step,
            rng.randint(1, 2),
            rng.choice(("before", "before", "before", "after") if worst else ("before", "after")),
        )

    def _at_commit(self, process: Process, steps: list[str]) -> str:
        self.counts["commits"] += 1
        step, left, when = self._fuses[process.name]
        if step is None or step in steps:
            left -= 1
            self._fuses[process.name] = (step, left, when)
        if left > 0 or self.died >= self.most_deaths or self.weather.calm:
            return ""
        self.died += 1
        for each in steps:
            self.counts[f"kill: {each}"] += 1
        self.counts["kills"] += 1
        self.tell(f"{process.name} killed {when} the commit of {', '.join(steps)}")
        return when
