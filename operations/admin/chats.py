"""Which chat is whose, and what is set for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations import members
from operations.access import Role
from operations.admin import validity
from operations.admin.identities import living
from operations.errors import BadInputError

if TYPE_CHECKING:
    from operations.services import Services
    from store import ChatRow
    from store.chats import ChatChanges


@dataclass(frozen=True, slots=True)
class ChatLine:
    """A chat with what hangs on it; no personal data.

    Attributes:
        row: the chat.
        identities: labels of the identities it acts as.
        staff_of: names of the accounts whose staff chat it is.
        members: how many people hold a role.
    """

    row: ChatRow
    identities: tuple[str, ...]
    staff_of: tuple[str, ...]
    members: int


def chats(services: Services) -> list[ChatLine]:
    """Return all chats that were ever heard of or named."""
    store = services.store
    labels = {row.id: row.label for row in store.identities()}
    granted: dict[int, list[str]] = defaultdict(list)
    for grant in store.grants():
        granted[grant.chat_id].append(labels[grant.identity_id])
    staff: dict[int, list[str]] = defaultdict(list)
    for account in store.accounts():
        for chat_id in store.staff_chats(account.id):
            staff[chat_id].append(account.name)
    return [
        ChatLine(row, tuple(sorted(granted[row.chat_id])), tuple(staff[row.chat_id]), len(store.members(row.chat_id)))
        for row in store.chats()
    ]


async def grant(services: Services, chat_id: int, label: str) -> None:
    """Let the chat act as the identity; doing so twice is the same as once.

    Raises:
        store.NotFoundError: no such identity.
        BadInputError: it was erased, or the id is none.
    """
    identity = living(services, label)
    await _keep_chat(services, chat_id)
    await services.store.grant(chat_id, identity.id)


async def revoke(services: Services, chat_id: int, label: str) -> None:
    """End it.

    Raises:
        store.NotFoundError: no such identity.
        BadInputError: the chat did not act as it.
    """
    identity = services.store.identity_labelled(label)
    if not await services.store.revoke(chat_id, identity.id):
        raise BadInputError(f"chat {chat_id} does not act as {label}")


async def set_staff(services: Services, chat_id: int, account: str, *, on: bool) -> None:
    """Make the chat a staff chat of the account, or no longer.

    Raises:
        store.NotFoundError: no such account.
        BadInputError: it was none, or the id is none.
    """
    row = services.store.account_named(account)
    if on:
        await _keep_chat(services, chat_id)
    elif chat_id not in services.store.staff_chats(row.id):
        raise BadInputError(f"chat {chat_id} is not a staff chat of {account}")
    await services.store.set_staff(chat_id, row.id, on=on)


def has_owner(services: Services, chat_id: int) -> bool:
    """Tell whether anybody in the chat may decide: in a private chat the person, in a group whoever was made owner."""
    return chat_id > 0 or any(row.role == Role.OWNER.value for row in services.store.members(chat_id))


async def set_chat(services: Services, chat_id: int, changes: ChatChanges) -> None:
    """Change settings of the chat.

    Args:
        services: the store.
        chat_id: the chat.
        changes: of `language`, `timezone`, `quiet_hours`; checked already.

    Raises:
        BadInputError: nothing to change, or the id is none.
    """
    if not changes:
        raise BadInputError("nothing to set: give --language, --timezone or --quiet-hours")
    await _keep_chat(services, chat_id)
    await services.store.set_chat(chat_id, **changes)


async def invite(services: Services, label: str) -> str:
    """Return the deep-link payload of a one-time invitation to act as the identity.

    Raises:
        store.NotFoundError: no such identity.
        BadInputError: it was erased.
    """
    return await members.invite(services, living(services, label).id)


async def set_member(services: Services, chat_id: int, user_id: int, role: Role) -> None:
    """Give a person a role in a group.

    Raises:
        BadInputError: a private chat, or an id that is none.
        store.LastOwnerError: it would leave the group without an owner.
    """
    if validity.telegram_id(chat_id, what="CHAT_ID") > 0:
        raise BadInputError("in a private chat the person is owner; roles are for groups, whose ids begin with '-'")
    if validity.telegram_id(user_id, what="USER_ID") < 0:
        raise BadInputError("USER_ID must be a person's id, which is positive")
    await _keep_chat(services, chat_id)
    await services.store.set_member(chat_id, user_id, role.value)


async def _keep_chat(services: Services, chat_id: int) -> None:
    validity.telegram_id(chat_id, what="CHAT_ID")
    # Telegram's ids of groups are negative, those of persons positive.
    await services.store.keep_chat(chat_id, kind="private" if chat_id > 0 else "group")
