"""Telegram's HTML: a plain text and its entities out of a marked-up one, or Telegram's own complaint.

The rules are those of TDLib (`td/telegram/MessageEntity.cpp`, `parse_html`), which is stricter and simpler than HTML:
an unknown tag, a bare `<` or a wrong nesting is refused; only `&lt; &gt; &amp; &quot;` and numeric references are
decoded. The standard library's HTMLParser forgives all of these, so it cannot stand in for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sandbox.telegram.addresses import checked_url
from sandbox.telegram.entities import Entity, ordered, utf16_length

if TYPE_CHECKING:
    from typing import NoReturn

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<decimal>[0-9]+)|(?P<name>lt|gt|amp|quot)(?![A-Za-z]));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_HIGHEST_CODE_POINT = 0x10FFFF
_LONGEST_REFERENCE = 10
_SPACES = re.compile(r"\s*")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


class MarkupError(ValueError):
    """The markup does not parse; the text says why, as Telegram does."""


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end; `offset` in UTF-16 units, `piece` the number of text pieces before it."""

    tag: str
    offset: int
    piece: int
    argument: str = ""


@dataclass(slots=True)
class _Parser:
    source: str
    position: int = 0
    pieces: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, tuple[Entity, ...]]:
        source = self.source
        while self.position < len(source):
            begin = source.find("<", self.position)
            self._add_text(source[self.position : begin if begin >= 0 else len(source)])
            if begin < 0:
                break
            if source.startswith("</", begin):
                self._end_tag(begin)
            else:
                self._start_tag(begin)
        if self.open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), ordered(self.entities)

    def _add_text(self, raw: str) -> None:
        text = decode_references(raw)
        self.pieces.append(text)
        self.units += utf16_length(text)

    def _fail(self, words: str, position: int, *, rest: str = "") -> NoReturn:
        offset = len(self.source[:position].encode("utf-8", "surrogatepass"))
        raise MarkupError(f"{words} at byte offset {offset}{rest}")

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.position)
        found = match.group() if match else ""
        self.position += len(found)
        return found

    def _peek(self) -> str:
        return self.source[self.position : self.position + 1]

    def _start_tag(self, begin: int) -> None:
        self.position = begin + 1
        tag = self._match(_TAG_NAME).lower()
        if not self._peek():
            self._fail("Unclosed start tag", begin)
        if tag not in _TYPES:
            self._fail(f'Unsupported start tag "{tag}"', begin)
        opened = _Open(tag, self.units, len(self.pieces))
        while True:
            self._match(_SPACES)
            if self._peek() == ">":
                break
            name, value = self._attribute(tag, begin)
            opened.argument = _argument(tag, name, value) or opened.argument
        self.position += 1
        if tag == "span" and opened.argument != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(opened)

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        """Reads one attribute up to the white space or `>` behind it."""
        name = self._match(_ATTRIBUTE_NAME)
        if not name:
            self._fail(f'Empty attribute name in the tag "{tag}"', begin)
        self._match(_SPACES)
        if self._peek() != "=":
            if not self._peek():
                self._fail(f'Unclosed start tag "{tag}"', begin)
            return name, ""
        self.position += 1
        self._match(_SPACES)
        quote = self._peek()
        if not quote:
            self._fail(f'Unclosed start tag "{tag}"', begin)
        if quote not in "\"'":
            token_begin = self.position
            value = self._match(_NAME_TOKEN).lower()
            if self._peek() != ">" and not self._peek().isspace():
                self._fail("Unexpected end of name token", token_begin)
            return name, value
        end = self.source.find(quote, self.position + 1)
        if end < 0 or end + 1 == len(self.source):
            self._fail("Unclosed start tag", begin)
        value = decode_references(self.source[self.position + 1 : end])
        self.position = end + 1
        return name, value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            self._fail("Unexpected end tag", begin)
        self.position = begin + 2
        name = self._match(_TAG_NAME).lower()
        self._match(_SPACES)
        if self._peek() != ">":
            self._fail("Unclosed end tag", begin)
        opened = self.open.pop()
        if name and name != opened.tag:
            self._fail("Unmatched end tag", begin, rest=f', expected "</{opened.tag}>", found "</{name}>"')
        self.position += 1
        if self.units > opened.offset:
            self._add_entity(opened)

    def _add_entity(self, opened: _Open) -> None:
        type_, argument = _TYPES[opened.tag], opened.argument
        plain = Entity(type=type_, offset=opened.offset, length=self.units - opened.offset)
        if type_ == "text_link":
            url = checked_url(argument or "".join(self.pieces[opened.piece :]))
            if url is not None:
                self.entities.append(replace(plain, url=url))
        elif type_ == "custom_emoji":
            self.entities.append(replace(plain, custom_emoji_id=argument))
        elif type_ == "blockquote" and argument:
            self.entities.append(replace(plain, type="expandable_blockquote"))
        elif type_ in {"code", "pre"}:
            self._add_code(replace(plain, language=argument or None))
        else:
            self.entities.append(plain)

    def _add_code(self, outer: Entity) -> None:
        """`<pre><code class="language-x">` of the same range is one `pre` with a language, in either nesting."""
        inner = self.entities[-1] if self.entities else None
        if inner is not None and {inner.type, outer.type} == {"code", "pre"}:
            language = outer.language or inner.language
            if language and (inner.offset, inner.end) == (outer.offset, outer.end):
                self.entities[-1] = replace(outer, type="pre", language=language)
                return
        # A code that no pre claims loses its language at the end: see parse_html.
        self.entities.append(outer)


def _argument(tag: str, name: str, value: str) -> str:
    """What an attribute says of its tag: an address, a language, an emoji, "tg-spoiler", "expandable"; else ""."""
    match tag, name.lower():
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("span", "class"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("blockquote", "expandable"):
            return "expandable"
    return ""


def decode_references(text: str) -> str:
    """Decodes the character references that Telegram knows; the semicolon may be missing.

    Raises:
        MarkupError: a reference to half of a surrogate pair.
    """
    return _REFERENCE.sub(_referenced, text) if "&" in text else text


def _referenced(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED[match["name"]]
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    if code == 0 or code >= _HIGHEST_CODE_POINT or len(match.group().rstrip(";")) >= _LONGEST_REFERENCE:
        return match.group()
    try:
        return chr(code).encode().decode()
    except UnicodeEncodeError:
        raise MarkupError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ) from None


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Parses Telegram's HTML.

    Returns:
        The plain text and its entities (offsets in UTF-16 units), neither trimmed nor completed with detected ones.

    Raises:
        MarkupError: the markup does not parse.
    """
    text, entities = _Parser(source).parse()
    return text, tuple(replace(entity, language=None) if entity.type == "code" else entity for entity in entities)
