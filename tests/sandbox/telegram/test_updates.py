from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tests.sandbox.telegram.client import until

if TYPE_CHECKING:
    from sandbox.telegram import Chat, Person, StandInTelegram
    from tests.sandbox.telegram.client import Api, ApiAnswer, Clock

FIRST = 100_000_001
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def polling(tg: StandInTelegram, api: Api, **parameters: Any) -> asyncio.Task[ApiAnswer]:
    """A long poll that has begun to wait."""
    before = tg.world.updates._poller
    task = asyncio.create_task(api("getUpdates", timeout=30, **parameters))
    await until(lambda: tg.world.updates._poller not in {before, None})
    return task


async def test_updates_stay_until_they_are_confirmed(tg: StandInTelegram, api: Api, alice: Person) -> None:
    for text in "abc":
        tg.say(alice, alice, text)
    for _ in range(2):
        assert [update["update_id"] for update in (await api("getUpdates")).result] == [FIRST, FIRST + 1, FIRST + 2]
    assert (tg.confirmed, tg.updates_pending()) == (0, 3)
    rest = (await api("getUpdates", offset=FIRST + 1, limit=1)).result
    assert [update["message"]["text"] for update in rest] == ["b"]
    assert (tg.confirmed, tg.updates_pending()) == (FIRST, 2)


async def test_a_negative_offset_keeps_the_newest(tg: StandInTelegram, api: Api, alice: Person) -> None:
    for text in "abc":
        tg.say(alice, alice, text)
    assert [update["message"]["text"] for update in (await api("getUpdates", offset=-1)).result] == ["c"]
    assert (tg.confirmed, tg.updates_pending()) == (FIRST + 1, 1)


async def test_a_long_poll_is_woken(tg: StandInTelegram, api: Api, alice: Person) -> None:
    poll = await polling(tg, api)
    tg.say(alice, alice, "now")
    assert (await poll).result[0]["message"]["text"] == "now"


async def test_a_long_poll_ends_empty_after_its_time(tg: StandInTelegram) -> None:
    assert await tg.world.updates.poll(offset=0, limit=100, timeout=0.01) == []
    assert tg.world.updates._poller is None


async def test_a_second_poller_ends_the_first(tg: StandInTelegram, api: Api, alice: Person) -> None:
    first = await polling(tg, api)
    second = await polling(tg, api)
    answer = await first
    assert (answer.status, answer.words) == (409, CONFLICT)
    tg.say(alice, alice, "now")
    assert len((await second).result) == 1


async def test_a_client_that_went_away_is_forgotten(tg: StandInTelegram, api: Api, alice: Person) -> None:
    poll = await polling(tg, api)
    poll.cancel()
    await until(lambda: tg.world.updates._poller is None)
    tg.say(alice, alice, "a")
    assert len((await api("getUpdates", timeout=5)).result) == 1


async def test_undelivered_callbacks_vanish_after_150_s_and_messages_after_a_day(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    clock: Clock,
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    await api("sendMessage", chat_id=alice.id, text="a", reply_markup=keyboard)
    tg.say(alice, alice, "hello")
    tg.press(alice, tg.last(alice), "a")
    clock.forward(149)
    assert tg.updates_pending() == 2
    clock.forward(1)
    assert [list(update)[1] for update in (await api("getUpdates")).result] == ["message"]
    clock.forward(24 * 3600 - 150)
    assert (await api("getUpdates")).result == []
    assert tg.updates_pending() == 0


async def test_allowed_updates_hold_for_what_comes_later(
    tg: StandInTelegram,
    api: Api,
    alice: Person,
    group: Chat,
) -> None:
    tg.say(alice, alice, "before")
    await api("getUpdates", allowed_updates=["my_chat_member"])
    tg.say(alice, alice, "after")
    tg.kick(group)
    kinds = [list(update)[1] for update in (await api("getUpdates")).result]
    assert kinds == ["message", "my_chat_member"]
    assert (await api("getWebhookInfo")).result["allowed_updates"] == ["my_chat_member"]
    await api("getUpdates", allowed_updates=[])
    tg.say(alice, alice, "again")
    assert len((await api("getUpdates")).result) == 3


async def test_kinds_that_must_be_asked_for(tg: StandInTelegram, api: Api) -> None:
    assert tg.world.updates.add("chat_member", {}) is None
    await api("getUpdates", allowed_updates='["chat_member"]')
    assert tg.world.updates.add("chat_member", {}) == FIRST
    assert (await api("getUpdates", allowed_updates={"a": 1})).status == 400


async def test_raw_updates(tg: StandInTelegram, api: Api) -> None:
    assert tg.push_raw({"poll": {"id": "1"}}) == FIRST
    assert tg.push_raw({"update_id": FIRST + 50, "poll": {"id": "2"}}) == FIRST + 50
    assert tg.push_raw({"poll": {"id": "3"}}) == FIRST + 51
    assert [update["update_id"] for update in (await api("getUpdates")).result] == [FIRST, FIRST + 50, FIRST + 51]


async def test_polling_and_a_webhook_exclude_each_other(tg: StandInTelegram, api: Api) -> None:
    poll = await polling(tg, api)
    assert (await api("setWebhook", url="http://127.0.0.1:9/hook")).result is True
    assert (await poll).words == "Conflict: terminated by setWebhook request"
    assert (await api("getUpdates")).words == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    assert (await api("deleteWebhook")).result is True
    assert (await api("getUpdates")).result == []
