"""Fluent files into messages that format fast.

`fluent.runtime` walks its tree for every message, some 10 µs each; a server's card has twenty. Nearly all of ours are
text with variables in it, so those are flattened once into a template. What selects (plurals) stays with the library,
and so does the parsing.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, cast

from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

from texts.markup import Safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluent.runtime.resolver import Pattern

Value = str | int
# Below it no separator stands between thousands.
_GROUPED = 1000


def load(language: str) -> tuple[FluentBundle, dict[str, ast.Pattern]]:
    """Read a language's files into the library's bundle; return it with its messages' patterns by key.

    Raises:
        ValueError: a file has a syntax error, two messages have the same key, or one has no text of its own.
    """
    bundle = FluentBundle([language], use_isolating=False)
    patterns: dict[str, ast.Pattern] = {}
    for file in sorted((resources.files("texts") / language).iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".ftl"):
            continue
        source = file.read_text(encoding="utf-8")
        resource = FluentResource(source)
        bundle.add_resource(resource)
        for entry in resource.body:
            if isinstance(entry, ast.BaseComment):
                continue
            if not isinstance(entry, ast.Message) or entry.value is None:
                line = source.count("\n", 0, entry.span.start if entry.span is not None else 0) + 1
                raise ValueError(f"{language}/{file.name}, line {line}: neither a message nor a comment")
            if entry.id.name in patterns:
                raise ValueError(f"{language}/{file.name}: {entry.id.name} exists twice")
            patterns[entry.id.name] = entry.value
    return bundle, patterns


def flattened(pattern: ast.Pattern) -> str | None:
    """Return a pattern of text and variables as a template for `str.format_map`; None where it holds anything else."""
    parts: list[str] = []
    for element in pattern.elements:
        if isinstance(element, ast.TextElement):
            parts.append(_literal(element.value))
        elif isinstance(element.expression, ast.VariableReference):
            parts.append(f"{{{element.expression.id.name}}}")
        elif isinstance(element.expression, ast.StringLiteral):
            parts.append(_literal(element.expression.parse()["value"]))
        else:
            return None
    return "".join(parts)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def number(value: int, language: str) -> str:
    """Return a counted number as Fluent writes it, with the language's thousands."""
    if -_GROUPED < value < _GROUPED:
        return str(value)
    return str(format_decimal(value, locale=language.replace("-", "_")))


def selected(bundle: FluentBundle, key: str, values: Mapping[str, Value]) -> str:
    """Format a message by the library.

    Raises:
        ValueError: a variable is missing, or the message cannot be resolved.
    """
    # The library knows `str` alone; what is marked safe goes in as what it is.
    plain = {name: str(value) if isinstance(value, Safe) else value for name, value in values.items()}
    # `load` has refused messages without a text.
    pattern = cast("Pattern", bundle.get_message(key).value)
    text, errors = bundle.format_pattern(pattern, plain)
    if errors:
        raise ValueError(f"{key}: {errors[0]}")
    return str(text)
