"""A text and its entities back to HTML: Telegram's own, or a safe one for the chat page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sandbox.telegram.entities import unit_positions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sandbox.telegram.entities import Entity

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_SAFE_SCHEMES = frozenset({"http", "https", "tg"})


def telegram_html(text: str, entities: Sequence[Entity]) -> str:
    """The text in the markup that `parse_mode=HTML` takes; entities that Telegram detects itself get no tag."""
    return _render(text, entities, _telegram_tags)


def page_html(text: str, entities: Sequence[Entity]) -> str:
    """The text as safe HTML for a browser.

    Everything is escaped; tags are ours alone: b i u s code pre blockquote, `<span class="spoiler">`,
    `<span class="bot-command">`, and `<a>` with http, https and tg addresses only. Line ends stay line ends.
    """
    return _render(text, entities, _page_tags)


def _telegram_tags(entity: Entity, _covered: str) -> tuple[str, str]:
    match entity.type:
        case "spoiler":
            return "<tg-spoiler>", "</tg-spoiler>"
        case "text_link":
            return f'<a href="{escape(entity.url or "")}">', "</a>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{escape(entity.custom_emoji_id or "")}">', "</tg-emoji>"
        case "pre" if entity.language:
            return f'<pre><code class="language-{escape(entity.language)}">', "</code></pre>"
    tag = _TAGS.get(entity.type)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


def _page_tags(entity: Entity, covered: str) -> tuple[str, str]:
    match entity.type:
        case "spoiler":
            return '<span class="spoiler">', "</span>"
        case "bot_command":
            return '<span class="bot-command">', "</span>"
        case "expandable_blockquote":
            return '<blockquote class="expandable">', "</blockquote>"
        case "text_link" | "url":
            url = entity.url or (covered if "://" in covered else f"https://{covered}")
            if urlsplit(url).scheme.lower() not in _SAFE_SCHEMES:
                return "", ""
            return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
    tag = _TAGS.get(entity.type)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


def _render(text: str, entities: Sequence[Entity], tags: Callable[[Entity, str], tuple[str, str]]) -> str:
    """Tags may not cross: where entities overlap, the inner one is closed and opened again."""
    if not entities:
        return escape(text, quote=False)
    at = unit_positions(text)
    out: list[str] = []
    stack: list[tuple[Entity, str, str]] = []
    written = 0
    for unit in sorted({0, *(e.offset for e in entities), *(e.end for e in entities)}):
        out.append(escape(text[written : at[unit]], quote=False))
        written = at[unit]
        reopen: list[tuple[Entity, str, str]] = []
        while any(entity.end <= unit for entity, _, _ in stack):
            top = stack.pop()
            out.append(top[2])
            if top[0].end > unit:
                reopen.append(top)
        starting = [(e, *tags(e, text[at[e.offset] : at[e.end]])) for e in entities if e.offset == unit]
        for item in [*reversed(reopen), *starting]:
            out.append(item[1])
            stack.append(item)
    out.append(escape(text[written:], quote=False))
    return "".join(out)
