"""What a chat has ordered and done, newest first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations import servers
from operations.errors import ServerNotFoundError
from operations.members import name_of
from operations.sights import Sight

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from operations.access import Actor
    from operations.services import Services
    from store import OperationRow, OperationState

PAGE_SIZE = 8
# In one file: more than anybody reads, and what is read out of the store without a pause.
MOST = 5000
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """One operation as the chat sees it.

    Attributes:
        at: UNIX time at which it was confirmed.
        action: its kind.
        label: what the chat calls the server; its address then, or its guid, where it is no longer theirs; empty for a
            purchase.
        state: the operation's state.
        outcome: its outcome code, once it has ended.
        price: CNY that the customer was shown.
        order_no: its order number.
        person: who asked; only people of this chat are named.
        end_before: until when the server was paid before.
        end_after: until when afterwards, as read.
    """

    at: float
    action: str
    label: str
    state: OperationState
    outcome: str | None
    price: Decimal | None
    order_no: str | None
    person: str | None
    end_before: datetime | None
    end_after: datetime | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of entries, from page 0; `more`: there is another after it."""

    entries: tuple[OrderEntry, ...]
    page: int
    more: bool


def page_of_orders(services: Services, actor: Actor, page: int) -> OrderPage:
    """Return a page of the chat's own orders; beyond the end the last one."""
    rows = _rows(services, actor, limit=min((page + 1) * PAGE_SIZE, MOST) + 1)
    page = min(page, max(len(rows) - 1, 0) // PAGE_SIZE, MOST // PAGE_SIZE - 1)
    shown = rows[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    reader = _Reader(services, actor)
    return OrderPage(tuple(reader.entry(row) for row in shown), page, more=len(rows) > (page + 1) * PAGE_SIZE)


async def all_orders(services: Services, actor: Actor) -> list[OrderEntry]:
    """Return the chat's own orders, the newest `MOST` of them; others get their turn meanwhile."""
    reader = _Reader(services, actor)
    entries = []
    for number, row in enumerate(_rows(services, actor, limit=MOST)):
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)
        entries.append(reader.entry(row))
    return entries


def _rows(services: Services, actor: Actor, *, limit: int) -> list[OperationRow]:
    return services.store.operations(identity_ids=_identities(services, actor), limit=limit)


def _identities(services: Services, actor: Actor) -> set[int]:
    """Return whose operations the chat may see: its own identities', and of an account all of whose servers it has."""
    found = set(actor.identity_ids)
    for each in actor.identity_ids:
        row = services.store.identity(each)
        if row.all_servers:
            found.update(other.id for other in services.store.identities(account_id=row.account_id))
    return found


class _Reader:
    """Turns rows into entries; a server is looked up once."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self._services = services
        self._actor = actor
        self._labels: dict[tuple[int, str], str | None] = {}

    def entry(self, row: OperationRow) -> OrderEntry:
        before, after = (None if text is None else Sight.from_json(text) for text in (row.before, row.after))
        here = row.chat_id == self._actor.chat_id
        return OrderEntry(
            at=row.created_at,
            action=row.action,
            label=self._label(row, before),
            state=row.state,
            outcome=row.outcome,
            price=row.price,
            order_no=row.order_no,
            person=name_of(self._services, row.user_id) if here else None,
            end_before=_end(before),
            end_after=_end(after),
        )

    def _label(self, row: OperationRow, before: Sight | None) -> str:
        if row.guid is None:
            return ""
        key = (row.account_id, row.guid)
        if key not in self._labels:
            self._labels[key] = self._present(*key)
        present = self._labels[key]
        if present is not None:
            return present
        # Somebody else's by now: what it is called today is not for this chat to see.
        server = before.server if before is not None else None
        return (server.address if server is not None else "") or row.guid

    def _present(self, account_id: int, guid: str) -> str | None:
        try:
            return servers.by_guid(self._services, self._actor, account_id, guid).label
        except ServerNotFoundError:
            return None


def _end(sight: Sight | None) -> datetime | None:
    return None if sight is None or sight.server is None else sight.server.end_time
