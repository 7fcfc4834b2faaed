"""`make bench-notices`: does an answer wait while 10,000 notices go out, and does memory grow with the servers?

The whole bot as a process of its own, with all of Telegram's limits; the peer, another process, counts at arrival. In
each round people write at random moments, first with nothing else to be sent, then while the outbox is worked off;
what counts is the ratio within a round. Seconds of waiting are measured at the peer: from when an update is there to
be fetched to the arrival of its answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import statistics
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from benchmarks.bots import KEY
from benchmarks.echo import CHATS, FIRST_CHAT, guid, prepare, server, update
from engine import Server
from store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOTICES = 10_000
TO_ONE_GROUP = 500
GROUP = -100_500
FIRST_TOLD = 1_000_000
RATE = 5.0


async def fill_cache(database: Path, count: int) -> None:
    """Put servers into the cache as reading the list would."""
    async with await Store.open(database, [KEY]) as store:
        (account,) = store.accounts()
        for first in range(0, count, 5000):
            rows = []
            for number in range(first, min(first + 5000, count)):
                each = Server.model_validate(server(number))
                rows.append((each.guid, each.ip, each.share_ip, each.is_dead, each.model_dump_json()))
            await store.keep_servers(account.id, rows, read_at=time.time())


async def fill_outbox(database: Path, count: int, servers: int) -> None:
    """Add the notices: five hundred for one group, one for each of the other chats."""
    async with await Store.open(database, [KEY]) as store:
        for first in range(0, count, 500):
            await asyncio.gather(
                *(
                    store.add_notice(
                        GROUP if number < TO_ONE_GROUP else FIRST_TOLD + number,
                        "measured",
                        {"guid": guid(number * 7 % servers)},
                    )
                    for number in range(first, min(first + 500, count))
                )
            )


async def empty_outbox(database: Path) -> int:
    """Give up what is left, so that the next round begins with nothing to send; return how many those were."""
    async with await Store.open(database, [KEY]) as store:
        left = store.count_notices()
        await store.give_up_old_notices(time.time())
    return left


def waiting(database_store: Store) -> int:
    """Return how many notices are not delivered."""
    return database_store.count_notices()


def resident(pid: int) -> float:
    """Return a process' resident memory in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError("no VmRSS")


def worked(pid: int) -> float:
    """Return how many seconds of a processor a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class People:
    """They write at random moments, each from another chat."""

    def __init__(self, client: aiohttp.ClientSession, url: str) -> None:
        self._client = client
        self._url = url
        self._number = 0
        self._chance = random.Random(5)  # noqa: S311 - the same moments in every run, guards nothing

    async def write(self, seconds: float) -> None:
        """Write `RATE` messages a second for so long, then wait until the last answers are there."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            await asyncio.sleep(min(left, self._chance.expovariate(RATE)))
            await self.figures_of("push", {"updates": [update(self._number)]})
            self._number += 1
        await asyncio.sleep(2)

    @staticmethod
    async def listened(port: int) -> None:
        """Wait until the peer takes connections."""
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
                continue
            writer.close()
            return

    async def bot_polled(self) -> None:
        """Wait until the bot asks for updates."""
        polled = False
        while not polled:
            await asyncio.sleep(0.2)
            polled = (await self.figures_of("polled"))["polled"]

    async def warmed_up(self) -> None:
        """Write until answers come at once: the list has been read and written down."""
        slowest = 1.0
        while slowest > 0.3:  # noqa: PLR2004 - ten times what an answer takes
            await self.write(10)
            slowest = max((await self.figures_of("figures"))["waits"], default=1.0)

    async def figures_of(self, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the peer."""
        async with self._client.post(f"{self._url}/{what}", json=body or {}) as answer:
            figures: dict[str, Any] = json.loads(await answer.read())
            return figures


@asynccontextmanager
async def running(*command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a module of this package as a process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def spread(figures: dict[str, Any]) -> tuple[float, float]:
    """Return the median and the 95th percentile of the waits, in milliseconds."""
    waits = sorted(wait * 1000 for wait in figures["waits"])
    return statistics.median(waits), statistics.quantiles(waits, n=20, method="inclusive")[-1]


def tell(name: str, figures: dict[str, Any], pid: int, busy: float) -> None:
    """Print one line of figures."""
    median, high = spread(figures)
    print(
        f"  {name:<11} {len(figures['waits']):4} answers  p50 {median:6.1f} ms  p95 {high:6.1f} ms   "
        f"{figures['arrivals']:5} messages, at most {figures['most_in_a_second']:2} in any second, "
        f"{figures['most_to_a_person_in_a_second']} to a person, {figures['most_to_a_group_in_a_minute']:2} to the "
        f"group in any minute   {busy:5.1f} s of a processor, {resident(pid):5.0f} MiB",
        flush=True,
    )


async def measure(servers: int, *, seconds: float, rounds: int, to_the_end: bool) -> tuple[list[float], int]:
    """Run a bot with so many cached servers; return the rounds' ratios of p95 and the fullest second."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    url, ratios, fullest = f"http://127.0.0.1:{port}", [], 0
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "apabot.db"
        await prepare(database, f"{url}/api")
        await fill_cache(database, servers)
        async with (
            running("benchmarks.counting_peer", port, str(servers)),
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=900)) as client,
        ):
            people = People(client, url)
            await people.listened(int(port))
            async with running("benchmarks.bots", "noticing", url, str(database)) as bot:
                await people.bot_polled()
                async with client.get(f"{url}/quiet") as answer:
                    await answer.read()
                await people.warmed_up()
                print(f"{servers} cached servers, list read: {resident(bot.pid):.0f} MiB", flush=True)
                for number in range(rounds):
                    before = worked(bot.pid)
                    await people.write(seconds)
                    idle = await people.figures_of("figures")
                    tell(f"{number + 1} idle", idle, bot.pid, worked(bot.pid) - before)
                    await fill_outbox(database, NOTICES, servers)
                    await people.figures_of("figures")
                    before = worked(bot.pid)
                    await people.write(seconds)
                    if to_the_end:
                        async with await Store.open(database, [KEY]) as store:
                            while waiting(store):
                                await people.write(10)
                    busy = await people.figures_of("figures")
                    left = await empty_outbox(database)
                    tell(f"{number + 1} delivering", busy, bot.pid, worked(bot.pid) - before)
                    ratios.append(spread(busy)[1] / spread(idle)[1])
                    fullest = max(fullest, busy["most_in_a_second"])
                    print(f"  {number + 1} p95 × {ratios[-1]:.2f}; of {NOTICES} notices {left} were left", flush=True)
                    await asyncio.sleep(5)
                    await people.figures_of("figures")
    return ratios, fullest


async def main() -> None:
    """Measure with few servers and with many, and print what is to be kept."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=70.0, help="how long each half of a round lasts")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--servers", type=int, nargs="*", default=[1_000, 100_000])
    options.add_argument("--all", action="store_true", help="work the whole outbox off in each round: ten minutes")
    given = options.parse_args()
    print(
        f"{NOTICES} notices, {TO_ONE_GROUP} of them to one group; {RATE:g} people a second in {CHATS} chats "
        f"from {FIRST_CHAT}; windows of {given.seconds:g} s"
    )
    for servers in given.servers:
        ratios, fullest = await measure(servers, seconds=given.seconds, rounds=given.rounds, to_the_end=given.all)
        told = " ".join(f"{ratio:.2f}" for ratio in ratios)
        print(
            f"{servers} servers: p95 while delivering : idle = {statistics.median(ratios):.2f} (median of {told}); "
            f"fullest second {fullest}"
        )


if __name__ == "__main__":
    asyncio.run(main())
