"""What the store hands out: one frozen record per row. Secrets are not in their repr. `ledger` has the rest.

Times are unix seconds, money is CNY, JSON columns are handed out as the text that came in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from store.vocabulary import CatalogKind, ChatKind, Role, Spending


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A reseller's membership at the engine. `markup` is in percent."""

    id: int
    name: str
    url: str
    userid: int
    key: str = field(repr=False)
    salt: str = field(repr=False)
    markup: Decimal
    created_at: float


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """An end customer of an account. After an erasure the personal values are empty strings."""

    id: int
    account_id: int
    label: str
    name: str = field(repr=False)
    mobile: str = field(repr=False)
    idnum: str = field(repr=False)
    from_ip: str = field(repr=False)
    client_user_id: str = field(repr=False)
    bank_account: str | None = field(repr=False)
    all_servers: bool
    spending: Spending
    monthly_limit: Decimal | None
    markup: Decimal | None
    created_at: float
    erased_at: float | None


@dataclass(frozen=True, slots=True)
class ChatRow:
    """A chat and its settings. `menu` is a fingerprint of the commands registered for it."""

    chat_id: int
    kind: ChatKind
    language: str | None
    timezone: str
    quiet_hours: str | None
    blocked_at: float | None
    menu: str | None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A chat acts as an identity."""

    chat_id: int
    identity_id: int
    created_at: float


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person's role in a chat."""

    chat_id: int
    user_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class AccessRow:
    """Everything that decides what a person may do in a chat. `role` is None where none was ever set."""

    chat_kind: ChatKind
    language: str | None
    timezone: str
    role: Role | None
    identity_ids: tuple[int, ...]
    staff_account_ids: tuple[int, ...]
    person_language: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person: `language` is their own choice, `language_code` what their Telegram says (IETF tag)."""

    user_id: int
    name: str = field(repr=False)
    language: str | None
    language_code: str | None


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """Whose server it is."""

    account_id: int
    guid: str
    identity_id: int
    created_at: float


@dataclass(frozen=True, slots=True)
class CachedServer:
    """A server as last read.

    `id` is small enough for a button. `data` is the model's JSON. `read_at` is when the engine last told this, by a
    read of the server or a list of the account. `dead`: deleted, recycled or refunded. `gone_at`: the engine no
    longer knows it.
    """

    id: int
    account_id: int
    guid: str
    ip: str
    share_ip: str | None
    data: str = field(repr=False)
    read_at: float
    gone_at: float | None
    dead: bool


@dataclass(frozen=True, slots=True)
class SyncRow:
    """How the last reads of an account's server list went; `failing_since`: the first failure after a whole list."""

    listed_at: float | None
    failed_at: float | None
    error: str | None
    failing_since: float | None = None


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """What an account may buy, as last read."""

    account_id: int
    kind: CatalogKind
    data: str = field(repr=False)
    read_at: float


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened to a server without us. `detail` is JSON."""

    account_id: int
    guid: str
    at: float
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class EventRow(NewEvent):
    """A kept `NewEvent`."""

    id: int


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A chat's own name for a server."""

    chat_id: int
    account_id: int
    guid: str
    alias: str


@dataclass(frozen=True, slots=True)
class KeptUpdate:
    """An update of Telegram that is not done yet. `attempts` counts the starts of its handler."""

    update_id: int
    body: bytes = field(repr=False)
    received_at: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that `check` found wrong. `code` is stable: `integrity`, `foreign-key`, `key`, `journal`, `mode`."""

    code: str
    detail: str
