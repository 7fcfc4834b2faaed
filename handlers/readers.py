"""Who reads what nobody asked for: the language and the time zone of a chat, without an update from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.access import DEFAULT_TIMEZONE, language_of
from texts import texts_for

if TYPE_CHECKING:
    from operations.services import Services
    from texts import Texts


def texts_of(services: Services, chat_id: int) -> Texts:
    """Return a chat's texts: as set for it; in a private chat as the person's own; else English."""
    store = services.store
    chat = store.chat(chat_id)
    if chat is not None and chat.language is not None:
        return texts_for(chat.language)
    # A private chat has its person's id.
    person = store.person(chat_id) if chat_id > 0 else None
    return texts_for(language_of(None) if person is None else person.language or language_of(person.language_code))


def timezone_of(services: Services, chat_id: int) -> str:
    """Return the IANA name of a chat's time zone."""
    chat = services.store.chat(chat_id)
    return chat.timezone if chat is not None else DEFAULT_TIMEZONE
