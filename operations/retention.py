"""How long the data of a server that has ended are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from engine import Server
    from operations.services import Services


def kept_until(services: Services, account_id: int, server: Server) -> datetime | None:
    """Return when a server's data are destroyed unless it is renewed; None: not known."""
    line = services.catalogue.of(account_id).lines.get(server.line_guid)
    end = server.end_time
    if line is None or line.retention_days is None or end is None:
        return None
    try:
        return end + timedelta(days=line.retention_days)
    except OverflowError:
        # Beyond the calendar's end.
        return None
