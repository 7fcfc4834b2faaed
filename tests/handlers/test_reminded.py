from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import Line
from operations import reminders, rounds
from tests.handlers.scene import all_data, labels
from tests.operations.ending import ends, listed, nothing_ends, snapshot_ends, utc

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from operations.services import Services
    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene

TEN = "2027-01-16 10:00"


@pytest.fixture
async def calm(scene: Scene) -> AsyncIterator[Scene]:
    """Nothing ends, all chats live in UTC, and it is noon of 15 January 2027."""
    for chat_id in (501, 502, scene.team.id):
        await scene.store.set_chat(chat_id, timezone="UTC")
    await nothing_ends(scene.services, scene.account_id)
    await at(scene, "2027-01-15 12:00")
    yield scene
    assert scene.failures == 0


async def at(scene: Scene, when: str, *, deliver: bool = True) -> None:
    scene.clock.advance(utc(when) - scene.clock.now())
    await listed(scene.services, scene.account_id)
    await rounds.hold(scene.services)
    if deliver:
        await scene.noticer.deliver_due()


async def end(scene: Scene, nickname: str, when: str) -> None:
    await ends(scene.services, scene.made.servers[nickname], utc(when))


async def reminded(scene: Scene, when: str = TEN) -> BotMessage:
    await at(scene, when)
    return scene.messages(scene.alice)[-1]


async def test_one_server_with_all_that_can_be_done(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-17 18:00")
    message = await reminded(calm)
    assert message.text == "🔴 web-1 ends tomorrow: 2027-01-17 18:00"
    row = calm.row_id("web-1")
    assert all_data(message) == [
        *(f"new:rnw:{row}:{months}" for months in (1, 3, 12)),
        f"new:ar:{row}",
        f"rel:{row}",
        f"rem:{row}",
        f"new:srv:{row}",
    ]
    assert labels(message)[:3] == ["Renew 1 month", "Renew 3 months", "Renew 12 months"]
    assert len(calm.messages(calm.team)) == 1
    assert calm.messages(calm.bob) == []


async def test_renewing_is_one_tap_from_its_confirmation_and_the_reminder_stays(calm: Scene) -> None:
    await end(calm, "web-1", "2027-03-29 08:00")
    message = await reminded(calm, "2027-03-28 10:00")
    await calm.tap(calm.alice, message, "new:rnw:")
    asked = calm.messages(calm.alice)[-1]
    assert asked.text.startswith("Renew web-1?\n")
    assert "\nFor 1 month\n" in asked.text
    assert message.text.startswith("🔴 web-1 ends tomorrow")


async def test_several_are_one_message_in_their_order(calm: Scene) -> None:
    await end(calm, "web-2", "2027-01-16 23:59")
    await end(calm, "web-1", "2027-01-19 00:00")
    await end(calm, "cache-1", "2027-01-15 11:00")
    await snapshot_ends(
        calm.services, calm.account_id, calm.made.servers["web-1"], "before<2>", utc("2027-01-16 20:00")
    )
    message = await reminded(calm)
    assert message.text == (
        "⏳ Coming to an end\n\n"
        "⚫ cache-1 has expired: 2027-01-15 11:00\n"
        "⚠ Unless it is renewed, its data are destroyed on 2027-01-18 11:00.\n"
        "🔴 snapshot before<2> of web-1 ends today: 2027-01-16 20:00\n"
        "🔴 web-2 ends today: 2027-01-16 23:59\n"
        "🟡 web-1 ends in 3 days: 2027-01-19 00:00"
    )
    rows = [calm.row_id(nickname) for nickname in ("cache-1", "web-1", "web-2")]
    assert all_data(message) == [*(f"new:reo:{row}" for row in rows), "new:exs", "new:exp:0"]
    await calm.tap(calm.alice, message, "new:exs")
    assert calm.messages(calm.alice)[-1].text.startswith("Tick the servers")
    await calm.tap(calm.alice, message, f"new:reo:{rows[1]}")
    assert calm.messages(calm.alice)[-1].text == "🟡 web-1 ends in 3 days: 2027-01-19 00:00"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "⚠ When its data are destroyed is not known: renew it soon."),
        (0, "⚠ Its data may have been destroyed since 2027-01-16 09:00."),
        (9, "⚠ Unless it is renewed, its data are destroyed on 2027-01-25 09:00."),
    ],
)
async def test_what_is_over_says_how_long_its_data_are_kept(calm: Scene, days: int | None, words: str) -> None:
    lines = calm.services.catalogue.of(calm.account_id).lines
    for guid, line in list(lines.items()):
        lines[guid] = Line.model_validate({**line.model_dump(), "retention_days": 1})
    await end(calm, "web-1", "2027-01-16 09:00")
    await at(calm, TEN, deliver=False)
    for guid, line in list(lines.items()):
        lines[guid] = Line.model_validate({**line.model_dump(), "retention_days": days})
    message = await reminded(calm, "2027-01-16 10:01")
    assert message.text == f"⚫ web-1 has expired: 2027-01-16 09:00\n{words}"


async def test_what_renews_itself_says_so(calm: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def every_one(services: Services, account_id: int, guid: str, ends_at: float) -> bool:
        return True

    monkeypatch.setattr(reminders, "renews_itself", every_one)
    await end(calm, "web-1", "2027-01-17 18:00")
    assert (await reminded(calm)).text.endswith("\n🔁 It renews itself.")


async def test_what_is_no_longer_so_at_its_delivery_is_left_out(calm: Scene) -> None:
    store, account_id, guids = calm.store, calm.account_id, calm.made.servers
    for nickname in ("web-1", "web-2", "cache-1", "shop-1", "shop-2", "failed-1"):
        await end(calm, nickname, "2027-01-17 18:00")
    await at(calm, TEN, deliver=False)
    await end(calm, "web-1", "2027-02-17 18:00")
    await store.assign(account_id, guids["web-2"], calm.identities["bob"])
    await store.mute(501, account_id, guids["cache-1"])
    await store.snooze(501, account_id, guids["shop-1"], until=utc("2027-01-17 00:00"))
    await store.mark_gone(account_id, guids["shop-2"])
    await ends(calm.services, guids["failed-1"], utc("2027-01-17 18:00"), dead=True)
    await calm.noticer.deliver_due()
    assert calm.messages(calm.alice) == []
    # In the team's chat two are neither muted nor put off.
    assert "cache-1" in calm.messages(calm.team)[-1].text
    assert store.due_notices(calm.clock.now() + 1e9) == []


async def test_a_chat_that_lost_its_grant_is_told_nothing(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-17 18:00")
    await at(calm, TEN, deliver=False)
    await calm.store.revoke(501, calm.identities["alice"])
    await calm.noticer.deliver_due()
    assert calm.messages(calm.alice) == []


async def test_days_are_counted_when_it_arrives_and_nothing_is_said_twice(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-17 18:00")
    calm.telegram.fail_next("sendMessage", status=502, times=99)
    await at(calm, TEN)
    # Still out of reach on the next day, whose own reminder is decided meanwhile.
    await at(calm, "2027-01-17 10:00")
    await at(calm, "2027-01-17 10:00")
    calm.telegram._faults._waiting.clear()
    await at(calm, "2027-01-17 11:00")
    await at(calm, "2027-01-17 11:30")
    assert [message.text for message in calm.messages(calm.alice)] == ["🔴 web-1 ends today: 2027-01-17 18:00"]


async def test_one_that_came_late_tells_the_later_stage_itself_and_once(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-16 18:00")
    calm.telegram.fail_next("sendMessage", status=502, times=99)
    await at(calm, TEN)
    await at(calm, "2027-01-16 18:00")
    calm.telegram._faults._waiting.clear()
    for when in ("2027-01-16 18:01", "2027-01-16 18:05", "2027-01-16 18:10", "2027-01-17 10:00"):
        await at(calm, when)
    assert len(calm.messages(calm.alice)) == 1
    assert calm.messages(calm.alice)[0].text.startswith("⚫ web-1 has expired: 2027-01-16 18:00\n")


async def test_in_the_quiet_hours_it_waits(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-17 18:00")
    await at(calm, TEN, deliver=False)
    await calm.store.set_chat(501, quiet_hours="9-14")
    await calm.noticer.deliver_due()
    assert calm.messages(calm.alice) == []
    await at(calm, "2027-01-16 14:00")
    assert len(calm.messages(calm.alice)) == 1


async def test_put_off_until_tomorrow_and_reminded_once_more(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-19 18:00")
    message = await reminded(calm)
    row = calm.row_id("web-1")
    await calm.tap(calm.alice, message, "rel:")
    assert message.text == "🟡 web-1 ends in 3 days: 2027-01-19 18:00\n\nWhen shall this chat be reminded again?"
    assert all_data(message) == [f"res:{row}:1", f"res:{row}:3", f"reo:{row}"]
    await calm.tap(calm.alice, message, f"res:{row}:1")
    assert message.text == (
        "💤 web-1: you are reminded again tomorrow.\nIf it is over by then, this chat is told at once."
    )
    await at(calm, "2027-01-16 23:59")
    assert len(calm.messages(calm.alice)) == 1
    # It would not be a new stage: that one was told.
    again = await reminded(calm, "2027-01-17 10:00")
    assert again.text == "🟡 web-1 ends in 2 days: 2027-01-19 18:00"
    await at(calm, "2027-01-17 12:00")
    assert len(calm.messages(calm.alice)) == 2
    assert (await reminded(calm, "2027-01-18 10:00")).text == "🔴 web-1 ends tomorrow: 2027-01-19 18:00"


async def test_put_off_for_three_days_skips_stages_but_not_the_end(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-19 09:00")
    message = await reminded(calm)
    await calm.press(calm.alice, message, f"res:{calm.row_id('web-1')}:3")
    for day in (17, 18):
        await at(calm, f"2027-01-{day} 10:00")
    assert len(calm.messages(calm.alice)) == 1
    assert calm.store.snoozed_until(501, calm.account_id, calm.made.servers["web-1"]) == utc("2027-01-19 00:00")
    await at(calm, "2027-01-19 09:00")
    assert (await reminded(calm, "2027-01-19 09:01")).text.startswith("⚫ web-1 has expired")


async def test_putting_off_can_be_taken_back(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-19 18:00")
    message = await reminded(calm)
    await calm.press(calm.alice, message, f"res:{calm.row_id('web-1')}:3")
    await calm.tap(calm.alice, message, "rew:")
    assert message.text == "🟡 web-1 ends in 3 days: 2027-01-19 18:00"
    assert calm.store.snoozed_until(501, calm.account_id, calm.made.servers["web-1"]) is None


async def test_not_put_off_beyond_the_end_nor_by_junk(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-17 18:00")
    message = await reminded(calm)
    row = calm.row_id("web-1")
    await calm.tap(calm.alice, message, "rel:")
    assert all_data(message) == [f"res:{row}:1", f"reo:{row}"]
    for data in (f"res:{row}:3", f"res:{row}:2", f"res:{row}:0"):
        answer = await calm.press(calm.alice, message, data)
        assert answer is not None
        assert answer.text == "It ends before that."
    for data in ("res:x:1", "res:1", "res:", "rel:x", "rem:x", "reu:999999", "rew:", f"res:{row}:-1"):
        answer = await calm.press(calm.alice, message, data)
        assert answer is not None
        assert answer.text
    await end(calm, "web-1", "2027-01-16 09:00")
    answer = await calm.press(calm.alice, message, f"rel:{row}")
    assert answer is not None
    assert answer.text == "It ends before that."


async def test_a_renewal_ends_what_was_put_off(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-19 18:00")
    message = await reminded(calm)
    await calm.press(calm.alice, message, f"res:{calm.row_id('web-1')}:3")
    await end(calm, "web-1", "2027-01-24 18:00")
    assert (await reminded(calm, "2027-01-17 10:00")).text == "🟡 web-1 ends in 7 days: 2027-01-24 18:00"


async def test_a_server_is_muted_and_heard_again(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-19 18:00")
    message = await reminded(calm)
    await calm.tap(calm.alice, message, "rem:")
    assert message.text == "🔇 web-1: this chat hears nothing of it any more, neither ends nor alarms."
    await at(calm, "2027-01-18 10:00")
    assert len(calm.messages(calm.alice)) == 1
    await calm.tap(calm.alice, message, "reu:")
    assert message.text == "🔴 web-1 ends tomorrow: 2027-01-19 18:00"
    assert (await reminded(calm, "2027-01-19 10:00")).text == "🔴 web-1 ends today: 2027-01-19 18:00"


async def test_in_a_group_operators_put_off_and_mute_and_owners_renew(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-19 18:00")
    await at(calm, TEN)
    message, row = calm.messages(calm.team)[-1], calm.row_id("web-1")
    for data in (f"rel:{row}", f"res:{row}:1", f"rem:{row}", f"reu:{row}", f"rew:{row}"):
        answer = await calm.press(calm.vera, message, data)
        assert answer is not None
        assert answer.text.startswith("This needs the role “operator”")
    answer = await calm.press(calm.oscar, message, f"new:rnw:{row}:1")
    assert answer is not None
    assert answer.text.startswith("This needs the role “owner”")
    await calm.press(calm.oscar, message, f"res:{row}:1")
    assert message.text.startswith("💤 web-1")


async def test_a_snapshots_reminder_leads_to_the_snapshots(calm: Scene) -> None:
    guid = calm.made.servers["web-1"]
    await snapshot_ends(calm.services, calm.account_id, guid, "s1", utc("2027-01-16 20:00"))
    message = await reminded(calm)
    row = calm.row_id("web-1")
    assert message.text == "🔴 snapshot s1 of web-1 ends today: 2027-01-16 20:00"
    assert all_data(message) == [f"new:snp:{row}", f"new:srv:{row}", f"rem:{row}"]


async def test_in_chinese_and_with_data_that_are_old(calm: Scene) -> None:
    await calm.store.set_chat(502, language="zh-Hans")
    await end(calm, "db-1", "2027-01-17 18:00")
    await at(calm, TEN, deliver=False)
    calm.clock.advance(5 * 3600)
    await calm.noticer.deliver_due()
    label = calm.server("db-1").ip
    text = calm.messages(calm.bob)[-1].text
    assert text.startswith(f"🔴 {label} 明天到期：2027-01-17 18:00\nℹ 以上为 5 小时前读取的数据")
    await at(calm, "2027-01-17 10:00")
    assert calm.messages(calm.bob)[-1].text == f"🔴 {label} 今天到期：2027-01-17 18:00"


async def test_more_than_fit_are_counted(calm: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "MOST_SHOWN", 2)
    for nickname in ("web-1", "web-2", "cache-1", "shop-1"):
        await end(calm, nickname, "2027-01-17 18:00")
    message = await reminded(calm)
    assert message.text.endswith("\n\n… and 2 more. /expiring shows all of them.")


async def test_a_server_whose_end_is_no_longer_known(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-19 18:00")
    message = await reminded(calm)
    await ends(calm.services, calm.made.servers["web-1"], None)
    await calm.press(calm.alice, message, f"reo:{calm.row_id('web-1')}")
    assert message.text == "web-1: no end is known any more."


async def test_after_a_start_what_was_decided_before_waits_for_the_list(calm: Scene) -> None:
    await end(calm, "web-1", "2027-01-17 18:00")
    await at(calm, TEN, deliver=False)
    calm.clock.advance(6 * 3600)
    calm.services.started_at = calm.clock.now()
    await calm.noticer.deliver_due()
    assert calm.messages(calm.alice) == []
    # The first reading brings that it was renewed meanwhile.
    await end(calm, "web-1", "2027-02-17 18:00")
    calm.clock.advance(rounds.AGAIN)
    await calm.noticer.deliver_due()
    assert calm.messages(calm.alice) == []
    assert calm.store.due_notices(calm.clock.now() + 1e9) == []
