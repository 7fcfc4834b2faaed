"""Figures of an account for those who run it, counted in the writer's thread: they take more than a moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.base import Base, from_fen

if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

_ALIVE = "account_id = ?1 AND dead = 0 AND gone_at IS NULL"
_STATES = f"""
    SELECT data ->> 'order_status', data ->> 'run_status', coalesce(data ->> 'blocked', 0), count(*)
    FROM servers WHERE {_ALIVE} AND id > ?2 AND id <= ?3 AND json_valid(data) GROUP BY 1, 2, 3
"""
_AT_ONCE = 1000
_ADDRESS = "coalesce(nullif(share_ip, ''), nullif(ip, ''), guid)"


@dataclass(frozen=True, slots=True)
class StateCount:
    """So many living servers have these statuses; None where one was not told or is no number."""

    order_status: int | None
    run_status: int | None
    blocked: bool
    count: int


@dataclass(frozen=True, slots=True)
class EndCount:
    """Living servers that end within some time: how many, and the addresses (else guids) of the first."""

    count: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderCount:
    """Orders that were done: how many, what those with a known price cost together (CNY), how many have none."""

    count: int
    total: Decimal
    unpriced: int


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """An account at a glance."""

    states: tuple[StateCount, ...]
    ending: EndCount
    expired: EndCount
    orders: OrderCount


class Figures(Base):
    """Counts over an account's servers and operations."""

    async def account_figures(
        self, account_id: int, *, ending_before: float, orders_since: float, names: int
    ) -> AccountFigures:
        """Count an account's servers and orders.

        Args:
            account_id: The account.
            ending_before: Unix seconds; what ends from now until then is `ending`, what ended before now `expired`.
            orders_since: Unix seconds.
            names: How many addresses of those are told: the first to end, and the last that expired.
        """
        now = self._now()

        def ends_and_orders(connection: Connection) -> tuple[EndCount, EndCount, OrderCount]:
            return (
                _ends(connection, account_id, "ends_at >= ?2 AND ends_at < ?3", (now, ending_before), names),
                _ends(connection, account_id, "ends_at < ?2", (now,), names, last_first=True),
                _orders(connection, account_id, orders_since),
            )

        ending, expired, orders = await self._write(ends_and_orders)
        return AccountFigures(await self._states(account_id), ending, expired, orders)

    async def _states(self, account_id: int) -> tuple[StateCount, ...]:
        """Count a part of the servers at a time, so that whoever has something to write waits for no more than one."""
        (last,) = self._row("SELECT coalesce(max(id), 0) FROM servers") or (0,)
        found: Counter[tuple[int | None, int | None, bool]] = Counter()
        for start in range(0, last, _AT_ONCE):
            part = (account_id, start, start + _AT_ONCE)
            for order, run, blocked, many in await self._write(
                lambda connection, part=part: connection.execute(_STATES, part).fetchall()  # type: ignore[misc]
            ):
                found[_number(order), _number(run), bool(blocked)] += many
        return tuple(StateCount(*state, count) for state, count in found.items())


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _ends(
    connection: Connection,
    account_id: int,
    where: str,
    parameters: tuple[float, ...],
    names: int,
    *,
    last_first: bool = False,
) -> EndCount:
    where = f"{_ALIVE} AND ends_at IS NOT NULL AND {where}"
    (many,) = connection.execute(f"SELECT count(*) FROM servers WHERE {where}", (account_id, *parameters)).fetchone()
    order = "DESC" if last_first else "ASC"
    rows = connection.execute(
        f"SELECT {_ADDRESS} FROM servers WHERE {where} ORDER BY ends_at {order}, id LIMIT {int(names)}",
        (account_id, *parameters),
    ).fetchall()
    return EndCount(many, tuple(address for (address,) in rows))


def _orders(connection: Connection, account_id: int, since: float) -> OrderCount:
    many, fen, priced = connection.execute(
        "SELECT count(*), coalesce(sum(price_fen), 0), count(price_fen) FROM operations "
        "WHERE state = 'done' AND account_id = ? AND ended_at >= ? AND (price IS NOT NULL OR order_no IS NOT NULL)",
        (account_id, since),
    ).fetchone()
    return OrderCount(many, from_fen(fen), many - priced)
