"""A scripted Bot API over real HTTP, and a store in memory."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.test_utils import TestServer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

TOKEN = "123456:SECRET-token"

Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Call:
    method: str
    content_type: str
    parameters: dict[str, Any]
    files: dict[str, tuple[str, bytes]]


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop turn until something has happened, five seconds at most."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.001)


class BotApi:
    """Answers each method from its script, then with something plausible; records every call."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.script: dict[str, deque[Answer | Callable[[web.Request], Awaitable[web.StreamResponse]]]] = {}
        app = web.Application()
        app.router.add_route("*", "/{bot}/{method}", self._answer)
        self._server = TestServer(app)

    async def start(self) -> None:
        await self._server.start_server(access_log=None)  # the path holds the token

    async def stop(self) -> None:
        await self._server.close()

    @property
    def base_url(self) -> str:
        return f"{str(self._server.make_url('/')).rstrip('/')}/bot"

    @property
    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    def then(self, method: str, *answers: Answer | Callable[[web.Request], Awaitable[web.StreamResponse]]) -> None:
        self.script.setdefault(method, deque()).extend(answers)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(await _call(method, request))
        script = self.script.get(method)
        if script:
            answer = script.popleft()
            if not isinstance(answer, tuple):
                return await answer(request)
            status, body = answer
            return web.json_response(body, status=status)
        if method == "getUpdates":
            await asyncio.sleep(0.01)
        return web.json_response({"ok": True, "result": _plausible(method, self.calls[-1].parameters)})


def refusal(status: int, description: str, **parameters: int) -> Answer:
    body = {"ok": False, "error_code": status, "description": description}
    return status, {**body, "parameters": parameters} if parameters else body


def updates(*bodies: dict[str, Any]) -> Answer:
    return 200, {"ok": True, "result": list(bodies)}


def typed(update_id: int, chat_id: int, text: str = "hello") -> dict[str, Any]:
    chat = {"id": chat_id, "type": "private"}
    return {"update_id": update_id, "message": {"message_id": update_id, "date": 1, "chat": chat, "text": text}}


async def _call(method: str, request: web.Request) -> Call:
    parameters: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json":
        parameters |= await request.json()
    elif request.content_type == "multipart/form-data":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.file.read())
                value.file.close()
            else:
                parameters[name] = value
    return Call(method, request.content_type, parameters, files)


def _plausible(method: str, parameters: dict[str, Any]) -> Any:
    if method == "getMe":
        return {"id": 123456, "is_bot": True, "first_name": "Bot", "username": "a_bot"}
    if method == "getUpdates":
        return []
    if method.startswith(("send", "editMessage")):
        chat = {"id": int(parameters["chat_id"]), "type": "private"}
        return {"message_id": 1, "date": 1, "chat": chat, "text": str(parameters.get("text", ""))}
    return True


@dataclass(frozen=True)
class Row:
    update_id: int
    body: bytes
    received_at: float
    attempts: int


class MemoryStore:
    """Follows `UpdateStore`; remembers what happened, in order."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.ended: list[int] = []
        self.commits = 0
        self.begun: list[int] = []
        self.highest: int | None = None

    def leave(self, *bodies: dict[str, Any], attempts: int = 0, received_at: float = 1.0) -> None:
        for body in bodies:
            number = body["update_id"]
            self.rows[number] = Row(number, json.dumps(body).encode(), received_at, attempts)
            self.highest = max(self.highest or 0, number)

    async def keep_updates(self, updates: Sequence[tuple[int, bytes]], *, received_at: float) -> list[int]:
        await asyncio.sleep(0)
        self.commits += 1
        new = []
        for number, body in updates:
            if number not in self.rows and number not in self.ended:
                self.rows[number] = Row(number, body, received_at, 0)
                self.highest = max(self.highest or 0, number)
                new.append(number)
        return new

    def kept_updates(self, *, after: int = 0, limit: int = 500) -> list[Row]:
        return [self.rows[number] for number in sorted(self.rows) if number > after][:limit]

    async def begin_attempt(self, update_ids: Sequence[int]) -> None:
        await asyncio.sleep(0)
        self.begun.extend(update_ids)
        for number in update_ids:
            row = self.rows[number]
            self.rows[number] = Row(number, row.body, row.received_at, row.attempts + 1)

    async def drop_update(self, update_id: int) -> None:
        await asyncio.sleep(0)
        del self.rows[update_id]
        self.ended.append(update_id)

    def last_update_id(self) -> int | None:
        return self.highest
