"""A server's snapshots, read afresh and put into the order of their tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from engine import add_months
from operations import reading, snapshot_lists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine import Snapshot, SnapshotList
    from operations.servers import KnownServer
    from operations.services import Services


@dataclass(frozen=True, slots=True)
class Branch:
    """A snapshot at its place in the tree.

    Attributes:
        snapshot: which.
        depth: how many snapshots it was made upon; 0 for those at the root.
    """

    snapshot: Snapshot
    depth: int


@dataclass(frozen=True, slots=True)
class SnapshotView:
    """What there is to see of a server's snapshots.

    Attributes:
        known: the server, as just read.
        tree: all of them, each below the one that it was made upon.
        most: how many the line allows; None without limit or where that is unknown.
    """

    known: KnownServer
    tree: tuple[Branch, ...]
    most: int | None


async def look(services: Services, known: KnownServer) -> SnapshotView:
    """Read a server and its snapshots.

    Raises:
        EngineUnavailableError: one of them could not be read.
    """
    known = await reading.look_surely(services, known)
    customer = services.engines.customer(known.identity_id)
    listed = await snapshot_lists.read(services, known.account_id, known.guid, customer=customer)
    line = services.catalogue.of(known.account_id).lines.get(known.server.line_guid)
    return SnapshotView(known, tree_of(listed), (line.snap_open_max if line is not None else None) or None)


def tree_of(listed: SnapshotList) -> tuple[Branch, ...]:
    """Return the snapshots in the order of their tree: each once, whatever the engine says of their parents.

    A parent that is not listed counts as none, and one of a circle as none for the first that is met; the others of
    the circle stand below that one.
    """
    parents = {**{each.name: each.parent_name for each in listed.snapshots}, **listed.parents}
    names = listed.names
    children: dict[str | None, list[Snapshot]] = {}
    for snapshot in listed.snapshots:
        parent = parents.get(snapshot.name)
        children.setdefault(parent if parent in names and parent != snapshot.name else None, []).append(snapshot)
    found: list[Branch] = []
    seen: set[str] = set()

    def grow(roots: Sequence[Snapshot]) -> None:
        waiting = [(snapshot, 0) for snapshot in reversed(roots)]
        while waiting:
            snapshot, depth = waiting.pop()
            if snapshot.name in seen:
                continue
            seen.add(snapshot.name)
            found.append(Branch(snapshot, depth))
            waiting += [(child, depth + 1) for child in reversed(children.get(snapshot.name, []))]

    grow(children.get(None, []))
    for snapshot in listed.snapshots:
        # Not seen yet: of a circle, which has no root of its own.
        grow([snapshot])
    return tuple(found)


def kept_until(start: datetime, *, days: int | None, months: int | None) -> datetime | None:
    """Return when a period ends that begins at `start`, on the engine's clock; None beyond the calendar's end."""
    try:
        return add_months(start, months) if months is not None else start + timedelta(days=days or 0)
    except (OverflowError, ValueError):
        return None
