"""Faults on demand: what may happen between a request and its answer, besides the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What goes wrong."""

    CUT = "cut"
    CUT_IN_BODY = "cut_in_body"
    SLOW = "slow"
    STATUS = "status"
    HTML = "html"
    TRUNCATED = "truncated"
    EXECUTE_LATER = "execute_later"
    REFUSE = "refuse"
    WRONG_TYPE = "wrong_type"
    NO_CODE = "no_code"
    REDIRECT = "redirect"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault; `executes` says whether the request takes effect all the same.

    Each has a usual case: `STATUS_500` does not execute, `TRUNCATED` does. `before()` and `after()`
    give the other one: `Fault.STATUS_500.after()` executes and then answers 500.

    Attributes:
        seconds: how long a slow answer takes (real seconds), or how much later a late execution comes
            (seconds of the stand-in's clock).
        status: the HTTP status.
        words: the engine's refusal.
    """

    kind: Kind
    executes: bool
    seconds: float = 0.0
    status: int = 500
    words: str = ""

    CUT_BEFORE: ClassVar[Fault]
    CUT_AFTER: ClassVar[Fault]
    CUT_IN_BODY: ClassVar[Fault]
    STATUS_500: ClassVar[Fault]
    HTML: ClassVar[Fault]
    TRUNCATED: ClassVar[Fault]
    WRONG_TYPE: ClassVar[Fault]
    NO_CODE: ClassVar[Fault]
    REDIRECT: ClassVar[Fault]

    @staticmethod
    def SLOW(seconds: float) -> Fault:  # noqa: N802 - reads as the constants beside it do
        """Execute at once, answer after real seconds."""
        return Fault(kind=Kind.SLOW, executes=True, seconds=seconds)

    @staticmethod
    def STATUS(status: int) -> Fault:  # noqa: N802 - reads as the constants beside it do
        """Answer with that HTTP status and nothing else."""
        return Fault(kind=Kind.STATUS, executes=False, status=status)

    @staticmethod
    def EXECUTE_LATER(seconds: float) -> Fault:  # noqa: N802 - reads as the constants beside it do
        """Cut the connection at once, execute when the stand-in's clock is so many seconds further."""
        return Fault(kind=Kind.EXECUTE_LATER, executes=False, seconds=seconds)

    @staticmethod
    def REFUSE(words: str) -> Fault:  # noqa: N802 - reads as the constants beside it do
        """Answer code 1 with these words."""
        return Fault(kind=Kind.REFUSE, executes=False, words=words)

    def before(self) -> Fault:
        """The same without effect."""
        return replace(self, executes=False)

    def after(self) -> Fault:
        """The same after the request has taken effect."""
        return replace(self, executes=True)


Fault.CUT_BEFORE = Fault(kind=Kind.CUT, executes=False)
Fault.CUT_AFTER = Fault(kind=Kind.CUT, executes=True)
Fault.CUT_IN_BODY = Fault(kind=Kind.CUT_IN_BODY, executes=True)
Fault.STATUS_500 = Fault(kind=Kind.STATUS, executes=False)
Fault.HTML = Fault(kind=Kind.HTML, executes=False)
Fault.TRUNCATED = Fault(kind=Kind.TRUNCATED, executes=True)
Fault.WRONG_TYPE = Fault(kind=Kind.WRONG_TYPE, executes=True)
Fault.NO_CODE = Fault(kind=Kind.NO_CODE, executes=True)
Fault.REDIRECT = Fault(kind=Kind.REDIRECT, executes=False)


class FaultQueue:
    """Faults that wait for a request."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str | None, Fault]] = []

    def add(self, fault: Fault, *, action: str | None = None, times: int = 1) -> None:
        """Let it hit the next `times` requests, of that action or of any."""
        self._waiting += [(action, fault)] * times

    def take(self, action: str) -> Fault | None:
        """The fault for a request of that action, the oldest first; None where none waits for it."""
        for index, (wanted, fault) in enumerate(self._waiting):
            if wanted is None or wanted == action:
                del self._waiting[index]
                return fault
        return None

    def clear(self) -> None:
        """Forget all that still wait."""
        self._waiting.clear()

    def __len__(self) -> int:
        return len(self._waiting)
