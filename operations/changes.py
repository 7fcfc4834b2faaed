"""What is different between two readings of one server, in stable words; kept as history where nobody here did it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Server

if TYPE_CHECKING:
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


async def note_changes(services: Services, row: CachedServer, server: Server) -> None:
    """Keep as events what is different from the cached reading and no operation of ours explains."""
    before = Server.model_validate_json(row.data)
    if before == server:
        return
    changes = changes_between(before, server)
    latest = services.store.operations(account_id=row.account_id, guid=row.guid, limit=1)
    if latest and (latest[0].ended_at is None or latest[0].ended_at >= row.read_at - services.timing.sync):
        # Our own operation's doing, or not to be told from it.
        changes = [change for change in changes if change.kind not in {"run", "order"}]
    for change in changes:
        await services.store.add_event(
            account_id=row.account_id,
            guid=row.guid,
            at=services.clock.now(),
            kind=change.kind,
            detail=change.as_json(),
        )
