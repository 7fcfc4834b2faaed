"""The peer of `benchmarks.notices`: a Bot API that counts what arrives when, and an engine with any number of servers.

Run as a process of its own: `python -m benchmarks.counting_peer PORT SERVERS`. `POST /push` with `{"updates": […]}` has
people write; `POST /figures` answers with what was seen since the last time, and begins anew.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from urllib.parse import parse_qs

import uvloop

from benchmarks.echo import guid, server
from benchmarks.peer import SENT, World, serve

PAGE = 50
SECOND, MINUTE = 1.0, 60.0


class Counting(World):
    """Counts arrivals as Telegram would, and measures how long people wait."""

    def __init__(self, servers: int) -> None:
        super().__init__()
        self.many = servers
        self._polled = False
        self._asked: dict[int, float] = {}
        self._recent: deque[float] = deque()
        self._of_chat: dict[int, deque[float]] = {}
        self._begin()

    def _begin(self) -> None:
        self._waits: list[float] = []
        self._arrivals = 0
        self._most = 0
        self._most_private = 0
        self._most_group = 0

    async def poll(self, parameters: dict[str, list[str]]) -> bytes:
        """Note that the bot runs."""
        self._polled = True
        return await super().poll(parameters)

    def count(self, body: bytes) -> bytes:
        """Count a message, at the moment it arrives."""
        now = time.perf_counter()
        chat = int(json.loads(body)["chat_id"])
        self._arrivals += 1
        self._most = max(self._most, _slide(self._recent, now, SECOND))
        within = _slide(self._of_chat.setdefault(chat, deque()), now, SECOND if chat > 0 else MINUTE)
        if chat > 0:
            self._most_private = max(self._most_private, within)
        else:
            self._most_group = max(self._most_group, within)
        asked = self._asked.pop(chat, None)
        if asked is not None:
            self._waits.append(now - asked)
        return SENT

    def other(self, method: str, body: bytes) -> bytes:
        """Let people write, and tell what was seen."""
        if method == "push":
            updates = json.loads(body)["updates"]
            for update in updates:
                self._asked[int(update["message"]["chat"]["id"])] = time.perf_counter()
            self.updates.extend(updates)
            self.changed.set()
            return b"{}"
        if method == "polled":
            return json.dumps({"polled": self._polled}).encode()
        if method == "figures":
            figures = {
                "waits": self._waits,
                "unanswered": len(self._asked),
                "arrivals": self._arrivals,
                "most_in_a_second": self._most,
                "most_to_a_person_in_a_second": self._most_private,
                "most_to_a_group_in_a_minute": self._most_group,
            }
            self._begin()
            return json.dumps(figures).encode()
        return super().other(method, body)

    def engine(self, body: bytes) -> bytes:
        """Answer as an engine with `many` servers, 50 a page."""
        form = parse_qs(body.decode())
        if form["action"][0] == "getserver":
            row = server(int(form["guid"][0]) - int(guid(0)))
            return b'{"code":0,"message":"success","data":' + json.dumps(row).encode() + b"}"
        if form["action"][0] == "getservers":
            first = (int(form["page"][0]) - 1) * PAGE
            rows = [server(number) for number in range(first, min(first + PAGE, self.many))]
            data = {"pages": -(-self.many // PAGE), "items": str(self.many), "servers": rows}
            return json.dumps({"code": 0, "message": "success", "data": data}).encode()
        return super().engine(body)


def _slide(times: deque[float], now: float, seconds: float) -> int:
    times.append(now)
    while times[0] <= now - seconds:
        times.popleft()
    return len(times)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1]), Counting(int(sys.argv[2]))))
