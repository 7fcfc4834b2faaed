"""What can go wrong in a call, told apart by what is known of its execution.

Money depends on the difference: an action that was surely not executed may be tried again, one whose outcome is unknown
is settled by reading. No text of these errors holds a secret, a form, an address or a value out of an answer, and none
chains the library's own exception, whose text might.
"""

from __future__ import annotations

from typing import ClassVar


class EngineError(Exception):
    """Root of everything a call to the engine raises.

    Attributes:
        action: The action's name.
        detail: What happened, in words fit for a log.
        surely_not_executed: Whether the engine has certainly not carried the action out.
        transient: Whether the same *read* may well succeed a moment later.
    """

    surely_not_executed: ClassVar[bool] = False

    def __init__(self, action: str, detail: str, *, transient: bool = False) -> None:
        super().__init__(action, detail)
        self.action = action
        self.detail = detail
        self.transient = transient

    def __str__(self) -> str:
        return f"{self.action}: {self.detail}"


class NotConnectedError(EngineError):
    """The connection could not be made (name, route, TLS, time-out, no free slot): nothing was sent."""

    surely_not_executed = True

    def __init__(self, action: str, detail: str) -> None:
        super().__init__(action, detail, transient=True)


class NoAnswerError(EngineError):
    """The connection was made, then time ran out or it broke: the action may or may not have been executed."""

    def __init__(self, action: str, detail: str) -> None:
        super().__init__(action, detail, transient=True)


class RefusedError(EngineError):
    """The engine said no.

    Attributes:
        message: The engine's own words, for people. They may repeat personal data that was sent, so they are kept
            out of the error's text and repr.
    """

    surely_not_executed = True

    def __init__(self, action: str, message: str) -> None:
        super().__init__(action, "refused by the engine")
        self.message = message


class ProtocolError(EngineError):
    """What came back is not an answer of this protocol, so it proves nothing about the execution."""
