"""What was read that an end rests on, short enough for the audit: the fields that tell, before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine import Server
    from operations.sights import Sight

_FIELDS = {
    "end_time": ("end_time",),
    "sizes": ("cpu", "memory", "harddisks", "bandwidth", "defense"),
    "run": ("run_status",),
    "system": ("system_guid",),
    "order": ("order_status",),
}


def proof(before: Sight | None, after: Sight | None) -> str:
    """Return both sights' telling fields as JSON."""
    return json.dumps({"before": _told(before), "after": _told(after)}, ensure_ascii=False)


def _told(sight: Sight | None) -> dict[str, object] | None:
    if sight is None:
        return None
    found: dict[str, object] = {"server": None if sight.server is None else _server(sight.server)}
    if sight.snapshots is not None:
        found["snapshots"] = {
            each.name: each.end_time.isoformat() if each.end_time is not None else None for each in sight.snapshots
        }
    if sight.servers:
        found["servers"] = {each.guid: _server(each) for each in sight.servers}
    return found


def _server(server: Server) -> dict[str, object]:
    values = server.model_dump(mode="json", include={name for names in _FIELDS.values() for name in names})
    return {
        kind: values[names[0]] if len(names) == 1 else [values[name] for name in names]
        for kind, names in _FIELDS.items()
    }
