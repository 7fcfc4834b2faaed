"""Message entities: what is bold, a link, a command … in a plain text.

Offsets and lengths are in UTF-16 code units, as Telegram counts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BMP_END = "\uffff"
_DETECTED = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}'，。；：！？）】》]|\bt\.me/[A-Za-z0-9_/?=&%-]*[A-Za-z0-9_=-])"
    r"|(?<![\w/<>@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w@/])"
    r"|(?<![\w/@])(?P<mention>@[A-Za-z0-9_]{4,32})\b",
)
# Inside these Telegram looks for nothing.
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
# Which of two entities with the same range is the outer one (TDLib's MessageEntity::get_type_priority).
_PRIORITY = {"blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49}
_INNER_PRIORITY = {"bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99}
_DETECTED_PRIORITY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One MessageEntity; `offset` and `length` in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """The first unit behind the entity."""
        return self.offset + self.length

    def wire(self) -> dict[str, Any]:
        """The entity as the Bot API shows it."""
        body: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        for name in ("url", "language", "custom_emoji_id"):
            value = getattr(self, name)
            if value:
                body[name] = value
        return body


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) if not text or max(text) <= _BMP_END else len(text.encode("utf-16-le", "surrogatepass")) // 2


def unit_positions(text: str) -> Sequence[int]:
    """For each UTF-16 unit of the text (and its end) the index of its character."""
    if not text or max(text) <= _BMP_END:
        return range(len(text) + 1)
    positions: list[int] = []
    for index, character in enumerate(text):
        positions.extend([index] * (2 if character > _BMP_END else 1))
    positions.append(len(text))
    return positions


def ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The entities in Telegram's order: by offset, the longer first, then the outer kind first."""

    def key(entity: Entity) -> tuple[int, int, int]:
        priority = _PRIORITY.get(entity.type, _INNER_PRIORITY.get(entity.type, _DETECTED_PRIORITY))
        return entity.offset, -entity.length, priority

    return tuple(sorted(entities, key=key))


def with_detected(text: str, entities: Sequence[Entity] = ()) -> tuple[Entity, ...]:
    """Adds what Telegram finds by itself: commands, @names and addresses outside code and links."""
    if not ("/" in text or "@" in text):
        return ordered(entities)
    opaque = [(entity.offset, entity.end) for entity in entities if entity.type in _OPAQUE]
    found: list[Entity] = []
    for match in _DETECTED.finditer(text):
        offset = utf16_length(text[: match.start()])
        entity = Entity(type=match.lastgroup or "url", offset=offset, length=utf16_length(match.group()))
        if not any(start < entity.end and entity.offset < end for start, end in opaque):
            found.append(entity)
    return ordered([*entities, *found])


def trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Cuts white space at both ends, as Telegram does with every text, and moves the entities along."""
    stripped = text.strip()
    if stripped == text:
        return text, ordered(entities)
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    size = utf16_length(stripped)
    kept: list[Entity] = []
    for entity in entities:
        start = max(entity.offset - lead, 0)
        end = min(entity.end - lead, size)
        if end > start:
            kept.append(replace(entity, offset=start, length=end - start))
    return stripped, ordered(kept)
