"""Operations as the store holds them, without the way that leads there."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from operations.sights import Sight
from store import OPEN_STATES

if TYPE_CHECKING:
    from operations.services import Services
    from store import OperationRow, OperationState


async def operation(services: Services, state: OperationState = "confirmed", **new: Any) -> OperationRow:
    """Write an operation down and take it to a state; `outcome`, `engine_words` and `after` belong to its end."""
    store = services.store
    end = {name: new.pop(name) for name in ("outcome", "engine_words", "after") if name in new}
    values: dict[str, Any] = {
        "action": "renew",
        "params": '{"months": 1}',
        "before": None,
        "thread_id": None,
        "language": "en",
        "price": Decimal("72.00"),
        "list_price": Decimal("60.00"),
        "grave": True,
    }
    row = await store.create_operation(**values | new)
    if state == "confirmed":
        return row
    claimed = await store.claim(
        row.taskid, owner="test", lease_seconds=60, now=services.clock.now(), from_states=OPEN_STATES
    )
    assert claimed is not None
    moved = await store.move(row.taskid, owner="test", from_state="confirmed", to_state="sending")
    if state == "sending":
        return moved
    return await store.move(row.taskid, owner="test", from_state="sending", to_state=state, **end)


def sight_of(services: Services, guid: str, **changes: Any) -> str:
    """Return what the cache knows of a server as an operation keeps it, with some of it changed."""
    cached = services.store.server_by_guid(guid)[0]
    server = Sight.from_json(cached.data).server
    assert server is not None
    return Sight(server=server.model_copy(update=changes)).to_json()
