"""The store: all subjects over one file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from store.access import Access
from store.accounts import Accounts
from store.alarms import Alarms
from store.aliases import Aliases
from store.approvals import Approvals
from store.assignments import Assignments
from store.audiences import Audiences
from store.auto_renewals import AutoRenewals
from store.catalog import Catalog
from store.chats import Chats
from store.conditions import Conditions
from store.confirmations import Confirmations
from store.connection import claim_path, connect_reader, connect_writer, require_sqlite
from store.credit import Credits
from store.crypto import Keyring
from store.diagnostics import Diagnostics
from store.drafts import Drafts
from store.driver import sqlite3
from store.ends import Ends
from store.errors import from_sqlite
from store.events import Events
from store.favourites import Favourites
from store.figures import Figures
from store.identities import Identities
from store.inspections import Inspections
from store.invites import Invites
from store.keys import Keys, check_keys
from store.leases import Leases
from store.maintenance import Maintenance
from store.migrations import migrate
from store.mutes import Mutes
from store.newcomers import Newcomers
from store.notice_delivery import NoticeDelivery
from store.notices import Notices
from store.operations import Operations
from store.people import People
from store.preferences import Preferences
from store.presses import Presses
from store.reminders import Reminders
from store.renewal_attempts import RenewalAttempts
from store.reports import Reports
from store.rounds import Rounds
from store.schedule_runs import ScheduleRuns
from store.schedules import Schedules
from store.secret_messages import SecretMessages
from store.server_lists import ServerLists
from store.servers import Servers
from store.snoozes import Snoozes
from store.staff_notices import StaffNotices
from store.updates import Updates
from store.verification import Audit
from store.writer import Writer

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from sqlite3 import Connection
    from types import TracebackType


class Store(
    Accounts,
    Identities,
    Chats,
    Access,
    People,
    Invites,
    Servers,
    ServerLists,
    Newcomers,
    Assignments,
    Aliases,
    Catalog,
    Events,
    Operations,
    Leases,
    Reports,
    Confirmations,
    Presses,
    Approvals,
    Credits,
    Notices,
    NoticeDelivery,
    Audit,
    Updates,
    Drafts,
    Favourites,
    Preferences,
    Mutes,
    Maintenance,
    Audiences,
    Inspections,
    StaffNotices,
    Figures,
    Conditions,
    Alarms,
    Ends,
    Rounds,
    Reminders,
    Snoozes,
    AutoRenewals,
    RenewalAttempts,
    Schedules,
    ScheduleRuns,
    SecretMessages,
    Keys,
    Diagnostics,
):
    """An open database, made by `Store.open`.

    Reads are plain calls in the thread that opened the store, a few microseconds each. Writes are coroutines: when one
    returns, it is on the disk and every read sees it. A write whose caller is cancelled may still happen.
    """

    @classmethod
    async def open(
        cls,
        path: str | os.PathLike[str],
        keys: Sequence[str],
        *,
        now: Callable[[], float] = time.time,
        must_exist: bool = False,
    ) -> Self:
        """Open a database, bring it up to date, and make it if there is none.

        Args:
            path: The file; made with mode 0600.
            keys: The entries of `SECRET_KEY`, each at least 16 characters: the first encrypts, all decrypt.
            now: Unix seconds.
            must_exist: Refuse to make a new database.

        Raises:
            CorruptError: The file is damaged.
            NotADatabaseError: The file is something else, or another program's.
            NotFoundError: `must_exist`, and there is no file.
            StoreUnavailableError: The file cannot be used now.
            TooNewError: A newer apabot wrote it.
            TooOldSqliteError: SQLite is too old.
            ValueError: There is no key, or one is too short.
            WrongKeyError: The keys do not fit the database.
        """
        require_sqlite()
        keyring = Keyring(keys)
        file = Path(path)
        claim_path(file, must_exist=must_exist)
        writer = Writer(lambda: _ready(file, keyring, now()))
        await writer.start()
        try:
            reader = connect_reader(file)
        except BaseException:
            await writer.close()
            raise
        return cls(path=file, reader=reader, writer=writer, keyring=keyring, now=now)

    async def close(self) -> None:
        """Finish the writes that were asked for and close the file. May be called twice."""
        await self._writer.close()
        self._reader.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def _ready(path: Path, keyring: Keyring, now: float) -> Connection:
    connection = connect_writer(path)
    try:
        migrate(connection, path, keyring, now=now)
        check_keys(connection, keyring)
    except sqlite3.Error as error:
        connection.close()
        raise from_sqlite(error) from error
    except BaseException:
        connection.close()
        raise
    return connection
