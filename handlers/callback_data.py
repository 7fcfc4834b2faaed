"""What buttons carry: a verb and short arguments, within Telegram's 64 bytes.

Whatever needs more (parameters, prices, who may press) stays in the store behind a confirmation's nonce.
"""

from __future__ import annotations

LONGEST = 64
SEPARATOR = ":"
# As long as the store's integers can be; Telegram's ids have 16 digits at most.
_DIGITS = 18


def pack(verb: str, *arguments: str | int) -> str:
    """Return the data of a button; the last argument may contain the separator.

    Raises:
        ValueError: it would be longer than Telegram takes.
    """
    data = SEPARATOR.join((verb, *map(str, arguments)))
    if len(data.encode()) > LONGEST:
        raise ValueError(f"callback data of {verb} is too long")
    return data


def unpack(data: str) -> tuple[str, str]:
    """Return the verb and the rest, which its handler takes apart."""
    verb, _, rest = data.partition(SEPARATOR)
    return verb, rest


def number(text: str) -> int | None:
    """Return a row, page or id as `pack` wrote it; None for what no button of ours carries.

    People's programs can send anything in the name of a button, digits of other scripts and of any length too.
    """
    return int(text) if len(text) <= _DIGITS and text.isascii() and text.isdigit() else None


def clip(text: str, room: int) -> str:
    """Return as much of the text as fits in `room` bytes of UTF-8, never half a character."""
    return text.encode()[:room].decode(errors="ignore")
