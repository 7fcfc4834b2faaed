"""Accounts: a reseller's memberships at the engine."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from store.base import Base, Row, money_text, require
from store.errors import NotFoundError
from store.records import AccountRow

if TYPE_CHECKING:
    from sqlite3 import Connection

_COLUMNS = "id, name, url, userid, key, salt, markup, created_at, revision"


class Accounts(Base):
    """The subject `accounts`. Key and salt are encrypted; decrypted rows are kept in memory by their revision."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._account_cache: dict[int, tuple[int, AccountRow]] = {}

    async def add_account(
        self, *, name: str, url: str, userid: int, key: str, salt: str, markup: Decimal
    ) -> AccountRow:
        """Add an account.

        Args:
            name: Unique; how the command line calls it.
            url: The engine's endpoint.
            userid: The reseller's member id at the engine.
            key: The account's secret.
            salt: What the engine's edition mixes into signatures.
            markup: Percent on the list price.

        Raises:
            DuplicateError: `account`: the name is taken.
        """
        sealed_key = self._keyring.seal_text(key, "accounts", name, "key")
        sealed_salt = self._keyring.seal_text(salt, "accounts", name, "salt")
        values = (name, url, userid, sealed_key, sealed_salt, money_text(markup), self._now())

        def insert(connection: Connection) -> Row:
            return require(
                connection,
                "INSERT INTO accounts (name, url, userid, key, salt, markup, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                f"RETURNING {_COLUMNS}",
                values,
                "account",
            )

        return self._account(await self._write(insert))

    def accounts(self) -> list[AccountRow]:
        """All accounts, by name."""
        return [self._account(row) for row in self._rows(f"SELECT {_COLUMNS} FROM accounts ORDER BY name")]

    def account(self, account_id: int) -> AccountRow:
        """One account.

        Raises:
            NotFoundError: `account`.
        """
        revision = self._row("SELECT revision FROM accounts WHERE id = ?", (account_id,))
        cached = self._account_cache.get(account_id)
        if cached is not None and revision is not None and cached[0] == revision[0]:
            return cached[1]
        return self._found(self._row(f"SELECT {_COLUMNS} FROM accounts WHERE id = ?", (account_id,)), "account")

    def account_named(self, name: str) -> AccountRow:
        """One account by its name.

        Raises:
            NotFoundError: `account …`.
        """
        return self._found(self._row(f"SELECT {_COLUMNS} FROM accounts WHERE name = ?", (name,)), f"account {name}")

    def _found(self, row: Row | None, what: str) -> AccountRow:
        if row is None:
            raise NotFoundError(what)
        return self._account(row)

    def _account(self, row: Row) -> AccountRow:
        account_id, name, url, userid, key, salt, markup, created_at, revision = row
        account = AccountRow(
            id=account_id,
            name=name,
            url=url,
            userid=userid,
            key=self._keyring.open_text(key, "accounts", name, "key"),
            salt=self._keyring.open_text(salt, "accounts", name, "salt"),
            markup=Decimal(markup),
            created_at=created_at,
        )
        self._account_cache[account_id] = (revision, account)
        return account
