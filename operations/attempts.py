"""Attempts at the same before: which of them came to nothing, so that its order number is used again.

An engine that knows order numbers then takes the second attempt for the first, should that still be on its way. But a
number that went with another order must not go with this one: such an engine would answer yes and do nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.refusals import meaning
from operations.sights import Sight

if TYPE_CHECKING:
    from operations.kinds import Kind
    from operations.plans import Wish
    from operations.services import Services
    from store import OperationRow

# Seconds. Older ones are history.
COUNTS_FOR = 30 * 86400.0
# Ends after which the engine may know the order number without having refused it.
_NUMBER_COUNTS = frozenset({"did_not", "deadline", "not_connected", "settled"})
# Refusals that come before the engine looks at what is ordered.
_NOT_LOOKED_AT = frozenset({"balance", "busy", "maintenance"})
# Nobody tries more often without the reseller hearing of it.
_MOST = 100


def last_attempt(services: Services, wish: Wish) -> int | None:
    """Return the number of the newest operation of this kind on the server; None for what is free, and purchases.

    Whoever confirms a second time what was just done is told so by it, even where no reading shows what was done.
    """
    if wish.known is None or not wish.kind.paid:
        return None
    row = services.store.last_attempt(wish.account_id, wish.guid, wish.action, wish.identity_id)
    return row.taskid if row is not None else None


def earlier_attempt(services: Services, wish: Wish, sight: Sight) -> OperationRow | None:
    """Return the last attempt at the same wish, where it came to nothing but may have reached the engine.

    Args:
        services: where operations are.
        wish: with complete parameters.
        sight: what is seen now; an attempt on other grounds was at something else.
    """
    if wish.known is None or not wish.kind.paid:
        # Two purchases alike are two wishes; an unknown one never becomes "did not" by itself.
        return None
    rows = services.store.operations(
        guid=wish.guid,
        account_id=wish.account_id,
        identity_id=wish.identity_id,
        paid_only=True,
        since=services.clock.now() - COUNTS_FOR,
        limit=_MOST,
    )
    for row in rows:
        if row.action != wish.action or row.sent_at is None:
            # What never left carried the number of the one before it.
            continue
        if row.state != "failed":
            return None
        if wish.kind.params.model_validate_json(row.params).same_wish(wish.params):
            if _number_unused(row):
                # The one before it may have brought the same number to the engine.
                continue
            return row if row.outcome in _NUMBER_COUNTS and _same_grounds(wish.kind, row, sight) else None
        # Another wish came to nothing; the one before it may still be on its way.
    return None


def _number_unused(row: OperationRow) -> bool:
    """Tell whether an attempt ended before the engine can have kept its order number for anything."""
    if row.outcome == "refused":
        return meaning(row.engine_words or "") in _NOT_LOOKED_AT
    return row.outcome in {"stale", "moved"}


def grounds(sight: Sight) -> dict[str, object]:
    """Return what a paid operation, or one that destroys, builds upon: the contract's end, the sizes, the snapshots."""
    found: dict[str, object] = {}
    server = sight.server
    if server is not None:
        disks = None if server.harddisks is None else list(server.harddisks)
        found["end"] = [server.end_time.isoformat() if server.end_time is not None else None]
        found["sizes"] = [server.cpu, server.memory, disks, server.bandwidth, server.defense]
    if sight.snapshots is not None:
        found["snapshots"] = sorted(
            [snapshot.name, snapshot.end_time.isoformat() if snapshot.end_time is not None else ""]
            for snapshot in sight.snapshots
        )
    return found


def _same_grounds(kind: Kind, row: OperationRow, sight: Sight) -> bool:
    """Tell whether what it would have changed is as it was before an attempt: else it happened after all."""
    if row.before is None:
        return False
    before, now = grounds(Sight.from_json(row.before)), grounds(sight)
    changing = ("snapshots",) if kind.snapshots else ("end", "sizes")
    return all(before.get(name) == now.get(name) for name in changing)
