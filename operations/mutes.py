"""Mutes: servers of which a chat wants to hear nothing, for a time or until it says otherwise.

Nothing: no reminder, not even that it has expired, and no alarm. What is done to the server goes on, and other chats
are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations import servers
from operations.access import Role
from operations.errors import BadAnswerError
from operations.typed_time import DAY

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.servers import KnownServer
    from operations.services import Services

LONGEST = 366 * DAY


@dataclass(frozen=True, slots=True)
class Muted:
    """A server of which a chat is told nothing until then (UNIX time); None: until it says otherwise."""

    known: KnownServer
    until: float | None


def muted(services: Services, actor: Actor) -> list[Muted]:
    """Return what the chat has muted of the servers that it may see, in their order."""
    rows = services.store.mutes(actor.chat_id, services.clock.now())
    if not rows:
        return []
    until = {(row.account_id, row.guid): row.until for row in rows}
    return [
        Muted(known, until[known.account_id, known.guid])
        for known in servers.visible(services, actor)
        if (known.account_id, known.guid) in until
    ]


def mute_of(services: Services, chat_id: int, known: KnownServer) -> Muted | None:
    """Return how a chat has muted a server, if it has."""
    for row in services.store.mutes(chat_id, services.clock.now()):
        if (row.account_id, row.guid) == (known.account_id, known.guid):
            return Muted(known, row.until)
    return None


async def mute(services: Services, actor: Actor, known: KnownServer, *, seconds: float | None) -> None:
    """Tell the chat nothing of a server for so long; None: until it says otherwise. Said again, the newer counts.

    Raises:
        NotAllowedError: the person is no operator here.
        BadAnswerError: longer than `LONGEST`.
    """
    actor.require(Role.OPERATOR)
    if seconds is not None and seconds > LONGEST:
        raise BadAnswerError("mute-long")
    until = None if seconds is None else services.clock.now() + seconds
    await services.store.mute(actor.chat_id, known.account_id, known.guid, until=until)


async def unmute(services: Services, actor: Actor, known: KnownServer) -> bool:
    """Tell the chat of it again; False if it was not muted.

    Raises:
        NotAllowedError: the person is no operator here.
    """
    actor.require(Role.OPERATOR)
    return await services.store.unmute(actor.chat_id, known.account_id, known.guid)
