"""An operation in this process's hands: what all steps of its way share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import structlog

from operations.errors import EngineUnavailableError
from operations.kinds import KINDS, Answer, Evidence
from operations.proof import proof
from operations.sights import Sight, see
from operations.states import ensure_move
from store import NotFoundError

if TYPE_CHECKING:
    from engine import Customer
    from operations.kinds import Kind, Params
    from operations.services import Services
    from store import OperationRow, OperationState
    from store.leases import OperationChanges

log = structlog.get_logger(__name__)


@dataclass
class Held:
    """A claimed operation; `row` is always what the store holds.

    Attributes:
        services: the store, the engines and the clock.
        row: the operation.
        hint: set where the engine may have news; cuts the wait between two readings short.
        began_at: UNIX time at which this process took it.
        idle_since: since when every reading has shown nothing going on, UNIX time.
    """

    services: Services
    row: OperationRow
    hint: asyncio.Event
    began_at: float
    idle_since: float | None = None

    @property
    def kind(self) -> Kind:
        """What is common to all operations of this kind."""
        return KINDS[self.row.action]

    @property
    def params(self) -> Params:
        """What was confirmed."""
        return self.kind.params.model_validate_json(self.row.params)

    @property
    def answer(self) -> Answer | None:
        """What the engine answered, where it is kept."""
        return Answer.from_json(self.row.answer) if self.row.answer is not None else None

    @property
    def before(self) -> Sight | None:
        """What was seen before the request."""
        return Sight.from_json(self.row.before) if self.row.before is not None else None

    @property
    def unknown_since(self) -> float:
        """Since when the engine has said yes, or nobody knows: UNIX time from which deadlines run."""
        # An engine that kept us waiting, or a bot that was away, takes nothing off that time.
        return self.row.accepted_at or self.row.sent_at or self.row.created_at

    def evidence(self, now: Sight) -> Evidence[Any]:
        """Return what there is to judge it by."""
        return Evidence(
            params=self.params,
            before=self.before,
            now=now,
            seen_in_progress=self.row.seen_in_progress,
            answer=self.answer,
            # Only an outcome that nobody answered for is counted as read.
            answered=self.row.reads == 0,
        )

    async def read(self) -> Sight | None:
        """Return a reading, or None where the engine cannot be read now."""
        row = self.row
        try:
            return await see(
                self.services, self.kind, row.account_id, row.guid, customer=self._customer(), answer=self.answer
            )
        except EngineUnavailableError as error:
            log.info("operation_read_failed", taskid=row.taskid, error=type(error.cause).__name__)
            return None

    def _customer(self) -> Customer | None:
        try:
            return self.services.engines.customer(self.row.identity_id)
        except NotFoundError:
            # Erased while it was under way: nothing more goes out in their name.
            return None

    async def pause(self, seconds: float) -> None:
        """Wait before the next reading, or until a hint."""
        sleeping = asyncio.ensure_future(self.services.clock.sleep(seconds))
        hinted = asyncio.ensure_future(self.hint.wait())
        try:
            await asyncio.wait({sleeping, hinted}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            hinted.cancel()
        self.hint.clear()

    async def change(self, step: str, **changes: Unpack[OperationChanges]) -> None:
        """Write down something within its state."""
        self.row = await self.services.store.change(self.row.taskid, owner=self.services.process, **changes)
        log.debug("operation_step", taskid=self.row.taskid, step=step)

    async def move(
        self, state: OperationState, *, evidence: str | None = None, **changes: Unpack[OperationChanges]
    ) -> None:
        """Write down its next state.

        Raises:
            NoSuchMoveError: `operations.states` does not have it.
            store.LostLeaseError: it is in other hands.
        """
        ensure_move(self.row.state, state)
        self.row = await self.services.store.move(
            self.row.taskid,
            owner=self.services.process,
            from_state=self.row.state,
            to_state=state,
            evidence=evidence,
            **changes,
        )
        log.info("operation_moved", taskid=self.row.taskid, action=self.row.action, state=state)

    async def end(
        self, state: OperationState, outcome: str, *, engine_words: str | None = None, after: Sight | None = None
    ) -> None:
        """Write down how it ended and what that rests on."""
        await self.move(
            state,
            evidence=proof(self.before, after) if self.row.sent_at is not None else None,
            outcome=outcome,
            engine_words=engine_words,
            after=after.to_json() if after is not None else None,
            next_at=None,
            ended_at=self.services.clock.now(),
        )
