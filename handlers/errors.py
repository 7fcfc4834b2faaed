"""Errors on their way to a person: rendered here and nowhere else."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from engine import EngineError
from handlers.outgoing import ChatGoneError
from handlers.screens import back_to_list
from operations.errors import AmbiguousServerError, ConfirmationMovedError, NotAllowedError, OperationsError
from texts.errors import error_text, short_error, unexpected

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from handlers.request import Request
    from handlers.router import Handler
    from operations.access import Role

log = structlog.get_logger(__name__)


async def guarded(handler: Handler, request: Request) -> None:
    """Run a handler; whatever it raises becomes one clear line for the person, the details go to the log."""
    await _delivered(_run(handler, request), request)
    # Also where a message failed: a press without an answer shows as waiting for a long time.
    await _delivered(request.finish(), request)


async def _delivered(speaking: Awaitable[None], request: Request) -> None:
    try:
        await speaking
    except ChatGoneError:
        log.info("answer_undeliverable", update_id=request.update_id)
    except TelegramError as error:
        log.warning("answer_failed", update_id=request.update_id, error=type(error).__name__)


async def _run(handler: Handler, request: Request) -> None:
    try:
        await _with_way_on(handler, request)
    except (OperationsError, EngineError) as error:
        log.info("refused", update_id=request.update_id, error=type(error).__name__)
        await tell(request, error)
    except (ChatGoneError, TelegramError):
        raise
    except Exception as error:  # noqa: BLE001 - the top of a person's request: told, logged, and not carried on with
        await _unexpected(request, error)


async def _with_way_on(handler: Handler, request: Request) -> None:
    try:
        await handler(request)
    except (ConfirmationMovedError, AmbiguousServerError) as error:
        # Both bring something to press along with the words.
        from handlers.recovery import offer_again  # noqa: PLC0415 - its screens need this module

        await offer_again(request, error)


async def tell(request: Request, error: OperationsError | EngineError) -> None:
    """Say why not: on the button where that is still waiting for an answer, else as a message."""
    if request.pressed and await request.alert(short_error(request.t, error)):
        return
    # Strangers have no list to go back to.
    ways = [[back_to_list(request.t)]] if request.known is not None else []
    await request.say(error_text(request.t, error, contact=request.services.contact), ways)


async def _unexpected(request: Request, error: Exception) -> None:
    reference = secrets.token_hex(4)
    log.error("handler_failed", update_id=request.update_id, reference=reference, exc_info=error)
    request.parts.failed()
    request.answer()
    await request.say(unexpected(request.t, reference=reference, contact=request.services.contact))


def too_low(needed: Role) -> Handler:
    """Return a handler that says which role is needed."""

    async def refuse(request: Request) -> None:
        raise NotAllowedError(needed=needed, role=request.actor.role)

    return refuse


async def unknown_command(request: Request) -> None:
    """Answer a command that does not exist."""
    await request.say(request.t("unknown-command"))
