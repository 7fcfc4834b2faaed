"""Refusals, worded as the Bot API words them.

The wordings follow Telegram's published Bot API server (github.com/tdlib/telegram-bot-api) and the answers of
api.telegram.org.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A call that Telegram refuses.

    Attributes:
        code: the HTTP status, which the body repeats as `error_code`.
        description: the words for people, e.g. "Bad Request: chat not found".
        parameters: the body's `parameters`: `retry_after` (seconds) or `migrate_to_chat_id`.
    """

    def __init__(self, code: int, description: str, *, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str) -> ApiError:
    """A 400; like Telegram, the first letter of the words becomes small unless the words are a CODE_IN_CAPITALS."""
    if words[:2].isupper():
        return ApiError(400, f"Bad Request: {words}")
    return ApiError(400, f"Bad Request: {words[:1].lower()}{words[1:]}")


def forbidden(words: str) -> ApiError:
    """A 403: the bot may not reach this chat."""
    return ApiError(403, f"Forbidden: {words}")


def conflict(words: str) -> ApiError:
    """A 409: two consumers of updates."""
    return ApiError(409, f"Conflict: {words}")


def too_many_requests(retry_after: int) -> ApiError:
    """A 429; `retry_after` in whole seconds, at least 1."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after})


def migrated(new_chat_id: int) -> ApiError:
    """A 400 that names the supergroup which a group has become."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": new_chat_id},
    )
