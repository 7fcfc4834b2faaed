"""The signed clients of all accounts, and the customers in whose name they act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Account, Customer, Engine
from store import NotFoundError

if TYPE_CHECKING:
    from engine import Transport
    from store import AccountRow, IdentityRow, Store


def account_of(row: AccountRow) -> Account:
    """Return the engine's view of a stored account."""
    return Account(name=row.name, url=row.url, userid=row.userid, key=row.key, salt=row.salt)


def customer_of(row: IdentityRow) -> Customer:
    """Return the engine's view of a stored identity: the values of its `auth_*` parameters."""
    return Customer(
        name=row.name,
        mobile=row.mobile,
        idnum=row.idnum,
        from_ip=row.from_ip,
        client_user_id=row.client_user_id,
        bank_account=row.bank_account,
    )


class Engines:
    """One client per account over one shared transport."""

    def __init__(self, store: Store, transport: Transport) -> None:
        self._store = store
        self._transport = transport
        self._engines: dict[int, tuple[AccountRow, Engine]] = {}

    def of(self, account_id: int) -> Engine:
        """Return the client of an account; made afresh when the stored account has changed.

        Raises:
            store.NotFoundError: no such account.
        """
        row = self._store.account(account_id)
        known = self._engines.get(account_id)
        # The store hands out the same object while the row is unchanged, so identity is the cheap test.
        if known is not None and known[0] is row:
            return known[1]
        engine = Engine(account_of(row), self._transport)
        self._engines[account_id] = (row, engine)
        return engine

    def customer(self, identity_id: int) -> Customer:
        """Return the customer of an identity.

        Raises:
            store.NotFoundError: no such identity, or it was erased.
        """
        row = self._store.identity(identity_id)
        if row.erased_at is not None:
            raise NotFoundError("identity")
        return customer_of(row)
