"""Telegram's HTML: escaping, and keeping what others wrote within one line and a message within its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MESSAGE_LIMIT = 4096
"""UTF-16 units that Telegram takes in one message. It counts after the tags are taken off; here they count as well."""
ELLIPSIS = "…"
LONGEST_NAME = 64
"""Characters shown of a name that others chose."""

# Marks that turn the direction of what follows: a name holding one would rewrite the line around it.
_DIRECTION_MARKS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


class Safe(str):
    """Text that is HTML already, so it is not escaped again."""

    __slots__ = ()


def escape(text: str) -> str:
    """Return the text with the three characters replaced that mean something in Telegram's HTML."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def clipped(text: str, longest: int) -> str:
    """Return what somebody else wrote as one line of at most `longest` characters.

    Line breaks and control characters become blanks, direction marks go; what is cut off ends in "…".
    """
    if not text.isprintable():
        text = text.translate(_DIRECTION_MARKS)
        text = "".join(" " if char.isspace() or char < " " or "\x7f" <= char < "\xa0" else char for char in text)
    text = text.strip()
    if len(text) <= longest:
        return text
    return text[: longest - 1].rstrip() + ELLIPSIS


def length(text: str) -> int:
    """Return the text's length as Telegram counts: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitted(head: str, blocks: Iterable[str], tail: str = "", *, separator: str = "\n") -> str:
    """Return head, blocks and tail as one message; where not all blocks fit, the last ones give way to "…".

    Args:
        head: what stands first; kept whole.
        blocks: pieces of complete HTML, so that leaving one out leaves no tag open.
        tail: what stands last; kept whole.
        separator: what stands between the pieces.
    """
    end = separator + tail if tail else ""
    room = MESSAGE_LIMIT - length(head) - length(end) - length(separator + ELLIPSIS)
    kept = [head]
    for block in blocks:
        room -= length(separator) + length(block)
        if room < 0:
            kept.append(ELLIPSIS)
            break
        kept.append(block)
    return separator.join(kept) + end
