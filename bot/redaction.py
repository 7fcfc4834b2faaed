"""Taking secrets out of what is about to be written: by registered value, by form, by the name of a field.

Names of people have no form, so whoever loads or takes in an identity registers its values with `protect`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import quote, quote_plus

HIDDEN = "***"

# A value this short and plain ("1", "root", "web") would blank half of every log, and is no secret by itself.
_SHORTEST_ASCII = 6
_SHORTEST = 2
# Deeper nesting than this is no log record of ours; it is hidden rather than followed.
_DEEPEST = 8

_SECRET_FIELD = re.compile(
    r"auth_\w+|key|api_?key|account_key|secret_key|idnum|id_number|mobile|bank_account|legal_name|sign|authorization|cookie"
    r"|(?:\w+_)?(?:password|passwd|psw|token|secret|salt|vnc_?url)",
    re.IGNORECASE,
)

# A value ends where form fields, JSON, reprs and sentences end theirs.
_VALUE = r"[^\s&,;\"'<>\\)}\]]+"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Also inside a URL: /bot123:ABC/getMe. No blank before it is demanded: it may follow any text.
    (re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}"), HIDDEN),
    (re.compile(r"(?<=/bot)\d+:[A-Za-z0-9_-]+"), HIDDEN),
    # auth_name=…, "auth_name": "…", password=…, 'password': '…'
    (
        re.compile(
            rf"""(?P<name>\b(?:auth_\w+|\w*password|passwd|secret_token)["']?\s*[=:]\s*)"""
            rf"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|{_VALUE})""",
            re.IGNORECASE,
        ),
        rf'\g<name>"{HIDDEN}"',
    ),
    (re.compile(r"\bsign=[0-9A-Za-z]+"), f"sign={HIDDEN}"),
    # An address that opens a console by itself.
    (re.compile(r"(?:https?|wss?)://[^\s\"'<>\\]*(?:vnc|console)[^\s\"'<>\\]*", re.IGNORECASE), HIDDEN),
    # A mainland ID number: region, birthday, serial, check digit. A guid of 16 digits is none.
    (
        re.compile(
            r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
        ),
        HIDDEN,
    ),
    # A mainland mobile, with or without the country. Not behind a minus (a group's id) and not within a number.
    (re.compile(r"(?<![\d.-])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![\d.])"), HIDDEN),
)


class Redactor:
    """Hides secrets in texts and nested data.

    Registered values are found by their beginning and length, so that ten thousand cost a record no more than ten.
    """

    def __init__(self) -> None:
        self._values: set[str] = set()
        # How long the values are that begin with these two characters, the longest first.
        self._lengths: dict[str, list[int]] = {}

    def protect(self, *values: str | None) -> None:
        """Hide these values from now on, also percent-encoded or escaped as JSON; nothing is done for None."""
        for value in values:
            for form in _forms_of(value or ""):
                self._values.add(form)
                lengths = self._lengths.setdefault(form[:_SHORTEST], [])
                if len(form) not in lengths:
                    lengths.append(len(form))
                    # A token goes whole, not only the part of it that is registered, too.
                    lengths.sort(reverse=True)

    def forget_all(self) -> None:
        """Forget every registered value; patterns and field names stay."""
        self._values.clear()
        self._lengths.clear()

    def text(self, text: str) -> str:
        """Return the text without what is secret in it."""
        text = self._without_values(text)
        for pattern, replacement in _FORMS:
            text = pattern.sub(replacement, text)
        return text

    def data(self, value: Any, *, depth: int = 0) -> Any:
        """Return a copy of nested data without what is secret in it; strange objects become their redacted repr."""
        if value is None or isinstance(value, (bool, float, int)):
            return self._number(value)
        if isinstance(value, str):
            return self.text(value)
        if depth >= _DEEPEST:
            return HIDDEN
        if isinstance(value, Mapping):
            return {self._key(key): self._field(key, item, depth) for key, item in value.items()}
        if isinstance(value, (Sequence, AbstractSet)) and not isinstance(value, (bytes, bytearray, memoryview)):
            return [self.data(item, depth=depth + 1) for item in value]
        return self.text(repr(value))

    def _number(self, value: float | None) -> float | str | None:
        """Return the number, unless its digits are a secret: a mobile, an ID number."""
        shown = str(value)
        return value if self.text(shown) == shown else HIDDEN

    def _key(self, key: object) -> str:
        return self.text(str(key))

    def _field(self, key: object, value: object, depth: int) -> Any:
        if value is not None and isinstance(key, str) and _SECRET_FIELD.fullmatch(key):
            return HIDDEN
        return self.data(value, depth=depth + 1)

    def _without_values(self, text: str) -> str:
        if not self._values:
            return text
        parts: list[str] = []
        begin = at = 0
        while at < len(text):
            lengths = self._lengths.get(text[at : at + _SHORTEST], ())
            found = next((text[at : at + length] for length in lengths if text[at : at + length] in self._values), None)
            if found is None:
                at += 1
                continue
            parts += (text[begin:at], HIDDEN)
            begin = at = at + len(found)
        return "".join((*parts, text[begin:])) if parts else text


def _forms_of(value: str) -> set[str]:
    """Return the spellings in which a value may turn up; none where hiding it would hide too much."""
    value = value.strip()
    if len(value) < (_SHORTEST_ASCII if value.isascii() else _SHORTEST):
        return set()
    return {value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1], repr(value)[1:-1]}
