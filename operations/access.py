"""Who is asking, and how far they reach: the gate's decision, without Telegram.

The read behind `identify` is on every update's path, so it is one prepared statement in the loop's thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from operations.errors import NotAllowedError

if TYPE_CHECKING:
    from operations.services import Services

DEFAULT_TIMEZONE = "Asia/Shanghai"


class Role(StrEnum):
    """What a person may do in a chat; later members include the earlier ones' rights."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    OWNER = "owner"

    @property
    def rank(self) -> int:
        """0, 1 or 2: comparable."""
        return _RANKS[self]

    def reaches(self, needed: Role) -> bool:
        """Tell whether this role includes `needed`."""
        return self.rank >= needed.rank


_RANKS = {Role.VIEWER: 0, Role.OPERATOR: 1, Role.OWNER: 2}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a chat that holds grants, as of this update.

    Attributes:
        chat_id: the chat that acts.
        user_id: the person.
        private: True in a private chat, where the person is owner.
        role: the person's role in this chat.
        identity_ids: identities this chat acts as; empty in a staff chat without grants.
        staff_account_ids: accounts whose staff chat this is.
        language: "zh-Hans" or "en".
        timezone: IANA name.
    """

    chat_id: int
    user_id: int
    private: bool
    role: Role
    identity_ids: tuple[int, ...]
    staff_account_ids: tuple[int, ...]
    language: str
    timezone: str

    def require(self, needed: Role) -> None:
        """Do nothing where the role reaches.

        Raises:
            NotAllowedError: it does not.
        """
        if not self.role.reaches(needed):
            raise NotAllowedError(needed=needed, role=self.role)


def language_of(telegram_code: str | None) -> str:
    """Return our language for Telegram's IETF tag: Chinese of any kind is zh-Hans, everything else English."""
    return "zh-Hans" if telegram_code is not None and telegram_code.lower().startswith("zh") else "en"


def again(services: Services, actor: Actor) -> Actor:
    """Return the actor as grants and roles are now, after something that took time.

    Raises:
        NotAllowedError: the chat holds nothing any more.
    """
    now = identify(
        services,
        chat_id=actor.chat_id,
        user_id=actor.user_id,
        private=actor.private,
        telegram_language=actor.language,
    )
    if now is None:
        raise NotAllowedError(needed=Role.VIEWER, role=Role.VIEWER)
    return now


def identify(
    services: Services, *, chat_id: int, user_id: int, private: bool, telegram_language: str | None
) -> Actor | None:
    """Return who this is, or None for a stranger: a chat without any grant that is no staff chat.

    Args:
        services: where the store is.
        chat_id: Telegram's chat.
        user_id: Telegram's person; never an anonymous admin or channel (the caller sorts those out).
        private: whether the chat is the person's own.
        telegram_language: the language tag Telegram gave for the person, if any.
    """
    access = services.store.access(chat_id, user_id)
    if access is None or not (access.identity_ids or access.staff_account_ids):
        return None
    # Nobody but the person is in a private chat; in a group a role must have been given.
    role = Role.OWNER if private else Role(access.role or Role.VIEWER)
    language = access.language or access.person_language or language_of(telegram_language)
    return Actor(
        chat_id=chat_id,
        user_id=user_id,
        private=private,
        role=role,
        identity_ids=access.identity_ids,
        staff_account_ids=access.staff_account_ids,
        language=language,
        timezone=access.timezone or DEFAULT_TIMEZONE,
    )
