"""Why something was not done, as classes that `texts.errors` renders; nothing here is worded for people.

Every class is final about one thing: the operation that raised it has changed nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from engine import EngineError, Reason
    from operations.access import Role
    from operations.confirmations import Proposal
    from operations.forms import Choice
    from operations.servers import KnownServer


class OperationsError(Exception):
    """Root of what this layer refuses."""


class NotAllowedError(OperationsError):
    """The person's role in this chat does not reach.

    Attributes:
        needed: the least role that may do it.
        role: the role that the person has.
    """

    def __init__(self, *, needed: Role, role: Role) -> None:
        super().__init__(f"needs {needed}, is {role}")
        self.needed = needed
        self.role = role


class ServerNotFoundError(OperationsError):
    """No server that this chat may see answers to the word. Someone else's server looks exactly the same."""

    def __init__(self, word: str) -> None:
        super().__init__("no such server in this chat")
        self.word = word


class AmbiguousServerError(OperationsError):
    """Several servers answer to the word: a shared IP."""

    def __init__(self, word: str, candidates: Sequence[KnownServer]) -> None:
        super().__init__(f"{len(candidates)} servers answer")
        self.word = word
        self.candidates = tuple(candidates)


class NotPossibleError(OperationsError):
    """The server's, line's or system's state forbids it; the engine was not asked.

    Attributes:
        reason: why.
        names: of what is in the way, where that has names: the snapshots that bar a reinstall.
    """

    def __init__(self, reason: Reason, *, names: Sequence[str] = ()) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.names = tuple(names)


class ServerBusyError(OperationsError):
    """Another operation of ours is open on this server, or one that is needs-human bars this kind.

    Attributes:
        taskid: the operation in the way.
        action: what it does.
        needs_human: True where it waits for a person's decision.
    """

    def __init__(self, *, taskid: int, action: str, needs_human: bool = False) -> None:
        super().__init__(f"{action} {taskid} is open")
        self.taskid = taskid
        self.action = action
        self.needs_human = needs_human


class EngineUnavailableError(OperationsError):
    """A reading that had to come first was not possible.

    Attributes:
        cause: what the engine's client said; a `RefusedError` carries the engine's words.
    """

    def __init__(self, cause: EngineError) -> None:
        super().__init__(type(cause).__name__)
        self.cause = cause


class StaleRequestError(OperationsError):
    """The person asked more than five minutes ago (the bot was away); acting now could surprise them."""


class ConfirmationEndedError(OperationsError):
    """The button belongs to a confirmation that is over.

    Attributes:
        how: `pressed`, `cancelled`, `expired`, `void` or `unknown` (no such confirmation any more).
        taskid: the operation that the first press started, where there is one.
    """

    def __init__(self, how: str, *, taskid: int | None = None) -> None:
        super().__init__(how)
        self.how = how
        self.taskid = taskid


class NotYourConfirmationError(OperationsError):
    """Somebody else's confirmation, or one from another chat or message: only who asked may press."""


class ConfirmationMovedError(OperationsError):
    """What was confirmed is no longer what would happen; the old one is void, a fresh one was made.

    Attributes:
        moved: names of what moved: `state`, `address`, `owner`, `price`, `end`, `sizes`, `snapshots`.
        proposal: the fresh confirmation to show.
    """

    def __init__(self, moved: Sequence[str], proposal: Proposal) -> None:
        super().__init__(", ".join(moved))
        self.moved = tuple(moved)
        self.proposal = proposal


class BadAliasError(OperationsError):
    """The alias cannot be used.

    Attributes:
        problem: `empty`, `long`, `characters`, `address` (looks like a guid or an IP) or `taken`.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class LastOwnerError(OperationsError):
    """The last owner of a group stays owner."""


class InviteOverError(OperationsError):
    """The invitation was used, has expired or never existed."""


class BadInputError(OperationsError):
    """An operator's input that cannot be taken; str() is one clear line for the command line."""


class TypedWordNeededError(OperationsError):
    """This is confirmed by typing the server's address or alias, not by a button."""


class WordMismatchError(OperationsError):
    """What was typed is neither the server's address nor its alias; the confirmation stays open."""

    def __init__(self, word: str) -> None:
        super().__init__("not the server's address or alias")
        self.word = word


class CreditTooLowError(OperationsError):
    """The customer's credit does not cover it.

    Attributes:
        available: CNY that are left.
        needed: CNY that it costs.
    """

    def __init__(self, *, available: Decimal, needed: Decimal) -> None:
        super().__init__(f"{available} of {needed}")
        self.available = available
        self.needed = needed


class NoStaffError(OperationsError):
    """It needs the reseller's approval, and no staff chat was entered for the account."""


class MixedOwnersError(OperationsError):
    """The chosen servers belong to several customers, whose money must not be mixed in one order."""


class NotYourApprovalError(OperationsError):
    """The approval is not this person's to decide here, or there is no such approval."""


class ApprovalEndedError(OperationsError):
    """The approval is over.

    Attributes:
        how: `approved`, `declined`, `withdrawn`, `expired` or `void`.
    """

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class ApprovalMovedError(OperationsError):
    """What was confirmed is no longer what would happen; the approval is void and the person who asked is told.

    Attributes:
        moved: names of what moved.
    """

    def __init__(self, moved: Sequence[str]) -> None:
        super().__init__(", ".join(moved))
        self.moved = tuple(moved)


class MonthsNotOfferedError(OperationsError):
    """The server cannot be renewed for so long.

    Attributes:
        word: what was asked for, as typed.
        offered: the numbers of months on offer; None where that is unknown.
    """

    def __init__(self, word: str, offered: Sequence[int] | None) -> None:
        super().__init__("not offered")
        self.word = word
        self.offered = None if offered is None else tuple(offered)


class NothingToRenewError(OperationsError):
    """None of the servers in question can be renewed.

    Attributes:
        days: within how many days they would have to expire; None where any server would do.
    """

    def __init__(self, *, days: int | None = None) -> None:
        super().__init__("no server")
        self.days = days


class BadAnswerError(OperationsError):
    """What was typed or pressed is no answer to a form's question; the form stands as it was.

    Attributes:
        problem: which; the key of its text is `bad-<problem>`.
        facts: the text's variables.
    """

    def __init__(self, problem: str, **facts: str | int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.facts = facts


class SeveralAnswersError(OperationsError):
    """What was typed is part of several choices' names.

    Attributes:
        choices: those.
    """

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__(f"{len(choices)} choices")
        self.choices = tuple(choices)


class SecretOverError(OperationsError):
    """The password is not kept any more, or none came of that operation."""


class ConsolePasswordNeededError(OperationsError):
    """The console has no password yet; the engine gives no link before one is set.

    Attributes:
        known: the server.
    """

    def __init__(self, known: KnownServer) -> None:
        super().__init__("no console password")
        self.known = known


class DraftOverError(OperationsError):
    """The form that a button belongs to was finished, cancelled, or left alone for too long."""


class ScheduleOverError(OperationsError):
    """This chat has no such schedule, or it is over."""


class NotYourDraftError(OperationsError):
    """Somebody else fills in that form."""
