"""Errors that come with a way on: choose among several servers, or confirm what is true now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from handlers.screens import FILTER_BYTES, PAGE_SIZE, server_button
from operations.errors import AmbiguousServerError
from texts.errors import error_text
from texts.operations import button
from texts.servers import ambiguous

if TYPE_CHECKING:
    from handlers.request import Request
    from operations.errors import ConfirmationMovedError


async def offer_again(request: Request, error: ConfirmationMovedError | AmbiguousServerError) -> None:
    """Show the way on."""
    if isinstance(error, AmbiguousServerError):
        rows = [[server_button(known, "srv")] for known in error.candidates[:PAGE_SIZE]]
        # Hundreds may share an address: the list has pages.
        rest = callback_data.pack("lst", 0, callback_data.clip(error.word, FILTER_BYTES))
        ways = [[Button(button(request.t, "servers"), rest)]] if len(error.candidates) > PAGE_SIZE else []
        await request.say(ambiguous(request.t, error), [*rows, *ways])
        return
    from handlers.confirming import show_proposal  # noqa: PLC0415 - its handlers raise what this shows

    request.answer(request.t.plain("confirmation-moved"), alert=True)
    note = error_text(request.t, error, contact=request.services.contact)
    await show_proposal(request, error.proposal, note=note)
