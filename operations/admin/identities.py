"""Entering and erasing end customers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from operations.admin import validity
from operations.errors import BadInputError

if TYPE_CHECKING:
    from operations.services import Services
    from store import IdentityRow
    from store.identities import IdentityChanges
    from store.vocabulary import Spending


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIdentity:
    """What is entered; personal values are not in the repr.

    Attributes:
        label: how the reseller calls the customer.
        account: the account's name.
        client_user_id: the customer's id at the reseller.
        name: legal name.
        mobile: mobile number.
        idnum: national ID or passport number.
        from_ip: last login IP.
        bank_account: bank card.
        all_servers: the reseller's own: reaches every server of the account.
        spending: how paid operations are let through.
        monthly_limit: CNY, with `open` only.
        markup: percent; None: the account's.
    """

    label: str
    account: str
    client_user_id: str = field(repr=False)
    name: str = field(repr=False)
    mobile: str = field(repr=False)
    idnum: str = field(repr=False)
    from_ip: str = field(repr=False)
    bank_account: str | None = field(default=None, repr=False)
    all_servers: bool = False
    spending: Spending = "approval"
    monthly_limit: Decimal | None = None
    markup: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """An identity with what hangs on it.

    Attributes:
        row: the identity.
        account: its account's name.
        servers: how many servers are assigned to it.
        chats: how many chats act as it.
    """

    row: IdentityRow
    account: str
    servers: int
    chats: int


async def add_identity(services: Services, new: NewIdentity) -> tuple[IdentityRow, list[str]]:
    """Enter a customer.

    Returns:
        The identity, and a line for each value that looks mistyped.

    Raises:
        BadInputError: a value cannot be taken.
        store.NotFoundError: no such account.
        store.DuplicateError: the label is taken (those of erased customers stay so).
    """
    if new.monthly_limit is not None and new.spending != "open":
        raise BadInputError("a monthly limit goes with --spending open only")
    checked = {
        "label": validity.label(new.label, what="label"),
        "name": validity.value(new.name, what="the name"),
        "mobile": validity.mobile(new.mobile),
        "idnum": validity.value(new.idnum, what="the ID number").upper(),
        "from_ip": validity.ip(new.from_ip),
        "client_user_id": validity.value(new.client_user_id, what="the client user id"),
    }
    doubts = [validity.idnum_doubt(checked["idnum"])]
    bank_account = None
    if new.bank_account is not None:
        bank_account = validity.value(new.bank_account, what="the bank account")
        doubts.append(validity.card_doubt(bank_account))
    row = await services.store.add_identity(
        account_id=services.store.account_named(new.account).id,
        **checked,
        bank_account=bank_account,
        all_servers=new.all_servers,
        spending=new.spending,
        monthly_limit=new.monthly_limit,
        markup=new.markup,
    )
    return row, [doubt for doubt in doubts if doubt is not None]


def identities(services: Services) -> list[IdentityLine]:
    """Return all identities, erased ones too, by label."""
    store = services.store
    accounts = {row.id: row.name for row in store.accounts()}
    servers = Counter(row.identity_id for row in store.assignments())
    chats = Counter(row.identity_id for row in store.grants())
    return [IdentityLine(row, accounts[row.account_id], servers[row.id], chats[row.id]) for row in store.identities()]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPolicy:
    """What is changed of a customer's spending policy.

    Attributes:
        spending: the policy; None: stays.
        monthly_limit: CNY, or `none` for no limit; None: stays, and goes with another policy than `open`.
        markup: percent, or `none` for the account's; None: stays.
    """

    spending: Spending | None = None
    monthly_limit: Decimal | Literal["none"] | None = None
    markup: Decimal | Literal["none"] | None = None


async def set_identity(services: Services, label: str, new: NewPolicy) -> IdentityRow:
    """Change how a customer's paid operations are let through; what waits for a yes is void. Return the identity.

    Raises:
        store.NotFoundError: no such identity.
        BadInputError: it was erased, nothing is to be changed, or a limit without the policy `open`.
    """
    row = living(services, label)
    changes: IdentityChanges = {}
    if new.spending is not None:
        changes["spending"] = new.spending
    if new.markup is not None:
        changes["markup"] = None if new.markup == "none" else new.markup
    is_open = (new.spending or row.spending) == "open"
    if isinstance(new.monthly_limit, Decimal) and not is_open:
        raise BadInputError("a monthly limit goes with --spending open only")
    if new.monthly_limit is not None or (not is_open and row.monthly_limit is not None):
        changes["monthly_limit"] = new.monthly_limit if isinstance(new.monthly_limit, Decimal) else None
    if not changes:
        raise BadInputError("nothing to set: give --spending, --monthly-limit or --markup")
    return await services.store.set_identity(row.id, **changes)


def living(services: Services, label: str) -> IdentityRow:
    """Return an identity by its label.

    Raises:
        store.NotFoundError: no such identity.
        BadInputError: it was erased.
    """
    row = services.store.identity_labelled(label)
    if row.erased_at is not None:
        raise BadInputError(f"identity {label} was erased")
    return row


async def erase_identity(services: Services, label: str) -> IdentityRow:
    """Forget a customer's personal values; grants and assignments go with them. Return the identity as it was.

    Raises:
        store.NotFoundError: no such identity.
        BadInputError: it was erased before.
    """
    row = living(services, label)
    await services.store.erase_identity(row.id)
    return row
