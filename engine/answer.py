"""From the bytes of an answer to typed data, or to the error that says why not."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError
from pydantic_core import from_json

from engine.errors import EngineError, ProtocolError, RefusedError
from engine.models.php import NotTold

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"


class Envelope(BaseModel, Generic[T]):
    """What every answer is wrapped in: ``code`` 0 is success; ``message`` matters only where it is not."""

    model_config = ConfigDict(hide_input_in_errors=True)

    code: StrictInt | StrictStr
    data: T


class Success(Envelope[None]):
    """An answer that has nothing to tell but that it succeeded: its ``data`` is not looked at."""

    data: NotTold = None


class Shape(Generic[T]):
    """Reads the answers of one action."""

    def __init__(self, envelope: type[Envelope[T]]) -> None:
        self._envelope = envelope

    def read(self, action: str, body: bytes) -> T:
        """Read an answer.

        Args:
            action: The action's name, for the error.
            body: The answer as it came.

        Returns:
            Its ``data``.

        Raises:
            RefusedError: If its ``code`` is a number other than 0.
            ProtocolError: If it is no JSON, has no ``code``, or its data cannot be read; names fields, never values.
        """
        text = body.removeprefix(_BOM)
        fields: tuple[str, ...] = ()
        try:
            answer = self._envelope.model_validate_json(text)
        except ValidationError as error:
            # Whatever is raised is raised after this block, so that it chains nothing that holds a value.
            fields = _fields(error)
        else:
            if answer.code in {0, "0"}:
                return answer.data
        raise _failure(action, text, fields)


def _failure(action: str, body: bytes, fields: tuple[str, ...]) -> EngineError:
    """Say what is wrong with an answer that could not be read as a success."""
    try:
        answer = from_json(body)
    except ValueError:
        return ProtocolError(action, "the answer is not JSON", transient=True)
    if not isinstance(answer, dict) or "code" not in answer:
        return ProtocolError(action, "the answer has no code")
    code = _code(answer["code"])
    if code is None:
        return ProtocolError(action, "the answer's code is not a number")
    if code != 0:
        message = answer.get("message")
        return RefusedError(action, message if isinstance(message, str) else "")
    return ProtocolError(action, f"unreadable in the answer: {', '.join(fields) or 'code'}")


def _code(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return None
    return None


def _fields(error: ValidationError) -> tuple[str, ...]:
    """Name the fields that are wrong, without their values."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return tuple(dict.fromkeys(".".join(str(part) for part in entry["loc"]) for entry in found))
