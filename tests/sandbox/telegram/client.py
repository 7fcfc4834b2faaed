"""A bare client of the Bot API, to see the answers as they are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import aiohttp

TOKEN = "123456:TEST-token"


class Clock:
    """A wall clock that the test moves; unix seconds."""

    def __init__(self, at: float = 1_800_000_000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += seconds


async def until(condition: Callable[[], bool]) -> None:
    """For what the stand-in tells nobody of: a request that has arrived, a client that went away."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.001)


@dataclass(frozen=True, kw_only=True)
class ApiAnswer:
    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"] is True, self.body
        return self.body["result"]

    @property
    def words(self) -> str:
        assert self.body["ok"] is False
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


class Api:
    """Calls methods with a JSON body."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def __call__(self, method: str, *, token: str = TOKEN, **parameters: Any) -> ApiAnswer:
        async with self.session.post(f"{self.url}/bot{token}/{method}", json=parameters) as response:
            return ApiAnswer(status=response.status, body=await response.json())
