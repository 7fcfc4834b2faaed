"""What comes in: updates, and what the intake asks of the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The kinds of update that the bot acts on. Telegram keeps this list until it is given another.
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")


class KeptUpdate(Protocol):
    """An update as the store keeps it until its handler has ended."""

    @property
    def update_id(self) -> int:
        """Telegram's number."""
        ...

    @property
    def body(self) -> bytes:
        """The update's JSON."""
        ...

    @property
    def received_at(self) -> float:
        """Unix seconds."""
        ...

    @property
    def attempts(self) -> int:
        """How often a later start began to handle it."""
        ...


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update on its way to the handlers.

    Attributes:
        update_id: Telegram's number.
        body: the update as Telegram sent it, parsed.
        received_at: Unix seconds.
        replayed: found in the store after a start, so that it may have been handled in part, and may be old.
    """

    update_id: int
    body: Mapping[str, Any] = field(repr=False)
    received_at: float
    replayed: bool


class UpdateStore(Protocol):
    """Where updates are safe from a crash."""

    async def keep_updates(self, updates: Sequence[tuple[int, bytes]], *, received_at: float) -> list[int]:
        """Keep a batch in one commit.

        Args:
            updates: numbers and JSON.
            received_at: Unix seconds.

        Returns:
            The numbers that were new: neither kept nor lately ended.
        """
        ...

    def kept_updates(self, *, after: int = 0, limit: int = 500) -> Sequence[KeptUpdate]:
        """Kept updates with numbers above `after`, by number."""
        ...

    async def begin_attempt(self, update_ids: Sequence[int]) -> None:
        """Count an attempt to handle updates that were found after a start."""
        ...

    async def drop_update(self, update_id: int) -> None:
        """Forget an update whose handler has ended."""
        ...

    def last_update_id(self) -> int | None:
        """The highest number ever kept."""
        ...


def chat_key(update: Mapping[str, Any]) -> int:
    """What an update is put in order by: its chat; without one the person; without either the update alone.

    Args:
        update: as Telegram sent it: `update_id` and one other field.
    """
    for content in update.values():
        if isinstance(content, dict):
            message = content.get("message")
            for holder in (content, message) if isinstance(message, dict) else (content,):
                if isinstance(chat := holder.get("chat"), dict) and isinstance(chat.get("id"), int):
                    return int(chat["id"])
            for name in ("from", "user"):
                if isinstance(person := content.get(name), dict) and isinstance(person.get("id"), int):
                    return int(person["id"])
    return int(update["update_id"])
