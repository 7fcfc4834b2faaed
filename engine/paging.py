"""Walking all pages of a list whose page count cannot be trusted, one page in hand at a time."""

from __future__ import annotations

import asyncio
import math
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine

log = structlog.get_logger(__name__)

WAVE = 4
"""Pages asked for at once; the account's concurrency limit stands beyond it."""


class Row(Protocol):
    """Anything with a guid."""

    @property
    def guid(self) -> str:
        """Identify it."""
        ...


R = TypeVar("R", bound=Row)
R_co = TypeVar("R_co", bound=Row, covariant=True)


class Page(Protocol[R_co]):
    """A page: its rows, with None for those that cannot be read, and how many there are on all pages."""

    @property
    def items(self) -> int | None:
        """How many rows there are on all pages."""
        ...

    @property
    def rows(self) -> tuple[R_co | None, ...]:
        """Those of this page, None for each that cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Walked(Generic[R]):
    """What one page brought.

    Attributes:
        rows: those that no page before had, in the engine's order.
        complete: whether all that the engine says there are have been met by now, unreadable ones included.
    """

    rows: tuple[R, ...]
    complete: bool


async def walk(
    fetch: Callable[[int], Coroutine[Any, Any, Page[R]]], *, per_page: int, action: str
) -> AsyncGenerator[Walked[R]]:
    """Read all pages and hand each over as it comes; close it (`contextlib.aclosing`) where it is left early.

    ``pages`` is not looked at (1 with 338 items in the document's sample). The walk ends when the unique guids reach
    ``items`` or a page brings no new one; a page of nothing but unreadable rows does not end it before ``items`` does.
    Of each row the first of its guid counts. What is held is at most `WAVE` pages, and the guids met so far.

    Args:
        fetch: Reads one page, counted from 1.
        per_page: Rows of a full page.
        action: The action's name, for the log.
    """
    met: set[str] = set()
    broken = 0
    number, size = 1, 1
    while size:
        tasks = [asyncio.create_task(fetch(number + offset)) for offset in range(size)]
        try:
            while tasks:
                page = await tasks.pop(0)
                fresh: dict[str, R] = {}
                for row in page.rows:
                    if row is not None and row.guid not in met:
                        fresh.setdefault(row.guid, row)
                unreadable = page.rows and all(row is None for row in page.rows)
                broken += sum(row is None for row in page.rows)
                met |= fresh.keys()
                expected = math.ceil((page.items or 0) / per_page) - number
                whole = page.items is not None and len(met) >= page.items
                ended = whole or (not fresh and not (unreadable and expected > 0))
                size = 0 if ended else min(max(expected, 1), WAVE)
                number += 1
                complete = page.items is not None and len(met) + broken >= page.items
                yield Walked(tuple(fresh.values()), complete)
                if ended:
                    break
        finally:
            await _end(tasks)
    if broken:
        log.warning("rows_unreadable", action=action, rows=broken)


async def all_rows(fetch: Callable[[int], Coroutine[Any, Any, Page[R]]], *, per_page: int, action: str) -> list[R]:
    """Read all pages; arguments and ends as `walk` has them.

    Returns:
        Each row once, the first of its guid, in the engine's order.
    """
    found: list[R] = []
    async with aclosing(walk(fetch, per_page=per_page, action=action)) as pages:
        async for page in pages:
            found.extend(page.rows)
    return found


async def _end(tasks: list[asyncio.Task[Any]]) -> None:
    """Take back what is no longer wanted: the walk ended, or an error of one page ends it as it is."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
