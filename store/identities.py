"""Identities: the end customers of an account, their personal values encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from store.audit import append_audit
from store.base import Base, Row, money, money_text, require, set_clause
from store.endings import forget_reached, void_where
from store.errors import NotFoundError
from store.records import IdentityRow
from store.renewal_stops import stop_renewals
from store.schedule_rows import leave_schedules

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from store.vocabulary import Spending

_COLUMNS = (
    "id, account_id, label, name, mobile, idnum, from_ip, client_user_id, bank_account, "
    "all_servers, spending, monthly_limit, markup, created_at, erased_at, revision"
)


class IdentityChanges(TypedDict, total=False):
    """What may be changed of an identity's spending policy; see `IdentityRow`."""

    spending: Spending
    monthly_limit: Decimal | None
    markup: Decimal | None


class Identities(Base):
    """The subject `identities`. Decrypted rows are kept in memory by their revision."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._identity_cache: dict[int, tuple[int, IdentityRow]] = {}

    async def add_identity(
        self,
        *,
        account_id: int,
        label: str,
        name: str,
        mobile: str,
        idnum: str,
        from_ip: str,
        client_user_id: str,
        bank_account: str | None = None,
        all_servers: bool = False,
        spending: Spending = "approval",
        monthly_limit: Decimal | None = None,
        markup: Decimal | None = None,
    ) -> IdentityRow:
        """Add an identity.

        Args:
            account_id: Whose customer it is.
            label: Unique for ever, erased ones included; how the command line calls it.
            name: Legal name.
            mobile: Mobile number.
            idnum: National ID number.
            from_ip: Last login IP.
            client_user_id: The customer's id at the reseller.
            bank_account: Bank card.
            all_servers: The reseller's own identity: reaches every server of the account.
            spending: The spending policy.
            monthly_limit: CNY per month, for `open`.
            markup: Percent; None: the account's.

        Raises:
            DuplicateError: `identity`: the label is taken.
            NotFoundError: `account`.
        """
        personal = (
            self._sealed(label, "name", name),
            self._sealed(label, "mobile", mobile),
            self._sealed(label, "idnum", idnum),
            self._sealed(label, "from_ip", from_ip),
            self._sealed(label, "client_user_id", client_user_id),
            None if bank_account is None else self._sealed(label, "bank_account", bank_account),
        )
        policy = (int(all_servers), spending, money_text(monthly_limit), money_text(markup), self._now())

        def insert(connection: Connection) -> Row:
            require(connection, "SELECT 1 FROM accounts WHERE id = ?", (account_id,), "account")
            return require(
                connection,
                "INSERT INTO identities (account_id, label, name, mobile, idnum, from_ip, client_user_id, "
                "bank_account, all_servers, spending, monthly_limit, markup, created_at) "
                f"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
                (account_id, label, *personal, *policy),
                "identity",
            )

        return self._identity(await self._write(insert))

    def identities(self, *, account_id: int | None = None) -> list[IdentityRow]:
        """All identities, erased ones included, by label; of one account if given."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM identities WHERE ?1 IS NULL OR account_id = ?1 ORDER BY label", (account_id,)
        )
        return [self._identity(row) for row in rows]

    def all_servers_identity(self, account_id: int) -> int | None:
        """The reseller's own identity of an account, the oldest of several; None where there is none."""
        row = self._row(
            "SELECT min(id) FROM identities WHERE account_id = ? AND all_servers AND erased_at IS NULL", (account_id,)
        )
        return None if row is None else row[0]

    def identity(self, identity_id: int) -> IdentityRow:
        """One identity; an erased one has empty personal values.

        Raises:
            NotFoundError: `identity`.
        """
        revision = self._row("SELECT revision FROM identities WHERE id = ?", (identity_id,))
        cached = self._identity_cache.get(identity_id)
        if cached is not None and revision is not None and cached[0] == revision[0]:
            return cached[1]
        row = self._row(f"SELECT {_COLUMNS} FROM identities WHERE id = ?", (identity_id,))
        if row is None:
            raise NotFoundError("identity")
        return self._identity(row)

    def identity_labelled(self, label: str) -> IdentityRow:
        """One identity by its label.

        Raises:
            NotFoundError: `identity …`.
        """
        row = self._row(f"SELECT {_COLUMNS} FROM identities WHERE label = ?", (label,))
        if row is None:
            raise NotFoundError(f"identity {label}")
        return self._identity(row)

    async def set_identity(self, identity_id: int, **changes: Unpack[IdentityChanges]) -> IdentityRow:
        """Change an identity's spending policy; what is open of it is void, for it was asked on other terms.

        Raises:
            NotFoundError: `identity`: unknown or erased.
        """
        values: dict[str, Any] = dict(changes)
        values |= {name: money_text(values[name]) for name in ("monthly_limit", "markup") if name in values}
        columns, now = set_clause(values, IdentityChanges.__annotations__), self._now()

        def change(connection: Connection) -> Row:
            row: Row | None = connection.execute(
                f"UPDATE identities SET {columns}, revision = revision + 1 "
                f"WHERE id = :id AND erased_at IS NULL RETURNING {_COLUMNS}",
                {**values, "id": identity_id},
            ).fetchone()
            if row is None:
                raise NotFoundError("identity")
            void_where(connection, self._keyring, "identity_id = :identity", {"identity": identity_id}, now=now)
            append_audit(connection, self._keyring, "policy", {"identity": identity_id, **values}, now=now)
            return row

        return self._identity(await self._write(change))

    async def erase_identity(self, identity_id: int) -> None:
        """Forget a customer: personal values, grants, assignments and invites go, what is open is void.

        The label stays, so that operations keep saying whose they were. What was overwritten also leaves the
        write-ahead log; copies in backups are not reached.

        Raises:
            NotFoundError: `identity`.
        """
        now = self._now()

        def erase(connection: Connection) -> None:
            forget_reached(connection, identity_id)
            require(
                connection,
                "UPDATE identities SET name = NULL, mobile = NULL, idnum = NULL, from_ip = NULL, "
                "client_user_id = NULL, bank_account = NULL, all_servers = 0, "
                "erased_at = coalesce(erased_at, ?), revision = revision + 1 WHERE id = ? RETURNING 1",
                (now, identity_id),
                "identity",
            )
            for table in ("grants", "assignments", "invites"):
                connection.execute(f"DELETE FROM {table} WHERE identity_id = ?", (identity_id,))
            mine = {"identity": identity_id}
            void_where(connection, self._keyring, "identity_id = :identity", mine, now=now)
            stop_renewals(connection, self._keyring, "identity_id = :identity", mine, how="erased", now=now)
            leave_schedules(connection, self._keyring, "identity_id = :identity", mine, now=now)

        await self._write(erase)
        self._identity_cache.pop(identity_id, None)
        await self.checkpoint()

    def _sealed(self, label: str, column: str, value: str) -> bytes:
        return self._keyring.seal_text(value, "identities", label, column)

    def _opened(self, label: str, column: str, value: bytes | None) -> str | None:
        return None if value is None else self._keyring.open_text(value, "identities", label, column)

    def _identity(self, row: Row) -> IdentityRow:
        label = row[2]
        identity = IdentityRow(
            id=row[0],
            account_id=row[1],
            label=label,
            name=self._opened(label, "name", row[3]) or "",
            mobile=self._opened(label, "mobile", row[4]) or "",
            idnum=self._opened(label, "idnum", row[5]) or "",
            from_ip=self._opened(label, "from_ip", row[6]) or "",
            client_user_id=self._opened(label, "client_user_id", row[7]) or "",
            bank_account=self._opened(label, "bank_account", row[8]),
            all_servers=bool(row[9]),
            spending=row[10],
            monthly_limit=money(row[11]),
            markup=money(row[12]),
            created_at=row[13],
            erased_at=row[14],
        )
        self._identity_cache[identity.id] = (row[15], identity)
        return identity
