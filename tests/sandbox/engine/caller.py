"""A signing caller for the tests, written without a look at the validators."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import aiohttp

# 2026-03-01 12:00:00 in Shanghai.
NOON = 1_772_337_600.0
USERID = 1001
KEY = "interface-key"
SYNC = {"getzones", "getlines", "getsystems", "getserver", "getservers"}
PERSON = {
    "auth_name": "张三",
    "auth_mobile": "13111111111",
    "auth_idnum": "11010519491231002X",
    "auth_from_ip": "192.0.2.77",
    "auth_client_user_id": "7",
}
GOOD_PASSWORD = "Abcdef12345!xyz"


def encoded(password: str) -> str:
    return base64.b64encode(password.encode()).decode()


class Clock:
    def __init__(self, at: float = NOON) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += seconds


@dataclass(kw_only=True)
class Caller:
    session: aiohttp.ClientSession
    url: str
    clock: Clock
    userid: int = USERID
    key: str = KEY
    salt: str = "zkeys.api@2019"
    vtime: str = "20260301"

    def form(self, action: str, **own: object) -> dict[str, str]:
        time = str(int(self.clock()))
        text = f"server{self.salt}{action}{self.userid}{self.key}{time}"
        common = {
            "module": "server",
            "action": action,
            "userid": str(self.userid),
            "time": time,
            "sign": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
            "taskid": "12",
            "dataType": "json",
            "version": "9.9.9",
            "system_type": "zkeys_web",
            "vtime": self.vtime,
        }
        person = {} if action in SYNC else PERSON
        return common | person | {name: str(value) for name, value in own.items()}

    async def send(self, form: dict[str, str]) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/api", data=form) as response:
            assert response.status == 200
            answer: dict[str, Any] = await response.json(content_type=None)
            return answer

    async def data(self, action: str, **own: object) -> Any:
        answer = await self.send(self.form(action, **own))
        assert (answer["code"], answer["message"]) == (0, "success")
        return answer["data"]

    async def refused(self, action: str, **own: object) -> str:
        answer = await self.send(self.form(action, **own))
        assert answer["code"] == 1
        assert answer["data"] == []
        return str(answer["message"])

    async def statuses(self, guid: str) -> tuple[int, int, int, int]:
        """Order, run, act and snap as `getserver` tells them."""
        row = await self.data("getserver", guid=guid)
        return int(row["orderStatus"]), int(row["runStatus"]), int(row["actStatus"]), int(row["snapStatus"])
