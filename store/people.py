"""People: a name to show and a language. The name is encrypted."""

from __future__ import annotations

from store.base import Base
from store.errors import NotFoundError
from store.records import PersonRow


class People(Base):
    """The subject `people`."""

    def person(self, user_id: int) -> PersonRow | None:
        """One person, None if never heard of."""
        row = self._row("SELECT name, language, language_code FROM people WHERE user_id = ?", (user_id,))
        if row is None:
            return None
        name, language, language_code = row
        return PersonRow(user_id, self._keyring.open_text(name, "people", user_id, "name"), language, language_code)

    async def keep_person(self, user_id: int, name: str, language_code: str | None) -> None:
        """Remember a person as Telegram describes them; writes only what changed. Their chosen language stays."""
        known = self.person(user_id)
        if known is not None and (known.name, known.language_code) == (name, language_code):
            return
        sealed = self._keyring.seal_text(name, "people", user_id, "name")
        await self._change(
            "INSERT INTO people (user_id, name, language_code) VALUES (?, ?, ?) "
            "ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, language_code = excluded.language_code",
            (user_id, sealed, language_code),
        )

    async def set_person_language(self, user_id: int, language: str | None) -> None:
        """Set the language that a person chose; None: as Telegram says.

        Raises:
            NotFoundError: `person`.
        """
        if not await self._change("UPDATE people SET language = ? WHERE user_id = ?", (language, user_id)):
            raise NotFoundError("person")
