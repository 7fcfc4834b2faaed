"""A language's messages, formatted with their values escaped."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from fluent.syntax.ast import TextElement

from texts.markup import Safe, escape
from texts.patterns import flattened, load, number, selected

if TYPE_CHECKING:
    from texts.patterns import Value

LANGUAGES = ("zh-Hans", "en")
_FALLBACK = "en"
# A tuple: building a union on every call would cost more than the check.
_UNESCAPED = (Safe, int)


class Texts:
    """The messages of one language; made once for each by `texts_for`.

    A string among the values is escaped unless it is `Safe`; an integer is written with the language's thousands and
    chooses the plural, so numbers that are no counts (ids, ports) go in as strings.

    Attributes:
        language: its tag.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle, patterns = load(language)
        self._templates: dict[str, str] = {}
        self._constants: dict[str, Safe] = {}
        for key, pattern in patterns.items():
            template = flattened(pattern)
            if template is not None:
                self._templates[key] = template
                if all(isinstance(element, TextElement) for element in pattern.elements):
                    self._constants[key] = Safe(template.format_map({}))
        # Plurals come back to the same few numbers, and cost twenty times a template.
        self._counted = lru_cache(maxsize=4096)(self._select)

    def __call__(self, key: str, /, **values: Value) -> Safe:
        """Return a message as HTML, every string in it escaped; fit to be a value of another.

        Raises:
            KeyError: there is no such message, or a variable of it is missing.
            ValueError: a variable of a message with plurals is missing.
        """
        if not values and (constant := self._constants.get(key)) is not None:
            return constant
        for name, value in values.items():
            if not isinstance(value, _UNESCAPED):
                values[name] = escape(value)
        return Safe(self._format(key, values))

    def plain(self, key: str, /, **values: Value) -> str:
        """Return a message for where Telegram takes no HTML: buttons, answers to a press, the menu.

        Raises:
            KeyError: as calling it.
            ValueError: as calling it.
        """
        return self._format(key, values)

    def _format(self, key: str, values: dict[str, Value]) -> str:
        template = self._templates.get(key)
        if template is not None:
            for name, value in values.items():
                if isinstance(value, int):
                    values[name] = number(value, self.language)
            return template.format_map(values)
        if all(isinstance(value, int) for value in values.values()):
            return self._counted(key, tuple(values.items()))
        return selected(self._bundle, key, values)

    def _select(self, key: str, values: tuple[tuple[str, Value], ...]) -> str:
        return selected(self._bundle, key, dict(values))


@cache
def _texts(language: str) -> Texts:
    return Texts(language)


def texts_for(language: str) -> Texts:
    """Return a language's texts; English for a language that is not ours."""
    return _texts(language if language in LANGUAGES else _FALLBACK)
