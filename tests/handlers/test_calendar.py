from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from handlers import calendar
from handlers.workbench import MOST_WAITING

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat, Person
    from tests.handlers.scene import Scene
    from texts import pictures

DAY = 86400.0


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">IIII", 13, 0x49484452, 1080, 400) + bytes(50)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[pictures.Timeline]:
    """What is drawn, instead of drawing it: that has tests of its own, and one here."""
    orders: list[pictures.Timeline] = []

    def quick(order: pictures.Timeline) -> bytes:
        orders.append(order)
        return PNG

    monkeypatch.setattr(calendar, "draw", quick)
    return orders


def failing(error: Exception) -> Any:
    def draw(order: pictures.Timeline) -> bytes:
        raise error

    return draw


def content(message: BotMessage) -> bytes:
    assert message.attachment is not None
    return message.attachment.content


def summaries(message: BotMessage) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(content(message)).walk("VEVENT")]


async def asked(scene: Scene, person: Person, chat: Chat | None = None, **more: Any) -> tuple[BotMessage, ...]:
    """The list, the picture and the file."""
    found = await scene.say(person, "/expiring", chat, **more)
    assert len(found) == 3
    return tuple(found)


async def test_the_list_a_real_picture_and_the_file(scene: Scene) -> None:
    listed, picture, file = await asked(scene, scene.alice)
    assert listed.text.startswith("⏳ What ends when")
    assert picture.attachment is not None
    assert picture.attachment.kind == "photo"
    assert picture.attachment.width == 1080
    assert picture.text == "🗓 The next 90 days: 5 servers end"
    assert file.attachment is not None
    assert (file.attachment.kind, file.attachment.name) == ("document", "apabot-expiring.ics")
    assert file.attachment.mime_type == "text/calendar"
    assert file.text.startswith("📅 6 end dates for your calendar")
    assert len(summaries(file)) == 6
    assert "web-1 ends" in summaries(file)
    assert [message.silent for message in (listed, picture, file)] == [False, True, True]
    assert scene.telegram.violations == []
    assert scene.failures == 0


async def test_in_chinese(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    _, picture, file = await asked(scene, scene.bob)
    assert picture.text == "🗓 未来 90 天内有 1 台服务器到期"
    assert file.text.startswith("📅 2 个到期日的日历文件，到期前 7 天和 1 天提醒。")
    assert all(name.endswith(" 到期") for name in summaries(file))
    assert drawn[0].title == "到期时间一览"


async def test_in_a_topic_of_a_group(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    topic = scene.telegram.add_topic(scene.team, "money")
    found = await asked(scene, scene.vera, scene.team, thread_id=topic)
    assert [message.thread_id for message in found] == [topic] * 3
    assert scene.server("win-1").ip not in content(found[2]).decode()
    assert len(drawn[0].rows) == 5
    assert drawn[0].notes == ("1 ends after these 90 days",)


async def test_only_the_typed_command_brings_them(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    listed, _, _ = await asked(scene, scene.rita)
    before = len(scene.messages(scene.rita))
    await scene.tap(scene.rita, listed, "exp:1")
    assert "Page 2 of 2" in listed.text
    await scene.press(scene.rita, listed, "run:expiring")
    assert len(scene.messages(scene.rita)) == before
    assert len(drawn) == 1


async def test_each_again_by_its_button(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    listed, _, _ = await asked(scene, scene.alice)
    text = listed.text
    await scene.tap(scene.alice, listed, "cap")
    await scene.tap(scene.alice, listed, "caf")
    picture, file = scene.messages(scene.alice)[-2:]
    assert picture.attachment is not None
    assert picture.attachment.kind == "photo"
    assert file.attachment is not None
    assert file.attachment.name == "apabot-expiring.ics"
    assert listed.text == text
    # The same data are not drawn twice.
    assert len(drawn) == 1
    scene.server("web-1").ends_at = scene.clock.now() + 2 * DAY
    await scene.ask(scene.alice, "/server web-1")
    await scene.press(scene.alice, listed, "cap")
    assert len(drawn) == 2


async def test_a_renewed_server_moves_in_the_next_file(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    def web_1(message: BotMessage) -> Any:
        return next(
            event for event in Calendar.from_ical(content(message)).walk("VEVENT") if event["SUMMARY"] == "web-1 ends"
        )

    before = web_1((await asked(scene, scene.alice))[2])
    scene.server("web-1").ends_at += 31 * DAY
    scene.clock.advance(120)
    await scene.ask(scene.alice, "/server web-1")
    after = web_1((await asked(scene, scene.alice))[2])
    assert after["UID"] == before["UID"]
    assert (after["DTSTART"].dt - before["DTSTART"].dt).days == 31
    assert after["SEQUENCE"] > before["SEQUENCE"]


async def test_what_is_over_comes_first(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    scene.server("cache-1").ends_at = scene.clock.now() - DAY
    await scene.ask(scene.alice, "/server cache-1")
    _, picture, file = await asked(scene, scene.alice)
    assert picture.text == "🗓 The next 90 days: 4 servers end, 1 already expired"
    assert summaries(file)[0] == "cache-1 ends"
    assert drawn[0].rows[0].names[0] == "cache-1"


async def test_nothing_soon_has_no_picture_and_the_list_says_so(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    for nickname in ("db-1", "win-1"):
        scene.server(nickname).ends_at = scene.clock.now() + 200 * DAY
        await scene.say(scene.bob, f"/server {scene.made.servers[nickname]}")
    listed, file = await scene.say(scene.bob, "/expiring")
    assert listed.text.endswith("未来 90 天内没有服务器到期，因此没有图表。")
    assert file.attachment is not None
    assert file.attachment.kind == "document"
    assert [each.data for row in listed.buttons for each in row if each.data in {"cap", "caf"}] == ["caf"]
    # A button of an older list.
    answer = await scene.press(scene.bob, listed, "cap")
    assert answer is not None
    assert answer.text == "未来 90 天内没有服务器到期，因此没有图表。"
    assert drawn == []


async def test_no_server_at_all_brings_the_list_alone(scene: Scene) -> None:
    for nickname in ("db-1", "win-1"):
        await scene.store.unassign(scene.account_id, scene.made.servers[nickname])
    listed = await scene.ask(scene.bob, "/expiring")
    answer = await scene.press(scene.bob, listed, "caf")
    assert answer is not None
    assert answer.text == "这里没有已知的到期时间，因此没有日历文件。"


@pytest.mark.parametrize("error", [MemoryError(), ValueError("x"), ImportError("matplotlib")])
async def test_where_it_cannot_be_drawn_the_rest_comes(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(calendar, "draw", failing(error))
    listed, line, file = await asked(scene, scene.alice)
    assert listed.text.startswith("⏳ What ends when")
    assert line.text == "The picture could not be drawn this time; the list has all of it."
    assert file.attachment is not None
    assert scene.failures == 0


async def test_a_group_that_forbids_pictures(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    scene.telegram.fail_next(
        "sendPhoto", status=400, description="Bad Request: not enough rights to send photos to the chat"
    )
    _, line, file = await asked(scene, scene.alice, scene.team)
    assert line.text == "The picture could not be drawn this time; the list has all of it."
    assert file.attachment is not None


async def test_too_many_at_once_are_told_to_come_back(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    scene.workbench._waiting = MOST_WAITING
    _, line, file_line = await asked(scene, scene.alice)
    assert line.text == (
        "Too many pictures are being drawn right now; the list has all of it. Try the button again in a minute."
    )
    assert file_line.text == "The calendar file could not be made this time. Try its button again in a minute."
    scene.workbench._waiting = 0
    _, picture, _ = await asked(scene, scene.alice)
    assert picture.attachment is not None


async def test_strangers_get_nothing(scene: Scene, drawn: list[pictures.Timeline]) -> None:
    await scene.say(scene.mallory, "/expiring")
    (answer,) = scene.messages(scene.mallory)
    for data in ("cap", "caf"):
        await scene.press(scene.mallory, answer, data)
    assert all(message.attachment is None for message in scene.messages(scene.mallory))
    assert drawn == []
