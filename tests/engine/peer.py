"""A peer that speaks HTTP, records what came in, and answers the vendor's samples or what it was told to."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]

SAMPLES: dict[str, Any] = json.loads(Path(__file__).with_name("samples.json").read_text(encoding="utf-8"))
NOW = 1471331587.0


class Peer:
    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.requests: list[web.Request] = []
        self.replies: deque[Reply] = deque()
        self.under_way = 0
        self.most_under_way = 0
        self._arrival = asyncio.Condition()

    @property
    def forms(self) -> list[dict[str, str]]:
        return [form(body) for body in self.bodies]

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        return app

    def then(self, *replies: Reply) -> None:
        self.replies.extend(replies)

    async def received(self, number: int) -> None:
        """Wait until so many requests have come in."""
        async with asyncio.timeout(5), self._arrival:
            await self._arrival.wait_for(lambda: len(self.bodies) >= number)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.requests.append(request)
        async with self._arrival:
            self.bodies.append(body)
            self._arrival.notify_all()
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if self.replies:
                return await self.replies.popleft()(request)
            return web.json_response(SAMPLES[form(body)["action"]])
        finally:
            self.under_way -= 1


def form(body: bytes) -> dict[str, str]:
    pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs), "a parameter was sent twice"
    return dict(pairs)


def says(value: Any) -> Reply:
    async def reply(_: web.Request) -> web.Response:
        return web.json_response(value)

    return reply


def sends(body: bytes, *, status: int = 200, content_type: str = "application/json") -> Reply:
    async def reply(_: web.Request) -> web.Response:
        return web.Response(body=body, status=status, content_type=content_type)

    return reply


async def cuts(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def truncates(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
    await answer.prepare(request)
    await answer.write(b'{"code": 0, "mess')
    assert request.transport is not None
    request.transport.close()
    return answer


def waits_for(event: asyncio.Event) -> Reply:
    async def reply(request: web.Request) -> web.Response:
        await event.wait()
        return web.json_response(SAMPLES["getzones"])

    return reply
