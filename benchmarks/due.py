"""How long it takes to find who is to be told of which ends, with 100,000 servers cached.

    PYTHONPATH=. python -m benchmarks.due [servers] [chats]

Prints, in milliseconds: a look at which nothing is due, and the goes of a round that is due for every chat at once
(as where all keep the hour that they are born with), each for the finding alone and with its commit; and what memory
grew by meanwhile. Finding has to stay below 50 ms a go, for the loop stands still that long.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from engine import Server, Transport
from operations import rounds
from operations.catalogue import Catalogue
from operations.engines import Engines
from operations.services import Services
from store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

SERVERS, CHATS = 100_000, 10_000
DAY = 86400.0
# How far ahead ends lie, spread evenly: who renews by the month has a quarter of them within a week.
AHEAD = 30
BUDGET_MS = 50.0
IDLE_LOOKS = 200


class Hand:
    """A clock that is moved by hand."""

    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> float:
        """Return UNIX time."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Be there at once."""
        self.at += seconds


async def _fill(store: Store, clock: Hand, servers: int, chats: int) -> int:
    account = await store.add_account(name="a", url="http://engine", userid=1, key="k", salt="s", markup=Decimal(0))
    identities = [
        await store.add_identity(
            account_id=account.id,
            label=f"i{number}",
            name="n",
            mobile="m",
            idnum="i",
            from_ip="f",
            client_user_id="c",
        )
        for number in range(chats)
    ]
    await asyncio.gather(*(store.grant(number + 1, row.id) for number, row in enumerate(identities)))
    template = json.loads(Server.model_validate({"guid": "x", "orderStatus": 1}).model_dump_json())
    rows = []
    for number in range(servers):
        end = datetime.fromtimestamp(int(clock.at + (number * 7919 % (AHEAD * 86400))), UTC)
        data = template | {"guid": str(10**7 + number), "end_time": end.isoformat()}
        rows.append(
            (data["guid"], f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", None, False, json.dumps(data))
        )
    await store.keep_servers(account.id, rows, read_at=clock.at)
    await asyncio.gather(
        *(store.assign(account.id, row[0], identities[number % chats].id) for number, row in enumerate(rows))
    )
    return account.id


def _memory() -> float:
    """MB that the process has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def _line(name: str, seconds: Sequence[float]) -> float:
    ordered = sorted(each * 1000 for each in seconds)
    worst = ordered[-1]
    print(f"{name:40} {ordered[len(ordered) // 2]:9.2f} median {worst:9.2f} most   ({len(ordered)} times)")
    return worst


async def _run(servers: int, chats: int) -> bool:
    clock = Hand(1_800_000_000.0)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            await Store.open(Path(folder) / "apabot.db", ["a key for the benchmark"], now=clock.now) as store,
            Transport(now=clock.now) as transport,
        ):
            print(f"{servers} servers in {chats} chats")
            account_id = await _fill(store, clock, servers, chats)
            services = Services(store=store, engines=Engines(store, transport), catalogue=Catalogue(store), clock=clock)
            await rounds.hold(services)
            idle = []
            for _ in range(IDLE_LOOKS):
                clock.at += 10
                await store.set_sync_state(account_id, listed_at=clock.at)
                begun = time.perf_counter()
                await rounds.hold(services)
                idle.append(time.perf_counter() - begun)
            _line("nothing is due", idle)
            before = _memory()
            clock.at += DAY
            await store.set_sync_state(account_id, listed_at=clock.at)
            finding, whole, told = await _goes(services)
            worst = _line(f"finding, {rounds.MOST} chats a go", finding)
            _line("with its commit", whole)
            print(f"{told} chats are told something; memory grew by {_memory() - before:.1f} MB")
    return worst <= BUDGET_MS


async def _goes(services: Services) -> tuple[list[float], list[float], int]:
    """Hold the due rounds go by go, as `rounds.hold` does."""
    finding: list[float] = []
    whole: list[float] = []
    told = 0
    store = services.store
    while True:
        begun = time.perf_counter()
        now = services.clock.now()
        rows = store.due_rounds(now, limit=rounds.MOST)
        if not rows:
            return finding, whole, told
        held = rounds.look(services, rows, now)
        finding.append(time.perf_counter() - begun)
        told += await store.hold_rounds(held, now)
        whole.append(time.perf_counter() - begun)


def main() -> None:
    """Run it; fail where finding took too long."""
    numbers = [int(each) for each in sys.argv[1:]]
    servers, chats = (*numbers, *(SERVERS, CHATS)[len(numbers) :])
    if not asyncio.run(_run(servers, chats)):
        sys.exit(f"finding took more than {BUDGET_MS} ms")


if __name__ == "__main__":
    main()
