"""How an operation moves on: one holder at a time, each step a compare-and-set.

Each end is an entry in the audit, written in the same transaction.

A lease that ran out may be taken by anybody, so a crashed process is no special case. A holder whose lease ran out
but was not taken still holds the operation.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from store.audit import append_audit, fingerprint, parsed
from store.base import Base, Row, set_clause
from store.errors import LostLeaseError, NotFoundError, WrongStateError
from store.operation_rows import OPERATION_COLUMNS, read_operation
from store.vocabulary import ENDED_STATES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from sqlite3 import Connection

    from store.ledger import OperationRow
    from store.vocabulary import OperationState


class OperationChanges(TypedDict, total=False):
    """What the holder of an operation may change; see `OperationRow`."""

    before: str | None
    after: str | None
    order_no: str | None
    status_message_id: int | None
    attempts: int
    seen_in_progress: bool
    reads: int
    next_at: float | None
    sent_at: float | None
    accepted_at: float | None
    ended_at: float | None
    outcome: str | None
    engine_words: str | None
    answer: str | None


class Leases(Base):
    """The subject `operations`: claims and moves."""

    async def claim(
        self,
        taskid: int,
        *,
        owner: str,
        lease_seconds: float,
        now: float,
        from_states: Collection[OperationState],
    ) -> OperationRow | None:
        """Take hold of an operation; exactly one of several callers gets it.

        Args:
            taskid: The operation.
            owner: Who asks; a name that no other process uses. One's own lease is renewed.
            lease_seconds: How long others keep off.
            now: Unix seconds.
            from_states: The states in which it may be taken.

        Returns:
            The operation, None if it is held by somebody else, in another state, or unknown.
        """
        marks = ", ".join("?" * len(from_states))
        sql = (
            "UPDATE operations SET lease_owner = ?, lease_until = ?, updated_at = ? WHERE taskid = ? "
            f"AND state IN ({marks}) AND (lease_owner IS NULL OR lease_owner = ? OR lease_until <= ?)"
        )
        parameters = (owner, now + lease_seconds, now, taskid, *from_states, owner, now)
        row = await self._write(lambda connection: _returning(connection, sql, parameters))
        return None if row is None else read_operation(self._keyring, row)

    async def move(
        self,
        taskid: int,
        *,
        owner: str,
        from_state: OperationState,
        to_state: OperationState,
        evidence: str | None = None,
        **changes: Unpack[OperationChanges],
    ) -> OperationRow:
        """Move an operation that one holds to its next state. An ended one is let go of at once.

        Args:
            taskid: The operation.
            owner: Who holds it.
            from_state: The state that it is in.
            to_state: The next one.
            evidence: For the audit, with an end: what was read that proves it (JSON).
            changes: Further columns.

        Raises:
            LostLeaseError: It is in another state, or in other hands.
            ValueError: `evidence` is no JSON.
        """
        values: dict[str, Any] = {**changes, "state": to_state}
        if to_state in ENDED_STATES:
            values = {"ended_at": self._now(), **values, "lease_owner": None, "lease_until": None}
        return await self._held(taskid, owner, values, from_state=from_state, evidence=evidence)

    async def change(self, taskid: int, *, owner: str, **changes: Unpack[OperationChanges]) -> OperationRow:
        """Change an operation that one holds, within its state.

        Raises:
            LostLeaseError: It is in other hands.
        """
        return await self._held(taskid, owner, {**changes})

    async def renew_leases(self, taskids: Iterable[int], *, owner: str, until: float) -> int:
        """Hold on for longer to operations that one holds and is at work on; returns how many those are.

        Args:
            taskids: What is being worked on.
            owner: Who holds them.
            until: Unix seconds.
        """
        return await self._change(
            "UPDATE operations SET lease_until = ? WHERE lease_owner = ? AND ended_at IS NULL "
            "AND taskid IN (SELECT value FROM json_each(?))",
            (until, owner, json.dumps(list(taskids))),
        )

    async def release_leases(self, *, owner: str) -> int:
        """Let go of everything that one holds: a process that ends in order; returns how many operations that was."""
        return await self._change(
            "UPDATE operations SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ? AND ended_at IS NULL",
            (owner,),
        )

    async def release(self, taskid: int, *, owner: str) -> None:
        """Let go of an operation; does nothing if it is in other hands already."""
        await self._change(
            "UPDATE operations SET lease_owner = NULL, lease_until = NULL WHERE taskid = ? AND lease_owner = ?",
            (taskid, owner),
        )

    async def settle(
        self,
        taskid: int,
        outcome_state: Literal["done", "failed"],
        note: str,
        *,
        decided_by: int | None = None,
        decided_chat: int | None = None,
    ) -> OperationRow:
        """A person decides what became of an operation that needs one; the chat is to be told again.

        Args:
            taskid: The operation.
            outcome_state: What became of it.
            note: Why.
            decided_by: Who decided, where it was in a chat.
            decided_chat: In which.

        Raises:
            NotFoundError: `operation`.
            WrongStateError: It is not needs-human.
        """
        now = self._now()

        def work(connection: Connection) -> Row:
            row: Row | None = connection.execute(
                "UPDATE operations SET state = ?, outcome = 'settled', note = ?, ended_at = ?, updated_at = ?, "
                "reported_at = NULL, report_owner = NULL, report_until = NULL "
                f"WHERE taskid = ? AND state = 'needs-human' RETURNING {OPERATION_COLUMNS}",
                (outcome_state, note, now, now, taskid),
            ).fetchone()
            if row is not None:
                data = {
                    "taskid": taskid,
                    "state": outcome_state,
                    "note": note,
                    "decided_by": decided_by,
                    "decided_chat": decided_chat,
                }
                append_audit(connection, self._keyring, "settled", data, now=now)
                return row
            state = connection.execute("SELECT state FROM operations WHERE taskid = ?", (taskid,)).fetchone()
            if state is None:
                raise NotFoundError("operation")
            raise WrongStateError(taskid, state[0])

        return read_operation(self._keyring, await self._write(work))

    async def _held(
        self,
        taskid: int,
        owner: str,
        values: dict[str, Any],
        *,
        from_state: OperationState | None = None,
        evidence: str | None = None,
    ) -> OperationRow:
        keyring, now = self._keyring, self._now()
        columns = set_clause(values, _SETTABLE)
        if values.get("answer") is not None:
            values = {**values, "answer": keyring.seal_text(values["answer"], "operations", taskid, "answer")}
        parameters = {**values, "now": now, "taskid": taskid, "owner": owner, "from_state": from_state}

        def work(connection: Connection) -> OperationRow:
            row = _returning(
                connection,
                f"UPDATE operations SET {columns}, updated_at = :now "
                "WHERE taskid = :taskid AND lease_owner = :owner AND (:from_state IS NULL OR state = :from_state)",
                parameters,
            )
            if row is None:
                raise LostLeaseError(taskid)
            operation = read_operation(keyring, row)
            if values.get("state") in ENDED_STATES:
                append_audit(connection, keyring, "ended", _ended(operation, evidence), now=now)
            return operation

        return await self._write(work)


def _returning(connection: Connection, sql: str, parameters: tuple[Any, ...] | dict[str, Any]) -> Row | None:
    row: Row | None = connection.execute(f"{sql} RETURNING {OPERATION_COLUMNS}", parameters).fetchone()
    return row


def _ended(row: OperationRow, evidence: str | None) -> dict[str, Any]:
    """What the audit keeps of an end."""
    return {
        "taskid": row.taskid,
        "state": row.state,
        "outcome": row.outcome,
        "evidence": parsed(evidence),
        "digest": fingerprint(row.after),
        "engine_words": row.engine_words,
    }


_SETTABLE = frozenset(OperationChanges.__annotations__) | {"state", "lease_owner", "lease_until"}
