"""The network of a history: real HTTP bytes between the real client and the stand-in, without sockets.

A socket of the kernel would have a time of its own. Here what is sent arrives in the loop's time, and what a process
wrote before it was killed still arrives.
"""

from __future__ import annotations

import asyncio
import contextvars
import errno
from collections import deque
from typing import TYPE_CHECKING

from aiohttp import BaseConnector, ClientConnectorError, web

from engine import Transport

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from aiohttp import ClientRequest, ClientSession, ClientTimeout
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.tracing import Trace

    from sandbox.engine import StandInEngine
    from tests.simulation.faults import Weather

ADDRESS = "http://engine.example"


class _End(asyncio.Transport):
    """One end of a connection."""

    peer: _End

    def __init__(self, protocol: asyncio.Protocol, context: contextvars.Context, *, lag: float = 0.0) -> None:
        super().__init__({"peername": ("192.0.2.1", 40_000), "sockname": ("192.0.2.2", 80)})
        self._loop = asyncio.get_running_loop()
        self._protocol: asyncio.BaseProtocol = protocol
        self._context = context
        self._closing = False
        self._paused = False
        self._held: list[bytes] = []
        self._lag = lag
        self._coming: deque[bytes | None] = deque()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._closing:
            self.peer._expect(bytes(data))

    def _expect(self, data: bytes | None) -> None:
        """Let something arrive after the way it has to go, in order; None is the other side's hanging up."""
        self._coming.append(data)
        if self._lag:
            self._loop.call_later(self._lag, self._arrive, context=self._context)
        else:
            self._loop.call_soon(self._arrive, context=self._context)

    def _arrive(self) -> None:
        data = self._coming.popleft()
        if data is None:
            self._lose()
        else:
            self._receive(data)

    def _receive(self, data: bytes) -> None:
        if self._paused:
            self._held.append(data)
        elif not self._closing and isinstance(self._protocol, asyncio.Protocol):
            self._protocol.data_received(data)

    def close(self) -> None:
        if not self._closing:
            self._closing = True
            self.peer._expect(None)
            self._loop.call_soon(self._protocol.connection_lost, None, context=self._context)

    def _lose(self) -> None:
        if not self._closing:
            self._closing = True
            self._protocol.connection_lost(None)

    def abort(self) -> None:
        self.close()

    def is_closing(self) -> bool:
        return self._closing

    def pause_reading(self) -> None:
        self._paused = True

    def resume_reading(self) -> None:
        self._paused = False
        held, self._held = self._held, []
        for data in held:
            self._receive(data)

    def is_reading(self) -> bool:
        return not self._paused

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def get_write_buffer_size(self) -> int:
        return 0

    def can_write_eof(self) -> bool:
        return False


class Network:
    """Leads to one stand-in engine."""

    def __init__(self, engine: StandInEngine, weather: Weather) -> None:
        self.weather = weather
        self._runner = web.AppRunner(engine.app(), access_log=None)
        # What the engine does is no process's doing, whoever asked for it.
        self._elsewhere = contextvars.Context()

    async def open(self) -> None:
        await self._runner.setup()

    async def close(self) -> None:
        await self._runner.cleanup()

    def connect(self, factory: Callable[[], ResponseHandler]) -> tuple[ResponseHandler, _End]:
        assert self._runner.server is not None
        protocol = factory()
        here = _End(protocol, contextvars.copy_context(), lag=self.weather.latency())
        there = _End(self._runner.server(), self._elsewhere)
        here.peer, there.peer = there, here
        self._elsewhere.run(there.get_protocol().connection_made, there)
        protocol.connection_made(here)
        return protocol, here


class _Connector(BaseConnector):
    """Connects to whatever the network leads to; some attempts are refused."""

    def __init__(self, network: Network, ends: list[_End], *, force_close: bool) -> None:
        super().__init__(limit=0, force_close=force_close)
        self._network = network
        self._ends = ends

    async def _create_connection(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,  # noqa: ASYNC109 - the base class's signature
    ) -> ResponseHandler:
        await asyncio.sleep(self._network.weather.latency())
        if self._network.weather.refuses_connection(one_off=self.force_close):
            raise ClientConnectorError(req.connection_key, ConnectionRefusedError(errno.ECONNREFUSED, "refused"))
        protocol, end = self._network.connect(self._factory)
        self._ends.append(end)
        return protocol


class WiredTransport(Transport):
    """The real transport, over the history's network."""

    def __init__(self, network: Network, **settings: Any) -> None:
        super().__init__(**settings)
        self._network = network
        self._ends: list[_End] = []

    def _open(self, connector: BaseConnector) -> ClientSession:
        wired = _Connector(self._network, self._ends, force_close=connector.force_close)
        return super()._open(wired)  # type: ignore[arg-type]

    def cut(self) -> None:
        """Drop every connection, as the death of a process does."""
        for end in self._ends:
            end.close()
        self._ends.clear()
