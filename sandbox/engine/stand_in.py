"""The stand-in engine: one object that tests and the demo hold."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog

from sandbox.engine.actions import ACTIONS
from sandbox.engine.call import Call
from sandbox.engine.callbacks import Callbacks
from sandbox.engine.dialect import Dialect
from sandbox.engine.durations import Durations
from sandbox.engine.faults import Fault, FaultQueue, Kind
from sandbox.engine.ledger import Effect, Outcome, Received
from sandbox.engine.refused import Refused
from sandbox.engine.serving import Serving
from sandbox.engine.validators import validate
from sandbox.engine.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from aiohttp import web

    from sandbox.engine.rows import Line, Member, System, Zone
    from sandbox.engine.server_state import ServerState
    from sandbox.engine.validators import Incoming

log = structlog.get_logger(__name__)

Answer = dict[str, object]


class StandInEngine:
    """An engine in memory behind real HTTP.

    It reads the time through `now` alone and has no timers: whatever is due happens when the next
    request looks, so a clock that tests turn by hand drives everything. Two things take real time: the fault
    `SLOW`, and the delivery of callbacks where a callback address is given.

    Attributes:
        requests: everything that came in.
        violations: what callers did against the protocol, in words.
    """

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.time,
        durations: Durations | None = None,
        dialect: Dialect | None = None,
        seed: int = 1,
        record: bool = True,
        callback_url: str | None = None,
    ) -> None:
        """Make an empty engine.

        Args:
            now: unix seconds.
            durations: how long operations take.
            dialect: how answers are written, as the vendor's samples by default.
            seed: of guids, names and ports.
            record: whether `requests` grows; benchmarks do without.
            callback_url: where ends of operations are posted to; None for nowhere.
        """
        self.now = now
        self.dialect = dialect or Dialect()
        self.world = World(now=now, durations=durations or Durations(), seed=seed)
        self.faults = FaultQueue()
        self.requests: list[Received] = []
        self.violations: list[str] = []
        self._record = record
        self._callbacks = Callbacks(callback_url, settle=self.settle)
        self.world.on_end = self._callbacks.note if callback_url else None
        self._serving = Serving(self)

    # What is in it

    @property
    def members(self) -> dict[int, Member]:
        """Members by userid."""
        return self.world.members

    @property
    def effects(self) -> list[Effect]:
        """What was truly executed, one entry per execution."""
        return self.world.effects

    @property
    def servers(self) -> Mapping[str, ServerState]:
        """Servers by guid, as they stood when last looked at; see `server`."""
        return self.world.servers

    def server(self, guid: str) -> ServerState:
        """The server as it stands now.

        Raises:
            KeyError: no such server.
        """
        self.settle()
        return self.world.age(self.world.servers[guid], self.now())

    def add_member(self, userid: int, key: str, **fields: Any) -> Member:
        """Add a reseller; `salt`, `balance` and `discount` as in `Member`."""
        return self.world.add_member(userid, key, **fields)

    def add_zone(self, **fields: Any) -> Zone:
        """Add a zone; fields as in `Zone`."""
        return self.world.add_zone(**fields)

    def add_line(self, **fields: Any) -> Line:
        """Add a line, in the first zone unless told otherwise; fields as in `Line`."""
        return self.world.add_line(**fields)

    def add_system(self, **fields: Any) -> System:
        """Add a system, on all present lines unless told otherwise; fields as in `System`."""
        return self.world.add_system(**fields)

    def add_server(self, userid: int, **fields: Any) -> ServerState:
        """Add a server of a member, running and paid for 30 days unless told otherwise; fields as in `ServerState`."""
        return self.world.add_server(userid, **fields)

    # Disturbing it

    def fail_next(self, fault: Fault, *, action: str | None = None, times: int = 1) -> None:
        """Let a fault hit the next `times` requests, of that action or of any."""
        self.faults.add(fault, action=action, times=times)

    def fail_operation_next(self, action: str, *, never_ends: bool = False, times: int = 1) -> None:
        """Let the next operations of an action be accepted and then fail, or stay in progress for ever."""
        self.world.outcomes.plan(action, Outcome.NEVER if never_ends else Outcome.FAILED, times=times)

    def refund_ends_as(self, order_status: int | None) -> None:
        """What a refunded server becomes: order 4 (from the start), -1, -2, or None for gone."""
        self.world.refund_ends_as = order_status

    # Running it

    def settle(self) -> None:
        """Let everything happen that is due now."""
        self.world.settle(self.now())

    def receive(self, incoming: Incoming) -> tuple[Answer, Fault | None]:
        """Take one request: validate, execute and write it down, as far as a waiting fault lets it.

        Returns:
            The answer, as it would go out without the fault, and the fault that has to be shown.
        """
        now = self.now()
        self.world.settle(now)
        fault = self.faults.take(incoming.action)
        if fault is None or fault.executes:
            answer = self._answer(incoming, now)
        elif fault.kind is Kind.EXECUTE_LATER:
            answer = {"code": 1, "message": "", "data": []}
            self.world.timeline.plan(now + fault.seconds, lambda at: self._execute_late(incoming, received=now, at=at))
        else:
            answer = {"code": 1, "message": fault.words, "data": []}
        if self._record:
            verdict, name = str(answer["message"]), fault.kind.value if fault else ""
            self.requests.append(
                Received(time=now, action=incoming.action, form=incoming.form, verdict=verdict, fault=name)
            )
        return answer, fault

    def _answer(self, incoming: Incoming, now: float) -> Answer:
        try:
            validate(incoming, self.world, now)
            data = self._execute(incoming, now)
        except Refused as refused:
            return self._refusal(incoming, refused)
        # What takes no time has happened by the answer.
        self.world.settle(now)
        return {"code": 0, "message": "success", "data": data}

    def _execute(self, incoming: Incoming, now: float) -> object:
        form = incoming.form
        member = self.members[int(form["userid"])]
        call = Call(world=self.world, member=member, action=incoming.action, form=form, now=now)
        return ACTIONS[incoming.action](call)

    def _execute_late(self, incoming: Incoming, *, received: float, at: float) -> None:
        """The request was fine when it came; whether it still can be done is decided now."""
        try:
            validate(incoming, self.world, received)
            self._execute(incoming, at)
        except Refused as refused:
            self._refusal(incoming, refused)

    def _refusal(self, incoming: Incoming, refused: Refused) -> Answer:
        if refused.violation is not None:
            self.violations.append(f"{incoming.action or 'no action'}: {refused.violation}")
            log.warning("protocol_violation", action=incoming.action, violation=refused.violation)
        return {"code": 1, "message": refused.words, "data": []}

    # Serving it

    def app(self) -> web.Application:
        """An application that serves this engine at `/api`."""
        return self._serving.app()

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve it; port 0 takes a free one.

        Returns:
            The address without a path, `http://host:port`.
        """
        url = await self._serving.start(host=host, port=port)
        self._callbacks.start()
        return url

    async def stop(self) -> None:
        """Stop serving; what is in it stays."""
        await self._callbacks.stop()
        await self._serving.stop()

    async def refuse_connections(self) -> None:
        """Close the listening socket and every idle connection: whoever connects now is refused."""
        await self._serving.refuse_connections()

    async def accept_connections(self) -> None:
        """Listen again on the same port."""
        await self._serving.accept_connections()

    async def deliver_callbacks(self) -> int:
        """Post the callbacks that are due; returns how many arrived. While serving, this happens by itself."""
        return await self._callbacks.deliver()
