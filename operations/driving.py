"""One operation's way from `confirmed` to its end, step by durable step.

    confirmed → sending → accepted → watching → done | failed
                   └→ unknown → (watching) → done | failed | needs-human

The row says `sending` before the request leaves, so whatever finds it so after a crash knows that the engine may have
been asked.
Each step is a compare-and-set under a lease, kept alive by `operations.runner`: a second process is no special case.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import structlog

from engine import EngineError, NotConnectedError, RefusedError, Server
from operations import reading
from operations.errors import EngineUnavailableError
from operations.judging import Course, Verdict, judge, settle
from operations.kinds import KINDS
from operations.standing import objection, without_personal_data
from store import OPEN_STATES, LostLeaseError, StoreError

if TYPE_CHECKING:
    from operations.services import Services
    from store import OperationRow, OperationState
    from store.leases import OperationChanges

log = structlog.get_logger(__name__)

SEND_ATTEMPTS = 3
FIRST_RETRY = 2.0
LEAST_SETTLE_READS = 3
LONGEST_SETTLE_WAIT = 60.0


async def drive(services: Services, taskid: int, *, hint: asyncio.Event | None = None) -> OperationRow | None:
    """Take the operation to its end, or as far as this process keeps its lease.

    Args:
        services: the store, the engines and the clock.
        taskid: which.
        hint: set where the engine may have news; cuts the wait between two readings short.

    Returns:
        The ended operation, or None where another process has it (or it had ended).
    """
    row = await services.store.claim(
        taskid,
        owner=services.process,
        lease_seconds=services.timing.lease,
        now=services.clock.now(),
        from_states=OPEN_STATES,
    )
    if row is None:
        return None
    try:
        return await _Drive(services, row, hint or asyncio.Event(), services.clock.now()).to_the_end()
    except LostLeaseError:
        log.warning("operation_lease_lost", taskid=taskid)
        return None
    except Exception:
        # Whoever looks next may take it up at once, where the store can still be written; else the lease runs out.
        with contextlib.suppress(StoreError):
            await services.store.release(taskid, owner=services.process)
        raise


@dataclass
class _Drive:
    """The steps; `row` is always what the store holds."""

    services: Services
    row: OperationRow
    hint: asyncio.Event
    began_at: float
    idle_since: float | None = None

    async def to_the_end(self) -> OperationRow:
        """Step until the operation has ended."""
        steps = {
            "confirmed": self._send,
            "sending": self._found_sending,
            "accepted": self._begin_watching,
            "watching": self._watch,
            "unknown": self._settle,
        }
        if self.row.state == "sending":
            # Found, not entered: this process has not sent it, so whoever did is gone.
            await self._found_sending()
        while (step := steps.get(self.row.state)) is not None:
            await step()
            await self.services.reporter.progress(self.row)
        return self.row

    # --- sending

    async def _send(self) -> None:
        services, row = self.services, self.row
        if row.next_at is not None:
            await services.clock.sleep(row.next_at - services.clock.now())
        objected = objection(services, row)
        if objected is not None:
            await self._end("failed", objected)
            return
        # All that can go wrong without the engine goes wrong here, while the row still says that nothing was sent.
        call, engine = KINDS[row.action].call, services.engines.of(row.account_id)
        customer = services.engines.customer(row.identity_id)
        await self._move("sending", sent_at=services.clock.now(), attempts=row.attempts + 1, next_at=None)
        await services.reporter.progress(self.row)
        try:
            await call(engine, row.guid, customer=customer, taskid=row.taskid)
        except NotConnectedError:
            await self._not_connected()
        except RefusedError as error:
            await self._end("failed", "refused", engine_words=without_personal_data(services, row, error.message))
        except EngineError as error:
            log.warning("operation_unknown", taskid=row.taskid, action=row.action, error=type(error).__name__)
            await self._move("unknown", outcome=None, accepted_at=services.clock.now())
        else:
            await self._move("accepted", accepted_at=services.clock.now())

    async def _not_connected(self) -> None:
        """Nothing was sent: the one case that may be tried again by the program."""
        if self.row.attempts >= SEND_ATTEMPTS:
            await self._end("failed", "not_connected")
            return
        wait = FIRST_RETRY * 2 ** (self.row.attempts - 1)
        await self._move("confirmed", next_at=self.services.clock.now() + wait)

    async def _found_sending(self) -> None:
        await self._move("unknown", outcome=None, accepted_at=self.services.clock.now())

    # --- watching

    async def _begin_watching(self) -> None:
        await self._move("watching")

    async def _watch(self) -> None:
        """Read once; end the operation or wait for the next reading."""
        services, row = self.services, self.row
        kind = KINDS[row.action]
        started = row.accepted_at or row.sent_at or row.created_at
        server = await self._read()
        if server is not None:
            self._note_idle(server)
            verdict = judge(kind, self._course(), server, grace=services.timing.grace)
            if await self._ended_by(verdict, server):
                return
        # A process that has just taken over looks for as long as idleness needs to prove anything.
        watched = services.clock.now() - self.began_at
        if services.clock.now() - started >= kind.deadline and watched > services.timing.grace:
            # Unreadable to the end: the engine said yes, and nobody can say what came of it.
            if server is None:
                await self._end("needs-human", "unreadable")
            else:
                await self._end("failed", "deadline", after=server)
            return
        await self._pause(services.timing.poll)

    def _note_idle(self, server: Server) -> None:
        if server.act_status != 0:
            self.idle_since = None
        elif self.idle_since is None:
            self.idle_since = self.services.clock.now()

    def _course(self) -> Course:
        row = self.row
        idle_for = 0.0 if self.idle_since is None else self.services.clock.now() - self.idle_since
        before = Server.model_validate_json(row.before) if row.before is not None else None
        return Course(before=before, seen_in_progress=row.seen_in_progress, idle_for=idle_for)

    async def _ended_by(self, verdict: Verdict, server: Server) -> bool:
        if verdict is Verdict.IN_PROGRESS and not self.row.seen_in_progress:
            await self._change(seen_in_progress=True)
        if verdict is Verdict.DONE:
            await self._end("done", "done", after=server)
            return True
        if verdict is Verdict.FAILED:
            await self._end("failed", "failed", after=server)
            return True
        return False

    # --- settling an unknown outcome

    async def _settle(self) -> None:
        """Read once about an outcome nobody answered for; decide when time and readings suffice."""
        services, row = self.services, self.row
        kind = KINDS[row.action]
        server = await self._read()
        if server is not None:
            await self._change(reads=row.reads + 1)
            verdict = settle(kind, self._course(), server)
            if await self._ended_by(verdict, server):
                return
            if verdict is Verdict.IN_PROGRESS:
                # From here on it is an operation like any other; its time runs from now.
                await self._move("watching", accepted_at=services.clock.now())
                return
        # From when nobody knew on: an engine that kept us waiting, or a bot that was away, takes nothing off that time.
        since = row.accepted_at or row.sent_at or row.created_at
        over = services.clock.now() - since >= services.timing.settle
        if over and server is None:
            # Out of reach just now: reading goes on until it can be asked once more, twice as long at the most.
            over = services.clock.now() - since >= 2 * services.timing.settle
        if over and (self.row.reads >= LEAST_SETTLE_READS or server is None):
            await self._give_up(kind.leaves_trace, server)
            return
        await self._pause(self._settle_wait())

    def _settle_wait(self) -> float:
        """Back off from the poll interval, but always leave room for the least number of readings."""
        timing = self.services.timing
        longest = min(LONGEST_SETTLE_WAIT, timing.settle / (LEAST_SETTLE_READS + 1))
        return min(timing.poll * 2.0 ** min(self.row.reads, 16), longest)

    async def _give_up(self, leaves_trace: bool, server: Server | None) -> None:
        if server is None:
            await self._end("needs-human", "unreadable")
        elif leaves_trace:
            await self._end("failed", "did_not", after=server)
        else:
            await self._end("needs-human", "no_trace", after=server)

    # --- what all steps share

    async def _read(self) -> Server | None:
        """Return a reading, or None where the engine cannot be read now."""
        row = self.row
        try:
            return await reading.read(self.services, row.account_id, row.guid or "")
        except EngineUnavailableError as error:
            log.info("operation_read_failed", taskid=row.taskid, error=type(error.cause).__name__)
            return None

    async def _pause(self, seconds: float) -> None:
        """Wait before the next reading, or until a hint."""
        sleeping = asyncio.ensure_future(self.services.clock.sleep(seconds))
        hinted = asyncio.ensure_future(self.hint.wait())
        try:
            await asyncio.wait({sleeping, hinted}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            hinted.cancel()
        self.hint.clear()

    async def _change(self, **changes: Unpack[OperationChanges]) -> None:
        self.row = await self.services.store.change(self.row.taskid, owner=self.services.process, **changes)

    async def _move(self, state: OperationState, **changes: Unpack[OperationChanges]) -> None:
        self.row = await self.services.store.move(
            self.row.taskid,
            owner=self.services.process,
            from_state=self.row.state,
            to_state=state,
            **changes,
        )
        log.info("operation_moved", taskid=self.row.taskid, action=self.row.action, state=state)

    async def _end(
        self, state: OperationState, outcome: str, *, engine_words: str | None = None, after: Server | None = None
    ) -> None:
        await self._move(
            state,
            outcome=outcome,
            engine_words=engine_words,
            after=after.model_dump_json() if after is not None else None,
            next_at=None,
            ended_at=self.services.clock.now(),
        )
