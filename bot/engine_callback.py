"""The engine's asynchronous callback, taken as a hint: "look at this task now"."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable

CALLBACK_PATH = "/callback/engine"
# The callback's form is not documented; a hint needs no more than a number.
MAX_HINT_BYTES = 16_384
HINTS_PER_SECOND = 20.0
HINT_BURST = 100.0
# As long as a `taskid` of ours can be: 53 bits.
_LARGEST_TASKID = 2**53 - 1


class TokenBucket:
    """Lets `burst` through at once and `rate` per second after that.

    Args:
        rate: per second.
        burst: at once.
        clock: seconds that never go back.
    """

    def __init__(self, *, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._left = burst
        self._at = clock()

    def take(self) -> bool:
        """Take one, or return False where none is left."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class EngineCallback:
    """Takes the engine's asynchronous callback as a hint: "look at this task now".

    It proves nothing (its form is undocumented and it is not signed), so it changes no state, and the answer is the
    same empty 200 whatever came.

    Args:
        on_hint: told the `taskid`; ignores one that is none of ours.
        bucket: how many hints are listened to.
    """

    def __init__(self, on_hint: Callable[[int], None], bucket: TokenBucket) -> None:
        self._on_hint = on_hint
        self._bucket = bucket

    async def handle(self, request: web.Request) -> web.Response:
        """Take one callback."""
        if self._bucket.take():
            taskid = await _taskid_of(request)
            if taskid is not None:
                self._on_hint(taskid)
        return web.Response()


async def _taskid_of(request: web.Request) -> int | None:
    """Return the `taskid` of a form, a JSON object or the query; None where there is none to be found."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MAX_HINT_BYTES:
            return None
    text = body.decode("utf-8", "replace").strip()
    value: object = request.query.get("taskid")
    if text.startswith("{"):
        try:
            value = json.loads(text).get("taskid", value)
        except (ValueError, RecursionError):
            return None
    elif text:
        value = parse_qs(text, max_num_fields=None).get("taskid", [value])[0]
    return _number(value)


def _number(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(_LARGEST_TASKID)):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST_TASKID:
        return value
    return None
