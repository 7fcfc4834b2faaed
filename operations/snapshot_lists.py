"""Listing a server's snapshots, and keeping what the list says: every list that is read comes through here."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from engine import EngineError
from operations.errors import EngineUnavailableError
from store import NewSnapshot

if TYPE_CHECKING:
    from datetime import datetime

    from engine import Customer, SnapshotList
    from operations.services import Services

JITTER = 0.1


async def read(services: Services, account_id: int, guid: str, *, customer: Customer) -> SnapshotList:
    """List a server's snapshots and keep them; costs no write while nothing changed.

    Args:
        services: the store and the engines.
        account_id: whose server it is.
        guid: the server.
        customer: in whose name.

    Raises:
        EngineUnavailableError: the engine could not be read, or said no.
    """
    asked_at = services.clock.now()
    try:
        listed = await services.engines.of(account_id).listsnapshot(guid, customer=customer)
    except EngineError as error:
        raise EngineUnavailableError(error) from error
    await services.store.keep_snapshots(
        account_id,
        guid,
        [NewSnapshot(each.name, _at(each.create_time), _at(each.end_time)) for each in listed.snapshots],
        read_at=asked_at,
        next_read_at=asked_at + spread(services.timing.snapshots),
    )
    return listed


def spread(seconds: float) -> float:
    """Return about as long: what began at once shall not stay together."""
    return seconds * (1 + random.uniform(-JITTER, JITTER))  # noqa: S311 - spreads load, guards nothing


def _at(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment is not None else None
