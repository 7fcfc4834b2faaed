"""Walking all pages of a list whose page count cannot be trusted."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

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


async def all_rows(fetch: Callable[[int], Coroutine[Any, Any, Page[R]]], *, per_page: int, action: str) -> list[R]:
    """Read all pages.

    ``pages`` is not looked at (1 with 338 items in the document's sample). The walk ends when the unique guids reach
    ``items`` or a page brings no new one; a page of nothing but unreadable rows does not end it before ``items`` does.

    Args:
        fetch: Reads one page, counted from 1.
        per_page: Rows of a full page.
        action: The action's name, for the log.

    Returns:
        Each row once, the first of its guid, in the engine's order.
    """
    found: dict[str, R] = {}
    broken = 0
    number, size = 1, 1
    while size:
        for page in await _wave([fetch(number + offset) for offset in range(size)]):
            readable = [row for row in page.rows if row is not None]
            broken += len(page.rows) - len(readable)
            before = len(found)
            for row in readable:
                found.setdefault(row.guid, row)
            expected = math.ceil((page.items or 0) / per_page) - number
            complete = page.items is not None and len(found) >= page.items
            unreadable = page.rows and not readable
            if complete or (len(found) == before and not (unreadable and expected > 0)):
                size = 0
                break
            size = min(max(expected, 1), WAVE)
            number += 1
    if broken:
        log.warning("rows_unreadable", action=action, rows=broken)
    return list(found.values())


async def _wave(fetches: list[Coroutine[Any, Any, Page[R]]]) -> list[Page[R]]:
    """Run the fetches at once; the first error ends them all and travels up as it is."""
    tasks = [asyncio.create_task(fetch) for fetch in fetches]
    try:
        return [await task for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
