"""Operations: how they begin, and how they are found. `leases` moves them on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Unpack

from store.base import Base
from store.operation_rows import OPERATION_COLUMNS, NewOperation, insert_operation, read_operation
from store.vocabulary import OPEN_STATES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from store.ledger import OperationRow
    from store.vocabulary import OperationState

# Of a batch only when all of it has ended, and then one row for all that is unreported.
_UNREPORTED = """
    ended_at IS NOT NULL AND reported_at IS NULL AND (batch IS NULL OR NOT EXISTS (
        SELECT 1 FROM operations AS other WHERE other.batch = operations.batch AND (other.ended_at IS NULL
            OR (other.reported_at IS NULL AND other.taskid < operations.taskid))))
"""


class Operations(Base):
    """The subject `operations`: creation and look-up."""

    async def create_operation(self, **new: Unpack[NewOperation]) -> OperationRow:
        """Write down, as `confirmed`, what is about to be asked of the engine.

        Raises:
            DuplicateError: `dedupe`: an operation has this key; `order`: one that has not failed has this number.
            ServerBusyError: The server has an open operation, or the new one is grave and one needs a person.
            ValueError: The order number is longer than the engine takes, or the price is negative or no whole fen.
        """
        now = self._now()
        row = await self._write(lambda connection: insert_operation(connection, self._keyring, new, now=now))
        return read_operation(self._keyring, row)

    def operation(self, taskid: int) -> OperationRow | None:
        """One operation, None if unknown."""
        return self._operation("taskid = ?", (taskid,))

    def operation_by_dedupe_key(self, dedupe_key: str) -> OperationRow | None:
        """The operation that a command or schedule already made, None if it has not."""
        return self._operation("dedupe_key = ?", (dedupe_key,))

    def operations(
        self,
        *,
        state: OperationState | None = None,
        guid: str | None = None,
        account_id: int | None = None,
        chat_id: int | None = None,
        identity_id: int | None = None,
        identity_ids: Collection[int] | None = None,
        batch: str | None = None,
        paid_only: bool = False,
        before_taskid: int | None = None,
        since: float | None = None,
        limit: int = 50,
    ) -> list[OperationRow]:
        """Operations that match everything given, the newest first.

        Args:
            state: In this state.
            guid: On this server.
            account_id: Of this account.
            chat_id: Asked for in this chat.
            identity_id: Of this identity.
            identity_ids: Of any of these identities; none of an empty collection.
            batch: Of this batch.
            paid_only: With a price or an order number.
            before_taskid: Older than this one: the next page.
            since: Written down at this time (unix seconds) or later.
            limit: At most so many.
        """
        given = {
            "state": state,
            "guid": guid,
            "account_id": account_id,
            "chat_id": chat_id,
            "identity_id": identity_id,
            "batch": batch,
        }
        given = {column: value for column, value in given.items() if value is not None}
        where = [f"{column} = :{column}" for column in given]
        if identity_ids is not None:
            where.append("identity_id IN (SELECT value FROM json_each(:identity_ids))")
        if paid_only:
            where.append("(price IS NOT NULL OR order_no IS NOT NULL)")
        if before_taskid is not None:
            where.append("taskid < :before_taskid")
        if since is not None:
            where.append("created_at >= :since")
        return self._operations(
            f"{' AND '.join(where) or '1'} ORDER BY taskid DESC LIMIT :limit",
            {
                **given,
                "identity_ids": json.dumps(list(identity_ids or ())),
                "before_taskid": before_taskid,
                "since": since,
                "limit": limit,
            },
        )

    def batch_operations(self, batch: str) -> list[OperationRow]:
        """The operations of a batch, by task number."""
        return self._operations("batch = ? ORDER BY taskid", (batch,))

    def last_attempt(self, account_id: int, guid: str | None, action: str, identity_id: int) -> OperationRow | None:
        """The newest operation of a kind that an identity asked for on a server (None: on none, a purchase)."""
        return self._operation(
            "account_id = ? AND guid IS ? AND action = ? AND identity_id = ? ORDER BY taskid DESC LIMIT 1",
            (account_id, guid, action, identity_id),
        )

    def count_operations(self) -> dict[str, int]:
        """How many are open or wait for a person, by state."""
        return dict(
            self._rows(
                "SELECT state, count(*) FROM operations WHERE ended_at IS NULL OR state = 'needs-human' GROUP BY state"
            )
        )

    def open_operation(self, account_id: int, guid: str) -> OperationRow | None:
        """The operation that is under way on a server."""
        return self._operation("account_id = ? AND guid = ? AND ended_at IS NULL", (account_id, guid))

    def needs_human(self, account_id: int, guid: str) -> OperationRow | None:
        """The newest operation on a server that waits for a person's judgement."""
        return self._operation(
            "account_id = ? AND guid = ? AND state = 'needs-human' ORDER BY taskid DESC LIMIT 1", (account_id, guid)
        )

    def needs_human_since(self, before: float) -> list[OperationRow]:
        """Operations that have waited for a person's judgement since before that time, the longest first."""
        return self._operations("state = 'needs-human' AND ended_at < ? ORDER BY ended_at", (before,))

    def undecided(self, account_id: int, action: str) -> list[OperationRow]:
        """Operations of a kind that are open or wait for a person's judgement, the oldest first."""
        states = json.dumps([*OPEN_STATES, "needs-human"])
        return self._operations(
            "state IN (SELECT value FROM json_each(?)) AND account_id = ? AND action = ? ORDER BY taskid",
            (states, account_id, action),
        )

    def due_operations(self, now: float, *, limit: int = 1000) -> list[OperationRow]:
        """Open operations that nobody holds and whose time has come, the longest due first."""
        return self._operations(
            "ended_at IS NULL AND (lease_owner IS NULL OR lease_until <= ?1) AND (next_at IS NULL OR next_at <= ?1) "
            "ORDER BY coalesce(next_at, created_at) LIMIT ?2",
            (now, limit),
        )

    def unreported(self, *, limit: int = 1000) -> list[OperationRow]:
        """Ended operations (needs-human included) whose chat was not told yet, the longest ended first.

        A batch counts when all of it has ended; its lowest unreported task number stands for all of it.
        """
        return self._operations(f"{_UNREPORTED} ORDER BY ended_at LIMIT ?", (limit,))

    async def set_status_message(self, taskid: int, message_id: int) -> None:
        """Remember the message that shows the operation."""
        await self._change("UPDATE operations SET status_message_id = ? WHERE taskid = ?", (message_id, taskid))

    async def set_status_messages(self, taskids: Iterable[int], message_id: int) -> None:
        """Remember the one message that shows several operations."""
        await self._change(
            "UPDATE operations SET status_message_id = ? WHERE taskid IN (SELECT value FROM json_each(?))",
            (message_id, json.dumps(list(taskids))),
        )

    def _operation(self, where: str, parameters: tuple[Any, ...]) -> OperationRow | None:
        row = self._row(f"SELECT {OPERATION_COLUMNS} FROM operations WHERE {where}", parameters)
        return None if row is None else read_operation(self._keyring, row)

    def _operations(self, where: str, parameters: tuple[Any, ...] | dict[str, Any]) -> list[OperationRow]:
        rows = self._rows(f"SELECT {OPERATION_COLUMNS} FROM operations WHERE {where}", parameters)
        return [read_operation(self._keyring, row) for row in rows]
