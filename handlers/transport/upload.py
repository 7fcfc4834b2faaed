"""Requests with files: the form, and a watch over an upload that makes no progress."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from io import BytesIO
from typing import IO, TYPE_CHECKING

from aiohttp import FormData, UploadTracker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import Payload
    from telegram.request import RequestData


async def form_of(request_data: RequestData) -> Payload:
    """The multipart form of a request.

    An open file is read whole, from its beginning: a repeated request must send it again, and aiohttp closes files
    that it has sent. Telegram's limit for a bot's upload is 50 MB.
    """
    # Telegram takes UTF-8 names as they are, and shows percent signs where they are encoded.
    form = FormData(quote_fields=False, default_to_multipart=True)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        data = content if isinstance(content, bytes) else await asyncio.to_thread(_read, content)
        # As a file again, since aiohttp writes files in pieces and bytes at once.
        form.add_field(name, BytesIO(data), filename=filename, content_type=mimetype)
    return form()


def _read(file: IO[bytes]) -> bytes:
    if file.seekable():
        file.seek(0)
    return file.read()


@asynccontextmanager
async def upload_watch(
    *, size: int | None, stall_seconds: float | None, head_start: float
) -> AsyncIterator[UploadTracker]:
    """Cut the request in the body off when its upload stands still.

    aiohttp has a time-out for reading but none for writing.

    Args:
        size: the body's bytes; once they have left, the answer may take its time. The tracker itself tells of the end
            only when the answer has come. None: not known, and not watched.
        stall_seconds: how long no byte may leave; none: for ever.
        head_start: seconds until the first look, beyond `stall_seconds`: for the connection to be opened.

    Yields:
        The tracker to hand to the request.

    Raises:
        TimeoutError: the upload stood still.
    """
    tracker = UploadTracker()
    if stall_seconds is None or size is None:
        yield tracker
        return
    loop = asyncio.get_running_loop()
    seen = 0
    handle: asyncio.TimerHandle | None = None

    async with asyncio.timeout(None) as cut:

        def look() -> None:
            nonlocal seen, handle
            written = tracker.bytes_written
            if written >= size:
                return
            if written == seen:
                cut.reschedule(loop.time())
                return
            seen = written
            handle = loop.call_later(stall_seconds, look)

        handle = loop.call_later(head_start + stall_seconds, look)
        try:
            yield tracker
        finally:
            handle.cancel()
