"""Servers that appeared in an account's list without our doing, and whose they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

import store
from engine import Server
from operations.access import Role
from operations.candidates import may_be_of
from operations.errors import NotYourApprovalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.access import Actor
    from operations.services import Services
    from store import CachedServer, IdentityRow, NewcomerRow, OperationRow

log = structlog.get_logger(__name__)

KIND = "unassigned"
MOST_AT_ONCE = 200
"""Servers that one notice tells of; the others have one of their own."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A server that appeared, as it is now.

    Attributes:
        row: when it appeared and what became of it.
        server: as last read.
        owner: the label of who has it now; None for nobody.
        open: whether somebody may still say whose it is.
    """

    row: NewcomerRow
    server: Server
    owner: str | None
    open: bool

    @property
    def label(self) -> str:
        """Return what to call it: its address, else its guid."""
        return self.server.address or self.row.guid


async def tell(services: Services) -> int:
    """Tell staff chats of servers that appeared and are nobody's; return of how many.

    Not of those that a purchase of ours may still claim, nor of those which no whole list has confirmed yet: they have
    their turn later.
    """
    told = 0
    for account in services.store.accounts():
        ready = await _ready(services, account.id)
        if ready and await services.store.tell_newcomers(account.id, [row.id for row in ready], KIND):
            log.info("servers_appeared", account_id=account.id, servers=len(ready))
            told += len(ready)
    return told


def of_batch(services: Services, batch: int) -> list[Newcomer]:
    """Return the servers of a notice in the order in which they appeared."""
    rows = services.store.newcomers_of(batch)
    if not rows:
        return []
    cached = _cached(services, rows[0].account_id, rows)
    return [_seen(services, row, cached[row.guid]) for row in rows if row.guid in cached]


def find(services: Services, actor: Actor, newcomer_id: int) -> Newcomer:
    """Return one that this chat's owners decide about.

    Raises:
        NotYourApprovalError: not this chat's, or there is none: both look the same.
    """
    row = services.store.newcomer(newcomer_id)
    cached = None
    if row is not None and row.account_id in actor.staff_account_ids:
        cached = _cached(services, row.account_id, [row]).get(row.guid)
    if row is None or cached is None:
        raise NotYourApprovalError
    return _seen(services, row, cached)


def takers(services: Services, account_id: int) -> list[IdentityRow]:
    """Return the identities of an account that may be given servers, by label."""
    return [row for row in services.store.identities(account_id=account_id) if row.erased_at is None]


async def give(services: Services, actor: Actor, newcomer_id: int, identity_id: int) -> Newcomer:
    """Assign a server that is nobody's; return it as it is then, whoever was quicker.

    Raises:
        NotYourApprovalError: not this chat's to decide, or no such server or identity.
        NotAllowedError: the person is no owner here.
    """
    newcomer = find(services, actor, newcomer_id)
    actor.require(Role.OWNER)
    if not newcomer.open:
        return newcomer
    try:
        given = await services.store.give_newcomer(
            newcomer_id, identity_id, user_id=actor.user_id, chat_id=actor.chat_id
        )
    except store.NotFoundError:
        # Erased meanwhile, or a made-up button.
        raise NotYourApprovalError from None
    if given.fresh:
        log.info("server_assigned", account_id=newcomer.row.account_id, newcomer=newcomer_id, identity_id=identity_id)
    return find(services, actor, newcomer_id)


async def leave(services: Services, actor: Actor, newcomer_id: int) -> Newcomer:
    """Leave a server to nobody; return it as it is then.

    Raises:
        NotYourApprovalError: not this chat's to decide, or no such server.
        NotAllowedError: the person is no owner here.
    """
    newcomer = find(services, actor, newcomer_id)
    actor.require(Role.OWNER)
    if newcomer.open:
        await services.store.end_newcomer(newcomer_id, "left")
        log.info("server_left_alone", account_id=newcomer.row.account_id, newcomer=newcomer_id)
    return find(services, actor, newcomer_id)


async def _ready(services: Services, account_id: int) -> list[NewcomerRow]:
    """Return those that can be told of, and put an end to those that are settled by themselves."""
    rows = services.store.newcomers_untold(account_id, limit=MOST_AT_ONCE)
    if not rows:
        return []
    cached = _cached(services, account_id, rows)
    purchases = services.store.undecided(account_id, "create_new")
    found = []
    for row in rows:
        server = cached.get(row.guid)
        if services.store.assignment(account_id, row.guid) is not None:
            await services.store.end_newcomer(row.id, "assigned")
        elif server is None or server.dead or server.gone_at is not None:
            await services.store.end_newcomer(row.id, "gone")
        elif services.store.is_listed(account_id, row.guid) and not _claimed(server, purchases):
            found.append(row)
    return found


def _claimed(cached: CachedServer, purchases: Sequence[OperationRow]) -> bool:
    """Tell whether a purchase whose outcome is open may have made it."""
    server = Server.model_validate_json(cached.data)
    return any(may_be_of(server, row) for row in purchases)


def _cached(services: Services, account_id: int, rows: Sequence[NewcomerRow]) -> dict[str, CachedServer]:
    return {row.guid: row for row in services.store.servers_among(account_id, [row.guid for row in rows])}


def _seen(services: Services, row: NewcomerRow, cached: CachedServer) -> Newcomer:
    assigned = services.store.assignment(row.account_id, row.guid)
    owner = services.store.identity(assigned).label if assigned is not None else None
    alive = not cached.dead and cached.gone_at is None
    return Newcomer(
        row,
        Server.model_validate_json(cached.data),
        owner=owner,
        open=owner is None and row.ended_how != "left" and alive,
    )
