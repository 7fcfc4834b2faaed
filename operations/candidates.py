"""What an unanswered purchase may have bought: for staff, who decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Server
from operations.kinds.parameters import Purchase

if TYPE_CHECKING:
    from operations.services import Services
    from store import OperationRow

# The engine's clock and ours may differ a little.
CLOCKS_DIFFER = 60.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A server that may be one of those ordered.

    Attributes:
        row_id: the cache row's small number, as buttons carry it.
        guid: the engine's id.
        ip: the public address; empty while it has none.
        bought_at: UNIX time, by the engine.
    """

    row_id: int
    guid: str
    ip: str
    bought_at: float


def candidates(services: Services, row: OperationRow) -> list[Candidate]:
    """Return the account's servers that the order may have made, the earliest bought first.

    Bought since the order by the engine's own time, on the line and of the sizes asked for, nobody's yet, still alive.
    A server that does not tell when it was bought is none: it would be every old one as well.

    Raises:
        pydantic.ValidationError: the operation is no purchase.
    """
    params = Purchase.model_validate_json(row.params)
    found = []
    for cached in services.store.servers_in(row.account_id):
        if cached.dead or cached.gone_at is not None:
            continue
        server = Server.model_validate_json(cached.data)
        if server.buy_time is None or server.buy_time.timestamp() < row.created_at - CLOCKS_DIFFER:
            continue
        if _is_as_ordered(server, params) and services.store.assignment(row.account_id, server.guid) is None:
            found.append(Candidate(cached.id, server.guid, server.address, server.buy_time.timestamp()))
    return sorted(found, key=lambda each: (each.bought_at, each.guid))


def may_be_of(server: Server, row: OperationRow) -> bool:
    """Tell whether an order may have made a server; one that does not tell when it was bought may be anybody's.

    Raises:
        pydantic.ValidationError: the operation is no purchase.
    """
    early = server.buy_time is not None and server.buy_time.timestamp() < row.created_at - CLOCKS_DIFFER
    return not early and _is_as_ordered(server, Purchase.model_validate_json(row.params))


def _is_as_ordered(server: Server, params: Purchase) -> bool:
    ordered = (params.line_guid, params.cpu, params.memory, params.harddisks, params.bandwidth, params.defense)
    return ordered == (
        server.line_guid,
        server.cpu,
        server.memory,
        server.harddisks,
        server.bandwidth,
        server.defense,
    )
