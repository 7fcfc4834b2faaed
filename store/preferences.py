"""Preferences: what a chat wants to hear of without asking, and when."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypedDict, Unpack

from store.base import Base, Row
from store.vocabulary import STAGES, AlertKind, Night, Stage

if TYPE_CHECKING:
    from collections.abc import Collection
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class PreferencesRow:
    """What a chat wants to hear of. A chat that never chose has the values that stand here.

    Attributes:
        reminder_stages: when it is reminded of an end, in the order of `STAGES`.
        reminder_hour: at which hour of the chat's own day.
        alert_kinds: what it is alarmed of.
        night: alarms in its quiet hours: without a sound, as by day, or only after them.
        digest_hour: a staff chat's hour for the daily digest; None: none.
    """

    reminder_stages: tuple[Stage, ...] = STAGES
    reminder_hour: int = 10
    alert_kinds: frozenset[AlertKind] = frozenset({"blocked", "locked", "off", "failed"})
    night: Night = "silent"
    digest_hour: int | None = 9


class PreferenceChanges(TypedDict, total=False):
    """The preferences that change; see `PreferencesRow`."""

    reminder_stages: Collection[Stage]
    reminder_hour: int
    alert_kinds: Collection[AlertKind]
    night: Night
    digest_hour: int | None


_COLUMNS = ", ".join(field.name for field in fields(PreferencesRow))
_SEPARATOR = ","


class Preferences(Base):
    """The subject `preferences`."""

    def preferences(self, chat_id: int) -> PreferencesRow:
        """What a chat wants to hear of; the defaults for one that never chose."""
        return _record(self._row(f"SELECT {_COLUMNS} FROM preferences WHERE chat_id = ?", (chat_id,)))

    async def set_preferences(self, chat_id: int, **changes: Unpack[PreferenceChanges]) -> PreferencesRow:
        """Change some of it and return all of it.

        Raises:
            sqlite3.IntegrityError: as a `StoreError`: an hour that is none.
        """

        def change(connection: Connection) -> PreferencesRow:
            known = connection.execute(f"SELECT {_COLUMNS} FROM preferences WHERE chat_id = ?", (chat_id,)).fetchone()
            values = _values(_record(known)) | _texts(changes)
            names = ", ".join(values)
            marks = ", ".join(f":{name}" for name in values)
            row = connection.execute(
                f"INSERT OR REPLACE INTO preferences (chat_id, {names}) VALUES (:chat_id, {marks}) "
                f"RETURNING {_COLUMNS}",
                {**values, "chat_id": chat_id},
            ).fetchone()
            return _record(row)

        return await self._write(change)


def _values(row: PreferencesRow) -> dict[str, object]:
    return _texts({field.name: getattr(row, field.name) for field in fields(PreferencesRow)})


def _texts(changes: PreferenceChanges | dict[str, object]) -> dict[str, object]:
    """Collections as the columns keep them."""
    values: dict[str, object] = dict(changes)
    for name in ("reminder_stages", "alert_kinds"):
        if name in values:
            given = set(values[name])  # type: ignore[call-overload] # both are collections of words
            ordered = [each for each in STAGES if each in given] if name == "reminder_stages" else sorted(given)
            values[name] = _SEPARATOR.join(ordered)
    return values


def _record(row: Row | None) -> PreferencesRow:
    if row is None:
        return PreferencesRow()
    stages, hour, kinds, night, digest = row
    return PreferencesRow(
        reminder_stages=tuple(each for each in stages.split(_SEPARATOR) if each),
        reminder_hour=hour,
        alert_kinds=frozenset(each for each in kinds.split(_SEPARATOR) if each),
        night=night,
        digest_hour=digest,
    )
