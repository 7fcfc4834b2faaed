from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.telegram import Limits, Person, StandInTelegram
from tests.sandbox.telegram.client import TOKEN, Api, Clock

if TYPE_CHECKING:
    from collections.abc import Callable


async def test_tokens(api: Api) -> None:
    assert (await api("getMe", token="123456:wrong")).words == "Unauthorized"
    assert (await api("getMe", token="nonsense")).words == "Not Found"
    assert (await api("getMe")).result["id"] == 123456


async def test_unknown_methods_are_not_found_and_noted(tg: StandInTelegram, api: Api) -> None:
    answer = await api("sendMessages")
    assert (answer.status, answer.words) == (404, "Not Found: method not found")
    assert tg.violations == ["the unknown method sendmessages"]


async def test_unknown_parameters_are_passed_over_and_noted(tg: StandInTelegram, api: Api, alice: Person) -> None:
    assert (await api("sendMessage", chat_id=alice.id, text="a", parsemode="HTML")).result["text"] == "a"
    assert tg.violations == ["sendMessage: the unknown parameter parsemode"]


KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}


def as_query(url: str, session: aiohttp.ClientSession) -> aiohttp.client._RequestContextManager:
    return session.get(url, params={"chat_id": "1001", "text": "a", "reply_markup": json.dumps(KEYBOARD)})


def as_form(url: str, session: aiohttp.ClientSession) -> aiohttp.client._RequestContextManager:
    return session.post(url, data={"chat_id": "1001", "text": "a", "reply_markup": json.dumps(KEYBOARD)})


def as_multipart(url: str, session: aiohttp.ClientSession) -> aiohttp.client._RequestContextManager:
    with aiohttp.MultipartWriter("form-data") as body:
        for name, value in {"chat_id": "1001", "text": "a", "reply_markup": json.dumps(KEYBOARD)}.items():
            body.append(value).set_content_disposition("form-data", name=name)
    return session.post(url, data=body)


def as_json(url: str, session: aiohttp.ClientSession) -> aiohttp.client._RequestContextManager:
    return session.post(url, json={"chat_id": 1001, "text": "a", "reply_markup": KEYBOARD, "parse_mode": None})


def as_json_with_strings(url: str, session: aiohttp.ClientSession) -> aiohttp.client._RequestContextManager:
    return session.post(url, json={"chat_id": "1001", "text": "a", "reply_markup": json.dumps(KEYBOARD)})


def as_query_and_json(url: str, session: aiohttp.ClientSession) -> aiohttp.client._RequestContextManager:
    return session.post(f"{url}?chat_id=7&text=a", json={"chat_id": 1001, "reply_markup": KEYBOARD})


@pytest.mark.parametrize("send", [as_query, as_form, as_multipart, as_json, as_json_with_strings, as_query_and_json])
async def test_forms_of_a_request(
    tg: StandInTelegram,
    url: str,
    session: aiohttp.ClientSession,
    alice: Person,
    send: Callable[[str, aiohttp.ClientSession], aiohttp.client._RequestContextManager],
) -> None:
    async with send(f"{url}/bot{TOKEN}/sendMessage", session) as response:
        assert response.status == 200
    assert (tg.last(alice).text, tg.last(alice).button("a").data) == ("a", "b")
    assert tg.violations == []


@pytest.mark.parametrize("body", [b"{", b"[1]"])
async def test_a_body_that_is_no_json_object(url: str, session: aiohttp.ClientSession, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with session.post(f"{url}/bot{TOKEN}/getMe", data=body, headers=headers) as response:
        assert (await response.json())["description"] == "Bad Request: can't parse JSON object"


async def test_an_empty_json_body_has_no_parameters(url: str, session: aiohttp.ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    async with session.post(f"{url}/bot{TOKEN}/getMe", data=b"", headers=headers) as response:
        assert response.status == 200


async def test_downloads_need_the_token_and_a_known_path(url: str, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{url}/file/bot123456:wrong/documents/a.txt") as response:
        assert response.status == 401
    async with session.get(f"{url}/file/bot{TOKEN}/documents/a.txt") as response:
        assert response.status == 404


async def test_failures_on_demand(tg: StandInTelegram, api: Api, alice: Person) -> None:
    tg.fail_next("sendMessage", status=500, times=2)
    tg.fail_next("sendMessage", status=403, description="Forbidden: user is deactivated")
    tg.fail_next(None, retry_after=3)
    assert (await api("getMe")).body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }
    words = [(await api("sendMessage", chat_id=alice.id, text="a")).words for _ in range(3)]
    assert words == ["Internal Server Error", "Internal Server Error", "Forbidden: user is deactivated"]
    assert tg.messages(alice) == []
    assert (await api("sendMessage", chat_id=alice.id, text="a")).status == 200


@pytest.mark.parametrize(("cut", "sent"), [("before", 0), ("after", 1)])
async def test_a_cut_connection(tg: StandInTelegram, api: Api, alice: Person, cut: str, sent: int) -> None:
    tg.fail_next("sendMessage", cut_connection="before" if cut == "before" else "after")
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=alice.id, text="a")
    assert len(tg.messages(alice)) == sent
    assert tg.calls[0].status == 0


async def test_a_slow_call_takes_effect_late(tg: StandInTelegram, api: Api, alice: Person) -> None:
    tg.fail_next("sendMessage", delay=0.02)
    await api("sendMessage", chat_id=alice.id, text="a")
    assert tg.last(alice).text == "a"


def test_a_fault_must_say_what_fails(tg: StandInTelegram) -> None:
    with pytest.raises(ValueError, match="needs a status"):
        tg.fail_next("getMe")
    with pytest.raises(ValueError, match="its connection is cut"):
        tg.fail_next("getMe", status=500, cut_connection="after")


async def test_what_is_not_strict_is_only_noted(clock: Clock) -> None:
    tg = StandInTelegram(now=clock, limits=Limits.off(), strict=False)
    alice = tg.add_person(first_name="Alice", started=True)
    url = await tg.start()
    try:
        async with aiohttp.ClientSession() as session:
            api = Api(url, session)
            assert (await api("sendMessage", chat_id=alice.id, text="x" * 4097)).status == 200
            assert (await api("sendMessage", chat_id=alice.id, text="<p>", parse_mode="HTML")).status == 200
    finally:
        await tg.stop()
    assert tg.violations == [
        "sendMessage: a text of 4097 UTF-16 units, more than 4096",
        'sendMessage: markup that does not parse: Unsupported start tag "p" at byte offset 0',
    ]
    assert tg.last(alice).text == "<p>"
