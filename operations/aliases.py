"""What a chat calls its servers."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import TYPE_CHECKING

from operations.access import Role
from operations.errors import BadAliasError

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.servers import KnownServer
    from operations.services import Services

LONGEST = 32
# As the engine writes them: 16 digits, or the 36 characters of a UUID.
_GUID_LIKE = re.compile(r"\d{10,}|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")


def looks_like_guid(word: str) -> bool:
    """Tell whether a word is written as the engine writes guids; no alias may be."""
    return _GUID_LIKE.fullmatch(word) is not None


def checked(alias: str) -> str:
    """Return the alias as it will be kept (NFC, trimmed).

    Raises:
        BadAliasError: empty, too long, with blanks or control characters, or to be mistaken for a guid or an IP.
    """
    alias = unicodedata.normalize("NFC", alias).strip()
    if not alias:
        raise BadAliasError("empty")
    if looks_like_guid(alias) or _is_address(alias):
        raise BadAliasError("address")
    if len(alias) > LONGEST:
        raise BadAliasError("long")
    if alias[0] in "/-@" or any(char.isspace() or not char.isprintable() for char in alias):
        raise BadAliasError("characters")
    return alias


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.partition(":")[0] if text.count(":") == 1 else text)
    except ValueError:
        return False
    return True


async def set_alias(services: Services, actor: Actor, known: KnownServer, alias: str) -> str:
    """Call the server so in this chat, instead of what it was called before; return the alias as kept.

    Raises:
        NotAllowedError: the person is no operator here.
        BadAliasError: it cannot be used, or another server of this chat has it.
    """
    actor.require(Role.OPERATOR)
    alias = checked(alias)
    holder = services.store.server_by_alias(actor.chat_id, alias)
    if holder is not None and holder.guid != known.guid:
        raise BadAliasError("taken")
    await services.store.set_alias(actor.chat_id, known.account_id, known.guid, alias)
    return alias


async def drop_alias(services: Services, actor: Actor, known: KnownServer) -> None:
    """Forget what this chat called the server.

    Raises:
        NotAllowedError: the person is no operator here.
    """
    actor.require(Role.OPERATOR)
    await services.store.drop_alias(actor.chat_id, known.account_id, known.guid)
