from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Unpack

import pytest

from engine import Transport
from operations import servers
from operations.access import Actor, identify
from operations.catalogue import Catalogue
from operations.confirmations import Asker
from operations.driving import drive
from operations.engines import Engines
from operations.services import Services, Timing
from operations.sync import Synchroniser
from sandbox.engine import Durations, StandInEngine, made_up_world
from tests.clocks import VirtualClock
from tests.stores import new_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from operations.servers import KnownServer
    from sandbox.engine import MadeUpWorld, ServerState
    from store import OperationRow, Store
    from store.identities import IdentityChanges

ALICE, BOB, STRANGER, RITA = 501, 502, 503, 506
TEAM, STAFF = -1001, -2002


@dataclass
class Heard:
    """A reporter that listens."""

    states: list[str] = field(default_factory=list)
    ends: list[OperationRow] = field(default_factory=list)
    reachable: bool = True

    async def progress(self, operation: OperationRow) -> None:
        self.states.append(operation.state)

    async def ended(self, operation: OperationRow) -> bool:
        if self.reachable:
            self.ends.append(operation)
        return self.reachable


@dataclass
class World:
    """Operations over a real store and a stand-in engine, on a clock of the test's own."""

    services: Services
    engine: StandInEngine
    made: MadeUpWorld
    clock: VirtualClock
    heard: Heard
    account_id: int
    identities: dict[str, int]

    @property
    def store(self) -> Store:
        return self.services.store

    def actor(self, user_id: int = ALICE, chat_id: int | None = None) -> Actor:
        chat_id = user_id if chat_id is None else chat_id
        found = identify(self.services, chat_id=chat_id, user_id=user_id, private=chat_id > 0, telegram_language="en")
        assert found is not None
        return found

    def asker(self, user_id: int = ALICE, chat_id: int | None = None) -> Asker:
        return Asker(self.actor(user_id, chat_id), None)

    def server(self, nickname: str) -> ServerState:
        return self.engine.server(self.made.servers[nickname])

    def known(self, nickname: str, actor: Actor | None = None) -> KnownServer:
        return servers.find(self.services, actor or self.actor(), self.made.servers[nickname])

    def known_by_guid(self, guid: str) -> KnownServer:
        return servers.find(self.services, self.actor(), guid)

    async def sync(self) -> None:
        assert await Synchroniser(self.services).once(self.account_id)

    async def policy(self, label: str = "alice", **changes: Unpack[IdentityChanges]) -> None:
        await self.store.set_identity(self.identities[label], **changes)

    async def credit(self, amount: str, label: str = "alice") -> None:
        await self.policy(label, spending="credit")
        await self.store.add_top_up(self.identities[label], Decimal(amount))

    async def staff_chat(self, chat_id: int = STAFF, *, owner: int = RITA) -> Asker:
        """Open a staff chat of the account with one owner; returns that owner."""
        await self.store.set_staff(chat_id, self.account_id, on=True)
        await self.store.set_member(chat_id, owner, "owner")
        return self.asker(owner, chat_id)

    async def members(self, *, owners: tuple[int, ...] = (), operators: tuple[int, ...] = ()) -> None:
        """Give people roles in the team's chat."""
        for user_id in owners:
            await self.store.set_member(TEAM, user_id, "owner")
        for user_id in operators:
            await self.store.set_member(TEAM, user_id, "operator")

    async def run(self, row: OperationRow) -> OperationRow:
        """Let an operation take its course."""
        ended = await drive(self.services, row.taskid)
        assert ended is not None
        return ended

    def sent(self, action: str) -> list[str]:
        """The order numbers under which the engine executed an action."""
        return [effect.order_no for effect in self.engine.effects if effect.action == action]


ASSIGNED = {"alice": ("web-1", "web-2", "cache-1", "shop-1", "shop-2"), "bob": ("db-1", "win-1")}


async def build(path: Path, clock: VirtualClock, engine: StandInEngine, transport: Transport) -> World:
    made = made_up_world(engine)
    store = await new_store(path, "a-secret-key-for-tests", clock.now)
    account = await store.add_account(
        name="demo",
        url=await engine.start(),
        userid=made.userid,
        key=made.key,
        salt="zkeys.api@2019",
        markup=Decimal(0),
    )
    identities = {}
    for label in ("alice", "bob", "all"):
        row = await store.add_identity(
            account_id=account.id,
            label=label,
            name="张伟",
            mobile="13800005678",
            idnum="11010519491231002X",
            from_ip="203.0.113.9",
            client_user_id=label,
            bank_account=None,
            all_servers=label == "all",
            spending="approval",
            monthly_limit=None,
            markup=None,
        )
        identities[label] = row.id
        for nickname in ASSIGNED.get(label, ()):
            await store.assign(account.id, made.servers[nickname], row.id)
    for chat_id, label in ((ALICE, "alice"), (BOB, "bob"), (TEAM, "alice")):
        await store.keep_chat(chat_id, kind="private" if chat_id > 0 else "group")
        await store.grant(chat_id, identities[label])
    heard = Heard()
    services = Services(
        store=store,
        engines=Engines(store, transport),
        catalogue=Catalogue(store),
        clock=clock,
        timing=Timing(),
        reporter=heard,
    )
    return World(services, engine, made, clock, heard, account.id, identities)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
async def world(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[World]:
    engine = StandInEngine(now=clock.now, durations=Durations())
    async with Transport(now=clock.now) as transport:
        made = await build(tmp_path / "apabot.db", clock, engine, transport)
        await made.sync()
        yield made
        await made.store.close()
    await engine.stop()
