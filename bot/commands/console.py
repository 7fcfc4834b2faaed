"""How commands speak: opening what they work with, lines and tables out, warnings beside them."""

from __future__ import annotations

import asyncio
import unicodedata
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from bot.logs import configure_logging, protect
from bot.setting_names import unknown_settings
from bot.settings import load_settings
from engine import Transport
from operations.catalogue import Catalogue
from operations.clock import SystemClock
from operations.engines import Engines
from operations.services import Services, Timing
from store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
    from decimal import Decimal

    from bot.settings import Need, Settings

T = TypeVar("T")

# A person waits at the terminal: an engine that does not answer is told sooner than the bot would give up.
_CONNECT_SECONDS = 5.0
_TOTAL_SECONDS = 20.0


class CommandError(Exception):
    """A command cannot do its work; str() is one clear line."""


def settings_for(need: Collection[Need], *, quiet: bool = True) -> Settings:
    """Return the settings, with logging set up and misspelt names pointed out.

    Args:
        need: as for `load_settings`.
        quiet: log errors only (all with LOG_LEVEL=DEBUG): the command's own lines say what matters.

    Raises:
        SettingsError: they cannot be used.
    """
    settings = load_settings(need)
    configure_logging(hushed(settings) if quiet else settings)
    for line in unknown_settings():
        warn(line)
    return settings


def hushed(settings: Settings) -> Settings:
    """Return the settings with only errors logged, but everything where LOG_LEVEL is DEBUG."""
    return settings if settings.log_level == "DEBUG" else settings.model_copy(update={"log_level": "ERROR"})


def ensure_database(settings: Settings) -> None:
    """Do nothing where the database's file is there.

    Raises:
        CommandError: it is not; a misspelt path must not become an empty database.
    """
    if not settings.database.exists():
        raise CommandError(
            f"there is no database at {settings.database} (APABOT_DATABASE); the first `apabot account add` makes it"
        )


def transport() -> Transport:
    """Return a transport as patient as a person at a terminal."""
    return Transport(connect_timeout=_CONNECT_SECONDS, total_timeout=_TOTAL_SECONDS, read_attempts=2)


@asynccontextmanager
async def opened(settings: Settings, *, create: bool = False) -> AsyncIterator[Services]:
    """Open store and engines for a command.

    Args:
        settings: with keys.
        create: make the database where there is none.

    Raises:
        CommandError: there is none, and it is not to be made.
        store.StoreError: it cannot be used.
    """
    if not create:
        ensure_database(settings)
    async with await Store.open(settings.database, settings.keys, must_exist=not create) as store, transport() as wire:
        protect(*(row.key for row in store.accounts()))
        yield Services(
            store=store,
            engines=Engines(store, wire),
            catalogue=Catalogue(store),
            clock=SystemClock(),
            timing=Timing(poll=settings.poll_interval, sync=settings.sync_interval, settle=settings.settle_seconds),
            contact=settings.contact,
        )


def work(act: Callable[[Services], Awaitable[T]], *, settings: Settings | None = None, create: bool = False) -> T:
    """Run a command's work with the database open, and return what it returns.

    Args:
        act: the work.
        settings: where the command has read them already.
        create: make the database where there is none.
    """
    settings = settings or settings_for({"store"})

    async def run() -> T:
        async with opened(settings, create=create) as services:
            return await act(services)

    return asyncio.run(run())


def say(line: str = "") -> None:
    """Write a line of the answer."""
    click.echo(line)


def warn(line: str) -> None:
    """Write a warning beside the answer, to standard error."""
    click.echo(f"Warning: {one_line(line)}", err=True)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, empty: str) -> None:
    """Write rows in aligned columns, or the line for none."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not cells:
        say(empty)
        return
    everything = [list(head), *cells]
    widths = [max(_width(row[column]) for row in everything) for column in range(len(head))]
    for row in everything:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        say("  ".join(padded).rstrip())


def one_line(text: str, *, longest: int = 300) -> str:
    """Return text from anywhere fit for one line of a terminal: no line breaks, no control characters, not endless."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _width(text: str) -> int:
    """Return how many columns a terminal gives the text: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in text)


def moment(at: float | datetime | None) -> str:
    """Return a time in this machine's zone, and which that is; "-" for none."""
    if at is None:
        return "-"
    moment_ = at if isinstance(at, datetime) else datetime.fromtimestamp(at, UTC)
    local = moment_.astimezone()
    return f"{local:%Y-%m-%d %H:%M} {_zone(local)}"


def _zone(local: datetime) -> str:
    offset = f"{local:%z}"
    return "UTC" if offset == "+0000" else f"{offset[:3]}:{offset[3:]}"


def ago(seconds: float) -> str:
    """Return an age in its largest unit."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} ago"
    return f"{max(int(seconds), 0)} s ago"


def cny(amount: Decimal | None) -> str:
    """Return money; "-" for none."""
    return "-" if amount is None else f"{amount:,.2f} CNY"


def percent(rate: Decimal | None) -> str:
    """Return a rate; "-" for none."""
    return "-" if rate is None else f"{rate.normalize():f} %"
