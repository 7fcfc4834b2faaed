"""Faults on demand: the next calls of a method fail as told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sandbox.telegram.errors import ApiError, too_many_requests

Cut = Literal[False, "before", "after"]
_WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass(slots=True, kw_only=True)
class Fault:
    """How a call fails.

    Attributes:
        method: which method, in small letters; None is any.
        error: the answer instead of the real one; None if the connection is cut or the call is only slow.
        cut: closes the connection without an answer, before or after the call took effect.
        delay: real seconds to wait before the call is looked at.
        times: how many calls are still to fail.
    """

    method: str | None
    error: ApiError | None
    cut: Cut
    delay: float
    times: int


class Faults:
    """The faults that are waiting for their call."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(
        self,
        method: str | None,
        *,
        status: int | None = None,
        description: str | None = None,
        retry_after: int | None = None,
        times: int = 1,
        cut_connection: Cut = False,
        delay: float = 0.0,
    ) -> None:
        """See `StandInTelegram.fail_next`."""
        error: ApiError | None = None
        if retry_after is not None:
            error = too_many_requests(retry_after)
        elif status is not None:
            error = ApiError(status, description or _WORDS.get(status, "Internal Server Error"))
        if error is None and not cut_connection and not delay:
            raise ValueError("a fault needs a status, a retry_after, a cut connection or a delay")
        if error is not None and cut_connection:
            raise ValueError("a call is either answered with a status or its connection is cut")
        name = method.lower() if method is not None else None
        self._waiting.append(Fault(method=name, error=error, cut=cut_connection, delay=delay, times=times))

    def take(self, method: str) -> Fault | None:
        """The fault for this call, if one is waiting; the oldest first."""
        for fault in self._waiting:
            if fault.method is None or fault.method == method:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    @property
    def waiting(self) -> int:
        """How many calls are still to fail."""
        return sum(fault.times for fault in self._waiting)
