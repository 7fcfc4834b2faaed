"""The kinds of operation: one row each, and everything that differs between them.

Adding the next one means adding a row to a table here, a short method in `engine`, a callback in `handlers` and a text
entry. Who waits for what is the protocol's table *When is it done*; what an unknown outcome is settled by is its
table in *Money and unknown outcomes*.
"""

from __future__ import annotations

from operations.kinds.access import ACCESS
from operations.kinds.contracts import CONTRACTS
from operations.kinds.firewall import FIREWALL
from operations.kinds.kind import Answer, Call, Conclusion, Evidence, Kind, Progress
from operations.kinds.parameters import NoParams, Params
from operations.kinds.ports import PORTS
from operations.kinds.power import POWER
from operations.kinds.purchases import PURCHASES
from operations.kinds.snapshots import SNAPSHOTS

__all__ = ["KINDS", "Answer", "Call", "Conclusion", "Evidence", "Kind", "NoParams", "Params", "Progress"]

KINDS: dict[str, Kind] = {
    kind.action: kind for kinds in (POWER, ACCESS, SNAPSHOTS, CONTRACTS, PURCHASES, PORTS, FIREWALL) for kind in kinds
}
"""Every kind by its action: all of the engine's business actions that change something."""
