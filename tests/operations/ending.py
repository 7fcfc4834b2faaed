"""Servers and snapshots that end when a test says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine import OrderStatus, Server

if TYPE_CHECKING:
    from operations.services import Services
    from store import NoticeRow

DAY = 86400.0


def utc(text: str) -> float:
    """UNIX time of "2028-02-29 10:00" in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


async def ends(services: Services, guid: str, at: float | None, *, dead: bool = False) -> None:
    """Let the cache have another end of a server, as the next list would bring it."""
    (row,) = services.store.server_by_guid(guid)
    server = Server.model_validate_json(row.data).model_copy(
        update={"end_time": None if at is None else datetime.fromtimestamp(at, UTC)}
    )
    if dead:
        server = server.model_copy(update={"order_status": OrderStatus.REFUNDED})
    now = max(services.clock.now(), row.read_at)
    await services.store.touch_server(
        row.account_id,
        guid=guid,
        ip=server.ip,
        share_ip=server.share_ip,
        dead=server.is_dead,
        data=server.model_dump_json(),
        read_at=now,
    )
    await listed(services, row.account_id, now)


async def listed(services: Services, account_id: int, at: float | None = None) -> None:
    """Let the account's list be read, as the cache has it."""
    guids = {row.guid for row in services.store.servers_in(account_id) if row.gone_at is None}
    await services.store.confirm_list(account_id, guids, listed_at=services.clock.now() if at is None else at)


async def snapshot_ends(services: Services, account_id: int, guid: str, name: str, at: float | None) -> None:
    """Let the cache have a snapshot."""
    await services.store._change(
        "INSERT OR REPLACE INTO snapshots (account_id, guid, name, ends_at, read_at) VALUES (?, ?, ?, ?, ?)",
        (account_id, guid, name, at, services.clock.now()),
    )


async def nothing_ends(services: Services, account_id: int) -> None:
    """Take every end away, so that a test has only its own."""
    for row in services.store.servers_in(account_id):
        await ends(services, row.guid, None)


def told(services: Services, chat_id: int) -> list[NoticeRow]:
    """The reminders that wait for a chat."""
    waiting = services.store.due_notices(services.clock.now() + 1e9)
    return [each for each in waiting if each.kind == "reminders" and each.chat_id == chat_id]
