"""Whether this process does its work: what `/health` answers.

An engine that cannot be read is told, but is no reason for 503: whoever restarts unhealthy processes would restart
this one again and again for somebody else's failure. That nobody *tries* to read it any more is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store import AccountRow, SyncRow

# A poll lasts 30 s, and a failed one is followed by a pause of as much.
POLL_STALE = 120.0
# Reads of a list may take a while where an engine is slow, so an interval may be missed now and then.
SYNC_INTERVALS = 5
SYNC_STALE = 300.0


class HealthStore(Protocol):
    """What is asked of the store."""

    def accounts(self) -> Sequence[AccountRow]:
        """Return all accounts."""
        ...

    def sync_state(self, account_id: int) -> SyncRow:
        """Return when the account's list was read last."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """The answer.

    Attributes:
        reasons: why it is not well, one stable word or two each; empty means well.
        poll_age: seconds since the last poll that Telegram answered; None with a webhook, or before the first.
        sync_ages: seconds since each account's list was read, by account id; None where it never was.
    """

    reasons: tuple[str, ...]
    poll_age: float | None
    sync_ages: dict[int, float | None]

    @property
    def ok(self) -> bool:
        """Tell whether there is nothing to complain of."""
        return not self.reasons

    def as_json(self) -> dict[str, object]:
        """Return it as `/health` shows it; ages in whole seconds."""
        return {
            "ok": self.ok,
            "reasons": list(self.reasons),
            "poll_age": None if self.poll_age is None else round(self.poll_age),
            "sync_age": {str(key): None if age is None else round(age) for key, age in self.sync_ages.items()},
        }


class HealthCheck:
    """Looks after the program's vital signs.

    Args:
        store: the database.
        now: UNIX time in seconds.
        sync_interval: seconds between reads of an account's list.
        polled_at: UNIX time of the last poll that was answered, None before the first; not given with a webhook.
    """

    def __init__(
        self,
        store: HealthStore,
        *,
        now: Callable[[], float],
        sync_interval: float,
        polled_at: Callable[[], float | None] | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self._sync_stale = max(SYNC_INTERVALS * sync_interval, SYNC_STALE)
        self._polled_at = polled_at
        self._started_at = now()

    def __call__(self) -> Health:
        """Look now; reads the store in this thread, a few rows."""
        reasons: list[str] = []
        poll_age = self._poll_age(reasons)
        try:
            ages = self._sync_ages(reasons)
        except StoreError:
            reasons.append("store_unreadable")
            ages = {}
        return Health(reasons=tuple(reasons), poll_age=poll_age, sync_ages=ages)

    def _poll_age(self, reasons: list[str]) -> float | None:
        if self._polled_at is None:
            return None
        at = self._polled_at()
        # What never happened counts from the start: a process that just began is not ill.
        if self._now() - (self._started_at if at is None else at) > POLL_STALE:
            reasons.append("polling_stopped")
        return None if at is None else self._now() - at

    def _sync_ages(self, reasons: list[str]) -> dict[int, float | None]:
        ages: dict[int, float | None] = {}
        for account in self._store.accounts():
            state = self._store.sync_state(account.id)
            tried_at = max(state.listed_at or 0.0, state.failed_at or 0.0, self._started_at, account.created_at)
            if self._now() - tried_at > self._sync_stale:
                reasons.append(f"sync_stopped account {account.id}")
            ages[account.id] = None if state.listed_at is None else self._now() - state.listed_at
        return ages
