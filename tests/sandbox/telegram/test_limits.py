from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.telegram import Chat, Limits, Person, StandInTelegram

if TYPE_CHECKING:
    from tests.sandbox.telegram.client import Api, Clock


@pytest.fixture
def limits() -> Limits:
    return Limits()


async def test_thirty_sends_in_any_second(tg: StandInTelegram, api: Api, clock: Clock) -> None:
    people = [tg.add_person(first_name=f"P{number}", started=True) for number in range(31)]
    for person in people[:15]:
        assert (await api("sendMessage", chat_id=person.id, text="a")).status == 200
    clock.forward(0.9)
    for person in people[15:30]:
        assert (await api("sendMessage", chat_id=person.id, text="a")).status == 200
    refused = await api("sendMessage", chat_id=people[30].id, text="a")
    assert (refused.status, refused.words) == (429, "Too Many Requests: retry after 1")
    assert refused.body["parameters"] == {"retry_after": 1}
    assert tg.messages(people[30]) == []
    assert tg.violations == ["sendMessage: 429: more than 30 sends in a second"]
    # The first fifteen are a second old: as many are free again, and not one more.
    clock.forward(0.1)
    statuses = [(await api("sendMessage", chat_id=person.id, text="a")).status for person in [people[30], *people[:15]]]
    assert statuses == [200] * 15 + [429]


async def test_a_private_chat_takes_a_burst_of_five_then_one_a_second(api: Api, alice: Person, clock: Clock) -> None:
    assert [(await api("sendMessage", chat_id=alice.id, text="a")).status for _ in range(6)] == [200] * 5 + [429]
    for _ in range(3):
        clock.forward(1)
        assert [(await api("sendMessage", chat_id=alice.id, text="a")).status for _ in range(2)] == [200, 429]
    clock.forward(60)
    assert [(await api("sendMessage", chat_id=alice.id, text="a")).status for _ in range(6)] == [200] * 5 + [429]


async def test_edits_in_a_private_chat_are_free(api: Api, alice: Person) -> None:
    sent = (await api("sendMessage", chat_id=alice.id, text="a")).result
    for number in range(40):
        edit = {"chat_id": alice.id, "message_id": sent["message_id"], "text": f"{number}"}
        assert (await api("editMessageText", **edit)).status == 200


async def test_twenty_a_minute_in_a_group_edits_included(api: Api, group: Chat, clock: Clock) -> None:
    sent = (await api("sendMessage", chat_id=group.id, text="a")).result
    for number in range(19):
        clock.forward(1)
        edit = {"chat_id": group.id, "message_id": sent["message_id"], "text": f"{number}"}
        assert (await api("editMessageText", **edit)).status == 200
    refused = await api("sendMessage", chat_id=group.id, text="a")
    assert refused.body["parameters"] == {"retry_after": 41}
    clock.forward(41)
    assert [(await api("sendMessage", chat_id=group.id, text="a")).status for _ in range(2)] == [200, 429]


async def test_what_is_refused_otherwise_is_not_counted(api: Api, alice: Person) -> None:
    for _ in range(40):
        assert (await api("sendMessage", chat_id=alice.id, text="")).status == 400
    assert (await api("sendMessage", chat_id=alice.id, text="a")).status == 200


async def test_answers_and_questions_are_not_limited(api: Api, group: Chat) -> None:
    for _ in range(50):
        assert (await api("getChat", chat_id=group.id)).status == 200
        assert (await api("sendChatAction", chat_id=group.id, action="typing")).status == 200
