"""A server's snapshots, read afresh and put into the order of their tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import EngineError
from operations import reading
from operations.errors import EngineUnavailableError

if TYPE_CHECKING:
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
    try:
        listed = await services.engines.of(known.account_id).listsnapshot(known.guid, customer=customer)
    except EngineError as error:
        raise EngineUnavailableError(error) from error
    line = services.catalogue.of(known.account_id).lines.get(known.server.line_guid)
    return SnapshotView(known, tree_of(listed), (line.snap_open_max if line is not None else None) or None)


def tree_of(listed: SnapshotList) -> tuple[Branch, ...]:
    """Return the snapshots in the order of their tree: each once, whatever the engine says of their parents.

    A parent that is not listed counts as none, and one of a circle as none for the first that is met.
    """
    parents = {**{each.name: each.parent_name for each in listed.snapshots}, **listed.parents}
    names = listed.names
    children: dict[str | None, list[Snapshot]] = {}
    for snapshot in listed.snapshots:
        parent = parents.get(snapshot.name)
        children.setdefault(parent if parent in names and parent != snapshot.name else None, []).append(snapshot)
    found: list[Branch] = []
    seen: set[str] = set()

    def grow(parent: str | None) -> None:
        waiting = [(snapshot, 0) for snapshot in reversed(children.get(parent, []))]
        while waiting:
            snapshot, depth = waiting.pop()
            if snapshot.name in seen:
                continue
            seen.add(snapshot.name)
            found.append(Branch(snapshot, depth))
            waiting += [(child, depth + 1) for child in reversed(children.get(snapshot.name, []))]

    grow(None)
    for snapshot in listed.snapshots:
        if snapshot.name not in seen:
            # A circle: it has no root of its own.
            seen.add(snapshot.name)
            found.append(Branch(snapshot, 0))
            grow(snapshot.name)
    return tuple(found)
