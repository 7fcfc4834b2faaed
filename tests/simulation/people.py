"""Everybody in front of a chat: what they saw and did, and how anything they do reaches a process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from operations import access, confirmations
from operations.errors import OperationsError
from tests.simulation.processes import ProcessDiedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from decimal import Decimal

    from operations.confirmations import Proposal
    from tests.simulation.processes import Process
    from tests.simulation.world import World


class NobodyThereError(Exception):
    """The gate lets nobody in who is not known in that chat."""


@dataclass
class Press:
    """One attempt to confirm.

    Attributes:
        came_to: what came of it: taskids, or the name of what was raised; "died" where nobody knows.
    """

    user: int
    chat: int
    message: int
    word: str | None
    at: float
    came_to: Any = "died"


@dataclass
class Shown:
    """A confirmation as the person saw it.

    Attributes:
        prices: of each operation, CNY as shown.
        words: any of which has to be typed; empty where a button will do.
        orders: the order numbers of earlier attempts that it promises to use again.
    """

    nonce: str
    user: int
    chat: int
    message: int
    action: str
    guids: list[str | None]
    identity: int
    prices: list[Decimal | None]
    words: list[str]
    at: float
    expires_at: float
    orders: list[str | None]
    presses: list[Press] = field(default_factory=list)

    @property
    def digest(self) -> bytes:
        """What the store knows the button by."""
        return hashlib.sha256(self.nonce.encode()).digest()


@dataclass(frozen=True)
class Decision:
    """One attempt to decide an approval."""

    approval: int
    user: int
    chat: int
    how: str
    came_to: str


class People:
    """What everybody remembers.

    Attributes:
        shown: all that was ever shown.
        decisions: all attempts to approve or decline.
        typed: who typed the command with which deduplication key, in which chat.
        problems: what no person should ever meet.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.shown: list[Shown] = []
        self.decisions: list[Decision] = []
        self.typed: dict[str, tuple[int, int]] = {}
        self.problems: list[str] = []

    async def have_done(self, work: Callable[[Process], Awaitable[Any]]) -> tuple[str, Any]:
        """Have some process do it; return "ok" and the result, or the name of why not."""
        process = await self.world.somebody()

        async def started() -> Any:
            return await work(process)

        try:
            return "ok", await process.call(started())
        except ProcessDiedError:
            return "died", None
        except (OperationsError, NobodyThereError) as error:
            name = type(error).__name__
            self.world.counts[f"refused: {name}"] += 1
            return name, None
        except Exception as error:  # noqa: BLE001 - whatever else comes out is a finding
            self.problems.append(f"crashed: {error!r}")
            return type(error).__name__, None

    async def show(self, chat: int, user: int, proposal: Proposal) -> Shown:
        """Let a person see what they are asked, and bind it to the message, if nobody dies before."""
        plans, server = proposal.plans, proposal.known.server if proposal.known is not None else None
        words = [server.ip, server.share_ip] if server is not None and proposal.kind.typed else []
        shown = Shown(
            nonce=proposal.nonce,
            user=user,
            chat=chat,
            message=self.world.chat.message(),
            action=proposal.plan.wish.action,
            guids=[plan.wish.guid for plan in plans],
            identity=proposal.plan.identity_id,
            prices=[plan.price.shown for plan in plans],
            words=[word for word in words if word],
            at=self.world.clock.now(),
            expires_at=proposal.expires_at,
            orders=[None if plan.earlier is None else plan.earlier.order_no for plan in plans],
        )
        self.shown.append(shown)
        self.world.counts["confirmations shown"] += 1
        self.world.counts["earlier order numbers"] += sum(order is not None for order in shown.orders)
        found, _ = await self.have_done(
            lambda process: confirmations.bind(process.services, shown.nonce, shown.message)
        )
        if found != "ok":
            self.world.tell(f"  shown, but not bound: {found}")
        return shown


def identify(process: Process, chat: int, user: int) -> access.Actor:
    """Return who this is, as the gate does.

    Raises:
        NobodyThereError: a stranger.
    """
    actor = access.identify(process.services, chat_id=chat, user_id=user, private=chat > 0, telegram_language="zh-hans")
    if actor is None:
        raise NobodyThereError
    return actor
