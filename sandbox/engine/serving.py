"""The HTTP side: a request in, an answer or a fault out."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.engine.faults import Fault, Kind
from sandbox.engine.validators import FORM_TYPE, Incoming

if TYPE_CHECKING:
    from sandbox.engine.stand_in import StandInEngine

PATH = "/api"

_HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_STOP_WITHIN = 0.5
_NOTICE_WITHIN = 0.01


class Serving:
    """Serves one engine; knows HTTP and nothing of servers."""

    def __init__(self, engine: StandInEngine) -> None:
        self._engine = engine
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._address = ("127.0.0.1", 0)
        self._stopping = asyncio.Event()
        self._answering: set[asyncio.Transport | None] = set()

    def app(self) -> web.Application:
        """A new application around the engine."""
        application = web.Application()
        # Any method: the engine itself says what it thinks of a GET.
        application.router.add_route("*", PATH, self._handle)
        return application

    async def start(self, *, host: str, port: int) -> str:
        """Listen; returns the address."""
        self._stopping.clear()
        self._runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=_STOP_WITHIN)
        await self._runner.setup()
        self._address = (host, port)
        await self.accept_connections()
        bound = self._runner.addresses[0]
        self._address = (host, bound[1])
        return f"http://{host}:{bound[1]}"

    async def stop(self) -> None:
        """Close everything; answers that are held back go out at once."""
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = self._site = None

    async def refuse_connections(self) -> None:
        """Stop listening and hang up on whoever is connected and idle."""
        if self._site is None or self._runner is None or self._runner.server is None:
            return
        await self._site.stop()
        self._site = None
        for connection in list(self._runner.server.connections):
            if connection.transport not in self._answering:
                connection.force_close()
        # A client in the same loop needs a few rounds to notice, or it would reuse what is already closed.
        await asyncio.sleep(_NOTICE_WITHIN)

    async def accept_connections(self) -> None:
        """Listen, on the port that was used before."""
        if self._site is not None or self._runner is None:
            return
        host, port = self._address
        self._site = web.TCPSite(self._runner, host, port, reuse_address=True)
        await self._site.start()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self._answering.add(request.transport)
        try:
            incoming = _incoming(request, await request.read())
            answer, fault = self._engine.receive(incoming)
            if fault is not None and fault.kind is Kind.SLOW:
                await self._wait(fault.seconds)
            response = await self._show(request, answer, fault)
        finally:
            self._answering.discard(request.transport)
        if self._runner is not None and self._site is None:
            response.force_close()
        return response

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _show(self, request: web.Request, answer: dict[str, object], fault: Fault | None) -> web.StreamResponse:
        text = self._engine.dialect.written(answer)
        match fault.kind if fault else None:
            case Kind.CUT | Kind.EXECUTE_LATER:
                return _cut(request)
            case Kind.CUT_IN_BODY:
                return await self._cut_in_body(request, text)
            case Kind.STATUS:
                return web.Response(status=fault.status if fault else 500)
            case Kind.HTML:
                return web.Response(text=_HTML, content_type="text/html")
            case Kind.TRUNCATED:
                text = text[: len(text) * 2 // 3]
            case Kind.WRONG_TYPE:
                text = self._engine.dialect.written(answer | {"data": "success"})
            case Kind.NO_CODE:
                text = self._engine.dialect.written({key: answer[key] for key in ("message", "data")})
            case Kind.REDIRECT:
                return web.Response(status=302, headers={"Location": "/login"})
        return web.Response(text=text, content_type=self._engine.dialect.content_type)

    async def _cut_in_body(self, request: web.Request, text: str) -> web.StreamResponse:
        """Promise the whole answer, send half of it."""
        body = text.encode()
        response = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        return _cut(request)


def _cut(request: web.Request) -> web.Response:
    """Close the connection without a word; the response returned is never sent."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


def _incoming(request: web.Request, body: bytes) -> Incoming:
    pairs: list[tuple[str, str]] = []
    if request.content_type == FORM_TYPE:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    counts = Counter(name for name, _ in pairs)
    return Incoming(
        method=request.method,
        content_type=request.content_type,
        form=dict(pairs),
        repeated=tuple(sorted(name for name, count in counts.items() if count > 1)),
        queried=tuple(sorted(set(request.query))),
    )
