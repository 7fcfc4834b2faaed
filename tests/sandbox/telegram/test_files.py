from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.telegram.client import TOKEN
from tests.sandbox.telegram.uploads import JPEG, upload

if TYPE_CHECKING:
    from sandbox.telegram import Person, StandInTelegram
    from tests.sandbox.telegram.client import Api


async def test_files(tg: StandInTelegram, api: Api, alice: Person) -> None:
    photo = (await upload(api, "sendPhoto", "picture", JPEG, photo="attach://picture", caption="c"))["result"]
    assert (photo["photo"][0]["width"], photo["photo"][0]["height"], photo["caption"]) == (50, 20, "c")
    document = (await upload(api, "sendDocument", "document", b"abc"))["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("a.txt", "text/plain", 3)
    found = (await api("getFile", file_id=document["file_id"])).result
    async with api.session.get(f"{api.url}/file/bot{TOKEN}/{found['file_path']}") as response:
        assert await response.read() == b"abc"
    wrong = await api("sendPhoto", chat_id=alice.id, photo=document["file_id"])
    assert wrong.words == "Bad Request: can't use file of type Document as Photo"
    assert tg.violations == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"GIF89a", "Bad Request: IMAGE_PROCESS_FAILED"),
        (b"\xff\xd8\xff", "Bad Request: IMAGE_PROCESS_FAILED"),
        (b"\xff\xd8\x00\x00\x00\x00", "Bad Request: IMAGE_PROCESS_FAILED"),
        (b"\x89PNG\r\n\x1a\n", "Bad Request: IMAGE_PROCESS_FAILED"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">8xII", 0, 5), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">8xII", 21, 1), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">8xII", 1080, 8921), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_photos_that_are_none(api: Api, alice: Person, content: bytes, words: str) -> None:
    assert (await upload(api, "sendPhoto", "photo", content))["description"] == words


async def test_a_photo_as_large_as_may_be(tg: StandInTelegram, api: Api, alice: Person) -> None:
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">8xII", 1080, 8920)
    sent = await upload(api, "sendPhoto", "photo", content, caption="长" * 1024)
    assert sent["result"]["caption"] == "长" * 1024
    assert tg.violations == []
    sent = await upload(api, "sendPhoto", "photo", content, caption="长" * 1025)
    assert sent["description"] == "Bad Request: message caption is too long"
    assert tg.violations != []


async def test_files_that_are_too_big(tg: StandInTelegram, api: Api, alice: Person) -> None:
    assert (await upload(api, "sendPhoto", "photo", bytes(10 * 1024 * 1024 + 1)))["description"] == (
        "Bad Request: file is too big for a photo"
    )
    big = (await upload(api, "sendDocument", "document", bytes(20 * 1024 * 1024 + 1)))["result"]["document"]
    assert (await api("getFile", file_id=big["file_id"])).words == "Bad Request: file is too big"
