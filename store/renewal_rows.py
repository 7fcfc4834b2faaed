"""Rows of auto-renewals and their attempts, and the last barrier before one of them spends money."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from store.base import Row, fen, from_fen
from store.errors import AlreadyUsedError

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.vocabulary import AttemptState, RenewalPays, RenewalStop

KEY_PREFIX = "auto-renew:"
"""With this begins the deduplication key of every operation that an auto-renewal makes."""
SAME_END = 60.0
"""Seconds within which two end times are the same one."""


@dataclass(frozen=True, slots=True)
class AutoRenewalRow:
    """A server that renews itself until it is stopped, and on which terms an owner allowed it.

    `identity_id` is whose server it was and whose money it spends; `chat_id`, `thread_id`, `user_id` and `language`
    where and by whom it was turned on. `address` is the server's public address at that time, for telling about it
    when it has gone to somebody else. `budget` is what it may spend in a calendar month of the engine, CNY, None for
    no limit; `price` what one renewal cost when it was turned on, None if that was unknown. At `next_at` it is looked
    at again.
    """

    id: int
    account_id: int
    guid: str
    identity_id: int
    chat_id: int
    thread_id: int | None
    user_id: int
    language: str
    address: str
    months: int
    lead_days: int
    budget: Decimal | None
    price: Decimal | None
    created_at: float
    next_at: float
    stopped_at: float | None
    stopped_how: RenewalStop | None
    stopped_by: int | None


@dataclass(frozen=True, slots=True)
class RenewalAttemptRow:
    """One attempt to renew a server that ends at `ends_at`.

    `price` is what was announced, CNY, None if unknown; `pays` who would pay by then. `revision` counts the
    announcements; `told_at` is when the chat had the last one. From `due_at` on it is carried out; `waiting_at` is when
    the chat was told that it waits although it is due. `why` says why it
    ended as it did.
    """

    id: int
    renewal_id: int
    ends_at: float
    attempt: int
    dedupe_key: str
    state: AttemptState
    revision: int
    announced_at: float
    told_at: float | None
    due_at: float
    waiting_at: float | None
    price: Decimal | None
    pays: RenewalPays
    ended_at: float | None
    why: str | None


_RENEWAL = tuple(field.name for field in fields(AutoRenewalRow))
_ATTEMPT = tuple(field.name for field in fields(RenewalAttemptRow))
_IN_FEN = {"budget": "budget_fen", "price": "price_fen"}
RENEWAL_COLUMNS = ", ".join(_IN_FEN.get(name, name) for name in _RENEWAL)
ATTEMPT_COLUMNS = ", ".join(_IN_FEN.get(name, name) for name in _ATTEMPT)


def read_renewal(row: Row) -> AutoRenewalRow:
    """A record out of the columns in `RENEWAL_COLUMNS`."""
    values = dict(zip(_RENEWAL, row, strict=True))
    for name in ("budget", "price"):
        values[name] = None if values[name] is None else from_fen(values[name])
    return AutoRenewalRow(**values)


def read_attempt(row: Row) -> RenewalAttemptRow:
    """A record out of the columns in `ATTEMPT_COLUMNS`."""
    values = dict(zip(_ATTEMPT, row, strict=True))
    values["price"] = None if values["price"] is None else from_fen(values["price"])
    return RenewalAttemptRow(**values)


def in_fen(amount: Decimal | None) -> int | None:
    """An amount as the tables keep it."""
    return None if amount is None else fen(amount)


def new_key(account_id: int, guid: str, ends_at: float, attempt: int) -> str:
    """The deduplication key of an attempt: of one server, one end and one number."""
    return f"{KEY_PREFIX}{account_id}:{guid}:{int(ends_at)}:{attempt}"


def require_renewal(connection: Connection, dedupe_key: str | None, price: Decimal | None) -> None:
    """Refuse what an auto-renewal wants to do, unless it stands and this is its open attempt.

    Called inside the transaction that writes the operation down, or asks for its approval: a stop that was committed
    before it counts, whatever the program had read. More than was announced is not paid.

    Args:
        connection: The writer's.
        dedupe_key: Of the confirmation; what is no auto-renewal's is let through.
        price: What would be paid, CNY.

    Raises:
        AlreadyUsedError: `void`.
    """
    if dedupe_key is None or not dedupe_key.startswith(KEY_PREFIX):
        return
    found = connection.execute(
        "SELECT renewal_attempts.price_fen FROM renewal_attempts JOIN auto_renewals ON auto_renewals.id = renewal_id "
        "WHERE dedupe_key = ? AND state IN ('announced', 'placed') AND stopped_at IS NULL",
        (dedupe_key,),
    ).fetchone()
    if found is None:
        raise AlreadyUsedError("void")
    (announced,) = found
    if announced is not None and (price is None or fen(price) > announced):
        raise AlreadyUsedError("void")
