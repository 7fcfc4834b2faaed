"""What a kind of operation is made of."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from engine import ActStatus, OrderStatus, SnapStatus
from operations.kinds.parameters import Params

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from decimal import Decimal

    from engine import Customer, Engine
    from operations.access import Role
    from operations.sights import Sight

P = TypeVar("P", bound=Params)
Progress: TypeAlias = ActStatus | SnapStatus | OrderStatus
"""A status that is seen while something goes on; its type says which of the server's statuses it is."""


class Conclusion(StrEnum):
    """What is left to say when an unknown outcome was read for long enough; the value is the outcome's code."""

    DID_NOT = "did_not"
    """Nothing changed as far as can be read, and a change would be seen."""
    NO_TRACE = "no_trace"
    """It leaves nothing that could be read."""
    MOVED_ELSEWHERE = "moved_elsewhere"
    """Something changed, but not to what was asked for."""
    NOT_IDLE = "not_idle"
    """Something still goes on."""
    CANDIDATES = "candidates"
    """What was bought can only be recognised by a person."""
    UNREADABLE = "unreadable"
    """What would tell cannot be read."""

    @property
    def needs_human(self) -> bool:
        """Whether a person has to decide."""
        return self is not Conclusion.DID_NOT


@dataclass(frozen=True, slots=True)
class Call(Generic[P]):
    """Everything a request needs.

    Attributes:
        engine: the account's client.
        guid: the server's; None for a purchase.
        params: what was confirmed.
        order_no: of a paid one.
        price: CNY as shown to the customer; None where unknown.
        customer: in whose name.
        taskid: our number for it.
    """

    engine: Engine
    guid: str | None
    params: P
    order_no: str | None
    price: Decimal | None
    customer: Customer
    taskid: int

    @property
    def server(self) -> str:
        """The guid of a kind that is about a server."""
        return self.guid or ""

    @property
    def number(self) -> str:
        """The order number of a kind that is paid."""
        return self.order_no or ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine answered and is needed later.

    Attributes:
        guids: of the servers bought.
        snapshot: the name of the snapshot made.
    """

    guids: tuple[str, ...] = ()
    snapshot: str | None = None

    def to_json(self) -> str:
        """Return it as the operation's row keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Answer:
        """Read what `to_json` wrote."""
        values = json.loads(text)
        return cls(guids=tuple(values["guids"]), snapshot=values["snapshot"])


@dataclass(frozen=True, slots=True)
class Evidence(Generic[P]):
    """What there is to judge an operation by.

    Attributes:
        params: what was asked for.
        before: what was seen before the request; None where that is lost.
        now: what is seen.
        seen_in_progress: whether a reading has shown the in-progress status.
        answer: what the engine answered, where it did and it is kept.
        answered: whether the engine said yes; False where its answer is missing and only readings tell.
    """

    params: P
    before: Sight | None
    now: Sight
    seen_in_progress: bool
    answer: Answer | None
    answered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of operation.

    Attributes:
        action: the engine's action.
        role: least role that may ask for it.
        call: the request itself.
        params: the model of its parameters; `NoParams` where there are none.
        progress: the status while it runs, where there is one.
        failure: the `actStatus` that says it failed, where the document names one.
        deadline: seconds after the engine's yes until it counts as not finished.
        ended: the reading is as it is at the end, changed or not. After the engine's yes that is proof if it was not
            so before, or together with having been seen in progress, or (`idle_proves`) with idleness.
        happened: a field changed as asked: proof even without the engine's yes.
        conclude: what to say when an unknown outcome was read for long enough and nothing proved anything.
        confirmed: whether a typed command needs a confirmation, too (a button always does).
        paid: costs money.
        destructive: data or an access is lost.
        typed: the confirmation is answered by typing the server's name.
        second_owner: in a group with several owners another one has to agree.
        idle_proves: after the engine's yes, idleness for a while proves the end: it leaves no other trace.
        yes_proves: the engine's yes is the end.
        snapshots: a sight of it needs the server's snapshots.
        vanishes: at the end the engine may not know the server any more.
    """

    action: str
    role: Role
    call: Callable[[Call[Any]], Awaitable[Answer | None]]
    params: type[Params]
    progress: Progress | None
    failure: ActStatus | None
    deadline: float
    ended: Callable[[Evidence[Any]], bool]
    happened: Callable[[Evidence[Any]], bool]
    conclude: Callable[[Evidence[Any]], Conclusion]
    confirmed: bool = True
    paid: bool = False
    destructive: bool = False
    typed: bool = False
    second_owner: bool = False
    idle_proves: bool = False
    yes_proves: bool = False
    snapshots: bool = False
    vanishes: bool = False

    @property
    def grave(self) -> bool:
        """Whether it costs money or destroys: barred on a server where an operation waits for a person."""
        return self.paid or self.destructive


def always(_: Evidence[Any]) -> bool:
    """Nothing of the server need be different at the end."""
    return True


def never(_: Evidence[Any]) -> bool:
    """Nothing that could be read would prove it."""
    return False


def did_not(_: Evidence[Any]) -> Conclusion:
    """A change would be seen, so there was none."""
    return Conclusion.DID_NOT


def no_trace(_: Evidence[Any]) -> Conclusion:
    """No reading will ever tell."""
    return Conclusion.NO_TRACE
