"""The one request of an operation, and what its answer says about its execution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from engine import EngineError, NotConnectedError, RefusedError
from operations.kinds import Call
from operations.standing import objection, without_personal_data
from store import NotFoundError

if TYPE_CHECKING:
    from operations.held import Held
    from operations.kinds import Answer

log = structlog.get_logger(__name__)

SEND_ATTEMPTS = 3
FIRST_RETRY = 2.0


async def send(held: Held) -> None:
    """Send the request, unless something speaks against it by now."""
    services, row = held.services, held.row
    if row.next_at is not None:
        await services.clock.sleep(row.next_at - services.clock.now())
    objected = objection(services, row) or _incomplete(held)
    if objected is not None:
        await held.end("failed", objected)
        return
    # All that can go wrong without the engine goes wrong here, while the row still says that nothing was sent.
    call = Call(
        engine=services.engines.of(row.account_id),
        guid=row.guid,
        params=held.params,
        order_no=row.order_no,
        price=row.price,
        customer=services.engines.customer(row.identity_id),
        taskid=row.taskid,
    )
    await held.move("sending", sent_at=services.clock.now(), attempts=row.attempts + 1, next_at=None)
    await services.reporter.progress(held.row)
    try:
        answer = await held.kind.call(call)
    except NotConnectedError:
        await _not_connected(held)
    except RefusedError as error:
        await held.end("failed", "refused", engine_words=without_personal_data(services, row, error.message))
    except EngineError as error:
        log.warning("operation_unknown", taskid=row.taskid, action=row.action, error=type(error).__name__)
        await held.move("unknown", outcome=None, accepted_at=services.clock.now())
    else:
        kept = answer.to_json() if answer is not None else None
        await held.move("accepted", accepted_at=services.clock.now(), answer=kept)


def _incomplete(held: Held) -> str | None:
    """Return the outcome code where no request can be made of the row."""
    numbered = held.row.order_no is not None or not held.kind.paid
    return None if held.params.complete and numbered else "incomplete"


async def _not_connected(held: Held) -> None:
    """Nothing was sent: the one case that may be tried again by the program, with the same order number."""
    if held.row.attempts >= SEND_ATTEMPTS:
        await held.end("failed", "not_connected")
        return
    wait = FIRST_RETRY * 2 ** (held.row.attempts - 1)
    await held.move("confirmed", next_at=held.services.clock.now() + wait)


async def found_sending(held: Held) -> None:
    """Whoever sent it is gone, and nobody knows what came of it."""
    await held.move("unknown", outcome=None, accepted_at=held.services.clock.now())


async def take_over(held: Held) -> None:
    """The engine said yes: what was bought is the buyer's from now on, then its end is watched for."""
    await _assign(held, held.answer)
    await held.move("watching")


async def _assign(held: Held, answer: Answer | None) -> None:
    store, row = held.services.store, held.row
    for guid in answer.guids if answer is not None else ():
        # Again after a crash, when somebody may have decided otherwise already.
        if store.assignment(row.account_id, guid) is not None:
            continue
        try:
            await store.assign(row.account_id, guid, row.identity_id)
        except NotFoundError:
            log.warning("purchase_without_owner", taskid=row.taskid, guid=guid)
            return
        log.debug("operation_step", taskid=row.taskid, step="assigned")
