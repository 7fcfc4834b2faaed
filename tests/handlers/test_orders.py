from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING

from tests.handlers.scene import all_data
from tests.operations.rows import operation, sight_of

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene

BEFORE = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
AFTER = datetime(2027, 1, 1, 4, 0, tzinfo=UTC)


async def ordered(scene: Scene, count: int = 1) -> None:
    guid = scene.made.servers["web-1"]
    for number in range(count):
        scene.clock.advance(60)
        await operation(
            scene.services,
            "done",
            account_id=scene.account_id,
            identity_id=scene.identities["alice"],
            guid=guid,
            chat_id=scene.alice.id,
            user_id=scene.alice.id,
            order_no=f"N{number}",
            outcome="done",
            before=sight_of(scene.services, guid, end_time=BEFORE),
            after=sight_of(scene.services, guid, end_time=AFTER),
        )


def content(message: BotMessage) -> bytes:
    assert message.attachment is not None
    assert message.attachment.name == "orders.csv"
    return message.attachment.content


async def test_pages_of_eight(scene: Scene) -> None:
    await ordered(scene, 9)
    message = await scene.ask(scene.alice, "/orders")
    assert message.text.count("renewal · web-1") == 8
    assert "CNY 72.00 · No. N8 · Alice" in message.text
    assert all_data(message) == ["ord:1", "ord:csv", "hom"]

    await scene.tap(scene.alice, message, "ord:1")
    assert "No. N0" in message.text
    assert all_data(message) == ["ord:0", "ord:csv", "hom"]
    for junk in ("ord:x", "ord:", "ord:-1"):
        answer = await scene.press(scene.alice, message, junk)
        assert answer is not None
        assert answer.text == "This button no longer does anything."


async def test_the_file_opens_in_a_spreadsheet(scene: Scene) -> None:
    await ordered(scene, 2)
    listed = await scene.ask(scene.alice, "/orders")
    await scene.tap(scene.alice, listed, "ord:csv")
    sent = scene.messages(scene.alice)[-1]
    assert sent.text == "Orders and operations, newest first: 2"
    data = content(sent)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))
    assert [row["Order number"] for row in rows] == ["N1", "N0"]
    assert rows[0] == {
        "Time": rows[0]["Time"],
        "Server": "web-1",
        "Action": "renewal",
        "State": "done",
        "Outcome": "done",
        "Price (CNY)": "72.00",
        "Order number": "N1",
        "End before": "2026-12-01T12:00:00+08:00",
        "End after": "2027-01-01T12:00:00+08:00",
    }
    assert datetime.fromisoformat(rows[0]["Time"]).timestamp() == scene.clock.now()
    assert rows[0]["Time"].endswith("+08:00")


async def test_the_file_can_be_asked_for_in_words(scene: Scene) -> None:
    await ordered(scene)
    assert b"N0" in content(await scene.ask(scene.alice, "/orders CSV"))


async def test_in_a_topic_the_file_stays_there(scene: Scene) -> None:
    await ordered(scene)
    topic = scene.telegram.add_topic(scene.team, "money")
    sent = await scene.ask(scene.alice, "/orders csv", scene.team, thread_id=topic)
    assert content(sent)
    assert sent.thread_id == topic


async def test_nothing_ordered_yet(scene: Scene) -> None:
    for words in ("/orders", "/orders csv"):
        message = await scene.ask(scene.alice, words)
        assert message.text == "Orders and operations\n\nNothing yet."
        assert all_data(message) == ["hom"]


async def test_somebody_elses_orders_stay_theirs(scene: Scene) -> None:
    await ordered(scene)
    assert "还没有记录" in (await scene.ask(scene.bob, "/orders")).text
