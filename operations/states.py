"""An operation's way as data: which state may follow which, and every step that is on the disk before the next one.

`operations.driving` and what it calls take these steps and no others; documents and tests enumerate them from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store import OperationState


@dataclass(frozen=True, slots=True)
class Transition:
    """One state after another."""

    from_: OperationState
    to: OperationState
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """One commit on an operation's way.

    Attributes:
        name: as the log calls it.
        what: what is on the disk by then.
    """

    name: str
    what: str


TRANSITIONS = (
    Transition("confirmed", "sending", "claimed by a runner"),
    Transition("confirmed", "failed", "too late, or no longer theirs: never sent"),
    Transition("sending", "accepted", "the engine said yes"),
    Transition("sending", "confirmed", "not connected, tried again"),
    Transition("sending", "failed", "the engine said no, or never connected"),
    Transition("sending", "unknown", "no answer, or found so after a crash"),
    Transition("accepted", "watching", "what was bought has its owner"),
    Transition("watching", "done", "a reading proves it"),
    Transition("watching", "failed", "a reading proves it, or the deadline"),
    Transition("watching", "needs-human", "unreadable, or grave, at the deadline"),
    Transition("unknown", "watching", "seen in progress"),
    Transition("unknown", "done", "a reading proves it"),
    Transition("unknown", "failed", "a reading proves it, or no trace where there would be one"),
    Transition("unknown", "needs-human", "nothing can prove it, or unreadable"),
)
"""Every move there is. A person's decision on what needs one (`store.settle`) is not the runner's."""

STEPS = (
    Step("claimed", "who drives it"),
    Step("sending", "that the request may be on its way"),
    Step("confirmed", "that nothing was sent, and when to try again"),
    Step("accepted", "that the engine said yes, and what it answered"),
    Step("assigned", "whose a bought server is"),
    Step("unknown", "that nobody knows, and since when"),
    Step("watching", "that its end is watched for"),
    Step("seen", "that it was seen in progress"),
    Step("read", "how often an unknown outcome was read"),
    Step("done", "how it ended, and what proves it"),
    Step("failed", "how it ended, and what proves it"),
    Step("needs-human", "why nobody knows"),
    Step("report-claimed", "who tells the chat"),
    Step("staff-told", "what the staff chats are to be told"),
    Step("reported", "that the chat was told"),
)
"""Every durable step by name; a crash may come between any two of them."""

_ALLOWED = frozenset((each.from_, each.to) for each in TRANSITIONS)


class NoSuchMoveError(Exception):
    """A move that is not among the transitions: a mistake in the program, found before it is written down."""

    def __init__(self, from_: OperationState, to: OperationState) -> None:
        super().__init__(f"{from_} → {to}")


def ensure_move(from_: OperationState, to: OperationState) -> None:
    """Do nothing for a move that there is.

    Raises:
        NoSuchMoveError: there is no such transition.
    """
    if (from_, to) not in _ALLOWED:
        raise NoSuchMoveError(from_, to)
