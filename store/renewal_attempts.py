"""Attempts of auto-renewals: announced, placed, ended. Each step is a compare-and-set with its notice beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from store.base import Base
from store.notices import insert_staff_notices
from store.renewal_rows import (
    ATTEMPT_COLUMNS,
    RENEWAL_COLUMNS,
    SAME_END,
    in_fen,
    new_key,
    read_attempt,
    read_renewal,
)
from store.renewal_stops import NOTICE, stop_renewals, tell, void_approvals

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.renewal_rows import AutoRenewalRow, RenewalAttemptRow
    from store.vocabulary import RenewalPays

_OPEN = "state IN ('announced', 'placed')"
# Something came of the key that has not surely come to nothing.
_ORDERED = """
    EXISTS (SELECT 1 FROM operations
        WHERE operations.dedupe_key = renewal_attempts.dedupe_key AND operations.state <> 'failed')
"""
_UNDECIDED = f"""
    {_ORDERED} OR EXISTS (SELECT 1 FROM confirmations JOIN approvals ON approvals.id = confirmations.approval_id
        WHERE confirmations.dedupe_key = renewal_attempts.dedupe_key AND approvals.ended_at IS NULL)
"""


class RenewalAttempts(Base):
    """The subject `renewal_attempts`."""

    async def announce_renewal(
        self, renewal_id: int, *, ends_at: float, due_at: float, price: Decimal | None, pays: RenewalPays
    ) -> bool:
        """Begin an attempt at renewing a server that ends then, and keep its announcement.

        Args:
            renewal_id: The auto-renewal.
            ends_at: The server's end, unix seconds.
            due_at: When it will be carried out.
            price: What is announced, CNY; None: unknown.
            pays: Who would pay.

        Returns:
            False if the auto-renewal has stopped, or has an open attempt.
        """
        now = self._now()

        def begin(connection: Connection) -> bool:
            row = _active(connection, renewal_id)
            if row is None or _open_of(connection, renewal_id) is not None:
                return False
            attempt = _insert(
                connection, row, ends_at=ends_at, due_at=due_at, price=price, pays=pays, told_at=None, now=now
            )
            _announce(connection, row, attempt, now=now)
            return True

        return await self._write(begin)

    async def announce_renewal_again(
        self, attempt: RenewalAttemptRow, *, due_at: float, price: Decimal | None, pays: RenewalPays
    ) -> bool:
        """Announce an attempt on other terms; False if it is no longer as `attempt` shows it."""
        now = self._now()

        def again(connection: Connection) -> bool:
            changed = connection.execute(
                "UPDATE renewal_attempts SET revision = revision + 1, announced_at = ?, told_at = NULL, due_at = ?, "
                f"waiting_at = NULL, price_fen = ?, pays = ? WHERE id = ? AND revision = ? AND state = 'announced' "
                f"RETURNING {ATTEMPT_COLUMNS}",
                (now, due_at, in_fen(price), pays, attempt.id, attempt.revision),
            ).fetchone()
            row = _active(connection, attempt.renewal_id)
            if changed is None or row is None:
                return False
            _announce(connection, row, read_attempt(changed), now=now)
            return True

        return await self._write(again)

    async def set_renewal_told(self, attempt: RenewalAttemptRow, *, told_at: float, due_at: float) -> None:
        """Note when the chat had the announcement, and when the attempt is therefore carried out."""
        await self._change(
            "UPDATE renewal_attempts SET told_at = ?, due_at = ? "
            "WHERE id = ? AND revision = ? AND state = 'announced' AND told_at IS NULL",
            (told_at, due_at, attempt.id, attempt.revision),
        )

    async def tell_renewal_waits(self, attempt: RenewalAttemptRow, why: str) -> bool:
        """Tell the chat and the staff chats, once, that an attempt waits although it is due.

        Args:
            attempt: The attempt.
            why: `human`, `engine`, `busy` or `earlier`.

        Returns:
            True for the caller that did.
        """
        now = self._now()

        def wait(connection: Connection) -> bool:
            changed = connection.execute(
                "UPDATE renewal_attempts SET waiting_at = ? "
                "WHERE id = ? AND revision = ? AND state = 'announced' AND waiting_at IS NULL RETURNING id",
                (now, attempt.id, attempt.revision),
            ).fetchone()
            row = _active(connection, attempt.renewal_id)
            if changed is None or row is None:
                return False
            key, subject = f"{attempt.id}:{attempt.revision}", {**_subject(attempt), "why": why}
            tell(connection, row, "waiting", subject, key=f"waiting:{key}", now=now)
            insert_staff_notices(
                connection,
                row.account_id,
                NOTICE,
                {"event": "staff-waiting", **subject},
                dedupe_key=f"{NOTICE}:staff-waiting:{key}",
                now=now,
            )
            return True

        return await self._write(wait)

    async def set_renewal_placed(self, attempt_id: int) -> None:
        """An operation or an approval came of it."""
        await self._change(
            "UPDATE renewal_attempts SET state = 'placed' WHERE id = ? AND state = 'announced'", (attempt_id,)
        )

    async def end_renewal_attempt(
        self, attempt_id: int, state: Literal["done", "void", "declined", "asked"], why: str | None = None
    ) -> bool:
        """End an attempt that is not followed by another one; what it waited for is void.

        Args:
            attempt_id: The attempt.
            state: `done`; `void`: the end has moved; `declined`: somebody said no; `asked`: left to a person. Of the
                last two the chat is told.
            why: The reason, for the chat.

        Returns:
            True for the caller that ended it. Another process may have placed the order, or asked for it, meanwhile:
            then it is not for `void` and `asked` to end it, but for whoever follows the order.
        """
        now = self._now()
        # With an end that has moved the request is void, too; an order is not.
        unless = {"void": _ORDERED, "asked": _UNDECIDED}.get(state, "0")

        def end(connection: Connection) -> bool:
            attempt = _ended(connection, attempt_id, state, why, now=now, unless=unless)
            if attempt is None:
                return False
            if state != "done":
                void_approvals(connection, self._keyring, attempt.dedupe_key, now=now)
            row = _active(connection, attempt.renewal_id)
            if row is not None and state in {"declined", "asked"}:
                tell(connection, row, state, _subject(attempt), key=f"{state}:{attempt.id}", now=now)
            return True

        return await self._write(end)

    async def fail_renewal_attempt(self, attempt_id: int, why: str, *, retry_at: float | None) -> bool:
        """End an attempt that surely came to nothing: the next one begins, or the auto-renewal stops, loudly.

        One of which an operation came that has not failed, or an approval that waits, is left as it is.

        Args:
            attempt_id: The attempt.
            why: The reason.
            retry_at: When the next one will be carried out, unix seconds; None: there have been enough.

        Returns:
            True for the caller that ended it.
        """
        now = self._now()

        def fail(connection: Connection) -> bool:
            attempt = _ended(connection, attempt_id, "failed", why, now=now, unless=_UNDECIDED)
            row = None if attempt is None else _active(connection, attempt.renewal_id)
            if attempt is None or row is None:
                return attempt is not None
            if retry_at is None:
                stop_renewals(connection, self._keyring, "id = :id", {"id": row.id}, how="failures", now=now)
                return True
            _insert(
                connection,
                row,
                ends_at=attempt.ends_at,
                due_at=retry_at,
                price=_most(row, attempt),
                pays=attempt.pays,
                # The notice of this failure tells when it will be tried again.
                told_at=now if attempt.told_at is None else attempt.told_at,
                now=now,
            )
            tell(connection, row, "failed", _subject(attempt), key=f"failed:{attempt.id}", now=now)
            return True

        return await self._write(fail)

    def renewal_attempt(self, attempt_id: int) -> RenewalAttemptRow | None:
        """One attempt, None if unknown."""
        return next(iter(self._attempts("id = ?", (attempt_id,))), None)

    def open_renewal_attempt(self, renewal_id: int) -> RenewalAttemptRow | None:
        """The attempt that an auto-renewal is at."""
        return next(iter(self._attempts(f"renewal_id = ? AND {_OPEN}", (renewal_id,))), None)

    def renewal_attempts(self, renewal_id: int, ends_at: float | None = None) -> list[RenewalAttemptRow]:
        """An auto-renewal's attempts, the first one first; at one end time if given."""
        return self._attempts(
            "renewal_id = ?1 AND (?2 IS NULL OR abs(ends_at - ?2) < ?3) ORDER BY id", (renewal_id, ends_at, SAME_END)
        )

    def _attempts(self, where: str, parameters: tuple[Any, ...]) -> list[RenewalAttemptRow]:
        rows = self._rows(f"SELECT {ATTEMPT_COLUMNS} FROM renewal_attempts WHERE {where}", parameters)
        return [read_attempt(row) for row in rows]


def announcement_key(attempt: RenewalAttemptRow) -> str:
    """The deduplication key of the notice that announces an attempt as it stands."""
    return f"auto-renewal:announced:{attempt.id}:{attempt.revision}"


def _announce(connection: Connection, row: AutoRenewalRow, attempt: RenewalAttemptRow, *, now: float) -> None:
    subject = {**_subject(attempt), "revision": attempt.revision}
    tell(connection, row, "announced", subject, key=announcement_key(attempt).removeprefix("auto-renewal:"), now=now)


def _most(row: AutoRenewalRow, attempt: RenewalAttemptRow) -> Decimal | None:
    """What is paid at most after an attempt: of which nobody was told, not more than was agreed at the beginning."""
    if attempt.told_at is None and attempt.price is not None and row.price is not None:
        return min(attempt.price, row.price)
    return attempt.price


def _subject(attempt: RenewalAttemptRow) -> dict[str, Any]:
    return {"renewal": attempt.renewal_id, "attempt": attempt.id}


def _active(connection: Connection, renewal_id: int) -> AutoRenewalRow | None:
    row = connection.execute(
        f"SELECT {RENEWAL_COLUMNS} FROM auto_renewals WHERE id = ? AND stopped_at IS NULL", (renewal_id,)
    ).fetchone()
    return None if row is None else read_renewal(row)


def _open_of(connection: Connection, renewal_id: int) -> int | None:
    row = connection.execute(
        f"SELECT id FROM renewal_attempts WHERE renewal_id = ? AND {_OPEN}", (renewal_id,)
    ).fetchone()
    return None if row is None else row[0]


def _insert(
    connection: Connection,
    row: AutoRenewalRow,
    *,
    ends_at: float,
    due_at: float,
    price: Decimal | None,
    pays: RenewalPays,
    told_at: float | None,
    now: float,
) -> RenewalAttemptRow:
    """Begin the next attempt: numbered over all auto-renewals that this server ever had at this end time."""
    (number,) = connection.execute(
        "SELECT coalesce(max(attempt), 0) + 1 FROM renewal_attempts "
        "JOIN auto_renewals ON auto_renewals.id = renewal_id "
        "WHERE account_id = ? AND guid = ? AND CAST(ends_at AS INTEGER) = ?",
        (row.account_id, row.guid, int(ends_at)),
    ).fetchone()
    values = {
        "renewal_id": row.id,
        "ends_at": ends_at,
        "attempt": number,
        "dedupe_key": new_key(row.account_id, row.guid, ends_at, number),
        "state": "announced",
        "announced_at": now,
        "told_at": told_at,
        "due_at": due_at,
        "price_fen": in_fen(price),
        "pays": pays,
    }
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    return read_attempt(
        connection.execute(
            f"INSERT INTO renewal_attempts ({names}) VALUES ({marks}) RETURNING {ATTEMPT_COLUMNS}", values
        ).fetchone()
    )


def _ended(
    connection: Connection, attempt_id: int, state: str, why: str | None, *, now: float, unless: str = "0"
) -> RenewalAttemptRow | None:
    row = connection.execute(
        f"UPDATE renewal_attempts SET state = ?, why = ?, ended_at = ? WHERE id = ? AND {_OPEN} "
        f"AND NOT ({unless}) RETURNING {ATTEMPT_COLUMNS}",
        (state, why, now, attempt_id),
    ).fetchone()
    return None if row is None else read_attempt(row)
