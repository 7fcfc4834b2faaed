from __future__ import annotations

import json
from typing import Any

import pytest

from engine import ProtocolError, RefusedError
from engine.answer import Envelope, Shape, Success
from engine.models.vnc import VncLink

LINK = Shape(Envelope[VncLink])
SUCCESS = Shape(Success)
DATA = {"url": "https://vnc.example/x"}


@pytest.mark.parametrize("code", [0, "0"])
def test_success(code: Any) -> None:
    assert (
        LINK.read("getvncurl", json.dumps({"code": code, "message": "success", "data": DATA}).encode()).url
        == DATA["url"]
    )


@pytest.mark.parametrize(
    "body",
    [b'{"code":0,"data":[]}', b'{"code":"0","data":{"a":1}}', b'{"code":0}', b'\xef\xbb\xbf {"code":0,"data":null}\n'],
)
def test_success_with_nothing_to_tell(body: bytes) -> None:
    assert SUCCESS.read("stop", body) is None


def test_byte_order_mark_before_data() -> None:
    assert LINK.read("x", b"\xef\xbb\xbf" + json.dumps({"code": 0, "data": DATA}).encode()).url == DATA["url"]


@pytest.mark.parametrize("code", [1, "1", -1, 403])
@pytest.mark.parametrize("data", [[], None, DATA])
def test_refusal_keeps_the_engines_words(code: Any, data: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        LINK.read("getvncurl", json.dumps({"code": code, "message": "业务不存在", "data": data}).encode())
    assert caught.value.message == "业务不存在"
    assert caught.value.action == "getvncurl"


@pytest.mark.parametrize("answer", [{"code": 1}, {"code": 1, "message": None}, {"code": 1, "message": ["x"]}])
def test_refusal_without_words(answer: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        SUCCESS.read("stop", json.dumps(answer).encode())
    assert caught.value.message == ""


@pytest.mark.parametrize(
    ("body", "words", "transient"),
    [
        (b"", "x: the answer is not JSON", True),
        (b"<html></html>", "x: the answer is not JSON", True),
        (b'{"code": 0, "data": {"url"', "x: the answer is not JSON", True),
        ("余额不足".encode("gbk"), "x: the answer is not JSON", True),
        (b"[]", "x: the answer has no code", False),
        (b"0", "x: the answer has no code", False),
        (b'{"data": {"url": "hunter2"}}', "x: the answer has no code", False),
        (b'{"code": null, "data": {}}', "x: the answer's code is not a number", False),
        (b'{"code": false, "data": {"url": "u"}}', "x: the answer's code is not a number", False),
        (b'{"code": "", "data": {"url": "u"}}', "x: the answer's code is not a number", False),
        (b'{"code": "hunter2", "data": {"url": "u"}}', "x: the answer's code is not a number", False),
        (b'{"code": " 0", "data": {"url": "u"}}', "x: unreadable in the answer: code", False),
        (b'{"code": 0, "data": {"url": ["hunter2"]}}', "x: unreadable in the answer: data.url", False),
        (b'{"code": 0, "data": []}', "x: unreadable in the answer: data", False),
        (b'{"code": 0}', "x: unreadable in the answer: data", False),
    ],
)
def test_what_cannot_be_read_names_fields_and_no_value(body: bytes, words: str, transient: bool) -> None:
    with pytest.raises(ProtocolError) as caught:
        LINK.read("x", body)
    assert str(caught.value) == words
    assert caught.value.transient is transient
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
