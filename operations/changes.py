"""What is different between two readings of one server, in stable words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine import Server

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
