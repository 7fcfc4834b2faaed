"""Repeating reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import stamina

from engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Awaitable

T_co = TypeVar("T_co", covariant=True)


class Attempt(Protocol[T_co]):
    """One try of a read, over the pool or over a connection of its own."""

    def __call__(self, *, fresh: bool) -> Awaitable[T_co]:
        """Start the try."""
        ...


async def repeated(attempt: Attempt[T_co], *, attempts: int, backoff: float) -> T_co:
    """Run a read until it succeeds, fails for good, or its attempts are used up.

    Args:
        attempt: Makes the whole request afresh, signature included. Only the first goes over the pool: a stale pooled
            connection must not spoil a second one.
        attempts: How often in all.
        backoff: Seconds before the second attempt; grows twofold up to eightfold, plus jitter of up to its own length.

    Returns:
        What the attempt returned.

    Raises:
        EngineError: That of the last attempt, or the first that would only come again.
    """
    first: EngineError
    # Setting up stamina takes a third of a whole call; nearly every read succeeds at once and does without.
    try:
        return await attempt(fresh=False)
    except EngineError as error:
        if attempts == 1 or not error.transient:
            raise
        first = error
    async for turn in stamina.retry_context(
        on=_is_transient,
        attempts=attempts,
        timeout=None,
        wait_initial=backoff,
        wait_max=8 * backoff,
        wait_jitter=backoff,
    ):
        with turn:
            if turn.num == 1:
                raise first
            return await attempt(fresh=True)
    raise AssertionError("stamina raises the last error itself")


def _is_transient(error: Exception) -> bool:
    return isinstance(error, EngineError) and error.transient
