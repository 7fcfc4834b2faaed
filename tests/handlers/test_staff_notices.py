from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from operations import digest, outages
from operations.sync import Synchroniser
from sandbox.engine import Fault
from tests.handlers.asking import asked, staffed, unclear
from tests.handlers.scene import all_data

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat
    from tests.handlers.scene import Scene

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(scene: Scene, text: str) -> None:
    scene.clock.advance(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp() - scene.clock.now())


def kinds(scene: Scene) -> list[str]:
    return [each.kind for each in scene.store.due_notices(scene.clock.now() + 1e9)]


async def digested(scene: Scene, where: Chat) -> BotMessage:
    """Let a day's hour come; return the digest."""
    at(scene, "2027-02-01 15:00")
    await digest.plan(scene.services)
    at(scene, "2027-02-02 09:00")
    await digest.plan(scene.services)
    await scene.noticer.deliver_due()
    return next(each for each in reversed(scene.messages(where)) if "Look in the engine" not in each.text)


async def fail(scene: Scene) -> None:
    """Let the list be unreadable for eleven minutes."""
    for _ in range(12):
        scene.clock.advance(60)
        scene.engine.fail_next(Fault.REFUSE("签名错误"), action="getservers")
        assert not await Synchroniser(scene.services).once(scene.account_id)
        await outages.tell_failing(scene.services)


async def recover(scene: Scene) -> None:
    scene.clock.advance(60)
    assert await Synchroniser(scene.services).once(scene.account_id)
    await outages.tell_failing(scene.services)


async def test_each_staff_chat_has_the_digest_of_its_own_language(scene: Scene) -> None:
    group = await staffed(scene)
    await scene.store.set_chat(group.id, language="zh-Hans")
    chinese = await digested(scene, group)
    assert "demo" in chinese.text
    assert "服务器：" in chinese.text
    assert "Servers:" in scene.messages(scene.rita)[-1].text
    assert len(scene.messages(group)) == len(scene.messages(scene.rita)) == 1
    assert scene.messages(scene.alice) == []


async def test_a_digest_leads_to_what_waits(scene: Scene) -> None:
    group = await staffed(scene)
    await unclear(scene)
    told = await digested(scene, group)
    assert "1 unknown outcome waits for your decision" in told.text
    assert all_data(told) == ["pnd"]
    await scene.tap(scene.rita, told, "pnd")
    assert told.text == "1 thing waits for you"


async def test_no_digest_where_it_is_no_staff_chat_any_more_or_switched_off(scene: Scene) -> None:
    group = await staffed(scene)
    for day in (1, 2):
        at(scene, f"2027-02-0{day} 15:00")
        await digest.plan(scene.services)
    assert kinds(scene) == ["digest", "digest"]
    await scene.store.set_staff(group.id, scene.account_id, on=False)
    await scene.store.set_preferences(scene.rita.id, digest_hour=None)
    await scene.noticer.deliver_due()
    assert scene.messages(group) == scene.messages(scene.rita) == []
    assert kinds(scene) == []


async def test_a_digest_waits_for_the_end_of_quiet_hours(scene: Scene) -> None:
    group = await staffed(scene)
    at(scene, "2027-02-01 15:00")
    await digest.plan(scene.services)
    at(scene, "2027-02-02 09:00")
    await digest.plan(scene.services)
    await scene.store.set_chat(group.id, quiet_hours="22-10")
    await scene.noticer.deliver_due()
    assert scene.messages(group) == []
    at(scene, "2027-02-02 10:00")
    await scene.noticer.deliver_due()
    assert len(scene.messages(group)) == 1


async def test_an_account_that_fails_and_recovers(scene: Scene) -> None:
    group = await staffed(scene)
    await fail(scene)
    await scene.noticer.deliver_due()
    (told,) = scene.messages(group)
    assert told.text.startswith("🔌 Account demo cannot be read since ")
    assert "the engine refuses" in told.text
    await recover(scene)
    await scene.noticer.deliver_due()
    assert scene.messages(group)[-1].text == "✅ Account demo can be read again, after 12 min."
    assert len(scene.messages(group)) == 2


async def test_an_outage_that_is_over_by_the_time_is_told_as_one(scene: Scene) -> None:
    group = await staffed(scene)
    await fail(scene)
    await recover(scene)
    await scene.noticer.deliver_due()
    assert [each.text[0] for each in scene.messages(group)] == ["✅"]


async def test_an_outage_at_night_as_the_chat_wants_it(scene: Scene) -> None:
    group = await staffed(scene)
    for chat_id in (group.id, scene.rita.id):
        await scene.store.set_chat(chat_id, quiet_hours="22-10")
    await scene.store.set_preferences(group.id, night="wait")
    at(scene, "2027-02-01 23:00")
    await fail(scene)
    await scene.noticer.deliver_due()
    assert scene.messages(group) == []
    assert len(scene.messages(scene.rita)) == 1
    assert scene.calls("sendMessage")[-1].params["disable_notification"] is True
    at(scene, "2027-02-02 10:00")
    await scene.noticer.deliver_due()
    assert len(scene.messages(group)) == 1


async def test_nothing_of_an_account_that_is_no_longer_the_chats(scene: Scene) -> None:
    group = await staffed(scene)
    await unclear(scene)
    scene.clock.advance(3601)
    await outages.remind_of_unsettled(scene.services)
    await fail(scene)
    await scene.store.set_staff(group.id, scene.account_id, on=False)
    await scene.noticer.deliver_due()
    assert scene.messages(group) == []
    assert kinds(scene) == []


async def test_a_reminder_has_the_buttons_and_every_copy_is_brought_up_to_date(scene: Scene) -> None:
    group = await staffed(scene)
    row = await unclear(scene)
    await scene.noticer.deliver_due()
    scene.clock.advance(3601)
    assert await outages.remind_of_unsettled(scene.services) == 1
    await scene.noticer.deliver_due()
    first, reminder = scene.messages(group)
    assert reminder.text.startswith("⏰ This still waits for your decision\n❔ Somebody has to look")
    await scene.tap(scene.rita, reminder, f"set:{row.taskid}:done")
    await scene.tap(scene.rita, reminder, f"set2:{row.taskid}:done")
    for message in (first, reminder, *scene.messages(scene.rita)[-2:]):
        assert "settled it" in message.text
        assert message.buttons == []


async def test_what_was_settled_meanwhile_is_not_reminded_of(scene: Scene) -> None:
    group = await staffed(scene)
    row = await unclear(scene)
    await scene.noticer.deliver_due()
    scene.clock.advance(3601)
    await outages.remind_of_unsettled(scene.services)
    await scene.store.settle(row.taskid, "done", "")
    await scene.noticer.deliver_due()
    assert len(scene.messages(group)) == 1


async def test_approvals_are_counted(scene: Scene) -> None:
    group = await staffed(scene)
    await asked(scene)
    row = scene.store.open_approvals()[0]
    await scene.store._change("UPDATE approvals SET expires_at = 1.9e9 WHERE id = ?", (row.id,))
    told = await digested(scene, group)
    assert "1 approval waits for you" in told.text
    assert all_data(told) == ["pnd"]
