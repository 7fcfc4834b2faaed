"""Auto-renewals: which servers renew themselves, on which terms, since and until when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from store.audit import append_audit
from store.base import Base, from_fen, money_text, require
from store.renewal_rows import KEY_PREFIX, RENEWAL_COLUMNS, SAME_END, in_fen, read_renewal
from store.renewal_stops import described, stop_renewals

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from sqlite3 import Connection

    from store.renewal_rows import AutoRenewalRow
    from store.vocabulary import RenewalStop

_SPENT = """
    SELECT coalesce(sum(price_fen), 0) FROM operations
    WHERE dedupe_key >= ?1 AND dedupe_key < ?2 AND created_at >= ?3 AND state <> 'failed' AND identity_id = ?4
"""

_RENEWS = """
    SELECT 1 FROM auto_renewals WHERE account_id = ?1 AND guid = ?2 AND stopped_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM renewal_attempts WHERE renewal_id = auto_renewals.id AND abs(ends_at - ?3) < ?4
        AND (state IN ('declined', 'asked') OR (state = 'announced' AND waiting_at IS NOT NULL)))
"""


class AutoRenewals(Base):
    """The subject `auto_renewals`. `renewal_attempts` has what comes of them."""

    async def set_auto_renewal(
        self,
        *,
        account_id: int,
        guid: str,
        identity_id: int,
        chat_id: int,
        thread_id: int | None,
        user_id: int,
        language: str,
        address: str,
        months: int,
        lead_days: int,
        budget: Decimal | None,
        price: Decimal | None,
    ) -> AutoRenewalRow:
        """Let a server renew itself from now on; takes the place of what was set for it before. See `AutoRenewalRow`.

        Raises:
            NotFoundError: `identity of this account`: unknown, erased, or another account's.
        """
        now = self._now()
        values: dict[str, Any] = {
            "account_id": account_id,
            "guid": guid,
            "identity_id": identity_id,
            "chat_id": chat_id,
            "thread_id": thread_id,
            "user_id": user_id,
            "language": language,
            "address": address,
            "months": months,
            "lead_days": lead_days,
            "budget_fen": in_fen(budget),
            "price_fen": in_fen(price),
            "created_at": now,
            "next_at": now,
        }
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)

        def change(connection: Connection) -> AutoRenewalRow:
            require(
                connection,
                "SELECT 1 FROM identities WHERE id = ? AND account_id = ? AND erased_at IS NULL",
                (identity_id, account_id),
                "identity of this account",
            )
            stop_renewals(
                connection,
                self._keyring,
                "account_id = :account_id AND guid = :guid",
                {"account_id": account_id, "guid": guid},
                how="replaced",
                now=now,
                stopped_by=user_id,
                stopped_in=chat_id,
            )
            row = read_renewal(
                connection.execute(
                    f"INSERT INTO auto_renewals ({names}) VALUES ({marks}) RETURNING {RENEWAL_COLUMNS}", values
                ).fetchone()
            )
            terms = {"months": months, "lead_days": lead_days, "budget": money_text(budget), "price": money_text(price)}
            append_audit(connection, self._keyring, "auto-renewal-on", {**described(row), **terms}, now=now)
            return row

        return await self._write(change)

    async def stop_auto_renewal(
        self, renewal_id: int, how: RenewalStop, *, stopped_by: int | None = None, stopped_in: int | None = None
    ) -> bool:
        """Stop one; True for the caller that did. See `store.renewal_stops.stop_renewals`."""
        now = self._now()
        return bool(
            await self._write(
                lambda connection: stop_renewals(
                    connection,
                    self._keyring,
                    "id = :id",
                    {"id": renewal_id},
                    how=how,
                    now=now,
                    stopped_by=stopped_by,
                    stopped_in=stopped_in,
                )
            )
        )

    async def put_off_auto_renewal(self, renewal_id: int, next_at: float) -> None:
        """Look at it again then (unix seconds)."""
        await self._change("UPDATE auto_renewals SET next_at = ? WHERE id = ?", (next_at, renewal_id))

    def auto_renewal(self, account_id: int, guid: str) -> AutoRenewalRow | None:
        """The active auto-renewal of a server, None if it has none."""
        return next(
            iter(self._renewals("account_id = ? AND guid = ? AND stopped_at IS NULL", (account_id, guid))), None
        )

    def renews_itself(self, account_id: int, guid: str, ends_at: float | None) -> bool:
        """Whether a server that ends then (unix seconds) is renewed without anybody's doing.

        Not where somebody said no for this end, it was left to a person, or it waits and the chat was told so.
        """
        return bool(self._rows(_RENEWS, (account_id, guid, ends_at, SAME_END)))

    def auto_renewal_by_id(self, renewal_id: int) -> AutoRenewalRow | None:
        """One auto-renewal, active or stopped."""
        return next(iter(self._renewals("id = ?", (renewal_id,))), None)

    def auto_renewals(self, account_ids: Iterable[int]) -> list[AutoRenewalRow]:
        """The active auto-renewals of these accounts, whoever's servers they are."""
        return self._renewals(
            "stopped_at IS NULL AND account_id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(list(account_ids)),),
        )

    def due_auto_renewals(self, now: float, *, limit: int) -> list[AutoRenewalRow]:
        """The active auto-renewals that are to be looked at, the longest due first."""
        return self._renewals("stopped_at IS NULL AND next_at <= ? ORDER BY next_at, id LIMIT ?", (now, limit))

    def auto_renewal_spent(self, account_id: int, guid: str, identity_id: int, since: float) -> Decimal:
        """What this identity has spent on a server that renewed itself since then (unix seconds), CNY; not what failed.

        What a former owner of the server spent is not theirs.
        """
        prefix = f"{KEY_PREFIX}{account_id}:{guid}:"
        # The character after the colon: everything that begins with the prefix, by the index.
        return from_fen(self._rows(_SPENT, (prefix, prefix[:-1] + ";", since, identity_id))[0][0])

    def _renewals(self, where: str, parameters: tuple[Any, ...]) -> list[AutoRenewalRow]:
        rows = self._rows(f"SELECT {RENEWAL_COLUMNS} FROM auto_renewals WHERE {where}", parameters)
        return [read_renewal(row) for row in rows]
