"""The shared model types in which the habits of a PHP engine end.

Numbers come as strings, an empty object as ``[]``, a list as an object keyed by index, and what is absent as ``null``,
``""`` or a missing key. A field that is absent or cannot be read becomes None, "not told", and never 0: a garbled
detail must not hide a server. The fallback is the last branch of a union, so a readable value never leaves pydantic's
compiled core.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import core_schema, from_json

if TYPE_CHECKING:
    from collections.abc import Callable

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The engine's clock: its times carry no zone and are meant here."""

T = TypeVar("T")


class WireModel(BaseModel):
    """Base of everything read from an answer.

    Unknown keys are ignored, as new engine versions add some. Field names are accepted beside the wire's, so that a
    cache can read back its own JSON.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        validate_by_name=True,
        validate_by_alias=True,
        coerce_numbers_to_str=True,
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )


def _not_told(_: object) -> None:
    return None


def _no_text(_: object) -> str:
    return ""


def to_list(value: Any) -> list[Any]:
    """Read a list, an object keyed by index, or one of the ways to say "none".

    Raises:
        ValueError: If it is neither.
    """
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple):
        return list(value)
    if value in {None, "", False}:
        return []
    raise ValueError("neither a list nor an object keyed by index")


def to_list_if_any(value: Any) -> list[Any]:
    """Read a list like `to_list`, and whatever is none as empty."""
    return to_list(value) if isinstance(value, dict | list | tuple) else []


def to_object(value: Any) -> Any:
    """Read an object that may be spelled ``[]``, ``null``, or as JSON inside a string."""
    if isinstance(value, str):
        try:
            value = from_json(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict | BaseModel) else {}


def unless_empty(value: Any, key: str) -> Any:
    """Read an answer that holds nothing but one list: with no element the engine may answer ``[]`` instead."""
    return value or {key: []}


def to_moment(value: Any) -> datetime | None:
    """Read a time: naive ones are Asia/Shanghai, those with an offset come out of our own JSON."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            # "", and MySQL's "0000-00-00 00:00:00".
            return None
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value.astimezone(SHANGHAI)


def to_numbers(value: Any) -> tuple[int, ...] | None:
    """Read "10,20". One garbled element makes the whole unreadable: a missing disk would make a false price."""
    if isinstance(value, int) and not isinstance(value, bool):
        return (value,)
    words = to_words(value)
    if words is None:
        return None
    try:
        return tuple(int(word) for word in words)
    except ValueError:
        return None


def to_words(value: Any) -> tuple[str, ...] | None:
    """Read "create,install", or a list of words; None where nothing was told."""
    if isinstance(value, str):
        parts: list[Any] = value.split(",")
    elif isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    else:
        return None
    return tuple(word for part in parts if (word := str(part).strip()))


class _Readable:
    """Annotation of a tuple that is read as a PHP list and leaves out the elements that cannot be read."""

    def __init__(self, read: Callable[[Any], list[Any]]) -> None:
        self._read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        element = handler.generate_schema(source.__args__[0])
        fallback = core_schema.no_info_plain_validator_function(_not_told)
        either = core_schema.union_schema([element, fallback], mode="left_to_right")
        rows = core_schema.no_info_after_validator_function(
            lambda found: tuple(row for row in found if row is not None), core_schema.tuple_variable_schema(either)
        )
        return core_schema.no_info_before_validator_function(self._read, rows)


NotTold = Annotated[None, BeforeValidator(_not_told)]
Number = Annotated[int | NotTold, Field(union_mode="left_to_right")]
Money = Annotated[Decimal | NotTold, Field(union_mode="left_to_right")]
Flag = Annotated[bool | NotTold, Field(union_mode="left_to_right")]
Name = Annotated[str, Field(min_length=1)]
"""Text that must be there."""
Text = Annotated[str | Annotated[str, BeforeValidator(_no_text)], Field(union_mode="left_to_right")]
"""Text, empty where not told."""
OptionalText = Annotated[Name | NotTold, Field(union_mode="left_to_right")]
Moment = Annotated[datetime | None, BeforeValidator(to_moment)]
Numbers = Annotated[tuple[int, ...] | None, BeforeValidator(to_numbers)]
Words = Annotated[frozenset[str] | None, BeforeValidator(to_words)]
Guids = Annotated[tuple[str, ...] | None, BeforeValidator(to_words)]
JsonObject = Annotated[dict[str, Any], BeforeValidator(to_object)]
Rows = Annotated[tuple[T, ...], _Readable(to_list)]
"""A list without its unreadable elements; an answer that is about this list."""
Details = Annotated[tuple[T, ...], _Readable(to_list_if_any)]
"""The same as a detail of something else, which what is no list at all does not spoil."""
CountedRows = Annotated[
    tuple[Annotated[T | NotTold, Field(union_mode="left_to_right")], ...],
    BeforeValidator(to_list),
]
"""A list with None in place of its unreadable elements, for pages that say how many there were."""
