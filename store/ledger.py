"""What the store hands out of operations and money: one frozen record per row. Secrets are not in their repr.

Times are unix seconds, money is CNY, JSON columns are handed out as the text that came in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from store.vocabulary import ApprovalEnd, ApprovalNeeds, CreditKind, EndedHow, Funding, OperationState


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One thing that a person asked for, from its confirmation to its end.

    `params`, `before` and `after` are JSON; `params` is encrypted at rest, for it may hold a password. `before` and
    `after` are the server as read. `outcome` is a stable code, `engine_words` what the engine said, `note` what the
    person wrote who settled it. `reads` counts the reads of an unknown outcome. `price` is what the customer was
    shown, `list_price` the engine's; `funding` says who let it be spent. `grave`: paid or destructive. `asked` is
    `params` as JSON without secrets, `answer` what the engine answered that is needed later (JSON, encrypted).
    """

    taskid: int
    account_id: int
    identity_id: int
    guid: str | None
    action: str
    params: str = field(repr=False)
    before: str | None = field(repr=False)
    state: OperationState
    chat_id: int
    thread_id: int | None
    user_id: int
    language: str
    status_message_id: int | None
    order_no: str | None
    price: Decimal | None
    dedupe_key: str | None
    lease_owner: str | None
    lease_until: float | None
    attempts: int
    seen_in_progress: bool
    reads: int
    next_at: float | None
    created_at: float
    updated_at: float
    sent_at: float | None
    accepted_at: float | None
    ended_at: float | None
    outcome: str | None
    engine_words: str | None
    after: str | None = field(repr=False)
    reported_at: float | None
    note: str | None
    list_price: Decimal | None = None
    funding: Funding | None = None
    grave: bool = False
    batch: str | None = None
    approval_id: int | None = None
    asked: str | None = None
    answer: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """A single-use permission to run one operation with these parameters and this price.

    `shown` is the state that the person saw (JSON). Open while `ended_at` is None and `expires_at` lies ahead.
    `params` is empty once it was purged. `asked` is `params` as JSON without secrets. Several of one `batch` are shown
    as one, under the first one's nonce. `typed`: answered by typing the server's name. `order_no` is an earlier
    attempt's number, to be used again. `approval_id`: pressed, but somebody else's yes was needed. `dedupe_key`: nobody
    is asked, for it was allowed beforehand; the operation will have the same key.
    """

    id: int
    nonce_hash: bytes = field(repr=False)
    chat_id: int
    thread_id: int | None
    user_id: int
    message_id: int | None
    action: str
    account_id: int
    guid: str | None
    identity_id: int
    params: str = field(repr=False)
    price: Decimal | None
    shown: str = field(repr=False)
    created_at: float
    expires_at: float
    ended_at: float | None
    ended_how: EndedHow | None
    taskid: int | None
    list_price: Decimal | None
    asked: str | None
    batch: str | None
    typed: bool
    approval_id: int | None
    order_no: str | None
    grave: bool
    paid: bool
    language: str | None
    dedupe_key: str | None


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """Confirmations that were pressed but wait for somebody else's yes; open while `ended_at` is None.

    `needs`: another owner of the same chat, or a staff chat of the account. `message_id` is the asker's message, which
    shows that it waits. `decided_by` and `decided_chat` say who ended it, None where nobody did.
    """

    id: int
    needs: ApprovalNeeds
    account_id: int
    identity_id: int
    chat_id: int
    thread_id: int | None
    user_id: int
    language: str
    message_id: int | None
    created_at: float
    expires_at: float
    ended_at: float | None
    ended_how: ApprovalEnd | None
    decided_by: int | None
    decided_chat: int | None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A message to a chat that is not an answer. `subject` holds ids only.

    `attempts` counts the claims, `sends` how often it was handed to Telegram and may have arrived. `urgent`: somebody
    waits for it; it goes before all that nobody waits for.
    """

    id: int
    chat_id: int
    thread_id: int | None
    kind: str
    subject: dict[str, Any]
    dedupe_key: str | None
    created_at: float
    next_at: float
    attempts: int
    delivered_at: float | None
    given_up_at: float | None
    message_id: int | None
    urgent: bool = False
    sends: int = 0


@dataclass(frozen=True, slots=True)
class CreditRow:
    """An identity's prepaid money: sums over its top-ups and its operations, kept nowhere else.

    `settled` is the price of what was done, `reserved` of what has neither been done nor failed.
    """

    topped_up: Decimal
    settled: Decimal
    reserved: Decimal

    @property
    def balance(self) -> Decimal:
        """What was paid in and not used up."""
        return self.topped_up - self.settled

    @property
    def available(self) -> Decimal:
        """What may be spent now."""
        return self.balance - self.reserved


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """A top-up, or an operation paid from the credit; the amounts of all of them add up to what is available."""

    at: float
    kind: CreditKind
    amount: Decimal
    note: str
    taskid: int | None
    action: str | None
    guid: str | None
    order_no: str | None


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a look at the whole audit found. `head` is the last entry's code in hex, to be kept elsewhere."""

    entries: int
    head: str
    problems: list[str]
