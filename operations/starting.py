"""An operation that a typed command starts at once, without a confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import store
from operations import access, offers, reading, servers
from operations.errors import ServerBusyError, StaleRequestError
from operations.kinds import KINDS

if TYPE_CHECKING:
    from operations.confirmations import Asker
    from operations.servers import KnownServer
    from operations.services import Services
    from store import OperationRow


async def start_now(
    services: Services, asker: Asker, known: KnownServer, action: str, *, asked_at: float, dedupe_key: str
) -> OperationRow:
    """Make the durable operation of a typed command.

    Args:
        services: the store and the engines.
        asker: who asks.
        known: the server.
        action: a kind that needs no confirmation when typed.
        asked_at: when the person asked, UNIX time; an old request is not acted upon.
        dedupe_key: the same for a repeated delivery of the same command, which then finds the first's operation.

    Returns:
        The operation in state `confirmed`, or the one that the first delivery made.

    Raises:
        StaleRequestError: asked longer ago than `Timing.fresh`.
        NotAllowedError: the person's role does not reach.
        EngineUnavailableError: the server could not be read.
        ServerNotFoundError: it was taken away while it was being read.
        ServerBusyError: another operation is open on it.
        NotPossibleError: its state forbids it.
    """
    kind = KINDS[action]
    if kind.confirmed:
        raise ValueError(f"{action} needs a confirmation")
    actor = asker.actor
    earlier = services.store.operation_by_dedupe_key(dedupe_key)
    if earlier is not None:
        return earlier
    actor.require(kind.role)
    ensure_fresh(services, asked_at)
    known = await reading.look_surely(services, known)
    actor = access.again(services, actor)
    servers.by_guid(services, actor, known.account_id, known.guid)
    offers.check(services, actor, known, kind)
    try:
        return await services.store.create_operation(
            account_id=known.account_id,
            identity_id=known.identity_id,
            guid=known.guid,
            action=action,
            params="{}",
            before=known.server.model_dump_json(),
            chat_id=actor.chat_id,
            thread_id=asker.thread_id,
            user_id=actor.user_id,
            language=actor.language,
            dedupe_key=dedupe_key,
        )
    except store.DuplicateError:
        made = services.store.operation_by_dedupe_key(dedupe_key)
        if made is None:
            raise
        return made
    except store.ServerBusyError as error:
        raise busy_with(services, error.taskid) from None


def busy_with(services: Services, taskid: int, *, needs_human: bool = False) -> ServerBusyError:
    """Return the refusal that names the operation in the way."""
    row = services.store.operation(taskid)
    return ServerBusyError(taskid=taskid, action=row.action if row is not None else "", needs_human=needs_human)


def ensure_fresh(services: Services, asked_at: float) -> None:
    """Do nothing for a request that is recent enough to act upon.

    Raises:
        StaleRequestError: it is older than `Timing.fresh`.
    """
    if services.clock.now() - asked_at > services.timing.fresh:
        raise StaleRequestError
