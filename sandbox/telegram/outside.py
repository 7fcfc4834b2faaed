"""What stands beside the chats and can be disturbed from the page, where somebody has put anything there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from sandbox.telegram.page_api import read_body, refused

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something that can be disturbed.

    Attributes:
        id: what `Outside.do` is told.
        name: what it is called in the page.
        state: how it is; a word of the page's `strings.js`, `state_<state>`.
        deeds: what can be done to it now; words likewise, `deed_<deed>`.
    """

    id: str
    name: str
    state: str
    deeds: tuple[str, ...]


class Outside(Protocol):
    """The world beside the chats."""

    def things(self) -> Sequence[Thing]:
        """Everything that can be disturbed, as it is now."""
        ...

    def do(self, thing: str, deed: str) -> None:
        """Disturb it.

        Raises:
            ValueError: there is no such thing, or that cannot be done to it now.
        """
        ...


class OutsideApi:
    """What the chat page calls; without a world there is nothing in it."""

    def __init__(self, outside: Outside | None) -> None:
        self._outside = outside

    def routes(self) -> list[web.AbstractRouteDef]:
        """The page's routes."""
        return [web.get("/page/outside", self.show), web.post("/page/outside", self.act)]

    async def show(self, _request: web.Request) -> web.Response:
        """All things."""
        return self._answer()

    async def act(self, request: web.Request) -> web.Response:
        """Disturb one."""
        body = await read_body(request)
        if self._outside is None:
            return refused(ValueError("there is nothing outside"))
        try:
            self._outside.do(str(body.get("thing", "")), str(body.get("deed", "")))
        except ValueError as error:
            return refused(error)
        return self._answer()

    def _answer(self) -> web.Response:
        things = self._outside.things() if self._outside is not None else ()
        return web.json_response({"ok": True, "things": [asdict(thing) for thing in things]})
