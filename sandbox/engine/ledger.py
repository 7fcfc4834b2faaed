"""What tests look at afterwards: what came in, what was truly executed, and how operations are made to end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


class Outcome(StrEnum):
    """How an accepted operation ends."""

    DONE = "done"
    FAILED = "failed"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Received:
    """One request that reached the stand-in.

    Attributes:
        time: unix seconds.
        form: what was sent. It holds personal data and passwords, so it does not show itself.
        verdict: "success", or the engine's words; of a faulty request what was decided before the fault
            hit, and "" where it was not even looked at.
        fault: the name of the fault that hit it, "" for none.
    """

    time: float
    action: str
    form: dict[str, str] = field(repr=False)
    verdict: str = ""
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One execution of a business action that changes something.

    Attributes:
        guid: of the server; of the first one for `create_new`.
        guids: of all servers it touched.
        charge: CNY taken from the member's balance, negative where money was given back.
        outcome: how the operation ends.
    """

    time: float
    action: str
    userid: int
    guid: str
    guids: tuple[str, ...]
    order_no: str
    charge: Decimal
    taskid: int
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Ended:
    """An operation that came to its end; what the callback tells."""

    time: float
    action: str
    guid: str
    taskid: int
    outcome: Outcome


class Outcomes:
    """The ends decided in advance; an operation without one ends well."""

    def __init__(self) -> None:
        self._planned: list[tuple[str, Outcome]] = []

    def plan(self, action: str, outcome: Outcome, *, times: int = 1) -> None:
        """Let the next `times` operations of that action end so."""
        self._planned += [(action, outcome)] * times

    def take(self, action: str) -> Outcome:
        """The end of the operation that begins now."""
        for index, (planned, outcome) in enumerate(self._planned):
            if planned == action:
                del self._planned[index]
                return outcome
        return Outcome.DONE
