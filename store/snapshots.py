"""Snapshots: when each of them ends, as last read."""

from __future__ import annotations

from dataclasses import dataclass

from store.base import Base


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A server's snapshot as last read; times are unix seconds, `ends_at` is None where no end is known."""

    account_id: int
    guid: str
    name: str
    ends_at: float | None
    read_at: float


class Snapshots(Base):
    """The subject `snapshots`."""

    def snapshots_ending(self, from_at: float, until_at: float) -> list[SnapshotRow]:
        """Those that end from then until before then, the first to end first."""
        rows = self._rows(
            "SELECT account_id, guid, name, ends_at, read_at FROM snapshots WHERE ends_at >= ? AND ends_at < ? "
            "ORDER BY ends_at",
            (from_at, until_at),
        )
        return [SnapshotRow(*row) for row in rows]

    def snapshots_of(self, account_id: int, guid: str) -> list[SnapshotRow]:
        """A server's, by name."""
        rows = self._rows(
            "SELECT account_id, guid, name, ends_at, read_at FROM snapshots WHERE account_id = ? AND guid = ? "
            "ORDER BY name",
            (account_id, guid),
        )
        return [SnapshotRow(*row) for row in rows]
