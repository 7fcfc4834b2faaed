"""The calendar of /expiring: a picture of the next months, and a file for calendar programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from telegram.error import BadRequest

from handlers import callback_data
from handlers.outgoing import Button
from handlers.workbench import NotMadeError
from operations import renewals
from operations.chat_time import ChatTime
from operations.expiry_calendar import Ending, ExpiryCalendar, expiry_calendar
from texts import Texts, texts_for
from texts.calendar import file_caption, no_file, no_file_now, no_picture, nothing_ends, picture_caption, timeline
from texts.calendar_file import FILENAME, MOST, calendar_file
from texts.operations import button
from texts.pictures.timeline_picture import draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from operations.renewals import End

PICTURE, FILE = "cap", "caf"
_MINUTE = 60.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _FileOrder:
    """All that a file is made of; `now` is a whole minute, so that a group's members share one."""

    language: str
    endings: tuple[Ending, ...]
    timezone: str
    now: float


def calendar_of(request: Request, found: Sequence[End] | None = None) -> ExpiryCalendar:
    """Return the chat's calendar, of these servers or, where they have not been read yet, of all."""
    services, actor = request.services, request.actor
    if found is None:
        found = renewals.ends(services, actor)
    return expiry_calendar(found, clock=ChatTime(actor.timezone), now=services.clock.now())


def rows(t: Texts, calendar: ExpiryCalendar) -> Rows:
    """Return the buttons for what there is to send."""
    found = []
    if calendar.has_picture:
        found.append(Button(button(t, "calendar_picture"), callback_data.pack(PICTURE)))
    if calendar.endings:
        found.append(Button(button(t, "calendar_file"), callback_data.pack(FILE)))
    return [found]


async def follow(request: Request, calendar: ExpiryCalendar) -> None:
    """Send picture and file, as far as there is anything in them."""
    if calendar.has_picture:
        await _send_picture(request, calendar)
    if calendar.endings:
        await _send_file(request, calendar)


async def picture_pressed(request: Request) -> None:
    """`cap`."""
    calendar = calendar_of(request)
    if not calendar.has_picture:
        request.answer(nothing_ends(request.t))
        return
    request.answer()
    await _send_picture(request, calendar)


async def file_pressed(request: Request) -> None:
    """`caf`."""
    calendar = calendar_of(request)
    if not calendar.endings:
        request.answer(no_file(request.t))
        return
    request.answer()
    await _send_file(request, calendar)


async def _send_picture(request: Request, calendar: ExpiryCalendar) -> None:
    t, parts = request.t, request.parts
    try:
        picture = await parts.workbench.make(draw, timeline(t, calendar, timezone=request.actor.timezone))
        await parts.outgoing.send_photo(
            request.chat_id, picture, caption=picture_caption(t, calendar), thread_id=request.thread_id, silent=True
        )
    except NotMadeError as error:
        await request.say(no_picture(t, busy=error.busy))
    except BadRequest as error:
        # A group may forbid pictures, and Telegram may dislike one.
        log.warning("picture_refused", update_id=request.update_id, error=error.message)
        await request.say(no_picture(t, busy=False))


async def _send_file(request: Request, calendar: ExpiryCalendar) -> None:
    t, parts = request.t, request.parts
    endings = calendar.endings
    order = _FileOrder(t.language, endings[:MOST], request.actor.timezone, calendar.now // _MINUTE * _MINUTE)
    try:
        content = await parts.workbench.make(_write, order)
    except NotMadeError:
        await request.say(no_file_now(t))
        return
    await parts.outgoing.send_document(
        request.chat_id,
        content,
        filename=FILENAME,
        caption=file_caption(t, count=len(order.endings), cut=len(endings) > MOST),
        thread_id=request.thread_id,
        silent=True,
    )


def _write(order: _FileOrder) -> bytes:
    # In the workbench's thread: the file's texts are plain templates, nothing of Fluent's own machinery runs there.
    return calendar_file(texts_for(order.language), order.endings, timezone=order.timezone, now=order.now)


def register(router: Router) -> None:
    """Add the buttons."""
    router.press(PICTURE, picture_pressed)
    router.press(FILE, file_pressed)
