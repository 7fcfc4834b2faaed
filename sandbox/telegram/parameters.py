"""The parameters of one call, from a query string, a form, a multipart body or JSON."""

from __future__ import annotations

import json
import operator
from typing import TYPE_CHECKING, Any

from sandbox.telegram.errors import bad_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.telegram.files import Upload

_TRUE = frozenset({"true", "yes", "1"})


class Parameters:
    """Typed reading of a call's parameters; nested values may be JSON strings or, in a JSON body, native."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.files = files or {}

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.files

    def text(self, name: str) -> str:
        """A text; "" if absent."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def boolean(self, name: str) -> bool:
        """A truth value; False if absent."""
        value = self.values.get(name, False)
        return value if isinstance(value, bool) else str(value).lower() in _TRUE

    def optional_integer(self, name: str) -> int | None:
        """A whole number; None if absent or empty.

        Raises:
            ApiError: 400, it is something else.
        """
        value = self.values.get(name, "")
        if value == "":
            return None
        try:
            return int(value if isinstance(value, str) else operator.index(value))
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number, or the default if absent."""
        value = self.optional_integer(name)
        return default if value is None else value

    def json(self, name: str, *, what: str) -> Any:
        """A nested value; None if absent or empty.

        Args:
            name: the parameter.
            what: its name in Telegram's complaint, e.g. "reply keyboard markup".

        Raises:
            ApiError: 400, the string is not JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None
