"""What a chat calls a server: as it is today while it is that chat's, as it was then once it is somebody else's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from operations.servers import seen_by
from operations.sights import Sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from operations.services import Services
    from store import ConfirmationRow, OperationRow


def names_of_operation(services: Services, row: OperationRow, *, chat_id: int) -> tuple[str, str]:
    """Return what a chat calls an operation's server, and its address; both empty for a purchase."""
    return _names(services, chat_id, row.account_id, row.guid, lambda: _address_before(row))


def names_of_confirmation(services: Services, row: ConfirmationRow) -> tuple[str, str]:
    """Return what the chat that was asked calls the server, and its address; both empty for a purchase."""
    return _names(services, row.chat_id, row.account_id, row.guid, lambda: _address_shown(row))


def _names(
    services: Services, chat_id: int, account_id: int, guid: str | None, then: Callable[[], str]
) -> tuple[str, str]:
    if guid is None:
        return "", ""
    known = seen_by(services, chat_id, account_id, guid)
    if known is not None:
        return known.label, known.address
    # Somebody else's by now: what it is called today is not for this chat to see.
    address = then()
    return address or guid, address


def _address_before(row: OperationRow) -> str:
    server = None if row.before is None else Sight.from_json(row.before).server
    return "" if server is None else server.address


def _address_shown(row: ConfirmationRow) -> str:
    ip, share_ip = json.loads(row.shown).get("address") or ("", None)
    return share_ip or ip
