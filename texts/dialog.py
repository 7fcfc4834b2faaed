"""Names, languages, and other short answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.language import texts_for
from texts.markup import LONGEST_NAME, clipped, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from operations.servers import KnownServer
    from texts.language import Texts


def alias_set(t: Texts, *, alias: str, address: str) -> str:
    """Return that a server has a name now."""
    return t("alias-set", alias=clipped(alias, LONGEST_NAME), address=clipped(address, LONGEST_NAME))


def alias_dropped(t: Texts, *, address: str) -> str:
    """Return that a server has no name any more."""
    return t("alias-dropped", address=clipped(address, LONGEST_NAME))


def aliases_list(t: Texts, servers: Iterable[KnownServer]) -> str:
    """Return the names in this chat, and how to give and drop one."""
    rows = [
        t(
            "aliases-row",
            alias=clipped(known.alias, LONGEST_NAME),
            address=clipped(known.server.address or known.guid, LONGEST_NAME),
        )
        for known in servers
        if known.alias is not None
    ]
    return fitted(t("aliases-title"), rows or [t("aliases-none")], "\n" + t("aliases-how"))


def choose_language(t: Texts) -> str:
    """Return the question which language to speak."""
    return t("choose-language")


def language_name(language: str) -> str:
    """Return a language's name in that language, plain."""
    return texts_for(language).plain("language-name")


def language_set(t: Texts) -> str:
    """Return that this chat has a language now; `t` is already the new one."""
    return t("language-set")


def unknown_language(t: Texts) -> str:
    """Return which languages there are."""
    return t("language-unknown")
