"""What is different between two readings of one server, in stable words; kept as history where nobody here did it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Server
from store import NewEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.services import Services
    from store import CachedServer

# What a person wants to hear of, and the fields that tell it.
WATCHED = {
    "run": ("run_status",),
    "order": ("order_status",),
    "address": ("ip", "share_ip"),
    "end_time": ("end_time",),
    "sizes": ("cpu", "memory", "harddisks", "bandwidth", "defense"),
    "system": ("system_guid",),
    "blocked": ("blocked",),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: a key of `WATCHED`.
        before: the old values as JSON-able values, in the order of the fields.
        after: the new ones.
    """

    kind: str
    before: tuple[object, ...]
    after: tuple[object, ...]

    def as_json(self) -> str:
        """Return both sides as the event's detail."""
        return json.dumps({"before": self.before, "after": self.after})


def changes_between(before: Server, after: Server) -> list[Change]:
    """Return the differences worth telling. A field that one reading does not tell is no difference."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    found = []
    for kind, fields in WATCHED.items():
        told = [name for name in fields if old[name] is not None and new[name] is not None]
        if any(old[name] != new[name] for name in told):
            found.append(Change(kind, tuple(old[name] for name in told), tuple(new[name] for name in told)))
    return found


async def note_all(services: Services, account_id: int, pairs: Sequence[tuple[CachedServer | None, Server]]) -> None:
    """Compare readings with what was cached: events of what changed elsewhere, and what hints at snapshots.

    Args:
        services: the store and the clock.
        account_id: whose servers they are.
        pairs: the cached row, None for a server never seen before, and the reading; of none that a later reading is
            known of.
    """
    events: list[NewEvent] = []
    hinted: list[str] = []
    for row, server in pairs:
        if row is None:
            before = None
        elif row.data == server.model_dump_json():
            continue
        else:
            before = Server.model_validate_json(row.data)
            events += _events(services, row, before, server)
        if server.hints_at_snapshots and not _hinted_before(before, server):
            hinted.append(server.guid)
    if events:
        await services.store.add_events(events)
    if hinted:
        await services.store.suspect_snapshots(account_id, hinted, every=services.timing.snapshots)


def _events(services: Services, row: CachedServer, before: Server, server: Server) -> list[NewEvent]:
    changes = changes_between(before, server)
    if not changes:
        return []
    latest = services.store.operations(account_id=row.account_id, guid=row.guid, limit=1)
    if latest and (latest[0].ended_at is None or latest[0].ended_at >= row.read_at - services.timing.sync):
        # Our own operation's doing, or not to be told from it.
        changes = [change for change in changes if change.kind not in {"run", "order"}]
    now = services.clock.now()
    return [NewEvent(row.account_id, row.guid, now, change.kind, change.as_json()) for change in changes]


def _hinted_before(before: Server | None, server: Server) -> bool:
    """Tell whether the same was known already; a reading of one server does not tell what a list does."""
    if before is None:
        return False
    named = server.snap_id is None or before.snap_id == server.snap_id
    return before.snap_status == server.snap_status and named
