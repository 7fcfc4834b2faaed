"""Zones, lines and systems of each account, as last read: kept in the store, parsed once, answered from memory."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter

from engine import Line, System, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine import Engine
    from store import CatalogKind, Store

_T = TypeVar("_T")
_LINES: TypeAdapter[list[Line]] = TypeAdapter(list[Line])
_SYSTEMS: TypeAdapter[list[System]] = TypeAdapter(list[System])
_ZONES: TypeAdapter[list[Zone]] = TypeAdapter(list[Zone])


@dataclass(frozen=True, slots=True)
class AccountCatalogue:
    """What one account offers, by guid. Empty where it was never read: unknown, not "nothing"."""

    zones: dict[str, Zone] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    systems: dict[str, System] = field(default_factory=dict)

    def name(self, guid: str) -> str | None:
        """Return the name of a line, with its zone's, or of a system; None for one that is not known."""
        line = self.lines.get(guid)
        if line is not None:
            zone = self.zones.get(line.zone_guid)
            named = (each for each in (zone.name if zone is not None else "", line.name) if each)
            return " · ".join(named) or None
        system = self.systems.get(guid)
        return system.name if system is not None and system.name else None


class Catalogue:
    """The catalogues of all accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[int, AccountCatalogue] = {}
        self._lines_at: dict[int, float] = {}
        self._reading: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    def of(self, account_id: int) -> AccountCatalogue:
        """Return the account's catalogue; from the store on first use."""
        known = self._read.get(account_id)
        if known is None:
            known = self._read[account_id] = self._load(account_id)
        return known

    def _load(self, account_id: int) -> AccountCatalogue:
        def rows(kind: CatalogKind, adapter: TypeAdapter[list[_T]]) -> list[_T]:
            row = self._store.catalog(account_id, kind)
            return adapter.validate_json(row.data) if row is not None else []

        return _by_guid(rows("zones", _ZONES), rows("lines", _LINES), rows("systems", _SYSTEMS))

    async def refresh(self, account_id: int, engine: Engine, *, now: float) -> None:
        """Read the account's zones, lines and systems and keep them.

        Raises:
            EngineError: a read failed; what was known stays.
        """
        zones = await engine.getzones()
        lines = await engine.getlines()
        systems = await engine.all_systems()
        read: tuple[tuple[CatalogKind, bytes], ...] = (
            ("zones", _ZONES.dump_json(zones)),
            ("lines", _LINES.dump_json(lines)),
            ("systems", _SYSTEMS.dump_json(systems)),
        )
        for kind, data in read:
            await self._store.keep_catalog(account_id, kind, data.decode(), read_at=now)
        self._read[account_id] = _by_guid(zones, lines, systems)
        self._lines_at[account_id] = now

    async def refresh_lines(self, account_id: int, engine: Engine, *, now: float, since: float) -> None:
        """Read the account's lines, which have the prices, unless that was done lately enough.

        Args:
            account_id: whose.
            engine: the account's client.
            now: UNIX time.
            since: UNIX time; a reading that was begun no earlier will do.

        Raises:
            EngineError: the read failed; what was known stays.
        """
        # Who waits here finds the reading of who went first.
        async with self._reading[account_id]:
            if self._lines_at.get(account_id, float("-inf")) >= since:
                return
            lines = await engine.getlines()
            known, read = self.of(account_id), {line.guid: line for line in lines}
            if read != known.lines:
                await self._store.keep_catalog(account_id, "lines", _LINES.dump_json(lines).decode(), read_at=now)
                self._read[account_id] = replace(known, lines=read)
            self._lines_at[account_id] = now


def _by_guid(zones: Sequence[Zone], lines: Sequence[Line], systems: Sequence[System]) -> AccountCatalogue:
    return AccountCatalogue(
        zones={zone.guid: zone for zone in zones},
        lines={line.guid: line for line in lines},
        systems={system.guid: system for system in systems},
    )
