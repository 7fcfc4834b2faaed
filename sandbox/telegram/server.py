"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.files import DOCUMENT_BYTES, Upload
from sandbox.telegram.methods import METHODS, Reply, Session
from sandbox.telegram.parameters import Parameters
from sandbox.telegram.world import Call

if TYPE_CHECKING:
    from sandbox.telegram.faults import Faults

# Room for the largest document and the form around it.
BODY_BYTES = DOCUMENT_BYTES + 4 * 1024 * 1024
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_CUT = 0


class BotApi:
    """Answers the calls of one bot."""

    def __init__(self, session: Session, *, token: str, faults: Faults) -> None:
        self._session = session
        self._world = session.world
        self._token = token
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """The two routes of the Bot API."""
        return [
            web.route("*", "/bot{token:[^/]*}/{method}", self.call),
            web.get("/file/bot{token:[^/]*}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of a method."""
        if (refused := self._refused(request)) is not None:
            return _answer(refused.code, refused.body())
        name = request.match_info["method"].lower()
        time = self._world.now()
        try:
            parameters = await read_parameters(request)
        except ApiError as error:
            return _answer(error.code, error.body())
        fault = self._faults.take(name)
        if fault is not None and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault is not None and fault.cut == "before":
            status, body = _CUT, {}
        elif fault is not None and fault.error is not None:
            status, body = fault.error.code, fault.error.body()
        else:
            status, body = await self._perform(name, parameters)
            if fault is not None and fault.cut == "after":
                status = _CUT
        documented = METHODS[name].name if name in METHODS else request.match_info["method"]
        self._world.calls.append(Call(time=time, method=documented, params=parameters.values, status=status))
        self._world.changes.wake()
        if status == _CUT:
            return _cut(request)
        return _answer(status, body)

    async def download(self, request: web.Request) -> web.Response:
        """The content of a file that `getFile` told of."""
        if (refused := self._refused(request)) is not None:
            return _answer(refused.code, refused.body())
        path = request.match_info["path"]
        for stored in self._world.files.values():
            if stored.path == path:
                return web.Response(body=stored.content, content_type="application/octet-stream")
        return _answer(404, ApiError(404, "Not Found").body())

    def _refused(self, request: web.Request) -> ApiError | None:
        token = request.match_info["token"]
        if token == self._token:
            return None
        return ApiError(401, "Unauthorized") if _TOKEN.fullmatch(token) else ApiError(404, "Not Found")

    async def _perform(self, name: str, parameters: Parameters) -> tuple[int, dict[str, Any]]:
        method = METHODS.get(name)
        if method is None:
            self._world.violations.append(f"the unknown method {name}")
            error = ApiError(404, "Not Found: method not found")
            return error.code, error.body()
        for unknown in {*parameters.values, *parameters.files} - method.parameters:
            # Files that another parameter names with attach:// may be called anything.
            if unknown not in parameters.files or f"attach://{unknown}" not in parameters.values.values():
                self._world.violations.append(f"{method.name}: the unknown parameter {unknown}")
        before = len(self._world.violations)
        try:
            result = await method.handler(self._session, parameters)
        except ApiError as error:
            self._name_violations(method.name, before)
            return error.code, error.body()
        self._name_violations(method.name, before)
        if isinstance(result, Reply):
            return 200, {"ok": True, "result": result.result, "description": result.description}
        return 200, {"ok": True, "result": result}

    def _name_violations(self, method: str, since: int) -> None:
        """Says of which method the violations are that a handler noted.

        Only long polls wait inside their handler, and they note none, so what is new is this call's.
        """
        if method in {"getUpdates", "setWebhook", "deleteWebhook"}:
            return
        noted = self._world.violations[since:]
        self._world.violations[since:] = [f"{method}: {words}" for words in noted]


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
        status=status,
        content_type="application/json",
    )


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def read_parameters(request: web.Request) -> Parameters:
    """The parameters of the query string and of the body, whatever its form; the body's win.

    Raises:
        ApiError: 400, a JSON body that is not an object.
    """
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json_body(request)
    elif request.content_type == "multipart/form-data":
        await _read_parts(request, values, files)
    elif request.content_type == "application/x-www-form-urlencoded":
        values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return Parameters(values, files)


async def _json_body(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


async def _read_parts(request: web.Request, values: dict[str, Any], files: dict[str, Upload]) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.filename is None:
            values[part.name] = await part.text()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            content = bytes(await part.read(decode=True))
            files[part.name] = Upload(name=part.filename, mime_type=mime_type, content=content)
