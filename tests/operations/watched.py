"""A customer's servers as successive readings show them, without an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from engine import Server
from operations import reading
from operations.catalogue import Catalogue
from operations.services import Services
from store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from operations.engines import Engines
    from store import ConditionRow
    from tests.clocks import VirtualClock

ALICE, BOB, RITA = 501, 502, 506
GUID = "g-1"


@dataclass
class Watched:
    """Servers of one account; the first is alice's, read once and well."""

    services: Services
    clock: VirtualClock
    account_id: int
    identities: dict[str, int]
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.services.store

    async def read(self, guid: str = GUID, *, after: float = 60.0, **changes: Any) -> None:
        """Read a server once more, some of its statuses changed."""
        self.clock.advance(after)
        fine = {"order_status": 1, "run_status": 1, "act_status": 0, "blocked": False, "black_hole": None}
        self.statuses[guid] = self.statuses.get(guid, fine) | changes
        server = Server.model_validate({"guid": guid, "ip": f"192.0.2.{guid.rpartition('-')[2]}"} | self.statuses[guid])
        await reading.keep(self.services, self.account_id, server, read_at=self.clock.now())

    def open(self, guid: str = GUID) -> list[ConditionRow]:
        return self.store.open_conditions(self.account_id, [guid])

    def raised(self, guid: str = GUID) -> list[str]:
        """The kinds of trouble that are certain."""
        return [row.kind for row in self.open(guid) if row.raised_at is not None]

    def events(self, guid: str = GUID) -> list[tuple[str, str]]:
        """What is kept of its history, oldest first."""
        return [(row.kind, row.detail) for row in reversed(self.store.events(self.account_id, guid))]

    def operation(self, action: str, **more: Any) -> dict[str, Any]:
        return {
            "account_id": self.account_id,
            "identity_id": self.identities["alice"],
            "guid": GUID,
            "chat_id": ALICE,
            "user_id": ALICE,
            "action": action,
            "params": "{}",
            "price": None,
            "list_price": None,
            "grave": False,
            **more,
        }

    def again(self, store: Store) -> Watched:
        """The same in another process."""
        services = Services(store, self.services.engines, Catalogue(store), self.clock)
        return Watched(services, self.clock, self.account_id, self.identities, self.statuses)


async def watch(path: Path, clock: VirtualClock) -> Watched:
    store = await Store.open(path, ["a-secret-key-for-tests"], now=clock.now)
    account = await store.add_account(
        name="demo", url="https://engine.test/", userid=7, key="k", salt="s", markup=Decimal(0)
    )
    identities = {}
    for label, chat_id in (("alice", ALICE), ("bob", BOB), ("all", RITA)):
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
        await store.keep_chat(chat_id, kind="private")
        await store.grant(chat_id, row.id)
    await store.assign(account.id, GUID, identities["alice"])
    # Nothing here asks the engine.
    services = Services(store, cast("Engines", None), Catalogue(store), clock)
    watched = Watched(services, clock, account.id, identities)
    await watched.read()
    return watched
