"""The other side of a measurement: a Bot API and an engine that answer as cheaply as HTTP allows.

Neither checks anything; what is measured is the bot. Run as a process of its own: `python -m benchmarks.peer PORT`.
`POST /load` with `{"updates": […]}` queues updates; `GET /done?count=N` answers when N messages have been sent, with
the seconds from the first `getUpdates` that carried any.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qs, urlsplit

import uvloop

if TYPE_CHECKING:
    from collections.abc import Coroutine

SENT = b'{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":1,"type":"private","first_name":"x"},"text":"x"}}'
_ME = (
    b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"b_bot","can_join_groups":true,'
    b'"can_read_all_group_messages":false,"supports_inline_queries":false}}'
)
_TRUE = b'{"ok":true,"result":true}'
_NOTHING = b'{"code":0,"message":"success","data":[]}'


class World:
    """What both sides hold."""

    def __init__(self) -> None:
        self.updates: list[dict[str, object]] = []
        self.servers: dict[str, bytes] = {}
        self.sent = 0
        self.started_at: float | None = None
        self.ended_at = 0.0
        self.changed = asyncio.Event()
        self.last_other_call = time.perf_counter()

    def load(self, body: bytes) -> bytes:
        """Take what is to be answered."""
        given = json.loads(body)
        self.updates = given["updates"]
        self.servers = {guid: json.dumps(server).encode() for guid, server in given["servers"].items()}
        self.sent = 0
        self.started_at = None
        self.changed.set()
        return b"{}"

    async def poll(self, parameters: dict[str, list[str]]) -> bytes:
        """Answer getUpdates: at most 100, from the offset on; empty after a while."""
        offset = int(parameters.get("offset", ["0"])[0])
        self.updates = [update for update in self.updates if int(str(update["update_id"])) >= offset]
        if not self.updates:
            self.changed.clear()
            try:
                async with asyncio.timeout(1):
                    await self.changed.wait()
            except TimeoutError:
                return b'{"ok":true,"result":[]}'
        batch = self.updates[:100]
        if batch and self.started_at is None:
            self.started_at = time.perf_counter()
        return json.dumps({"ok": True, "result": batch}).encode()

    def count(self, _body: bytes) -> bytes:
        """Count a message."""
        self.sent += 1
        self.ended_at = time.perf_counter()
        self.changed.set()
        return SENT

    async def quiet(self) -> bytes:
        """Wait until nothing but polls has come for a second: the bot has started and caught up."""
        left = 1.0
        while left > 0:
            await asyncio.sleep(left)
            left = self.last_other_call + 1 - time.perf_counter()
        return b"{}"

    async def done(self, count: int) -> bytes:
        """Wait until so many messages were sent."""
        while self.sent < count:
            self.changed.clear()
            await self.changed.wait()
        return json.dumps({"seconds": self.ended_at - (self.started_at or 0.0)}).encode()

    def other(self, _method: str, _body: bytes) -> bytes:
        """Answer whatever else is asked."""
        return _TRUE

    def engine(self, body: bytes) -> bytes:
        """Answer an engine request."""
        form = parse_qs(body.decode())
        action = form["action"][0]
        if action == "getserver":
            return b'{"code":0,"message":"success","data":' + self.servers[form["guid"][0]] + b"}"
        if action == "getservers":
            # All on one page; the next brings nothing new.
            rows = b",".join(self.servers.values()) if form["page"][0] == "1" else b""
            head = f'{{"code":0,"message":"success","data":{{"pages":1,"items":"{len(self.servers)}","servers":['
            return head.encode() + rows + b"]}}"
        key = {"getzones": "zones", "getlines": "lines", "getsystems": "systems"}.get(action)
        if key is None:
            return _NOTHING
        return f'{{"code":0,"message":"success","data":{{"pages":1,"items":0,"{key}":[]}}}}'.encode()


class Connection(asyncio.Protocol):
    """One keep-alive connection; requests come one at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        # uvloop's transports are not asyncio's classes, only like them.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Cut requests out of what came."""
        self._buffer += data
        while True:
            head_end = self._buffer.find(b"\r\n\r\n")
            if head_end < 0:
                return
            head = self._buffer[:head_end]
            lowered = head.lower()
            at = lowered.find(b"content-length:")
            length = int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            end = head_end + 4 + length
            if len(self._buffer) < end:
                return
            body = self._buffer[head_end + 4 : end]
            self._buffer = self._buffer[end:]
            self._answer(head.split(b" ", 2)[1].decode(), body)

    def _answer(self, target: str, body: bytes) -> None:
        path = urlsplit(target).path
        method = path.rpartition("/")[2]
        world = self._world
        if method not in {"getUpdates", "quiet"}:
            world.last_other_call = time.perf_counter()
        if method == "sendMessage":
            self._write(world.count(body))
        elif method == "api":
            self._write(world.engine(body))
        elif method == "getUpdates":
            parameters = parse_qs(urlsplit(target).query) or parse_qs(body.decode())
            self._later(world.poll(parameters))
        elif method == "getMe":
            self._write(_ME)
        elif method == "load":
            self._write(world.load(body))
        elif method == "quiet":
            self._later(world.quiet())
        elif method == "done":
            self._later(world.done(int(parse_qs(urlsplit(target).query)["count"][0])))
        else:
            self._write(world.other(method, body))

    def _later(self, answer: Coroutine[object, object, bytes]) -> None:
        async def write() -> None:
            self._write(await answer)

        task = asyncio.get_running_loop().create_task(write())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _write(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )


async def serve(port: int, world: World) -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(lambda: Connection(world), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1]), World()))
