"""The HTTP side of the chat page: its files, its JSON and its stream of events."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.telegram import acting, page_view
from sandbox.telegram.messages import BotMessage, Message
from sandbox.telegram.methods.commands import visible_commands, wire_commands

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.telegram.chats import Chat, Person
    from sandbox.telegram.world import World

_HEARTBEAT_SECONDS = 15.0


class PageApi:
    """What the chat page calls.

    A request that Telegram's own app would not allow is answered with {"ok": false, "error": words}.
    """

    def __init__(self, world: World, *, folder: Path, heartbeat: float = _HEARTBEAT_SECONDS) -> None:
        self._world = world
        self._folder = folder
        self._heartbeat = heartbeat
        self._closing = False

    def routes(self) -> list[web.AbstractRouteDef]:
        """The page's routes; the static files only if the folder has them."""
        routes: list[web.AbstractRouteDef] = [
            web.get("/", self.index),
            web.get("/page/state", self.state),
            web.get("/page/messages", self.messages),
            web.get("/page/commands", self.commands),
            web.get("/page/events", self.events),
            web.get("/page/file/{file_id}", self.file),
            web.post("/page/send", self.send),
            web.post("/page/press", self.press),
            web.post("/page/link", self.link),
            web.post("/page/delete", self.delete),
        ]
        static = self._folder / "static"
        return [*routes, web.static("/static", static)] if static.is_dir() else routes

    async def index(self, _request: web.Request) -> web.StreamResponse:
        """The page itself."""
        index = self._folder / "index.html"
        if not index.is_file():
            raise web.HTTPNotFound(text="There is no chat page in this installation.")
        return web.FileResponse(index, headers={"Cache-Control": "no-cache"})

    async def state(self, _request: web.Request) -> web.Response:
        """People and chats."""
        return web.json_response(page_view.state(self._world))

    async def messages(self, request: web.Request) -> web.Response:
        """All messages of a chat, oldest first."""
        chat = self._chat(request.query.get("chat"))
        return web.json_response({"messages": [page_view.message(m, self._world) for m in chat.messages.values()]})

    async def commands(self, request: web.Request) -> web.Response:
        """The command menu that a person sees in a chat."""
        person, chat = self._person(request.query.get("person")), self._chat(request.query.get("chat"))
        return web.json_response({"commands": wire_commands(visible_commands(self._world, person, chat))})

    async def file(self, request: web.Request) -> web.Response:
        """The content of a photo or document; nothing but pictures is shown in the page's own origin."""
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound(text="There is no such file.")
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        if stored.kind == "photo":
            png = stored.content.startswith(b"\x89PNG")
            return web.Response(
                body=stored.content,
                content_type="image/png" if png else "image/jpeg",
                headers=headers,
            )
        response = web.Response(body=stored.content, content_type="application/octet-stream", headers=headers)
        name = "".join(c for c in stored.name if c.isascii() and (c.isalnum() or c in "._-")) or "document"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    async def send(self, request: web.Request) -> web.Response:
        """A person writes."""
        body = await read_body(request)
        person, chat = self._person(body.get("person")), self._chat(body.get("chat"))
        thread, reply_to = body.get("thread"), body.get("reply_to")
        try:
            message = acting.say(
                self._world,
                person,
                chat,
                str(body.get("text", "")),
                thread_id=thread,
                reply_to=reply_to,
            )
        except ValueError as error:
            return refused(error)
        return web.json_response({"ok": True, "message": page_view.message(message, self._world)})

    async def press(self, request: web.Request) -> web.Response:
        """A person presses a button."""
        body = await read_body(request)
        person, message = self._person(body.get("person")), self._message(body)
        if not isinstance(message, BotMessage):
            return refused(ValueError("only the bot's messages have buttons"))
        try:
            query = acting.press(self._world, person, message, str(body.get("data", "")))
        except ValueError as error:
            return refused(error)
        return web.json_response({"ok": True, "query": query})

    async def link(self, request: web.Request) -> web.Response:
        """A person opens a deep link."""
        body = await read_body(request)
        person = self._person(body.get("person"))
        try:
            message = acting.open_link(self._world, person, self._chat(person.id), str(body.get("payload", "")))
        except ValueError as error:
            return refused(error)
        return web.json_response({"ok": True, "message": page_view.message(message, self._world)})

    async def delete(self, request: web.Request) -> web.Response:
        """A person deletes what they wrote; bots are not told."""
        body = await read_body(request)
        person, message = self._person(body.get("person")), self._message(body)
        if message.sender is not person or message.deleted:
            return refused(ValueError("people delete their own messages only"))
        self._world.delete(message)
        return web.json_response({"ok": True})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The changes since a version, then all further ones, as server-sent events."""
        since = request.headers.get("Last-Event-ID") or request.query.get("since") or str(self._world.changes.version)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        version = int(since) if since.isdecimal() else -1
        with suppress(ConnectionResetError):  # the page went away
            await self._stream(response, version)
        return response

    def open(self) -> None:
        """Lets streams begin."""
        self._closing = False

    def close(self) -> None:
        """Ends all streams, so that the server can stop."""
        self._closing = True
        self._world.changes.wake()

    async def _stream(self, response: web.StreamResponse, version: int) -> None:
        changes = self._world.changes
        while not self._closing:
            news = changes.since(version)
            if news is None:
                version = changes.version
                await response.write(f'id: {version}\ndata: {{"type":"state"}}\n\n'.encode())
                continue
            if news:
                version = news[-1][0]
                events = ((number, page_view.change(change, self._world)) for number, change in news)
                text = "".join(f"id: {number}\ndata: {json.dumps(event)}\n\n" for number, event in events)
                await response.write(text.encode())
                continue
            try:
                async with asyncio.timeout(self._heartbeat):
                    await changes.next()
            except TimeoutError:
                await response.write(b": heartbeat\n\n")

    def _person(self, person_id: Any) -> Person:
        person = self._world.people.get(_integer(person_id))
        if person is None:
            raise web.HTTPNotFound(text="There is no such person.")
        return person

    def _chat(self, chat_id: Any) -> Chat:
        chat = self._world.chats.get(_integer(chat_id))
        if chat is None:
            raise web.HTTPNotFound(text="There is no such chat.")
        return chat

    def _message(self, body: dict[str, Any]) -> Message:
        message = self._chat(body.get("chat")).messages.get(_integer(body.get("message")))
        if message is None:
            raise web.HTTPNotFound(text="There is no such message.")
        return message


def _integer(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise web.HTTPBadRequest(text="An id is a whole number.") from None


async def read_body(request: web.Request) -> dict[str, Any]:
    """The JSON of a request.

    Raises:
        aiohttp.web.HTTPException: it is none, or does not say that it is.
    """
    # Other pages in the same browser can send any type but this one without being asked for leave.
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="The body must be application/json.")
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="The body must be JSON.") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body must be a JSON object.")
    return body


def refused(error: ValueError) -> web.Response:
    """That it cannot be done, in words."""
    return web.json_response({"ok": False, "error": str(error)})
