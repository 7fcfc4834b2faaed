"""`apabot doctor`: everything the bot needs, looked at one by one."""

from __future__ import annotations

import asyncio
import platform
import shutil
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from bot.commands.accounts import SKEW_SECONDS, findings
from bot.commands.console import CommandError, one_line, opened, say, settings_for, transport
from bot.logs import redacted
from bot.settings import SettingsError, load_settings
from bot.telegram_probe import TelegramProbe, TelegramProbeError
from operations.admin.accounts import check_account
from operations.admin.chats import has_owner
from operations.admin.validity import joined
from store import StoreError
from store.connection import require_sqlite
from store.driver import sqlite3

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from bot.telegram_probe import Webhook
    from operations.services import Services
    from store import AccountRow

LEAST_PYTHON = (3, 11)
# The database, its log, and one backup beside it.
LEAST_FREE_BYTES = 500 * 1024 * 1024
WEAK_SECRET = 16


@dataclass
class Report:
    """What was looked at, told as it is found.

    Attributes:
        well: False once anything is not as it must be.
    """

    well: bool = field(default=True)

    def good(self, line: str) -> None:
        """Tell what is in order."""
        say(f"✓ {one_line(redacted(line))}")

    def bad(self, line: str) -> None:
        """Tell what is not."""
        self.well = False
        say(f"✗ {one_line(redacted(line))}")

    def hint(self, line: str) -> None:
        """Tell what may be meant, or may be a slip."""
        say(f"  hint: {one_line(redacted(line))}")


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Look at everything the bot needs: settings, database, engines, Telegram."""
    report = Report()
    _versions(report)
    settings = _settings(report)
    if settings is not None:
        _disk(report, settings.database)
        asyncio.run(_ask_around(report, settings))
    if not report.well:
        ctx.exit(1)


def _versions(report: Report) -> None:
    tell = report.good if sys.version_info >= LEAST_PYTHON else report.bad
    tell(f"Python {platform.python_version()}")
    try:
        require_sqlite()
    except StoreError as error:
        report.bad(str(error))
    else:
        report.good(f"SQLite {sqlite3.sqlite_version}")


def _settings(report: Report) -> Settings | None:
    """Return the settings as far as they can be used; what is missing is told, and the rest looked at all the same."""
    try:
        settings = settings_for(())
    except SettingsError as error:
        for problem in error.problems:
            report.bad(problem)
        return None
    try:
        load_settings(("telegram", "store"))
    except SettingsError as error:
        for problem in error.problems:
            report.bad(problem)
    else:
        report.good("Settings")
    secret = settings.webhook_secret
    if secret is not None and len(secret.get_secret_value()) < WEAK_SECRET:
        report.hint(f"APABOT_WEBHOOK_SECRET has fewer than {WEAK_SECRET} characters; a longer one cannot be guessed")
    return settings


def _disk(report: Report, database: Path) -> None:
    folder = database.absolute().parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        report.bad(f"{folder} (APABOT_DATABASE): {error.strerror}")
        return
    tell = report.good if free >= LEAST_FREE_BYTES else report.bad
    tell(f"{free / 1024**3:.1f} GB free in {folder}")


async def _ask_around(report: Report, settings: Settings) -> None:
    if settings.secret_key is not None:
        try:
            async with opened(settings) as services:
                _database(report, services)
                _audit(report, services)
                for row in services.store.accounts():
                    await _account(report, services, row.name)
                    _staff(report, services, row)
        except (CommandError, StoreError) as error:
            report.bad(str(error))
    if settings.telegram_token is not None:
        await _telegram(report, settings)


def _database(report: Report, services: Services) -> None:
    wrong = services.store.check()
    for finding in wrong:
        report.bad(f"Database: {finding.detail}")
    accounts, chats = len(services.store.accounts()), len(services.store.chats())
    if not wrong:
        report.good(f"Database: accounts {accounts}, chats {chats}")
    if not accounts:
        report.hint("no account yet: apabot account add")


def _audit(report: Report, services: Services) -> None:
    audit = services.store.verify_audit()
    for problem in audit.problems:
        report.bad(f"Audit: {problem}")
    if not audit.problems:
        report.good(f"Audit: {audit.entries} entries, head {audit.head}")


def _staff(report: Report, services: Services, account: AccountRow) -> None:
    """Tell where a customer's paid operations would wait for a yes that nobody can give."""
    waiting = [
        row.label
        for row in services.store.identities(account_id=account.id)
        if row.erased_at is None and (row.spending == "approval" or row.monthly_limit is not None)
    ]
    if not waiting:
        return
    staff = services.store.staff_chats(account.id)
    if not staff:
        report.hint(
            f"account {account.name} has no staff chat to approve what {joined(waiting)} may need approved: "
            f"apabot chat staff CHAT_ID --account {account.name}"
        )
    elif not any(has_owner(services, chat_id) for chat_id in staff):
        report.hint(
            f"nobody in the staff chats of account {account.name} is owner and may approve: "
            f"apabot member set {staff[0]} USER_ID owner"
        )


async def _account(report: Report, services: Services, name: str) -> None:
    row = services.store.account_named(name)
    async with transport() as wire:
        found = await check_account(row, wire, now=services.clock.now)
    skewed = found.skew is not None and abs(found.skew) > SKEW_SECONDS
    tell = report.bad if found.error is not None or skewed else report.good
    tell(f"Account {name}: {'; '.join(findings(found))}")


async def _telegram(report: Report, settings: Settings) -> None:
    try:
        async with TelegramProbe(settings) as telegram:
            report.good(f"Telegram: @{await telegram.username()}")
            _webhook(report, settings, await telegram.webhook())
    except TelegramProbeError as error:
        report.bad(f"Telegram: {error}")


def _webhook(report: Report, settings: Settings, told: Webhook) -> None:
    """Tell where updates go, compared with where the settings want them."""
    wanted = settings.webhook_url or ""
    if told.url and told.url != wanted:
        meant = "polls and removes it" if not wanted else "sets its own"
        report.hint(
            f"a webhook to another address is set; `apabot run` {meant} at its start. Does another program use it?"
        )
    elif wanted and not told.url:
        report.hint("no webhook is set yet; `apabot run` sets it at its start")
    if told.last_error is not None:
        report.hint(f"Telegram's last try at the webhook: {told.last_error}")
    if told.pending:
        report.hint(f"{told.pending} updates wait at Telegram")
