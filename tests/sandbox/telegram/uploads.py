"""Uploads, and a small picture to upload."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.sandbox.telegram.client import TOKEN

if TYPE_CHECKING:
    from tests.sandbox.telegram.client import Api

JPEG = b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"\0\0" + b"\xff\xc0" + struct.pack(">HBHH", 8, 8, 20, 50) + b"\0\0"


async def upload(api: Api, method: str, field: str, content: bytes, **values: str) -> dict[str, Any]:
    form = aiohttp.FormData({"chat_id": "1001", **values})
    form.add_field(field, io.BytesIO(content), filename="a.txt", content_type="text/plain")
    async with api.session.post(f"{api.url}/bot{TOKEN}/{method}", data=form) as response:
        body: dict[str, Any] = await response.json()
        return body
