"""What operations work with: built once by `bot.wiring`, handed to every function here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from operations.catalogue import Catalogue
    from operations.clock import Clock
    from operations.engines import Engines
    from store import OperationRow, Store


@dataclass(frozen=True)
class Timing:
    """Durations in seconds.

    Attributes:
        poll: between two status reads of a running operation.
        sync: between two reads of an account's server list.
        address: between two reads of whether a server's address is abnormal, where somebody wants to be told.
        snapshots: between two lists of a server's snapshots, where it has any.
        settle: how long an unknown outcome is read again before a person decides.
        confirm: how long a confirmation may be pressed.
        lease: how long a claimed operation outlives its process's last sign of life before another may take it.
        fresh: how old a request may be to still be acted upon.
        look: how long a person waits for a reading before it is given up.
        grace: how long idle must hold to prove an end that left no other trace.
        secret: how long a secret stays in a chat.
    """

    poll: float = 2.0
    sync: float = 60.0
    address: float = 900.0
    snapshots: float = 21600.0
    settle: float = 900.0
    confirm: float = 120.0
    lease: float = 15.0
    fresh: float = 300.0
    look: float = 10.0
    grace: float = 30.0
    secret: float = 120.0


class Reporter(Protocol):
    """How an operation's course reaches the chat; implemented by `handlers`."""

    async def progress(self, operation: OperationRow) -> None:
        """Bring the operation's one status message up to date. Never raises for Telegram's reasons."""
        ...

    async def ended(self, operation: OperationRow) -> bool:
        """Tell the chat how it ended. False where it must be tried again later (Telegram out of reach)."""
        ...


class Silent:
    """A reporter for where nobody listens: the command line."""

    async def progress(self, operation: OperationRow) -> None:
        """Say nothing."""

    async def ended(self, operation: OperationRow) -> bool:
        """Leave the report to the running bot."""
        del operation
        return False


@dataclass
class Services:
    """The store, the engines and what goes with them.

    Attributes:
        store: the open database.
        engines: one signed client per account.
        catalogue: lines, systems and zones as last read.
        clock: time.
        timing: durations.
        contact: the reseller's contact as shown to customers; may be empty.
        reporter: where the course of operations goes.
        process: this process's name in leases; random, so that a restart is another process.
        started_at: since when it runs, UNIX time: what was read before that may be long out of date.
    """

    store: Store
    engines: Engines
    catalogue: Catalogue
    clock: Clock
    timing: Timing = field(default_factory=Timing)
    contact: str = ""
    reporter: Reporter = field(default_factory=Silent)
    process: str = field(default_factory=lambda: secrets.token_hex(8))
    started_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.started_at = self.clock.now()
