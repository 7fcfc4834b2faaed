"""Where a history takes place: a reseller with three customers, one of each spending policy, and their servers."""

from __future__ import annotations

import asyncio
import atexit
import functools
import random
import shutil
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from operations.catalogue import Catalogue
from operations.engines import Engines
from operations.services import Services, Timing
from operations.sync import Synchroniser
from sandbox.engine import Snapshot, StandInEngine, made_up_world
from store.crypto import Keyring
from tests.simulation.faults import Weather
from tests.simulation.turn_writer import open_store
from tests.simulation.virtual_loop import LoopClock, run_virtually
from tests.simulation.wires import ADDRESS, Network, WiredTransport

if TYPE_CHECKING:
    from sandbox.engine import MadeUpWorld
    from store import Store

ALICE, BOB, CARL, STRANGER = 501, 502, 503, 599
ANN, OLGA, OPAL, VERA = 511, 512, 513, 514
FRANK, GRACE = 521, 522
TEAM, STAFF = -1001, -2001
ACCOUNT = 1
POLICIES = ("credit", "open", "approval")
MONTHLY_LIMIT = Decimal(600)
CHATS = {ALICE: ("credit",), BOB: ("open",), CARL: ("approval",), TEAM: ("credit", "approval")}
MEMBERS = (
    (TEAM, ANN, "owner"),
    (TEAM, OLGA, "owner"),
    (TEAM, OPAL, "operator"),
    (TEAM, VERA, "viewer"),
    (STAFF, FRANK, "owner"),
    (STAFF, GRACE, "owner"),
)
SERVERS = {
    "credit": ("web-1", "cache-1", "expiring-1", "shop-1"),
    "open": ("db-1", "baidu-1", "failed-1"),
    "approval": ("web-2", "win-1", "shop-2"),
}
# Shorter than in life, so that a history is: what matters is their order.
SETTLE = 240.0
TIMING = Timing(poll=5.0, settle=SETTLE, confirm=120.0, lease=15.0, fresh=300.0, look=10.0, grace=30.0)
KEYRING = Keyring(["a-secret-key-for-tests"])


def engine_at(clock: LoopClock, **how: Any) -> tuple[StandInEngine, MadeUpWorld]:
    """Make the engine's side, always the same."""
    engine = StandInEngine(now=clock.now, record=False, **how)
    made = made_up_world(engine)
    for nickname, name in (("expiring-1", "abcde"), ("db-1", "fghij")):
        since = clock.now() - 86_400
        engine.servers[made.servers[nickname]].snapshots = [
            Snapshot(name=name, created_at=since, ends_at=since + 30 * 86_400)
        ]
    return engine, made


@functools.lru_cache
def template() -> Path:
    """Return a database in which all is entered and read; made once in each of the test's processes."""
    directory = tempfile.mkdtemp(prefix="apabot-simulation-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    path = Path(directory) / "template.db"
    path.touch(mode=0o600)
    run_virtually(_enter(path))
    return path


async def _enter(path: Path) -> None:
    clock = LoopClock(asyncio.get_running_loop())
    engine, made = engine_at(clock)
    weather = Weather(random.Random(0), Counter(), settle=1, rate=0, read_rate=0, prices_move=lambda: None)
    network = Network(engine, weather)
    await network.open()
    store, writer = await open_store(path, KEYRING, clock)
    await store.add_account(
        name="demo", url=ADDRESS, userid=made.userid, key=made.key, salt="zkeys.api@2019", markup=Decimal(10)
    )
    for policy in POLICIES:
        await _enter_customer(store, made, policy)
    for chat_id, labels in CHATS.items():
        await store.keep_chat(chat_id, kind="private" if chat_id > 0 else "group")
        for label in labels:
            await store.grant(chat_id, store.identity_labelled(label).id)
    await store.keep_chat(STAFF, kind="group")
    await store.set_staff(STAFF, ACCOUNT, on=True)
    for chat_id, user_id, role in MEMBERS:
        await store.set_member(chat_id, user_id, role)  # type: ignore[arg-type]
    transport = WiredTransport(network, now=clock.now)
    services = Services(store, Engines(store, transport), Catalogue(store), clock, TIMING)
    assert await Synchroniser(services).once(ACCOUNT)
    await transport.close()
    await network.close()
    store._reader.close()
    writer.drop()


async def _enter_customer(store: Store, made: MadeUpWorld, policy: str) -> None:
    row = await store.add_identity(
        account_id=ACCOUNT,
        label=policy,
        name="张伟",
        mobile="13800005678",
        idnum="11010519491231002X",
        from_ip="203.0.113.9",
        client_user_id=policy,
        bank_account=None,
        all_servers=False,
        spending=policy,  # type: ignore[arg-type]
        monthly_limit=MONTHLY_LIMIT if policy == "open" else None,
        markup=Decimal("12.5") if policy == "open" else None,
    )
    for nickname in SERVERS[policy]:
        await store.assign(ACCOUNT, made.servers[nickname], row.id)
