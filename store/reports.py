"""Who tells a chat how an operation ended. Of a batch the chat is told once, when all of it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.base import Base

if TYPE_CHECKING:
    from sqlite3 import Connection

# The operation and, of a batch, the others; NULL equals nothing, so one without a batch stands alone.
_TOGETHER = "(taskid = :taskid OR batch = (SELECT batch FROM operations WHERE taskid = :taskid))"
_ALL_ENDED = f"NOT EXISTS (SELECT 1 FROM operations WHERE ended_at IS NULL AND {_TOGETHER})"


class Reports(Base):
    """The subject `operations`: reports of their ends."""

    async def claim_report(self, taskid: int, *, owner: str, lease_seconds: float, now: float) -> bool:
        """Take over telling the chat how an operation, or all of its batch, ended.

        Returns:
            True for one caller until the lease runs out; False while an operation of the batch is open.
        """
        sql = (
            f"UPDATE operations SET report_owner = :owner, report_until = :until WHERE {_TOGETHER} AND {_ALL_ENDED} "
            "AND reported_at IS NULL AND (report_owner IS NULL OR report_owner = :owner OR report_until <= :now) "
            "RETURNING taskid"
        )
        parameters = {"taskid": taskid, "owner": owner, "until": now + lease_seconds, "now": now}
        return await self._write(lambda connection: _touches(connection, sql, parameters, taskid))

    async def mark_reported(self, taskid: int, *, owner: str) -> bool:
        """The chat was told how the operation, or all of its batch, ended.

        Args:
            taskid: The operation.
            owner: Who told it, and had claimed to.

        Returns:
            False where the claim is gone: it was settled meanwhile, and what was told is no longer the last word.
        """
        sql = (
            "UPDATE operations SET reported_at = :now, report_owner = NULL, report_until = NULL "
            f"WHERE {_TOGETHER} AND ended_at IS NOT NULL AND report_owner = :owner RETURNING taskid"
        )
        parameters = {"taskid": taskid, "owner": owner, "now": self._now()}
        return await self._write(lambda connection: _touches(connection, sql, parameters, taskid))


def _touches(connection: Connection, sql: str, parameters: dict[str, object], taskid: int) -> bool:
    return (taskid,) in connection.execute(sql, parameters).fetchall()
