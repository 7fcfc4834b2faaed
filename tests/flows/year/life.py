"""A made-up year: who has which servers, and what happens to them; the same for the same seed."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from tests.flows.year.made_up import ENGINE, HOURS, QUIET, STAGES, ZONES, chats_of, servers_of
from tests.flows.year.oracle import DAY, HOUR, MINUTE, Chat, Oracle, Server
from tests.flows.year.world import SYNC, enter, settings, world_at

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.flows.year.world import World

    Act = Callable[[float], Awaitable[None]]

TICK = 10.0
# Days before an end at which it is renewed; negative: when it is over already, None: never.
RENEWED = (12.0, 6.4, 2.6, 1.2, 0.4, 0.02, 0.0004, -0.01, -2.5, None)
MONTHS = (1, 3, 3, 6, 12)


@dataclass
class Life:
    """What happens, by time."""

    world: World
    oracle: Oracle
    rng: random.Random
    until: float
    identities: list[int] = field(default_factory=list)
    events: list[tuple[float, int, Act | None]] = field(default_factory=list)
    numbers: count[int] = field(default_factory=count)
    dies_in_between: bool = False
    looked_for: set[float] = field(default_factory=set)

    @property
    def now(self) -> float:
        return self.world.clock.now()

    def at(self, when: float, act: Act | None = None) -> None:
        """Let something happen; nothing: the bot looks then."""
        if when <= self.until:
            heapq.heappush(self.events, (when, next(self.numbers), act))

    # Servers.

    def end_set(self, server: Server, name: str, end: float | None) -> None:
        """A new end: what will become of it is decided now."""
        server.ends[name] = end
        if end is None:
            return

        async def over(now: float) -> None:
            if server.ends.get(name) == end:
                self.oracle.ended(server, name, now)
                # By then a list is read that was not yet.
                self.at(now + SYNC + TICK)

        if end > self.now:
            self.at(end, over)
        days = self.rng.choice(RENEWED)
        if days is not None:
            self.at(max(end - days * DAY, self.now + HOUR), self._renewal(server, name, end))
        else:
            self.at(max(end, self.now) + 20 * DAY, self._death(server, name, end))

    def _renewal(self, server: Server, name: str, end: float) -> Act:
        months = self.rng.choice(MONTHS)

        async def renew(now: float) -> None:
            if server.alive and server.ends.get(name) == end:
                begin = datetime.fromtimestamp(end, UTC).astimezone(ENGINE)
                while (begin := begin + relativedelta(months=months)).timestamp() < now:
                    pass
                self.end_set(server, name, begin.timestamp())
                await self.world.keep(server)

        return renew

    def _death(self, server: Server, name: str, end: float) -> Act:
        async def die(now: float) -> None:
            if server.ends.get(name) == end and not name:
                server.alive = False
                await self.world.keep(server)

        return die

    async def reassign(self, now: float) -> None:
        server = self.rng.choice(list(self.oracle.servers.values()))
        owner = self.rng.choice([None, *range(len(self.identities) - 1)])
        if owner == server.owner:
            return
        self.oracle.give(server, owner)
        store, account_id = self.world.store, self.world.account_id
        if server.owner is None:
            await store.unassign(account_id, server.guid)
        else:
            await store.assign(account_id, server.guid, self.identities[server.owner])
        for chat in self.oracle.chats:
            chat.snoozed.pop(server.guid, None)

    async def mute(self, now: float) -> None:
        chat, server = self.rng.choice(self.oracle.chats), self.rng.choice(list(self.oracle.servers.values()))
        until = now + self.rng.choice((2, 9, 40)) * DAY
        chat.muted[server.guid] = until
        await self.world.store.mute(chat.id, self.world.account_id, server.guid, until=until)

    async def snooze(self, now: float) -> None:
        """Somebody puts off what they were told of, or what is near."""
        chat = self.rng.choice(self.oracle.chats)
        near = [
            (server, end)
            for server in self.oracle.servers.values()
            if self.oracle.hears(chat, server) and server.alive
            if (end := server.ends[""]) is not None and now < end and 1 <= chat.days(end, now) <= 7
        ]
        if near:
            server, end = self.rng.choice(near)
            days = min(self.rng.choice((1, 3)), chat.days(end, now))
            day = chat.local(now).date() + relativedelta(days=days)
            until = datetime.combine(day, datetime.min.time(), ZoneInfo(chat.zone)).timestamp()
            chat.snoozed[server.guid] = (end, until)
            assert await self.world.store.snooze(chat.id, self.world.account_id, server.guid, until=until)

    async def other_settings(self, now: float) -> None:
        """Somebody moves to another hour, zone or night."""
        chat = self.rng.choice(self.oracle.chats)
        choice = self.rng.randrange(4)
        if choice == 0:
            chat.hour = self.rng.choice(HOURS)
        elif choice == 1:
            chat.zone = self.rng.choice(ZONES)
        elif choice == 2:
            chat.quiet = self.rng.choice(QUIET)
        else:
            chat.stages = self.rng.choice(STAGES)
        chat.changed_at = now
        await settings(self.world, chat)
        self._next_round(chat, now)

    # The bot and Telegram.

    async def down(self, now: float) -> None:
        """The process ends, and is started again seconds or days later."""
        if self.dies_in_between:
            # What was decided is not said any more.
            await self.world.tick(deliver=False)
        self.dies_in_between = not self.dies_in_between
        await self.world.stop()
        self.at(now + self.rng.choice((TICK, 5 * MINUTE, 3 * HOUR, 11 * HOUR, 30 * HOUR, 4 * DAY)), self.up)

    async def up(self, now: float) -> None:
        await self.world.start()
        for seconds in range(0, 240, 10):
            self.at(now + seconds)

    async def cut(self, now: float) -> None:
        if self.oracle.telegram_up:
            self.world.cut_telegram()
            self.at(now + self.rng.choice((10 * MINUTE, 90 * MINUTE, 5 * HOUR, 15 * HOUR)), self.joined)

    async def joined(self, now: float) -> None:
        self.world.join_telegram()

    def _next_round(self, chat: Chat, now: float) -> None:
        hour, changed_at = chat.next_round(now), chat.changed_at

        async def due(at: float) -> None:
            if chat.changed_at == changed_at:
                self.oracle.round(chat, at)
                self._next_round(chat, at)

        self.at(hour, due)

    async def run(self, until: str = "") -> None:
        """Go from event to event, to the tick after each; see `live`."""
        for chat in self.oracle.chats:
            self._next_round(chat, self.now)
        while self.events and not (until and any(each.startswith(until) for each in self.oracle.wrong)):
            due = self.world.next_due() if self.oracle.up else float("inf")
            when = max(min(self.events[0][0], due), self.now + 1e-3)
            when = -(-when // TICK) * TICK
            if when > self.until:
                break
            self.world.clock.advance(when - self.now)
            while self.events and self.events[0][0] <= when:
                act = heapq.heappop(self.events)[-1]
                if act is not None and (self.oracle.up or act.__name__ not in DELIBERATE):
                    await act(when)
            if self.oracle.up:
                await self.world.tick()
            for again in self.oracle.check(when):
                if again not in self.looked_for:
                    self.looked_for.add(again)
                    self.at(again)


# What people do through the bot, so not while it is down.
DELIBERATE = {"reassign", "mute", "snooze", "other_settings", "down"}


async def live(path: Path, *, seed: int, servers: int, chats: int, days: int, troubles: int, until: str = "") -> Oracle:
    """Live through a time and return what the oracle makes of it.

    Args:
        path: of the database.
        seed: of all that is made up.
        servers: how many.
        chats: how many.
        days: how long.
        troubles: of each kind of trouble and change so many, more or less.
        until: stop when something is wrong that begins so; empty: not before the end.
    """
    rng = random.Random(seed)
    begin = datetime(2027, 12, 1, tzinfo=UTC).timestamp()
    owners = max(chats * 5 // 6, 1)
    oracle = Oracle(chats_of(rng, chats, owners), {})
    async with world_at(path, oracle, begin) as world:
        await world.start()
        life = Life(world, oracle, rng, begin + days * DAY)
        life.identities = await enter(world, oracle.chats, owners)
        for server, end in servers_of(rng, servers, owners, begin):
            oracle.give(server, server.owner)
            life.end_set(server, "", end)
            if rng.random() < 0.06:
                life.end_set(server, "snap1", begin + rng.randrange(2, 200) * DAY + 5 * HOUR)
            if server.owner is not None:
                await world.store.assign(world.account_id, server.guid, life.identities[server.owner])
            await world.keep(server)
        happenings = (
            (life.down, 1),
            (life.cut, 0.5),
            (life.reassign, 6),
            (life.mute, 6),
            (life.snooze, 12),
            (life.other_settings, 4),
        )
        for act, often in happenings:
            for _ in range(int(often * troubles)):
                life.at(begin + rng.random() * days * DAY, act)
        for seconds in range(0, 240, 10):
            life.at(begin + seconds)
        await life.run(until)
        print(f"{world.messages} messages with {oracle.heard} reminders")  # noqa: T201
    return oracle
