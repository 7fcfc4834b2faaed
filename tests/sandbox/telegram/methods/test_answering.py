from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Person, StandInTelegram
    from tests.sandbox.telegram.client import Api, Clock

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def card(tg: StandInTelegram, api: Api, alice: Person) -> BotMessage:
    keyboard = {
        "inline_keyboard": [[{"text": "on", "callback_data": "on:1"}, {"text": "site", "url": "https://e.cn/"}]]
    }
    await api("sendMessage", chat_id=alice.id, text="web-1", reply_markup=keyboard)
    return tg.last(alice)


async def test_a_press_reaches_the_bot(tg: StandInTelegram, api: Api, alice: Person, card: BotMessage) -> None:
    query = tg.press(alice, card, "on")
    update = (await api("getUpdates")).result[0]["callback_query"]
    assert (update["id"], update["data"], update["from"]["id"]) == (query, "on:1", 1001)
    assert (update["message"]["message_id"], update["message"]["text"]) == (card.message_id, "web-1")
    assert "chat_instance" in update


async def test_an_answer_within_15_seconds_once(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    card: BotMessage,
    clock: Clock,
) -> None:
    query = tg.press(alice, card, "on")
    clock.forward(15)
    answered = await api(
        "answerCallbackQuery", callback_query_id=query, text="x" * 200, show_alert="true", url="t.me/x"
    )
    assert answered.result is True
    answer = tg.answers[query]
    assert (answer.person, answer.text, answer.show_alert, answer.url) == (alice, "x" * 200, True, "t.me/x")
    assert (await api("answerCallbackQuery", callback_query_id=query)).words == TOO_OLD
    late = tg.press(alice, card, "on")
    clock.forward(15.1)
    assert (await api("answerCallbackQuery", callback_query_id=late)).words == TOO_OLD
    assert (await api("answerCallbackQuery", callback_query_id="7")).words == TOO_OLD
    assert tg.violations == [
        "answerCallbackQuery: a second answer to callback query",
        "answerCallbackQuery: an answer to a callback query after more than 15 s",
        "answerCallbackQuery: an answer to an unknown callback query",
    ]


async def test_an_answer_that_is_too_long(tg: StandInTelegram, api: Api, alice: Person, card: BotMessage) -> None:
    query = tg.press(alice, card, data="anything, as an old client would send")
    refused = await api("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert refused.words == "Bad Request: MESSAGE_TOO_LONG"
    assert tg.answers == {}


async def test_what_cannot_be_pressed(tg: StandInTelegram, alice: Person, bob: Person, card: BotMessage) -> None:
    with pytest.raises(LookupError, match="no button 'off'"):
        tg.press(alice, card, "off")
    with pytest.raises(ValueError, match="sends no callback"):
        tg.press(alice, card, "site")
    with pytest.raises(ValueError, match="not in chat"):
        tg.press(bob, card, "on")
    with pytest.raises(ValueError, match="by the button's text or by its data"):
        tg.press(alice, card)
    tg.world.delete(card)
    with pytest.raises(ValueError, match="is deleted"):
        tg.press(alice, card, "on")
