"""What every subject of the store stands on: reads in the caller's thread, writes through the writer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from store.driver import sqlite3
from store.errors import NotFoundError, from_sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path
    from sqlite3 import Connection

    from store.crypto import Keyring
    from store.writer import Writer

log = structlog.get_logger(__name__)

T = TypeVar("T")
_FEN = 100
Row = tuple[Any, ...]


class Base:
    """The parts that the subjects share; `Store` is made of the subjects."""

    def __init__(
        self, *, path: Path, reader: Connection, writer: Writer, keyring: Keyring, now: Callable[[], float]
    ) -> None:
        self._path = path
        self._reader = reader
        self._writer = writer
        self._keyring = keyring
        self._now = now

    async def checkpoint(self) -> bool:
        """Move the write-ahead log into the database and empty it.

        Returns:
            Whether all of it went; a long read of another program can hold it back until the next time.
        """
        busy, _, _ = await self._writer.run_alone(
            lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        )
        if busy:
            log.warning("store_checkpoint_held_back")
        return not busy

    def _row(self, sql: str, parameters: tuple[Any, ...] = ()) -> Row | None:
        try:
            row: Row | None = self._reader.execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            raise from_sqlite(error) from error
        return row

    def _rows(self, sql: str, parameters: tuple[Any, ...] | Mapping[str, Any] = ()) -> list[Row]:
        try:
            # All at once: a statement left half-read would hold its snapshot, and later reads would be stale.
            rows: list[Row] = self._reader.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise from_sqlite(error) from error
        return rows

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await self._writer.run(work)

    async def _change(self, sql: str, parameters: tuple[Any, ...] | Mapping[str, Any]) -> int:
        """Run one writing statement; how many rows it changed. The cursor stays in the writer's thread."""
        return await self._writer.run(lambda connection: connection.execute(sql, parameters).rowcount)


def money(value: str | None) -> Decimal | None:
    """Money as it is stored (decimal text) → Decimal."""
    return None if value is None else Decimal(value)


def money_text(value: Decimal | None) -> str | None:
    """Money → decimal text, the only form in which SQLite keeps it exactly."""
    return None if value is None else format(value, "f")


def fen(value: Decimal) -> int:
    """Money → whole fen (1/100 CNY), which SQL adds up exactly.

    Raises:
        ValueError: Not finite, or a part of a fen.
    """
    whole = value * _FEN
    if not value.is_finite() or whole != whole.to_integral_value():
        raise ValueError("an amount of money has at most two decimals")
    return int(whole)


def from_fen(value: int) -> Decimal:
    """Whole fen → money with two decimals."""
    return Decimal(value).scaleb(-2)


def set_clause(changes: Mapping[str, Any], allowed: Collection[str]) -> str:
    """The `SET` list for changed columns: `a = :a, b = :b`.

    Args:
        changes: Column name → new value.
        allowed: The columns that may change; this keeps foreign text out of the SQL.

    Raises:
        TypeError: A name that is not allowed, or nothing to change.
    """
    unknown = sorted(set(changes) - set(allowed))
    if unknown or not changes:
        raise TypeError(f"cannot change {', '.join(unknown) or 'nothing'}")
    return ", ".join(f"{column} = :{column}" for column in changes)


def require(connection: Connection, sql: str, parameters: tuple[Any, ...], what: str) -> Row:
    """The row that a job needs.

    Raises:
        NotFoundError: There is none.
    """
    row: Row | None = connection.execute(sql, parameters).fetchone()
    if row is None:
        raise NotFoundError(what)
    return row
