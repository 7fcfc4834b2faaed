"""Approvals: a confirmation was pressed, but somebody else has to say yes before it becomes an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from store.approval_rows import APPROVAL_COLUMNS, end_approvals, find_open_approval, open_approval
from store.base import Base
from store.confirmation_rows import CONFIRMATION_COLUMNS, find_confirmation, read_confirmation, require_open
from store.ledger import ApprovalRow
from store.presses import place_operations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from store.ledger import ConfirmationRow, OperationRow
    from store.presses import Pressed, Spend
    from store.vocabulary import ApprovalNeeds

_CONFIRMATIONS = f"SELECT {CONFIRMATION_COLUMNS} FROM confirmations WHERE approval_id = ? ORDER BY id"


class Approvals(Base):
    """The subject `approvals`."""

    async def ask_approval(
        self,
        confirmation_ids: Sequence[int],
        *,
        needs: ApprovalNeeds,
        expires_at: float,
        language: str,
        message_id: int | None,
    ) -> ApprovalRow:
        """Use confirmations up for an approval, and let each staff chat of the account know where staff is needed.

        Args:
            confirmation_ids: All of one person, chat and identity.
            needs: Whose yes.
            expires_at: Until when it may be given, unix seconds.
            language: Of the person who asks.
            message_id: Their message, which shows that it waits.

        Raises:
            AlreadyUsedError: One of them has ended or expired.
            NoStaffError: The account has no staff chat; the confirmations stay as they were.
            NotFoundError: `confirmation`.
            ValueError: None was given, or they are not of one person, chat and identity.
        """
        now = self._now()

        def work(connection: Connection) -> ApprovalRow:
            rows = [find_confirmation(connection, self._keyring, each) for each in confirmation_ids]
            for row in rows:
                require_open(row, now)
            if len({(row.chat_id, row.user_id, row.account_id, row.identity_id) for row in rows}) != 1:
                raise ValueError("an approval is for one person's confirmations, under one identity")
            return open_approval(
                connection,
                self._keyring,
                rows,
                needs=needs,
                language=language,
                message_id=message_id,
                expires_at=expires_at,
                now=now,
            )

        return await self._write(work)

    async def approve(
        self,
        approval_id: int,
        *,
        decided_by: int,
        decided_chat: int,
        presses: Sequence[Pressed],
        language: str,
        spend: Spend | None,
    ) -> list[OperationRow]:
        """Say yes: the approval ends and its operations are written down, all or nothing; see `Presses.confirm`.

        Args:
            approval_id: The approval.
            decided_by: Who says yes.
            decided_chat: In which chat.
            presses: Exactly the approval's confirmations.
            language: In which the operations are reported.
            spend: Who pays. None: staff allowed it (`approval`), or, where an owner was asked, it costs nothing.

        Raises:
            ApprovalEndedError: It has ended or expired.
            NotFoundError: `approval`.
            ValueError: Other confirmations than the approval's.
        """
        now = self._now()

        def work(connection: Connection) -> list[OperationRow]:
            approval = find_open_approval(connection, approval_id, now)
            rows = {row.id: row for row in self._asked(connection, approval_id)}
            if sorted(rows) != sorted(press.confirmation_id for press in presses):
                raise ValueError("an approval is for all of its confirmations and no others")
            self._approved(connection, approval_id, now=now, decided_by=decided_by, decided_chat=decided_chat)
            funding = spend.funding if spend is not None else None
            return place_operations(
                connection,
                self._keyring,
                [(press, rows[press.confirmation_id]) for press in presses],
                language=language,
                spend=spend,
                funding=funding or ("approval" if approval.needs == "staff" else None),
                now=now,
            )

        return await self._write(work)

    async def pass_on(self, approval_id: int, *, decided_by: int, decided_chat: int, expires_at: float) -> ApprovalRow:
        """Say yes as the second owner, where staff is needed, too: that approval ends, one for staff is opened.

        Returns:
            The new approval; the confirmations are its own now.

        Raises:
            ApprovalEndedError: It has ended or expired.
            NoStaffError: The account has no staff chat; nothing was changed.
            NotFoundError: `approval`.
            ValueError: It is staff's already.
        """
        now = self._now()

        def work(connection: Connection) -> ApprovalRow:
            approval = find_open_approval(connection, approval_id, now)
            if approval.needs != "owner":
                raise ValueError("only an owner's approval is passed on to staff")
            rows = self._asked(connection, approval_id)
            self._approved(connection, approval_id, now=now, decided_by=decided_by, decided_chat=decided_chat)
            return open_approval(
                connection,
                self._keyring,
                rows,
                needs="staff",
                language=approval.language,
                message_id=approval.message_id,
                expires_at=expires_at,
                now=now,
            )

        return await self._write(work)

    async def end_approval(
        self,
        approval_id: int,
        how: Literal["declined", "withdrawn", "expired", "void"],
        *,
        decided_by: int | None = None,
        decided_chat: int | None = None,
    ) -> bool:
        """End an approval without an operation; the asker's chat is to be told. True for exactly one caller."""
        now = self._now()
        return bool(
            await self._write(
                lambda connection: end_approvals(
                    connection,
                    self._keyring,
                    "id = :id",
                    {"id": approval_id},
                    how=how,
                    now=now,
                    decided_by=decided_by,
                    decided_chat=decided_chat,
                )
            )
        )

    def approval(self, approval_id: int) -> ApprovalRow | None:
        """One approval, None if unknown."""
        return next(iter(self._approvals("id = :id", {"id": approval_id})), None)

    def approval_confirmations(self, approval_id: int) -> list[ConfirmationRow]:
        """What an approval is about, in the order in which it was asked for."""
        rows = self._rows(_CONFIRMATIONS, (approval_id,))
        return [read_confirmation(self._keyring, row) for row in rows]

    def open_approvals(self, account_id: int | None = None) -> list[ApprovalRow]:
        """The approvals that have not ended, the longest waiting first; of one account if given."""
        return self._approvals(
            "ended_at IS NULL AND (:account IS NULL OR account_id = :account)", {"account": account_id}
        )

    def due_approvals(self, now: float) -> list[ApprovalRow]:
        """The approvals that have not ended but may no longer be given."""
        return self._approvals("ended_at IS NULL AND expires_at <= :now", {"now": now})

    def _approvals(self, where: str, parameters: dict[str, Any]) -> list[ApprovalRow]:
        rows = self._rows(f"SELECT {APPROVAL_COLUMNS} FROM approvals WHERE {where} ORDER BY id", parameters)
        return [ApprovalRow(*row) for row in rows]

    def _asked(self, connection: Connection, approval_id: int) -> list[ConfirmationRow]:
        rows = connection.execute(_CONFIRMATIONS, (approval_id,)).fetchall()
        return [read_confirmation(self._keyring, row) for row in rows]

    def _approved(
        self, connection: Connection, approval_id: int, *, now: float, decided_by: int, decided_chat: int
    ) -> None:
        end_approvals(
            connection,
            self._keyring,
            "id = :id",
            {"id": approval_id},
            how="approved",
            now=now,
            decided_by=decided_by,
            decided_chat=decided_chat,
        )
