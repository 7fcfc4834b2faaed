"""Words of the ways through the screens: what is ticked, how a list is filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.actions import action_name

if TYPE_CHECKING:
    from texts.language import Texts


def choose_power(t: Texts, *, chosen: int, shown: int | None) -> str:
    """Return the text above servers that can be ticked; `shown` is how many they are where that is not all."""
    lines = [t("choose-power"), t("choose-power-ticked", count=chosen)]
    if shown is not None:
        lines.append(t("choose-power-first", count=str(shown)))
    return "\n".join(lines)


def power_button(t: Texts, action: str, count: int) -> str:
    """Return the button that does something to so many servers, plain."""
    name = action_name(t, action)
    return t.plain("power-many", action=name[:1].upper() + name[1:], count=str(count))


def filter_name(t: Texts, token: str) -> str:
    """Return what a list is filtered by, plain; `token` is one of `operations.server_filters.TOKENS`."""
    return t.plain(f"list-filter-{token.removeprefix('@')}")
