"""Newcomers: servers that appeared in an account's list after it was known, and what became of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

from store.assignments import Assignments, owner_of
from store.audit import append_audit
from store.base import require
from store.notices import insert_staff_notices

if TYPE_CHECKING:
    from collections.abc import Collection
    from sqlite3 import Connection

NewcomerEnd = Literal["assigned", "left", "gone"]


@dataclass(frozen=True, slots=True)
class NewcomerRow:
    """A server that appeared. `batch` is the notice that told of it; `ended_how`: what became of it."""

    id: int
    account_id: int
    guid: str
    seen_at: float
    batch: int | None
    ended_at: float | None
    ended_how: NewcomerEnd | None


@dataclass(frozen=True, slots=True)
class Given:
    """What came of giving a newcomer to an identity.

    Attributes:
        identity_id: who has the server now.
        fresh: whether this made it so; somebody else may have been quicker.
    """

    identity_id: int
    fresh: bool


_COLUMNS = ", ".join(field.name for field in fields(NewcomerRow))


class Newcomers(Assignments):
    """The subject `newcomers`."""

    def newcomer(self, newcomer_id: int) -> NewcomerRow | None:
        """One of them, None if unknown."""
        row = self._row(f"SELECT {_COLUMNS} FROM newcomers WHERE id = ?", (newcomer_id,))
        return None if row is None else NewcomerRow(*row)

    def newcomers_untold(self, account_id: int, *, limit: int) -> list[NewcomerRow]:
        """Those of an account that nobody was told of, in the order in which they appeared."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM newcomers WHERE account_id = ? AND batch IS NULL AND ended_at IS NULL "
            "ORDER BY id LIMIT ?",
            (account_id, limit),
        )
        return [NewcomerRow(*row) for row in rows]

    def newcomers_of(self, batch: int) -> list[NewcomerRow]:
        """All that one notice told of."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM newcomers WHERE batch = ? ORDER BY id", (batch,))
        return [NewcomerRow(*row) for row in rows]

    def is_listed(self, account_id: int, guid: str) -> bool:
        """Whether the account's last whole list has the server."""
        return (
            self._row("SELECT 1 FROM servers WHERE account_id = ? AND guid = ? AND listed", (account_id, guid))
            is not None
        )

    async def tell_newcomers(self, account_id: int, ids: Collection[int], kind: str) -> int:
        """Keep one notice about all of them for each staff chat of the account; they are told of once, for ever.

        Args:
            account_id: The account.
            ids: Of newcomers that nobody was told of.
            kind: The notice's; its subject is the batch.

        Returns:
            How many notices; 0 where the account has no staff chat, and nobody is said to be told.
        """
        now = self._now()

        def tell(connection: Connection) -> int:
            batch = min(ids)
            told = insert_staff_notices(
                connection, account_id, kind, {"batch": batch}, dedupe_key=f"{kind}:{batch}", now=now
            )
            if told:
                connection.execute(
                    "UPDATE newcomers SET batch = ? WHERE account_id = ? AND batch IS NULL AND ended_at IS NULL "
                    "AND id IN (SELECT value FROM json_each(?))",
                    (batch, account_id, json.dumps(list(ids))),
                )
            return told

        return await self._write(tell) if ids else 0

    async def end_newcomer(self, newcomer_id: int, how: NewcomerEnd) -> bool:
        """Say what became of one; False if that was said before."""
        return bool(
            await self._change(
                "UPDATE newcomers SET ended_at = ?, ended_how = ? WHERE id = ? AND ended_at IS NULL",
                (self._now(), how, newcomer_id),
            )
        )

    async def give_newcomer(self, newcomer_id: int, identity_id: int, *, user_id: int, chat_id: int) -> Given:
        """Assign one to an identity, unless somebody has it by now; with an entry in the audit.

        Args:
            newcomer_id: Which; one that was left alone may be given all the same.
            identity_id: To whom.
            user_id: Who decided.
            chat_id: Where.

        Raises:
            NotFoundError: `newcomer`; or `identity of this account`: unknown, erased, or another account's.
        """
        now = self._now()

        def give(connection: Connection) -> Given:
            account_id, guid = require(
                connection, "SELECT account_id, guid FROM newcomers WHERE id = ?", (newcomer_id,), "newcomer"
            )
            owner = owner_of(connection, account_id, guid)
            if owner is None:
                self._give(connection, account_id, guid, identity_id, now=now)
                data = {
                    "account": account_id,
                    "guid": guid,
                    "identity": identity_id,
                    "user": user_id,
                    "chat": chat_id,
                }
                append_audit(connection, self._keyring, "assigned", data, now=now)
            connection.execute(
                "UPDATE newcomers SET ended_at = ?, ended_how = 'assigned' WHERE id = ? "
                "AND coalesce(ended_how, '') <> 'assigned'",
                (now, newcomer_id),
            )
            return Given(identity_id if owner is None else owner, fresh=owner is None)

        return await self._write(give)
