"""What buttons carry: a verb and short arguments, within Telegram's 64 bytes.

Whatever needs more (parameters, prices, who may press) stays in the store behind a confirmation's nonce.
"""

from __future__ import annotations

LONGEST = 64
SEPARATOR = ":"


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


def clip(text: str, room: int) -> str:
    """Return as much of the text as fits in `room` bytes of UTF-8, never half a character."""
    return text.encode()[:room].decode(errors="ignore")
