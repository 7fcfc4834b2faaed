from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.telegram.uploads import JPEG, upload

if TYPE_CHECKING:
    import aiohttp

    from sandbox.telegram import Chat, Person, StandInTelegram
    from tests.sandbox.telegram.client import Api


class Page:
    """What the chat page calls, as it is answered."""

    def __init__(self, api: Api) -> None:
        self._url = api.url
        self._session = api.session

    async def get(self, path: str, **query: Any) -> Any:
        async with self._session.get(f"{self._url}/page/{path}", params=query) as response:
            assert response.status == 200
            return await response.json()

    async def post(self, path: str, **body: Any) -> Any:
        async with self._session.post(f"{self._url}/page/{path}", json=body) as response:
            assert response.status == 200
            return await response.json()


class Stream:
    """The events of the page, one after the other."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(5):
            while True:
                line = (await self._response.content.readline()).decode()
                if line.startswith("data: "):
                    event: dict[str, Any] = json.loads(line.removeprefix("data: "))
                    return event


@pytest.fixture
def page(api: Api) -> Page:
    return Page(api)


async def test_state(tg: StandInTelegram, page: Page, alice: Person, bob: Person, group: Chat) -> None:
    forum = tg.add_group(title="Forum", members=[bob], forum=True)
    topic = tg.add_topic(forum, "Servers")
    old = tg.add_plain_group(title="Old", members=[bob])
    tg.migrate(old)
    state = await page.get("state")
    assert state["bot"] == {"id": 123456, "name": "apabot", "username": "apabot_demo_bot"}
    assert state["people"] == [
        {"id": 1001, "name": "Alice", "language": "zh-hans", "color": "#e17076"},
        {"id": 1002, "name": "Bob", "language": "en", "color": "#7bc862"},
    ]
    chats = state["chats"]
    assert chats[0] == {
        "id": 1001,
        "type": "private",
        "title": "apabot",
        "is_forum": False,
        "members": [1001],
        "topics": [],
    }
    assert (chats[2]["title"], chats[2]["type"], chats[2]["members"]) == ("Team", "supergroup", [1001, 1002])
    assert (chats[3]["is_forum"], chats[3]["topics"]) == (True, [{"id": topic, "name": "Servers"}])
    assert [chat["type"] for chat in chats[4:]] == ["supergroup"]
    assert state["version"] == tg.world.changes.version


async def test_messages_as_the_page_shows_them(tg: StandInTelegram, api: Api, page: Page, alice: Person) -> None:
    said = (await page.post("send", person=1001, chat=1001, text="<b>1 & 2</b>"))["message"]
    keyboard = {"inline_keyboard": [[{"text": "on", "callback_data": "1"}, {"text": "go", "url": "https://e.cn/"}]]}
    text = "<tg-spoiler>pass</tg-spoiler>"
    await api(
        "sendMessage",
        chat_id=1001,
        text=text,
        parse_mode="HTML",
        reply_markup=keyboard,
        reply_parameters={"message_id": said["id"]},
    )
    assert await page.get("messages", chat=1001) == {
        "messages": [
            {
                "id": 1,
                "chat": 1001,
                "from": 1001,
                "from_name": "Alice",
                "is_bot": False,
                "date": 1_800_000_000,
                "html": "&lt;b&gt;1 &amp; 2&lt;/b&gt;",
                "edited": None,
                "deleted": False,
                "buttons": [],
                "reply_to": None,
                "thread": None,
                "photo": None,
                "document": None,
            },
            {
                "id": 2,
                "chat": 1001,
                "from": 123456,
                "from_name": "apabot",
                "is_bot": True,
                "date": 1_800_000_000,
                "html": '<span class="spoiler">pass</span>',
                "edited": None,
                "deleted": False,
                "buttons": [[{"text": "on", "data": "1"}, {"text": "go", "url": "https://e.cn/"}]],
                "reply_to": 1,
                "thread": None,
                "photo": None,
                "document": None,
            },
        ],
    }
    await api("deleteMessage", chat_id=1001, message_id=2)
    gone = (await page.get("messages", chat=1001))["messages"][1]
    assert (gone["deleted"], gone["html"], gone["buttons"]) == (True, "", [])


async def test_files_on_the_page(tg: StandInTelegram, api: Api, page: Page, alice: Person) -> None:
    await upload(api, "sendPhoto", "photo", JPEG, caption="screen")
    await upload(api, "sendDocument", "document", b"<script>")
    photo, document = (await page.get("messages", chat=1001))["messages"]
    assert (photo["html"], photo["document"]) == ("screen", None)
    async with api.session.get(api.url + photo["photo"]) as response:
        assert (response.content_type, await response.read()) == ("image/jpeg", JPEG)
    assert (document["photo"], document["document"]["name"]) == (None, "a.txt")
    async with api.session.get(api.url + document["document"]["url"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == 'attachment; filename="a.txt"'
    async with api.session.get(f"{api.url}/page/file/none") as response:
        assert response.status == 404


async def test_pressing_linking_deleting(tg: StandInTelegram, api: Api, page: Page, alice: Person, bob: Person) -> None:
    await api("sendMessage", chat_id=1001, text="a")
    pressed = await page.post("press", person=1001, chat=1001, message=1, data="on")
    assert (pressed["ok"], pressed["query"] in tg.world.presses) == (True, True)
    assert (await page.post("link", person=1001, payload="abc"))["message"]["html"] == (
        '<span class="bot-command">/start</span> abc'
    )
    assert await page.post("delete", person=1001, chat=1001, message=2) == {"ok": True}
    own = "people delete their own messages only"
    for person, message in [(1001, 2), (1001, 1), (1002, 1)]:
        refused = await page.post("delete", person=person, chat=1001, message=message)
        assert refused == {"ok": False, "error": own}


async def test_what_telegram_would_not_allow(tg: StandInTelegram, page: Page, alice: Person, bob: Person) -> None:
    tg.say(alice, alice, "a")
    refused = [
        await page.post("send", person=1002, chat=1001, text="a"),
        await page.post("send", person=1001, chat=1001, text="a", reply_to=9),
        await page.post("press", person=1001, chat=1001, message=1, data="a"),
        await page.post("link", person=1001, payload="a b"),
    ]
    assert refused == [
        {"ok": False, "error": "person 1002 is not in chat 1001"},
        {"ok": False, "error": "chat 1001 has no message 9 to reply to"},
        {"ok": False, "error": "only the bot's messages have buttons"},
        {"ok": False, "error": "a deep link's payload is 1 to 64 of A-Z a-z 0-9 _ -"},
    ]


async def test_pressing_what_is_gone(tg: StandInTelegram, api: Api, page: Page, alice: Person) -> None:
    await api("sendMessage", chat_id=1001, text="a")
    tg.delete(tg.last(alice))
    refused = await page.post("press", person=1001, chat=1001, message=1, data="a")
    assert refused == {"ok": False, "error": "message 1 is deleted"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"person": "x"}', 400),
        (b'{"person": 5}', 404),
        (b'{"person": 1001, "chat": 5}', 404),
        (b'{"person": 1001, "chat": 1001, "message": 5}', 404),
    ],
)
async def test_requests_that_make_no_sense(api: Api, alice: Person, body: bytes, status: int) -> None:
    headers = {"Content-Type": "application/json"}
    async with api.session.post(f"{api.url}/page/press", data=body, headers=headers) as response:
        assert response.status == status


async def test_other_pages_cannot_speak_for_people(tg: StandInTelegram, api: Api, alice: Person) -> None:
    body = json.dumps({"person": 1001, "chat": 1001, "text": "a"})
    async with api.session.post(f"{api.url}/page/send", data=body) as response:
        assert response.status == 415
    assert tg.history(alice) == []


async def test_the_command_menu_of_a_person(api: Api, page: Page, alice: Person, bob: Person) -> None:
    await api("setMyCommands", commands=[{"command": "servers", "description": "Servers"}])
    chinese = [{"command": "servers", "description": "服务器"}]
    await api("setMyCommands", commands=chinese, language_code="zh")
    assert await page.get("commands", person=1001, chat=1001) == {"commands": chinese}
    assert (await page.get("commands", person=1002, chat=1002))["commands"][0]["description"] == "Servers"


async def test_live_updates(tg: StandInTelegram, api: Api, alice: Person) -> None:
    version = tg.world.changes.version
    async with api.session.get(f"{api.url}/page/events", params={"since": version}) as response:
        assert response.content_type == "text/event-stream"
        stream = Stream(response)
        await api("sendMessage", chat_id=1001, text="a")
        sent = await stream.next()
        assert (sent["type"], sent["new"], sent["message"]["html"]) == ("message", True, "a")
        await api("editMessageText", chat_id=1001, message_id=1, text="b")
        edited = await stream.next()
        assert (edited["new"], edited["message"]["html"], edited["message"]["edited"]) == (False, "b", 1_800_000_000)
        await api("sendChatAction", chat_id=1001, action="typing")
        assert await stream.next() == {"type": "typing", "chat": 1001}
        query = tg.press(alice, tg.last(alice), data="x")
        await api("answerCallbackQuery", callback_query_id=query, text="ok", show_alert=True)
        assert await stream.next() == {"type": "answer", "person": 1001, "query": query, "text": "ok", "alert": True}
        tg.add_person(first_name="Carol")
        assert await stream.next() == {"type": "state"}
    # Who comes back misses nothing.
    headers = {"Last-Event-ID": str(version + 3)}
    async with api.session.get(f"{api.url}/page/events", headers=headers) as response:
        stream = Stream(response)
        assert [(await stream.next())["type"] for _ in range(2)] == ["answer", "state"]


@pytest.mark.parametrize("since", ["0", "999999", "x"])
async def test_who_was_away_too_long_fetches_all_again(
    tg: StandInTelegram, api: Api, alice: Person, since: str
) -> None:
    if since == "0":
        for _ in range(2001):
            tg.world.state_changed()
    async with api.session.get(f"{api.url}/page/events", params={"since": since}) as response:
        stream = Stream(response)
        assert await stream.next() == {"type": "state"}
        tg.say(alice, alice, "a")
        assert (await stream.next())["type"] == "message"


async def test_a_quiet_stream_has_a_heartbeat(tg: StandInTelegram, api: Api) -> None:
    tg._page._heartbeat = 0.01
    async with api.session.get(f"{api.url}/page/events") as response:
        assert await response.content.readline() == b": heartbeat\n"


async def test_service_messages_are_said_in_words(tg: StandInTelegram, page: Page, alice: Person, group: Chat) -> None:
    tg.add_member(group, tg.add_person(first_name="Carol"))
    assert (await page.get("messages", chat=group.id))["messages"][0]["html"] == "<i>Somebody joined.</i>"


async def test_without_a_page(api: Api, tmp_path: Any, tg: StandInTelegram) -> None:
    tg._page._folder = tmp_path
    async with api.session.get(f"{api.url}/") as response:
        assert response.status == 404
    (tmp_path / "index.html").write_text("<!doctype html>")
    async with api.session.get(f"{api.url}/") as response:
        assert (response.status, response.content_type) == (200, "text/html")
