from __future__ import annotations

from typing import Any

import aiohttp

from sandbox.telegram import StandInTelegram
from sandbox.telegram.outside import Thing


class Lamp:
    """A thing of its own."""

    def __init__(self) -> None:
        self.lit = True

    def things(self) -> list[Thing]:
        deeds = ("off",) if self.lit else ("recover",)
        return [Thing(id="1", name="lamp", state="running" if self.lit else "off", deeds=deeds)]

    def do(self, thing: str, deed: str) -> None:
        if thing != "1" or deed not in self.things()[0].deeds:
            raise ValueError("that cannot be done to it now")
        self.lit = deed == "recover"


async def _post(session: aiohttp.ClientSession, url: str, **body: Any) -> Any:
    async with session.post(f"{url}/page/outside", json=body) as response:
        assert response.status == 200
        return await response.json()


async def test_what_stands_beside_the_chats_can_be_disturbed() -> None:
    telegram = StandInTelegram(outside=Lamp())
    url = await telegram.start()
    try:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}/page/outside") as response:
                lamp = {"id": "1", "name": "lamp", "state": "running", "deeds": ["off"]}
                assert await response.json() == {"ok": True, "things": [lamp]}
            answer = await _post(session, url, thing="1", deed="off")
            assert answer["things"] == [{"id": "1", "name": "lamp", "state": "off", "deeds": ["recover"]}]
            for junk in ({"thing": "1", "deed": "off"}, {"thing": 2, "deed": "off"}, {"thing": "1"}, {}):
                assert await _post(session, url, **junk) == {"ok": False, "error": "that cannot be done to it now"}
            # No other page in the same browser does it unasked.
            async with session.post(f"{url}/page/outside", data='{"thing":"1","deed":"recover"}') as response:
                assert response.status == 415
    finally:
        await telegram.stop()


async def test_without_a_world_there_is_nothing_in_it() -> None:
    telegram = StandInTelegram()
    url = await telegram.start()
    try:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}/page/outside") as response:
                assert await response.json() == {"ok": True, "things": []}
            answer = await _post(session, url, thing="1", deed="off")
            assert answer == {"ok": False, "error": "there is nothing outside"}
    finally:
        await telegram.stop()
