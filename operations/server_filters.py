"""What a list of servers can be narrowed down to besides a word: how they do, and what is liked or ends soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import RunStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from operations.servers import KnownServer

SOON = 7 * 86400.0


def _soon(known: KnownServer, now: float) -> bool:
    end = known.server.end_time
    return end is not None and end.timestamp() <= now + SOON


# An alias cannot begin so, and neither can an address.
TOKENS: dict[str, Callable[[KnownServer, float], bool]] = {
    "@run": lambda known, _: known.server.run_status == RunStatus.RUNNING,
    "@off": lambda known, _: known.server.run_status == RunStatus.OFF,
    "@soon": _soon,
    "@fav": lambda known, _: known.favourite,
}
