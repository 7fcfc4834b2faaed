"""Conditions: trouble that readings of a server have shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.base import Base
from store.condition_rows import (
    CONDITION_COLUMNS,
    ConditionRow,
    Findings,
    begin,
    clear,
    confirm,
    note,
    read_condition,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from sqlite3 import Connection

    from store.vocabulary import AlertKind


class Conditions(Base):
    """The subject `conditions`; whom they are told to is the subject `told_conditions`."""

    def open_conditions(self, account_id: int, guids: Collection[str]) -> list[ConditionRow]:
        """What is known to be wrong with some servers of an account, raised or not."""
        rows = self._rows(
            f"SELECT {CONDITION_COLUMNS} FROM conditions INDEXED BY conditions_open WHERE account_id = ? "
            "AND guid IN (SELECT value FROM json_each(?)) AND cleared_at IS NULL ORDER BY id",
            (account_id, json.dumps(list(guids))),
        )
        return [read_condition(row) for row in rows]

    def condition(self, condition_id: int) -> ConditionRow | None:
        """One condition, None if there is none (any more)."""
        row = self._row(f"SELECT {CONDITION_COLUMNS} FROM conditions WHERE id = ?", (condition_id,))
        return None if row is None else read_condition(row)

    async def keep_conditions(
        self,
        account_id: int,
        findings: Findings,
        *,
        read_at: float,
        needed: int,
        noted: Collection[AlertKind],
    ) -> None:
        """Keep what one reading has shown, all of it or nothing.

        Args:
            account_id: The servers' account.
            findings: What was seen.
            read_at: When the engine was asked (unix seconds). What a later reading has shown stays.
            needed: How many readings in a row raise a condition.
            noted: The kinds whose beginning and end are kept as events of the server.
        """
        now = self._now()

        def keep(connection: Connection) -> None:
            for new in findings.begun:
                begin(connection, account_id, new, read_at=read_at)
            for condition_id in findings.confirmed:
                row = confirm(connection, condition_id, read_at=read_at, needed=needed, now=now)
                if row is not None and read_condition(row).kind in noted:
                    note(connection, row, at=read_condition(row).first_seen_at, over=False)
            for condition_id in findings.recovered:
                row = clear(connection, condition_id, "recovered", read_at=read_at)
                if row is not None and read_condition(row).kind in noted:
                    note(connection, row, at=read_at, over=True)
            for condition_id in findings.void:
                clear(connection, condition_id, "void", read_at=read_at)

        await self._write(keep)

    async def purge_conditions(self, before: float) -> int:
        """Delete the conditions that ended before that time, and who was told of them; how many."""
        return await self._change("DELETE FROM conditions WHERE cleared_at < ?", (before,))
