"""The bot's part of a year: its store, its rounds and its notices, between a cache that a test keeps and a stand-in."""

from __future__ import annotations

import json
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine import Line, Server, Transport
from handlers.api import Api
from handlers.notices import Noticer
from handlers.outgoing import Outgoing
from handlers.transport.limits import Limits as SenderLimits
from handlers.transport.request import AiohttpRequest
from handlers.transport.sender import Sender
from operations import rounds, upkeep
from operations.catalogue import Catalogue
from operations.engines import Engines
from operations.services import Services
from sandbox.telegram import Limits, StandInTelegram
from store.connection import claim_path
from store.crypto import Keyring
from tests.clocks import VirtualClock
from tests.operations.ending import snapshot_ends
from tests.simulation.turn_writer import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from store import Store
    from tests.flows.year.oracle import Chat, Oracle
    from tests.flows.year.oracle import Server as Kept

TOKEN = "123456:made-up-for-a-year"
KEYS = ["a-secret-key-for-a-year"]
SYNC = 60.0
# After a start the lists are read for the first time.
FIRST_READING = 20.0
KEPT_SHORT = "line-of-seven-days"
_LINE = re.compile(
    r"^(?:🔴|🟡|⚫) <b>(?:snapshot (?P<name>\S+) of )?(?P<label>\S+)</b>"
    r" (?:(?P<today>ends today)|(?P<tomorrow>ends tomorrow)|ends in (?P<days>\d+) days?|has expired): "
)
# What further lines of a block and of a message begin with.
_BESIDES = ("⚠ ", "ℹ ", "⏳ ", "… ")


def parsed(text: str) -> list[tuple[str, str, int | None]]:
    """Return server, snapshot and days (None: over) of each line of a message."""
    found: list[tuple[str, str, int | None]] = []
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is None:
            assert not line or line.startswith(_BESIDES), line
            continue
        days = (
            0 if match["today"] else 1 if match["tomorrow"] else None if match["days"] is None else int(match["days"])
        )
        found.append((match["label"], match["name"] or "", days))
    return found


@dataclass
class World:
    """Whatever a bot is made of here; `start` and `stop` are a process's."""

    path: Path
    clock: VirtualClock
    telegram: StandInTelegram
    transport: Transport
    base: str
    oracle: Oracle
    store: Store = field(init=False)
    services: Services = field(init=False)
    noticer: Noticer = field(init=False)
    api: Api | None = None
    account_id: int = 0
    messages: int = 0
    keyring: Keyring = field(default_factory=lambda: Keyring(KEYS))
    read_at: float | None = None
    waiting: dict[str, Kept] = field(default_factory=dict)
    purged_at: float = 0.0

    async def start(self) -> None:
        """Begin a process on the same file."""
        claim_path(self.path, must_exist=False)
        self.store, _ = await open_store(self.path, self.keyring, self.clock)
        if self.api is None:
            self.api = Api(
                TOKEN,
                base_url=f"{self.base}/bot",
                request=AiohttpRequest(connection_pool_size=8),
                get_updates_request=AiohttpRequest(connection_pool_size=1),
                rate_limiter=Sender(limits=SenderLimits.none(), monotonic=self.clock.now, sleep=self.clock.sleep),
                observe=lambda _: None,
            )
            await self.api.initialize()
        self.services = Services(
            store=self.store,
            engines=Engines(self.store, self.transport),
            catalogue=Catalogue(self.store),
            clock=self.clock,
        )
        self.noticer = Noticer(Outgoing(self.api, self.store), self.services)
        self.read_at = None
        self.oracle.up, self.oracle.up_since = True, self.clock.now()

    async def stop(self) -> None:
        """End it, in order or not: nothing of it is left."""
        await self.store.close()
        self.oracle.up = False

    async def tick(self, *, deliver: bool = True) -> None:
        """Do what the bot does every ten seconds; `deliver`: it does not die in between."""
        now = self.clock.now()
        await self._read_list(now)
        await rounds.hold(self.services)
        if now - self.purged_at >= upkeep.PURGE_AFTER:
            self.purged_at = now
            await upkeep.purge(self.services)
        if not deliver:
            return
        seen = len(self.telegram.calls)
        # Whose chat rests after a failure has a turn later.
        while self.store.notice_turns(now, limit=1):
            await self.noticer.deliver_due()
        for call in self.telegram.calls[seen:]:
            if call.status == 200:
                assert call.method == "sendMessage"
                self.messages += 1
                for label, name, days in parsed(call.params["text"]):
                    self.oracle.told(call.params["chat_id"], label, name, days, now)
        # Who would keep a year of them?
        self.telegram.calls.clear()

    async def _read_list(self, now: float) -> None:
        """Read the account's list, as far as the bot has got to it."""
        if now < self.oracle.up_since + FIRST_READING or (self.read_at is not None and now < self.read_at + SYNC):
            return
        self.read_at = now
        for server in self.waiting.values():
            await self._cache(server, now)
        self.waiting.clear()
        await self.store.set_sync_state(self.account_id, listed_at=now)

    async def keep(self, server: Kept) -> None:
        """The engine has changed a server: the cache has it at once while the bot runs, else after its first list."""
        if self.oracle.up and self.read_at is not None:
            await self._cache(server, self.clock.now())
        else:
            self.waiting[server.guid] = server

    async def _cache(self, server: Kept, now: float) -> None:
        end = server.ends.get("")
        data = _DATA | {
            "guid": server.guid,
            "ip": server.label,
            "end_time": None if end is None else datetime.fromtimestamp(end, UTC).isoformat(),
            "line_guid": "" if server.retention is None else KEPT_SHORT,
        }
        await self.store.touch_server(
            self.account_id,
            guid=server.guid,
            ip=server.label,
            share_ip=None,
            dead=not server.alive,
            data=json.dumps(data),
            read_at=now,
        )
        for name, at in server.ends.items():
            if name:
                await snapshot_ends(self.services, self.account_id, server.guid, name, at)

    def next_due(self) -> float:
        """When the store says that something is to be done."""
        row = self.store._row(
            "SELECT min(coalesce((SELECT min(due_at) FROM rounds), 9e99), "
            "coalesce((SELECT min(at) FROM notice_turns), 9e99))"
        )
        assert row is not None
        return float(row[0])

    def cut_telegram(self) -> None:
        self.oracle.telegram_up = False
        self.telegram.fail_next("sendMessage", status=502, times=10**9)

    def join_telegram(self) -> None:
        self.oracle.telegram_up, self.oracle.telegram_since = True, self.clock.now()
        self.telegram._faults._waiting.clear()


_DATA: dict[str, Any] = json.loads(Server.model_validate({"guid": "x", "orderStatus": 1}).model_dump_json())


async def enter(world: World, chats: list[Chat], owners: int) -> list[int]:
    """Enter an account, so many identities and one with all servers, and what the chats are; returns the identities."""
    store = world.store
    account = await store.add_account(name="a", url="http://engine", userid=1, key="k", salt="s", markup=Decimal(0))
    world.account_id = account.id
    line = Line.model_validate({"guid": KEPT_SHORT, "retention_days": 7})
    await store.keep_catalog(account.id, "lines", f"[{line.model_dump_json()}]", read_at=0)
    identities = []
    for number in range(owners + 1):
        row = await store.add_identity(
            account_id=account.id,
            label=f"i{number}",
            name="n",
            mobile="m",
            idnum="i",
            from_ip="f",
            client_user_id="c",
            all_servers=number == owners,
        )
        identities.append(row.id)
    for chat in chats:
        world.telegram.add_person(user_id=chat.id, first_name=str(chat.id), started=True)
        await settings(world, chat)
        for each in chat.identities:
            await store.grant(chat.id, identities[each])
        if chat.everything:
            await store.grant(chat.id, identities[owners])
    return identities


async def settings(world: World, chat: Chat) -> None:
    """Set a chat as it wants to be."""
    quiet = None if chat.quiet is None else f"{chat.quiet[0]}-{chat.quiet[1]}"
    await world.store.set_chat(chat.id, timezone=chat.zone, quiet_hours=quiet, language="en")
    await world.store.set_preferences(
        chat.id,
        reminder_hour=chat.hour,
        reminder_stages=chat.stages,  # type: ignore[arg-type] # the same words
    )


@asynccontextmanager
async def world_at(path: Path, oracle: Oracle, start: float) -> AsyncIterator[World]:
    """Set the world, without a process."""
    clock = VirtualClock(start)
    telegram = StandInTelegram(token=TOKEN, now=clock.now, limits=Limits.off())
    base = await telegram.start()
    async with Transport(now=clock.now) as transport:
        world = World(path, clock, telegram, transport, base, oracle)
        try:
            yield world
        finally:
            if oracle.up:
                await world.store.close()
            if world.api is not None:
                await world.api.shutdown()
            await telegram.stop()
    assert telegram.violations == []
